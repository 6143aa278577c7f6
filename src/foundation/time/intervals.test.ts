import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, intersect, type Interval, subtract, union } from './intervals.ts'

const SIZE = 40
const anything = fc.array(fc.tuple(fc.integer({ min: 0, max: SIZE }), fc.integer({ min: 0, max: SIZE })), { maxLength: 12 })
const clean = anything.map(union)

/** The whole numbers in a set of intervals; one list of numbers, one set. */
const points = (intervals: readonly Interval[]): number[] =>
  Array.from({ length: SIZE }, (_, at) => at).filter((at) => intervals.some(([start, end]) => start <= at && at < end))

/** Sorted, disjoint, none empty; after `union` none touches the next either. */
function assertClean(intervals: readonly Interval[], apart: boolean): void {
  for (const [i, [start, end]] of intervals.entries()) {
    assert.ok(start < end)
    const previous = intervals[i - 1]?.[1] ?? -1
    assert.ok(apart ? previous < start : previous <= start)
  }
}

test('union, intersection and difference hold what the sets of their moments hold', () => {
  fc.assert(
    fc.property(anything, clean, clean, (any, a, b) => {
      assert.deepEqual(points(union(any)), points(any))
      assertClean(union(any), true)
      const [inA, inB] = [new Set(points(a)), new Set(points(b))]
      assert.deepEqual(points(intersect(a, b)), [...inA.intersection(inB)].sort((x, y) => x - y))
      assertClean(intersect(a, b), false)
      assert.deepEqual(points(subtract(a, b)), [...inA.difference(inB)].sort((x, y) => x - y))
      assertClean(subtract(a, b), false)
      for (let at = 0; at < SIZE; at++) assert.equal(contains(a, at), inA.has(at))
    }),
    { numRuns: 500 },
  )
})

test('touching intervals become one, empty and inverted ones nothing', () => {
  assert.deepEqual(union([[5, 9], [1, 3], [3, 5], [20, 20], [18, 12]]), [[1, 9]])
  assert.deepEqual(union([]), [])
})
