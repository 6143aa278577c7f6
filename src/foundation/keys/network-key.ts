import { createHmac, hkdfSync, randomBytes, randomUUIDv7 } from 'node:crypto'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import type { QueryExecutorProvider } from 'kysely'
import { rootKey } from './installation.ts'
import { KeyError, keyLength } from './root-key.ts'

/** What this module needs of the request's context: a network, a clock, an open transaction. */
export type KeyContext = {
  readonly network_id: string
  readonly now: Temporal.Instant
  readonly db: QueryExecutorProvider
}

/** What a subkey may be used for; each purpose has its own, so that one leaked use opens no other. */
export type KeyPurpose = 'ledger-subject' | 'documents' | 'vault' | 'backups' | 'exports'

/**
 * A network's data key, unwrapped, in memory. It gives subkeys, never itself: however it is printed, logged or serialised,
 * only its id shows.
 */
export class NetworkKey {
  readonly network_id: string
  readonly key_id: string
  readonly #material: Buffer

  constructor(network_id: string, key_id: string, material: Buffer) {
    this.network_id = network_id
    this.key_id = key_id
    this.#material = material
  }

  /** The 32-byte subkey of a purpose: HKDF-SHA-256 (RFC 5869) salted with the network's id. */
  subkey(purpose: KeyPurpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#material, this.network_id, `reserve/network/1/${purpose}`, keyLength))
  }

  toJSON(): { key_id: string } {
    return { key_id: this.key_id }
  }

  [inspect.custom](): string {
    return `NetworkKey(${this.key_id})`
  }
}

/**
 * Keyed digest (HMAC-SHA-256, 32 bytes) of a data subject's id: it links a person's evidence while the network's key
 * lives, and says nothing once the key is destroyed.
 */
export function subjectDigest(key: NetworkKey, client_id: string): Buffer {
  return createHmac('sha256', key.subkey('ledger-subject')).update(client_id).digest()
}

/** One row of network_keys; a destroyed key has lost its wrapped bytes. */
type KeyRow = { key_id: string; wrapped: Buffer | null }

/**
 * The network's key, made on first use, or the one named by `key_id` (sealed bytes name theirs).
 * Always reads the row, so a destroyed key is refused at once by every process.
 * Throws KeyError `network-key-destroyed` or `network-key-missing`: a new key is never made in place of a destroyed one.
 */
export async function networkKey(ctx: KeyContext, key_id?: string): Promise<NetworkKey> {
  const row = key_id === undefined ? ((await liveOrLast(ctx)) ?? (await createKey(ctx))) : await keyById(ctx, key_id)
  if (!row) throw new KeyError('network-key-missing', 'This network has no such key: what was sealed with it was not sealed here.')
  if (!row.wrapped) {
    forgetNetworkKey(ctx.network_id)
    throw new KeyError('network-key-destroyed', 'The key of this network was destroyed: what it sealed cannot be read any more.')
  }
  const known = recent.get(ctx.network_id)
  if (known?.key_id === row.key_id) return known
  return remember(new NetworkKey(ctx.network_id, row.key_id, await rootKey().unwrap(row.wrapped, wrapContext(ctx, row.key_id))))
}

/**
 * The network's key as this process last saw it, without a look at the database. Only for a statement that itself checks
 * that the key still lives (see ledger/record.ts); everyone else wants networkKey.
 */
export async function recentNetworkKey(ctx: KeyContext): Promise<NetworkKey> {
  return recent.get(ctx.network_id) ?? networkKey(ctx)
}

/** Makes recentNetworkKey look at the database again, as in a process that has just started. */
export function forgetNetworkKey(network_id: string): void {
  recent.delete(network_id)
}

/**
 * Destroys every key of the network; what they sealed is unreadable from then on, in backups too, because backups never
 * hold key rows. Returns how many keys were destroyed; a second call destroys 0. The emptied rows stay as proof.
 * PostgreSQL keeps the old version of a row until VACUUM: run `vacuum network_keys` once this has been committed.
 */
export async function destroyNetworkKeys(ctx: KeyContext): Promise<number> {
  const { rows } = await sql`
    update network_keys set wrapped = null, destroyed_at = ${ctx.now.toString()}::timestamptz
    where network_id = ${ctx.network_id} and destroyed_at is null
    returning key_id`.execute(ctx.db)
  forgetNetworkKey(ctx.network_id)
  return rows.length
}

async function liveOrLast(ctx: KeyContext): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select key_id, wrapped from network_keys where network_id = ${ctx.network_id}
    order by destroyed_at is null desc, created_at desc limit 1`.execute(ctx.db)
  return rows[0]
}

async function keyById(ctx: KeyContext, key_id: string): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select key_id, wrapped from network_keys where network_id = ${ctx.network_id} and key_id = ${key_id}`.execute(ctx.db)
  return rows[0]
}

/** Two first uses at once: the unique index on live keys lets one in, the other waits for it and takes its key. */
async function createKey(ctx: KeyContext): Promise<KeyRow | undefined> {
  const key_id = randomUUIDv7()
  const wrapped = await rootKey().wrap(randomBytes(keyLength), wrapContext(ctx, key_id))
  await sql`
    insert into network_keys (network_id, key_id, wrapped, algorithm, created_at)
    values (${ctx.network_id}, ${key_id}, ${wrapped}, 'A256GCM', ${ctx.now.toString()}::timestamptz)
    on conflict do nothing`.execute(ctx.db)
  return liveOrLast(ctx)
}

function wrapContext(ctx: KeyContext, key_id: string): string {
  return `${ctx.network_id}/${key_id}`
}

// Unwrapping may be a call to a key management service, so keys are kept, but used only once their row has been seen.
const recent = new Map<string, NetworkKey>()
const mostKept = 10_000

function remember(key: NetworkKey): NetworkKey {
  const oldest = recent.size >= mostKept ? recent.keys().next().value : undefined
  if (oldest !== undefined) recent.delete(oldest)
  recent.set(key.network_id, key)
  return key
}
