import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { findPairs, groupPairs, likeness, worthShowing } from './likeness.ts'
import type { Comparable } from './likeness.ts'
import { findClient, findClients, findListed, searchIds } from './queries.ts'
import type { DuplicateList, LookAlikes } from './schemas.ts'

const compared = ['client_id', 'first_name', 'last_name', 'email', 'phone'] as const
const atOnce = 20_000

/** Every live card, as far as cards are compared. */
async function comparableCards(context: Context): Promise<Comparable[]> {
  const cards: Comparable[] = []
  for (let last: string | undefined; ; last = cards.at(-1)!.client_id) {
    const page = await context.db
      .selectFrom('clients')
      .select(compared)
      .where('network_id', '=', context.network_id)
      .where('deleted_at', 'is', null)
      .$if(last !== undefined, (query) => query.where('client_id', '>', last!))
      .orderBy('client_id')
      .limit(atOnce)
      .execute()
    cards.push(...page)
    if (page.length < atOnce) return cards
  }
}

async function toldApart(context: Context): Promise<Set<string>> {
  const rows = await context.db.selectFrom('client_distinctions').select(['client_id', 'other_id']).where('network_id', '=', context.network_id).execute()
  return new Set(rows.map(({ client_id, other_id }) => `${client_id}/${other_id}`))
}

/** Groups of cards that look like one person, most likely first. */
export async function findDuplicates(context: Context, page: { from: number; limit: number }): Promise<DuplicateList> {
  const groups = groupPairs(await findPairs(await comparableCards(context), await toldApart(context)))
  // A group larger than a merge takes is shown by its first cards; the rest come up once these are merged.
  const shown = groups.slice(page.from, page.from + page.limit).map((group) => ({ ...group, client_ids: group.client_ids.slice(0, 8) }))
  const ids = shown.flatMap(({ client_ids }) => client_ids)
  const cards = new Map((await findClients(context, ids)).map((card) => [card.client_id, card]))
  const visits = await countVisits(context, ids)
  const items = shown.map(({ client_ids, score, reasons }) => ({
    score,
    reasons,
    clients: client_ids.flatMap((id) => cards.get(id) ?? []).map((card) => ({ ...card, visits: visits.get(card.client_id) ?? 0 }))
  }))
  const end = page.from + page.limit
  return { items, next_cursor: end < groups.length ? String(end) : null, total: groups.length }
}

async function countVisits(context: Context, client_ids: readonly string[]): Promise<Map<string, number>> {
  if (client_ids.length === 0) return new Map()
  const rows = await context.db
    .selectFrom('appointments')
    .select(['client_id', (row) => row.fn.countAll<number>().as('count')])
    .where('network_id', '=', context.network_id)
    .where('client_id', 'in', [...client_ids])
    .where('deleted_at', 'is', null)
    .where('status', 'in', ['confirmed', 'arrived', 'done'])
    .groupBy('client_id')
    .execute()
  return new Map(rows.flatMap(({ client_id, count }) => (client_id === null ? [] : [[client_id, Number(count)] as const])))
}

/** Cards that look like this one: those with its number or address, and those that its name finds. */
export async function findLookAlikes(context: Context, client_id: string): Promise<LookAlikes> {
  const { first_name, last_name, email, phone } = await findClient(context, client_id)
  const one = { client_id, first_name, last_name, email, phone }
  const byName = await searchIds(context, `${first_name} ${last_name}`, 30)
  const others = await context.db
    .selectFrom('clients')
    .select(compared)
    .where('network_id', '=', context.network_id)
    .where('deleted_at', 'is', null)
    .where('client_id', '<>', client_id)
    .where((row) =>
      row.or([
        ...(byName.length === 0 ? [] : [row('client_id', 'in', byName)]),
        // "Le Goff" and "Legoff": the same letters, told apart by their spaces alone.
        sql<boolean>`(sort_name >= left(words(${last_name}), 2) and sort_name < left(words(${last_name}), 2) || '~'
          and replace(sort_name, ' ', '') = replace(words(${`${last_name} ${first_name}`}), ' ', ''))`,
        ...(phone === null ? [] : [row('phone', '=', phone)]),
        ...(email === null ? [] : [row('email', '=', email)])
      ])
    )
    .limit(200)
    .execute()
  const told = await toldApart(context)
  const alike = others
    .filter((other) => !told.has([client_id, other.client_id].toSorted().join('/')))
    .map((other) => ({ client_id: other.client_id, ...likeness(one, other) }))
    .filter(({ score }) => score >= worthShowing)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 5)
  const listed = await findListed(context, alike.map((other) => other.client_id))
  return { items: alike.map(({ client_id: id, score, reasons }) => ({ client: listed.find((card) => card.client_id === id)!, score, reasons })) }
}
