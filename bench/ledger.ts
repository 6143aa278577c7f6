import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { bookingFile, testSigner } from '../src/foundation/ledger/testing.ts'
import { verifyFile } from '../src/foundation/ledger/verify.ts'
import type { BenchRow } from './row.ts'

const entries = 1_000_000
const perHead = 3000
const piece = 1 << 20
const rounds = 3

/**
 * How fast `reserve verify` reads a file of a million booking entries with a head for every 3,000 of them, on one core, next
 * to the limit: one SHA-256 over the same bytes, read the same way. Verifying takes three hashes an entry (digest, chain,
 * Merkle node), a strict reading of every byte and a memory of every id. Best of three, taken in turns.
 *
 * Seconds are those of the processor, all threads of the process together: what one core needs. On an idle machine that is
 * no less than the time that passes; on a busy one it is not the neighbours' time.
 */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'reserve-bench-'))
  try {
    const file = join(folder, 'ledger.ndjson')
    const signer = await testSigner()
    await pipeline(bookingFile(entries, perHead, signer), createWriteStream(file, { highWaterMark: piece }))
    const { size } = await stat(file)

    let [verifying, hashing] = [Infinity, Infinity]
    for (let round = 0; round < rounds; round++) {
      verifying = Math.min(verifying, await seconds(() => verified(file, signer.public_key)))
      hashing = Math.min(hashing, await seconds(() => hashed(file)))
    }
    const [value, limit] = [entries / verifying, entries / hashing]
    return [
      {
        name: `ledger: entries verified per second of one core (${entries.toLocaleString('en')} entries, ${Math.round(size / 1e6)} MB)`,
        value,
        unit: 'entries/s',
        peer: 'one SHA-256 over the same bytes',
        peer_value: limit,
        ratio: value / limit,
        target: '≥ 200,000 entries/s',
        ok: value >= 200_000
      }
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function verified(file: string, expected_public_key: string): Promise<void> {
  const report = await verifyFile(createReadStream(file, { highWaterMark: piece }), { expected_public_key })
  if (!report.intact || report.entries !== entries) throw new Error('The bench verified something else than it wrote.')
}

async function hashed(file: string): Promise<void> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: piece })) hash.update(chunk as Buffer)
  hash.digest()
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
