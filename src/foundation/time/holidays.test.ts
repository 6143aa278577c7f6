import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicHolidays } from './holidays.ts'

const days = async (region: string, year: number) => [...(await publicHolidays(region, year)).keys()].map((day) => day.slice(5))

const NATIONAL_2026 = ['01-01', '04-06', '05-01', '05-08', '05-14', '05-25', '07-14', '08-15', '11-01', '11-11', '12-25']

test('the eleven public holidays of the Labour Code (L3133-1), named in French and English', async () => {
  assert.deepEqual(await days('FR', 2026), NATIONAL_2026)
  assert.deepEqual(await days('FR-75', 2026), NATIONAL_2026)
  assert.deepEqual(await days('FR-2A', 2026), NATIONAL_2026)
  assert.deepEqual((await publicHolidays('FR', 2026)).get('2026-04-06'), { fr: 'Lundi de Pâques', en: 'Easter Monday' })
})

test('Alsace and Moselle add Good Friday and 26 December', async () => {
  for (const region of ['FR-57', 'FR-67', 'FR-68']) assert.deepEqual(await days(region, 2026), [...NATIONAL_2026, '04-03', '12-26'].sort())
})

test('overseas adds the abolition of slavery (L3422-2), by number or by letters', async () => {
  const added = { 'FR-972': '05-22', 'FR-973': '06-10', 'FR-RE': '12-20', 'FR-976': '04-27', 'FR-GP': '05-27', 'FR-977': '10-09', 'FR-MF': '05-27' }
  for (const [region, day] of Object.entries(added)) assert.ok((await days(region, 2026)).includes(day), region)
  assert.deepEqual(await days('FR-974', 2026), await days('FR-RE', 2026))
})

test('two holidays on one day keep both names', async () => {
  assert.deepEqual((await publicHolidays('FR', 2008)).get('2008-05-01'), { fr: 'Fête du travail, Ascension', en: 'Labour Day, Ascension Day' })
})

test('a year is worked out once; a region that is not French is refused each time', async () => {
  assert.equal(await publicHolidays('FR', 2027), await publicHolidays('FR', 2027))
  for (const region of ['BE', 'FR-99', 'FR-20', 'FR-', 'fr', 'FR-57x', 'FR-constructor']) {
    await assert.rejects(publicHolidays(region, 2026), RangeError, region)
  }
})
