/** When a calendar's events take up time: recurrences expanded, exceptions and changes applied. */
import type { CalendarEvent, EventTime, ExtraDate, Lasting, Refusal } from './calendar.ts'
import { say } from './messages.ts'
import type { Code } from './messages.ts'
import { allows, secondsOfRule, wallOccurrences } from './recurrence.ts'
import type { Rule } from './rule.ts'
import { ianaZone, secondsAt, wallAt, wallSeconds } from './zones.ts'
import type { Zone } from './zones.ts'

export type BusyInterval = { uid: string; starts_at: Temporal.Instant; ends_at: Temporal.Instant; summary: string }

export type Busy = {
  /** Sorted by start, then end, then UID; not clipped to the window; may overlap. */
  intervals: BusyInterval[]
  /** Series not expanded, each wholly: `too-many-occurrences` or `too-long-to-expand`. */
  refused: Refusal[]
}

/** After so many busy times no further series is expanded: nobody has three hundred appointments a day. */
const INTERVALS_MAX = 100_000

export type BusyOptions = {
  /** The window [from, to): what overlaps it is returned. */
  from: Temporal.Instant
  to: Temporal.Instant
  /** The reader's IANA zone: whole days are days there. */
  zone: string
  /** Most occurrences of one event in the window. */
  limit?: number
  /** Milliseconds after which the series still to be expanded are refused. */
  budget_ms?: number
}

/**
 * The times that events take up. Transparent and cancelled ones take up none, tentative ones do, and an
 * event without length does not. A series whose UID has changed occurrences must come with them. A
 * series of more than `limit` occurrences in the window is refused as a whole rather than cut. Throws
 * RangeError for an unknown zone.
 */
export function busyIntervals(events: readonly CalendarEvent[], { from, to, zone, limit = 5000, budget_ms = 1500 }: BusyOptions): Busy {
  const window = { from: Math.floor(from.epochMilliseconds / 1000), to: Math.ceil(to.epochMilliseconds / 1000), reader: ianaZone(zone), limit }
  const masters = new Set(events.filter(({ recurrence_id }) => recurrence_id === null).map(({ uid }) => uid))
  const changed = Map.groupBy(events.filter(({ recurrence_id, uid }) => recurrence_id !== null && masters.has(uid)), ({ uid }) => uid)
  const changes = new Map([...changed].map(([uid, list]) => [uid, gatherChanges(list, window.reader)]))
  const deadline = performance.now() + budget_ms
  const intervals: BusyInterval[] = []
  const refused: Refusal[] = []

  // The cheap ones first, so that what an attacker adds to a calendar cannot crowd out the rest.
  for (const event of events.toSorted((a, b) => cost(a) - cost(b))) {
    if (event.rrules.length > 0 && (performance.now() > deadline || intervals.length > INTERVALS_MAX)) {
      refused.push(refuse(event, 'too-long-to-expand', limit))
      continue
    }
    const isChange = event.recurrence_id !== null
    // A change of a known series is one occurrence; without its series it is all there is of it.
    const alone = isChange && masters.has(event.uid) ? { ...event, rrules: [] } : event
    const occurrences = expand(alone, isChange ? none : (changes.get(event.uid) ?? none), window)
    if (occurrences === null) refused.push(refuse(event, 'too-many-occurrences', limit))
    else for (const interval of occurrences) intervals.push(interval)
  }
  return { intervals: withoutDoubles(intervals.sort(inOrder)), refused }
}

/** The window in whole seconds, widened to hold its fractions. */
type Window = { from: number; to: number; reader: Zone; limit: number }

/** 0 for a single event, 1 for an ordinary series, 2 for one that may take long. */
function cost({ rrules }: CalendarEvent): number {
  if (rrules.length === 0) return 0
  const heavy = ({ freq, count, by_hour, by_minute, by_second }: Rule) =>
    freq === 'SECONDLY' || freq === 'MINUTELY' || freq === 'HOURLY' || (count ?? 0) > 10_000 || by_hour.length + by_minute.length + by_second.length > 3
  return rrules.length > 1 || rrules.some(heavy) ? 2 : 1
}

function refuse(event: CalendarEvent, code: Code, limit: number): Refusal {
  const { source, uid } = event
  return {
    code, uid, sentence: say(code, { limit }),
    line: source?.line ?? 0, last_line: source?.last_line ?? 0, component: source?.component ?? 'VEVENT', verbatim: source?.verbatim ?? ''
  }
}

/** One occurrence in seconds: its instant, and the clock and whole day it stands on; `ends` when it has its own. */
type Occurrence = { at: number; zone: Zone; whole_day: boolean; lasts: Lasting; ends: number | null }

/** The changed occurrences of one series, gathered once: which they replace, and how far they reach. */
type Changes = {
  replaced: Dates
  /** Those that hold for all later occurrences, in order. */
  lasting: readonly { change: CalendarEvent; since: number }[]
  longest: number
  shift: number
}

const none: Changes = { replaced: gatherDates([]), lasting: [], longest: 0, shift: 0 }

function gatherChanges(changes: readonly CalendarEvent[], reader: Zone): Changes {
  const since = (change: CalendarEvent) => secondsOf(change.recurrence_id!, reader)
  return {
    replaced: gatherDates(changes.map(({ recurrence_id }) => recurrence_id!)),
    lasting: changes.filter(({ this_and_future }) => this_and_future).map((change) => ({ change, since: since(change) })).sort((a, b) => a.since - b.since),
    longest: changes.reduce((most, { lasts }) => Math.max(most, lasts.days * DAY + lasts.seconds), 0),
    shift: changes.reduce((most, change) => Math.max(most, Math.abs(secondsOf(change.starts, reader) - since(change))), 0)
  }
}

/** The busy occurrences of one event that overlap the window; null when there are too many. */
function expand(event: CalendarEvent, changes: Changes, window: Window): BusyInterval[] | null {
  if (changes.lasting.length === 0 && !takesTime(event)) return []
  const occurrences = occurrencesOf(event, changes, window)
  if (occurrences === null) return null
  const excluded = gatherDates(event.exdates)
  const intervals: BusyInterval[] = []
  for (const occurrence of occurrences) {
    if (isAmong(occurrence, excluded) || isAmong(occurrence, changes.replaced)) continue
    const change = changes.lasting[countUpTo(changes.lasting, occurrence.at) - 1]?.change
    const source = change ?? event
    if (!takesTime(source)) continue
    const { at, ends } = change ? moved(occurrence, change, window.reader) : { at: occurrence.at, ends: occurrence.ends ?? endAt(occurrence) }
    if (at < ends && at < window.to && ends > window.from) {
      intervals.push({ uid: event.uid, starts_at: instant(at), ends_at: instant(ends), summary: source.summary })
    }
  }
  return intervals
}

function takesTime({ transparent, status }: CalendarEvent): boolean {
  return !transparent && status !== 'cancelled'
}

/** DTSTART, RRULE and RDATE together, from far enough before the window; null when there are too many. */
function occurrencesOf(event: CalendarEvent, changes: Changes, window: Window): Occurrence[] | null {
  const { starts, lasts } = event
  const reach = Math.max(lasts.days * DAY + lasts.seconds, changes.longest) + changes.shift + MARGIN
  const wide = { ...window, from: Math.max(window.from - reach, EARLIEST), to: Math.min(window.to + changes.shift + MARGIN, LATEST) }
  const zone = starts.kind === 'day' ? window.reader : starts.zone
  const instants = new Set([secondsOf(starts, window.reader)])
  for (const rule of event.rrules) {
    const found = starts.kind === 'day' ? days(rule, starts.on, wide) : times(rule, starts.at, zone, wide)
    if (found === null) return null
    for (const at of found) instants.add(at)
  }
  const repeated = [...instants].map((at) => ({ at, zone, whole_day: starts.kind === 'day', lasts, ends: null }))
  const occurrences = [...repeated, ...event.rdates.map((date) => extra(date, event, window.reader))]
    .filter(({ at, ends }) => at < wide.to && (ends ?? at) >= wide.from)
  return occurrences.length > window.limit ? null : occurrences
}

/** Days and zones apart: two days cover the widest difference between two clocks. */
const MARGIN = 2 * 86_400
const DAY = 86_400

/** Years −9999 to 19999, where any sum of the seconds met here is still an instant. */
const EARLIEST = -377_705_116_800
const LATEST = 569_034_205_000

function times(rule: Rule, first: Temporal.Instant, zone: Zone, { from, to, limit }: Window): number[] | null {
  const starts = wallAt(zone, Math.floor(first.epochMilliseconds / 1000))
  const { seconds, complete } = secondsOfRule(rule, { starts, zone, from, to, limit, includeStart: true })
  return complete ? seconds : null
}

function days(rule: Rule, first: string, { from, to, limit, reader }: Window): number[] | null {
  const starts = wallSeconds(Temporal.PlainDate.from(first).toPlainDateTime())
  const { walls, complete } = wallOccurrences(rule, starts, from, to, { limit, includeStart: true })
  return complete ? walls.filter((wall) => allows(rule.until, wall, null)).map((wall) => secondsAt(reader, wall)) : null
}

/** An RDATE: a whole day among times lasts a day, anything else as long as the series or its own period. */
function extra({ starts, ends }: ExtraDate, event: CalendarEvent, reader: Zone): Occurrence {
  const whole_day = starts.kind === 'day'
  const lasts = whole_day && event.starts.kind === 'instant' ? { days: 1, seconds: 0 } : event.lasts
  return { at: secondsOf(starts, reader), zone: whole_day ? reader : starts.zone, whole_day, lasts, ends: ends === null ? null : secondsOf(ends, reader) }
}

function endAt({ at, zone, lasts }: Pick<Occurrence, 'at' | 'zone' | 'lasts'>): number {
  return (lasts.days === 0 ? at : secondsAt(zone, wallAt(zone, at) + lasts.days * DAY)) + lasts.seconds
}

/** Dates to leave out: by instant, or by day when either side is a day, as many programs write. */
type Dates = { instants: ReadonlySet<number>; whole_days: ReadonlySet<number>; any_days: ReadonlySet<number> }

function gatherDates(dates: readonly EventTime[]): Dates {
  const instants = new Set<number>()
  const whole_days = new Set<number>()
  const any_days = new Set<number>()
  for (const date of dates) {
    const day = dayNumber(date)
    any_days.add(day)
    if (date.kind === 'day') whole_days.add(day)
    else instants.add(Math.floor(date.at.epochMilliseconds / 1000))
  }
  return { instants, whole_days, any_days }
}

function isAmong({ at, zone, whole_day }: Occurrence, { instants, whole_days, any_days }: Dates): boolean {
  if (any_days.size === 0) return false
  const day = Math.floor(wallAt(zone, at) / DAY)
  return whole_day ? any_days.has(day) : instants.has(at) || whole_days.has(day)
}

function dayNumber(date: EventTime): number {
  const wall = date.kind === 'day' ? wallSeconds(Temporal.PlainDate.from(date.on).toPlainDateTime()) : wallAt(date.zone, Math.floor(date.at.epochMilliseconds / 1000))
  return Math.floor(wall / DAY)
}

/** How many of the sorted changes begin at an instant or before it. */
function countUpTo(sorted: readonly { since: number }[], at: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]!.since <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** An occurrence as a THISANDFUTURE change moves it: by as much as the change moved its own. */
function moved(occurrence: Occurrence, change: CalendarEvent, reader: Zone): { at: number; ends: number } {
  const zone = change.starts.kind === 'day' ? reader : change.starts.zone
  const by = wallAt(zone, secondsOf(change.starts, reader)) - wallAt(zone, secondsOf(change.recurrence_id!, reader))
  const at = secondsAt(zone, wallAt(zone, occurrence.at) + by)
  return { at, ends: endAt({ at, zone, lasts: change.lasts }) }
}

/** The instant of a moment in seconds; a day begins at the reader's midnight. */
function secondsOf(time: EventTime, reader: Zone): number {
  if (time.kind === 'instant') return Math.floor(time.at.epochMilliseconds / 1000)
  return secondsAt(reader, wallSeconds(Temporal.PlainDate.from(time.on).toPlainDateTime()))
}

function instant(seconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
}

function inOrder(a: BusyInterval, b: BusyInterval): number {
  return (
    a.starts_at.epochMilliseconds - b.starts_at.epochMilliseconds ||
    a.ends_at.epochMilliseconds - b.ends_at.epochMilliseconds ||
    (a.uid < b.uid ? -1 : Number(a.uid > b.uid))
  )
}

function withoutDoubles(intervals: readonly BusyInterval[]): BusyInterval[] {
  return intervals.filter((interval, index) => index === 0 || inOrder(interval, intervals[index - 1]!) !== 0)
}
