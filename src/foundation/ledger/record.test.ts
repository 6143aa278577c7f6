import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../database/ids.ts'
import { networkKey, subjectDigest } from '../keys/network-key.ts'
import { entryDigest } from './entry.ts'
import { signHead } from './head.ts'
import { record } from './record.ts'
import { sealPending } from './sealer.ts'
import { openTestLedger } from './testing-database.ts'
import { testSigner } from './testing.ts'

const { within, asOwner, count } = await openTestLedger({ after })
const now = Temporal.Instant.from('2026-11-03T10:00:00.123456789Z')

const evidence = { kind: 'booking.confirmed', promise_ids: ['A-22', 'A-29'], body: { appointment_id: randomUUID(), count: 2, ok: true } }

type EntryRow = { recorded_at: Date; [column: string]: unknown }

test('[A-29] records an entry with its digest, and marks it for the sealer', async () => {
  const network_id = newId()
  const { entry_id, digest } = await within(network_id, (ctx) => record(ctx, evidence), now)
  const rows = await asOwner<EntryRow>(network_id, 'select e.*, p.entry_id as pending from ledger_entries e left join ledger_pending p using (network_id, entry_id) where network_id = $1', [network_id])
  assert.equal(rows.length, 1)
  const { recorded_at, ...row } = rows[0] as EntryRow
  assert.deepEqual(row, { network_id, entry_id, ...evidence, subject_digest: null, digest: Buffer.from(digest, 'hex'), pending: entry_id })
  assert.equal(recorded_at.getTime(), now.epochMilliseconds)
  assert.equal(digest, entryDigest({ network_id, entry_id, recorded_at: '2026-11-03T10:00:00.123456Z', subject_digest: null, ...evidence }))
})

test('[A-29] keeps of a person only a keyed digest', async () => {
  const network_id = newId()
  const client_id = randomUUID()
  await within(network_id, (ctx) => record(ctx, { ...evidence, subject: { client_id } }))
  const key = await within(network_id, networkKey)
  const rows = await asOwner<{ subject_digest: Buffer; row: string }>(network_id, 'select subject_digest, e::text as row from ledger_entries e where network_id = $1', [network_id])
  assert.deepEqual(rows[0]?.subject_digest, subjectDigest(key, client_id))
  assert.ok(!rows[0]?.row.includes(client_id))
})

test('takes one round trip, with or without a person', async () => {
  const network_id = newId()
  await within(network_id, networkKey)
  for (const about of [evidence, { ...evidence, subject: { client_id: randomUUID() } }]) {
    let statements = 0
    await within(network_id, (ctx) => {
      const db = ctx.db.withPlugin({
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => {
          statements++
          return result
        }
      })
      return record({ ...ctx, db }, about)
    })
    assert.equal(statements, 1)
  }
})

test('[A-29] leaves nothing of a transaction that is rolled back, nor of a refused body', async () => {
  const network_id = newId()
  const undone = within(network_id, async (ctx) => {
    await record(ctx, evidence)
    throw new Error('undone')
  })
  await assert.rejects(undone, { message: 'undone' })
  await assert.rejects(within(network_id, (ctx) => record(ctx, { ...evidence, body: { by: 'Jean Dupont' } })), { code: 'ledger-entry-refused' })
  assert.deepEqual([await count('ledger_entries', network_id), await count('ledger_pending', network_id)], [0, 0])
})

test('[A-29] the application cannot change, delete or empty evidence', async () => {
  const network_id = newId()
  await within(network_id, (ctx) => record(ctx, evidence))
  await within(network_id, async (ctx) => signHead(ctx, await testSigner()))
  for (const table of ['ledger_entries', 'ledger_chain', 'ledger_heads']) {
    for (const statement of [`update ${table} set network_id = network_id`, `delete from ${table}`, `truncate ${table}`, `drop table ${table}`, `alter table ${table} disable row level security`]) {
      await assert.rejects(within(network_id, ({ db }) => sql.raw(statement).execute(db)), { code: '42501' }, statement)
    }
    const { rows } = await within(network_id, ({ db }) => sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(db))
    assert.ok(Number(rows[0]?.count) > 0, `${table} still holds its rows`)
  }
})

test('[A-29] a network neither sees nor writes the evidence of another', async () => {
  const [network_id, other_id] = [newId(), newId()]
  await within(network_id, (ctx) => record(ctx, evidence))
  for (const table of ['ledger_entries', 'ledger_pending', 'ledger_chain', 'ledger_heads']) {
    const { rows } = await within(other_id, ({ db }) => sql`select * from ${sql.table(table)}`.execute(db))
    assert.deepEqual(rows, [], table)
  }
  assert.equal(await within(other_id, (ctx) => sealPending({ ...ctx, network_id })), 0, 'nor seals it')
  await assert.rejects(within(other_id, (ctx) => record({ ...ctx, network_id }, evidence)), { code: '42501' })
})
