import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { folded, manyLines, normalEmail, normalPhone, oneLine, phoneText } from './contact.ts'

describe('phone numbers', () => {
  const written: [string, string | null][] = [
    ['0612345678', '+33612345678'],
    ['06 12 34 56 78', '+33612345678'],
    ['06.12.34.56.78', '+33612345678'],
    ['06-12-34-56-78', '+33612345678'],
    ['+33 (0)6 12 34 56 78', '+33612345678'],
    ['0033612345678', '+33612345678'],
    // What a spreadsheet leaves of +33612345678.
    ['33612345678', '+33612345678'],
    ['٠٦١٢٣٤٥٦٧٨', '+33612345678'],
    ['０６１２３４５６７８', '+33612345678'],
    // Overseas departments, as dialled there.
    ['0692 12 34 56', '+262692123456'],
    ['0590 27 12 34', '+590590271234'],
    ['0696 12 34 56', '+596696123456'],
    // Set aside for fiction, and right all the same.
    ['06 39 98 12 34', '+33639981234'],
    ['+41 79 123 45 67', '+41791234567'],
    ['+1 202 555 0123', '+12025550123'],
    ['06 12 34 56', null],
    ['112', null],
    ['3631', null],
    ['06 12 34 56 78 poste 3', null],
    ['marie', null],
    ['', null],
    ['0'.repeat(10_000), null],
    ['06 12 34 56 7\u0000', null]
  ]
  for (const [typed, expected] of written) {
    test(`[A-2] ${JSON.stringify(typed.slice(0, 30))} is ${expected ?? 'refused'}`, () => assert.equal(normalPhone(typed), expected))
  }

  test('[A-2] what is stored reads back as itself, however it is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.constantFrom('+3361', '+3376', '+3314'), (digits, prefix) => {
        const stored = prefix + String(digits).padStart(7, '0')
        assert.equal(normalPhone(phoneText(stored)!), stored)
      })
    )
    assert.equal(phoneText('+33612345678'), '06 12 34 56 78')
    assert.equal(phoneText('+262692123456'), '0692 12 34 56')
    assert.equal(phoneText('+41791234567'), '+41 79 123 45 67')
    assert.equal(phoneText(null), null)
  })
})

test('[A-2] e-mail addresses are lower case or refused', () => {
  assert.equal(normalEmail('  Marie.Dupont@Exemple.FR '), 'marie.dupont@exemple.fr')
  for (const wrong of ['marie', 'marie@', '@exemple.fr', 'marie@exemple', 'a b@exemple.fr', `${'a'.repeat(250)}@exemple.fr`, 'marie@exemple.fr\nbcc: x@y.fr']) assert.equal(normalEmail(wrong), null, wrong)
})

test('[A-2] a name on one line keeps its letters and loses what disguises it', () => {
  assert.equal(oneLine('  Jean\u00a0 \t Pierre\n'), 'Jean Pierre')
  assert.equal(oneLine('محمد علي'), 'محمد علي')
  assert.equal(oneLine('שָׁלוֹם'), 'שָׁלוֹם'.normalize('NFC'))
  assert.equal(oneLine('👩‍👩‍👧 Léa'), '👩‍👩‍👧 Léa', 'emoji joined by U+200D stay joined')
  assert.equal(oneLine('abc\u202egnp.exe\u202c'), 'abcgnp.exe')
  assert.equal(oneLine('e\u0301'), 'é')
  assert.equal(manyLines('un\r\ndeux\u0007\ttrois  '), 'un\ndeux\ttrois')
})

test('[A-2] names are compared without accents, case or punctuation, in any writing', () => {
  assert.equal(folded('Saint-Exupéry'), folded('SAINT EXUPERY'))
  assert.equal(folded('Lœuvre'), folded('loeuvre'))
  assert.equal(folded('Müller'), 'muller')
  assert.notEqual(folded('محمد'), folded('علي'))
  assert.notEqual(folded('محمد'), '')
  assert.equal(folded('’ -. '), '')
})
