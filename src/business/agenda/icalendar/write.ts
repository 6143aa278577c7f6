/**
 * Writes calendars: the feed of an agenda and the attachment of a message. ical-generator frames,
 * escapes and folds; what it does not know (whole-day RECURRENCE-ID, RDATE, nominal DURATION, a second
 * 02:30 in an autumn night) is written here.
 */
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { ICalCalendar } from 'ical-generator'
import type { CalendarEvent, EventTime, ExtraDate } from './calendar.ts'
import { withoutControls } from './lines.ts'
import { writeRule } from './rule.ts'
import type { Rule } from './rule.ts'
import { writeVtimezone } from './vtimezone.ts'
import { ianaZone, instantOf, secondsAt, wallAt, wallDigits, wallOf } from './zones.ts'
import type { Zone } from './zones.ts'

/** A person named in an event. Written only because the caller passes it. */
export type Person = { name: string; email: string }

/**
 * An event to write. The UID must stay the same through all its changes, and SEQUENCE grow with each
 * one that moves, cancels or restores it; `last_modified` then makes the text the same every time it
 * is written, so that a feed has a stable ETag.
 */
export type OutgoingEvent = Pick<CalendarEvent, 'uid' | 'summary' | 'status' | 'sequence' | 'starts' | 'ends'> &
  Partial<Pick<CalendarEvent, 'description' | 'location' | 'transparent' | 'lasts' | 'rrules' | 'rdates' | 'exdates' | 'recurrence_id' | 'this_and_future'>> & {
    last_modified: Temporal.Instant
    url?: string
    organizer?: Person
    attendees?: readonly Person[]
  }

export type OutgoingCalendar = {
  name: string
  /** IANA zone in which times are written, unless an event has its own. */
  zone: string
  events: readonly OutgoingEvent[]
  /** PUBLISH for a feed, REQUEST or CANCEL for an invitation; none for a plain file. */
  method?: 'PUBLISH' | 'REQUEST' | 'CANCEL'
  /** How often a subscriber should come back, in seconds. */
  refresh_seconds?: number
}

/**
 * The calendar as text: CRLF, lines of at most 75 octets, a VTIMEZONE for each zone used. Instants are
 * written to the second. With CANCEL every event is cancelled. Throws RangeError for an unknown zone or
 * an event without UID.
 */
export function writeCalendar({ name, zone, events, method, refresh_seconds }: OutgoingCalendar): string {
  const reader = ianaZone(zone)
  const span = spanOf(events, reader)
  const named = new Map<string, Zone>()
  const calendar = ical({
    prodId: { company: 'Reserve', product: 'Agenda', language: 'FR' },
    ...(method === undefined ? {} : { method: ICalCalendarMethod[method] }),
    ...(refresh_seconds === undefined ? {} : { ttl: refresh_seconds }),
    // Without a name here the library leaves times as they are and only collects the definitions.
    timezone: { name: null, generator: (tzid) => writeVtimezone(tzid, named.get(tzid)!, span.from, span.to) }
  })
  // The library escapes events, but not the calendar's name.
  if (name !== '') calendar.name(escapeText(cleanText(name)))
  calendar.x([['X-WR-TIMEZONE', zone]])
  for (const event of events) addEvent(calendar, method === 'CANCEL' ? { ...event, status: 'cancelled' } : event, reader, named)
  return `${calendar.toString()}\r\n`
}

/** The instants that zone definitions must cover: those of the events. */
function spanOf(events: readonly OutgoingEvent[], reader: Zone): { from: Temporal.Instant; to: Temporal.Instant } {
  const instants = events.flatMap(({ starts, ends }) => [toInstant(starts, reader), toInstant(ends, reader)]).sort(Temporal.Instant.compare)
  const none = Temporal.Instant.fromEpochMilliseconds(0)
  return { from: instants[0] ?? none, to: instants.at(-1) ?? none }
}

function toInstant(time: EventTime, reader: Zone): Temporal.Instant {
  return time.kind === 'instant' ? time.at : instantOf(reader, Temporal.PlainDate.from(time.on).toPlainDateTime())
}

function addEvent(calendar: ICalCalendar, event: OutgoingEvent, reader: Zone, named: Map<string, Zone>): void {
  const uid = cleanText(event.uid).replaceAll('\n', ' ').trim()
  if (uid === '') throw new RangeError('an event needs a UID')
  const { starts, ends } = event
  const clock = clockOf(event, reader, named)
  const duration = durationOf(event)
  const raw = rawLines(event, clock, duration)
  const entry = calendar.createEvent({
    id: escapeText(uid),
    sequence: event.sequence,
    stamp: event.last_modified,
    summary: cleanText(event.summary),
    start: written(starts, clock),
    end: duration === null ? written(ends, clock) : null,
    allDay: starts.kind === 'day',
    floating: clock === 'floating',
    timezone: typeof clock === 'object' ? clock.tzid : null,
    status: statuses[event.status],
    transparency: event.transparent ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE
  })
  // A lone line would be taken for a rule, so the date of the change comes with the others.
  if (raw.length > 0) entry.repeating([...raw, `LAST-MODIFIED:${utcDigits(event.last_modified)}`].join('\n'))
  else entry.lastModified(event.last_modified)
  const description = cleanText(event.description ?? '')
  const location = cleanText(event.location ?? '')
  if (description !== '') entry.description(description)
  if (location !== '') entry.location(location)
  if (event.url !== undefined) entry.url(cleanText(event.url).replaceAll('\n', ''))
  const organizer = event.organizer && person(event.organizer)
  if (organizer) entry.organizer(organizer)
  for (const attendee of (event.attendees ?? []).map(person)) {
    if (attendee) entry.createAttendee({ ...attendee, rsvp: false })
  }
}

const statuses = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED
}

/** On which clock an event is written: that of a zone, UTC, or that of whoever reads it. */
type Clock = { tzid: string; zone: Zone } | 'utc' | 'floating'

/**
 * The clock of an event's start, or UTC where that clock cannot say what is meant: in the second pass of
 * an hour that an autumn night shows twice. A series keeps its clock, on which it repeats; one that
 * begins in that second pass is written from the first, as the standard has no way to say the second.
 */
function clockOf(event: OutgoingEvent, reader: Zone, named: Map<string, Zone>): Clock {
  const { starts, ends } = event
  if (starts.kind === 'day' || starts.floating) return 'floating'
  const series = repeats(event)
  const zone = isUtc(starts.zone) && !series ? reader : starts.zone
  if (isUtc(zone) || (!series && (!isNamed(zone) || ![starts, ends].every((time) => survives(time, zone))))) return 'utc'
  return { tzid: tzidOf(zone, named), zone }
}

function isUtc(zone: Zone): boolean {
  return zone.kind === 'iana' && zone.id === 'UTC'
}

function isNamed(zone: Zone): zone is Zone & { kind: 'iana' } {
  return zone.kind === 'iana' && /^[a-z]/i.test(zone.id)
}

/** The TZID of a zone: its IANA name; for others a name of our own, which nothing but its definition explains. */
function tzidOf(zone: Zone, named: Map<string, Zone>): string {
  const known = [...named].find(([, other]) => other === zone)
  const tzid = isNamed(zone) ? zone.id : (known?.[0] ?? `Zone ${named.size + 1}`)
  named.set(tzid, zone)
  return tzid
}

function repeats({ rrules = [] }: OutgoingEvent): boolean {
  return rrules.length > 0
}

/** Whether a moment can be written on a zone's clock and read back as the same. */
function survives(time: EventTime, zone: Zone): boolean {
  if (time.kind === 'day') return true
  const at = Math.floor(time.at.epochMilliseconds / 1000)
  return secondsAt(zone, wallAt(zone, at)) === at
}

/** A moment for the library, which writes a ZonedDateTime as its own clock shows it, whatever the TZID. */
function written(time: EventTime, clock: Clock): Temporal.PlainDate | Temporal.PlainDateTime | Temporal.ZonedDateTime | Temporal.Instant {
  if (time.kind === 'day') return Temporal.PlainDate.from(time.on)
  if (clock === 'utc') return time.at
  return clock === 'floating' ? wallOf(time.zone, time.at) : wallOf(clock.zone, time.at).toZonedDateTime('UTC')
}

/** A series whose length is nominal needs its DURATION: an end would make every night as long as the first. */
function durationOf({ starts, lasts, rrules = [] }: OutgoingEvent): string | null {
  if (rrules.length === 0 || starts.kind === 'day' || lasts === undefined || lasts.days === 0) return null
  return `DURATION:P${lasts.days}D${lasts.seconds > 0 ? `T${lasts.seconds}S` : ''}`
}

/** The lines that the library has no setting for. */
function rawLines(event: OutgoingEvent, clock: Clock, duration: string | null): string[] {
  const { starts, rrules = [], rdates = [], exdates = [], recurrence_id = null } = event
  return [
    ...rrules.map((rule) => `RRULE:${writeRule(ruleFor(rule, starts))}`),
    ...(duration === null ? [] : [duration]),
    ...rdates.map((date) => writeExtraDate(date, clock)),
    ...exdates.map((date) => writeTime('EXDATE', date, clock)),
    ...(recurrence_id === null ? [] : [writeTime(event.this_and_future ? 'RECURRENCE-ID;RANGE=THISANDFUTURE' : 'RECURRENCE-ID', recurrence_id, clock)])
  ]
}

/** UNTIL must be in UTC for times on a zone's clock, and a day for days (RFC 5545, section 3.3.10). */
function ruleFor(rule: Rule, starts: EventTime): Rule {
  const { until } = rule
  if (until === null) return rule
  if (starts.kind === 'day') return { ...rule, until: { kind: 'day', wall: until.kind === 'instant' ? until.at : until.wall } }
  const wall = until.kind === 'instant' ? wallAt(starts.zone, until.at) : until.kind === 'day' ? until.wall + 86_399 : until.wall
  if (starts.floating) return { ...rule, until: { kind: 'wall', wall } }
  return { ...rule, until: { kind: 'instant', at: until.kind === 'instant' ? until.at : secondsAt(starts.zone, wall) } }
}

function writeExtraDate({ starts, ends }: ExtraDate, clock: Clock): string {
  if (ends === null || starts.kind === 'day' || ends.kind === 'day') return writeTime('RDATE', starts, clock)
  return `RDATE;VALUE=PERIOD:${utcDigits(starts.at)}/${utcDigits(ends.at)}`
}

/** A property that holds one moment: on the event's clock where that says what is meant, else in UTC. */
function writeTime(name: string, time: EventTime, clock: Clock): string {
  if (time.kind === 'day') return `${name};VALUE=DATE:${time.on.replaceAll('-', '')}`
  if (clock === 'floating') return `${name}:${localDigits(time.zone, time.at)}`
  if (clock === 'utc') return `${name}:${utcDigits(time.at)}`
  return survives(time, clock.zone) ? `${name};TZID=${clock.tzid}:${localDigits(clock.zone, time.at)}` : `${name}:${utcDigits(time.at)}`
}

function utcDigits(at: Temporal.Instant): string {
  return `${wallDigits(Math.floor(at.epochMilliseconds / 1000))}Z`
}

function localDigits(zone: Zone, at: Temporal.Instant): string {
  return wallDigits(wallAt(zone, Math.floor(at.epochMilliseconds / 1000)))
}

/**
 * Text as a calendar can carry it: line ends are LF, control characters and lone surrogates are gone.
 * What `readCalendar` gives back for a text that was written is this.
 */
export function cleanText(text: string): string {
  return withoutControls(text.replace(/\r\n?/g, '\n')).toWellFormed()
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n')
}

/** Quotes cannot stand in a parameter, nor spaces in an address; without an address nobody is named. */
function person({ name, email }: Person): Person | null {
  const plain = (text: string) => cleanText(text).replace(/["\n\\]+/g, ' ').trim()
  const address = plain(email).replace(/[\s,;:<>]+/g, '')
  return address === '' ? null : { name: plain(name) || address, email: address }
}
