import { createHash } from 'node:crypto'
import { publicKeyId, verifySignature } from '../keys/signer.ts'
import { trailerStatement } from './file.ts'
import type { FileHeader, SignedTrailer } from './file.ts'
import { chainHash, hashLength, leafHash } from './hashes.ts'
import { headStatement, keyEntryKind } from './head-statement.ts'
import type { SignedHead } from './head-statement.ts'
import { IdSet } from './id-set.ts'
import { parseLine } from './lines.ts'
import { CompactTree } from './merkle.ts'
import { literal, scanEntryLine } from './scan.ts'
import type { EntryPlaces } from './scan.ts'

/** What can be wrong with a file; verify-texts.ts says each in words. */
export type FindingCode =
  | 'no-header'
  | 'malformed'
  | 'misplaced'
  | 'truncated'
  | 'other-key'
  | 'other-network'
  | 'sequence'
  | 'duplicate'
  | 'entry-digest'
  | 'chain'
  | 'head-day'
  | 'head-size'
  | 'head-chain'
  | 'head-root'
  | 'head-key'
  | 'head-signature'
  | 'trailer-count'
  | 'trailer-chain'
  | 'trailer-frame'
  | 'trailer-signature'

/** Something wrong: at which line of the file (from 1), and about which entry or head where that is known. */
export type Finding = { readonly code: FindingCode; readonly line: number; readonly seq?: number; readonly day?: string }

export type VerifyReport = {
  readonly intact: boolean
  readonly network_id: string | null
  readonly exported_at: string | null
  readonly public_key: string | null
  readonly key_id: string | null
  /** Whether the caller named the key that the file had to be signed with. */
  readonly key_expected: boolean
  readonly entries: number
  readonly heads: number
  /** Entries after the last signed head: covered by the trailer's signature only. */
  readonly entries_after_last_head: number
  readonly last_head: { readonly day: string; readonly size: number } | null
  readonly first_recorded_at: string | null
  readonly last_recorded_at: string | null
  /** Keys other than the file's own that signed heads: announced in the chain by an entry `ledger.key`. */
  readonly former_key_ids: readonly string[]
  readonly finding_count: number
  /** The first 50. */
  readonly findings: readonly Finding[]
}

/**
 * Verifies an exported ledger file, offline and in one pass: every digest, the chain, every head with its Merkle root and
 * signature, gaps, duplicates, the counts and the signature at the end. Memory: a line, and 16 to 32 bytes an entry for the ids seen.
 * `expected_public_key` (32 bytes in hex) is the installation's key as published elsewhere; without it a file proves only
 * that it was not changed since whoever holds its key signed it.
 * Finds every fault it can rather than the first. Throws only what reading the stream throws.
 */
export async function verifyFile(stream: AsyncIterable<Uint8Array>, options: { expected_public_key?: string } = {}): Promise<VerifyReport> {
  const verification = new Verification(options.expected_public_key)
  // What came of a line that is not complete yet.
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let start = 0
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      if (rest.length === 0) {
        verification.line(bytes, start, end)
      } else {
        const line = Buffer.concat([rest, bytes.subarray(0, end + 1)])
        rest = line.subarray(line.length)
        verification.line(line, 0, line.length - 1)
      }
      start = end + 1
    }
    rest = Buffer.concat([rest, bytes.subarray(start)])
    if (rest.length > longestLine) {
      verification.lineTooLong()
      return verification.report()
    }
  }
  if (rest.length > 0) verification.cutLine()
  return verification.report()
}

const lineFeed = 0x0a
// Four times the longest line that an entry can make.
const longestLine = 65_536
const mostFindings = 50

class Verification {
  readonly #expectedKey: string | undefined
  readonly #findings: Finding[] = []
  #findingCount = 0

  #lines = 0
  #header: FileHeader | undefined
  #networkId = literal('')
  #trailer: SignedTrailer | undefined

  // Over the header and head lines, see FileTrailer.
  readonly #frame = createHash('sha256')

  #entries = 0
  #nextSeq = 1
  // The chain hash after the last entry, as the file tells it; unknown after a line that could not be read.
  #chainKnown = true
  readonly #chain = Buffer.alloc(hashLength)
  readonly #computed = Buffer.alloc(hashLength)
  readonly #tree = new CompactTree()
  readonly #ids = new IdSet()
  readonly #places: EntryPlaces = { chainHash: Buffer.alloc(hashLength), digest: Buffer.alloc(hashLength), entryStart: 0, entryEnd: 0, entryId: 0, kindStart: 0, kindEnd: 0, recordedAt: 0, seq: 0 }
  #firstRecordedAt: string | undefined
  // Where the last entry's instant stands: made into text once, in the report.
  readonly #lastRecordedAt: { bytes: Buffer; at: number } = { bytes: Buffer.alloc(0), at: 0 }

  #heads = 0
  #lastHead: SignedHead | undefined
  readonly #announcedKeys = new Map<string, string>()
  readonly #formerKeyIds = new Set<string>()

  constructor(expectedKey: string | undefined) {
    this.#expectedKey = expectedKey?.toLowerCase()
  }

  /** The next line: bytes from `start` up to its line feed at `end`. */
  line(bytes: Buffer, start: number, end: number): void {
    this.#lines++
    if (this.#trailer) return this.#find('misplaced')
    if (!this.#header) return this.#readHeader(bytes, start, end)
    if (bytes[start + 2] === 0x63) return this.#readEntry(bytes, start, end) // {"chain_hash"
    const { head, trailer } = parseLine(bytes, start, end)
    if (trailer) this.#readTrailer(trailer)
    else if (head) this.#readHead(head)
    else this.#find('malformed')
    this.#frame.update(bytes.subarray(start, end + 1))
  }

  lineTooLong(): void {
    this.#lines++
    this.#find('malformed')
  }

  /** The file ends within a line. Without a trailer the report says so anyway. */
  cutLine(): void {
    this.#lines++
    if (this.#trailer) this.#find('misplaced')
  }

  report(): VerifyReport {
    if (!this.#header && this.#findingCount === 0) this.#find('no-header')
    if (this.#header && !this.#trailer) this.#find('truncated')
    const header = this.#header
    return {
      intact: this.#findingCount === 0,
      network_id: header?.network_id ?? null,
      exported_at: header?.exported_at ?? null,
      public_key: header?.public_key ?? null,
      key_id: header ? publicKeyId(header.public_key) : null,
      key_expected: this.#expectedKey !== undefined,
      entries: this.#entries,
      heads: this.#heads,
      entries_after_last_head: Math.max(0, this.#entries - (this.#lastHead?.size ?? 0)),
      last_head: this.#lastHead ? { day: this.#lastHead.day, size: this.#lastHead.size } : null,
      first_recorded_at: this.#firstRecordedAt ?? null,
      last_recorded_at: this.#firstRecordedAt === undefined ? null : instantAt(this.#lastRecordedAt),
      former_key_ids: [...this.#formerKeyIds],
      finding_count: this.#findingCount,
      findings: this.#findings
    }
  }

  #find(code: FindingCode, about: { seq?: number; day?: string } = {}): void {
    this.#findingCount++
    if (this.#findings.length < mostFindings) this.#findings.push({ code, line: this.#lines, ...about })
  }

  #readHeader(bytes: Buffer, start: number, end: number): void {
    const { header } = parseLine(bytes, start, end)
    if (!header) {
      // Without a header nothing else can be judged; one finding says it.
      if (this.#findingCount === 0) this.#find('no-header')
      return
    }
    this.#header = header
    this.#networkId = literal(header.network_id)
    this.#frame.update(bytes.subarray(start, end + 1))
    if (this.#expectedKey !== undefined && this.#expectedKey !== header.public_key) this.#find('other-key')
  }

  #readEntry(bytes: Buffer, start: number, end: number): void {
    this.#entries++
    const places = this.#places
    const fault = scanEntryLine(bytes, start, end, this.#networkId, places)
    if (fault === 'malformed') {
      this.#nextSeq++
      this.#chainKnown = false
      return this.#find('malformed')
    }
    const { seq } = places
    if (fault) this.#find(fault, { seq })
    if (!this.#ids.add(bytes, places.entryId)) this.#find('duplicate', { seq })

    leafHash(bytes, places.entryStart, places.entryEnd, this.#computed)
    this.#tree.push(this.#computed)
    const genuine = sameHash(this.#computed, places.digest)
    if (!genuine) this.#find('entry-digest', { seq })

    // The chain is followed through what the file says, so that one changed entry is one finding and not all after it too.
    chainHash(this.#chain, places.digest, seq, this.#computed)
    if (seq !== this.#nextSeq) this.#find('sequence', { seq })
    else if (this.#chainKnown && !sameHash(this.#computed, places.chainHash)) this.#find('chain', { seq })
    this.#chain.set(places.chainHash)
    this.#chainKnown = true
    this.#nextSeq = seq + 1

    this.#lastRecordedAt.bytes = bytes
    this.#lastRecordedAt.at = places.recordedAt
    this.#firstRecordedAt ??= instantAt(this.#lastRecordedAt)
    if (genuine && isKeyEntry(bytes, places)) this.#announceKey(bytes, places)
  }

  #announceKey(bytes: Buffer, places: EntryPlaces): void {
    const { body } = JSON.parse(bytes.toString('latin1', places.entryStart, places.entryEnd)) as { body: { public_key?: unknown } }
    const key = body.public_key
    if (typeof key === 'string' && /^[0-9a-f]{64}$/.test(key)) this.#announcedKeys.set(publicKeyId(key), key)
  }

  #readHead(head: SignedHead): void {
    this.#heads++
    const about = { seq: head.size, day: head.day }
    if (head.network_id !== this.#header?.network_id) this.#find('other-network', about)
    if (this.#lastHead && head.day <= this.#lastHead.day) this.#find('head-day', about)
    if (head.size !== this.#nextSeq - 1) this.#find('head-size', about)
    if (head.chain_hash !== this.#chain.toString('hex')) this.#find('head-chain', about)
    if (head.root !== this.#tree.root().toString('hex')) this.#find('head-root', about)
    const key = this.#keyOf(head)
    if (key === undefined) this.#find('head-key', about)
    else if (!verifySignature(key, headStatement(head), head.signature)) this.#find('head-signature', about)
    this.#lastHead = head
  }

  #keyOf(head: SignedHead): string | undefined {
    const own = this.#header?.public_key
    if (own !== undefined && publicKeyId(own) === head.key_id) return own
    const announced = this.#announcedKeys.get(head.key_id)
    if (announced !== undefined) this.#formerKeyIds.add(head.key_id)
    return announced
  }

  #readTrailer(trailer: SignedTrailer): void {
    this.#trailer = trailer
    const { network_id, public_key } = this.#header as FileHeader
    if (trailer.entries !== this.#entries || trailer.heads !== this.#heads) this.#find('trailer-count')
    if (trailer.chain_hash !== this.#chain.toString('hex')) this.#find('trailer-chain')
    if (trailer.frame_digest !== this.#frame.copy().digest('hex')) this.#find('trailer-frame')
    if (!verifySignature(public_key, trailerStatement(network_id, trailer), trailer.signature)) this.#find('trailer-signature')
  }
}

function isKeyEntry(bytes: Buffer, { kindStart, kindEnd }: EntryPlaces): boolean {
  return kindEnd - kindStart === keyEntryKind.length && bytes.toString('latin1', kindStart, kindEnd) === keyEntryKind
}

/** Buffer.equals costs three times as much for 32 bytes. */
function sameHash(one: Buffer, other: Buffer): boolean {
  for (let i = 0; i < hashLength; i++) if (one[i] !== other[i]) return false
  return true
}

function instantAt({ bytes, at }: { bytes: Buffer; at: number }): string {
  return bytes.toString('latin1', at, at + '0000-00-00T00:00:00.000000Z'.length)
}
