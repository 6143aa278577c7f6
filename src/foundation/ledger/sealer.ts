import { sql } from 'kysely'
import { chainHash, noHash } from './hashes.ts'
import type { LedgerContext } from './record.ts'

/** The end of a network's chain: `size` entries (0 for none), the last of them with this chain hash. */
export type ChainEnd = { readonly size: number; readonly chain_hash: Buffer }

/**
 * Gives the network's oldest pending entries, at most `limit`, their places in the chain; returns how many. Part of the
 * caller's transaction: after a crash or a rollback nothing has happened, and a second call goes on where the first ended.
 */
export async function sealPending(ctx: LedgerContext, limit = 1000): Promise<number> {
  await lockChain(ctx)
  const end = await chainEnd(ctx)
  const { rows } = await sql<{ entry_id: string; digest: Buffer }>`
    select entry_id, e.digest from ledger_pending p join ledger_entries e using (network_id, entry_id)
    where p.network_id = ${ctx.network_id} and e.network_id = ${ctx.network_id}
    order by entry_id limit ${limit}`.execute(ctx.db)
  if (rows.length === 0) return 0

  const ids = rows.map((row) => row.entry_id)
  const digests = rows.map((row) => row.digest)
  const seqs = rows.map((_, at) => end.size + at + 1)
  const hashes = [end.chain_hash]
  for (const [at, digest] of digests.entries()) {
    hashes.push(chainHash(hashes[at] as Buffer, digest, seqs[at] as number))
  }
  await sql`
    insert into ledger_chain (network_id, seq, entry_id, entry_digest, previous_hash, chain_hash)
    select ${ctx.network_id}::uuid, seq, entry_id, digest, previous_hash, chain_hash
    from unnest(${seqs}::bigint[], ${ids}::uuid[], ${digests}::bytea[], ${hashes.slice(0, -1)}::bytea[], ${hashes.slice(1)}::bytea[])
      as sealed (seq, entry_id, digest, previous_hash, chain_hash)`.execute(ctx.db)
  await sql`
    delete from ledger_pending where network_id = ${ctx.network_id} and entry_id = any(${ids}::uuid[])`.execute(ctx.db)
  return rows.length
}

/**
 * One hand on a network's chain at a time, until the end of the transaction. Only a courtesy, so that nobody works in vain:
 * what makes a fork impossible is that (network_id, seq) is unique.
 */
export async function lockChain(ctx: LedgerContext): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reserve ledger ${ctx.network_id}`}, 0))`.execute(ctx.db)
}

/** Where the network's chain ends now. */
export async function chainEnd(ctx: LedgerContext): Promise<ChainEnd> {
  const { rows } = await sql<{ seq: string | number; chain_hash: Buffer }>`
    select seq, chain_hash from ledger_chain where network_id = ${ctx.network_id} order by seq desc limit 1`.execute(ctx.db)
  const last = rows[0]
  return last ? { size: Number(last.seq), chain_hash: last.chain_hash } : { size: 0, chain_hash: noHash }
}
