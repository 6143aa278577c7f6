/** What a card's form holds, and what of it is sent. */
import type { Client, ClientField } from './data.ts'

/** Everything as it is typed; own fields by their id, a consent as 'yes', 'no' or '' while nobody asked. */
export type CardValues = {
  first_name: string
  last_name: string
  phone: string
  email: string
  language: 'fr' | 'en'
  preferred_channel: Client['preferred_channel']
  note: string
  fields: Record<string, string>
}

type Contents = Pick<Client, 'first_name' | 'last_name' | 'phone_text' | 'email' | 'language' | 'preferred_channel' | 'note' | 'fields'>

export const emptyValues = (fields: readonly ClientField[], language: 'fr' | 'en'): CardValues => ({
  first_name: '', last_name: '', phone: '', email: '', language, preferred_channel: 'email', note: '',
  fields: Object.fromEntries(fields.map(({ field_id }) => [field_id, ''])),
})

/** A stored value as it is typed. */
export function typedValue(value: string | number | boolean | undefined, reader: 'fr' | 'en'): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' && reader === 'fr' ? String(value).replace('.', ',') : String(value)
}

/** A card as its form shows it. @param reader whoever types: decimals are commas in French */
export const valuesOf = (card: Contents, fields: readonly ClientField[], reader: 'fr' | 'en'): CardValues => ({
  first_name: card.first_name,
  last_name: card.last_name,
  phone: card.phone_text ?? '',
  email: card.email ?? '',
  language: card.language,
  preferred_channel: card.preferred_channel,
  note: card.note,
  fields: Object.fromEntries(fields.map(({ field_id }) => [field_id, typedValue(card.fields[field_id], reader)])),
})

/** The body of a request. */
export type CardBody = Partial<Omit<CardValues, 'phone' | 'email' | 'fields'>> & { phone?: string | null; email?: string | null; fields?: Record<string, string | null> }

const plain = ['first_name', 'last_name', 'language', 'preferred_channel', 'note'] as const
const contacts = ['phone', 'email'] as const
const orNull = (text: string): string | null => (text.trim() === '' ? null : text)

/** Only what differs, so that what somebody else changes meanwhile, or nobody was asked for, stays. */
export function bodyOf(before: CardValues, after: CardValues): CardBody {
  const fields = Object.entries(after.fields).filter(([id, value]) => value !== (before.fields[id] ?? '')).map(([id, value]) => [id, orNull(value)] as const)
  return {
    ...Object.fromEntries(plain.filter((name) => before[name] !== after[name]).map((name) => [name, after[name]])),
    ...Object.fromEntries(contacts.filter((name) => before[name] !== after[name]).map((name) => [name, orNull(after[name])])),
    ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
  }
}

/** What somebody typed, on top of what somebody else saved meanwhile: each keeps what only he changed. */
export function rebased(before: CardValues, typed: CardValues, present: CardValues): CardValues {
  const keep = <T>(was: T, now: T, theirs: T): T => (now === was ? theirs : now)
  return {
    first_name: keep(before.first_name, typed.first_name, present.first_name),
    last_name: keep(before.last_name, typed.last_name, present.last_name),
    phone: keep(before.phone, typed.phone, present.phone),
    email: keep(before.email, typed.email, present.email),
    language: keep(before.language, typed.language, present.language),
    preferred_channel: keep(before.preferred_channel, typed.preferred_channel, present.preferred_channel),
    note: keep(before.note, typed.note, present.note),
    fields: Object.fromEntries(Object.keys(present.fields).map((id) => [id, keep(before.fields[id] ?? '', typed.fields[id] ?? '', present.fields[id] ?? '')])),
  }
}

/** A name, a number or an address, as somebody types it into one box when the card does not exist yet. */
export function readTyped(text: string): Partial<Pick<CardValues, 'first_name' | 'last_name' | 'phone' | 'email'>> {
  const email = text.match(/\S+@\S*/)?.[0]
  const phone = text.replace(email ?? '', ' ').match(/\+?\d[\d .()-]{3,}\d/)?.[0]?.trim()
  const [first, ...rest] = text.replace(email ?? '', ' ').replace(phone ?? '', ' ').trim().split(/\s+/).filter(Boolean)
  return {
    // One word is what people ask for at the desk: the last name.
    ...(first === undefined ? {} : rest.length === 0 ? { last_name: first } : { first_name: first, last_name: rest.join(' ') }),
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
  }
}
