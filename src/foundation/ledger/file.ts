import { createHash } from 'node:crypto'
import type { Signer } from '../keys/signer.ts'
import { canonicalize } from './canonical.ts'
import { entryText } from './entry.ts'
import type { Entry } from './entry.ts'
import type { SignedHead } from './head-statement.ts'

// The export file, described for other implementers in FORMAT.md. Strict on purpose: every line has one spelling only, so
// that any changed byte is either a changed hash or a line that is not in canonical form.

export const fileFormat = 'reserve-ledger-1'

/** First line of a file. `public_key` is the installation's signing key (hex), `exported_at` an instant with six decimals. */
export type FileHeader = {
  readonly format: typeof fileFormat
  readonly network_id: string
  readonly public_key: string
  readonly exported_at: string
}

/** An entry with its place in the chain, from 1 on; digest and chain hash in hex. */
export type ChainedEntry = {
  readonly seq: number
  readonly digest: string
  readonly chain_hash: string
  readonly entry: Entry
}

/**
 * Last line of a file: what came before it, signed by the key of the header. `chain_hash` binds the entries, `frame_digest`
 * (SHA-256 of the header and head lines, line feeds included) everything else.
 */
export type FileTrailer = {
  readonly entries: number
  readonly heads: number
  readonly chain_hash: string
  readonly frame_digest: string
}
export type SignedTrailer = FileTrailer & { readonly signature: string }

export type FileItem = { readonly entry: ChainedEntry } | { readonly head: SignedHead }

/** The text that a trailer's signature covers. */
export function trailerStatement(network_id: string, trailer: FileTrailer): string {
  const { entries, heads, chain_hash, frame_digest } = trailer
  return canonicalize({ format: fileFormat, network_id, entries, heads, chain_hash, frame_digest })
}

/** One entry as a line of the file, line feed included. */
export function entryLine({ seq, digest, chain_hash, entry }: ChainedEntry): string {
  return `{"chain_hash":"${chain_hash}","digest":"${digest}","entry":${entryText(entry)},"seq":${seq}}\n`
}

const batch = 65_536

/**
 * Writes a file, in pieces of about 64 kB: header, `items` in the order of the chain with each head right after the last
 * entry that it covers, trailer.
 */
export async function* writeFile(
  header: Omit<FileHeader, 'format' | 'public_key'>,
  items: AsyncIterable<FileItem>,
  signer: Signer
): AsyncGenerator<string, void, undefined> {
  const frame = createHash('sha256')
  let entries = 0
  let heads = 0
  let chain_hash = '0'.repeat(64)
  let text = `${canonicalize({ header: { ...header, format: fileFormat, public_key: signer.public_key } })}\n`
  frame.update(text)
  for await (const item of items) {
    if ('entry' in item) {
      entries++
      chain_hash = item.entry.chain_hash
      text += entryLine(item.entry)
    } else {
      heads++
      const line = `${canonicalize({ head: item.head })}\n`
      frame.update(line)
      text += line
    }
    if (text.length >= batch) {
      yield text
      text = ''
    }
  }
  const trailer = { entries, heads, chain_hash, frame_digest: frame.digest('hex') }
  const signature = await signer.sign(trailerStatement(header.network_id, trailer))
  yield `${text}${canonicalize({ trailer: { ...trailer, signature } })}\n`
}
