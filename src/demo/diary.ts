import { newId } from '../foundation/database/ids.ts'
import { DAY_MS, MINUTE_MS, dayOf, weekdayOf } from '../foundation/time/days.ts'
import { subtract, union } from '../foundation/time/intervals.ts'
import type { Interval } from '../foundation/time/intervals.ts'
import { toInstant, toLocal } from '../foundation/time/zones.ts'
import type { Zone } from '../foundation/time/zones.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { ScriptedAgenda, ScriptedEstablishment, ScriptedNetwork, ScriptedService } from './script.ts'
import type { Days } from './working-time.ts'

export type Status = 'confirmed' | 'arrived' | 'done' | 'no_show' | 'cancelled'
export type Origin = 'staff' | 'walk_in' | 'site' | 'directory' | 'facebook' | 'google' | 'pagesjaunes' | 'link'

/** Everything in ms. */
export type MadeItem = { service: ScriptedService; agenda: ScriptedAgenda; starts_ms: number; ends_ms: number; seats: number; occupation_id: string | null }
export type MadeAppointment = {
  person: Person | null
  status: Status
  origin: Origin
  created_ms: number
  cancelled_ms: number | null
  cancelled_by: 'client' | 'staff' | null
  title: string
  note: string
  items: MadeItem[]
}
export type MadeOccupation = { occupation_id: string; agenda: ScriptedAgenda; service: ScriptedService; starts_ms: number; ends_ms: number; blocked: Interval; capacity: number; seats_taken: number }
export type Wish = { person: Person; service: ScriptedService; day: number; created_ms: number }

export type Diary = { appointments: MadeAppointment[]; occupations: MadeOccupation[]; wishes: Wish[] }

export type DiaryInput = {
  random: Random
  network: ScriptedNetwork
  establishment: ScriptedEstablishment
  people: readonly Person[]
  /** Open time of each agenda by its key, over all the days. */
  open: ReadonlyMap<string, readonly Interval[]>
  days: Days
  zone: Zone
  now_ms: number
}

const GRID_MS = 15 * MINUTE_MS

/**
 * Makes up the diary of one establishment. Agenda by agenda it walks through open time and
 * fills it as densely as the hour, the weekday and the season would; what would not have
 * been booked yet this morning stays free, so that the weeks to come thin out by
 * themselves. The same day gives the same diary; only the statuses of today follow the clock.
 */
export function makeDiary(input: DiaryInput): Diary {
  const made: Diary = { appointments: [], occupations: [], wishes: [] }
  const booking = bookingOf(input, made)
  // Rooms last: what precedes a treatment has been put there by then.
  for (const agenda of input.establishment.agendas.toSorted((a, b) => Number(a.kind !== undefined) - Number(b.kind !== undefined))) {
    if (agenda.classes === undefined) fillAgenda(input, booking, agenda)
    else fillClasses(input, booking, made, agenda)
  }
  return made
}

type Booking = ReturnType<typeof bookingOf>

/** What every appointment needs: somebody, an origin, a day on which it was asked for, a fate. */
function bookingOf({ random, network, establishment, people, open, days, zone, now_ms }: DiaryInput, made: Diary) {
  const morning_ms = toInstant(zone, days.today * DAY_MS, 'compatible')
  const keen = people.flatMap((person) => Array.from({ length: person.keenness }, () => person))
  const taken = new Map<string, Interval[]>(establishment.agendas.map(({ key }) => [key, []]))

  /** Open time that nothing has been put into yet. */
  function free(agenda: ScriptedAgenda): Interval[] {
    return subtract(open.get(agenda.key) ?? [], union(taken.get(agenda.key)!))
  }

  /** Whether a stretch is open and nothing has been put into it yet. */
  function isFree(agenda: ScriptedAgenda, [from, to]: Interval): boolean {
    return (open.get(agenda.key) ?? []).some(([opens, closes]) => opens <= from && to <= closes) && !taken.get(agenda.key)!.some(([start, end]) => start < to && from < end)
  }

  /** When and by which way it was asked for; undefined when that lies ahead of this morning. */
  function asked(starts_ms: number): { origin: Origin; created_ms: number } | undefined {
    const origin: Origin = random.chance(establishment.walk_ins)
      ? 'walk_in'
      : random.weighted([['site', 34], ['staff', 30], ['google', 15], ['directory', 7], ['facebook', 5], ['link', 5], ['pagesjaunes', 4]])
    if (origin === 'walk_in') {
      if (starts_ms >= morning_ms + DAY_MS) return undefined
      const created_ms = starts_ms - random.between(1, 20) * MINUTE_MS
      return starts_ms > now_ms ? { origin: 'staff', created_ms: morning_ms - random.between(1, 600) * MINUTE_MS } : { origin, created_ms }
    }
    // The next visit fixed on leaving, or something wanted within days.
    const rebooked = random.chance(origin === 'staff' ? 0.45 : 0.22)
    const lead = rebooked ? random.between(18, 44) * random.around(0.15) : Math.min(60, 4.2 * random.around(1.05))
    const created_ms = Math.floor((starts_ms - Math.max(lead * DAY_MS, 90 * MINUTE_MS)) / MINUTE_MS) * MINUTE_MS + random.between(0, 59) * 1000
    if (created_ms <= morning_ms) return { origin, created_ms: byDaylight(created_ms) }
    // What would be booked in the course of today for today is there since yesterday evening.
    return starts_ms < morning_ms + DAY_MS ? { origin, created_ms: morning_ms - random.between(1, 600) * MINUTE_MS } : undefined
  }

  /** Few people book between midnight and half past six: they do at breakfast of the day before. */
  function byDaylight(instant_ms: number): number {
    const minute = (toLocal(zone, instant_ms) % DAY_MS) / MINUTE_MS
    return minute < 390 ? instant_ms - (minute + random.between(120, 900)) * MINUTE_MS : instant_ms
  }

  function findPerson(day: number, created_ms: number, upcoming: boolean): Person | null {
    for (let tries = 0; tries < 24; tries++) {
      const person = random.pick(keen)
      if (created_ms < person.known_from_ms || (upcoming && person.upcoming >= 4)) continue
      if (person.days.some((other) => Math.abs(other - day) < establishment.gap_days)) continue
      person.days.push(day)
      if (upcoming) person.upcoming++
      return person
    }
    return null
  }

  /** Writes an appointment and takes its places; a cancelled one takes none. */
  function write(items: Omit<MadeItem, 'occupation_id'>[], request: { origin: Origin; created_ms: number }, fate: Fate, occupation?: MadeOccupation): MadeAppointment {
    const starts_ms = items[0]!.starts_ms
    const day = dayOf(toLocal(zone, starts_ms))
    const anonymous = request.origin === 'walk_in' && random.chance(0.7)
    const person = anonymous ? null : findPerson(day, request.created_ms, starts_ms > now_ms)
    const cancelled_ms = fate === 'cancelled' ? cancelledAt(random, request.created_ms, starts_ms, now_ms) : null
    const status = cancelled_ms === null ? statusAt(fate, starts_ms, items.at(-1)!.ends_ms, now_ms) : 'cancelled'
    const appointment: MadeAppointment = {
      person,
      // Somebody without a card did not book online.
      origin: person === null && request.origin !== 'walk_in' ? 'staff' : request.origin,
      status,
      created_ms: request.created_ms,
      cancelled_ms,
      cancelled_by: cancelled_ms === null ? null : random.chance(0.82) ? 'client' : 'staff',
      title: person === null ? random.pick(['Client de passage', 'Passage']) : '',
      note: person !== null && random.chance(0.06) ? random.pick(network.notes.appointments) : '',
      items: items.map((item) => ({ ...item, occupation_id: status === 'cancelled' ? null : (occupation ?? occupy(item)).occupation_id }))
    }
    if (person !== null) {
      person.first_booked_ms = Math.min(person.first_booked_ms, request.created_ms)
      person.last_active_ms = Math.max(person.last_active_ms, request.created_ms, starts_ms <= now_ms && status === 'done' ? starts_ms : -Infinity)
    }
    made.appointments.push(appointment)
    return appointment
  }

  function occupy(item: Omit<MadeItem, 'occupation_id'>): MadeOccupation {
    const { service, agenda, starts_ms, ends_ms, seats } = item
    const occupation = { occupation_id: newId(), agenda, service, starts_ms, ends_ms, blocked: blockedBy(service, starts_ms, ends_ms), capacity: service.capacity ?? 1, seats_taken: seats }
    made.occupations.push(occupation)
    taken.get(agenda.key)!.push(occupation.blocked)
    return occupation
  }

  return { free, isFree, asked, write, findPerson, morning_ms }
}

type Fate = 'kept' | 'no_show' | 'cancelled'

function fateOf(random: Random): Fate {
  return random.weighted([['kept', 88], ['no_show', 4], ['cancelled', 8]])
}

function statusAt(fate: Fate, starts_ms: number, ends_ms: number, now_ms: number): Status {
  if (now_ms < starts_ms) return 'confirmed'
  if (fate === 'no_show') return now_ms < ends_ms ? 'confirmed' : 'no_show'
  return now_ms < ends_ms ? 'arrived' : 'done'
}

/** Most give up in the last days; null when that day has not come yet. */
function cancelledAt(random: Random, created_ms: number, starts_ms: number, now_ms: number): number | null {
  const at = Math.floor(Math.max(created_ms + 5 * MINUTE_MS, starts_ms - 2 * DAY_MS * random.around(1.2)))
  return at < Math.min(now_ms, starts_ms) ? at : null
}

function blockedBy(service: ScriptedService, starts_ms: number, ends_ms: number): Interval {
  return [starts_ms - (service.buffer_before ?? 0) * MINUTE_MS, ends_ms + (service.buffer_after ?? 0) * MINUTE_MS]
}

/** Whether a service that starts at a moment lies in free time, buffers included. */
function fits(service: ScriptedService, starts_ms: number, [from, to]: Interval): boolean {
  const blocked = blockedBy(service, starts_ms, starts_ms + service.minutes * MINUTE_MS)
  return from <= blocked[0] && blocked[1] <= to
}

/** Fills one agenda from opening to closing, leaving the gaps that demand leaves. */
function fillAgenda({ random, establishment, zone, days }: DiaryInput, booking: Booking, agenda: ScriptedAgenda): void {
  const offered = establishment.services.filter(({ agendas }) => agendas.includes(agenda.key))
  const noise = new Map<number, number>()
  for (const [opens, closes] of booking.free(agenda)) {
    const day = dayOf(toLocal(zone, opens))
    if (!noise.has(day)) noise.set(day, 0.8 + 0.35 * random.next())
    let free_from = opens
    for (let at = onGrid(opens); at < closes; ) {
      const wanted = offered.filter((service) => fits(service, at, [free_from, closes]))
      const first = wanted.length === 0 ? undefined : random.weighted(wanted.map((service) => [service, service.share] as const))
      // The day that a newcomer opens on is a good one.
      const lift = day === days.today ? 1.12 : 1
      if (first === undefined || !random.chance(agenda.pace * demandAt(toLocal(zone, at)) * noise.get(day)! * lift)) {
        at += GRID_MS * random.between(1, 3)
        continue
      }
      const items = inSequence(random, establishment, booking, agenda, first, at, [free_from, closes])
      const end = Math.max(...items.filter((item) => item.agenda === agenda).map((item) => blockedBy(item.service, item.starts_ms, item.ends_ms)[1]))
      const request = booking.asked(items[0]!.starts_ms)
      if (request === undefined) {
        at = onGrid(end)
        continue
      }
      const { status } = booking.write(items, request, request.origin === 'walk_in' ? 'kept' : fateOf(random))
      // A place given up is taken by somebody else every other time.
      if (status !== 'cancelled') free_from = end
      if (status !== 'cancelled' || random.chance(0.5)) at = onGrid(end)
    }
  }
}

/** One service, or now and then two: something short in the same hands, or the bath before the massage. */
function inSequence(random: Random, establishment: ScriptedEstablishment, booking: Booking, agenda: ScriptedAgenda, service: ScriptedService, at: number, free: Interval): Omit<MadeItem, 'occupation_id'>[] {
  const one = { service, agenda, starts_ms: at, ends_ms: at + service.minutes * MINUTE_MS, seats: 1 }
  const earlier = establishment.services.find(({ key }) => key === service.after)
  if (earlier === undefined || !random.chance(0.22)) return [one]
  if (earlier.agendas.includes(agenda.key)) {
    const ends_ms = at + earlier.minutes * MINUTE_MS
    const next_ms = ends_ms + ((earlier.buffer_after ?? 0) + (service.buffer_before ?? 0)) * MINUTE_MS
    const next = { ...one, starts_ms: next_ms, ends_ms: next_ms + service.minutes * MINUTE_MS }
    if (!fits(earlier, at, free) || !fits(service, next_ms, free)) return [one]
    return [{ service: earlier, agenda, starts_ms: at, ends_ms, seats: 1 }, next]
  }
  const room = establishment.agendas.find(({ key }) => earlier.agendas.includes(key))!
  const before = { service: earlier, agenda: room, starts_ms: at - earlier.minutes * MINUTE_MS, ends_ms: at, seats: 1 }
  return booking.isFree(room, blockedBy(earlier, before.starts_ms, before.ends_ms)) ? [before, one] : [one]
}

/** Classes at their times of the week, each partly full; a full one has people waiting. */
function fillClasses({ random, establishment, zone, days, open, now_ms }: DiaryInput, booking: Booking, made: Diary, agenda: ScriptedAgenda): void {
  const times = open.get(agenda.key) ?? []
  for (let day = days.first; day < days.end; day++) {
    for (const { at, weekday, service: key } of agenda.classes ?? []) {
      if (weekday !== weekdayOf(day)) continue
      const service = establishment.services.find((each) => each.key === key)!
      const starts_ms = toInstant(zone, day * DAY_MS + at * MINUTE_MS, 'compatible')
      const ends_ms = starts_ms + service.minutes * MINUTE_MS
      if (!times.some(([from, to]) => from <= starts_ms && ends_ms <= to)) continue
      const capacity = service.capacity ?? 1
      const session: MadeOccupation = { occupation_id: newId(), agenda, service, starts_ms, ends_ms, blocked: blockedBy(service, starts_ms, ends_ms), capacity, seats_taken: 0 }
      const wanted = Math.round(capacity * agenda.pace * seasonAt(day) * random.around(0.28))
      for (let asked = 0; asked < wanted + 2; asked++) {
        const seats = random.chance(0.05) ? 2 : 1
        const request = booking.asked(starts_ms)
        if (request === undefined) continue
        const fate = fateOf(random)
        if (session.seats_taken + seats > Math.min(capacity, wanted)) continue
        const { status } = booking.write([{ service, agenda, starts_ms, ends_ms, seats }], request, fate, session)
        if (status === 'cancelled') continue
        // A cancellation that has not come yet counts as a place taken.
        session.seats_taken += seats
        if (session.seats_taken >= capacity) break
      }
      if (session.seats_taken > 0) made.occupations.push(session)
      if (session.seats_taken === capacity && starts_ms > now_ms && random.chance(0.7)) {
        const created_ms = booking.morning_ms - random.between(60, 4000) * MINUTE_MS
        const person = booking.findPerson(day, created_ms, true)
        if (person !== null) made.wishes.push({ person, service, day, created_ms })
      }
    }
  }
}

function onGrid(instant_ms: number): number {
  return Math.ceil(instant_ms / GRID_MS) * GRID_MS
}

/** How much people want this hour, this weekday and this season; around 1. */
function demandAt(local_ms: number): number {
  const hour = Math.floor((local_ms % DAY_MS) / (60 * MINUTE_MS))
  const from9to20 = [0.8, 1.02, 1.06, 0.92, 0.72, 0.8, 0.86, 0.96, 1.12, 1.14, 0.96, 0.7]
  return (from9to20[hour - 9] ?? 0.6) * seasonAt(dayOf(local_ms))
}

function seasonAt(day: number): number {
  const byWeekday = [0.82, 0.84, 0.98, 0.96, 1.04, 1.16, 0.98][weekdayOf(day) - 1]!
  const month = new Date(day * DAY_MS).getUTCMonth()
  return byWeekday * [0.9, 0.94, 0.97, 1, 1.05, 1.06, 0.92, 0.78, 1, 1.02, 1, 1.12][month]!
}
