import { canonicalize } from './canonical.ts'

/**
 * What an installation signs once a day for a network: how long its chain is (`size` entries), its last chain hash and its
 * Merkle root (hex, both). `day` is a UTC date. Worth publishing: whoever keeps one can tell later that nothing before it
 * was changed.
 */
export type Head = {
  readonly network_id: string
  readonly day: string
  readonly size: number
  readonly chain_hash: string
  readonly root: string
  readonly key_id: string
  readonly signed_at: string
}
export type SignedHead = Head & { readonly signature: string }

/** The text that a head's signature covers. */
export function headStatement(head: Head): string {
  const { network_id, day, size, chain_hash, root, key_id, signed_at } = head
  return canonicalize({ format: 'reserve-head-1', network_id, day, size, chain_hash, root, key_id, signed_at })
}

/** Kind of the entry that announces a new signing key (`body.public_key`), so that the chain itself tells old heads' keys. */
export const keyEntryKind = 'ledger.key'
