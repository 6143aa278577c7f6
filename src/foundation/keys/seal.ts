import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyPurpose, NetworkKey } from './network-key.ts'
import { KeyError } from './root-key.ts'

// Sealed bytes: version (1) | key id (16) | nonce (12) | AES-256-GCM ciphertext | tag (16).
// The key id lets a network change its key and still read what the older one sealed.
const version = 1
const nonceAt = 17
const textAt = nonceAt + 12
const tagLength = 16

/** Bytes that `seal` adds to what it seals. */
export const sealOverhead = textAt + tagLength

/**
 * Encrypts bytes for one purpose. `context` names what they are (a table and an id, say): the same must be given to
 * `open`, so sealed bytes moved elsewhere do not open. Random nonces: at most 2³² seals a purpose and key (NIST SP 800-38D).
 */
export function seal(key: NetworkKey, purpose: KeyPurpose, bytes: Uint8Array, context: string): Buffer {
  const head = Buffer.alloc(textAt)
  head[0] = version
  head.write(key.key_id.replaceAll('-', ''), 1, 'hex')
  randomBytes(12).copy(head, nonceAt)
  const cipher = createCipheriv('aes-256-gcm', key.subkey(purpose), head.subarray(nonceAt)).setAAD(boundTo(head, context))
  return Buffer.concat([head, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** The id of the key that sealed these bytes: `open(await networkKey(ctx, sealedBy(bytes)), …)`. */
export function sealedBy(sealed: Buffer): string {
  if (sealed.length < sealOverhead || sealed[0] !== version) {
    throw new KeyError('sealed-bytes-malformed', 'These bytes were not sealed here, or were cut short.')
  }
  return sealed.toString('hex', 1, nonceAt).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/**
 * What `seal` was given. Throws KeyError: `sealed-bytes-malformed` for what is not sealed bytes, `sealed-bytes-refused`
 * for another key, purpose or context, or for a single changed bit.
 */
export function open(key: NetworkKey, purpose: KeyPurpose, sealed: Buffer, context: string): Buffer {
  const head = sealed.subarray(0, textAt)
  if (sealedBy(sealed) !== key.key_id) throw refused()
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.subkey(purpose), head.subarray(nonceAt), { authTagLength: tagLength })
      .setAAD(boundTo(head, context))
      .setAuthTag(sealed.subarray(-tagLength))
    return Buffer.concat([decipher.update(sealed.subarray(textAt, -tagLength)), decipher.final()])
  } catch {
    throw refused()
  }
}

function refused(): KeyError {
  return new KeyError('sealed-bytes-refused', 'These bytes were changed, or were sealed for something else.')
}

function boundTo(head: Buffer, context: string): Buffer {
  return Buffer.concat([head.subarray(0, nonceAt), Buffer.from(context)])
}
