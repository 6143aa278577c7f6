import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '../database/context.ts'
import { newId } from '../database/ids.ts'
import { chainHash, noHash } from './hashes.ts'
import { record } from './record.ts'
import { sealPending } from './sealer.ts'
import { openTestLedger } from './testing-database.ts'

const { database, within, asOwner, count } = await openTestLedger({ after })
// One test kills connections in use; an error event without a listener would end this process.
database.pool.on('connect', (client) => client.on('error', () => {}))

function recordOne(ctx: Context): Promise<{ entry_id: string }> {
  return record(ctx, { kind: 'test', promise_ids: ['A-29'], body: { appointment_id: randomUUID() } })
}

/** The entry ids of the chain in order, after following every hash of it. */
async function chainOf(network_id: string): Promise<string[]> {
  const rows = await asOwner<{ seq: string; entry_id: string; entry_digest: Buffer; digest: Buffer; previous_hash: Buffer; chain_hash: Buffer }>(
    network_id,
    'select c.*, e.digest from ledger_chain c join ledger_entries e using (network_id, entry_id) where network_id = $1 order by seq',
    [network_id]
  )
  let previous = noHash
  for (const [at, row] of rows.entries()) {
    assert.equal(Number(row.seq), at + 1)
    assert.deepEqual(row.entry_digest, row.digest)
    assert.deepEqual(row.previous_hash, previous)
    assert.deepEqual(row.chain_hash, chainHash(previous, row.digest, at + 1))
    previous = row.chain_hash
  }
  return rows.map((row) => row.entry_id)
}

test('[A-29] chains pending entries in the order of their ids, as many as asked, each once', async () => {
  const network_id = newId()
  const ids: string[] = []
  for (let at = 0; at < 5; at++) ids.push((await within(network_id, recordOne)).entry_id)
  assert.equal(await within(network_id, (ctx) => sealPending(ctx, 3)), 3)
  assert.deepEqual(await chainOf(network_id), ids.slice(0, 3))
  assert.equal(await count('ledger_pending', network_id), 2)
  assert.equal(await within(network_id, (ctx) => sealPending(ctx, 3)), 2)
  assert.equal(await within(network_id, (ctx) => sealPending(ctx, 3)), 0)
  assert.deepEqual(await chainOf(network_id), ids)
  assert.equal(await count('ledger_pending', network_id), 0)
})

test('[A-29] a connection killed after any statement of the sealer leaves nothing half done', async () => {
  const network_id = newId()
  const ids: string[] = []
  for (let at = 0; at < 3; at++) ids.push((await within(network_id, recordOne)).entry_id)
  let statements = 0
  for (let crash = 1; ; crash++) {
    statements = 0
    const sealing = within(network_id, async (ctx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(ctx.db)
      const db = ctx.db.withPlugin({
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => {
          if (++statements === crash) await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
          return result
        }
      })
      return sealPending({ ...ctx, db })
    })
    const outcome = await sealing.catch((error: Error) => error)
    if (!(outcome instanceof Error)) {
      assert.equal(outcome, 3, 'the first sealer that nobody kills does it all')
      assert.equal(crash, statements + 1)
      break
    }
    assert.deepEqual(await chainOf(network_id), [])
    assert.equal(await count('ledger_pending', network_id), 3)
  }
  assert.equal(statements, 5)
  assert.deepEqual(await chainOf(network_id), ids)
  assert.equal(await count('ledger_pending', network_id), 0)
})

test('[A-29] recording and sealing from many connections at once never forks the chain and loses nothing', async () => {
  const networks = [newId(), newId()]
  const kept = new Map<string, Set<string>>(networks.map((network_id) => [network_id, new Set()]))
  let recording = true
  const recorder = async (network_id: string, seed: number): Promise<void> => {
    for (let at = 0; at < 25; at++) {
      const undo = (seed + at) % 5 === 0
      const work = within(network_id, async (ctx) => {
        const { entry_id } = await recordOne(ctx)
        // Transactions that end in another order than their ids.
        await sleep((seed * 7 + at * 3) % 11)
        if (undo) throw new Error('undone')
        return entry_id
      })
      const entry_id = await work.catch((error: Error) => assert.equal(error.message, 'undone'))
      if (entry_id) kept.get(network_id)?.add(entry_id)
    }
  }
  const sealer = async (network_id: string, limit: number): Promise<number> => {
    let sealed = 0
    while (recording) {
      sealed += await within(network_id, (ctx) => sealPending(ctx, limit))
      await sleep(1)
    }
    return sealed
  }
  const sealers = networks.flatMap((network_id) => [sealer(network_id, 3), sealer(network_id, 50)])
  await Promise.all(networks.flatMap((network_id) => [1, 2, 3].map((seed) => recorder(network_id, seed))))
  recording = false
  const sealedMeanwhile = (await Promise.all(sealers)).reduce((sum, each) => sum + each, 0)
  assert.ok(sealedMeanwhile > 20, `the sealers had work while others recorded: ${sealedMeanwhile}`)
  for (const network_id of networks) {
    await within(network_id, (ctx) => sealPending(ctx))
    const chain = await chainOf(network_id)
    assert.equal(chain.length, 60)
    assert.deepEqual(new Set(chain), kept.get(network_id))
    assert.equal(await count('ledger_pending', network_id), 0)
  }
})

test('[A-29] the database itself refuses a fork, lock or no lock', async () => {
  const network_id = newId()
  const [one, two] = [await within(network_id, recordOne), await within(network_id, recordOne)]
  await within(network_id, (ctx) => sealPending(ctx, 1))
  const place = (entry_id: string, seq: number): Promise<unknown> =>
    within(network_id, ({ db }) =>
      sql`insert into ledger_chain (network_id, seq, entry_id, entry_digest, previous_hash, chain_hash)
          values (${network_id}, ${seq}, ${entry_id}, ${noHash}, ${noHash}, ${noHash})`.execute(db)
    )
  await assert.rejects(place(two.entry_id, 1), { code: '23505' }, 'two entries in one place')
  await assert.rejects(place(one.entry_id, 2), { code: '23505' }, 'one entry in two places')
})
