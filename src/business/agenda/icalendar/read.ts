/**
 * Reads an iCalendar file (RFC 5545) as people's programs write them. What is readable is read; what
 * is not is named, with its line, its reason and its text, so that nothing is lost.
 */
import { createHash } from 'node:crypto'
import type { CalendarEvent, Refusal, Source, Warning } from './calendar.ts'
import { readComponents } from './components.ts'
import type { Component } from './components.ts'
import { looksLikeProperty, nameOf, readProperty, readText } from './content-line.ts'
import { readEvent, readFreeBusy } from './event.ts'
import type { EventReading, RefusedLine } from './event.ts'
import { readLines, verbatimText } from './lines.ts'
import type { Line, Lines } from './lines.ts'
import { say } from './messages.ts'
import type { Code } from './messages.ts'
import { definedZone } from './vtimezone.ts'
import { ianaZone, namedZone, offsetZone } from './zones.ts'
import type { Zone } from './zones.ts'

const BYTES_MAX = 5_000_000
const LINES_MAX = 400_000
const COMPONENTS_MAX = 50_000
/** Zone definitions worked out for one file; a definition may cost some ms. */
const DEFINITIONS_MAX = 100
/** Unreadable lines named one by one; the others come together, as one refusal. */
const LINES_NAMED_MAX = 200

export type CalendarReading = {
  events: CalendarEvent[]
  refused: Refusal[]
  /** Read, but with a doubt that a person should hear of. */
  warnings: Warning[]
  /** The calendar's own name, if it has one. */
  name: string | null
}

/**
 * Reads a calendar file, at most 5 MB of it. Never throws for what the file holds; throws RangeError
 * when `zone`, the reader's IANA zone, is unknown. Times without a zone are read in `zone`, and so are
 * times in a zone that the file neither names properly nor defines: refusing such an event would free
 * its time silently, so it is read, marked `zone_guessed`, and a warning says so. Every VEVENT of the
 * file comes back once, as an event or as a refusal with its text.
 */
export function readCalendar(input: Uint8Array | string, { zone }: { zone: string }): CalendarReading {
  const reader = ianaZone(zone)
  if (input.length > BYTES_MAX) return refuseFile('too-large', input, { limit: BYTES_MAX / 1_000_000 })
  const source = readLines(input, LINES_MAX)
  if (source === null) return refuseFile('too-many-lines', input, { limit: LINES_MAX })
  if (source.lines.length === 0) return refuseFile('empty-file', input)
  const found = readComponents(source.lines, COMPONENTS_MAX)
  if (found === null) return refuseFile('too-many-components', input, { limit: COMPONENTS_MAX })
  if (found.components.length === 0) return refuseFile('not-a-calendar', input)

  const reading: CalendarReading = { events: [], refused: [], warnings: [], name: null }
  warnOfBytes(reading, source)
  const zones = openZones(found.components, reader, reading)
  const unreadable: { line: Line; uid: string | null }[] = []
  const noteUnreadable = (lines: readonly Line[], uid: string | null) => {
    for (const line of lines) if (!looksLikeProperty(line)) unreadable.push({ line, uid })
  }
  noteUnreadable(found.strays, null)
  const originals: Original[] = []

  for (const component of found.components) {
    if (component.name === 'VCALENDAR') {
      readHeader(reading, component)
      noteUnreadable(component.lines, null)
    } else if (component.name === 'VEVENT' || component.name === 'VFREEBUSY') {
      const original = takeEvent(reading, component, source, reader, zones)
      if (original === null) continue
      originals.push(original)
      noteUnreadable(component.lines, original.event.uid)
    } else if (standsAlone(component)) {
      const uid = propertyText(component, 'uid') ?? null
      reading.refused.push({ code: 'not-an-event', ...sourceOf(source, component), uid, sentence: say('not-an-event', { component: component.name }) })
    }
  }
  keepLatest(reading, originals)
  refuseLines(reading, unreadable, source)
  const byLine = (a: { line: number }, b: { line: number }) => a.line - b.line
  reading.refused.sort(byLine)
  reading.warnings.sort(byLine)
  return reading
}

function readHeader(reading: CalendarReading, calendar: Component): void {
  reading.name ??= readName(calendar)
  if (calendar.closed === 'cut') reading.warnings.push({ code: 'calendar-cut-short', line: calendar.first.line, uid: null, sentence: say('calendar-cut-short') })
}

/** Reads one event and notes what is doubtful about it; or refuses it and returns null. */
function takeEvent(reading: CalendarReading, component: Component, file: Lines, reader: Zone, zones: ZoneFinder): Original | null {
  const uid = readUid(component)
  const source = sourceOf(file, component)
  const read = readOne(component, uid, reader, zones)
  if ('code' in read) {
    reading.refused.push({ code: read.code, ...source, uid: uid || null, sentence: say(read.code, read.values) })
    return null
  }
  for (const { code, line, values } of read.lines) reading.refused.push(refuseLine(file, line, read.event.uid, code, values))
  warnOfPlace(reading, component, read.event.uid, uid === '')
  const calendar = ancestor(component, 'VCALENDAR')
  const cancelled = calendar !== null && propertyText(calendar, 'method')?.toUpperCase() === 'CANCEL'
  return { component, event: { ...read.event, source, status: cancelled ? 'cancelled' : read.event.status } }
}

function refuseLine(file: Lines, line: Line, uid: string | null, code: Code, values: RefusedLine['values'] = {}): Refusal {
  return { code, line: line.line, last_line: line.last_line, component: null, uid, sentence: say(code, values), verbatim: verbatimText(file.bytes, line.from, line.to) }
}

function refuseFile(code: Code, input: Uint8Array | string, values: Record<string, number> = {}): CalendarReading {
  const verbatim = typeof input === 'string' ? input : verbatimText(input, 0, input.length)
  return {
    events: [], warnings: [], name: null,
    refused: [{ code, line: 0, last_line: 0, component: 'FILE', uid: null, sentence: say(code, values), verbatim }]
  }
}

function warnOfBytes(reading: CalendarReading, source: Lines): void {
  if (source.zero_bytes) reading.warnings.push({ code: 'zero-bytes', line: 0, uid: null, sentence: say('zero-bytes') })
  if (source.latin1) reading.warnings.push({ code: 'not-utf-8', line: 0, uid: null, sentence: say('not-utf-8') })
}

function warnOfPlace(reading: CalendarReading, component: Component, uid: string, nameless: boolean): void {
  const warn = (code: Code) => reading.warnings.push({ code, line: component.first.line, uid, sentence: say(code) })
  if (component.parent?.name !== 'VCALENDAR') warn('misplaced')
  if (component.closed === 'implied') warn('unclosed')
  if (nameless && component.name === 'VEVENT') warn('no-uid')
}

function sourceOf(source: Lines, { name, first, last }: Component): Source {
  return { component: name, line: first.line, last_line: last.last_line, verbatim: verbatimText(source.bytes, first.from, last.to) }
}

/** The calendar's name, in the property everyone writes, else in that of RFC 7986. */
function readName(calendar: Component): string | null {
  const name = propertyText(calendar, 'x-wr-calname') ?? propertyText(calendar, 'name')
  return name === undefined || name.trim() === '' ? null : name
}

function propertyText(component: Component, name: string): string | undefined {
  const line = component.lines.find((candidate) => nameOf(candidate) === name)
  const property = line && readProperty(line)
  return property ? readText(property.value) : undefined
}

function readUid(component: Component): string {
  return propertyText(component, 'uid')?.trim() ?? ''
}

function readOne(component: Component, uid: string, reader: Zone, zones: ZoneFinder): EventReading {
  if (component.closed === 'cut') return { code: 'cut-short' }
  const identifier = uid === '' ? contentUid(component) : uid
  const zoneOf = (tzid: string, line: Line) => zones(tzid, component, line)
  return component.name === 'VEVENT' ? readEvent(component, identifier, reader, zoneOf) : readFreeBusy(component, identifier, reader, zoneOf)
}

/** What a program changes at every export without changing the event. */
const VOLATILE = /^(?:DTSTAMP|CREATED|LAST-MODIFIED)\b/i

function contentOf(component: Component): string {
  return component.lines.map(({ text }) => text).filter((text) => !VOLATILE.test(text)).join('\n')
}

/** An identifier for an event without one: the same as long as its content is the same. */
function contentUid(component: Component): string {
  return `no-uid-${createHash('sha256').update(contentOf(component)).digest('hex').slice(0, 32)}`
}

/** A component that stands by itself and that no event uses. */
function standsAlone(component: Component): boolean {
  if (component.name === 'VTIMEZONE') return false
  const { parent } = component
  return parent === null || parent.name === 'VCALENDAR'
}

function ancestor(component: Component, name: string): Component | null {
  let at = component.parent
  while (at !== null && at.name !== name) at = at.parent
  return at
}

/** Answers the zone of a TZID for a component, and whether it had to guess. */
type ZoneFinder = (tzid: string, component: Component, line: Line) => { zone: Zone; guessed: boolean }

/**
 * Zones by name, then by the file's own definitions (those of the same VCALENDAR first), then by an
 * offset in the name. Each unknown one is warned of once.
 */
function openZones(components: readonly Component[], reader: Zone, reading: CalendarReading): ZoneFinder {
  const definitions = new Map<string, Component[]>()
  for (const component of components) {
    if (component.name !== 'VTIMEZONE') continue
    const tzid = propertyText(component, 'tzid')?.trim()
    if (tzid !== undefined) definitions.set(tzid, [...(definitions.get(tzid) ?? []), component].slice(0, 20))
  }
  const worked = new Map<Component, Zone | null>()
  const define = (definition: Component): Zone | null => {
    let zone = worked.get(definition)
    if (zone === undefined) {
      const location = propertyText(definition, 'x-lic-location')
      zone = (worked.size < DEFINITIONS_MAX ? definedZone(definition) : null) ?? (location === undefined ? null : namedZone(location))
      worked.set(definition, zone)
    }
    return zone
  }
  const warned = new Set<string>()
  return (written, component, line) => {
    const tzid = written.trim()
    const named = namedZone(tzid)
    if (named !== null) return { zone: named, guessed: false }
    const calendar = ancestor(component, 'VCALENDAR')
    const candidates = definitions.get(tzid) ?? []
    const ordered = [...candidates.filter((definition) => definition.parent === calendar), ...candidates.filter((definition) => definition.parent !== calendar)]
    for (const definition of ordered) {
      const zone = define(definition)
      if (zone !== null) return { zone, guessed: false }
    }
    const offset = offsetZone(tzid)
    if (offset !== null) return { zone: offset, guessed: false }
    if (!warned.has(tzid) && warned.size < LINES_NAMED_MAX) {
      warned.add(tzid)
      const place = reader.kind === 'iana' ? reader.id : reader.tzid
      reading.warnings.push({ code: 'unknown-zone', line: line.line, uid: readUid(component) || null, sentence: say('unknown-zone', { value: tzid, zone: place }) })
    }
    return { zone: reader, guessed: true }
  }
}

type Original = { component: Component; event: CalendarEvent }

/**
 * Keeps one of several versions of the same event: the one with the highest SEQUENCE, one of equals.
 * Different events that a careless program gave the same UID and SEQUENCE all stay: each takes up time.
 */
function keepLatest(reading: CalendarReading, originals: readonly Original[]): void {
  const groups = Map.groupBy(originals, ({ event }) => JSON.stringify([event.source?.component, event.uid, occurrenceKey(event)]))
  const refused = new Set<Original>()
  const refuse = (original: Original, code: Code, other: Original) => {
    refused.add(original)
    const { uid, source } = original.event
    reading.refused.push({ code, ...source!, uid, sentence: say(code, { other: other.event.source!.line }) })
  }
  for (const group of groups.values()) {
    if (group.length === 1) continue
    const latest = group.reduce((best, original) => (original.event.sequence > best.event.sequence ? original : best))
    const contents = new Map<string, Original>()
    for (const original of group) {
      const content = contentOf(original.component)
      const same = contents.get(content)
      if (original.event.sequence < latest.event.sequence) refuse(original, 'superseded', latest)
      else if (same !== undefined) refuse(original, 'duplicate', same)
      else contents.set(content, original)
    }
  }
  reading.events = originals.filter((original) => !refused.has(original)).map(({ event }) => event)
}

function occurrenceKey({ recurrence_id }: CalendarEvent): string | null {
  if (recurrence_id === null) return null
  return recurrence_id.kind === 'day' ? recurrence_id.on : recurrence_id.at.toString()
}

function refuseLines(reading: CalendarReading, unreadable: { line: Line; uid: string | null }[], source: Lines): void {
  const ordered = unreadable.toSorted((a, b) => a.line.line - b.line.line)
  for (const { line, uid } of ordered.slice(0, LINES_NAMED_MAX)) reading.refused.push(refuseLine(source, line, uid, 'unreadable-line'))
  const rest = ordered.slice(LINES_NAMED_MAX)
  if (rest.length === 0) return
  reading.refused.push({
    code: 'more-unreadable-lines', line: rest[0]!.line.line, last_line: rest.at(-1)!.line.last_line, component: null, uid: null,
    sentence: say('more-unreadable-lines', { count: rest.length }),
    verbatim: rest.map(({ line }) => verbatimText(source.bytes, line.from, line.to)).join('')
  })
}
