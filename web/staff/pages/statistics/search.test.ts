import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOf, isDay, readSearch } from './search.ts'

test('periods end today and hold what their name says', () => {
  assert.deepEqual(daysOf({ period: 'week' }, '2026-11-23'), { from: '2026-11-17', to: '2026-11-23' })
  assert.deepEqual(daysOf({}, '2026-11-23'), { from: '2026-10-25', to: '2026-11-23' })
  assert.deepEqual(daysOf({ period: 'quarter' }, '2026-11-23'), { from: '2026-08-24', to: '2026-11-23' })
  assert.deepEqual(daysOf({ period: 'year' }, '2026-11-23'), { from: '2025-11-24', to: '2026-11-23' })
  assert.deepEqual(daysOf({ period: 'quarter' }, '2026-05-31'), { from: '2026-03-01', to: '2026-05-31' }, 'February has no 31st')
  assert.deepEqual(daysOf({ period: 'year' }, '2028-02-29'), { from: '2027-03-01', to: '2028-02-29' })
  assert.deepEqual(daysOf({ period: 'custom', from: '2026-01-01', to: '2026-01-31' }, '2026-11-23'), { from: '2026-01-01', to: '2026-01-31' })
})

test('an address that means nothing falls back on a month', () => {
  assert.deepEqual(readSearch({ period: 'century', agenda: 3, service: '' }), {})
  assert.deepEqual(readSearch({ period: 'custom', from: '2026-02-30', to: '2026-03-01' }), {})
  assert.deepEqual(readSearch({ period: 'custom', from: '2026-03-02', to: '2026-03-01' }), {})
  assert.deepEqual(readSearch({ period: 'custom', from: '2020-01-01', to: '2026-03-01' }), {}, 'more days than the server answers')
  assert.deepEqual(readSearch({ period: 'week', from: '2026-03-01', to: '2026-03-02' }), { period: 'week' })
  assert.deepEqual(readSearch({ period: 'custom', from: '2026-03-01', to: '2026-03-02', origin: 'site' }), { period: 'custom', from: '2026-03-01', to: '2026-03-02', origin: 'site' })
})

test('a day exists or is none', () => {
  assert.equal(isDay('2028-02-29'), true)
  for (const wrong of ['2026-02-29', '2026-2-3', 'hier', '', undefined]) assert.equal(isDay(wrong), false)
})
