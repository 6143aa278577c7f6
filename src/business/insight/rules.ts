import { DAY_MS, dayNumber, dayOf, dayText, MINUTE_MS, weekdayOf } from '../../foundation/time/days.ts'
import type { Interval } from '../../foundation/time/intervals.ts'
import { stretchAt } from '../../foundation/time/zones.ts'
import type { Zone } from '../../foundation/time/zones.ts'
import type { Grouping } from './schemas.ts'

/** Local days, both included. */
export type Days = { readonly from: string; readonly to: string }

/** As many days, just before. */
export function precedingDays({ from, to }: Days): Days {
  const first = dayNumber(from)
  return { from: dayText(first - (dayNumber(to) - first) - 1), to: dayText(first - 1) }
}

export function daysIn({ from, to }: Days): number {
  return dayNumber(to) - dayNumber(from) + 1
}

/** Days for a month, weeks for half a year, months beyond: never more than some thirty steps a plot. */
export function readableGrouping(days: Days): Grouping {
  const count = daysIn(days)
  return count <= 35 ? 'day' : count <= 190 ? 'week' : 'month'
}

/**
 * The steps of time that cover some days, in order. Weeks begin on Monday, months on their
 * first; the first and the last are cut to the days asked for.
 */
export function steps(days: Days, grouping: Grouping): Days[] {
  const last = dayNumber(days.to)
  const result: Days[] = []
  for (let day = dayNumber(days.from); day <= last; ) {
    const end = Math.min(last, endOfStep(day, grouping))
    result.push({ from: dayText(day), to: dayText(end) })
    day = end + 1
  }
  return result
}

function endOfStep(day: number, grouping: Grouping): number {
  if (grouping === 'day') return day
  if (grouping === 'week') return day + 7 - weekdayOf(day)
  const [year = 0, month = 0] = dayText(day).split('-').map(Number)
  return Date.UTC(year, month, 1) / DAY_MS - 1
}

/** A part of an interval that lies within one hour of the local clock. */
export type Share = { readonly day: number; readonly hour: number; readonly minutes: number }

/**
 * Cuts an interval where the local clock strikes the hour or is put forward or back. An
 * hour that autumn shows twice gets both; an hour that spring skips gets nothing.
 * @param interval instants in ms
 */
export function cutByHour([from, to]: Interval, zone: Zone): Share[] {
  const shares: Share[] = []
  const hour_ms = 60 * MINUTE_MS
  for (let at = from; at < to; ) {
    const stretch = stretchAt(zone, at)
    const local = at + zone.offsets[stretch]!
    const struck = Math.floor(local / hour_ms) * hour_ms
    const end = Math.min(to, at + struck + hour_ms - local, zone.bounds[stretch + 1]!)
    shares.push({ day: dayOf(local), hour: Math.floor((struck - dayOf(local) * DAY_MS) / hour_ms), minutes: (end - at) / MINUTE_MS })
    at = end
  }
  return shares
}

/** Number of a weekday's hour, Monday midnight 0 to Sunday eleven at night 167. */
export function hourOfWeek({ day, hour }: Pick<Share, 'day' | 'hour'>): number {
  return (weekdayOf(day) - 1) * 24 + hour
}

/** `part / whole`, null when there is no whole; four decimals are enough to say 0,01 %. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : null
}

const HOUR = 60
const DAY = 24 * HOUR

/** Lower ends, in minutes, of how long before its start an appointment is asked for. */
export const leadSteps: readonly number[] = [0, 2 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY]

/** The same for how long before its start one is cancelled. */
export const cancellationSteps: readonly number[] = [0, 2 * HOUR, DAY, 2 * DAY, 7 * DAY]

/** Steps as ranges: the last has no end. */
export function ranges(lower: readonly number[]): { from_minutes: number; to_minutes: number | null }[] {
  return lower.map((from_minutes, index) => ({ from_minutes, to_minutes: lower[index + 1] ?? null }))
}
