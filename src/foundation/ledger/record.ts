import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { QueryExecutorProvider } from 'kysely'
import { networkKey, recentNetworkKey, subjectDigest } from '../keys/network-key.ts'
import type { NetworkKey } from '../keys/network-key.ts'
import { KeyError } from '../keys/root-key.ts'
import { canonicalize } from './canonical.ts'
import { checkEntry, entryDigest, instantText } from './entry.ts'
import type { EntryBody } from './entry.ts'

/** What the ledger needs of the request's context: a network, a clock, an open transaction. */
export type LedgerContext = {
  readonly network_id: string
  readonly now: Temporal.Instant
  readonly db: QueryExecutorProvider
}

/** Evidence to record: what happened (`booking.confirmed`), which promises it proves, about whom, with which ids. */
export type Evidence = {
  readonly kind: string
  readonly promise_ids: readonly string[]
  readonly subject?: { readonly client_id: string }
  readonly body: EntryBody
}

/** A recorded entry's id and its digest in hex. */
export type Recorded = { readonly entry_id: string; readonly digest: string }

/**
 * Records evidence in the transaction that it proves, in one round trip; the sealer gives it its place in the chain later.
 * Of the subject only a keyed digest is kept.
 * Throws LedgerError for a body that could hold personal data (see checkEntry), KeyError when a subject is named and the
 * network's key was destroyed.
 */
export async function record(ctx: LedgerContext, evidence: Evidence): Promise<Recorded> {
  checkEntry(evidence)
  const recorded = await insert(ctx, evidence, evidence.subject ? await recentNetworkKey(ctx) : null)
  if (recorded) return recorded
  // The key that this process remembered no longer lives: networkKey looks at the database and gives the live one or throws.
  const again = await insert(ctx, evidence, await networkKey(ctx))
  if (!again) throw new KeyError('network-key-destroyed', 'The key of this network was destroyed at this very moment.')
  return again
}

/** Entry and pending mark in one statement; null when `key` was given and does not live. */
async function insert(ctx: LedgerContext, evidence: Evidence, key: NetworkKey | null): Promise<Recorded | null> {
  const { kind, promise_ids, body, subject } = evidence
  const entry = {
    network_id: ctx.network_id,
    entry_id: randomUUIDv7(),
    recorded_at: instantText(ctx.now),
    kind,
    promise_ids,
    subject_digest: key && subject ? subjectDigest(key, subject.client_id).toString('hex') : null,
    body
  }
  const digest = entryDigest(entry)
  const key_id = key?.key_id ?? null
  const { numAffectedRows } = await sql`
    with entry as (
      insert into ledger_entries (network_id, entry_id, recorded_at, kind, promise_ids, subject_digest, body, digest)
      select ${entry.network_id}::uuid, ${entry.entry_id}::uuid, ${entry.recorded_at}::timestamptz, ${kind}, ${promise_ids}::text[],
             decode(${entry.subject_digest}, 'hex'), ${canonicalize(body)}::jsonb, decode(${digest}, 'hex')
      where ${key_id}::uuid is null
         or exists (select from network_keys where network_id = ${entry.network_id} and key_id = ${key_id} and destroyed_at is null)
      returning network_id, entry_id
    )
    insert into ledger_pending (network_id, entry_id) select network_id, entry_id from entry`.execute(ctx.db)
  return numAffectedRows === 1n ? { entry_id: entry.entry_id, digest } : null
}
