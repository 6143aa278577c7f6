/**
 * Civil days and wall-clock times as integers.
 *
 * A day is its number since 1970-01-01. A local time is the milliseconds that a clock on the wall
 * shows, counted as if that clock were UTC: `day * DAY_MS + minute * MINUTE_MS`. Only `zones.ts`
 * turns one into an instant, so the two cannot be mixed up by adding an offset in passing.
 */

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** Day number of 'YYYY-MM-DD'. Throws RangeError for a date that does not exist. */
export function dayNumber(text: string): number {
  return localTime(`${text}T00:00`) / DAY_MS
}

/** 'YYYY-MM-DD' of a day number. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** Day number of a local time in ms. */
export function dayOf(local_ms: number): number {
  return Math.floor(local_ms / DAY_MS)
}

/** ISO weekday of a day number, Monday 1 to Sunday 7. Day 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/**
 * Local time in ms of 'YYYY-MM-DDTHH:MM'. Throws RangeError for anything else: `Date.UTC` alone would
 * quietly roll 31 April over into May.
 */
export function localTime(text: string): number {
  const fields = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(text)?.map(Number)
  const [, year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN] = fields ?? []
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute))
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() + 1 === month
  if (!isReal || hour > 23 || minute > 59) throw new RangeError(`not a local time: ${text}`)
  return date.getTime()
}

/** 'YYYY-MM-DDTHH:MM' of a local time in ms. */
export function localText(local_ms: number): string {
  return new Date(local_ms).toISOString().slice(0, 16)
}
