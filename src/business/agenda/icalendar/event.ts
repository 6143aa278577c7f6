/** One VEVENT or VFREEBUSY: from its lines to an event, or to the reason why it cannot be one. */
import type { CalendarEvent, EventTime, ExtraDate, Lasting } from './calendar.ts'
import type { Component } from './components.ts'
import { looksLikeProperty, nameOf, readDuration, readProperty, readText, readTime } from './content-line.ts'
import type { Property } from './content-line.ts'
import type { Line } from './lines.ts'
import type { Code, Sentence } from './messages.ts'
import { readRule } from './rule.ts'
import type { Rule } from './rule.ts'
import { instantOf, secondsAt, utc, wallOf } from './zones.ts'
import type { Zone } from './zones.ts'

type Values = Record<string, string | number | Sentence>

/** A line left aside while the rest of its event was read. */
export type RefusedLine = { code: Code; line: Line; values: Values }

export type EventReading = { event: CalendarEvent; lines: RefusedLine[] } | { code: Code; values?: Record<string, string | number> }

/** The zone of a TZID and whether it had to be guessed. */
type ZoneOf = (tzid: string, line: Line) => { zone: Zone; guessed: boolean }

/** What reading one component needs and gathers. */
type Reading = { properties: Map<string, Property[]>; reader: Zone; zoneOf: ZoneOf; lines: RefusedLine[]; guessed: boolean }

const READ = new Set([
  'dtstart', 'dtend', 'duration', 'summary', 'description', 'location', 'status', 'transp', 'sequence', 'last-modified', 'dtstamp',
  'rrule', 'rdate', 'exdate', 'exrule', 'recurrence-id', 'freebusy', 'x-microsoft-cdo-busystatus', 'x-microsoft-cdo-alldayevent'
])

/**
 * Reads a VEVENT. Its start and end decide: without them nothing is read. A line about its repetition
 * that cannot be read is left aside and the rest read, as the readable dates are taken all the same.
 */
export function readEvent(component: Component, uid: string, reader: Zone, zoneOf: ZoneOf): EventReading {
  const reading = open(component, reader, zoneOf)
  const span = readSpan(reading)
  if ('code' in span) return span
  const recurrenceId = one(reading, 'recurrence-id')
  const recurrence_id = recurrenceId ? readMoment(reading, recurrenceId, recurrenceId.value) : null
  if (recurrenceId && recurrence_id === null) leaveAside(reading, recurrenceId, recurrenceId.value)
  const rdates = readExtraDates(reading, span.starts)
  const exdates = readExcluded(reading)
  const rrules = readRules(reading)
  for (const { line } of all(reading, 'exrule')) reading.lines.push({ code: 'exclusion-rule', line, values: {} })
  return {
    event: {
      uid,
      ...readTexts(reading),
      status: readStatus(reading),
      transparent: isTransparent(reading),
      sequence: readSequence(reading),
      last_modified: readModified(reading),
      ...span,
      rrules,
      rdates,
      exdates,
      recurrence_id,
      this_and_future: recurrence_id !== null && recurrenceId?.parameters.range?.toUpperCase() === 'THISANDFUTURE',
      zone_guessed: reading.guessed,
      source: null
    },
    lines: reading.lines
  }
}

/** Reads a VFREEBUSY: its busy periods, as one event with further dates. */
export function readFreeBusy(component: Component, uid: string, reader: Zone, zoneOf: ZoneOf): EventReading {
  const reading = open(component, reader, zoneOf)
  const periods: { starts: EventTime; ends: EventTime; lasts: Lasting }[] = []
  for (const property of all(reading, 'freebusy')) {
    if (property.parameters.fbtype?.toUpperCase() === 'FREE') continue
    for (const text of property.value.split(',')) {
      const period = readPeriod(reading, property, text)
      const lasts = period === null ? null : lasting(period.starts, period.ends)
      if (period === null || lasts === null) leaveAside(reading, property, text)
      else periods.push({ ...period, lasts })
    }
  }
  const [first, ...others] = periods
  if (first === undefined) return { code: 'no-busy-time' }
  return {
    event: {
      uid,
      ...readTexts(reading),
      status: 'confirmed',
      transparent: false,
      sequence: readSequence(reading),
      last_modified: readModified(reading),
      ...first,
      rrules: [],
      rdates: others.map(({ starts, ends }) => ({ starts, ends })),
      exdates: [],
      recurrence_id: null,
      this_and_future: false,
      zone_guessed: reading.guessed,
      source: null
    },
    lines: reading.lines
  }
}

function open(component: Component, reader: Zone, zoneOf: ZoneOf): Reading {
  const reading: Reading = { properties: new Map(), reader, zoneOf, lines: [], guessed: false }
  for (const line of component.lines) {
    if (!READ.has(nameOf(line)) || !looksLikeProperty(line)) continue
    const property = readProperty(line)
    if (property === null) {
      reading.lines.push({ code: 'unreadable-line', line, values: {} })
      continue
    }
    const same = reading.properties.get(property.name)
    if (same) same.push(property)
    else reading.properties.set(property.name, [property])
  }
  return reading
}

function all(reading: Reading, name: string): Property[] {
  return reading.properties.get(name) ?? []
}

function one(reading: Reading, name: string): Property | undefined {
  return all(reading, name)[0]
}

function leaveAside(reading: Reading, { name, line }: Property, value: string): void {
  reading.lines.push({ code: value.trim() === '' ? 'no-date' : 'bad-date', line, values: { value, name: name.toUpperCase() } })
}

/** A moment on the clock that its TZID names, or on the reader's. Null when it cannot be read. */
function readMoment(reading: Reading, { parameters, line }: Property, text: string): EventTime | null {
  const written = readTime(text)
  if (written === null) return null
  if (written.kind === 'day') return { kind: 'day', on: written.on }
  if (written.kind === 'instant') return { kind: 'instant', at: toInstant(written.at), zone: utc, floating: false }
  const tzid = parameters.tzid?.trim() ?? ''
  if (tzid === '') return { kind: 'instant', at: toInstant(secondsAt(reading.reader, written.wall)), zone: reading.reader, floating: true }
  const { zone, guessed } = reading.zoneOf(tzid, line)
  reading.guessed ||= guessed
  return { kind: 'instant', at: toInstant(secondsAt(zone, written.wall)), zone, floating: false }
}

function toInstant(seconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
}

type Span = { starts: EventTime; ends: EventTime; lasts: Lasting }

/**
 * Start, end and length (RFC 5545, section 3.6.1): DTEND, else DURATION, else one day for a day and no
 * time at all for a time.
 */
function readSpan(reading: Reading): Span | { code: Code; values?: Record<string, string> } {
  const dtstart = one(reading, 'dtstart')
  if (!dtstart) return { code: 'no-start' }
  const starts = readMoment(reading, dtstart, dtstart.value)
  if (starts === null) return { code: 'bad-start', values: { value: dtstart.value } }
  const span = readEnd(reading, starts)
  if ('code' in span) return span
  return wholeDays(reading, span)
}

function readEnd(reading: Reading, starts: EventTime): Span | { code: Code; values?: Record<string, string> } {
  const dtend = one(reading, 'dtend')
  if (dtend && dtend.value.trim() !== '') {
    const ends = readMoment(reading, dtend, dtend.value)
    if (ends === null) return { code: 'bad-end', values: { value: dtend.value } }
    return between(reading, starts, ends)
  }
  const duration = one(reading, 'duration')
  if (duration && duration.value.trim() !== '') {
    const lasts = readDuration(duration.value)
    if (lasts === null) return { code: 'bad-duration', values: { value: duration.value } }
    return after(reading, starts, lasts)
  }
  return after(reading, starts, { days: starts.kind === 'day' ? 1 : 0, seconds: 0 })
}

function between(reading: Reading, starts: EventTime, ends: EventTime): Span | { code: Code } {
  // Many programs write a whole day as if its end were inclusive.
  if (starts.kind === 'day' && ends.kind === 'day' && starts.on === ends.on) return after(reading, starts, { days: 1, seconds: 0 })
  // A day on one side only is its midnight, on the clock of the other side.
  const from = starts.kind === 'day' && ends.kind === 'instant' ? midnight(starts.on, ends.zone) : starts
  const to = ends.kind === 'day' && starts.kind === 'instant' ? midnight(ends.on, starts.zone) : ends
  const lasts = lasting(from, to)
  return lasts === null ? { code: 'end-before-start' } : { starts: from, ends: to, lasts }
}

function midnight(on: string, zone: Zone): EventTime {
  return { kind: 'instant', at: instantOf(zone, Temporal.PlainDate.from(on).toPlainDateTime()), zone, floating: false }
}

/** The length between two moments of one kind; null when the second comes first. */
function lasting(starts: EventTime, ends: EventTime): Lasting | null {
  if (starts.kind === 'day' && ends.kind === 'day') {
    const { days } = Temporal.PlainDate.from(starts.on).until(ends.on)
    return days > 0 ? { days, seconds: 0 } : null
  }
  if (starts.kind === 'day' || ends.kind === 'day') return null
  const seconds = Math.round((ends.at.epochMilliseconds - starts.at.epochMilliseconds) / 1000)
  return seconds < 0 ? null : { days: 0, seconds }
}

function after(reading: Reading, starts: EventTime, lasts: Lasting): Span | { code: Code } {
  if (lasts.days < 0 || lasts.seconds < 0) return { code: 'end-before-start' }
  // Hours after a whole day: the day is then its midnight on the reader's clock.
  const from = starts.kind === 'day' && lasts.seconds > 0 ? midnight(starts.on, reading.reader) : starts
  const days = from.kind === 'day' && lasts.days === 0 ? 1 : lasts.days
  try {
    return { starts: from, ends: endOf(from, { ...lasts, days }), lasts: { ...lasts, days } }
  } catch {
    return { code: 'out-of-range' }
  }
}

/** The end of something that starts at a moment and lasts: days on its clock first, then seconds. */
function endOf(starts: EventTime, { days, seconds }: Lasting): EventTime {
  if (starts.kind === 'day') return { kind: 'day', on: Temporal.PlainDate.from(starts.on).add({ days }).toString() }
  const after = days === 0 ? starts.at : instantOf(starts.zone, wallOf(starts.zone, starts.at).add({ days }))
  return { ...starts, at: after.add({ seconds }) }
}

/** Outlook writes a whole day from midnight to midnight in its own zone, and says that it is one. */
function wholeDays(reading: Reading, span: Span): Span {
  const { starts, ends } = span
  if (starts.kind === 'day' || ends.kind === 'day') return span
  if (one(reading, 'x-microsoft-cdo-alldayevent')?.value.trim().toUpperCase() !== 'TRUE') return span
  const [first, last] = [wallOf(starts.zone, starts.at), wallOf(starts.zone, ends.at)]
  const midnights = [first, last].every((wall) => wall.hour === 0 && wall.minute === 0 && wall.second === 0)
  const days = first.toPlainDate().until(last.toPlainDate()).days
  if (!midnights || days < 1) return span
  return {
    starts: { kind: 'day', on: first.toPlainDate().toString() },
    ends: { kind: 'day', on: last.toPlainDate().toString() },
    lasts: { days, seconds: 0 }
  }
}

/** 'start/end' or 'start/duration'. Dates instead of times mean whole days. */
function readPeriod(reading: Reading, property: Property, text: string): { starts: EventTime; ends: EventTime } | null {
  const [from = '', to = ''] = text.split('/')
  const starts = readMoment(reading, property, from)
  if (starts === null) return null
  const lasts = readDuration(to)
  const span = lasts !== null ? after(reading, starts, lasts) : null
  const ends = span === null ? readMoment(reading, property, to) : 'code' in span ? null : span.ends
  return ends === null || lasting(starts, ends) === null ? null : { starts, ends }
}

function readExtraDates(reading: Reading, starts: EventTime): ExtraDate[] {
  const dates: ExtraDate[] = []
  for (const property of all(reading, 'rdate')) {
    for (const text of property.value.split(',')) {
      const period = text.includes('/') ? readPeriod(reading, property, text) : null
      const moment = text.includes('/') ? null : readMoment(reading, property, text)
      if (period !== null) dates.push(period)
      else if (moment !== null) dates.push({ starts: atTimeOf(moment, starts), ends: null })
      else leaveAside(reading, property, text)
    }
  }
  return dates
}

/** A bare date of a series of times means that day at the series' time. */
function atTimeOf(moment: EventTime, starts: EventTime): EventTime {
  if (moment.kind !== 'day' || starts.kind !== 'instant') return moment
  const time = wallOf(starts.zone, starts.at).toPlainTime()
  return { ...starts, at: instantOf(starts.zone, Temporal.PlainDate.from(moment.on).toPlainDateTime(time)) }
}

function readExcluded(reading: Reading): EventTime[] {
  const dates: EventTime[] = []
  for (const property of all(reading, 'exdate')) {
    for (const text of property.value.split(',')) {
      const moment = readMoment(reading, property, text)
      if (moment === null) leaveAside(reading, property, text)
      else dates.push(moment)
    }
  }
  return dates
}

function readRules(reading: Reading): Rule[] {
  const rules: Rule[] = []
  for (const { value, line } of all(reading, 'rrule')) {
    const read = readRule(value)
    if ('rule' in read) rules.push(read.rule)
    else reading.lines.push({ code: 'bad-rule', line, values: { reason: read.problem.sentence } })
  }
  return rules
}

function readTexts(reading: Reading): { summary: string; description: string | null; location: string | null } {
  const text = (name: string) => {
    const value = readText(one(reading, name)?.value ?? '')
    return value === '' ? null : value
  }
  return { summary: text('summary') ?? '', description: text('description'), location: text('location') }
}

function readStatus(reading: Reading): CalendarEvent['status'] {
  const status = one(reading, 'status')?.value.trim().toLowerCase()
  return status === 'cancelled' || status === 'tentative' ? status : 'confirmed'
}

function isTransparent(reading: Reading): boolean {
  const value = (name: string) => one(reading, name)?.value.trim().toUpperCase()
  return value('transp') === 'TRANSPARENT' || value('x-microsoft-cdo-busystatus') === 'FREE'
}

function readSequence(reading: Reading): number {
  const digits = /^\d{1,9}$/.exec(one(reading, 'sequence')?.value.trim() ?? '')
  return digits ? Number(digits[0]) : 0
}

function readModified(reading: Reading): Temporal.Instant | null {
  const property = one(reading, 'last-modified') ?? one(reading, 'dtstamp')
  const moment = property ? readMoment(reading, property, property.value) : null
  return moment?.kind === 'instant' ? moment.at : null
}
