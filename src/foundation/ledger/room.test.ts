import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../database/ids.ts'
import type { App } from '../http/app.ts'
import { record } from './record.ts'
import { ledgerRoom } from './room.ts'
import { openTestLedger } from './testing-database.ts'

const { database, within, asOwner, count } = await openTestLedger({ after })

async function run(name: string): Promise<void> {
  await ledgerRoom.jobs?.find((job) => job.name === name)?.run({ database } as App, {})
}

test('[A-29] the jobs seal and sign every network, and one broken chain stops no other', async () => {
  const [first, ...others] = [newId(), newId(), newId()]
  const networks = [first, ...others]
  for (const [at, network_id] of networks.entries()) {
    await asOwner(network_id, 'insert into network_addresses (slug, network_id) values ($1, $2)', [`network-${at}`, network_id])
    await within(network_id, (ctx) => record(ctx, { kind: 'test', promise_ids: [], body: {} }))
  }
  await run('ledger-seal')
  for (const network_id of networks) assert.deepEqual([await count('ledger_chain', network_id), await count('ledger_pending', network_id)], [1, 0])

  await asOwner(first, 'update ledger_chain set chain_hash = entry_digest where network_id = $1', [first])
  await assert.rejects(run('ledger-head'), (error: AggregateError) => error.errors.length === 1 && /does not hold at entry 1/.test(error.message))
  assert.equal(await count('ledger_heads', first), 0)
  for (const network_id of others) assert.equal(await count('ledger_heads', network_id), 1)
})
