/**
 * The same answers as the engine's, worked out minute by minute with Temporal.ZonedDateTime, for its
 * tests to compare. Naive on purpose, and shares no code with it: only the shapes of the rows.
 */
import type { AgendaRule, BookingRules, EstablishmentException, OpeningHours, Service, Session } from './types.ts'

type Span = readonly [number, number]

export type OracleAgenda = { rules: readonly AgendaRule[]; busy: readonly Span[]; sessions: readonly Session[] }

export type OracleInput = {
  zone: string
  opening_hours: readonly OpeningHours[]
  exceptions: readonly EstablishmentException[]
  closed_days: ReadonlySet<string>
  booking_rules: BookingRules
  now_ms: number
  window: Span
  seats: number
}

const MINUTE = 60_000
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

const zoned = (ms: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)

/** Minutes (epoch) between two wall-clock times: from the first occurrence of one to the second of the other. */
function markWallClock(minutes: Set<number>, zone: string, start: Temporal.PlainDateTime, lasting: number): void {
  const from = start.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds / MINUTE
  const to = start.add({ minutes: lasting }).toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds / MINUTE
  for (let minute = from; minute < to; minute++) minutes.add(minute)
}

/** Occurrences of once, DAILY, WEEKLY;BYDAY and MONTHLY;BYMONTHDAY rules, found by walking from the first day to the last. */
export function oracleOccurrences(
  { starts_local, rrule, exdates }: Pick<AgendaRule, 'starts_local' | 'rrule' | 'exdates'>,
  zone: string,
  lastDay: Temporal.PlainDate,
): Temporal.PlainDateTime[] {
  const start = Temporal.PlainDateTime.from(starts_local)
  const isExcluded = (at: Temporal.PlainDateTime) => exdates.includes(at.toString({ smallestUnit: 'minute' }))
  if (rrule === null) return isExcluded(start) ? [] : [start]

  const part = (name: string) => new RegExp(`(?:^|;)${name}=([^;]*)`).exec(rrule)?.[1]
  const interval = Number(part('INTERVAL') ?? 1)
  const weekStart = WEEKDAYS.indexOf(part('WKST') ?? 'MO')
  const startOfWeek = (date: Temporal.PlainDate) => date.subtract({ days: (date.dayOfWeek - 1 - weekStart + 7) % 7 })
  const first = start.toPlainDate()
  const matches = (date: Temporal.PlainDate): boolean => {
    if (part('FREQ') === 'DAILY') return first.until(date).days % interval === 0
    if (part('FREQ') === 'MONTHLY') {
      const months = (date.year - first.year) * 12 + date.month - first.month
      return months % interval === 0 && date.day === Number(part('BYMONTHDAY') ?? first.day)
    }
    const weeks = startOfWeek(first).until(startOfWeek(date)).days / 7
    const days = part('BYDAY')?.split(',') ?? [WEEKDAYS[first.dayOfWeek - 1]]
    return weeks % interval === 0 && days.includes(WEEKDAYS[date.dayOfWeek - 1])
  }
  const until = part('UNTIL')
  const isPast = (at: Temporal.PlainDateTime): boolean => {
    if (until === undefined) return false
    if (until.endsWith('Z')) return Temporal.PlainDateTime.compare(at, Temporal.Instant.from(until).toZonedDateTimeISO(zone).toPlainDateTime()) > 0
    if (until.length === 8) return Temporal.PlainDate.compare(at.toPlainDate(), until) > 0
    return Temporal.PlainDateTime.compare(at, until) > 0
  }

  const found: Temporal.PlainDateTime[] = []
  let left = Number(part('COUNT') ?? Infinity)
  for (let date = first; Temporal.PlainDate.compare(date, lastDay) <= 0; date = date.add({ days: 1 })) {
    const at = date.toPlainDateTime(start.toPlainTime())
    if (!matches(date)) continue
    if (left-- === 0 || isPast(at)) break
    if (!isExcluded(at)) found.push(at)
  }
  return found
}

/** Every open minute (epoch) of an agenda on the days around a window, and some beyond. */
export function oracleOpenMinutes(input: OracleInput, rules: readonly AgendaRule[]): Set<number> {
  const { zone, window, opening_hours, exceptions, closed_days } = input
  const lastDay = zoned(window[1], zone).toPlainDate().add({ days: 3 })
  const open = new Set<number>()
  for (let day = zoned(window[0], zone).toPlainDate().subtract({ days: 4 }); Temporal.PlainDate.compare(day, lastDay) <= 0; day = day.add({ days: 1 })) {
    const special = exceptions.filter((row) => row.day === day.toString())
    const isClosed = special.length > 0 ? special.some((row) => row.opens_minute === null || row.closes_minute === null) : closed_days.has(day.toString())
    if (isClosed) continue
    for (const { opens_minute, closes_minute } of special.length > 0 ? special : opening_hours.filter((row) => row.weekday === day.dayOfWeek)) {
      markWallClock(open, zone, day.toPlainDateTime().add({ minutes: opens_minute! }), closes_minute! - opens_minute!)
    }
  }
  const minutesOf = (kind: string) => {
    const minutes = new Set<number>()
    for (const rule of rules.filter((each) => each.kind === kind)) {
      for (const start of oracleOccurrences(rule, zone, lastDay)) markWallClock(minutes, zone, start, rule.duration_minutes)
    }
    return minutes
  }
  const worked = rules.some(({ kind }) => kind === 'available') ? open.intersection(minutesOf('available')) : open
  return worked.difference(minutesOf('unavailable'))
}

/** Whether a start is one that may be asked for: on the grid, in the window, neither too soon nor too far. */
function oracleOffered({ zone, booking_rules, now_ms, window }: OracleInput, start: number, isSession: boolean): boolean {
  if (start < window[0] || start >= window[1] || start - now_ms < booking_rules.min_notice_minutes * MINUTE) return false
  const local = zoned(start, zone)
  const onGrid = local.second === 0 && (local.hour * 60 + local.minute) % booking_rules.slot_step_minutes === 0
  const ahead = zoned(now_ms, zone).toPlainDate().until(local.toPlainDate(), { largestUnit: 'day' }).days
  return (onGrid || isSession) && ahead <= booking_rules.max_ahead_days
}

/** Whether a service can begin on an agenda, grid and window aside; the end of its appointment if so. */
export function oracleFits(service: Service, agenda: OracleAgenda, open: ReadonlySet<number>, seats: number, start: number): number | null {
  const session = agenda.sessions.find((each) => each.service_id === service.service_id && each.starts_at_ms === start && each.seats_left >= seats)
  if (session) return session.ends_at_ms
  if (seats > service.capacity) return null
  const end = start + service.duration_minutes * MINUTE
  for (let at = start; at < end; at += MINUTE) if (!open.has(at / MINUTE)) return null
  for (let at = start - service.buffer_before_minutes * MINUTE; at < end + service.buffer_after_minutes * MINUTE; at += MINUTE) {
    for (const [from, to] of agenda.busy) if (from < to && from < at + MINUTE && to > at) return null
  }
  return end
}

/** Busy minutes of each agenda on a local day. */
function oracleLoads(zone: string, day: string, agendas: ReadonlyMap<string, OracleAgenda>): Map<string, number> {
  const from = Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
  const to = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const load = ({ busy }: OracleAgenda): number => {
    let minutes = 0
    for (let at = from; at < to; at += MINUTE) if (busy.some((span) => span[0] <= at && at < span[1])) minutes++
    return minutes
  }
  return new Map([...agendas].map(([id, agenda]) => [id, load(agenda)]))
}

export type OracleSlot = { starts_at_ms: number; steps: { service_id: string; agenda_id: string; starts_at_ms: number; ends_at_ms: number }[] }

/** All sequences by trying each agenda for each step at each minute; a single step gives the slots of one service. */
export function oracleSequences(
  input: OracleInput,
  steps: readonly { service: Service; agenda_ids: readonly string[] }[],
  agendas: ReadonlyMap<string, OracleAgenda>,
): OracleSlot[] {
  const open = new Map([...agendas].map(([id, { rules }]) => [id, oracleOpenMinutes(input, rules)]))
  const loadsOf = new Map<string, Map<string, number>>()
  const slots: OracleSlot[] = []
  for (let start = Math.ceil(input.window[0] / MINUTE) * MINUTE; start < input.window[1]; start += MINUTE) {
    const isSession = steps[0]!.agenda_ids.some((id) =>
      agendas.get(id)?.sessions.some((each) => each.starts_at_ms === start && each.service_id === steps[0]!.service.service_id && each.seats_left >= input.seats),
    )
    if (!isSession && !steps[0]!.agenda_ids.some((id) => open.get(id)?.has(start / MINUTE))) continue
    if (!oracleOffered(input, start, isSession)) continue
    const day = zoned(start, input.zone).toPlainDate().toString()
    const loads = loadsOf.get(day) ?? oracleLoads(input.zone, day, agendas)
    loadsOf.set(day, loads)
    const ordered = steps.map(({ agenda_ids }) => agenda_ids.filter((id) => agendas.has(id)).sort((a, b) => loads.get(a)! - loads.get(b)!))

    // Every combination, in order of preference; the first that holds is the answer.
    const combinations = ordered.reduce<string[][]>((all, ids) => all.flatMap((before) => ids.map((id) => [...before, id])), [[]])
    for (const ids of combinations) {
      const placed: OracleSlot['steps'] = []
      const blocked: { agenda_id: string; from: number; to: number }[] = []
      let ready = start
      const holds = steps.every(({ service }, i) => {
        const agenda_id = ids[i]!
        if (ids[i - 1] === agenda_id) ready += (steps[i - 1]!.service.buffer_after_minutes + service.buffer_before_minutes) * MINUTE
        const end = oracleFits(service, agendas.get(agenda_id)!, open.get(agenda_id)!, input.seats, ready)
        if (end === null) return false
        const from = ready - service.buffer_before_minutes * MINUTE
        const to = end + service.buffer_after_minutes * MINUTE
        if (blocked.some((other) => other.agenda_id === agenda_id && other.from < to && from < other.to)) return false
        blocked.push({ agenda_id, from, to })
        placed.push({ service_id: service.service_id, agenda_id, starts_at_ms: ready, ends_at_ms: end })
        ready = end
        return true
      })
      if (!holds) continue
      slots.push({ starts_at_ms: start, steps: placed })
      break
    }
  }
  return slots
}
