import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { RootKey } from './root-key.ts'

/**
 * Ed25519 signatures of the installation (RFC 8032).
 * `public_key`: 32 bytes in lower-case hex. `key_id`: see publicKeyId. `sign` gives 64 bytes in lower-case hex.
 */
export type Signer = {
  readonly key_id: string
  readonly public_key: string
  sign(message: string): Promise<string>
}

// PKCS #8 of an Ed25519 private key is this prefix and the 32-byte seed (RFC 8410, section 7).
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * The signer of ledger heads. Its key derives from the root key rather than from a file of its own: one secret to keep,
 * and every server of an installation signs alike.
 */
export async function ledgerSigner(root: RootKey): Promise<Signer> {
  const seed = await root.derive('ledger-ed25519')
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  const public_key = Buffer.from(x ?? '', 'base64url').toString('hex')
  return {
    key_id: publicKeyId(public_key),
    public_key,
    async sign(message) {
      return sign(null, Buffer.from(message), privateKey).toString('hex')
    }
  }
}

/** Short name of a public key: the first 16 hex digits of the SHA-256 of its 32 bytes. */
export function publicKeyId(public_key: string): string {
  return createHash('sha256').update(public_key, 'hex').digest('hex').slice(0, 16)
}

/** Whether `signature` (hex) over `message` was made with the private half of `public_key` (hex). Never throws. */
export function verifySignature(public_key: string, message: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(message), publicKeyObject(public_key), Buffer.from(signature, 'hex'))
  } catch {
    return false // not a point of the curve, or not 64 bytes: not a signature by this key
  }
}

function publicKeyObject(public_key: string): KeyObject {
  const x = Buffer.from(public_key, 'hex').toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}
