/** From opening hours, exceptions, holidays and an agenda's own rules to the time in which it can be booked. */
import { DAY_MS, dayNumber, dayOf, MINUTE_MS, weekdayOf } from '../../../foundation/time/days.ts'
import { intersect, type Interval, subtract, union } from '../../../foundation/time/intervals.ts'
import { occurrences } from '../../../foundation/time/recurrence.ts'
import { toInstant, toLocal, type Zone, zoneOf } from '../../../foundation/time/zones.ts'
import type { AgendaRule, EstablishmentException, OpeningHours } from './types.ts'

export type OpenInput = {
  /** IANA zone of the establishment. */
  readonly zone: string
  readonly opening_hours: readonly OpeningHours[]
  readonly exceptions: readonly EstablishmentException[]
  /** Public holidays on which the establishment closes, 'YYYY-MM-DD'; an exception of the day wins. */
  readonly closed_days: ReadonlySet<string>
  readonly rules: readonly AgendaRule[]
  /** Instants (ms) between which the answer is wanted. */
  readonly window: Interval
}

/**
 * Open time of an agenda within a window: sorted, disjoint intervals (ms).
 *
 * With an 'available' rule it is opening hours ∩ available ∖ unavailable, without one opening hours ∖
 * unavailable. Hours belong to the local day on which they begin: closing on Sunday leaves the small
 * hours of a Saturday night open.
 *
 * Hours and rules are wall-clock times. One that a spring night skips is taken as much later as the
 * clock jumps (Temporal's 'compatible'). One that an autumn night shows twice opens at its first
 * occurrence and closes at its second, so that 22:00–02:30 lasts until the second 02:30.
 *
 * Throws RangeError for an unknown zone, a rule that cannot be read, or a window outside 1970–2099.
 */
export function openIntervals(input: OpenInput): Interval[] {
  const zone = zoneOf(input.zone)
  const { rules, window } = input
  if (window[0] >= window[1]) return []
  const timeOf = (kind: AgendaRule['kind']) =>
    union(rules.filter((rule) => rule.kind === kind).flatMap((rule) => ruleIntervals(rule, zone, window)))

  let open = intersect(openingIntervals(input, zone), [window])
  if (rules.some(({ kind }) => kind === 'available')) open = intersect(open, timeOf('available'))
  return subtract(open, timeOf('unavailable'))
}

/** Opening hours of every local day that can reach into the window; they may reach out of it. */
function openingIntervals({ opening_hours, exceptions, closed_days, window }: OpenInput, zone: Zone): Interval[] {
  const special = new Map<number, EstablishmentException[]>()
  for (const day of closed_days) special.set(dayNumber(day), [])
  for (const [day, rows] of Map.groupBy(exceptions, ({ day }) => day)) special.set(dayNumber(day), rows)
  const weekly = Map.groupBy(opening_hours, ({ weekday }) => weekday)

  const intervals: Interval[] = []
  // Hours last up to two days; and where a clock goes back over midnight, the next day has already begun once.
  const last = dayOf(toLocal(zone, window[1])) + 1
  for (let day = dayOf(toLocal(zone, window[0])) - 2; day <= last; day++) {
    const hours = special.get(day) ?? weekly.get(weekdayOf(day)) ?? []
    if (hours.some(({ opens_minute, closes_minute }) => opens_minute === null || closes_minute === null)) continue
    for (const { opens_minute, closes_minute } of hours) {
      intervals.push(wallClock(zone, day * DAY_MS + opens_minute! * MINUTE_MS, day * DAY_MS + closes_minute! * MINUTE_MS))
    }
  }
  return union(intervals)
}

function ruleIntervals(rule: AgendaRule, zone: Zone, window: Interval): Interval[] {
  const duration = rule.duration_minutes * MINUTE_MS
  // A day's margin, for clocks that jump: an hour nearly everywhere, a day once in Samoa.
  const from = toLocal(zone, window[0]) - duration - DAY_MS
  const to = toLocal(zone, window[1]) + DAY_MS
  return occurrences(rule, zone, from, to).map((start) => wallClock(zone, start, start + duration))
}

/** The instants between two local times, taken as wide as the wall clock allows. */
function wallClock(zone: Zone, from_local: number, to_local: number): Interval {
  return [toInstant(zone, from_local, 'compatible'), toInstant(zone, to_local, 'later')]
}
