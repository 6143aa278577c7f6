import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { NetworkKey, subjectDigest } from './network-key.ts'
import { open, seal, sealedBy, sealOverhead } from './seal.ts'

const material = Buffer.from('32 bytes that nobody may print!!')
const key = new NetworkKey(randomUUID(), randomUUID(), material)

test('opens what it sealed, whatever the bytes and the context', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, context) => {
      const sealed = seal(key, 'documents', bytes, context)
      assert.equal(sealed.length, bytes.length + sealOverhead)
      assert.equal(sealedBy(sealed), key.key_id)
      assert.deepEqual(open(key, 'documents', sealed, context), Buffer.from(bytes))
    })
  )
})

test('never seals the same bytes to the same bytes', () => {
  const bytes = Buffer.from('invoice')
  assert.notDeepEqual(seal(key, 'documents', bytes, 'a'), seal(key, 'documents', bytes, 'a'))
})

test('opens for no other purpose, context, network or key', () => {
  const sealed = seal(key, 'documents', Buffer.from('invoice'), 'documents/1')
  const refused = { code: 'sealed-bytes-refused' }
  assert.throws(() => open(key, 'vault', sealed, 'documents/1'), refused)
  assert.throws(() => open(key, 'documents', sealed, 'documents/2'), refused)
  assert.throws(() => open(new NetworkKey(randomUUID(), key.key_id, material), 'documents', sealed, 'documents/1'), refused)
  assert.throws(() => open(new NetworkKey(key.network_id, randomUUID(), material), 'documents', sealed, 'documents/1'), refused)
  assert.throws(() => open(new NetworkKey(key.network_id, key.key_id, randomBytes(32)), 'documents', sealed, 'documents/1'), refused)
})

test('notices each flipped bit and each missing end', () => {
  const sealed = seal(key, 'vault', Buffer.from('secret'), 'vault/1')
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    assert.throws(() => open(key, 'vault', changed, 'vault/1'), { name: 'KeyError' }, `bit ${bit}`)
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => open(key, 'vault', sealed.subarray(0, length), 'vault/1'), { name: 'KeyError' }, `length ${length}`)
  }
})

test('gives each purpose and each network a subkey of its own', () => {
  const other = new NetworkKey(randomUUID(), key.key_id, material)
  const subkeys = (['ledger-subject', 'documents', 'vault', 'backups', 'exports'] as const).flatMap((purpose) => [key.subkey(purpose), other.subkey(purpose)])
  assert.equal(new Set(subkeys.map((each) => each.toString('hex'))).size, 10)
  assert.ok(subkeys.every((each) => each.length === 32))
})

test('links a person within a network and not across networks', () => {
  const other = new NetworkKey(randomUUID(), randomUUID(), randomBytes(32))
  const client_id = randomUUID()
  assert.deepEqual(subjectDigest(key, client_id), subjectDigest(key, client_id))
  assert.notDeepEqual(subjectDigest(key, client_id), subjectDigest(key, randomUUID()))
  assert.notDeepEqual(subjectDigest(key, client_id), subjectDigest(other, client_id))
})

test('shows only its id when it is printed or serialised', () => {
  const shown = [inspect(key, { depth: 9, showHidden: true }), JSON.stringify({ key }), String(Object.entries(key)), inspect({ ...key })].join('\n')
  for (const encoding of ['utf8', 'hex', 'base64'] as const) assert.ok(!shown.includes(material.toString(encoding)))
  assert.ok(!shown.includes('51, 50') && !shown.includes('<Buffer'))
  assert.ok(shown.includes(key.key_id))
})
