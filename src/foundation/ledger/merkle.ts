import { hash } from 'node:crypto'
import { hashLength, nodeHash } from './hashes.ts'

// The Merkle tree of RFC 6962, section 2.1 and RFC 9162, section 2.1. Leaves are given as leaf hashes (32 bytes), and so
// are nodes and roots. Sizes and indexes go beyond 2³¹, hence % and Math.floor rather than bit operators.

/** Hash of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Buffer = Buffer.from(hash('sha256', ''), 'hex')

/**
 * A tree that only grows and remembers only the roots of its perfect subtrees: 32 bytes for each bit set in its size.
 * Enough to give the root at any moment, whatever the number of leaves.
 */
export class CompactTree {
  size = 0
  /** Roots of the perfect subtrees, largest first; those from #depth on are free to be written over. */
  readonly #roots: Buffer[] = []
  #depth = 0

  /** Appends a leaf hash: 32 bytes, copied. */
  push(leaf: Uint8Array): void {
    if (this.#depth === this.#roots.length) this.#roots.push(Buffer.alloc(hashLength))
    this.#root(this.#depth++).set(leaf)
    // As many merges as the old size has trailing ones.
    for (let rest = this.size++; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#root(--this.#depth - 1)
      nodeHash(left, this.#root(this.#depth), left)
    }
  }

  /** The root of all leaves so far. */
  root(): Buffer {
    if (this.#depth === 0) return emptyRoot
    let root: Buffer = Buffer.from(this.#root(this.#depth - 1))
    for (let at = this.#depth - 2; at >= 0; at--) root = nodeHash(this.#root(at), root, root)
    return root
  }

  #root(at: number): Buffer {
    return this.#roots[at] as Buffer
  }
}

/** Root of the leaves from `start` up to `end`, not included. */
function rootOf(leaves: readonly Uint8Array[], start: number, end: number): Buffer {
  const tree = new CompactTree()
  for (let at = start; at < end; at++) tree.push(leaves[at] as Uint8Array)
  return tree.root()
}

/** The largest power of two smaller than n, for n > 1. */
function split(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/**
 * Shows that leaf `index` (from 0) is in the tree of these leaves: the audit path of RFC 6962, section 2.1.1, leaf side
 * first. Throws RangeError for an index outside the tree.
 */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (!(index >= 0 && index < leaves.length)) throw new RangeError(`no leaf ${index} among ${leaves.length}`)
  const proof: Buffer[] = []
  let [start, end] = [0, leaves.length]
  while (end - start > 1) {
    const middle = start + split(end - start)
    if (index < middle) {
      proof.push(rootOf(leaves, middle, end))
      end = middle
    } else {
      proof.push(rootOf(leaves, start, middle))
      start = middle
    }
  }
  return proof.reverse()
}

/** Whether `proof` shows that `leaf` is leaf `index` of the tree of `size` leaves and this root (RFC 9162, section 2.1.3.2). */
export function verifyInclusion(leaf: Uint8Array, index: number, size: number, proof: readonly Uint8Array[], root: Uint8Array): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false
  let node = index
  let last = size - 1
  let result: Buffer = Buffer.from(leaf)
  for (const step of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      result = nodeHash(step, result)
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
    } else {
      result = nodeHash(result, step)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && result.equals(root)
}

/**
 * Shows that the tree of the first `size` leaves is the beginning of the tree of all of them: the proof of RFC 6962,
 * section 2.1.2. Throws RangeError unless 0 < size ≤ number of leaves.
 */
export function consistencyProof(leaves: readonly Uint8Array[], size: number): Buffer[] {
  if (!(size > 0 && size <= leaves.length)) throw new RangeError(`no tree of ${size} leaves before one of ${leaves.length}`)
  const proof: Buffer[] = []
  let [start, end] = [0, leaves.length]
  // Whether the part in hand is still a whole left part of the older tree, whose root the verifier then has.
  let known = true
  while (size < end) {
    const middle = start + split(end - start)
    if (size <= middle) {
      proof.push(rootOf(leaves, middle, end))
      end = middle
    } else {
      proof.push(rootOf(leaves, start, middle))
      start = middle
      known = false
    }
  }
  if (!known) proof.push(rootOf(leaves, start, end))
  return proof.reverse()
}

/** Whether `proof` shows that the tree (oldSize, oldRoot) is the beginning of (newSize, newRoot) (RFC 9162, section 2.1.4.2). */
export function verifyConsistency(oldSize: number, oldRoot: Uint8Array, newSize: number, newRoot: Uint8Array, proof: readonly Uint8Array[]): boolean {
  if (!(Number.isSafeInteger(oldSize) && Number.isSafeInteger(newSize) && oldSize > 0 && oldSize <= newSize)) return false
  if (oldSize === newSize) return proof.length === 0 && Buffer.from(oldRoot).equals(newRoot)
  let node = oldSize - 1
  let last = newSize - 1
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  // An older tree that is a power of two is itself a node of the newer one, and is left out of the proof.
  const steps = node === 0 ? [oldRoot, ...proof] : proof
  const [first, ...others] = steps
  if (!first) return false
  let older: Buffer = Buffer.from(first)
  let newer: Buffer = Buffer.from(first)
  for (const step of others) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      older = nodeHash(step, older)
      newer = nodeHash(step, newer)
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
    } else {
      newer = nodeHash(newer, step)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && older.equals(oldRoot) && newer.equals(newRoot)
}
