import { hash } from 'node:crypto'

// Each use of SHA-256 starts with a byte of its own, so that the digest of one thing never passes for that of another.
// 0x00 and 0x01 are those of RFC 6962, section 2.1; 0x02 is ours.
const leafPrefix = 0x00
const nodePrefix = 0x01
const chainPrefix = 0x02

/** Length in bytes of every hash here. */
export const hashLength = 32

/** What the first entry of a chain names as its predecessor. */
export const noHash: Buffer = Buffer.alloc(hashLength)

// The functions below write into `target`, a new buffer unless given, and return it. Their inputs are assembled in buffers
// that are used again and again; calls never interleave because hash() is synchronous.

/** RFC 6962 leaf hash of the bytes from `start` to `end`: SHA-256(0x00 ‖ bytes). An entry's digest is that of its text. */
export function leafHash(bytes: Buffer, start = 0, end: number = bytes.length, target: Buffer = Buffer.alloc(hashLength)): Buffer {
  const length = 1 + end - start
  if (length > leafInput.length) leafInput = Buffer.alloc(2 * length, leafPrefix)
  bytes.copy(leafInput, 1, start, end)
  return sha256(leafInput.subarray(0, length), target)
}

/** RFC 6962 node hash: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array, target: Buffer = Buffer.alloc(hashLength)): Buffer {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashLength)
  return sha256(nodeInput, target)
}

/** The chain's hash after an entry: SHA-256(0x02 ‖ previous chain hash ‖ entry digest ‖ seq as 8 bytes, big-endian). */
export function chainHash(previous: Uint8Array, digest: Uint8Array, seq: number, target: Buffer = Buffer.alloc(hashLength)): Buffer {
  chainInput.set(previous, 1)
  chainInput.set(digest, 1 + hashLength)
  chainInput.writeUInt32BE(Math.floor(seq / 2 ** 32), 1 + 2 * hashLength)
  chainInput.writeUInt32BE(seq % 2 ** 32, 5 + 2 * hashLength)
  return sha256(chainInput, target)
}

let leafInput = Buffer.alloc(4096, leafPrefix)
const nodeInput = Buffer.alloc(1 + 2 * hashLength, nodePrefix)
const chainInput = Buffer.alloc(1 + 2 * hashLength + 8, chainPrefix)

function sha256(input: Uint8Array, target: Buffer): Buffer {
  // On Node 26 a digest comes out of hash() twice as fast as text than as a buffer.
  const bytes = hash('sha256', input, 'latin1')
  for (let i = 0; i < hashLength; i++) target[i] = bytes.charCodeAt(i)
  return target
}
