/**
 * Days and wall clocks of a time zone in the browser. The server has Temporal; telephones may not, so this stands
 * on Intl alone. Days are 'YYYY-MM-DD', minutes count from the wall clock's midnight, instants are epoch
 * milliseconds. `zone.test.ts` holds it against Temporal.
 */
import { DAY_MS, dayNumber, dayText, MINUTE_MS } from '../../src/foundation/time/days.ts'

/** What the API sends (ISO 8601) or what arithmetic gives (epoch milliseconds). */
export type Instant = string | number

export const epoch = (instant: Instant): number => (typeof instant === 'number' ? instant : Date.parse(instant))

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs some 50 µs and using one 1 µs, so each zone's is kept. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  clocks.set(zone, clock)
  return clock
}

/** Milliseconds that a wall clock in `zone` shows at `instant`, counted as if that clock were UTC. */
function wallTime(instant: number, zone: string): number {
  const shown: Record<string, number> = {}
  for (const { type, value } of clockOf(zone).formatToParts(instant)) shown[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000)
}

const offset = (instant: number, zone: string): number => wallTime(instant, zone) - instant

/** The day that a calendar in `zone` shows at `instant`. */
export const dayAt = (instant: Instant, zone: string): string => dayText(Math.floor(wallTime(epoch(instant), zone) / DAY_MS))

/** Minutes since midnight, 0 to 1439, on the wall clock of `zone` at `instant`. */
export function minutesAt(instant: Instant, zone: string): number {
  const wall = wallTime(epoch(instant), zone)
  return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS)
}

/**
 * The instant at which the wall clock of `zone` shows `minutes` on `day`. A time that a spring night skips comes
 * out that much later; of a time that an autumn night shows twice, the first is meant (Temporal's "compatible").
 */
export function instantAt(day: string, minutes: number, zone: string): number {
  const wall = dayNumber(day) * DAY_MS + minutes * MINUTE_MS
  // No zone changes twice within a day, so one of the two neighbouring offsets is the right one.
  const before = wall - offset(wall - DAY_MS, zone)
  const after = wall - offset(wall + DAY_MS, zone)
  const shown = [before, after].filter((candidate) => wallTime(candidate, zone) === wall)
  return shown.length > 0 ? Math.min(...shown) : before
}

/** `day` moved by whole days. */
export const addDays = (day: string, days: number): string => dayText(dayNumber(day) + days)

/** Whole days from one day to another, negative when `to` comes first. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)
