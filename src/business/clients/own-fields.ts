import { folded, manyLines } from './contact.ts'

export const fieldKinds = ['text', 'number', 'date', 'choice', 'consent'] as const
export type FieldKind = (typeof fieldKinds)[number]

/** A network's own field, as far as its values are concerned. */
export type FieldDefinition = {
  field_id: string
  kind: FieldKind
  choices: readonly string[]
  required: boolean
  sensitive: boolean
}

/** A stored value: text, choice and day are strings, a consent says yes or no. */
export type FieldValue = string | number | boolean

/** Why a value is refused. `sensitive-refused`: the network is not a health network (O-14). */
export type FieldReason = 'unknown-field' | 'required' | 'not-text' | 'too-long' | 'not-number' | 'not-date' | 'not-choice' | 'not-yes-or-no' | 'sensitive-refused'

/** Longest text of an own field, in characters. */
const longestText = 2000

type Read = { value: FieldValue } | { reason: FieldReason } | 'empty'

const words = { yes: new Set(['true', 'on', '1', 'oui', 'yes', 'x', 'vrai', 'o', 'y']), no: new Set(['false', 'off', '0', 'non', 'no', 'faux', 'n']) }

/**
 * Reads one value as its field's kind. Takes what JSON holds and what forms and spreadsheets write:
 * "12,5", "31/12/1980", "oui". An empty text is no value.
 */
export function readValue(definition: FieldDefinition, given: unknown): Read {
  if (given === null || given === undefined || (typeof given === 'string' && given.trim() === '')) return 'empty'
  switch (definition.kind) {
    case 'text': {
      if (typeof given !== 'string') return { reason: 'not-text' }
      const text = manyLines(given)
      if (text === '') return 'empty'
      return text.length > longestText ? { reason: 'too-long' } : { value: text }
    }
    case 'number': {
      const number = typeof given === 'string' ? readNumber(given) : given
      return typeof number === 'number' && Number.isFinite(number) && Math.abs(number) <= 1e15 ? { value: number } : { reason: 'not-number' }
    }
    case 'date': {
      const day = typeof given === 'string' ? readDay(given) : undefined
      return day === undefined ? { reason: 'not-date' } : { value: day }
    }
    case 'choice': {
      if (typeof given !== 'string') return { reason: 'not-choice' }
      const choice = definition.choices.find((one) => one === given) ?? definition.choices.find((one) => folded(one) === folded(given))
      return choice === undefined ? { reason: 'not-choice' } : { value: choice }
    }
    case 'consent': {
      if (typeof given === 'boolean') return { value: given }
      const said = typeof given === 'string' ? given.trim().toLowerCase() : ''
      return words.yes.has(said) ? { value: true } : words.no.has(said) ? { value: false } : { reason: 'not-yes-or-no' }
    }
  }
}

/** "1 234,5", "1234.5", "-3"; not "12 mois", not "1,234,567". */
function readNumber(text: string): number | undefined {
  const plain = text.replaceAll(/[\s\u202f\u00a0]/g, '')
  return /^[-+]?\d{1,16}([.,]\d{1,10})?$/.test(plain) ? Number(plain.replace(',', '.')) : undefined
}

/** `YYYY-MM-DD` of a day that exists, written so or as 31/12/1980, 31.12.1980, 31-12-1980. */
function readDay(text: string): string | undefined {
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim())
  const iso = written === null ? text.trim() : `${written[3]}-${written[2]!.padStart(2, '0')}-${written[1]!.padStart(2, '0')}`
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined
  try {
    return Temporal.PlainDate.from(iso, { overflow: 'reject' }).toString()
  } catch {
    return undefined
  }
}

export type ReadFields = {
  /** Values by field id. */
  values: Record<string, FieldValue>
  /** Fields given without a value: to be cleared. */
  cleared: string[]
  refused: { field_id: string; reason: FieldReason }[]
}

/**
 * Reads values against the definitions.
 * @param definitions those that may be written now: not archived and, for the public, asked online
 * @param allowsSensitive whether the network is a health network
 */
export function readFields(definitions: readonly FieldDefinition[], given: Readonly<Record<string, unknown>>, allowsSensitive: boolean): ReadFields {
  const known = new Map(definitions.map((definition) => [definition.field_id, definition]))
  const read: ReadFields = { values: {}, cleared: [], refused: [] }
  for (const [field_id, raw] of Object.entries(given)) {
    const definition = known.get(field_id)
    const value = definition === undefined ? undefined : readValue(definition, raw)
    if (value === 'empty' || (definition === undefined && raw === null)) read.cleared.push(field_id)
    else if (definition === undefined || value === undefined) read.refused.push({ field_id, reason: 'unknown-field' })
    else if ('reason' in value) read.refused.push({ field_id, reason: value.reason })
    else if (definition.sensitive && !allowsSensitive) read.refused.push({ field_id, reason: 'sensitive-refused' })
    else read.values[field_id] = value.value
  }
  return read
}

/** Required fields that a card with these values lacks. A sensitive one is not asked for where it may not be kept. */
export function missingFields(definitions: readonly FieldDefinition[], values: Readonly<Record<string, unknown>>, allowsSensitive: boolean): string[] {
  return definitions
    .filter(({ field_id, required, sensitive }) => required && (allowsSensitive || !sensitive) && values[field_id] === undefined)
    .map(({ field_id }) => field_id)
}
