/** The shapes that reading, expanding and writing calendars share. Plain data, no behaviour. */
import type { Code, Sentence } from './messages.ts'
import type { Rule } from './rule.ts'
import type { Zone } from './zones.ts'

/**
 * A moment of a calendar: an instant, with the zone on whose clock it repeats, or a local day
 * ('YYYY-MM-DD') that belongs to whoever reads it.
 */
export type EventTime =
  | { kind: 'instant'; at: Temporal.Instant; zone: Zone; floating: boolean }
  | { kind: 'day'; on: string }

/**
 * How long an event lasts: so many days on the calendar, then so many seconds on the stopwatch. An
 * event with an end lasts seconds only, one with `DURATION:P1D` lasts a nominal day, which is 23 or
 * 25 hours twice a year (RFC 5545, section 3.8.5.3).
 */
export type Lasting = { days: number; seconds: number }

/** One extra occurrence of a series; `ends` is null when it lasts as long as the others. */
export type ExtraDate = { starts: EventTime; ends: EventTime | null }

/** Where something stands in the file it came from. Lines count from 1. */
export type Source = { component: string; line: number; last_line: number; verbatim: string }

/**
 * An event, or one changed occurrence of a series (`recurrence_id`), or the busy times of a
 * free/busy answer (the first as `starts`/`ends`, the others as `rdates`).
 */
export type CalendarEvent = {
  uid: string
  summary: string
  description: string | null
  location: string | null
  status: 'confirmed' | 'tentative' | 'cancelled'
  /** True when the event leaves its time free. */
  transparent: boolean
  sequence: number
  last_modified: Temporal.Instant | null
  starts: EventTime
  /** Exclusive, also when it is a day. */
  ends: EventTime
  lasts: Lasting
  rrules: Rule[]
  rdates: ExtraDate[]
  exdates: EventTime[]
  /** Which occurrence of the series this event replaces. */
  recurrence_id: EventTime | null
  /** It replaces all the later occurrences too. */
  this_and_future: boolean
  /** A zone of this event was unknown, so its times were read in the reader's zone. */
  zone_guessed: boolean
  source: Source | null
}

/** Something read with a doubt. `line` is 0 when it concerns the whole file. */
export type Warning = { code: Code; line: number; uid: string | null; sentence: Sentence }

/**
 * Something not taken over: a whole file (line 0), a component, or one line of a component that was
 * otherwise read. `verbatim` is its text as it stood in the file, so that nothing is lost.
 */
export type Refusal = {
  code: Code
  line: number
  last_line: number
  /** 'VEVENT', 'VTODO', …; 'FILE' for the whole file; null for one line. */
  component: string | null
  uid: string | null
  sentence: Sentence
  verbatim: string
}
