import { sql } from 'kysely'
import type { Signer } from '../keys/signer.ts'
import { instantText } from './entry.ts'
import type { EntryBody } from './entry.ts'
import { writeFile } from './file.ts'
import type { ChainedEntry, FileItem } from './file.ts'
import { headsAfter, instantFormat, lastHead } from './head.ts'
import type { SignedHead } from './head-statement.ts'
import type { LedgerContext } from './record.ts'
import { chainEnd } from './sealer.ts'

/**
 * The network's sealed entries and signed heads as a file for `reserve verify` (FORMAT.md), in pieces of text.
 * `read` runs a piece of work in a transaction of the network: `(work) => database.transaction(scope, work)`. Each page has
 * its own, so a slow download holds no transaction open; nothing can change behind it because the tables only grow, and the
 * end is fixed at the start. Call sealPending first to have the newest entries in it.
 */
export async function* exportLedger(
  read: <T>(work: (ctx: LedgerContext) => Promise<T>) => Promise<T>,
  signer: Signer
): AsyncGenerator<string, void, undefined> {
  const end = await read(async (ctx) => {
    // The head first: what was signed before must then be in the chain, and a chain cut short shows.
    const head = await lastHead(ctx)
    const { size } = await chainEnd(ctx)
    return { header: { network_id: ctx.network_id, exported_at: instantText(ctx.now) }, last_day: head?.day, size }
  })
  yield* writeFile(end.header, items(read, end.size, end.last_day), signer)
}

type Read = Parameters<typeof exportLedger>[0]

const entryPage = 1000
const headPage = 400

/** Entries up to `size` in order, each head up to `last_day` right after the last entry that it covers. */
async function* items(read: Read, size: number, last_day: string | undefined): AsyncGenerator<FileItem, void, undefined> {
  const heads = pagedHeads(read, last_day)
  let head = await heads.next()
  let seq = 0
  for (;;) {
    for (; !head.done && head.value.size <= seq; head = await heads.next()) yield { head: head.value }
    const stop = head.done ? size : Math.min(head.value.size, size)
    const page = await read((ctx) => entriesAfter(ctx, seq, Math.min(stop - seq, entryPage)))
    if (page.length === 0) break
    for (const entry of page) yield { entry }
    seq = (page.at(-1) as ChainedEntry).seq
  }
  // Heads of entries that are no longer there: the file says so, and verification too.
  for (; !head.done; head = await heads.next()) yield { head: head.value }
}

async function* pagedHeads(read: Read, last_day: string | undefined): AsyncGenerator<SignedHead, void, undefined> {
  if (last_day === undefined) return
  for (let day = '-infinity'; day !== last_day; ) {
    const page = await read((ctx) => headsAfter(ctx, day, last_day, headPage))
    yield* page
    day = page.at(-1)?.day ?? last_day
  }
}

type Row = {
  seq: string | number
  digest: string
  chain_hash: string
  entry_id: string
  recorded_at: string
  kind: string
  promise_ids: string[]
  subject_digest: string | null
  body: EntryBody
}

async function entriesAfter(ctx: LedgerContext, seq: number, limit: number): Promise<ChainedEntry[]> {
  const { rows } = await sql<Row>`
    select c.seq, encode(c.entry_digest, 'hex') as digest, encode(c.chain_hash, 'hex') as chain_hash,
           e.entry_id, to_char(e.recorded_at at time zone 'UTC', ${instantFormat}) as recorded_at, e.kind, e.promise_ids,
           encode(e.subject_digest, 'hex') as subject_digest, e.body
    from ledger_chain c join ledger_entries e on e.network_id = c.network_id and e.entry_id = c.entry_id
    where c.network_id = ${ctx.network_id} and c.seq > ${seq} order by c.seq limit ${limit}`.execute(ctx.db)
  return rows.map(({ seq: place, digest, chain_hash, ...entry }) => ({
    seq: Number(place),
    digest,
    chain_hash,
    entry: { network_id: ctx.network_id, ...entry }
  }))
}
