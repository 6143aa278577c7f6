import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { addressFrom, addressPattern, agendaColours, distanceToPrefix, firstOverlap, isSiren, isSiret, isTimeZone, localCustoms, nextColour, normalPhone, passesLuhn, searchWords } from './rules.ts'
import type { WeeklyRange } from './rules.ts'

const digits = (length: number): fc.Arbitrary<string> => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''))

/** The check digit that completes a number, by trial: what the rule is held against. */
const completed = (start: string): string[] => Array.from({ length: 10 }, (_, digit) => `${start}${digit}`).filter(passesLuhn)

test('[A-9] exactly one last digit completes a SIREN, and no single wrong digit goes unseen', () => {
  fc.assert(
    fc.property(digits(8), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (start, at, change) => {
      const valid = completed(start)
      assert.equal(valid.length, 1)
      const wrong = [...valid[0]!].map((digit, index) => (index === at ? String((Number(digit) + change) % 10) : digit)).join('')
      assert.equal(isSiren(wrong), false)
    })
  )
})

test('[A-9] real numbers pass: Insee, La Poste with its own rule; others do not', () => {
  assert.equal(isSiren('120027016'), true)
  assert.equal(isSiret('12002701600563'), true)
  assert.equal(isSiret('35600000000048'), true)
  assert.equal(isSiret('35600000049837'), true, 'La Poste, a sum of digits that is a multiple of five')
  for (const wrong of ['', '000000000', '12345678', '1234567890', '12002701x']) assert.equal(isSiren(wrong), false, wrong)
  assert.equal(isSiret('12002701600564'), false)
  assert.equal(isSiret('12002801600563'), false, 'its SIREN must check too')
})

test('an address comes out of any name, fit for the database', () => {
  assert.equal(addressFrom('Salon Lumière & Fils', 'lieu'), 'salon-lumiere-fils')
  assert.equal(addressFrom('L’Œil du Cœur', 'lieu'), 'l-oeil-du-coeur')
  assert.equal(addressFrom('App', 'reseau'), 'reseau-app')
  assert.equal(addressFrom('美容院', 'lieu'), 'lieu')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 130 }), (name) => {
      const address = addressFrom(name, 'lieu')
      assert.match(address, addressPattern)
      assert.ok(address.length >= 2 && address.length <= 62, address)
    })
  )
})

/** Minute by minute, round the week. */
function overlapsNaively(ranges: readonly WeeklyRange[]): boolean {
  const taken = new Set<number>()
  for (const { weekday, opens_minute, closes_minute } of ranges) {
    for (let minute = opens_minute; minute < closes_minute; minute += 5) {
      const at = ((weekday - 1) * 1440 + minute) % 10_080
      if (taken.has(at)) return true
      taken.add(at)
    }
  }
  return false
}

test('[A-3] hours that overlap are found, across midnight and from Sunday to Monday', () => {
  const hours = (weekday: number, opens_minute: number, closes_minute: number): WeeklyRange => ({ weekday, opens_minute, closes_minute })
  assert.equal(firstOverlap([hours(1, 540, 720), hours(1, 720, 1080)]), -1, 'touching is not overlapping')
  assert.equal(firstOverlap([hours(1, 780, 1080), hours(1, 540, 800)]), 0)
  assert.equal(firstOverlap([hours(5, 1200, 1560), hours(6, 60, 120)]), 1)
  assert.equal(firstOverlap([hours(7, 1320, 1560), hours(1, 60, 300)]), 1)
  const minute = fc.integer({ min: 0, max: 287 }).map((five) => five * 5)
  const range = fc
    .record({ weekday: fc.integer({ min: 1, max: 7 }), opens_minute: minute, length: fc.integer({ min: 1, max: 288 }).map((five) => five * 5) })
    .map(({ weekday, opens_minute, length }) => ({ weekday, opens_minute, closes_minute: opens_minute + length }))
  fc.assert(fc.property(fc.array(range, { maxLength: 8 }), (ranges) => assert.equal(firstOverlap(ranges) !== -1, overlapsNaively(ranges))), { numRuns: 500 })
})

test('[A-3] overseas keep their own clock, holidays and telephone numbers', () => {
  assert.deepEqual(localCustoms('69'), { time_zone: 'Europe/Paris', holiday_region: 'FR' })
  assert.deepEqual(localCustoms('67'), { time_zone: 'Europe/Paris', holiday_region: 'FR-67' })
  assert.deepEqual(localCustoms('974'), { time_zone: 'Indian/Reunion', holiday_region: 'FR-974' })
  assert.deepEqual(localCustoms(null), { time_zone: 'Europe/Paris', holiday_region: 'FR' })
  assert.equal(normalPhone('04 78 00 00 00', '69'), '+33478000000')
  assert.equal(normalPhone('0262 20 00 00', '974'), '+262262200000')
  assert.equal(normalPhone('+32 2 555 12 12', '69'), '+3225551212')
  assert.equal(normalPhone('12', '69'), null)
  assert.equal(normalPhone('appelez-moi', null), null)
})

test('[A-3] a time zone is one by its name, never an offset', () => {
  for (const zone of ['Europe/Paris', 'Indian/Reunion', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'UTC']) assert.equal(isTimeZone(zone), true, zone)
  for (const zone of ['+02:00', 'Europe/Lutece', '', 'Europe/Paris; drop table', '../etc']) assert.equal(isTimeZone(zone), false, zone)
})

test('[A-3] new agendas take the colour that fewest have', () => {
  assert.equal(nextColour([]), agendaColours.blue)
  assert.equal(nextColour([agendaColours.blue]), agendaColours.orange)
  assert.equal(nextColour([...Object.values(agendaColours), agendaColours.blue]), agendaColours.orange)
})

test('[A-8] slips of the fingers are counted, swaps once, and only to the beginning of a name', () => {
  assert.equal(distanceToPrefix('lyon', 'lyon'), 0)
  assert.equal(distanceToPrefix('marsielle', 'marseille'), 1)
  assert.equal(distanceToPrefix('monpelier', 'montpellier'), 2)
  assert.equal(distanceToPrefix('saint etiene', 'saint etienne du rouvray'), 1)
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 8 })
  fc.assert(
    fc.property(word, word, (typed, rest) => {
      assert.equal(distanceToPrefix(typed, typed + rest), 0)
      assert.ok(distanceToPrefix(typed, rest) <= typed.length)
    })
  )
})

test('[A-8] words to search by are plain', () => {
  assert.equal(searchWords('  St-Étienne, Cœur d’Œuvre ! '), 'saint etienne coeur d oeuvre')
  assert.equal(searchWords('Ste-Foy-lès-Lyon'), 'sainte foy les lyon')
})
