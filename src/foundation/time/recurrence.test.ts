import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { localText, localTime } from './days.ts'
import { occurrences, type Recurring } from './recurrence.ts'
import { zoneOf } from './zones.ts'

const PARIS = zoneOf('Europe/Paris')

const list = (rule: Partial<Recurring> & { starts_local: string }, from: string, to: string): string[] =>
  occurrences({ rrule: null, exdates: [], ...rule }, PARIS, localTime(from), localTime(to)).map(localText)

test('something that happens once happens once', () => {
  assert.deepEqual(list({ starts_local: '2026-06-01T09:00' }, '2026-06-01T09:00', '2026-06-01T09:00'), ['2026-06-01T09:00'])
  assert.deepEqual(list({ starts_local: '2026-06-01T09:00' }, '2026-06-01T09:01', '2026-07-01T00:00'), [])
})

test('a weekly rule keeps its wall-clock time all year, within its window', () => {
  const rule = { starts_local: '2026-03-24T09:00', rrule: 'FREQ=WEEKLY;BYDAY=TU,TH' }
  assert.deepEqual(list(rule, '2026-03-26T09:01', '2026-04-02T09:00'), ['2026-03-31T09:00', '2026-04-02T09:00'])
})

test('COUNT counts excluded occurrences; exceptions only leave them out', () => {
  const rule = { starts_local: '2026-06-03T09:00', rrule: 'RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4', exdates: ['2026-06-08T09:00', '2026-06-10T08:00'] }
  assert.deepEqual(list(rule, '2026-01-01T00:00', '2027-01-01T00:00'), ['2026-06-03T09:00', '2026-06-10T09:00', '2026-06-15T09:00'])
})

test('UNTIL is inclusive; a date means all of it, a Z means UTC', () => {
  const until = (text: string) => list({ starts_local: '2026-06-01T01:30', rrule: `FREQ=DAILY;UNTIL=${text}` }, '2026-06-01T00:00', '2026-06-09T00:00').length
  assert.equal(until('20260603'), 3)
  assert.equal(until('20260603T013000'), 3)
  assert.equal(until('20260603T012900'), 2)
  assert.equal(until('20260602T233000Z'), 3)
  assert.equal(until('20260602T232959Z'), 2)
})

test('every other week counts weeks from their first day', () => {
  const days = (wkst: string) => list({ starts_local: '1997-08-05T09:00', rrule: `FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=${wkst}` }, '1997-08-01T00:00', '1998-01-01T00:00').map((text) => text.slice(5, 10))
  assert.deepEqual(days('MO'), ['08-05', '08-10', '08-19', '08-24']) // RFC 5545, page 130
  assert.deepEqual(days('SU'), ['08-05', '08-17', '08-19', '08-31'])
})

test('other rules: the second Tuesday, the last day of the month, every third day', () => {
  const year = (rrule: string) => list({ starts_local: '2026-01-13T10:00', rrule }, '2026-01-01T00:00', '2026-05-01T00:00').map((text) => text.slice(5, 10))
  assert.deepEqual(year('FREQ=MONTHLY;BYDAY=2TU'), ['01-13', '02-10', '03-10', '04-14'])
  assert.deepEqual(year('FREQ=MONTHLY;BYMONTHDAY=-1'), ['01-31', '02-28', '03-31', '04-30'])
  assert.deepEqual(year('FREQ=DAILY;INTERVAL=30;UNTIL=20260315'), ['01-13', '02-12', '03-14'])
  assert.deepEqual(year('FREQ=WEEKLY;BYDAY=TU;BYMONTH=2'), ['02-03', '02-10', '02-17', '02-24'])
})

test('weekly rules agree with rrule-temporal', () => {
  const weekly = fc.record({
    starts: fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minutes) => localTime('2026-01-01T00:00') + minutes * 60_000),
    days: fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')),
    interval: fc.integer({ min: 1, max: 4 }),
    count: fc.option(fc.integer({ min: 1, max: 30 })),
    until: fc.option(fc.integer({ min: 0, max: 200 })),
    wkst: fc.constantFrom('', ';WKST=SU', ';WKST=WE'),
    from: fc.integer({ min: -10, max: 150 }),
    length: fc.integer({ min: 0, max: 60 }),
  })
  fc.assert(
    fc.property(weekly, ({ starts, days, interval, count, until, wkst, from, length }) => {
      const day = 86_400_000
      const last = localText(starts + (until ?? 0) * day).replace(/[-:]/g, '')
      const limit = count !== null ? `;COUNT=${count}` : until !== null ? `;UNTIL=${last}00` : ''
      const rrule = `FREQ=WEEKLY;INTERVAL=${interval}${days.length > 0 ? `;BYDAY=${days}` : ''}${wkst}${limit}`
      const [first, end] = [starts + from * day, starts + (from + length) * day]
      const peer = new RRuleTemporal({
        rruleString: `RRULE:${rrule.replace(/(UNTIL=\w+)/, '$1Z')}`,
        dtstart: Temporal.Instant.fromEpochMilliseconds(starts).toZonedDateTimeISO('UTC'),
      })
      assert.deepEqual(
        occurrences({ starts_local: localText(starts), rrule, exdates: [] }, PARIS, first, end),
        peer.between(new Date(first), new Date(end), true).map((time) => time.epochMilliseconds),
      )
    }),
    { numRuns: 500 },
  )
})

test('a rule that cannot be read is refused with the part at fault', () => {
  const refused: [string, RegExp][] = [
    ['', /empty part/], ['FREQ=SOMETIMES', /SOMETIMES/], ['BYDAY=MO', /FREQ is missing/], ['FREQ=HOURLY', /HOURLY/],
    ['FREQ=WEEKLY;BYDAY=', /BYDAY=/], ['FREQ=WEEKLY;BYDAY=MO;BYDAY=TU', /BYDAY twice/], ['FREQ=WEEKLY;BYDAY=XX', /XX/], ['FREQ=WEEKLY;BYDAY=2TU', /month or a year/], ['FREQ=WEEKLY;BYDAY=MOTU', /MOTU/], ['FREQ=WEEKLY;BYDAY=,MO', /,MO/], ['FREQ=WEEKLY=DAILY', /WEEKLY=DAILY/],
    ['FREQ=DAILY;INTERVAL=0', /INTERVAL=0/], ['FREQ=DAILY;COUNT=-1', /COUNT=-1/], ['FREQ=DAILY;UNTIL=20260230', /2026-02-30/],
    ['FREQ=DAILY;COUNT=2;UNTIL=20260201', /exclude/], ['FREQ=DAILY;X-NOTE=1', /X-NOTE/], ['FREQ=DAILY;', /empty part/],
    ['FREQ=DAILY\nDTSTART:20200101T000000Z', /DTSTART/],
  ]
  const firstYear = (rrule: string) => list({ starts_local: '2026-06-01T09:00', rrule }, '2026-06-01T09:00', '2027-06-01T09:00')
  for (const [rrule, message] of refused) {
    assert.throws(() => firstYear(rrule), (error) => error instanceof RangeError && message.test(error.message), rrule)
  }
  const hopeless = { starts_local: '1990-02-28T23:30', rrule: 'FREQ=DAILY;BYMONTH=1,4;BYMONTHDAY=1;BYWEEKNO=-36;COUNT=9' }
  assert.throws(() => list(hopeless, '2026-06-01T00:00', '2026-07-01T00:00'), /RangeError: recurrence rule: cannot follow FREQ=DAILY/)
  assert.throws(() => list({ starts_local: '2026-06-31T09:00' }, '2026-06-01T00:00', '2026-06-02T00:00'), RangeError)
})
