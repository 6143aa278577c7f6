import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { RootKey } from './root-key.ts'
import { rootKeyFromBytes } from './root-key.ts'
import { ledgerSigner, publicKeyId, verifySignature } from './signer.ts'

/** A root key whose derived seed is given: for the vectors of RFC 8032. */
function rootWithSeed(seed: string): RootKey {
  return { ...rootKeyFromBytes(Buffer.alloc(32)), derive: async () => Buffer.from(seed, 'hex') }
}

// RFC 8032, section 7.1, test 1.
const vectors = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    public_key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
  }
]

test('signs as RFC 8032 does', async () => {
  for (const vector of vectors) {
    const signer = await ledgerSigner(rootWithSeed(vector.seed))
    assert.equal(signer.public_key, vector.public_key)
    assert.equal(await signer.sign(vector.message), vector.signature)
    assert.equal(verifySignature(vector.public_key, vector.message, vector.signature), true)
  }
})

test('names a public key by the first 16 digits of its SHA-256', async () => {
  const signer = await ledgerSigner(rootKeyFromBytes(Buffer.alloc(32, 7)))
  assert.equal(signer.key_id, createHash('sha256').update(Buffer.from(signer.public_key, 'hex')).digest('hex').slice(0, 16))
  assert.equal(publicKeyId(signer.public_key), signer.key_id)
})

test('the same root key signs alike on every server, another one does not', async () => {
  const [one, same, other] = await Promise.all([7, 7, 8].map((seed) => ledgerSigner(rootKeyFromBytes(Buffer.alloc(32, seed)))))
  assert.equal(one?.public_key, same?.public_key)
  assert.notEqual(one?.public_key, other?.public_key)
})

test('refuses another message, another key, and what is no signature or no key', async () => {
  const [signer, other] = [await ledgerSigner(rootKeyFromBytes(Buffer.alloc(32, 7))), await ledgerSigner(rootKeyFromBytes(Buffer.alloc(32, 8)))]
  const signature = await signer.sign('message')
  assert.equal(verifySignature(signer.public_key, 'message', signature), true)
  assert.equal(verifySignature(signer.public_key, 'massage', signature), false)
  assert.equal(verifySignature(other.public_key, 'message', signature), false)
  assert.equal(verifySignature(signer.public_key, 'message', signature.slice(2)), false)
  assert.equal(verifySignature('00', 'message', signature), false)
  assert.equal(verifySignature('f'.repeat(64), 'message', signature), false)
})
