import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { dayNumber, dayText, MINUTE_MS } from '../../foundation/time/days.ts'
import { toLocal, zoneOf } from '../../foundation/time/zones.ts'
import { cutByHour, daysIn, hourOfWeek, precedingDays, ranges, ratio, readableGrouping, steps } from './rules.ts'

const day = fc.integer({ min: dayNumber('2020-01-01'), max: dayNumber('2035-01-01') })
const days = fc.tuple(day, fc.integer({ min: 0, max: 800 })).map(([first, more]) => ({ from: dayText(first), to: dayText(first + more) }))
const zones = ['Europe/Paris', 'Asia/Kolkata', 'Pacific/Honolulu', 'Pacific/Fiji', 'Australia/Lord_Howe'].map(zoneOf)

describe('days', () => {
  test('those before are as many and end the day before', () => {
    fc.assert(
      fc.property(days, (asked) => {
        const before = precedingDays(asked)
        assert.equal(daysIn(before), daysIn(asked))
        assert.equal(dayNumber(before.to) + 1, dayNumber(asked.from))
      })
    )
  })

  test('steps cover each day once, and begin where calendars do', () => {
    fc.assert(
      fc.property(days, fc.constantFrom('day', 'week', 'month'), (asked, grouping) => {
        const all = steps(asked, grouping)
        assert.equal(all[0]!.from, asked.from)
        assert.equal(all.at(-1)!.to, asked.to)
        for (const [index, step] of all.entries()) {
          assert.ok(step.from <= step.to)
          if (index === 0) continue
          assert.equal(dayNumber(step.from), dayNumber(all[index - 1]!.to) + 1)
          if (grouping === 'week') assert.equal(Temporal.PlainDate.from(step.from).dayOfWeek, 1)
          if (grouping === 'month') assert.equal(step.from.slice(8), '01')
        }
      })
    )
  })

  test('weeks and months are cut to what was asked for', () => {
    assert.deepEqual(steps({ from: '2026-10-28', to: '2026-11-10' }, 'week'), [
      { from: '2026-10-28', to: '2026-11-01' },
      { from: '2026-11-02', to: '2026-11-08' },
      { from: '2026-11-09', to: '2026-11-10' }
    ])
    assert.deepEqual(steps({ from: '2027-01-30', to: '2027-03-02' }, 'month'), [
      { from: '2027-01-30', to: '2027-01-31' },
      { from: '2027-02-01', to: '2027-02-28' },
      { from: '2027-03-01', to: '2027-03-02' }
    ])
  })

  test('a plot has never more than some thirty steps', () => {
    fc.assert(fc.property(days, (asked) => assert.ok(steps(asked, readableGrouping(asked)).length <= 35)))
  })
})

describe('hours', () => {
  test('pieces add up, follow one another, and each lies within one hour of the clock', () => {
    const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) })
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 60 * 60 }), fc.constantFrom(...zones), (from, minutes, zone) => {
        const shares = cutByHour([from, from + minutes * MINUTE_MS], zone)
        let at = from
        for (const share of shares) {
          assert.ok(share.minutes > 0 && share.minutes <= 60)
          const local = new Date(toLocal(zone, at))
          assert.deepEqual([share.day, share.hour], [Math.floor(local.getTime() / 86_400_000), local.getUTCHours()])
          at += share.minutes * MINUTE_MS
        }
        assert.equal(Math.round(at), from + minutes * MINUTE_MS)
      })
    )
  })

  test('the hour that autumn shows twice gets both, the one that spring skips nothing', () => {
    const paris = zoneOf('Europe/Paris')
    const byHour = (from: string, to: string) => cutByHour([Date.parse(from), Date.parse(to)], paris).map(({ hour, minutes }) => [hour, minutes])
    assert.deepEqual(byHour('2026-10-24T23:30Z', '2026-10-25T02:30Z'), [[1, 30], [2, 60], [2, 60], [3, 30]])
    assert.deepEqual(byHour('2027-03-28T00:30Z', '2027-03-28T01:30Z'), [[1, 30], [3, 30]])
  })

  test('the week’s hours are numbered from Monday midnight', () => {
    assert.equal(hourOfWeek({ day: dayNumber('2026-11-02'), hour: 0 }), 0)
    assert.equal(hourOfWeek({ day: dayNumber('2026-11-08'), hour: 23 }), 167)
  })
})

test('a ratio without a whole is no ratio', () => {
  assert.equal(ratio(3, 0), null)
  assert.equal(ratio(1, 3), 0.3333)
  assert.deepEqual(ranges([0, 120]), [{ from_minutes: 0, to_minutes: 120 }, { from_minutes: 120, to_minutes: null }])
})
