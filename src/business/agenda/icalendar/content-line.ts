/**
 * One content line: name, parameters, value, and the values this room needs. ical.js knows the
 * grammar of a line (quotes, RFC 6868 escapes); its own values are not used, because it cuts any text
 * into the pieces of a date without looking whether it is one.
 */
import ICAL from 'ical.js'
import type { Line } from './lines.ts'

/** A property. Names and parameter names are in lower case; the value is as it stands. */
export type Property = { name: string; parameters: Readonly<Record<string, string>>; value: string; line: Line }

/** A moment as written, before any zone is known. */
export type WrittenTime =
  | { kind: 'day'; date: Temporal.PlainDate }
  | { kind: 'wall'; wall: Temporal.PlainDateTime }
  | { kind: 'instant'; at: Temporal.Instant }

/** ical.js's grammar without its values: lines come out as they are written. */
const asWritten = { value: Object.create(null), param: Object.create(null), property: Object.create(null), propertyGroups: false }

const START_OF_LINE = /^[\w.-]+\s*[;:]/

/** Whether a line has the form NAME:value or NAME;parameters:value, as far as a glance can tell. */
export function looksLikeProperty(line: Line): boolean {
  return START_OF_LINE.test(line.text) && line.text.includes(':')
}

/** The property's name in lower case without reading the rest. */
export function nameOf(line: Line): string {
  return /^[\w.-]*/.exec(line.text)![0].toLowerCase()
}

/** Reads a line, or null when it is not a content line of RFC 5545. */
export function readProperty(line: Line): Property | null {
  try {
    const [name, parameters, type, value] = ICAL.parse.property(line.text, asWritten) as [string, Record<string, unknown>, string, string]
    const texts = Object.entries(parameters).map(([key, text]) => [key, String(Array.isArray(text) ? text[0] : text)])
    return { name: name.trim(), parameters: { ...Object.fromEntries(texts), value: type }, value, line }
  } catch {
    return null
  }
}

/** A TEXT value without its backslashes. */
export function readText(value: string): string {
  return ICAL.design.icalendar.value.text.fromICAL(value)
}

const TIME = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * Reads a DATE or DATE-TIME, by its form and not by its VALUE parameter, which many writers forget.
 * Also reads the dashes and colons of ISO 8601. Null for anything else, 31 April included.
 */
export function readTime(text: string): WrittenTime | null {
  const [, year, month, day, hour, minute, second, offset] = TIME.exec(text.trim()) ?? []
  if (year === undefined) return null
  try {
    const date = Temporal.PlainDate.from({ year: +year, month: +month!, day: +day! }, { overflow: 'reject' })
    if (hour === undefined) return { kind: 'day', date }
    const wall = wallTime(date, +hour, +minute!, +(second ?? 0))
    if (offset === undefined) return { kind: 'wall', wall }
    const zone = /^z$/i.test(offset) ? 'UTC' : offset
    return { kind: 'instant', at: wall.toZonedDateTime(zone).toInstant() }
  } catch {
    return null
  }
}

/** 24:00 is midnight that follows; a leap second is the second before it (RFC 5545, section 3.3.12). */
function wallTime(date: Temporal.PlainDate, hour: number, minute: number, second: number): Temporal.PlainDateTime {
  if (hour === 24 && minute === 0 && second === 0) return date.add({ days: 1 }).toPlainDateTime()
  const time = Temporal.PlainTime.from({ hour, minute, second: second === 60 ? 59 : second }, { overflow: 'reject' })
  return date.toPlainDateTime(time)
}

const DURATION = /^([+-]?)P(?=[\dT])(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/i

/** Reads a DURATION into calendar days and seconds, both signed. Null for anything else. */
export function readDuration(text: string): { days: number; seconds: number } | null {
  const [whole, sign, weeks, days, hours, minutes, seconds] = DURATION.exec(text.trim()) ?? []
  if (whole === undefined) return null
  const factor = sign === '-' ? -1 : 1
  const number = (digits: string | undefined) => factor * Number(digits ?? 0)
  return {
    days: number(weeks) * 7 + number(days),
    seconds: number(hours) * 3600 + number(minutes) * 60 + number(seconds)
  }
}
