/** Random establishments, agendas and searches around awkward nights, for the engine's property tests. */
import fc from 'fast-check'
import type { OracleAgenda, OracleInput } from './oracle.ts'
import type { AgendaRule, EstablishmentException, OpeningHours, Service, Session } from './types.ts'

/** Zones with a day on whose night the clock moves, or does not though one might think so. */
export const NIGHTS = [
  ['Europe/Paris', '2026-03-29'],
  ['Europe/Paris', '2026-10-25'],
  ['Asia/Kolkata', '2026-03-29'],
  ['Pacific/Honolulu', '2026-11-01'],
  ['Pacific/Fiji', '2026-11-08'],
  ['Pacific/Fiji', '2019-11-10'], // its last summer times
  ['Pacific/Fiji', '2020-01-12'],
  ['America/St_Johns', '2026-03-08'], // half-hour offset
  ['America/St_Johns', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'], // the clock moves by half an hour
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Havana', '2026-03-08'], // midnight is skipped
  ['America/Havana', '2026-11-01'], // midnight comes twice
  ['Pacific/Apia', '2011-12-30'], // the whole day is skipped
] as const

const MINUTE = 60_000
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Minutes of a day, on the quarter or not, and often in the small hours. */
const minuteOfDay = fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 95 }).map((n) => n * 15), fc.integer({ min: 0, max: 20 }).map((n) => n * 15))

const hours = fc
  .tuple(minuteOfDay, fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 60, max: 1441 })))
  .map(([opens_minute, length]) => ({ opens_minute, closes_minute: Math.min(opens_minute + length, 2880) }))

const WEEK = [1, 2, 3, 4, 5, 6, 7]
const openingHours: fc.Arbitrary<OpeningHours[]> = fc.oneof(
  fc.array(fc.tuple(fc.constantFrom(...WEEK), hours).map(([weekday, span]) => ({ weekday, ...span })), { minLength: 1, maxLength: 12 }),
  fc.array(hours, { minLength: 1, maxLength: 2 }).map((spans) => spans.flatMap((span) => WEEK.map((weekday) => ({ weekday, ...span })))),
  fc.constant(WEEK.map((weekday) => ({ weekday, opens_minute: 0, closes_minute: 1440 }))),
)

const near = (night: string, from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((days) => Temporal.PlainDate.from(night).add({ days }))

const exceptions = (night: string): fc.Arbitrary<EstablishmentException[]> =>
  fc.array(
    fc.tuple(near(night, -2, 2), fc.option(hours)).map(([day, span]) => ({ day: day.toString(), opens_minute: null, closes_minute: null, ...span })),
    { maxLength: 3 },
  )

/** An RRULE that the oracle understands, or none. */
const recurrence = (starts: Temporal.PlainDateTime): fc.Arbitrary<string | null> => {
  const day = starts.toPlainDate().add({ days: 20 }).toString().replaceAll('-', '')
  const end = fc.constantFrom('', '', ';COUNT=1', ';COUNT=3', ';COUNT=8', `;UNTIL=${day}`, `;UNTIL=${day}T013000`, `;UNTIL=${day}T013000Z`)
  const interval = fc.constantFrom('', ';INTERVAL=2', ';INTERVAL=3')
  const weekly = fc.tuple(fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 7 }), fc.constantFrom('', ';WKST=SU', ';WKST=TH'))
    .map(([days, wkst]) => `FREQ=WEEKLY${days.length > 0 ? `;BYDAY=${days}` : ''}${wkst}`)
  const other = fc.constantFrom('FREQ=DAILY', `FREQ=MONTHLY;BYMONTHDAY=${starts.day}`)
  return fc.oneof(
    fc.constant(null),
    fc.tuple(fc.oneof({ weight: 3, arbitrary: weekly }, other), interval, end).map((parts) => parts.join('')),
  )
}

export const agendaRule = (night: string): fc.Arbitrary<AgendaRule> =>
  fc.tuple(near(night, -40, 1), minuteOfDay).chain(([day, minute]) => {
    const starts = day.toPlainDateTime().add({ minutes: minute })
    const text = (at: Temporal.PlainDateTime) => at.toString({ smallestUnit: 'minute' })
    return fc.record({
      kind: fc.constantFrom('available' as const, 'unavailable' as const),
      starts_local: fc.constant(text(starts)),
      duration_minutes: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.constantFrom(60, 480, 1440, 2880)),
      rrule: recurrence(starts),
      exdates: fc.array(fc.integer({ min: 0, max: 42 }).map((days) => text(starts.add({ days }))), { maxLength: 4 }),
    })
  })

export const service = (service_id: string, durations = [5, 10, 25, 30, 45, 60, 90, 180], buffers = [0, 0, 0, 5, 10, 30]): fc.Arbitrary<Service> =>
  fc.record({
    service_id: fc.constant(service_id),
    duration_minutes: fc.constantFrom(...durations),
    buffer_before_minutes: fc.constantFrom(...buffers),
    buffer_after_minutes: fc.constantFrom(...buffers),
    capacity: fc.constantFrom(1, 2, 8),
  })

/** Midnight on which a night's day begins, ms. */
export const midnightOf = (zone: string, night: string) => Temporal.PlainDate.from(night).toZonedDateTime(zone).epochMilliseconds

/** An agenda busy with appointments (to the `precision`, ms) and with sessions (not finer than the minute) of some services. */
export const agenda = (zone: string, night: string, services: readonly Service[], precision = MINUTE): fc.Arbitrary<OracleAgenda> => {
  const from = midnightOf(zone, night) - 86_400_000
  const everyMs = (unit: number) => fc.integer({ min: 0, max: (3 * 86_400_000) / unit }).map((n) => from + n * unit)
  const moment = (unit: number) => fc.oneof(everyMs(unit), everyMs(Math.max(unit, 15 * MINUTE)))
  const busy = fc.array(
    fc.tuple(moment(precision), fc.integer({ min: 0, max: (150 * MINUTE) / precision })).map(([start, length]) => [start, start + length * precision] as const),
    { maxLength: 20 },
  )
  const session = fc
    .record({ service: fc.constantFrom(...services), starts_at_ms: moment(Math.max(precision, MINUTE)), seats_left: fc.integer({ min: 0, max: 3 }) })
    .map(({ service: { service_id, duration_minutes, ...buffers }, starts_at_ms, seats_left }) => ({
      session: { service_id, starts_at_ms, ends_at_ms: starts_at_ms + duration_minutes * MINUTE, seats_left } satisfies Session,
      blocked: [
        starts_at_ms - buffers.buffer_before_minutes * MINUTE,
        starts_at_ms + (duration_minutes + buffers.buffer_after_minutes) * MINUTE,
      ] as const,
    }))
  return fc.record({
    rules: fc.oneof(fc.constant([]), fc.array(agendaRule(night), { maxLength: 4 })),
    taken: busy,
    joinable: fc.uniqueArray(session, { maxLength: 8, selector: (each) => each.session.starts_at_ms }),
  }).map(({ rules, taken, joinable }) => ({
    rules,
    busy: [...taken, ...joinable.map(({ blocked }) => blocked)],
    sessions: joinable.map((each) => each.session),
  }))
}

/** A search over up to three days around a night. */
export const search = (zone: string, night: string): fc.Arbitrary<OracleInput> => {
  const midnight = midnightOf(zone, night)
  const minutes = (min: number, max: number) => fc.integer({ min, max }).map((n) => midnight + n * MINUTE)
  return fc.record({
    zone: fc.constant(zone),
    opening_hours: openingHours,
    exceptions: exceptions(night),
    closed_days: fc.uniqueArray(near(night, -2, 2).map(String), { maxLength: 2 }).map((days) => new Set(days)),
    booking_rules: fc.record({
      slot_step_minutes: fc.constantFrom(5, 10, 15, 20, 30, 45, 50, 60),
      min_notice_minutes: fc.constantFrom(0, 0, 0, 45, 600),
      max_ahead_days: fc.constantFrom(0, 1, 2, 60, 60, 60),
    }),
    now_ms: fc.oneof(minutes(-1440 * 3, 600).map((at) => at + 17_000), fc.constant(midnight - 86_400_000)),
    window: fc.tuple(minutes(-1440, 300), fc.integer({ min: 0, max: 2 * 1440 })).map(([from, length]) => [from, from + length * MINUTE] as const),
    seats: fc.constantFrom(1, 1, 1, 2),
  })
}
