import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { missingFields, readFields, readValue } from './own-fields.ts'
import type { FieldDefinition, FieldKind } from './own-fields.ts'

const field = (kind: FieldKind, more: Partial<FieldDefinition> = {}): FieldDefinition => ({ field_id: kind, kind, choices: kind === 'choice' ? ['Café', 'Thé'] : [], required: false, sensitive: false, ...more })

describe('values of own fields', () => {
  const cases: [FieldKind, unknown, unknown][] = [
    ['text', ' bonjour\r\n', { value: 'bonjour' }],
    ['text', 12, { reason: 'not-text' }],
    ['text', 'a'.repeat(2001), { reason: 'too-long' }],
    ['text', '\u0007', 'empty'],
    ['number', 12.5, { value: 12.5 }],
    ['number', '12,5', { value: 12.5 }],
    ['number', '1 234', { value: 1234 }],
    ['number', '-3', { value: -3 }],
    ['number', '1,234,567', { reason: 'not-number' }],
    ['number', '0x10', { reason: 'not-number' }],
    ['number', '1e400', { reason: 'not-number' }],
    ['number', Number.NaN, { reason: 'not-number' }],
    ['number', Number.POSITIVE_INFINITY, { reason: 'not-number' }],
    ['number', '12 mois', { reason: 'not-number' }],
    ['date', '1980-12-31', { value: '1980-12-31' }],
    ['date', '31/12/1980', { value: '1980-12-31' }],
    ['date', '1.2.1980', { value: '1980-02-01' }],
    ['date', '2023-02-29', { reason: 'not-date' }],
    ['date', '31/02/2020', { reason: 'not-date' }],
    ['date', '12/31/1980', { reason: 'not-date' }],
    ['date', 1980, { reason: 'not-date' }],
    ['choice', 'Café', { value: 'Café' }],
    ['choice', 'cafe', { value: 'Café' }],
    ['choice', 'Chocolat', { reason: 'not-choice' }],
    ['choice', ['Café'], { reason: 'not-choice' }],
    ['consent', true, { value: true }],
    ['consent', 'Non', { value: false }],
    ['consent', 'on', { value: true }],
    ['consent', 'peut-être', { reason: 'not-yes-or-no' }],
    ['consent', 1, { reason: 'not-yes-or-no' }],
    ...(['text', 'number', 'date', 'choice', 'consent'] as const).flatMap((kind): [FieldKind, unknown, unknown][] => [
      [kind, '', 'empty'],
      [kind, '  ', 'empty'],
      [kind, null, 'empty'],
      [kind, undefined, 'empty']
    ])
  ]
  for (const [kind, given, expected] of cases) {
    test(`[A-2] ${kind} ${String(JSON.stringify(given) ?? given).slice(0, 40)}`, () => assert.deepEqual(readValue(field(kind), given), expected))
  }

  test('[A-2] what was read reads back as itself', () => {
    const any = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)), fc.constantFrom('Café', 'thé', 'oui', '12,5'))
    fc.assert(
      fc.property(fc.constantFrom<FieldKind>('text', 'number', 'date', 'choice', 'consent'), any, (kind, given) => {
        const read = readValue(field(kind), given)
        if (typeof read === 'object' && 'value' in read) assert.deepEqual(readValue(field(kind), read.value), read)
      })
    )
  })
})

test('[O-14] a sensitive value is refused outside a health network and taken inside one', () => {
  const definitions = [field('text', { field_id: 'allergy', sensitive: true, required: true })]
  assert.deepEqual(readFields(definitions, { allergy: 'noix' }, false).refused, [{ field_id: 'allergy', reason: 'sensitive-refused' }])
  assert.deepEqual(readFields(definitions, { allergy: 'noix' }, true).values, { allergy: 'noix' })
  assert.deepEqual(missingFields(definitions, {}, false), [], 'it is not asked for where it may not be kept')
  assert.deepEqual(missingFields(definitions, {}, true), ['allergy'])
})

test('[A-2] a field that no definition knows is refused by name, and can be cleared', () => {
  assert.deepEqual(readFields([], { gone: 'x' }, false), { values: {}, cleared: [], refused: [{ field_id: 'gone', reason: 'unknown-field' }] })
  assert.deepEqual(readFields([], { gone: null }, false), { values: {}, cleared: ['gone'], refused: [] })
})
