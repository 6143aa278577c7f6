import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { rootKeyFromBytes } from '../keys/root-key.ts'
import { ledgerSigner } from '../keys/signer.ts'
import type { Signer } from '../keys/signer.ts'
import { entryDigest } from './entry.ts'
import type { Entry, EntryBody, EntryValue } from './entry.ts'
import { writeFile } from './file.ts'
import type { FileItem } from './file.ts'
import { chainHash, noHash } from './hashes.ts'
import { headStatement } from './head-statement.ts'
import type { Head } from './head-statement.ts'
import { CompactTree } from './merkle.ts'

// Ledgers made in memory, for tests and for bench/ledger.ts.

export const testNetwork = '0192f0a0-0000-7000-8000-000000000001'

/** A signer whose key follows from one byte. */
export function testSigner(seed = 1): Promise<Signer> {
  return ledgerSigner(rootKeyFromBytes(Buffer.alloc(32, seed)))
}

/** An entry as a confirmed booking makes it, `at` seconds after the start of 2026; its id is of that moment too. */
export function bookingEntry(at: number): Entry {
  const moment = Date.UTC(2026, 0, 1) + at * 1000
  const time = moment.toString(16).padStart(12, '0')
  return {
    network_id: testNetwork,
    entry_id: `${time.slice(0, 8)}-${time.slice(8)}${randomUUIDv7().slice(13)}`,
    recorded_at: `${new Date(moment).toISOString().slice(0, -1)}000Z`,
    kind: 'booking.confirmed',
    promise_ids: ['A-22', 'A-29'],
    subject_digest: at.toString(16).padStart(64, '5'),
    body: { appointment_id: randomUUIDv7(), notice_version: 3, origin: 'site', online: true }
  }
}

/** Chains entries and signs a head, a day after the last one, where `headAfter` says so. */
export async function* chained(
  entries: Iterable<Entry>,
  signer: Signer,
  headAfter: (size: number) => boolean
): AsyncGenerator<FileItem, void, undefined> {
  const tree = new CompactTree()
  let chain_hash = noHash.toString('hex')
  let day = Temporal.PlainDate.from('2026-01-01')
  for (const entry of entries) {
    const digest = entryDigest(entry)
    const seq = tree.size + 1
    chain_hash = chainHash(Buffer.from(chain_hash, 'hex'), Buffer.from(digest, 'hex'), seq).toString('hex')
    tree.push(Buffer.from(digest, 'hex'))
    yield { entry: { seq, digest, chain_hash, entry } }
    if (!headAfter(seq)) continue
    day = day.add({ days: 1 })
    const head: Head = {
      network_id: testNetwork,
      day: day.toString(),
      size: seq,
      chain_hash,
      root: tree.root().toString('hex'),
      key_id: signer.key_id,
      signed_at: `${day.toString()}T02:00:00.000000Z`
    }
    yield { head: { ...head, signature: await signer.sign(headStatement(head)) } }
  }
}

/** A whole file of `size` booking entries with a head after every `headEvery` of them. */
export async function* bookingFile(size: number, headEvery: number, signer: Signer): AsyncGenerator<string, void, undefined> {
  const entries = function* (): Generator<Entry> {
    for (let at = 0; at < size; at++) yield bookingEntry(at)
  }
  const header = { network_id: testNetwork, exported_at: '2027-01-01T00:00:00.000000Z' }
  yield* writeFile(header, chained(entries(), signer, (seq) => seq % headEvery === 0), signer)
}

const code = fc.stringMatching(/^[a-z][a-z0-9]{0,7}(?:[.-][a-z]{1,6}){0,2}$/).filter((text) => text.replace(/[^0-9]/g, '').length < 9)
const neutralKey = fc.constantFrom('origin', 'reason', 'count', 'item_ids', 'at', 'a', 'b', 'service_id', 'zz', 'a_1')

/** Any body that the ledger takes. */
export const allowedBody: fc.Arbitrary<EntryBody> = fc.letrec<{ value: EntryValue; body: EntryBody }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      code,
      fc.uuid(),
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.stringMatching(/^[0-9a-f]{64}$/),
      fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('2100-01-01') }).map((date) => date.toISOString())
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('body')
  ),
  body: fc.dictionary(neutralKey, tie('value'), { maxKeys: 5, noNullPrototype: true })
})).body
