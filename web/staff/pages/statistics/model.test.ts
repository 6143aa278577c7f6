import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, distinctNames, fullestHour, greatest, heatMap, leading, pointsBetween, rangeOfDays, stepLabel, weekdayName } from './model.ts'

const hour = (weekday: number, at: number, open_minutes: number, fill_rate: number | null) => ({ weekday, hour: at, starts: 0, booked_minutes: 0, open_minutes, fill_rate })

test('figures are compared by their share, shares by points', () => {
  assert.deepEqual(changeOf(110, 100), { kind: 'more', by: 0.10000000000000009 })
  assert.equal(changeOf(75, 100).kind, 'less')
  assert.deepEqual(changeOf(1001, 1000), { kind: 'same' })
  for (const [now, before] of [[3, 0], [null, 3], [3, null]] as const) assert.deepEqual(changeOf(now, before), { kind: 'unknown' })
  assert.deepEqual(pointsBetween(0.123, 0.1), { kind: 'more', by: 2.3 })
  assert.deepEqual(pointsBetween(0.1, 0.1004), { kind: 'same' })
  assert.deepEqual(pointsBetween(0, 0.05), { kind: 'less', by: 5 })
})

test('the heat map spans the hours in which somebody is open, and leaves out closed days', () => {
  const map = heatMap([hour(1, 9, 60, 0.5), hour(1, 11, 60, 0), hour(3, 10, 120, 1), hour(7, 23, 0, null)])
  assert.deepEqual(map.hours, [9, 10, 11])
  assert.deepEqual(map.rows, [{ weekday: 1, values: [0.5, null, 0] }, { weekday: 3, values: [null, 1, null] }])
  assert.deepEqual(heatMap([]), { hours: [], rows: [] })
})

test('the greatest is named only when there is one', () => {
  assert.equal(fullestHour([hour(1, 9, 60, 0.5), hour(3, 10, 120, 0.9)])?.weekday, 3)
  assert.equal(fullestHour([hour(7, 23, 0, null)]), undefined)
  assert.equal(greatest([{ n: 0 }], ({ n }) => n), undefined)
  assert.deepEqual(leading([{ n: 1 }, { n: 3 }, { n: 0 }, { n: 2 }], ({ n }) => n, 2), [{ n: 3 }, { n: 2 }])
})

test('names that several share say where they are from', () => {
  const at = (name: string, establishment_name: string) => ({ name, establishment_name })
  assert.deepEqual(distinctNames([at('Coupe', 'Lyon'), at('Coupe', 'Annecy'), at('Barbe', 'Lyon'), at('Coupe', 'Lyon')]), ['Coupe (Lyon)', 'Coupe (Annecy)', 'Barbe', 'Coupe (Lyon) 2'])
})

test('days are said in the reader’s language', () => {
  assert.equal(weekdayName(1, 'fr'), 'lundi')
  assert.equal(weekdayName(7, 'en', 'short'), 'Sun')
  assert.equal(stepLabel({ from: '2026-11-03' }, 'day', 'fr'), 'mar. 3 nov.')
  assert.equal(stepLabel({ from: '2026-11-01' }, 'month', 'en'), 'Nov 2026')
  assert.match(rangeOfDays('2026-10-25', '2026-11-23', 'fr'), /^25 octobre\s[–-]\s23 novembre 2026$/)
})
