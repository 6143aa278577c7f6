/** Slots of one service on one agenda. */
import { DAY_MS, dayOf, MINUTE_MS } from '../../../foundation/time/days.ts'
import { intersect, type Interval, subtract, union } from '../../../foundation/time/intervals.ts'
import { dayStart, stretchAt, toLocal, type Zone, zoneOf } from '../../../foundation/time/zones.ts'
import type { AgendaTime, Search, Service, Session } from './types.ts'

/** A search's window, cut to what the booking rules allow now; empty (end ≤ start) if nothing is left. */
export function bookableWindow({ zone, booking_rules, now_ms, window }: Search): Interval {
  const place = zoneOf(zone)
  const lastDay = dayOf(toLocal(place, now_ms)) + booking_rules.max_ahead_days
  return [
    Math.max(window[0], now_ms + booking_rules.min_notice_minutes * MINUTE_MS),
    Math.min(window[1], dayStart(place, lastDay + 1)),
  ]
}

/**
 * The stretch of time over which a search must know its agendas (open, busy, sessions). It is wider
 * than the window: services done one after the other end, and their buffers reach, outside it, and how
 * busy an agenda is on a day takes the whole day. Empty (start = end) if nothing is bookable.
 */
export function readingWindow(search: Search, services: readonly Service[]): Interval {
  const zone = zoneOf(search.zone)
  const [from, to] = bookableWindow(search)
  if (!(from < to)) return [from, from]
  let first = dayStart(zone, dayOf(toLocal(zone, from)))
  let end = to
  for (const { duration_minutes, buffer_before_minutes, buffer_after_minutes } of services) {
    first = Math.min(first, from - buffer_before_minutes * MINUTE_MS)
    end += (buffer_before_minutes + duration_minutes + buffer_after_minutes) * MINUTE_MS
  }
  return [first, Math.max(end, dayStart(zone, dayOf(toLocal(zone, to - 1)) + 1))]
}

/** Where and how a service can begin on an agenda. */
export type Starts = {
  /** Every moment at which it could begin afresh: sorted, disjoint. */
  readonly fresh: readonly Interval[]
  /** Sessions that have room, by start (ms). */
  readonly sessions: ReadonlyMap<number, Session>
}

/**
 * All starts of a service on an agenda, grid and window aside. Buffers may reach out of open time
 * but touch nothing busy.
 *
 * Open [a, b) admits the starts a … b − duration; busy [s, e) forbids the starts that lie strictly
 * between s − after − duration and e + before. Both are intervals again (of whole milliseconds, hence
 * the ones), and what is left is a subtraction.
 */
export function startsOf(service: Service, { open, busy, sessions }: AgendaTime, seats: number): Starts {
  const duration = service.duration_minutes * MINUTE_MS
  const before = service.buffer_before_minutes * MINUTE_MS
  const reach = duration + service.buffer_after_minutes * MINUTE_MS
  const admitted: Interval[] = []
  for (const [start, end] of open) if (end - start >= duration) admitted.push([start, end - duration + 1])
  const forbidden: Interval[] = []
  for (const [start, end] of busy) if (start < end) forbidden.push([start - reach + 1, end + before])
  const joinable = sessions.filter(({ service_id, seats_left }) => service_id === service.service_id && seats_left >= seats)
  return {
    fresh: seats <= service.capacity ? subtract(admitted, union(forbidden)) : [],
    sessions: new Map(joinable.map((session) => [session.starts_at_ms, session])),
  }
}

/**
 * The starts that a search offers, ascending (ms): fresh ones on the step grid of the local clock, and
 * sessions whenever they begin. Both occurrences of an hour that autumn repeats are on the grid; an
 * hour that spring skips is not. Throws RangeError for a step below one minute.
 */
export function offeredStarts(search: Search, starts: readonly Starts[]): number[] {
  const window = bookableWindow(search)
  const [only] = starts
  const fresh = only && starts.length === 1 ? only.fresh : union(starts.flatMap((each) => each.fresh))
  const offered = onGrid(intersect(fresh, [window]), zoneOf(search.zone), search.booking_rules.slot_step_minutes)
  const joined = starts.flatMap((each) => [...each.sessions.keys()]).filter((at) => window[0] <= at && at < window[1])
  return joined.length === 0 ? offered : [...new Set([...offered, ...joined])].sort((a, b) => a - b)
}

/** Multiples of a step (minutes) since local midnight that lie in some intervals. */
function onGrid(intervals: readonly Interval[], zone: Zone, step_minutes: number): number[] {
  if (!(step_minutes >= 1)) throw new RangeError(`slot step below one minute: ${step_minutes}`)
  const step = step_minutes * MINUTE_MS
  const starts: number[] = []
  for (const [from, to] of intervals) {
    // One local day at one offset after the other: within each the grid is a plain progression.
    for (let at = from; at < to; ) {
      const stretch = stretchAt(zone, at)
      const offset = zone.offsets[stretch]!
      const midnight = dayOf(at + offset) * DAY_MS - offset
      const end = Math.min(to, midnight + DAY_MS, zone.bounds[stretch + 1]!)
      for (let slot = midnight + Math.ceil((at - midnight) / step) * step; slot < end; slot += step) starts.push(slot)
      at = end
    }
  }
  return starts
}

/**
 * Starts (ms, ascending) of a service on an agenda, within the search's window and booking rules.
 * The agenda must be known over `readingWindow(search, [service])`.
 */
export function freeSlots(input: Search & AgendaTime & { readonly service: Service }): number[] {
  return offeredStarts(input, [startsOf(input.service, input, input.seats ?? 1)])
}

/**
 * Up to `count` of the slots (ascending) nearest to a wanted time and other than it, ascending; of two
 * equally near the earlier.
 */
export function nearestSlots(slots: ArrayLike<number>, wanted_ms: number, count: number): number[] {
  const others = Array.from(slots).filter((slot) => slot !== wanted_ms)
  const later = others.findIndex((slot) => slot > wanted_ms)
  let from = later < 0 ? others.length : later
  let to = from
  while (to - from < count && to - from < others.length) {
    const gapBefore = wanted_ms - (others[from - 1] ?? -Infinity)
    const gapAfter = (others[to] ?? Infinity) - wanted_ms
    if (gapBefore <= gapAfter) from--
    else to++
  }
  return others.slice(from, to)
}
