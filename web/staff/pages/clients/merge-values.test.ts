import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client, ClientField } from './data.ts'
import { cardToKeep, defaultChoice, mergeBody, mergeLines } from './merge-values.ts'

const card = (more: Partial<Client>): Client => ({
  client_id: '', first_name: '', last_name: '', email: null, phone: null, phone_text: null, language: 'fr', preferred_channel: 'email', note: '', fields: {}, revision: 1,
  merged_into: null, last_activity_at: '', created_at: '2026-01-01T00:00:00Z', updated_at: '', deleted_at: null, ...more,
})
const fields = [{ field_id: 'size' }, { field_id: 'photos' }] as ClientField[]
const cards = [
  card({ last_name: 'Dupont', first_name: 'Marie', phone_text: '06 12 34 56 78', note: 'Thé' }),
  card({ last_name: 'Dupont', first_name: 'Marie-Claire', email: 'm@exemple.fr', note: 'Matin', fields: { size: 38.5 } }),
]

test('[A-2] only lines with something in them are compared, and those that differ are known', () => {
  const lines = mergeLines(cards, fields, 'fr')
  assert.deepEqual(lines.map(({ name, differs }) => [name, differs]), [['last_name', false], ['first_name', true], ['phone', false], ['email', false], ['language', false], ['preferred_channel', false], ['note', true], ['size', false]])
  assert.deepEqual(lines.at(-1)?.values, ['', '38,5'])
})

test('[A-2] without a choice nothing that stands on one card is lost', () => {
  const lines = mergeLines(cards, fields, 'fr')
  const choice = defaultChoice(lines, 0)
  assert.deepEqual(choice, { last_name: 0, first_name: 0, phone: 0, email: 1, language: 0, preferred_channel: 0, note: -1, size: 1 })
  assert.deepEqual(mergeBody(lines, choice), { last_name: 'Dupont', first_name: 'Marie', phone: '06 12 34 56 78', email: 'm@exemple.fr', language: 'fr', preferred_channel: 'email', fields: { size: '38,5' } })
})

test('[A-2] an empty value can be chosen', () => {
  const lines = mergeLines(cards, fields, 'fr')
  assert.deepEqual(mergeBody(lines, { ...defaultChoice(lines, 0), email: 0, note: 1, size: 0 }), { last_name: 'Dupont', first_name: 'Marie', phone: '06 12 34 56 78', email: null, language: 'fr', preferred_channel: 'email', note: 'Matin', fields: { size: null } })
})

test('[A-2] the card with most visits stays, the oldest of equals', () => {
  assert.equal(cardToKeep([{ visits: 1, created_at: '2026' }, { visits: 3, created_at: '2027' }, { visits: 3, created_at: '2025' }]), 2)
})
