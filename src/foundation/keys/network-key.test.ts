import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, beforeEach, test } from 'node:test'
import { newId } from '../database/ids.ts'
import { record } from '../ledger/record.ts'
import { openTestLedger } from '../ledger/testing-database.ts'
import { useRootKey } from './installation.ts'
import { destroyNetworkKeys, forgetNetworkKey, networkKey } from './network-key.ts'
import type { NetworkKey } from './network-key.ts'
import { rootKeyFromBytes } from './root-key.ts'
import { open, seal, sealedBy } from './seal.ts'

const { rootKey, within, asOwner, count } = await openTestLedger({ after })
beforeEach(() => useRootKey(rootKey))

test('makes a key on first use and gives the same one ever after', async () => {
  const [network_id, other_id] = [newId(), newId()]
  const first = await within(network_id, networkKey)
  const again = await within(network_id, networkKey)
  forgetNetworkKey(network_id)
  const unwrapped = await within(network_id, networkKey)
  const other = await within(other_id, networkKey)
  const sealed = seal(first, 'vault', Buffer.from('secret'), 'a')
  for (const key of [again, unwrapped]) assert.equal(open(key, 'vault', sealed, 'a').toString(), 'secret')
  assert.notEqual(other.key_id, first.key_id)
})

test('ten first uses at once make one key', async () => {
  const network_id = newId()
  let waiting = 10
  const everyone = Promise.withResolvers<void>()
  const keys = await Promise.all(
    Array.from({ length: 10 }, () =>
      within(network_id, async (ctx) => {
        if (--waiting === 0) everyone.resolve()
        await everyone.promise
        return networkKey(ctx)
      })
    )
  )
  assert.equal(new Set(keys.map((key) => key.key_id)).size, 1)
  const sealed = seal(keys[0] as NetworkKey, 'vault', Buffer.from('secret'), 'a')
  for (const key of keys) assert.equal(open(key, 'vault', sealed, 'a').toString(), 'secret')
})

test('keeps a network from the keys of another', async () => {
  const [network_id, other_id] = [newId(), newId()]
  const sealed = seal(await within(network_id, networkKey), 'vault', Buffer.from('secret'), 'a')
  assert.equal((await within(network_id, (ctx) => networkKey(ctx, sealedBy(sealed)))).key_id, sealedBy(sealed))
  await assert.rejects(within(other_id, (ctx) => networkKey(ctx, sealedBy(sealed))), { code: 'network-key-missing' })
})

test('destroying the key makes everything sealed unreadable, and no other takes its place', async () => {
  const network_id = newId()
  const sealed = seal(await within(network_id, networkKey), 'documents', Buffer.from('contract'), 'documents/1')
  assert.equal(await within(network_id, destroyNetworkKeys), 1)
  const destroyed = { code: 'network-key-destroyed' }
  await assert.rejects(within(network_id, networkKey), destroyed)
  await assert.rejects(within(network_id, (ctx) => networkKey(ctx, sealedBy(sealed))), destroyed)
  assert.equal(await within(network_id, destroyNetworkKeys), 0)
  const rows = await asOwner(network_id, 'select wrapped, destroyed_at is not null as proof from network_keys where network_id = $1', [network_id])
  assert.deepEqual(rows, [{ wrapped: null, proof: true }])
})

test('[A-29] a key destroyed by another process is refused at once, though this one still remembers it', async () => {
  const network_id = newId()
  const about = { kind: 'test', promise_ids: [], subject: { client_id: randomUUID() }, body: {} }
  await within(network_id, (ctx) => record(ctx, about))
  await asOwner(network_id, 'update network_keys set wrapped = null, destroyed_at = now() where network_id = $1', [network_id])
  await assert.rejects(within(network_id, (ctx) => record(ctx, about)), { code: 'network-key-destroyed' })
  await assert.rejects(within(network_id, networkKey), { code: 'network-key-destroyed' })
  await within(network_id, (ctx) => record(ctx, { kind: 'network.ended', promise_ids: [], body: {} }))
})

test('[A-29] does not go on with a key whose transaction was rolled back', async () => {
  const network_id = newId()
  const about = { kind: 'test', promise_ids: [], subject: { client_id: randomUUID() }, body: {} }
  const undone = within(network_id, async (ctx) => {
    await record(ctx, about)
    throw new Error('undone')
  })
  await assert.rejects(undone, { message: 'undone' })
  await within(network_id, (ctx) => record(ctx, about))
  assert.equal(await count('ledger_entries', network_id), 1)
})

test('says that the root key is not the one of this database', async () => {
  const network_id = newId()
  await within(network_id, networkKey)
  forgetNetworkKey(network_id)
  useRootKey(rootKeyFromBytes(randomBytes(32)))
  await assert.rejects(within(network_id, networkKey), { code: 'root-key-wrong' })
})
