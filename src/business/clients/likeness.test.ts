import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findPairs, groupPairs, jaroWinkler, likeness, slips, worthShowing } from './likeness.ts'
import type { Comparable } from './likeness.ts'

const card = (first_name: string, last_name: string, phone: string | null = null, email: string | null = null): Comparable => ({ client_id: `${first_name}${last_name}${phone}${email}`, first_name, last_name, phone, email })

test('[A-2] Jaro–Winkler gives the published figures', () => {
  // Winkler 1990 and 2006, table 6.
  for (const [one, other, expected] of [['MARTHA', 'MARHTA', 0.961], ['DWAYNE', 'DUANE', 0.84], ['DIXON', 'DICKSONX', 0.813], ['ABROMS', 'ABRAMS', 0.922]] as const) {
    assert.ok(Math.abs(jaroWinkler(one, other) - expected) < 0.001, `${one} ${other} ${jaroWinkler(one, other)}`)
  }
})

test('[A-2] likeness is the same both ways, between 0 and 1', () => {
  const word = fc.string({ maxLength: 12 })
  const anyone = fc.record({ client_id: fc.constant('x'), first_name: word, last_name: word, phone: fc.constantFrom(null, '+33611111111'), email: fc.constantFrom(null, 'a@exemple.fr') })
  fc.assert(
    fc.property(anyone, anyone, (one, other) => {
      const { score, reasons } = likeness(one, other)
      assert.ok(score >= 0 && score <= 1)
      assert.deepEqual(likeness(other, one), { score, reasons })
    })
  )
})

test('[A-2] a shared contact with the name is near certain, a name alone is not, another number speaks against it', () => {
  const marie = card('Marie', 'Dupont', '+33612345678')
  const same = likeness(marie, card('Marie', 'DUPONT', '+33612345678'))
  const typo = likeness(marie, card('Marie', 'Dupond', '+33612345678'))
  const crossed = likeness(marie, card('Dupont', 'Marie', '+33612345678'))
  const family = likeness(marie, card('Paul', 'Lefèvre', '+33612345678'))
  const nameless = likeness(marie, card('', '', '+33612345678'))
  const nameOnly = likeness(marie, card('Marie', 'Dupont', null, 'marie@exemple.fr'))
  const namesake = likeness(marie, card('Marie', 'Dupont', '+33698765432'))
  const stranger = likeness(marie, card('Paul', 'Lefèvre', '+33698765432'))
  assert.deepEqual(same.reasons, ['same_phone', 'same_name'])
  assert.deepEqual(typo.reasons, ['same_phone', 'similar_name'])
  assert.ok(same.score >= 0.95 && typo.score >= 0.9 && crossed.score >= 0.95)
  assert.ok(nameless.score > family.score && nameless.score < typo.score)
  assert.ok(nameOnly.score >= worthShowing && nameOnly.score < nameless.score + 0.1)
  assert.ok(namesake.score < worthShowing, 'two people of one name')
  assert.equal(stranger.score, 0)
})

test('[A-2] without a shared contact, near names are one slip away', () => {
  assert.ok(likeness(card('Catherine', 'Lefebvre', '+33611111111'), card('Catherine', 'Lefevbre', null, 'c@exemple.fr')).score >= worthShowing)
  assert.equal(likeness(card('Mathilde', 'Masson', '+33611111111'), card('Mathieu', 'Masson')).score, 0)
  for (const [one, other, expected] of [['dupont', 'dupont', 0], ['dupont', 'dupond', 1], ['dupont', 'dupon', 1], ['dupont', 'duponts', 1], ['dupont', 'duopnt', 1], ['dupont', 'xupont', 1], ['dupont', 'dpuotn', 2], ['', 'a', 1], ['', 'ab', 2], ['ab', 'ba', 1], ['abc', 'cba', 2]] as const) {
    assert.equal(slips(one, other), expected, `${one} ${other}`)
    assert.equal(slips(other, one), expected, `${other} ${one}`)
  }
})

test('[A-2] blocks find every pair that comparing all with all finds among equal facts', async () => {
  const anyCard = fc.record({
    first_name: fc.constantFrom('Marie', 'Mari', 'Paul', 'Élodie', ''),
    last_name: fc.constantFrom('Dupont', 'Dupond', 'Martin', 'Müller', ''),
    phone: fc.constantFrom('+33611111111', '+33622222222', null),
    email: fc.constantFrom('a@exemple.fr', 'b@exemple.fr', null)
  })
  await fc.assert(
    fc.asyncProperty(fc.array(anyCard, { maxLength: 14 }), async (given) => {
      const cards = given.map((one, at) => ({ ...one, client_id: String(at).padStart(2, '0') }))
      const found = new Set((await findPairs(cards)).map(({ client_ids }) => client_ids.join('/')))
      for (const one of cards) {
        for (const other of cards) {
          if (one.client_id >= other.client_id) continue
          const { score, reasons } = likeness(one, other)
          const equal = reasons.some((reason) => reason !== 'similar_name')
          const id = `${one.client_id}/${other.client_id}`
          if (score >= worthShowing && equal) assert.ok(found.has(id), id)
          if (score < worthShowing) assert.ok(!found.has(id), id)
        }
      }
    }),
    { numRuns: 60 }
  )
})

test('[A-2] pairs told apart stay apart, and what hangs together is one group', async () => {
  const cards = [card('Marie', 'Dupont', '+33611111111'), card('Marie', 'Dupond', '+33611111111'), card('M', 'Dupont', null, 'x@y.fr'), card('Marie', 'Dupont', '+33611111111', 'x@y.fr')]
  const pairs = await findPairs(cards)
  const [group, ...others] = groupPairs(pairs)
  assert.deepEqual([group?.client_ids.toSorted(), others], [cards.map(({ client_id }) => client_id).toSorted(), []])
  const told = await findPairs(cards, new Set(pairs.map(({ client_ids }) => client_ids.join('/'))))
  assert.deepEqual(told, [])
})
