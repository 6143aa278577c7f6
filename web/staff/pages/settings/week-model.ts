/** A week of opening hours as it is edited: seven days, each with its ranges in order. */
import type { WeeklyHours } from '../../../../src/business/networks/schemas.ts'

export type Range = { opens_minute: number; closes_minute: number }
/** Monday first. */
export type Week = readonly (readonly Range[])[]

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** The server's list as seven days. */
export function toWeek(ranges: WeeklyHours['ranges']): Week {
  return weekdays.map((weekday) =>
    ranges
      .filter((range) => range.weekday === weekday)
      .map(({ opens_minute, closes_minute }) => ({ opens_minute, closes_minute }))
      .sort((a, b) => a.opens_minute - b.opens_minute),
  )
}

/** Seven days as the server's list, and where each entry came from, to show its refusals there. */
export function fromWeek(week: Week): { ranges: WeeklyHours['ranges']; places: { day: number; index: number }[] } {
  const entries = week.flatMap((ranges, day) => ranges.map((range, index) => ({ range: { weekday: day + 1, ...range }, place: { day, index } })))
  return { ranges: entries.map(({ range }) => range), places: entries.map(({ place }) => place) }
}

/** A range from two times of day: closing at or before the opening means the next morning. */
export function rangeOf(opens_minute: number, closes_minute: number): Range {
  return { opens_minute, closes_minute: closes_minute <= opens_minute ? closes_minute + 1440 : closes_minute }
}

/** What is proposed when a range is added: a working day, else an afternoon after the last range. */
export function nextRange(ranges: readonly Range[]): Range {
  const last = ranges.at(-1)
  if (!last) return { opens_minute: 540, closes_minute: 1080 }
  const opens_minute = Math.min(last.closes_minute + 60, 1380)
  return { opens_minute, closes_minute: Math.min(opens_minute + 240, 1440) }
}

/** The week with one day's ranges replaced. */
export const withDay = (week: Week, day: number, ranges: readonly Range[]): Week => week.map((before, index) => (index === day ? ranges : before))

/** The week with one day's ranges copied to others. */
export const copyDay = (week: Week, from: number, to: readonly number[]): Week => week.map((before, index) => (to.includes(index) ? (week[from] ?? []) : before))

/** Minutes open in the week. */
export const openMinutes = (week: Week): number => week.flat().reduce((sum, { opens_minute, closes_minute }) => sum + closes_minute - opens_minute, 0)

/** Index of a range of the day that runs into the one before it, or into the next day's first; -1 when none does. */
export function overlapIn(week: Week, day: number): number {
  const ranges = week[day] ?? []
  const within = ranges.findIndex((range, index) => index > 0 && range.opens_minute < (ranges[index - 1]?.closes_minute ?? 0))
  if (within !== -1) return within
  const first = week[(day + 1) % 7]?.[0]
  return ranges.findIndex(({ closes_minute }) => first !== undefined && closes_minute - 1440 > first.opens_minute)
}
