import { canonicalize } from './canonical.ts'
import type { Json } from './canonical.ts'
import { fileFormat } from './file.ts'
import type { FileHeader, SignedTrailer } from './file.ts'
import type { SignedHead } from './head-statement.ts'

/** A line of an export file other than an entry's: exactly one of the three. */
type Line = { readonly header?: FileHeader; readonly head?: SignedHead; readonly trailer?: SignedTrailer }

const hash = /^[0-9a-f]{64}$/
const signature = /^[0-9a-f]{128}$/
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const keyId = /^[0-9a-f]{16}$/
const count = 'count'

/** Every member of each kind of line, and what it must look like. */
const shapes: Record<keyof Line, Record<string, RegExp | typeof count>> = {
  header: { format: new RegExp(`^${fileFormat}$`), network_id: uuid, public_key: hash, exported_at: instant },
  head: { network_id: uuid, day: /^\d{4}-\d\d-\d\d$/, size: count, chain_hash: hash, root: hash, key_id: keyId, signed_at: instant, signature },
  trailer: { entries: count, heads: count, chain_hash: hash, frame_digest: hash, signature }
}

/**
 * Reads a header, head or trailer line from its bytes, line feed excluded. Gives nothing unless the line has the members of
 * its kind, no other, in their one canonical spelling.
 */
export function parseLine(bytes: Buffer, start: number, end: number): Line {
  const text = bytes.toString('latin1', start, end)
  const parsed = parseJson(text)
  if (!isObject(parsed)) return {}
  const [name = '', ...others] = Object.keys(parsed)
  const content = parsed[name]
  if (others.length > 0 || !isShape(name) || !isObject(content) || !fits(content, shapes[name])) return {}
  return canonicalize(parsed) === text ? (parsed as Line) : {}
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isShape(name: string): name is keyof Line {
  return Object.hasOwn(shapes, name)
}

function fits(content: { readonly [key: string]: Json }, shape: Record<string, RegExp | typeof count>): boolean {
  const names = Object.keys(shape)
  if (Object.keys(content).length !== names.length) return false
  return names.every((name) => {
    const value = content[name]
    const wanted = shape[name] as RegExp | typeof count
    if (wanted === count) return Number.isSafeInteger(value) && (value as number) >= 0
    return typeof value === 'string' && wanted.test(value)
  })
}
