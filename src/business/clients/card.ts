import { manyLines, normalEmail, normalPhone, oneLine } from './contact.ts'
import { scanFreeText } from './free-text.ts'
import type { Announced, SpecialCategory } from './free-text.ts'
import { missingFields, readFields } from './own-fields.ts'
import type { FieldDefinition, FieldReason, FieldValue } from './own-fields.ts'
import type { NewClient } from './schemas.ts'

/** What a card holds, as it is stored. */
export type Card = {
  first_name: string
  last_name: string
  email: string | null
  phone: string | null
  language: 'fr' | 'en'
  preferred_channel: 'email' | 'sms' | 'phone' | 'letter' | 'meeting'
  note: string
  fields: Record<string, FieldValue>
}

export const emptyCard: Card = { first_name: '', last_name: '', email: null, phone: null, language: 'fr', preferred_channel: 'email', note: '', fields: {} }

/** `field` is a column or `fields.<id>`. */
export type Fault = { field: string; reason: FieldReason | 'too-long' | 'not-phone' | 'not-email' | 'name-or-contact' }

/** What the definitions and the network allow on a card. */
export type CardRules = { definitions: readonly FieldDefinition[]; allowsSensitive: boolean }

const longestName = 120

/**
 * A card with what was given put into it, and everything that is wrong with that.
 * @param before the card as it is; empty for a new one
 * @param required which of the required own fields are asked for: those of a new card, those a change touches, or none
 */
export function fillCard(before: Card, given: NewClient, rules: CardRules, required: 'all' | 'touched' | 'none'): { card: Card; faults: Fault[] } {
  const faults: Fault[] = []
  const name = (field: 'first_name' | 'last_name'): string => {
    const text = given[field] === undefined ? before[field] : oneLine(given[field])
    if (text.length > longestName) faults.push({ field, reason: 'too-long' })
    return text
  }
  const contact = (field: 'email' | 'phone', normal: (typed: string) => string | null): string | null => {
    const typed = given[field]
    if (typed === undefined) return before[field]
    if (typed === null || typed.trim() === '') return null
    const value = normal(typed)
    if (value === null) faults.push({ field, reason: field === 'email' ? 'not-email' : 'not-phone' })
    return value
  }
  const own = readFields(rules.definitions, given.fields ?? {}, rules.allowsSensitive)
  const kept = Object.fromEntries(Object.entries(before.fields).filter(([id]) => !own.cleared.includes(id)))
  const card: Card = {
    first_name: name('first_name'),
    last_name: name('last_name'),
    email: contact('email', normalEmail),
    phone: contact('phone', normalPhone),
    language: given.language ?? before.language,
    preferred_channel: given.preferred_channel ?? before.preferred_channel,
    note: given.note === undefined ? before.note : manyLines(given.note),
    fields: { ...kept, ...own.values }
  }
  faults.push(...own.refused.map(({ field_id, reason }): Fault => ({ field: `fields.${field_id}`, reason })))
  const refused = new Set(own.refused.map(({ field_id }) => field_id))
  const missing = missingFields(rules.definitions, card.fields, rules.allowsSensitive).filter((id) => !refused.has(id))
  const asked = required === 'all' ? missing : required === 'none' ? [] : missing.filter((id) => own.cleared.includes(id))
  faults.push(...asked.map((id): Fault => ({ field: `fields.${id}`, reason: 'required' })))
  const unusable = faults.some(({ field }) => field === 'email' || field === 'phone')
  if (!unusable && !isKnowable(card)) faults.push({ field: 'last_name', reason: 'name-or-contact' })
  return { card, faults }
}

/** Somebody is known by a name, a number or an address. */
function isKnowable(card: Pick<Card, 'first_name' | 'last_name' | 'email' | 'phone'>): boolean {
  return card.first_name !== '' || card.last_name !== '' || card.email !== null || card.phone !== null
}

/**
 * What the free texts of a card seem to hold of the special categories.
 * @param before the card as it was: a text that did not change is not warned about again
 * @returns the field (`note` or `fields.<id>`) with what announces it
 */
export function announcedIn(card: Card, before: Card, rules: CardRules): (Announced & { field: string })[] {
  const allowed = new Set<SpecialCategory>(rules.allowsSensitive ? ['health'] : [])
  const texts = [
    { field: 'note', text: card.note, was: before.note },
    ...rules.definitions
      .filter(({ kind }) => kind === 'text')
      .map(({ field_id }) => ({ field: `fields.${field_id}`, text: String(card.fields[field_id] ?? ''), was: String(before.fields[field_id] ?? '') }))
  ]
  return texts.filter(({ text, was }) => text !== was).flatMap(({ field, text }) => scanFreeText(text, allowed).map((announced) => ({ ...announced, field })))
}
