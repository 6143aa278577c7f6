/**
 * One content line: name, parameters, value, and the values this room needs. ical.js knows the
 * grammar of a line (quotes, RFC 6868 escapes); its own values are not used, because it cuts any text
 * into the pieces of a date without looking whether it is one.
 */
import ICAL from 'ical.js'
import type { Line } from './lines.ts'

/** A property. Names and parameter names are in lower case; the value is as it stands. */
export type Property = { name: string; parameters: Readonly<Record<string, string>>; value: string; line: Line }

/** A moment as written, before any zone is known, in the seconds of zones.ts; a day is its midnight. */
export type WrittenTime = { kind: 'day'; wall: number; on: string } | { kind: 'wall'; wall: number } | { kind: 'instant'; at: number }

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

/** More parameters than any program writes; ical.js looks through the whole line for each. */
const PARAMETERS_MAX = 100

/** Reads a line, or null when it is not a content line of RFC 5545. */
export function readProperty(line: Line): Property | null {
  if (parameterCount(line.text) > PARAMETERS_MAX) return null
  try {
    const [name, parameters, type, value] = ICAL.parse.property(line.text, asWritten) as [string, Record<string, unknown>, string, string]
    const texts = Object.entries(parameters).map(([key, text]) => [key, String(Array.isArray(text) ? text[0] : text)])
    return { name: name.trim(), parameters: { ...Object.fromEntries(texts), value: type }, value, line }
  } catch {
    return null
  }
}

/** Semicolons before the colon that begins the value, those in quotes aside. */
function parameterCount(text: string): number {
  let count = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') quoted = !quoted
    else if (letter === ':' && !quoted) break
    else if (letter === ';' && !quoted) count++
  }
  return count
}

/** A TEXT value without its backslashes. */
export function readText(value: string): string {
  return ICAL.design.icalendar.value.text.fromICAL(value)
}

const TIME = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * Reads a DATE or DATE-TIME, by its form and not by its VALUE parameter, which many writers forget.
 * Also reads the dashes and colons of ISO 8601. Null for anything else, 31 April included. 24:00 is the
 * midnight that follows, and a leap second the second before it (RFC 5545, section 3.3.12).
 */
export function readTime(text: string): WrittenTime | null {
  const [, year, month, day, hour, minute, second = '0', offset] = TIME.exec(text.trim()) ?? []
  if (year === undefined || +month! < 1 || +month! > 12 || +day! < 1 || +day! > daysInMonth(+year, +month!)) return null
  const midnight = daysSinceEpoch(+year, +month!, +day!) * 86_400
  if (hour === undefined) return { kind: 'day', wall: midnight, on: `${year}-${month}-${day}` }
  const [hours, minutes, seconds] = [+hour, +minute!, Math.min(+second, 59)]
  if (+second > 60 || minutes > 59 || hours > 24 || (hours === 24 && minutes + +second > 0)) return null
  const wall = midnight + hours * 3600 + minutes * 60 + seconds
  if (offset === undefined) return { kind: 'wall', wall }
  if (/^z$/i.test(offset)) return { kind: 'instant', at: wall }
  const [, sign, ahead, more] = /^([+-])(\d\d):?(\d\d)$/.exec(offset)!
  return { kind: 'instant', at: wall - (sign === '-' ? -1 : 1) * (+ahead! * 3600 + +more! * 60) }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999; four hundred years are always 146,097 days. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  return Date.UTC(year + 400, month - 1, day) / 86_400_000 - 146_097
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
