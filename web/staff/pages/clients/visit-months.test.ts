import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitMonths } from './visit-months.ts'

test('[A-2] months run up to the present one, across the year, and count what took place', () => {
  const past = [
    { day: '2026-12-31', status: 'done' },
    { day: '2027-01-01', status: 'confirmed' },
    { day: '2027-01-20', status: 'no_show' },
    { day: '2027-02-01', status: 'cancelled' },
    { day: '2025-01-01', status: 'done' },
  ]
  assert.deepEqual(visitMonths(past, '2027-02-10', 4), [
    { day: '2026-11-01', visits: 0, missed: 0 },
    { day: '2026-12-01', visits: 1, missed: 0 },
    { day: '2027-01-01', visits: 1, missed: 1 },
    { day: '2027-02-01', visits: 0, missed: 0 },
  ])
})
