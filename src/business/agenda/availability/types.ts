/** Rows that the availability engine reads. Names are those of the database columns. */
import type { Interval } from '../../../foundation/time/intervals.ts'

/** Weekly hours of an establishment: several a day, overlapping or not. */
export type OpeningHours = {
  /** ISO weekday on which the hours begin, Monday 1 to Sunday 7. */
  readonly weekday: number
  /** Minutes after local midnight on the wall clock, 0 to 1439. */
  readonly opens_minute: number
  /** Later than `opens_minute`, up to 2880: 1800 is six o'clock the next morning. */
  readonly closes_minute: number
}

/** Hours of one day in place of its weekly ones; nulls mean closed, whatever else the day's rows say. */
export type EstablishmentException = {
  /** Local day, 'YYYY-MM-DD'. */
  readonly day: string
  readonly opens_minute: number | null
  readonly closes_minute: number | null
}

/** When an agenda works, or does not, within the hours of its establishment. */
export type AgendaRule = {
  readonly kind: 'available' | 'unavailable'
  /** 'YYYY-MM-DDTHH:MM' on the wall clock of the establishment. */
  readonly starts_local: string
  /** On the wall clock too: 1440 from midnight is the whole day, though a night may be 23 or 25 hours long. */
  readonly duration_minutes: number
  /** RFC 5545 RRULE, read on the wall clock; null for something that happens once. */
  readonly rrule: string | null
  /** Starts that do not take place, 'YYYY-MM-DDTHH:MM'. */
  readonly exdates: readonly string[]
}

export type Service = {
  readonly service_id: string
  /** Elapsed minutes. */
  readonly duration_minutes: number
  readonly buffer_before_minutes: number
  readonly buffer_after_minutes: number
  /** How many people it takes at once; 1 for most. */
  readonly capacity: number
}

/** An appointment of several people that others may join. Its time is among the agenda's busy time. */
export type Session = {
  readonly service_id: string
  readonly starts_at_ms: number
  readonly ends_at_ms: number
  readonly seats_left: number
}

/** What is known of one agenda over the stretch of time that `readingWindow` names. */
export type AgendaTime = {
  /** From `openIntervals`. */
  readonly open: readonly Interval[]
  /** Blocked time, appointments with their buffers and external events, in any order, maybe overlapping. */
  readonly busy: readonly Interval[]
  readonly sessions: readonly Session[]
}

export type BookingRules = {
  /** Starts lie on multiples of this since local midnight. */
  readonly slot_step_minutes: number
  /** Elapsed minutes between now and the earliest start. */
  readonly min_notice_minutes: number
  /** The last bookable local day is today plus this many. */
  readonly max_ahead_days: number
}

/** What is asked of every search. */
export type Search = {
  /** IANA zone of the establishment. */
  readonly zone: string
  readonly booking_rules: BookingRules
  readonly now_ms: number
  /** Starts wanted, [from, to), any two instants (ms): notice and horizon cut it to what is bookable. */
  readonly window: Interval
  /** People who come; 1 if absent. */
  readonly seats?: number
}
