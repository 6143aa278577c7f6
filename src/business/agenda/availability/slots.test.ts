import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openIntervals } from './open.ts'
import { oracleSequences } from './oracle.ts'
import { agenda, NIGHTS, search, service } from './situations.ts'
import { bookableWindow, freeSlots, nearestSlots, readingWindow } from './slots.ts'
import type { BookingRules, OpeningHours, Service } from './types.ts'

const PARIS = 'Europe/Paris'
const MINUTE = 60_000
const instant = (local: string, zone = PARIS) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds
const everyDay = (opens_minute: number, closes_minute: number): OpeningHours[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens_minute, closes_minute }))

type Given = {
  from: string
  to: string
  zone?: string
  hours?: OpeningHours[]
  minutes?: number
  before?: number
  after?: number
  capacity?: number
  seats?: number
  step?: number
  busy?: [string, string][]
  sessions?: { at: string; seats_left: number; service_id?: string }[]
  rules?: Partial<BookingRules>
  now?: string
}

/** Slots as wall-clock times with their offsets. */
function slots({ from, to, zone = PARIS, hours = everyDay(540, 720), minutes = 30, before = 0, after = 0, capacity = 1, seats = 1, step = 30, busy = [], sessions = [], rules = {}, now = from }: Given): string[] {
  const wanted: Service = { service_id: 'cut', duration_minutes: minutes, buffer_before_minutes: before, buffer_after_minutes: after, capacity }
  const window = [instant(from, zone), instant(to, zone)] as const
  const closed_days = new Set<string>()
  const booking_rules = { slot_step_minutes: step, min_notice_minutes: 0, max_ahead_days: 60, ...rules }
  const asked = { zone, booking_rules, now_ms: instant(now, zone), window, seats }
  const found = freeSlots({
    ...asked,
    service: wanted,
    open: openIntervals({ zone, opening_hours: hours, exceptions: [], closed_days, rules: [], window: readingWindow(asked, [wanted]) }),
    busy: busy.map(([start, end]) => [instant(start, zone), instant(end, zone)]),
    sessions: sessions.map(({ at, seats_left, service_id = 'cut' }) => ({
      service_id, seats_left, starts_at_ms: instant(at, zone), ends_at_ms: instant(at, zone) + minutes * MINUTE,
    })),
  })
  return found.map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toString({ smallestUnit: 'minute', timeZoneName: 'never' }).slice(8))
}

const JUNE_1 = { from: '2026-06-01T00:00', to: '2026-06-02T00:00' }

test('[A-6] slots lie on the step and end before closing', () => {
  assert.deepEqual(slots({ ...JUNE_1, minutes: 50 }), ['01T09:00+02:00', '01T09:30+02:00', '01T10:00+02:00', '01T10:30+02:00', '01T11:00+02:00'])
  assert.deepEqual(slots({ ...JUNE_1, hours: everyDay(545, 610), step: 20 }), ['01T09:20+02:00', '01T09:40+02:00'])
})

test('[A-6] a step that does not divide the day starts anew each midnight', () => {
  assert.deepEqual(slots({ from: '2026-06-01T22:00', to: '2026-06-02T02:00', hours: everyDay(0, 1440), step: 50 }), [
    '01T22:30+02:00', '01T23:20+02:00', '02T00:00+02:00', '02T00:50+02:00', '02T01:40+02:00',
  ])
})

test('[A-6] both occurrences of the repeated hour are offered, none of the skipped one, and a service lasts as long as it says', () => {
  const night = everyDay(60, 240)
  assert.deepEqual(slots({ from: '2026-10-25T00:00', to: '2026-10-26T00:00', hours: night, minutes: 90 }), [
    '25T01:00+02:00', '25T01:30+02:00', '25T02:00+02:00', '25T02:30+02:00', '25T02:00+01:00', '25T02:30+01:00',
  ])
  assert.deepEqual(slots({ from: '2026-03-29T00:00', to: '2026-03-30T00:00', hours: night, minutes: 90 }), ['29T01:00+01:00', '29T01:30+01:00'])
})

test('[A-6] the grid is that of the local clock where the offset is a half hour or moves by one', () => {
  const kolkata = { ...JUNE_1, zone: 'Asia/Kolkata', hours: everyDay(540, 660), minutes: 60, step: 60 }
  assert.deepEqual(slots(kolkata), ['01T09:00+05:30', '01T10:00+05:30'])
  const lordHowe = { from: '2026-04-05T00:00', to: '2026-04-06T00:00', zone: 'Australia/Lord_Howe', hours: everyDay(60, 180), step: 30 }
  assert.deepEqual(slots(lordHowe), ['05T01:00+11:00', '05T01:30+11:00', '05T01:30+10:30', '05T02:00+10:30', '05T02:30+10:30'])
})

test('[A-6] appointments of any length and order block every slot that they touch, and only those', () => {
  const busy: [string, string][] = [
    ['2026-06-01T11:05', '2026-06-01T11:10'],
    ['2026-06-01T09:00', '2026-06-01T09:30'],
    ['2026-06-01T09:10', '2026-06-01T10:00'],
    ['2026-06-01T10:45', '2026-06-01T10:45'], // takes no time, blocks nothing
  ]
  assert.deepEqual(slots({ ...JUNE_1, busy }), ['01T10:00+02:00', '01T10:30+02:00', '01T11:30+02:00'])
})

test('[A-6] buffers keep clear of appointments but may reach outside opening hours', () => {
  const busy: [string, string][] = [['2026-06-01T10:30', '2026-06-01T11:00']]
  assert.deepEqual(slots({ ...JUNE_1, busy, before: 15 }), ['01T09:00+02:00', '01T09:30+02:00', '01T10:00+02:00', '01T11:30+02:00'])
  assert.deepEqual(slots({ ...JUNE_1, busy, after: 15 }), ['01T09:00+02:00', '01T09:30+02:00', '01T11:00+02:00', '01T11:30+02:00'])
})

test('[A-6] a window asks for starts: the last service may end after it', () => {
  assert.deepEqual(slots({ from: '2026-06-01T09:30', to: '2026-06-01T10:30', minutes: 90 }), ['01T09:30+02:00', '01T10:00+02:00'])
  assert.deepEqual(slots({ from: '2026-06-01T23:00', to: '2026-06-02T00:00', hours: everyDay(1320, 1560), minutes: 180 }), ['01T23:00+02:00'])
})

test('[A-6] nothing sooner than the notice, nothing after the last bookable day', () => {
  const window = { from: '2026-06-01T00:00', to: '2026-06-05T00:00', minutes: 60, step: 60, hours: everyDay(540, 660) }
  assert.deepEqual(slots({ ...window, now: '2026-06-01T07:30', rules: { min_notice_minutes: 120, max_ahead_days: 1 } }), [
    '01T10:00+02:00', '02T09:00+02:00', '02T10:00+02:00',
  ])
  assert.deepEqual(slots({ ...window, now: '2026-06-01T08:00', rules: { min_notice_minutes: 120, max_ahead_days: 0 } }), ['01T10:00+02:00'])
  assert.deepEqual(slots({ ...window, now: '2026-06-08T08:00' }), [])
})

test('[A-6] a session with seats left is a slot though the agenda is busy, for its own service and a party that fits', () => {
  const busy: [string, string][] = [['2026-06-01T09:00', '2026-06-01T10:55']]
  const given = { ...JUNE_1, busy, capacity: 3, hours: everyDay(540, 690) }
  const sessions = [{ at: '2026-06-01T10:25', seats_left: 2 }, { at: '2026-06-01T09:00', seats_left: 0 }, { at: '2026-06-01T09:40', seats_left: 3, service_id: 'other' }]
  assert.deepEqual(slots({ ...given, sessions }), ['01T10:25+02:00', '01T11:00+02:00'])
  assert.deepEqual(slots({ ...given, sessions, seats: 2 }), ['01T10:25+02:00', '01T11:00+02:00'])
  assert.deepEqual(slots({ ...given, sessions, seats: 3 }), ['01T11:00+02:00'])
  assert.deepEqual(slots({ ...given, sessions, seats: 4 }), [])
  assert.deepEqual(slots({ ...given, sessions, from: '2026-06-01T10:26' }), ['01T11:00+02:00'])
})

for (const [zone, night] of NIGHTS) {
  test(`[A-6] slots agree with a walk through every minute: ${zone}, ${night}`, () => {
    const situation = service('a').chain((wanted) =>
      fc.tuple(fc.constant(wanted), search(zone, night), agenda(zone, night, [wanted, { ...wanted, service_id: 'b' }], 1000)),
    )
    fc.assert(
      fc.property(situation, ([wanted, input, known]) => {
        const open = openIntervals({ ...input, rules: known.rules, window: readingWindow(input, [wanted]) })
        const expected = oracleSequences(input, [{ service: wanted, agenda_ids: ['x'] }], new Map([['x', known]]))
        assert.deepEqual(freeSlots({ ...input, ...known, open, service: wanted }), expected.map(({ starts_at_ms }) => starts_at_ms))
      }),
      { numRuns: 50 },
    )
  })
}

test('[A-6] slots of two adjoining windows are those of both together', () => {
  const [zone, night] = NIGHTS[1]
  const situation = service('a').chain((wanted) => fc.tuple(fc.constant(wanted), search(zone, night), agenda(zone, night, [wanted]), fc.double({ min: 0, max: 1, noNaN: true })))
  fc.assert(
    fc.property(situation, ([wanted, input, known, share]) => {
      const slotsIn = (window: readonly [number, number]) => {
        const open = openIntervals({ ...input, rules: known.rules, window: readingWindow({ ...input, window }, [wanted]) })
        return freeSlots({ ...input, ...known, open, window, service: wanted })
      }
      const [from, to] = input.window
      const middle = from + Math.floor((to - from) * share)
      assert.deepEqual([...slotsIn([from, middle]), ...slotsIn([middle, to])], slotsIn([from, to]))
    }),
    { numRuns: 100 },
  )
})

test('what must be read for a window is its days, and as far as services and buffers reach', () => {
  const read = (from: string, to: string, services: Service[], now = from) => {
    const booking_rules = { slot_step_minutes: 15, min_notice_minutes: 0, max_ahead_days: 1 }
    const window = [instant(from), instant(to)] as const
    const local = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(PARIS).toPlainDateTime().toString({ smallestUnit: 'minute' }).slice(5)
    return readingWindow({ zone: PARIS, booking_rules, now_ms: instant(now), window }, services).map(local)
  }
  const one = { service_id: 'a', duration_minutes: 30, buffer_before_minutes: 5, buffer_after_minutes: 10, capacity: 1 }
  const two = { ...one, buffer_before_minutes: 20 }
  assert.deepEqual(read('2026-06-01T09:00', '2026-06-01T10:00', [one]), ['06-01T00:00', '06-02T00:00'])
  assert.deepEqual(read('2026-06-01T00:00', '2026-06-02T00:00', [one]), ['05-31T23:55', '06-02T00:45'])
  assert.deepEqual(read('2026-06-01T00:10', '2026-06-01T23:30', [one, two]), ['05-31T23:50', '06-02T01:15'])
  assert.deepEqual(read('2026-06-01T09:00', '2026-06-09T10:00', [one]), ['06-01T00:00', '06-03T00:45'], 'not beyond the last bookable day')
})

test('[A-6] a window far out of reach holds no slots and asks for nothing to be read', () => {
  const search = { zone: PARIS, booking_rules: { slot_step_minutes: 15, min_notice_minutes: 0, max_ahead_days: 60 }, now_ms: instant('2026-06-01T09:00') }
  const wanted = { service_id: 'a', duration_minutes: 30, buffer_before_minutes: 5, buffer_after_minutes: 10, capacity: 1 }
  for (const window of [[8.64e15, -8.64e15], [8.6e15, 8.64e15], [-8.64e15, -8.6e15], [0, 0]] as const) {
    const [from, to] = readingWindow({ ...search, window }, [wanted])
    assert.ok(from >= to)
    const open = openIntervals({ zone: PARIS, opening_hours: everyDay(0, 1440), exceptions: [], closed_days: new Set(), rules: [], window: [from, to] })
    assert.deepEqual(freeSlots({ ...search, window, service: wanted, open, busy: [], sessions: [] }), [])
  }
})

test('a step below a minute is refused instead of never ending', () => {
  assert.throws(() => slots({ ...JUNE_1, step: 0 }), RangeError)
})

test('the bookable window is empty when notice or horizon leave nothing', () => {
  const rules = { slot_step_minutes: 15, min_notice_minutes: 60, max_ahead_days: 1 }
  const [from, to] = bookableWindow({ zone: PARIS, booking_rules: rules, now_ms: instant('2026-06-01T12:00'), window: [instant('2026-06-01T08:00'), instant('2026-06-01T12:30')] })
  assert.ok(to <= from)
})

test('[A-6] the nearest alternatives are the closest ones, whatever their side', () => {
  assert.deepEqual(nearestSlots([10, 20, 30, 40], 26, 2), [20, 30])
  assert.deepEqual(nearestSlots([10, 20, 30, 40], 30, 2), [20, 40])
  assert.deepEqual(nearestSlots([10, 20, 30, 40], 25, 1), [20])
  assert.deepEqual(nearestSlots([10, 20, 30, 40], 99, 3), [20, 30, 40])
  assert.deepEqual(nearestSlots(Float64Array.of(10, 20), 0, 5), [10, 20])
  assert.deepEqual(nearestSlots([], 0, 3), [])
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 })), fc.integer({ min: 0, max: 60 }), fc.nat(8), (times, wanted, count) => {
      const byDistance = times.filter((at) => at !== wanted).sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
      assert.deepEqual(nearestSlots([...times].sort((a, b) => a - b), wanted, count), byDistance.slice(0, count).sort((a, b) => a - b))
    }),
  )
})
