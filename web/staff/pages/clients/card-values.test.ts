import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyOf, type CardValues, emptyValues, readTyped, rebased, typedValue, valuesOf } from './card-values.ts'
import type { ClientField } from './data.ts'

const field = (field_id: string, kind: ClientField['kind']): ClientField => ({ field_id, kind, label: field_id, choices: [], required: false, sensitive: false, online: false, help: '', position: 0, archived: false, free_text: kind === 'text', warning: null })
const fields = [field('size', 'number'), field('photos', 'consent')]
const card = { first_name: 'Marie', last_name: 'Dupont', phone_text: '06 12 34 56 78', email: null, language: 'fr', preferred_channel: 'sms', note: 'Thé', fields: { size: 38.5, photos: false, gone: 'x' } } as const
const values = (): CardValues => valuesOf(card, fields, 'fr')

test('[A-2] a card that was only looked at sends nothing', () => {
  assert.deepEqual(bodyOf(values(), values()), {})
  assert.deepEqual(values().fields, { size: '38,5', photos: 'no' }, 'an archived field is not shown')
  assert.deepEqual(valuesOf(card, fields, 'en').fields, { size: '38.5', photos: 'no' })
})

test('[A-2] only what changed is sent, emptied contacts and fields as null', () => {
  const after = { ...values(), first_name: 'Anne', phone: ' ', fields: { size: '', photos: 'no' } }
  assert.deepEqual(bodyOf(values(), after), { first_name: 'Anne', phone: null, fields: { size: null } })
})

test('[A-2] a consent that nobody was asked for is not refused by saving', () => {
  const fresh = emptyValues(fields, 'fr')
  assert.deepEqual(bodyOf(fresh, { ...fresh, last_name: 'X' }), { last_name: 'X' })
  assert.equal(typedValue(undefined, 'fr'), '')
})

test('[A-2] what two people changed at once both stands, and of one thing what was typed here', () => {
  const before = values()
  const typed = { ...before, note: 'Café', fields: { ...before.fields, size: '39' } }
  const present = { ...before, last_name: 'Durand', note: 'Lait', fields: { size: '40', photos: 'yes' } }
  assert.deepEqual(rebased(before, typed, present), { ...before, last_name: 'Durand', note: 'Café', fields: { size: '39', photos: 'yes' } })
  assert.deepEqual(rebased(before, before, present), present)
})

test('[A-2] what is typed into one box becomes a card', () => {
  assert.deepEqual(readTyped('Dupont'), { last_name: 'Dupont' })
  assert.deepEqual(readTyped('  Marie  de la Tour '), { first_name: 'Marie', last_name: 'de la Tour' })
  assert.deepEqual(readTyped('06 12 34 56 78'), { phone: '06 12 34 56 78' })
  assert.deepEqual(readTyped('+33 (0)6 12 34 56 78 Marie'), { last_name: 'Marie', phone: '+33 (0)6 12 34 56 78' })
  assert.deepEqual(readTyped('marie@exemple.fr Marie Dupont 0612345678'), { first_name: 'Marie', last_name: 'Dupont', phone: '0612345678', email: 'marie@exemple.fr' })
  assert.deepEqual(readTyped(''), {})
})
