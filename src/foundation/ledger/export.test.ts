import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { Context } from '../database/context.ts'
import { newId } from '../database/ids.ts'
import { destroyNetworkKeys } from '../keys/network-key.ts'
import { exportLedger } from './export.ts'
import { signHead } from './head.ts'
import type { EntryBody } from './entry.ts'
import { record } from './record.ts'
import { sealPending } from './sealer.ts'
import { openTestLedger } from './testing-database.ts'
import { allowedBody, testSigner } from './testing.ts'
import { verifyFile } from './verify.ts'
import type { VerifyReport } from './verify.ts'

const ledger = await openTestLedger({ after })
const signer = await testSigner(1)

function within<T>(network_id: string, work: (context: Context) => Promise<T>, day = '2026-11-03'): Promise<T> {
  return ledger.within(network_id, work, Temporal.Instant.from(`${day}T02:00:00.123456789Z`))
}

function recordAll(ctx: Context, bodies: readonly EntryBody[]): Promise<unknown> {
  return bodies.reduce<Promise<unknown>>((before, body) => before.then(() => record(ctx, { kind: 'test', promise_ids: ['A-29'], body })), Promise.resolve())
}

async function exported(network_id: string, by = signer): Promise<string> {
  return (await Array.fromAsync(exportLedger((work) => within(network_id, work), by))).join('')
}

async function* stream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

function verify(text: string, by = signer): Promise<VerifyReport> {
  return verifyFile(stream(text), { expected_public_key: by.public_key })
}

async function faults(network_id: string): Promise<string[]> {
  const { findings } = await verify(await exported(network_id))
  return [...new Set(findings.map((finding) => finding.code))]
}

/** A network with entries, sealed and under a head, and what an intruder with the owner's rights does to it. */
async function tampered(statement: string): Promise<string> {
  const network_id = newId()
  await within(network_id, (ctx) => recordAll(ctx, [{ a: 1 }, { a: 2 }, { a: 3 }]))
  await within(network_id, (ctx) => signHead(ctx, signer))
  assert.deepEqual(await faults(network_id), [])
  await ledger.asOwner(network_id, statement, [network_id])
  return network_id
}

test('[A-29] whatever was recorded is exported and verifies', async () => {
  const network_id = newId()
  const bodies = fc.sample(allowedBody, 200)
  await within(network_id, async (ctx) => {
    await recordAll(ctx, [...bodies, { tiny: 5e-324, huge: 1.7976931348623157e308, minus: -0, long: 2 ** 60 }])
    await record(ctx, { kind: 'booking.confirmed', promise_ids: [], subject: { client_id: randomUUID() }, body: {} })
  })
  await within(network_id, (ctx) => signHead(ctx, signer))
  const report = await verify(await exported(network_id))
  assert.deepEqual(report.findings, [])
  assert.deepEqual([report.intact, report.network_id, report.entries, report.heads], [true, network_id, 203, 1])
  assert.equal(report.exported_at, '2026-11-03T02:00:00.123456Z')
})

test('an empty ledger has a file too', async () => {
  const report = await verify(await exported(newId()))
  assert.deepEqual([report.intact, report.entries, report.heads], [true, 0, 0])
})

test('[A-29] signs one head a day, each continuing the last', async () => {
  const network_id = newId()
  await within(network_id, (ctx) => recordAll(ctx, [{ a: 1 }]))
  const first = await within(network_id, (ctx) => signHead(ctx, signer), '2026-11-03')
  await within(network_id, (ctx) => recordAll(ctx, [{ a: 2 }, { a: 3 }]))
  const same = await within(network_id, (ctx) => signHead(ctx, signer), '2026-11-03')
  assert.deepEqual(same, first, 'the head of a day is signed once')
  const second = await within(network_id, (ctx) => signHead(ctx, signer), '2026-11-04')
  const third = await within(network_id, (ctx) => signHead(ctx, signer), '2026-11-05')
  // One more than recorded: the entry that announces the key.
  assert.deepEqual([first, second, third].map((head) => [head.day, head.size]), [['2026-11-03', 2], ['2026-11-04', 4], ['2026-11-05', 4]])
  const report = await verify(await exported(network_id))
  assert.deepEqual([report.intact, report.heads, report.entries_after_last_head], [true, 3, 0])
})

test('two servers that sign at once sign one head', async () => {
  const network_id = newId()
  await within(network_id, (ctx) => recordAll(ctx, [{ a: 1 }]))
  const [one, two] = await Promise.all([1, 2].map(() => within(network_id, (ctx) => signHead(ctx, signer))))
  assert.deepEqual(one, two)
  assert.deepEqual(await faults(network_id), [])
})

test('goes on under a new signing key, which the chain announces', async () => {
  const network_id = newId()
  const successor = await testSigner(2)
  await within(network_id, (ctx) => signHead(ctx, signer), '2026-11-03')
  await within(network_id, (ctx) => recordAll(ctx, [{ a: 1 }]))
  await within(network_id, (ctx) => signHead(ctx, successor), '2026-11-04')
  await within(network_id, (ctx) => signHead(ctx, successor), '2026-11-05')
  const report = await verify(await exported(network_id, successor), successor)
  assert.deepEqual([report.intact, report.entries, report.heads, report.former_key_ids], [true, 3, 3, [signer.key_id]])
})

test('pages through more entries and heads than one page holds, and keeps to the end it started with', async () => {
  const network_id = newId()
  const start = Temporal.PlainDate.from('2024-01-01')
  await within(network_id, async (ctx) => {
    for (let day = 0; day < 405; day++) {
      const now = start.add({ days: day }).toZonedDateTime('UTC').toInstant()
      await signHead({ ...ctx, now }, signer)
    }
    await recordAll(ctx, Array.from({ length: 1100 }, (_, a) => ({ a })))
    while ((await sealPending(ctx)) > 0);
  })
  const pieces = exportLedger((work) => within(network_id, work), signer)
  const { value: first } = await pieces.next()
  await within(network_id, async (ctx) => {
    await recordAll(ctx, [{ late: true }])
    await signHead(ctx, signer)
  })
  const text = String(first) + (await Array.fromAsync(pieces)).join('')
  assert.ok(!text.includes('late'))
  const report = await verify(text)
  assert.deepEqual([report.intact, report.entries, report.heads, report.entries_after_last_head], [true, 1101, 405, 1100])
  const next = await verify(await exported(network_id))
  assert.deepEqual([next.intact, next.entries, next.heads, next.entries_after_last_head], [true, 1102, 406, 0])
})

test('[A-29] proof outlives the destruction of the key', async () => {
  const network_id = newId()
  await within(network_id, (ctx) => record(ctx, { kind: 'booking.confirmed', promise_ids: ['A-6'], subject: { client_id: randomUUID() }, body: {} }))
  await within(network_id, destroyNetworkKeys)
  await within(network_id, (ctx) => signHead(ctx, signer))
  assert.deepEqual(await faults(network_id), [])
})

test('[A-29] shows what an intruder did in the database itself', async () => {
  const second = '(select entry_id from ledger_chain where network_id = $1 and seq = 2)'
  const cases: [statement: string, found: string[]][] = [
    [`update ledger_entries set body = '{"a":9}' where network_id = $1 and entry_id = ${second}`, ['entry-digest', 'head-root']],
    [`update ledger_entries set recorded_at = recorded_at + interval '1 microsecond' where network_id = $1 and entry_id = ${second}`, ['entry-digest', 'head-root']],
    [`update ledger_entries set subject_digest = digest where network_id = $1 and entry_id = ${second}`, ['entry-digest', 'head-root']],
    [`update ledger_entries set promise_ids = '{}' where network_id = $1 and entry_id = ${second}`, ['entry-digest', 'head-root']],
    [`update ledger_entries set kind = 'é' where network_id = $1 and entry_id = ${second}`, ['malformed', 'head-root']],
    [`update ledger_chain set chain_hash = entry_digest where network_id = $1 and seq = 2`, ['chain']],
    [`delete from ledger_chain where network_id = $1 and seq = 2`, ['sequence', 'head-root']],
    [`delete from ledger_chain where network_id = $1 and seq >= 3`, ['head-size', 'head-chain', 'head-root']],
    [`delete from ledger_chain where network_id = $1`, ['head-size', 'head-chain', 'head-root']],
    [`update ledger_heads set size = 3 where network_id = $1`, ['head-chain', 'head-root', 'head-signature']],
    [`update ledger_heads set day = '2026-11-02' where network_id = $1`, ['head-signature']]
  ]
  for (const [statement, found] of cases) assert.deepEqual(await faults(await tampered(statement)), found, statement)
})

test('[A-29] does not sign a chain that was changed, shortened or regrown', async () => {
  const regrow = async (network_id: string): Promise<void> => {
    await within(network_id, (ctx) => recordAll(ctx, [{ b: 1 }, { b: 2 }, { b: 3 }, { b: 4 }]))
    await within(network_id, (ctx) => sealPending(ctx))
  }
  for (const statement of [
    'update ledger_chain set chain_hash = entry_digest where network_id = $1 and seq = 2',
    'update ledger_chain set entry_digest = previous_hash where network_id = $1 and seq = 2',
    'update ledger_chain set previous_hash = entry_digest where network_id = $1 and seq = 2',
    'delete from ledger_chain where network_id = $1 and seq = 2',
    'delete from ledger_chain where network_id = $1 and seq >= 3',
    'delete from ledger_chain where network_id = $1'
  ]) {
    const network_id = await tampered(statement)
    const broken = { code: 'ledger-chain-broken' }
    await assert.rejects(within(network_id, (ctx) => signHead(ctx, signer), '2026-11-04'), broken, statement)
    await regrow(network_id)
    await assert.rejects(within(network_id, (ctx) => signHead(ctx, signer), '2026-11-04'), broken, `${statement}, then regrown`)
  }
})
