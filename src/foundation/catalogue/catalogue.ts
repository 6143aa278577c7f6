import type { DB } from '../database/schema.generated.ts'

/**
 * The map of personal data. Each room declares its tables once, column by column;
 * registers, notices, exports, erasure, retention and copies are derived from it.
 * Terms: W3C Data Privacy Vocabulary 2 (https://w3id.org/dpv, pd: https://w3id.org/dpv/pd).
 */
export type Table = keyof DB

/** Whose data a row is. `operator` and `network` are organisations, not people. */
export type Subject = 'client' | 'member' | 'network' | 'none'

/** How an anonymised copy changes a value. `keep`: says nothing of anybody by itself. */
export type Anonymisation =
  | 'keep'
  | 'empty'
  | 'first-name'
  | 'last-name'
  | 'email'
  | 'phone'
  | 'street'
  | 'text'
  | 'json'
  | 'digest'
  | 'identifier'
  | 'birth-date'

/** When a value goes: a term of the agreement (by name) or the life of its row. */
export type Retention = 'client' | 'account' | 'evidence' | 'log' | 'short' | 'network' | 'published'

export type PersonalColumn = {
  personal: true
  /** DPV personal-data category, such as `pd:GivenName`. */
  category: `pd:${string}` | `dpv:${string}`
  purpose: Purpose
  retention: Retention
  anonymise: Exclude<Anonymisation, 'keep'>
  /** Anybody may have written anything here: searched, warned about, always exported and erased. */
  free_text: boolean
  /** Special categories may occur (GDPR art. 9). */
  sensitive: boolean
}
export type PlainColumn = { personal: false; why: string }
export type Column = PersonalColumn | PlainColumn

/** Why data is processed; DPV purposes by short name. */
export type Purpose = 'reservation' | 'client-file' | 'account' | 'security' | 'evidence' | 'information' | 'statistics' | 'publication'

/** How a row leads to its person: the column itself, or the foreign key to follow. */
export type SubjectPath = { column: string } | { through: Table; column: string; references: string } | null

export type TableDeclaration<T extends Table = Table> = {
  table: T
  subject: Subject
  path: SubjectPath
  /** Reference tables and tables read across networks say why they are not limited to one. */
  shared?: string
  columns: { [C in keyof DB[T]]: Column }
}

/** Declares a table. A column that is not named does not compile. */
export function declareTable<T extends Table>(declaration: TableDeclaration<T>): TableDeclaration<T> {
  return declaration
}

/** A column that says nothing about a person; `why` in a few words. */
export function plain(why: string): PlainColumn {
  return { personal: false, why }
}

/** A column that is personal data. */
export function personal(
  category: PersonalColumn['category'],
  purpose: Purpose,
  retention: Retention,
  anonymise: PersonalColumn['anonymise'],
  more: { free_text?: boolean; sensitive?: boolean } = {}
): PersonalColumn {
  return { personal: true, category, purpose, retention, anonymise, free_text: more.free_text ?? false, sensitive: more.sensitive ?? false }
}
