import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { changed, readAmount, readDuration, readTime, withValue, writeAmount, writeTime } from './values.ts'

test('[A-3] a price is read as it is typed in France and elsewhere', () => {
  const amounts: readonly (readonly [string, number | null | undefined])[] = [
    ['35', 3500], ['35,00', 3500], ['35,5', 3550], ['35.50 €', 3550], ['1 250,00', 125_000], ['0,29', 29], ['', null], ['  ', null], ['0', 0],
    ['35,555', undefined], ['-5', undefined], ['gratuit', undefined], ['1,2,3', undefined],
  ]
  for (const [typed, minor] of amounts) assert.equal(readAmount(typed), minor, typed)
  fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.constantFrom('fr' as const, 'en' as const), (minor, language) => assert.equal(readAmount(writeAmount(minor, language)), minor)))
})

test('[A-3] a duration is read however it is written', () => {
  const durations: readonly (readonly [string, number | undefined])[] = [
    ['45', 45], ['45 min', 45], ['1 h', 60], ['1h15', 75], ['1 h 15', 75], ['1:30', 90], ['1,5 h', 90], ['2 h 05 min', 125], ['', undefined], ['longtemps', undefined],
  ]
  for (const [typed, minutes] of durations) assert.equal(readDuration(typed), minutes, typed)
})

test('[A-3] times of day go back and forth, past midnight too', () => {
  assert.equal(writeTime(1500), '01:00')
  assert.equal(writeTime(1440), '00:00')
  const times: readonly (readonly [string, number | undefined])[] = [
    ['9', 540], ['9h', 540], ['9 h 30', 570], ['09:30', 570], ['930', 570], ['1830', 1110], ['9.05', 545], ['24:00', 0], ['', undefined], ['25', undefined], ['9:60', undefined], ['midi', undefined],
  ]
  for (const [typed, minutes] of times) assert.equal(readTime(typed), minutes, typed)
  fc.assert(fc.property(fc.integer({ min: 0, max: 1439 }), (minutes) => assert.equal(readTime(writeTime(minutes)), minutes)))
})

test('options keep a value that nobody thought of, and only what differs is sent', () => {
  assert.deepEqual(withValue([15, 30, 60], 25), [15, 25, 30, 60])
  assert.deepEqual(withValue([15, 30], 30), [15, 30])
  assert.deepEqual(changed({ name: 'a', ids: ['1'], price: null }, { name: 'b', ids: ['1'], price: null }), { name: 'b' })
})
