import { hashLength } from './hashes.ts'

// Strict reading of an entry's line, straight from the bytes: nothing is built and nothing is forgiven. A line passes only
// in the one spelling that file.ts gives it. (JSON.parse, canonicalize and compare say the same at a quarter of the speed;
// scan.test.ts holds one against the other.)

const quote = 0x22
const comma = 0x2c
const colon = 0x3a

/** Text to find at a certain place, cut into little-endian 32-bit words and up to three bytes. */
export type Literal = { readonly length: number; readonly words: readonly number[]; readonly tail: readonly number[] }

/** Prepares ASCII text for comparison, which then takes half the time that byte after byte would. */
export function literal(text: string): Literal {
  const bytes = Buffer.from(text)
  const tail = [...bytes.subarray(bytes.length - (bytes.length % 4))]
  const words: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) words.push(bytes.readUInt32LE(at))
  return { length: bytes.length, words, tail }
}

/** Position after `text` when the bytes from `at` on are exactly that, -1 otherwise. */
function match(bytes: Uint8Array, at: number, text: Literal): number {
  if (at + text.length > bytes.length) return -1
  const { words, tail } = text
  const words32 = viewOf(bytes)
  let next = at
  for (let i = 0; i < words.length; i++, next += 4) if (words32.getUint32(next, true) !== words[i]) return -1
  for (let i = 0; i < tail.length; i++, next++) if (bytes[next] !== tail[i]) return -1
  return next
}

/** A view of the same bytes, kept while a chunk of the file is being read. */
function viewOf(bytes: Uint8Array): DataView {
  if (bytes !== viewed) {
    viewed = bytes
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }
  return view
}
let viewed: Uint8Array = new Uint8Array()
let view: DataView = new DataView(viewed.buffer)

/** Value of a lower-case hexadecimal digit, 255 for any other byte. */
const nibbles = new Uint8Array(256).fill(255)
for (const [value, digit] of [...'0123456789abcdef'].entries()) nibbles[digit.charCodeAt(0)] = value

/** Reads the hash that 64 hexadecimal digits from `at` on spell into `target`; position after them, -1 otherwise. */
function readHash(bytes: Uint8Array, at: number, target: Uint8Array): number {
  let invalid = 0
  for (let i = 0; i < hashLength; i++) {
    const high = nibbles[bytes[at + 2 * i] as number] as number
    const low = nibbles[bytes[at + 2 * i + 1] as number] as number
    invalid |= high | low
    target[i] = (high << 4) | low
  }
  return invalid > 15 ? -1 : at + 2 * hashLength
}

/** Position after `digits` lower-case hexadecimal digits, -1 otherwise. */
function hex(bytes: Uint8Array, at: number, digits: number): number {
  for (let i = at; i < at + digits; i++) if (nibbles[bytes[i] as number] === 255) return -1
  return at + digits
}

/**
 * Position after the canonical JSON value (RFC 8785) that starts at `at` and ends before `end`, -1 when there is none.
 * Strings are printable ASCII without quote or backslash, which is all that an entry can hold.
 */
export function scanValue(bytes: Uint8Array, at: number, end: number, depth = 0): number {
  switch (bytes[at]) {
    case quote:
      return scanString(bytes, at, end)
    case 0x7b: // {
      return depth > 16 ? -1 : scanObject(bytes, at, end, depth)
    case 0x5b: // [
      return depth > 16 ? -1 : scanList(bytes, at, end, depth)
    case 0x74:
      return match(bytes, at, words.true)
    case 0x66:
      return match(bytes, at, words.false)
    case 0x6e:
      return match(bytes, at, words.null)
    default:
      return scanNumber(bytes, at, end)
  }
}

const words = { true: literal('true'), false: literal('false'), null: literal('null') }

function scanString(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== quote) return -1
  for (let i = at + 1; i < end; i++) {
    const byte = bytes[i] as number
    if (byte === quote) return i + 1
    if (byte < 0x20 || byte > 0x7e || byte === 0x5c) return -1
  }
  return -1
}

function scanObject(bytes: Uint8Array, at: number, end: number, depth: number): number {
  let next = at + 1
  if (bytes[next] === 0x7d) return next + 1
  let [keyStart, keyEnd] = [0, 0]
  for (;;) {
    const start = next
    next = scanString(bytes, start, end)
    if (next === -1 || (keyEnd > 0 && !isBefore(bytes, keyStart, keyEnd, start, next))) return -1
    ;[keyStart, keyEnd] = [start, next]
    if (bytes[next] !== colon) return -1
    next = scanValue(bytes, next + 1, end, depth + 1)
    if (next === -1) return -1
    if (bytes[next] === 0x7d) return next + 1
    if (bytes[next++] !== comma) return -1
  }
}

/** Whether one quoted key sorts strictly before another. Both end in a quote, which no key holds. */
function isBefore(bytes: Uint8Array, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  const length = Math.min(end - start, otherEnd - otherStart) - 1
  for (let i = 1; i < length; i++) {
    const difference = (bytes[start + i] as number) - (bytes[otherStart + i] as number)
    if (difference !== 0) return difference < 0
  }
  return end - start < otherEnd - otherStart
}

function scanList(bytes: Uint8Array, at: number, end: number, depth: number): number {
  let next = at + 1
  if (bytes[next] === 0x5d) return next + 1
  for (;;) {
    next = scanValue(bytes, next, end, depth + 1)
    if (next === -1) return -1
    if (bytes[next] === 0x5d) return next + 1
    if (bytes[next++] !== comma) return -1
  }
}

function scanNumber(bytes: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end && isNumeric(bytes[next] as number)) next++
  const length = next - at
  if (length === 0 || length > 25) return -1
  if (length <= 15 && bytes[at] !== 0x30 && digitsEnd(bytes, at, next) === next) return next
  const text = String.fromCharCode(...bytes.subarray(at, next))
  const value = Number(text)
  return Number.isFinite(value) && JSON.stringify(value) === text ? next : -1
}

function isNumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x2b || byte === 0x65
}

function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end && (bytes[next] as number) >= 0x30 && (bytes[next] as number) <= 0x39) next++
  return next
}

/** What an entry's line says and where; filled by scanEntryLine, valid until its next call. */
export type EntryPlaces = {
  readonly chainHash: Buffer
  readonly digest: Buffer
  /** The entry's own bytes, which its digest covers. */
  entryStart: number
  entryEnd: number
  entryId: number
  kindStart: number
  kindEnd: number
  recordedAt: number
  seq: number
}

const parts = {
  chainHash: literal('{"chain_hash":"'),
  digest: literal('","digest":"'),
  body: literal('","entry":{"body":'),
  entryId: literal(',"entry_id":"'),
  kind: literal('","kind":"'),
  network: literal('","network_id":"'),
  promises: literal('","promise_ids":'),
  recordedAt: literal(',"recorded_at":"'),
  subject: literal('","subject_digest":'),
  seq: literal('},"seq":')
}
// In a shape, 0 stands for a decimal digit and x for a hexadecimal one.
const instantShape = Buffer.from('0000-00-00T00:00:00.000000Z')
const networkShape = Buffer.from('xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx')
const entryShape = Buffer.from('xxxxxxxx-xxxx-7xxx-xxxx-xxxxxxxxxxxx')

/** Position after bytes of this shape, -1 otherwise. */
function shaped(bytes: Uint8Array, at: number, shape: Uint8Array): number {
  for (let i = 0; i < shape.length; i++) {
    const byte = bytes[at + i] as number
    const wanted = shape[i] as number
    const fits = wanted === 0x78 ? nibbles[byte] !== 255 : wanted === 0x30 ? byte >= 0x30 && byte <= 0x39 : byte === wanted
    if (!fits) return -1
  }
  return at + shape.length
}

/**
 * Holds a line (without its line feed) against the one form of an entry of this network (its id).
 * Returns null when it has that form and fills `places`; otherwise `malformed`, or `other-network`.
 */
export function scanEntryLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  network: Literal,
  places: EntryPlaces
): null | 'malformed' | 'other-network' {
  let at = match(bytes, start, parts.chainHash)
  if (at !== -1) at = readHash(bytes, at, places.chainHash)
  if (at !== -1) at = match(bytes, at, parts.digest)
  if (at !== -1) at = readHash(bytes, at, places.digest)
  if (at !== -1) at = match(bytes, at, parts.body)
  if (at === -1 || bytes[at] !== 0x7b) return 'malformed'
  places.entryStart = at - 8 // {"body":
  at = scanValue(bytes, at, end)
  if (at !== -1) at = match(bytes, at, parts.entryId)
  if (at === -1) return 'malformed'
  places.entryId = at
  at = shaped(bytes, at, entryShape)
  if (at !== -1) at = match(bytes, at, parts.kind)
  if (at === -1) return 'malformed'
  places.kindStart = at
  at = scanString(bytes, at - 1, end) - 1
  if (at <= places.kindStart) return 'malformed'
  places.kindEnd = at
  at = match(bytes, at, parts.network)
  if (at === -1) return 'malformed'
  const sameNetwork = match(bytes, at, network) !== -1
  at = sameNetwork ? at + network.length : shaped(bytes, at, networkShape)
  if (at !== -1) at = match(bytes, at, parts.promises)
  if (at !== -1) at = bytes[at] === 0x5b ? scanStrings(bytes, at, end) : -1
  if (at !== -1) at = match(bytes, at, parts.recordedAt)
  if (at === -1) return 'malformed'
  places.recordedAt = at
  at = shaped(bytes, at, instantShape)
  if (at !== -1) at = match(bytes, at, parts.subject)
  if (at !== -1) at = scanSubject(bytes, at)
  if (at === -1) return 'malformed'
  places.entryEnd = at + 1
  at = match(bytes, at, parts.seq)
  if (at === -1 || bytes[at] === 0x30 || end - at > 16 || digitsEnd(bytes, at, end) !== end - 1 || bytes[end - 1] !== 0x7d) return 'malformed'
  places.seq = 0
  for (; at < end - 1; at++) places.seq = places.seq * 10 + (bytes[at] as number) - 0x30
  return sameNetwork ? null : 'other-network'
}

function scanSubject(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quote) return match(bytes, at, words.null)
  const end = hex(bytes, at + 1, 2 * hashLength)
  return end !== -1 && bytes[end] === quote ? end + 1 : -1
}

function scanStrings(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1
  if (bytes[next] === 0x5d) return next + 1
  for (;;) {
    next = scanString(bytes, next, end)
    if (next === -1) return -1
    if (bytes[next] === 0x5d) return next + 1
    if (bytes[next++] !== comma) return -1
  }
}
