import { sql } from 'kysely'
import type { Signer } from '../keys/signer.ts'
import { instantText, LedgerError } from './entry.ts'
import { chainHash, noHash } from './hashes.ts'
import { headStatement, keyEntryKind } from './head-statement.ts'
import type { Head, SignedHead } from './head-statement.ts'
import { CompactTree } from './merkle.ts'
import { record } from './record.ts'
import type { LedgerContext } from './record.ts'
import { chainEnd, lockChain, sealPending } from './sealer.ts'

/**
 * Signs the network's head of the day (UTC) of `ctx.now`, with everything recorded so far sealed; the day's head if there is
 * one already. Walks the whole chain in bounded memory and throws LedgerError `ledger-chain-broken` rather than sign a chain
 * that does not hold together or does not continue the one that the last head signed.
 */
export async function signHead(ctx: LedgerContext, signer: Signer): Promise<SignedHead> {
  await lockChain(ctx)
  const last = await lastHead(ctx)
  const day = ctx.now.toZonedDateTimeISO('UTC').toPlainDate().toString()
  if (last && last.day >= day) return last
  if (last?.key_id !== signer.key_id) {
    await record(ctx, { kind: keyEntryKind, promise_ids: [], body: { algorithm: 'ed25519', public_key: signer.public_key } })
  }
  while ((await sealPending(ctx)) > 0);

  const { tree, chain_hash } = await walkChain(ctx, last)
  const head: Head = {
    network_id: ctx.network_id,
    day,
    size: tree.size,
    chain_hash,
    root: tree.root().toString('hex'),
    key_id: signer.key_id,
    signed_at: instantText(ctx.now)
  }
  const signature = await signer.sign(headStatement(head))
  await sql`
    insert into ledger_heads (network_id, day, size, chain_hash, root, signature, key_id, signed_at)
    values (${head.network_id}, ${day}::date, ${head.size}, decode(${chain_hash}, 'hex'), decode(${head.root}, 'hex'),
            decode(${signature}, 'hex'), ${head.key_id}, ${head.signed_at}::timestamptz)`.execute(ctx.db)
  return { ...head, signature }
}

/** The network's heads from after `day` to `last_day`, oldest first, at most `limit`. */
export async function headsAfter(ctx: LedgerContext, day: string, last_day: string, limit: number): Promise<SignedHead[]> {
  const { rows } = await sql<SignedHead>`
    select ${headColumns} from ledger_heads where network_id = ${ctx.network_id} and day > ${day}::date and day <= ${last_day}::date
    order by ledger_heads.day limit ${limit}`.execute(ctx.db)
  return rows.map(withNumber)
}

/** The network's newest head. */
export async function lastHead(ctx: LedgerContext): Promise<SignedHead | undefined> {
  const { rows } = await sql<SignedHead>`
    select ${headColumns} from ledger_heads where network_id = ${ctx.network_id} order by ledger_heads.day desc limit 1`.execute(ctx.db)
  return rows.map(withNumber)[0]
}

/** Timestamps as entries write them; the database's own text depends on session settings. */
export const instantFormat = sql.lit('YYYY-MM-DD"T"HH24:MI:SS.US"Z"')

const headColumns = sql`network_id, day::text as day, size, encode(chain_hash, 'hex') as chain_hash, encode(root, 'hex') as root,
  key_id, to_char(signed_at at time zone 'UTC', ${instantFormat}) as signed_at, encode(signature, 'hex') as signature`

// bigint arrives as text where the connection has no parser for it.
function withNumber(head: SignedHead): SignedHead {
  return { ...head, size: Number(head.size) }
}

const page = 10_000

async function walkChain(ctx: LedgerContext, last: SignedHead | undefined): Promise<{ tree: CompactTree; chain_hash: string }> {
  const { size } = await chainEnd(ctx)
  if (last && last.size > size) throw broken(ctx, size + 1)
  const tree = new CompactTree()
  let previous = noHash
  while (tree.size < size) {
    const { rows } = await sql<{ seq: string | number; entry_digest: Buffer; previous_hash: Buffer; chain_hash: Buffer }>`
      select seq, entry_digest, previous_hash, chain_hash from ledger_chain
      where network_id = ${ctx.network_id} and seq > ${tree.size} order by seq limit ${page}`.execute(ctx.db)
    for (const row of rows) {
      const seq = tree.size + 1
      const expected = chainHash(previous, row.entry_digest, seq)
      const follows = Number(row.seq) === seq && row.previous_hash.equals(previous) && row.chain_hash.equals(expected)
      if (!follows) throw broken(ctx, seq)
      tree.push(row.entry_digest)
      previous = row.chain_hash
      if (seq === last?.size && (expected.toString('hex') !== last.chain_hash || tree.root().toString('hex') !== last.root)) throw broken(ctx, seq)
    }
  }
  return { tree, chain_hash: previous.toString('hex') }
}

function broken(ctx: LedgerContext, seq: number): LedgerError {
  return new LedgerError('ledger-chain-broken', `The chain of network ${ctx.network_id} does not hold at entry ${seq}. Export it and run reserve verify.`)
}
