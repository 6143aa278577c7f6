import assert from 'node:assert/strict'
import { test } from 'node:test'
import { busyIntervals } from './busy.ts'
import { readCalendar } from './read.ts'

const zone = 'Europe/Paris'

/** Busy times of VEVENTs, each a list of lines, as 'start end' without the year's zeros. */
function busy(events: string[][], from = '2026-01-01T00:00Z', to = '2027-01-01T00:00Z', options = {}): string[] {
  const text = ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join('\r\n')
  const read = readCalendar(text, { zone })
  assert.deepEqual(read.refused, [])
  const { intervals, refused } = busyIntervals(read.events, { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to), zone, ...options })
  return [...intervals.map(({ starts_at, ends_at }) => `${String(starts_at).slice(0, 16)} ${String(ends_at).slice(0, 16)}`), ...refused.map(({ code, uid }) => `${code} ${uid}`)]
}

const weekly = ['UID:w', 'SUMMARY:Hebdo', 'DTSTART;TZID=Europe/Paris:20260105T100000', 'DTEND;TZID=Europe/Paris:20260105T110000', 'RRULE:FREQ=WEEKLY;COUNT=4']

test('[A-1] a series takes up its time on the wall, through both nights', () => {
  assert.deepEqual(busy([weekly]), ['2026-01-05T09:00 2026-01-05T10:00', '2026-01-12T09:00 2026-01-12T10:00', '2026-01-19T09:00 2026-01-19T10:00', '2026-01-26T09:00 2026-01-26T10:00'])
  const daily = ['UID:d', 'DTSTART;TZID=Europe/Paris:20260328T023000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3']
  assert.deepEqual(busy([daily]), ['2026-03-28T01:30 2026-03-28T02:30', '2026-03-29T01:30 2026-03-29T02:30', '2026-03-30T00:30 2026-03-30T01:30'])
  // With an end, a night shift is as long as the first; with a nominal duration, it ends at the same hour.
  const shift = ['UID:s', 'DTSTART;TZID=Europe/Paris:20261023T220000', 'RRULE:FREQ=DAILY;COUNT=2', 'DTEND;TZID=Europe/Paris:20261024T220000']
  assert.deepEqual(busy([shift]), ['2026-10-23T20:00 2026-10-24T20:00', '2026-10-24T20:00 2026-10-25T20:00'])
  const nominal = ['UID:s', 'DTSTART;TZID=Europe/Paris:20261023T220000', 'RRULE:FREQ=DAILY;COUNT=2', 'DURATION:P1D']
  assert.deepEqual(busy([nominal]), ['2026-10-23T20:00 2026-10-24T20:00', '2026-10-24T20:00 2026-10-25T21:00'])
})

test('[A-1] exceptions: left out by instant or by day, moved, cancelled, lengthened', () => {
  assert.deepEqual(busy([[...weekly, 'EXDATE;TZID=Europe/Paris:20260112T100000', 'EXDATE:20260119T090000Z']]), ['2026-01-05T09:00 2026-01-05T10:00', '2026-01-26T09:00 2026-01-26T10:00'])
  assert.deepEqual(busy([[...weekly, 'EXDATE;VALUE=DATE:20260112,20260119,20260126']]), ['2026-01-05T09:00 2026-01-05T10:00'])
  const change = (id: string, ...lines: string[]) => ['UID:w', `RECURRENCE-ID;TZID=Europe/Paris:${id}`, ...lines]
  assert.deepEqual(
    busy([
      weekly,
      change('20260112T100000', 'DTSTART:20260113T150000Z', 'DTEND:20260113T170000Z'),
      change('20260119T100000', 'DTSTART:20260119T090000Z', 'DTEND:20260119T100000Z', 'STATUS:CANCELLED'),
      change('20260126T100000', 'DTSTART:20260126T090000Z', 'DTEND:20260126T100000Z', 'TRANSP:TRANSPARENT')
    ]),
    ['2026-01-05T09:00 2026-01-05T10:00', '2026-01-13T15:00 2026-01-13T17:00']
  )
  // A change stands for its occurrence even when it moved into the window from outside, or out of it.
  assert.deepEqual(busy([weekly, change('20260126T100000', 'DTSTART:20260602T150000Z', 'DTEND:20260602T160000Z')], '2026-06-01T00:00Z', '2026-07-01T00:00Z'), ['2026-06-02T15:00 2026-06-02T16:00'])
  assert.deepEqual(busy([weekly, change('20260126T100000', 'DTSTART:20260602T150000Z', 'DTEND:20260602T160000Z')], '2026-01-20T00:00Z', '2026-02-01T00:00Z'), [])
  // A change without its series is an event.
  assert.deepEqual(busy([change('20260126T100000', 'DTSTART:20260602T150000Z', 'DTEND:20260602T160000Z')]), ['2026-06-02T15:00 2026-06-02T16:00'])
})

test('[A-1] a change to all later occurrences moves them all', () => {
  const from = ['UID:w', 'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20260119T100000', 'DTSTART;TZID=Europe/Paris:20260120T140000', 'DTEND;TZID=Europe/Paris:20260120T160000']
  assert.deepEqual(busy([weekly, from]), ['2026-01-05T09:00 2026-01-05T10:00', '2026-01-12T09:00 2026-01-12T10:00', '2026-01-20T13:00 2026-01-20T15:00', '2026-01-27T13:00 2026-01-27T15:00'])
  assert.deepEqual(busy([weekly, [...from, 'STATUS:CANCELLED']]), ['2026-01-05T09:00 2026-01-05T10:00', '2026-01-12T09:00 2026-01-12T10:00'])
})

test('[A-1] extra dates, periods and days', () => {
  const once = ['UID:r', 'DTSTART;TZID=Europe/Paris:20260105T100000', 'DTEND;TZID=Europe/Paris:20260105T110000']
  assert.deepEqual(busy([[...once, 'RDATE;TZID=Europe/Paris:20260107T150000', 'RDATE;VALUE=PERIOD:20260109T080000Z/20260109T120000Z,20260110T080000Z/PT15M', 'RDATE;VALUE=DATE:20260120']]), [
    '2026-01-05T09:00 2026-01-05T10:00', '2026-01-07T14:00 2026-01-07T15:00', '2026-01-09T08:00 2026-01-09T12:00', '2026-01-10T08:00 2026-01-10T08:15', '2026-01-20T09:00 2026-01-20T10:00'
  ])
})

test('[A-1] whole days are days where they are read, 23 and 25 hours long in their season', () => {
  assert.deepEqual(busy([['UID:1', 'DTSTART;VALUE=DATE:20260329', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=29;COUNT=2']]), ['2026-03-28T23:00 2026-03-29T22:00', '2026-04-28T22:00 2026-04-29T22:00'])
  assert.deepEqual(busy([['UID:1', 'DTSTART;VALUE=DATE:20261024', 'RRULE:FREQ=DAILY;UNTIL=20261025T235959Z', 'EXDATE;VALUE=DATE:20261024']]), ['2026-10-24T22:00 2026-10-25T23:00'])
})

test('[A-1] the window takes what overlaps it, also what began long before, and nothing that only touches', () => {
  const long = ['UID:l', 'DTSTART:20250101T000000Z', 'DTEND:20260601T000000Z']
  assert.deepEqual(busy([long], '2026-05-01T00:00Z', '2026-05-02T00:00Z'), ['2025-01-01T00:00 2026-06-01T00:00'])
  assert.deepEqual(busy([weekly], '2026-01-05T10:00Z', '2026-01-12T09:00Z'), [])
  assert.deepEqual(busy([weekly], '2026-01-05T09:59:59Z', '2026-01-12T09:00:01Z'), ['2026-01-05T09:00 2026-01-05T10:00', '2026-01-12T09:00 2026-01-12T10:00'])
  const yearly = ['UID:y', 'DTSTART;VALUE=DATE:20200101', 'DURATION:P400D', 'RRULE:FREQ=YEARLY']
  assert.equal(busy([yearly], '2026-01-15T00:00Z', '2026-01-16T00:00Z').length, 2)
})

test('[A-1] nothing is taken up by free, cancelled or empty events', () => {
  const times = ['DTSTART:20260105T100000Z', 'DTEND:20260105T110000Z']
  assert.deepEqual(busy([['UID:1', ...times, 'TRANSP:TRANSPARENT'], ['UID:2', ...times, 'STATUS:CANCELLED'], ['UID:3', 'DTSTART:20260105T100000Z']]), [])
  assert.equal(busy([['UID:1', ...times, 'STATUS:TENTATIVE']]).length, 1)
})

test('[A-1] bombs are refused by name, and crowd nobody out', () => {
  const bomb = (uid: string, rule: string) => [`UID:${uid}`, 'DTSTART:20200101T000000Z', 'DURATION:PT1S', `RRULE:${rule}`]
  const found = busy([bomb('seconds', 'FREQ=SECONDLY'), bomb('minutes', 'FREQ=MINUTELY;COUNT=999999'), weekly])
  assert.deepEqual(found.slice(0, 4), busy([weekly]))
  assert.deepEqual(found.slice(4), ['too-many-occurrences seconds', 'too-many-occurrences minutes'])
  assert.deepEqual(busy([weekly], undefined, undefined, { limit: 3 }), ['too-many-occurrences w'])
  // However many bombs come first, what people keep is expanded before them.
  const crowd = busy([...Array.from({ length: 200 }, (_, index) => bomb(String(index), 'FREQ=SECONDLY')), weekly], undefined, undefined, { budget_ms: 50 })
  assert.deepEqual(crowd.slice(0, 4), busy([weekly]))
  assert.equal(crowd.length, 204)
  // With no time left at all, single events are still there and the series is named.
  const single = ['UID:1', 'DTSTART:20260105T100000Z', 'DTEND:20260105T110000Z']
  assert.deepEqual(busy([weekly, single], undefined, undefined, { budget_ms: -1 }), ['2026-01-05T10:00 2026-01-05T11:00', 'too-long-to-expand w'])
  const start = performance.now()
  busy(Array.from({ length: 300 }, (_, index) => bomb(String(index), 'FREQ=SECONDLY')), undefined, undefined, { budget_ms: 200 })
  assert.ok(performance.now() - start < 3000)
})

test('[A-1] a calendar busier than any person is expanded up to a point, and the rest is named', () => {
  const series = (index: number) => [`UID:${String(index).padStart(3, '0')}`, `DTSTART:20200101T${String(index % 24).padStart(2, '0')}0000Z`, 'DURATION:PT1M', 'RRULE:FREQ=DAILY']
  const found = busy(Array.from({ length: 40 }, (_, index) => series(index)), '2020-01-01T00:00Z', '2030-01-01T00:00Z', { budget_ms: 60_000 })
  const refused = found.filter((line) => line.startsWith('too-long-to-expand'))
  assert.equal(found.length - refused.length, 28 * 3653)
  assert.equal(refused.length, 12)
})

test('[A-1] thousands of changes of one series take a moment', () => {
  const series = ['UID:x', 'DTSTART:20260101T000000Z', 'DURATION:PT1M']
  const changes = Array.from({ length: 3000 }, (_, index) => ['UID:x', `RECURRENCE-ID;RANGE=THISANDFUTURE:2026010${1 + (index % 9)}T00${String(Math.floor(index / 9) % 60).padStart(2, '0')}${String(index % 60).padStart(2, '0')}Z`, `SEQUENCE:1`, 'DTSTART:20260101T000000Z'])
  const text = ['BEGIN:VCALENDAR', ...Array.from({ length: 3000 }, (_, index) => ['BEGIN:VEVENT', ...series, `X-N:${index}`, 'END:VEVENT']).flat(), ...changes.flatMap((lines, index) => ['BEGIN:VEVENT', ...lines, `X-N:${index}`, 'END:VEVENT']), 'END:VCALENDAR'].join('\n')
  const { events } = readCalendar(text, { zone })
  assert.equal(events.length, 6000)
  const start = performance.now()
  busyIntervals(events, { from: Temporal.Instant.from('2026-01-01T00:00Z'), to: Temporal.Instant.from('2026-02-01T00:00Z'), zone })
  assert.ok(performance.now() - start < 3000)
})
