/** Two or more cards side by side: which value of which card the merged one takes. */
import type { Client, ClientField } from './data.ts'
import { typedValue } from './card-values.ts'

/** A line of the comparison: `first_name`… or an own field's id. */
export type MergeLine = { name: string; own: boolean; /** By card, in the order of the cards; '' where a card has none. */ values: readonly string[]; differs: boolean }

const columns = ['last_name', 'first_name', 'phone', 'email', 'language', 'preferred_channel', 'note'] as const
export type MergeColumn = (typeof columns)[number]

/** The lines worth showing: those in which any card has something. */
export function mergeLines(cards: readonly Client[], fields: readonly ClientField[], reader: 'fr' | 'en'): MergeLine[] {
  const shown = (card: Client, name: MergeColumn): string => (name === 'phone' ? (card.phone_text ?? '') : (card[name] ?? ''))
  const line = (name: string, own: boolean, values: string[]): MergeLine => ({ name, own, values, differs: new Set(values.filter((value) => value !== '')).size > 1 })
  return [
    ...columns.map((name) => line(name, false, cards.map((card) => shown(card, name)))),
    ...fields.map(({ field_id }) => line(field_id, true, cards.map((card) => typedValue(card.fields[field_id], reader)))),
  ].filter(({ values }) => values.some((value) => value !== ''))
}

/** The card that stays unless somebody says otherwise: the one with most visits, then the oldest. */
export function cardToKeep<Card extends { visits: number; created_at: string }>(cards: readonly Card[]): number {
  return cards.reduce((best, card, at) => {
    const other = cards[best]!
    return card.visits > other.visits || (card.visits === other.visits && card.created_at < other.created_at) ? at : best
  }, 0)
}

/** Chosen card by line, -1 for both notes together. */
export type Choice = Readonly<Record<string, number>>

/** What is chosen without anybody choosing: the kept card's value, else the first that there is; notes together. */
export const defaultChoice = (lines: readonly MergeLine[], kept: number): Choice =>
  Object.fromEntries(lines.map(({ name, values, differs }) => [name, name === 'note' && differs ? -1 : values[kept] !== '' ? kept : values.findIndex((value) => value !== '')]))

/** The values of a merge's body: every line that was chosen; notes together are left to the server. */
export function mergeBody(lines: readonly MergeLine[], choice: Choice): Record<string, unknown> {
  const chosen = lines.flatMap(({ name, own, values }) => {
    const at = choice[name] ?? -1
    return at < 0 ? [] : [{ name, own, value: values[at] === '' ? null : (values[at] ?? null) }]
  })
  const fields = Object.fromEntries(chosen.filter(({ own }) => own).map(({ name, value }) => [name, value]))
  return {
    ...Object.fromEntries(chosen.filter(({ own }) => !own).map(({ name, value }) => [name, value ?? (name === 'phone' || name === 'email' ? null : '')])),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
  }
}
