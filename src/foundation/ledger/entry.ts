import { canonicalize } from './canonical.ts'
import { leafHash } from './hashes.ts'

/** What an entry may say of its matter; see checkBody. */
export type EntryValue = null | boolean | number | string | readonly EntryValue[] | EntryBody
export type EntryBody = { readonly [key: string]: EntryValue }

/**
 * A piece of evidence. Ids are UUIDs in lower case (`entry_id` version 7), `recorded_at` is an instant with six decimals
 * (`2026-11-03T10:00:00.000000Z`), `subject_digest` 32 bytes in hex.
 */
export type Entry = {
  readonly network_id: string
  readonly entry_id: string
  readonly recorded_at: string
  readonly kind: string
  readonly promise_ids: readonly string[]
  readonly subject_digest: string | null
  readonly body: EntryBody
}

export class LedgerError extends Error {
  readonly code: 'ledger-entry-refused' | 'ledger-chain-broken'
  constructor(code: LedgerError['code'], message: string) {
    super(message)
    this.name = 'LedgerError'
    this.code = code
  }
}

/** The bytes that an entry's digest covers: its canonical JSON. */
export function entryText(entry: Entry): string {
  const { network_id, entry_id, recorded_at, kind, promise_ids, subject_digest, body } = entry
  return canonicalize({ network_id, entry_id, recorded_at, kind, promise_ids, subject_digest, body })
}

/** An entry's digest in hex, which is its leaf hash in the Merkle tree. */
export function entryDigest(entry: Entry): string {
  return leafHash(Buffer.from(entryText(entry))).toString('hex')
}

/** An instant as entries and heads write it: UTC, six decimals, what PostgreSQL keeps. Finer parts are cut off. */
export function instantText(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'microsecond' })
}

/** Longest canonical body, in characters. Evidence is a handful of ids; more belongs in a document whose digest is noted. */
export const longestBody = 8192
const deepestBody = 8

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const digest = /^(?:[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/
const code = /^[a-z0-9._-]{1,64}$/
const key = /^[a-z][a-z0-9_]{0,63}$/
const kindPattern = /^[a-z][a-z0-9._-]{0,63}$/
const promisePattern = /^[A-Z]{1,4}-[1-9][0-9]{0,2}$/

/** Parts of a key that announce something about a person, in English and in French. */
const personalWords = new Set(
  `name names firstname lastname surname forename nickname username login email mail phone mobile tel fax address street
  city postcode zip birth birthday birthdate born gender iban card note notes comment comments text content subject
  description ip agent nom prenom courriel telephone adresse rue ville naissance commentaire`.split(/\s+/)
)

/**
 * Holds an entry's kind, promises and body against the rule that the ledger never holds personal data, because it outlives
 * erasure. A body's keys are snake_case; its values are UUIDs, hexadecimal digests, finite numbers, booleans, null, ISO
 * dates and UTC instants, short codes (a-z 0-9 . _ - with a letter, fewer than nine digits), and lists and objects of them.
 * Under a key that announces a person's details (`email`, `last_name`…) only UUIDs, digests, booleans and null pass.
 *
 * This catches mistakes, not intent: a lower-case surname under a neutral key looks like a code.
 * Throws LedgerError `ledger-entry-refused`, which names the place and never repeats the value.
 */
export function checkEntry(entry: Pick<Entry, 'kind' | 'promise_ids' | 'body'>): void {
  if (!kindPattern.test(entry.kind)) throw refused('kind', 'a short code')
  entry.promise_ids.forEach((id, at) => {
    if (!promisePattern.test(id)) throw refused(`promise_ids.${at}`, 'the id of a promise, such as A-29')
  })
  if (typeof entry.body !== 'object' || entry.body === null || Array.isArray(entry.body)) throw refused('body', 'an object')
  checkValue(entry.body, 'body', false, 0)
  if (canonicalize(entry.body).length > longestBody) throw refused('body', `at most ${longestBody} characters of JSON`)
}

function checkValue(value: EntryValue, path: string, personal: boolean, depth: number): void {
  if (depth > deepestBody) throw refused(path, `nested at most ${deepestBody} deep`)
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') return checkString(value, path, personal)
  if (typeof value === 'number') {
    if (personal || !Number.isFinite(value)) throw refused(path, personal ? 'an id or a digest' : 'a finite number')
    return
  }
  if (typeof value !== 'object') throw refused(path, 'JSON')
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) checkValue(value[at], `${path}.${at}`, personal, depth + 1)
    return
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw refused(path, 'a plain object')
  for (const [name, member] of Object.entries(value as EntryBody)) {
    // The key itself might be the personal data, so a refused one is not repeated either.
    if (!key.test(name)) throw refused(`${path}.?`, 'under a snake_case key')
    const telling = personal || name.split('_').some((word) => personalWords.has(word))
    checkValue(member, `${path}.${name}`, telling, depth + 1)
  }
}

function checkString(text: string, path: string, personal: boolean): void {
  if (uuid.test(text) || digest.test(text)) return
  if (personal) throw refused(path, 'an id or a digest')
  if (!isCode(text) && !isTime(text)) throw refused(path, 'an id, a digest, an ISO date or a short code')
}

/** Nine digits are a phone number in France, with or without dots between them. */
function isCode(text: string): boolean {
  return code.test(text) && /[a-z]/.test(text) && text.replace(/[^0-9]/g, '').length < 9
}

function isTime(text: string): boolean {
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return Temporal.PlainDate.from(text).toString() === text
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text)) return Temporal.Instant.from(text) !== undefined
  } catch {
    // shaped like a time, but no such day or hour
  }
  return false
}

function refused(path: string, expected: string): LedgerError {
  return new LedgerError('ledger-entry-refused', `${path} must be ${expected}: the ledger holds no text and no personal data.`)
}
