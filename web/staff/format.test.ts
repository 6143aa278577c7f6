import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFormat } from './format.ts'

const fr = createFormat('fr', 'Europe/Paris')
const en = createFormat('en', 'Europe/Paris')
/** Monday 2 March 2026, 10:00 in Paris. */
const now = Date.parse('2026-03-02T09:00:00Z')
/** Sentences are compared with plain spaces; that the typographic ones are there is a test of its own. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ')

const said = (cases: [string, string][]): void => {
  for (const [actual, expected] of cases) assert.equal(plain(actual), expected)
}

test('a moment is said in words', () => said([
  [fr.when('2026-03-03T13:30:00Z', now), 'demain à 14 h 30'],
  [en.when('2026-03-03T13:30:00Z', now), 'tomorrow at 14:30'],
  [fr.when('2026-03-02T08:00:00Z', now), 'aujourd’hui à 9 h'],
  [fr.when('2026-03-10T08:05:00Z', now), 'mardi 10 mars à 9 h 05'],
  [en.when('2026-03-10T08:05:00Z', now), 'Tuesday 10 March at 09:05'],
  [fr.when('2027-01-04T08:00:00Z', now), 'lundi 4 janvier 2027 à 9 h'],
]))

test('tomorrow begins at the establishment’s midnight, not at the reader’s', () => {
  const late = '2026-03-02T23:30:00Z'
  said([
    [fr.when(late, now), 'demain à 0 h 30'],
    [createFormat('fr', 'America/Martinique').when(late, now), 'aujourd’hui à 19 h 30'],
    [createFormat('en', 'Asia/Kolkata').when(late, now), 'tomorrow at 05:00'],
  ])
})

test('how far away: minutes, hours, calendar days, months', () => said([
  [fr.away(now + 20_000, now), 'maintenant'],
  [fr.away(now + 20 * 60_000, now), 'dans 20 minutes'],
  [fr.away(now - 60 * 60_000, now), 'il y a 1 heure'],
  [en.away(now - 3 * 3_600_000, now), '3 hours ago'],
  [fr.away('2026-03-03T20:00:00Z', now), 'demain'],
  [fr.away('2026-03-05T06:00:00Z', now), 'dans 3 jours'],
  [en.away('2026-02-27T06:00:00Z', now), '3 days ago'],
  [fr.away('2026-07-02T06:00:00Z', now), 'dans 4 mois'],
  [fr.away('2023-03-02T06:00:00Z', now), 'il y a 3 ans'],
]))

test('the night the clock changes is still one day away', () => {
  const saturday = Date.parse('2026-03-28T11:00:00Z')
  said([[fr.away('2026-03-29T10:00:00Z', saturday), 'demain'], [fr.when('2026-03-29T01:00:00Z', saturday), 'demain à 3 h']])
})

test('durations', () => said([
  [fr.duration(45), '45 min'], [fr.duration(60), '1 h'], [fr.duration(90), '1 h 30'], [fr.duration(65), '1 h 05'],
  [en.duration(90), '1 h 30 min'], [en.duration(0), '0 min'],
]))

test('a span names the day of its end only when that is another day', () => said([
  [fr.span('2026-03-02T13:30:00Z', '2026-03-02T14:15:00Z', now), '14 h 30 – 15 h 15'],
  [fr.span('2026-03-02T21:00:00Z', '2026-03-02T23:00:00Z', now), '22 h – 0 h'],
  [fr.span('2026-03-02T21:00:00Z', '2026-03-03T01:00:00Z', now), '22 h – demain à 2 h'],
]))

test('money is minor units and a currency, whatever its decimals', () => said([
  [fr.money(4500, 'EUR'), '45,00 €'], [en.money(4500, 'EUR'), '€45.00'], [en.money(4500, 'JPY'), 'JP¥4,500'],
  [fr.money(-123456, 'EUR'), '-1 234,56 €'],
]))

test('numbers, ratios, lists and working days by language', () => said([
  [fr.number(1234567.5), '1 234 567,5'], [en.number(1234567.5), '1,234,567.5'],
  [fr.percent(0.385), '38,5 %'], [en.percent(0.385), '38.5%'],
  [fr.list(['Anne', 'Bruno', 'Chloé']), 'Anne, Bruno et Chloé'], [en.list(['Anne', 'Bruno']), 'Anne and Bruno'],
  [fr.workingDays(3), 'dans 3 jours ouvrés'], [fr.workingDays(1), 'dans 1 jour ouvré'], [en.workingDays(2), 'in 2 working days'],
  [fr.workingDays(0), 'dans 0 jour ouvré'], [en.workingDays(0), 'in 0 working days'],
]))

test('days for headings and columns', () => said([
  [fr.opening(fr.day('2026-03-03', now)), 'Demain'], [fr.fullDay('2026-03-03'), 'mardi 3 mars 2026'], [fr.shortDay('2026-03-03'), '03/03/2026'],
  [en.month('2026-03-03'), 'March 2026'],
]))

test('a time never breaks over two lines', () => {
  assert.equal(fr.time('2026-03-02T13:30:00Z'), '14\u00a0h\u00a030')
  assert.equal(fr.duration(90), '1\u00a0h\u00a030')
})
