import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { copyDay, fromWeek, nextRange, openMinutes, overlapIn, rangeOf, toWeek, type Week } from './week-model.ts'

const empty: Week = [[], [], [], [], [], [], []]

test('[A-3] the list and the seven days say the same', () => {
  const range = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 })).map(([weekday, opens_minute, length]) => ({ weekday, opens_minute, closes_minute: opens_minute + length }))
  const order = (a: { weekday: number; opens_minute: number; closes_minute: number }, b: typeof a): number => a.weekday - b.weekday || a.opens_minute - b.opens_minute || a.closes_minute - b.closes_minute
  fc.assert(
    fc.property(fc.array(range, { maxLength: 20 }), (ranges) => {
      const { ranges: back, places } = fromWeek(toWeek(ranges))
      assert.deepEqual(back.toSorted(order), ranges.toSorted(order))
      for (const [at, { day, index }] of places.entries()) assert.equal(toWeek(ranges)[day]?.[index]?.opens_minute, back[at]?.opens_minute)
    }),
  )
})

test('[A-3] closing at or before opening is the next morning', () => {
  assert.deepEqual(rangeOf(1200, 120), { opens_minute: 1200, closes_minute: 1560 })
  assert.deepEqual(rangeOf(540, 0), { opens_minute: 540, closes_minute: 1440 })
  assert.deepEqual(rangeOf(540, 540), { opens_minute: 540, closes_minute: 1980 })
})

test('[A-3] an added range follows the last, and a day is copied to others', () => {
  assert.deepEqual(nextRange([]), { opens_minute: 540, closes_minute: 1080 })
  assert.deepEqual(nextRange([{ opens_minute: 540, closes_minute: 720 }]), { opens_minute: 780, closes_minute: 1020 })
  const { opens_minute, closes_minute } = nextRange([{ opens_minute: 0, closes_minute: 1440 }])
  assert.ok(opens_minute < closes_minute && opens_minute < 1440)
  const week = copyDay([[{ opens_minute: 540, closes_minute: 1080 }], ...empty.slice(1)], 0, [1, 4])
  assert.equal(openMinutes(week), 3 * 540)
})

test('[A-3] overlaps are seen before they are sent, also across midnight', () => {
  const week: Week = [[{ opens_minute: 540, closes_minute: 800 }, { opens_minute: 780, closes_minute: 1080 }], [], [], [], [], [], [{ opens_minute: 1200, closes_minute: 2000 }]]
  assert.deepEqual([overlapIn(week, 0), overlapIn(week, 1), overlapIn(week, 6)], [1, -1, 0])
})
