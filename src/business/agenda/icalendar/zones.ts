/**
 * The zones that a calendar names, and the two conversions everything else needs: wall clock to
 * instant and back.
 */
import { windowsZones } from './windows-zones.ts'

/**
 * A zone: one that Temporal knows (IANA name or fixed offset), or one defined by a VTIMEZONE (vtimezone.ts), as the
 * instants (epoch seconds, ascending) at which its offset (seconds east of UTC) changes.
 */
export type Zone = { kind: 'iana'; id: string } | CustomZone
export type CustomZone = { kind: 'custom'; tzid: string; before: number; changes: readonly { at: number; offset: number }[] }

export const utc: Zone = { kind: 'iana', id: 'UTC' }

/**
 * The zone of an IANA name or an offset such as '+02:00'. Throws RangeError for anything else; the
 * reader of a calendar asks `namedZone` instead.
 */
export function ianaZone(id: string): Zone {
  const zone = temporalZone(id)
  if (zone === null) throw new RangeError(`unknown time zone: ${id}`)
  return zone
}

/**
 * The zone that a TZID names without any definition: IANA, Windows ("Romance Standard Time"), or IANA
 * behind a vendor's prefix ('/freeassociation.sourceforge.net/Europe/Paris'). Null when it names none.
 */
export function namedZone(tzid: string): Zone | null {
  const name = tzid.trim().replace(/^"(.*)"$/, '$1').trim()
  return temporalZone(name) ?? windowsZone(name) ?? prefixedZone(name)
}

/** A name that says its own offset, such as 'UTC+11' or 'GMT-0330', for when nothing defines it. */
export function offsetZone(tzid: string): Zone | null {
  const [, sign, hours, minutes = '00'] = /^(?:UTC|GMT) ?([+-])(\d{1,2}):?(\d\d)?$/i.exec(tzid.trim()) ?? []
  return sign === undefined ? null : temporalZone(`${sign}${hours!.padStart(2, '0')}:${minutes}`)
}

const KNOWN_MAX = 2000
const known = new Map<string, Zone | null>()

/** Temporal takes a whole ISO date for a zone too, hence the pattern. Answers are remembered, failures cost most. */
function temporalZone(name: string): Zone | null {
  if (!/^(?:[a-z][\w+-]*(?:\/[\w+-]+)*|[+-]\d\d(?::?\d\d)?)$/i.test(name) || name.length > 60) return null
  let zone = known.get(name)
  if (zone === undefined) {
    try {
      zone = { kind: 'iana', id: Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId }
    } catch {
      zone = null
    }
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(name, zone)
  }
  return zone
}

function windowsZone(name: string): Zone | null {
  const id = windowsZones.get(name.toLowerCase())
  return id === undefined ? null : temporalZone(id)
}

/** RFC 5545 lets a TZID begin with '/' and a vendor's registry; the IANA name is then its tail. */
function prefixedZone(name: string): Zone | null {
  if (!name.startsWith('/')) return null
  const parts = name.slice(1, 200).split('/')
  for (let from = 0; from < parts.length; from++) {
    const tail = parts.slice(from).join('/')
    if (tail.includes('/') || tail.toUpperCase() === 'UTC') {
      const zone = temporalZone(tail)
      if (zone !== null) return zone
    }
  }
  return null
}

/**
 * Everything below counts in seconds: an instant since 1970 in UTC, a wall-clock time as if its clock
 * were UTC. Series have thousands of occurrences, and a ZonedDateTime costs as much as fifty of these.
 */
const DAY = 86_400

/** The stretch for which an IANA zone's changes are kept; Temporal answers for other instants. */
const TABLE_FROM = Date.UTC(1900, 0, 1) / 1000
const TABLE_TO = Date.UTC(2100, 0, 1) / 1000

type Offsets = { before: number; changes: readonly { at: number; offset: number }[] }

const tables = new Map<string, Offsets>()

function tableOf(id: string): Offsets {
  let table = tables.get(id)
  if (table === undefined) {
    const first = Temporal.Instant.fromEpochMilliseconds(TABLE_FROM * 1000).toZonedDateTimeISO(id)
    const changes: { at: number; offset: number }[] = []
    for (let at = first.getTimeZoneTransition('next'); at !== null && at.epochMilliseconds < TABLE_TO * 1000; at = at.getTimeZoneTransition('next')) {
      changes.push({ at: Math.floor(at.epochMilliseconds / 1000), offset: offsetOf(at) })
    }
    table = { before: offsetOf(first), changes }
    tables.set(id, table)
  }
  return table
}

/** The changes of a zone that hold in [from, to], in seconds, with the offset before each; those Temporal knows for 1900 to 2100. */
export function changesBetween(zone: Zone, from: number, to: number): { at: number; from: number; to: number }[] {
  const { before, changes } = zone.kind === 'custom' ? zone : tableOf(zone.id)
  const first = changes.findLastIndex(({ at }) => at <= from)
  return changes
    .map(({ at, offset }, index) => ({ at, from: changes[index - 1]?.offset ?? before, to: offset }))
    .slice(Math.max(first, 0))
    .filter(({ at }) => at <= to)
}

function offsetOf(time: Temporal.ZonedDateTime): number {
  return Math.round(time.offsetNanoseconds / 1e9)
}

function offsetAt(zone: Zone, at: number): number {
  if (zone.kind === 'custom') return offsetIn(zone, at)
  if (at < TABLE_FROM || at >= TABLE_TO) return offsetOf(Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(zone.id))
  return offsetIn(tableOf(zone.id), at)
}

function offsetIn({ before, changes }: Offsets, at: number): number {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (changes[middle]!.at <= at) low = middle + 1
    else high = middle
  }
  return low === 0 ? before : changes[low - 1]!.offset
}

/** The wall-clock seconds at an instant in seconds. */
export function wallAt(zone: Zone, at: number): number {
  return at + offsetAt(zone, at)
}

/**
 * The instant in seconds of wall-clock seconds. A time that spring skips comes out later, one that
 * autumn shows twice is its first.
 */
export function secondsAt(zone: Zone, wall: number): number {
  const before = wall - offsetAt(zone, wall - DAY)
  const after = wall - offsetAt(zone, wall + DAY)
  return before === after || wallAt(zone, before) === wall || wallAt(zone, after) !== wall ? before : after
}

/** The instant of a wall-clock time, in whole seconds; doubtful times as `secondsAt`. */
export function instantOf(zone: Zone, wall: Temporal.PlainDateTime): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(secondsAt(zone, wallSeconds(wall)) * 1000)
}

/** What the clock on the wall shows at an instant, in whole seconds. */
export function wallOf(zone: Zone, at: Temporal.Instant): Temporal.PlainDateTime {
  return wallTime(wallAt(zone, Math.floor(at.epochMilliseconds / 1000)))
}

/** Seconds that a clock on the wall shows, counted as if that clock were UTC. */
export function wallSeconds(wall: Temporal.PlainDateTime): number {
  return Math.floor(wall.toZonedDateTime('UTC').epochMilliseconds / 1000)
}

/** The wall-clock time of such seconds. */
export function wallTime(seconds: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO('UTC').toPlainDateTime()
}

/** Such seconds as the standard writes a local time: '20260131T093000'. */
export function wallDigits(seconds: number): string {
  return wallTime(seconds).toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')
}
