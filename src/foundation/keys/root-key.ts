import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The installation's one secret, behind a port so that a key management service can stand in for the file.
 * `wrap` and `unwrap` encrypt 32-byte keys; `context` is authenticated with them and must be the same both times.
 * `derive` gives the same 32 bytes for the same label for ever.
 */
export type RootKey = {
  wrap(key: Buffer, context: string): Promise<Buffer>
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>
  derive(label: string): Promise<Buffer>
}

export class KeyError extends Error {
  readonly code: KeyErrorCode
  constructor(code: KeyErrorCode, message: string) {
    super(message)
    this.name = 'KeyError'
    this.code = code
  }
}

export type KeyErrorCode =
  | 'root-key-missing'
  | 'root-key-malformed'
  | 'root-key-readable-by-others'
  | 'root-key-wrong'
  | 'network-key-missing'
  | 'network-key-destroyed'
  | 'sealed-bytes-malformed'
  | 'sealed-bytes-refused'

/** Length in bytes of every symmetric key of the house. */
export const keyLength = 32

/** A root key held in memory. The bytes stay in the closure: printing or logging the result shows functions only. */
export function rootKeyFromBytes(bytes: Buffer): RootKey {
  if (bytes.length !== keyLength) {
    throw new KeyError('root-key-malformed', `The root key must be ${keyLength} bytes; this one has ${bytes.length}.`)
  }
  const deriveNow = (label: string) => Buffer.from(hkdfSync('sha256', bytes, '', `reserve/root/1/${label}`, keyLength))
  const wrapping = deriveNow('wrap')
  return {
    async wrap(key, context) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', wrapping, nonce).setAAD(Buffer.from(context))
      return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()])
    },
    async unwrap(wrapped, context) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', wrapping, wrapped.subarray(0, 12), { authTagLength: 16 })
          .setAAD(Buffer.from(context))
          .setAuthTag(wrapped.subarray(-16))
        return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()])
      } catch {
        throw new KeyError(
          'root-key-wrong',
          'A network key does not open with this root key. Restore the root key that belongs to this database.'
        )
      }
    },
    async derive(label) {
      return deriveNow(label)
    }
  }
}

/**
 * The root key of this installation.
 * `setting` is RESERVE_ROOT_KEY: 32 bytes in base64, or the path of a file that holds them (base64 or raw).
 * Without it the key is `<folder>/root.key` (base64, mode 0600), made at the first start.
 * Throws KeyError when a given file is missing, malformed, or when our own file can be read by others.
 */
export async function loadRootKey(options: { folder: string; setting?: string | undefined }): Promise<RootKey> {
  const { folder, setting } = options
  if (setting) {
    const direct = decodeKey(setting)
    // A mounted secret is often 0444 inside its container, so the mode of a file named by the operator is his affair.
    return rootKeyFromBytes(direct ?? (await readKeyFile(setting)))
  }
  const path = join(folder, 'root.key')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!(await exists(path))) await createOnce(path, `${randomBytes(keyLength).toString('base64')}\n`)
  const { mode } = await stat(path)
  if (mode & 0o077) {
    throw new KeyError('root-key-readable-by-others', `${path} can be read by others. Run: chmod 600 ${path}`)
  }
  return rootKeyFromBytes(await readKeyFile(path))
}

async function readKeyFile(path: string): Promise<Buffer> {
  const content = await readFile(path).catch(() => {
    // The setting is not repeated: a mistyped key would otherwise end in a log.
    throw new KeyError('root-key-missing', 'RESERVE_ROOT_KEY is neither 32 bytes in base64 nor the path of a readable file.')
  })
  const key = content.length === keyLength ? content : decodeKey(content.toString('latin1').trim())
  if (!key) throw new KeyError('root-key-malformed', `${path} does not hold ${keyLength} bytes, raw or in base64.`)
  return key
}

function decodeKey(text: string): Buffer | null {
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  )
}

/** Writes and syncs aside, then links: two first starts at once agree on one key, and a crash leaves none or a whole one. */
async function createOnce(path: string, content: string): Promise<void> {
  const aside = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  const file = await open(aside, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(aside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(aside)
  }
}
