import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openIntervals, type OpenInput } from './open.ts'
import { oracleOpenMinutes } from './oracle.ts'
import { agenda, NIGHTS, search } from './situations.ts'
import type { AgendaRule } from './types.ts'

const PARIS = 'Europe/Paris'
const instant = (local: string, zone = PARIS) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds

/** Open time of some local days as text in UTC. */
function open(from: string, to: string, input: Partial<OpenInput>): string[] {
  const zone = input.zone ?? PARIS
  const window = [instant(from, zone), instant(to, zone)] as const
  const intervals = openIntervals({ zone, opening_hours: [], exceptions: [], closed_days: new Set(), rules: [], window, ...input })
  return intervals.map((interval) => interval.map((ms) => new Date(ms).toISOString().slice(5, 16)).join(' – '))
}

const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens_minute: 0, closes_minute: 1440 }))
const nights = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens_minute: 22 * 60, closes_minute: 30 * 60 }))
const rule = (kind: AgendaRule['kind'], starts_local: string, duration_minutes: number, rrule: string | null, exdates: string[] = []): AgendaRule =>
  ({ kind, starts_local, duration_minutes, rrule, exdates })

test('[A-1] hours of a day may overlap or touch, and count once', () => {
  const opening_hours = [
    { weekday: 1, opens_minute: 600, closes_minute: 720 },
    { weekday: 1, opens_minute: 540, closes_minute: 660 },
    { weekday: 1, opens_minute: 720, closes_minute: 780 },
    { weekday: 1, opens_minute: 900, closes_minute: 960 },
  ]
  assert.deepEqual(open('2026-06-01', '2026-06-08', { opening_hours }), ['06-01T07:00 – 06-01T11:00', '06-01T13:00 – 06-01T14:00'])
})

test('[A-1] hours from 22:00 to 6:00 follow the wall clock through both nights', () => {
  assert.deepEqual(open('2026-03-28T12:00', '2026-03-29T12:00', { opening_hours: nights }), ['03-28T21:00 – 03-29T04:00']) // 7 hours
  assert.deepEqual(open('2026-10-24T12:00', '2026-10-25T12:00', { opening_hours: nights }), ['10-24T20:00 – 10-25T05:00']) // 9 hours
})

test('[A-1] a time shown twice opens at the first and closes at the second; one never shown comes an hour later', () => {
  const at = (opens_minute: number, closes_minute: number) => [{ weekday: 7, opens_minute, closes_minute }]
  assert.deepEqual(open('2026-10-25', '2026-10-26', { opening_hours: at(150, 300) }), ['10-25T00:30 – 10-25T04:00'])
  assert.deepEqual(open('2026-10-25', '2026-10-26', { opening_hours: at(60, 150) }), ['10-24T23:00 – 10-25T01:30'])
  assert.deepEqual(open('2026-03-29', '2026-03-30', { opening_hours: at(150, 300) }), ['03-29T01:30 – 03-29T03:00'])
  assert.deepEqual(open('2026-03-29', '2026-03-30', { opening_hours: at(150, 180) }), [])
})

test('[A-1] an exception replaces the hours of its day, a closed one wins over another, and the night before stays', () => {
  const exceptions = [
    { day: '2026-06-02', opens_minute: 600, closes_minute: 660 },
    { day: '2026-06-03', opens_minute: 600, closes_minute: 660 },
    { day: '2026-06-03', opens_minute: null, closes_minute: null },
  ]
  assert.deepEqual(open('2026-06-02', '2026-06-04', { opening_hours: nights, exceptions }), [
    '06-01T22:00 – 06-02T04:00', // the night of the 1st, from local midnight
    '06-02T08:00 – 06-02T09:00',
  ])
})

test('[A-1] an establishment closes on a public holiday unless an exception opens it', () => {
  const input = { opening_hours: always, closed_days: new Set(['2026-07-14', '2026-08-15']), exceptions: [{ day: '2026-08-15', opens_minute: 600, closes_minute: 720 }] }
  assert.deepEqual(open('2026-07-13', '2026-07-16', input), ['07-12T22:00 – 07-13T22:00', '07-14T22:00 – 07-15T22:00'])
  assert.deepEqual(open('2026-08-15', '2026-08-16', input), ['08-15T08:00 – 08-15T10:00'])
})

test('[A-1] an agenda follows the opening hours, within its available time if it has any, outside its unavailable time', () => {
  const input = { opening_hours: always }
  const mornings = rule('available', '2026-06-01T08:00', 240, 'FREQ=WEEKLY;BYDAY=MO,TU')
  const early = rule('available', '2026-06-01T07:00', 120, null)
  const pause = rule('unavailable', '2026-06-01T10:00', 30, 'FREQ=WEEKLY;BYDAY=MO,TU', ['2026-06-02T10:00'])
  assert.deepEqual(open('2026-06-01', '2026-06-03', { ...input, rules: [pause] }), [
    '05-31T22:00 – 06-01T08:00', '06-01T08:30 – 06-02T22:00',
  ])
  assert.deepEqual(open('2026-06-01', '2026-06-04', { ...input, rules: [mornings, early, pause] }), [
    '06-01T05:00 – 06-01T08:00', '06-01T08:30 – 06-01T10:00', '06-02T06:00 – 06-02T10:00',
  ])
})

test('[A-1] an agenda whose only available time is over is closed, not open all day', () => {
  assert.deepEqual(open('2026-06-01', '2026-06-02', { opening_hours: always, rules: [rule('available', '2026-05-01T08:00', 60, null)] }), [])
})

test('[A-1] a day off lasts the whole local day on nights of 23 and of 25 hours', () => {
  for (const [day, next] of [['2026-03-29', '2026-03-30'], ['2026-10-25', '2026-10-26']] as const) {
    assert.deepEqual(open(day, next, { opening_hours: always, rules: [rule('unavailable', `${day}T00:00`, 1440, null)] }), [])
  }
})

test('[A-1] hours and rules of tomorrow count before a clock that goes back over midnight', () => {
  // St John's, 7 November 2010: 0:01 became 23:01. Tomorrow began at 2:30 UTC, for a minute.
  const input = { zone: 'America/St_Johns', window: [Date.parse('2010-11-07T01:30Z'), Date.parse('2010-11-07T03:00Z')] as const }
  const opening_hours = [{ weekday: 7, opens_minute: 0, closes_minute: 120 }]
  assert.deepEqual(open('2010-11-07', '2010-11-08', { ...input, opening_hours }), ['11-07T02:30 – 11-07T03:00'])
  const rules = [rule('available', '2010-11-07T00:00', 120, null)]
  assert.deepEqual(open('2010-11-07', '2010-11-08', { ...input, opening_hours: always, rules }), ['11-07T02:30 – 11-07T03:00'])
})

for (const [zone, night] of [...NIGHTS, ['America/St_Johns', '2010-11-07'] as const]) {
  test(`[A-1] open time agrees with a walk through every minute: ${zone}, ${night}`, () => {
    fc.assert(
      fc.property(search(zone, night), agenda(zone, night, [{ service_id: 'a', duration_minutes: 5, buffer_before_minutes: 0, buffer_after_minutes: 0, capacity: 1 }]), (input, { rules }) => {
        const intervals = openIntervals({ ...input, rules })
        for (const [i, [start, end]] of intervals.entries()) {
          assert.ok(start < end && start > (intervals[i - 1]?.[1] ?? -Infinity), 'sorted, disjoint and not touching')
        }
        const minutes: number[] = []
        for (const [start, end] of intervals) for (let at = start; at < end; at += 60_000) minutes.push(at / 60_000)
        const expected = [...oracleOpenMinutes(input, rules)].filter((minute) => input.window[0] <= minute * 60_000 && minute * 60_000 < input.window[1])
        assert.deepEqual(minutes, expected.sort((a, b) => a - b))
      }),
      { numRuns: 200 },
    )
  })
}

test('a zone or a rule that cannot be read is refused', () => {
  assert.throws(() => open('2026-06-01', '2026-06-02', { zone: 'Europe/Lutetia' }), RangeError)
  assert.throws(() => open('2026-06-01', '2026-06-02', { rules: [rule('available', '2026-06-01T08:00', 60, 'FREQ=SOMETIMES')] }), RangeError)
})
