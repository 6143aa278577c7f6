/** Several services one after the other, each on a given agenda or on whichever is free. */
import { dayOf, MINUTE_MS } from '../../../foundation/time/days.ts'
import { contains, type Interval, union } from '../../../foundation/time/intervals.ts'
import { dayStart, toLocal, zoneOf } from '../../../foundation/time/zones.ts'
import { bookableWindow, offeredStarts, readingWindow, type Starts, startsOf } from './slots.ts'
import type { AgendaTime, Search, Service } from './types.ts'

export type SequenceStep = {
  readonly service: Service
  /** Agendas that may give it: one, or several in order of preference for equal load. */
  readonly agenda_ids: readonly string[]
}

export type SequenceSearch = Search & {
  readonly steps: readonly SequenceStep[]
  /** Each agenda over `readingWindow(search, services)`. One that is not there gives nothing. */
  readonly agendas: ReadonlyMap<string, AgendaTime>
}

export type PlacedStep = {
  readonly service_id: string
  readonly agenda_id: string
  readonly starts_at_ms: number
  readonly ends_at_ms: number
}

export type SequenceSlot = { readonly starts_at_ms: number; readonly steps: readonly PlacedStep[] }

/**
 * Every start at which all steps can be done in sequence, ascending, with one choice of agendas each.
 *
 * A service starts when the one before ends; on the same agenda, when that one's buffer after and its
 * own buffer before have also passed. Only the first start is on the grid. Each step takes the agenda
 * with the fewest busy minutes on the local day of the first start, then the first named; a
 * choice that leaves a later step without agenda is taken back.
 */
export function sequenceSlots(search: SequenceSearch): SequenceSlot[] {
  return [...sequences(search)]
}

/** The same one at a time, for those who want only the first. */
export function* sequences(search: SequenceSearch): Generator<SequenceSlot, undefined> {
  const candidates = search.steps.map((step) => candidatesOf(step, search))
  const [first] = candidates
  if (!first) return
  const orderOn = loadOrder(search, candidates)
  const place = placing(search)
  for (const starts_at_ms of offeredStarts(search, first.map(({ starts }) => starts))) {
    const steps = place(orderOn(starts_at_ms), [], starts_at_ms)
    if (steps) yield { starts_at_ms, steps }
  }
}

/**
 * The first slot of a search, or null. Reads as little as needed: `read` is asked for the rest of the
 * first local day, then for two days, four and so on, until there is a slot or the window ends. It
 * gets the stretch over which the agendas must be known and answers with them, directly or later.
 */
export async function firstFree(
  search: Omit<SequenceSearch, 'agendas'>,
  read: (reading: Interval) => SequenceSearch['agendas'] | Promise<SequenceSearch['agendas']>,
): Promise<SequenceSlot | null> {
  const zone = zoneOf(search.zone)
  const [from, to] = bookableWindow(search)
  for (let at = from, days = 1; at < to; days *= 2) {
    const end = Math.min(to, dayStart(zone, dayOf(toLocal(zone, at)) + days))
    const part = { ...search, window: [at, end] as const }
    const first = sequences({ ...part, agendas: await read(readingWindow(part, servicesOf(search))) }).next()
    if (!first.done) return first.value
    at = Math.max(at, end)
  }
  return null
}

type Candidate = { readonly agenda_id: string; readonly busy: readonly Interval[]; readonly starts: Starts }

function candidatesOf({ service, agenda_ids }: SequenceStep, { agendas, seats = 1 }: SequenceSearch): Candidate[] {
  return agenda_ids.flatMap((agenda_id) => {
    const agenda = agendas.get(agenda_id)
    return agenda ? [{ agenda_id, busy: agenda.busy, starts: startsOf(service, agenda, seats) }] : []
  })
}

/** For a start, the candidates of each step, least busy that local day first. Worked out once a day. */
function loadOrder({ zone: id }: SequenceSearch, candidates: readonly Candidate[][]): (start: number) => Candidate[][] {
  const zone = zoneOf(id)
  let known = NaN
  let order: Candidate[][] = []
  return (start) => {
    const day = dayOf(toLocal(zone, start))
    if (day !== known) {
      known = day
      const span: Interval = [dayStart(zone, day), dayStart(zone, day + 1)]
      order = candidates.map((choice) => (choice.length < 2 ? choice : leastBusyFirst(choice, span)))
    }
    return order
  }
}

function leastBusyFirst(candidates: readonly Candidate[], [from, to]: Interval): Candidate[] {
  const load = ({ busy }: Candidate) =>
    union(busy.map(([start, end]) => [Math.max(start, from), Math.min(end, to)])).reduce((sum, [start, end]) => sum + end - start, 0)
  return candidates
    .map((candidate) => ({ candidate, load: load(candidate) }))
    .sort((a, b) => a.load - b.load)
    .map(({ candidate }) => candidate)
}

type Place = (order: readonly Candidate[][], placed: readonly PlacedStep[], ready: number) => readonly PlacedStep[] | null

/**
 * A depth-first search that completes a sequence whose last placed step ends at `ready`, or returns
 * null. It never enters a dead end twice: all that the rest of a sequence can feel of its beginning
 * is the moment reached and the agendas that are still blocked around it, so that is the key under
 * which a failure is remembered, across starts too.
 */
function placing(search: SequenceSearch): Place {
  const services = servicesOf(search)
  const before = services.map(({ buffer_before_minutes }) => buffer_before_minutes * MINUTE_MS)
  const widest = Math.max(...before)
  const blockedUntil = (step: PlacedStep, i: number) => step.ends_at_ms + services[i]!.buffer_after_minutes * MINUTE_MS
  // After a session longer than its service a fresh step could reach past what has been read.
  const [, horizon] = readingWindow(search, services)
  const deadEnds = new Set<string>()

  const place: Place = (order, placed, ready) => {
    const i = placed.length
    const service = services[i]
    if (!service) return placed
    const blocked = placed.map((step, j) => ({ agenda_id: step.agenda_id, until: blockedUntil(step, j) }))
    const felt = blocked.filter(({ until }) => until > ready - widest)
    const key = `${i} ${ready} ${felt.map(({ agenda_id, until }) => `${agenda_id} ${until}`).join()}`
    if (deadEnds.has(key)) return null

    for (const { agenda_id, starts } of order[i]!) {
      const previous = blocked.at(-1)
      const start = previous?.agenda_id === agenda_id ? previous.until + before[i]! : ready
      const session = starts.sessions.get(start)
      if (!session && !contains(starts.fresh, start)) continue
      const step: PlacedStep = {
        service_id: service.service_id,
        agenda_id,
        starts_at_ms: start,
        ends_at_ms: session?.ends_at_ms ?? start + service.duration_minutes * MINUTE_MS,
      }
      if (!session && blockedUntil(step, i) > horizon) continue
      if (blocked.some((other) => other.agenda_id === agenda_id && other.until > start - before[i]!)) continue
      const complete = place(order, [...placed, step], step.ends_at_ms)
      if (complete) return complete
    }
    deadEnds.add(key)
    return null
  }
  return place
}

function servicesOf({ steps }: Pick<SequenceSearch, 'steps'>): Service[] {
  return steps.map(({ service }) => service)
}
