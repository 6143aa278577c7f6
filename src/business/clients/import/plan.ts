import { announcedIn, emptyCard, fillCard } from '../card.ts'
import type { Card, CardRules, Fault } from '../card.ts'
import { folded, manyLines } from '../contact.ts'
import type { ImportTarget, NewClient } from '../schemas.ts'
import { readChannel, readLanguage, splitName } from './columns.ts'
import type { Row } from './read.ts'

export type WhenKnown = 'skip' | 'update' | 'create'

/** A live card that a row may be. */
export type Known = { client_id: string; card: Card }

export type RefusalReason = Fault['reason'] | 'not-channel' | 'repeated-line'
export type Refusal = { field: string; reason: RefusalReason; /** The line that said it before. */ line?: number }

/** What becomes of a row. */
export type Outcome =
  | { kind: 'create'; card: Card; sharesContact: boolean; warned: boolean }
  | { kind: 'update'; client_id: string; by: 'phone' | 'email'; card: Card; warned: boolean }
  | { kind: 'skip'; client_id: string; by: 'phone' | 'email' }
  | { kind: 'refused'; refusals: Refusal[] }

export type ReadRow = { line: number; cells: readonly string[]; given: NewClient; card: Card; refusals: Refusal[] }

/** A cell that an export made harmless is what it was before. */
export function withoutGuard(cell: string): string {
  return /^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell
}

/**
 * Reads a row as a card by the mapping of its columns, with what is wrong with it. Required own
 * fields are asked for where the file has a column for them; where it has none, cards lack them.
 */
export function readRow({ line, cells }: Row, mapping: readonly ImportTarget[], rules: CardRules): ReadRow {
  const given: NewClient = {}
  const fields: Record<string, unknown> = {}
  const refusals: Refusal[] = []
  for (const [at, target] of mapping.entries()) {
    const cell = withoutGuard((cells[at] ?? '').trim())
    if (target === null || cell === '') continue
    if (target === 'full_name') Object.assign(given, splitName(cell))
    else if (target === 'language') given.language = readLanguage(cell) ?? 'fr'
    else if (target === 'preferred_channel') {
      const channel = readChannel(cell)
      if (channel === undefined) refusals.push({ field: target, reason: 'not-channel' })
      else given.preferred_channel = channel
    } else if (target === 'note') given.note = cell
    else if (target === 'first_name' || target === 'last_name' || target === 'email' || target === 'phone') given[target] = cell
    else fields[target] = cell
  }
  if (Object.keys(fields).length > 0) given.fields = fields
  const { card, faults } = fillCard(emptyCard, given, rules, 'none')
  refusals.push(...faults)
  if (manyLines(given.note ?? '').length > 10_000) refusals.push({ field: 'note', reason: 'too-long' })
  const refused = new Set(refusals.map(({ field }) => field))
  for (const { field_id, required } of rules.definitions) {
    const name = `fields.${field_id}`
    if (required && mapping.includes(field_id) && card.fields[field_id] === undefined && !refused.has(name)) refusals.push({ field: name, reason: 'required' })
  }
  return { line, cells, given, card, refusals }
}

/**
 * The present card that a row is: one with its number or its address and no other last name. A
 * family shares a number, so that another name is another person.
 */
export function sameClient(row: Card, known: readonly Known[]): { known: Known; by: 'phone' | 'email' } | 'shares' | null {
  const byContact = known.filter(({ card }) => (row.phone !== null && card.phone === row.phone) || (row.email !== null && card.email === row.email))
  const same = byContact.filter(({ card }) => folded(card.last_name) === '' || folded(row.last_name) === '' || folded(card.last_name) === folded(row.last_name))
  const best = same.find(({ card }) => folded(card.first_name) === folded(row.first_name)) ?? same[0]
  if (best !== undefined) return { known: best, by: row.phone !== null && best.card.phone === row.phone ? 'phone' : 'email' }
  return byContact.length > 0 ? 'shares' : null
}

/** Contacts of the rows read so far, each with the lines and last names that had it. */
export type Seen = Map<string, { line: number; last_name: string }[]>

/** The line that was this client before, `shares` when a contact of his was another's, null when neither. */
function repeats(row: ReadRow, seen: Seen): number | 'shares' | null {
  const last_name = folded(row.card.last_name)
  const contacts = [row.card.phone, row.card.email].filter((contact) => contact !== null)
  const before = contacts.flatMap((contact) => seen.get(contact) ?? [])
  for (const contact of contacts) seen.set(contact, [...(seen.get(contact) ?? []), { line: row.line, last_name }])
  const same = before.find((one) => one.last_name === last_name || one.last_name === '' || last_name === '')
  return same?.line ?? (before.length > 0 ? 'shares' : null)
}

/**
 * What becomes of a row.
 * @param known present cards with one of its contacts; an updated one is put back changed, because a later row may be it too
 * @param seen what earlier rows of the file had
 */
export function decide(row: ReadRow, known: readonly Known[], whenKnown: WhenKnown, seen: Seen, rules: CardRules): Outcome {
  if (row.refusals.length > 0) return { kind: 'refused', refusals: row.refusals }
  const repeated = whenKnown === 'create' ? null : repeats(row, seen)
  if (typeof repeated === 'number') return { kind: 'refused', refusals: [{ field: row.card.phone === null ? 'email' : 'phone', reason: 'repeated-line', line: repeated }] }
  const same = whenKnown === 'create' ? null : sameClient(row.card, known)
  if (same === null || same === 'shares') {
    return { kind: 'create', card: row.card, sharesContact: same === 'shares' || repeated === 'shares', warned: announcedIn(row.card, emptyCard, rules).length > 0 }
  }
  const { client_id, card: before } = same.known
  if (whenKnown === 'skip') return { kind: 'skip', client_id, by: same.by }
  const { card, faults } = fillCard(before, changeOf(before, row.given), rules, 'none')
  if (faults.length > 0) return { kind: 'refused', refusals: faults }
  return { kind: 'update', client_id, by: same.by, card, warned: announcedIn(card, before, rules).length > 0 }
}

/** What a row brings to a present card: names and notes never take the place of what stands there. */
function changeOf(before: Card, given: NewClient): NewClient {
  const { first_name, last_name, note, ...rest } = given
  const change: NewClient = { ...rest }
  if (before.first_name === '' && first_name !== undefined) change.first_name = first_name
  if (before.last_name === '' && last_name !== undefined) change.last_name = last_name
  if (note !== undefined && !before.note.includes(manyLines(note))) change.note = [before.note, note].filter((text) => text !== '').join('\n\n').slice(0, 10_000)
  return change
}
