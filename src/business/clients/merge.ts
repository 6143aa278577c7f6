import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, problem } from '../../foundation/http/problem.ts'
import { record } from '../../foundation/ledger/record.ts'
import { fillCard } from './card.ts'
import type { Card } from './card.ts'
import { liveClientId, lockClient, refuseFaults, updateCard } from './commands.ts'
import { cardOf, cardRules, findClient } from './queries.ts'
import type { Client, Merged, NewMerge } from './schemas.ts'

/** How long a merge can be taken back; what it needs for that is deleted after. */
export const undoHours = 24

/** Rows of one column that pointed to a merged card. */
type Moved = { table: string; column: string; from: string; keys: Record<string, string>[] }

/**
 * Merges cards into one: the values chosen stand on it, and whatever pointed to the others points
 * to it. Every table with a foreign key to clients is followed, as PostgreSQL's own catalogue lists
 * them, so that one added later needs no change here.
 * @throws Problem `stale`, `deleted-card`, `merge-itself`, and those of a changed card
 */
export async function mergeClients(context: Context, { keep, merge, values }: NewMerge): Promise<Merged> {
  const ids = [keep.client_id, ...merge.map(({ client_id }) => client_id)]
  if (new Set(ids).size !== ids.length) throw problem('merge-itself', 400, { namespace: 'clients', errors: [{ field: 'body.merge', message: 'clients:field.merge-itself' }] })
  const cards = await lockAll(context, [keep, ...merge])
  const [kept, ...others] = ids.map((id) => cards.get(id)!) as [Client, ...Client[]]
  const rules = await cardRules(context)
  const combined = combineCards(cardOf(kept), others.map(cardOf))
  const { card, faults } = fillCard(combined, values ?? {}, rules, 'none')
  refuseFaults(faults, { column: 'body.values.', field: 'body.values.fields.' })

  const moved = await moveReferences(context, others.map(({ client_id }) => client_id), kept.client_id)
  await updateCard(context, kept.client_id, card)
  await markActive(context, kept.client_id, [kept, ...others])
  await context.db
    .updateTable('clients')
    .set((row) => ({ merged_into: kept.client_id, deleted_at: context.now, updated_at: context.now, revision: row('revision', '+', 1) }))
    .where('network_id', '=', context.network_id)
    .where('client_id', 'in', others.map(({ client_id }) => client_id))
    .execute()
  const merge_id = newId()
  const client = await findClient(context, kept.client_id)
  const merged_ids = others.map(({ client_id }) => client_id)
  await context.db
    .insertInto('client_merges')
    .values({
      network_id: context.network_id,
      merge_id,
      client_id: kept.client_id,
      merged_ids,
      before: JSON.stringify({ ...cardOf(kept), last_activity_at: kept.last_activity_at }),
      moved: JSON.stringify(moved),
      revision: client.revision,
      merged_by: context.actor.kind === 'account' ? context.actor.account_id : null,
      merged_at: context.now
    })
    .execute()
  const rows = moved.reduce((sum, { keys }) => sum + keys.length, 0)
  await record(context, { kind: 'clients.merged', promise_ids: ['A-2'], subject: { client_id: kept.client_id }, body: { merge_id, client_id: kept.client_id, merged_ids, moved: rows } })
  context.publish({ kind: 'clients', ids })
  context.publish({ kind: 'agenda' })
  return { merge_id, client, moved: rows, undo_until: context.now.add({ hours: undoHours }).toString() }
}

/** Locks in the order of ids, so that two merges of the same cards do not wait for each other. */
async function lockAll(context: Context, seen: readonly { client_id: string; revision: number }[]): Promise<Map<string, Client>> {
  const cards = new Map<string, Client>()
  for (const { client_id, revision } of seen.toSorted((a, b) => (a.client_id < b.client_id ? -1 : 1))) {
    cards.set(client_id, await lockClient(context, client_id, revision))
  }
  return cards
}

/** The kept card, its gaps filled from the others in their order; notes are put together. Nothing that stood somewhere is lost unasked. */
export function combineCards(kept: Card, others: readonly Card[]): Card {
  const first = <K extends 'first_name' | 'last_name' | 'email' | 'phone'>(field: K): Card[K] => [kept, ...others].find((card) => card[field] !== null && card[field] !== '')?.[field] ?? kept[field]
  const notes = new Set([kept, ...others].map(({ note }) => note).filter((note) => note !== ''))
  return {
    first_name: first('first_name'),
    last_name: first('last_name'),
    email: first('email'),
    phone: first('phone'),
    language: kept.language,
    preferred_channel: kept.preferred_channel,
    note: [...notes].join('\n\n').slice(0, 10_000),
    fields: Object.assign({}, ...[kept, ...others].toReversed().map(({ fields }) => fields)) as Card['fields']
  }
}

async function markActive(context: Context, client_id: string, cards: readonly { last_activity_at: string }[]): Promise<void> {
  const latest = cards.map(({ last_activity_at }) => Temporal.Instant.from(last_activity_at)).toSorted(Temporal.Instant.compare).at(-1)!
  await context.db.updateTable('clients').set({ last_activity_at: latest }).where('network_id', '=', context.network_id).where('client_id', '=', client_id).execute()
}

type Reference = { table: string; column: string; keys: string[]; writable: boolean }

/** Columns that point to a card, with their table's primary key beside the network. */
async function references(context: Context): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select c.conrelid::regclass::text as "table", a.attname as "column",
      has_table_privilege(c.conrelid, 'UPDATE') as writable,
      array(select k.attname::text from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
        where i.indrelid = c.conrelid and i.indisprimary and k.attname <> 'network_id' order by k.attnum) as keys
    from pg_constraint c
    cross join lateral unnest(c.conkey, c.confkey) as pair(here, there)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = pair.here
    join pg_attribute t on t.attrelid = c.confrelid and t.attnum = pair.there and t.attname = 'client_id'
    where c.contype = 'f' and c.confrelid = 'clients'::regclass and c.conrelid <> 'client_merges'::regclass
    order by 1, 2`.execute(context.db)
  return rows
}

/**
 * Points everything to the kept card. Rows that may not be changed (evidence) or that would clash
 * with one that the kept card has already stay where they are: the merged card remembers where it went.
 */
async function moveReferences(context: Context, from: readonly string[], to: string): Promise<Moved[]> {
  const moved: Moved[] = []
  for (const reference of await references(context)) {
    if (!reference.writable) continue
    for (const client_id of from) {
      const keys = await keysOf(context, reference, client_id)
      const done = await repoint(context, reference, keys, client_id, to)
      if (done.length > 0) moved.push({ table: reference.table, column: reference.column, from: client_id, keys: done })
    }
  }
  return moved
}

async function keysOf(context: Context, { table, column, keys }: Reference, client_id: string): Promise<Record<string, string>[]> {
  const pairs = sql.join(keys.flatMap((key) => [sql.lit(key), sql.ref(key)]))
  const { rows } = await sql<{ key: Record<string, string> }>`
    select jsonb_build_object(${pairs}) as key from ${sql.table(table)} where network_id = ${context.network_id} and ${sql.ref(column)} = ${client_id}`.execute(context.db)
  return rows.map(({ key }) => key)
}

/** All rows at once; if the database refuses, one by one, and those that it refuses stay. @returns the keys of what was moved, as they are now */
async function repoint(context: Context, reference: Reference, keys: readonly Record<string, string>[], from: string, to: string): Promise<Record<string, string>[]> {
  if (keys.length === 0) return []
  if (await tried(context, () => updateRows(context, reference, keys, from, to))) return keys.map((key) => moveKey(reference, key, to))
  const done: Record<string, string>[] = []
  for (const key of keys) if (await tried(context, () => updateRows(context, reference, [key], from, to))) done.push(moveKey(reference, key, to))
  return done
}

/** Where the card is part of the key, the row is found under the new one. */
function moveKey({ column }: Reference, key: Record<string, string>, to: string): Record<string, string> {
  return column in key ? { ...key, [column]: to } : key
}

async function updateRows(context: Context, { table, column, keys }: Reference, rows: readonly Record<string, string>[], from: string, to: string): Promise<void> {
  const names = sql.join(keys.map((key) => sql`(x.key ->> ${sql.lit(key)}) as ${sql.ref(key)}`))
  const same = sql.join(keys.map((key) => sql`t.${sql.ref(key)}::text = x.${sql.ref(key)}`), sql` and `)
  await sql`
    update ${sql.table(table)} t set ${sql.ref(column)} = ${to}
    from (select ${names} from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) x(key)) x
    where t.network_id = ${context.network_id} and t.${sql.ref(column)} = ${from} and ${same}`.execute(context.db)
}

/** True when the constraints let it pass; otherwise nothing of it stays. */
async function tried(context: Context, write: () => Promise<void>): Promise<boolean> {
  await sql`savepoint reference`.execute(context.db)
  try {
    await write()
    await sql`release savepoint reference`.execute(context.db)
    return true
  } catch (error) {
    // Class 23: integrity. Anything else is a fault.
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('23'))) throw error
    await sql`rollback to savepoint reference`.execute(context.db)
    return false
  }
}

/**
 * Gives what points to a merged card to the card that it went into: something written by whoever
 * had chosen that card before it was merged. What cannot move stays.
 * @returns how many rows were moved
 */
export async function settleReferences(context: Context): Promise<number> {
  let settled = 0
  for (const reference of (await references(context)).filter(({ writable }) => writable)) {
    const { table, column } = reference
    const { rows } = await sql<{ client_id: string }>`
      select distinct c.client_id from ${sql.table(table)} t join clients c on c.network_id = t.network_id and c.client_id = t.${sql.ref(column)}
      where t.network_id = ${context.network_id} and c.network_id = ${context.network_id} and c.merged_into is not null`.execute(context.db)
    for (const { client_id } of rows) {
      const keys = await keysOf(context, reference, client_id)
      settled += (await repoint(context, reference, keys, client_id, await liveClientId(context, client_id))).length
    }
  }
  return settled
}

/**
 * Takes a merge back whole: the kept card holds what it held, the others are back with what pointed
 * to them. Rows that were deleted or given to somebody else since stay so.
 * @throws Problem 404, `merge-not-undoable` when a day has passed or the card was changed since
 */
export async function undoMerge(context: Context, merge_id: string): Promise<Client> {
  const merge = found(
    await context.db
      .selectFrom('client_merges')
      .select(['client_id', 'merged_ids', 'before', 'moved', 'revision', 'merged_at', 'undone_at'])
      .where('network_id', '=', context.network_id)
      .where('merge_id', '=', merge_id)
      .forUpdate()
      .executeTakeFirst()
  )
  const late = Temporal.Instant.compare(merge.merged_at.add({ hours: undoHours }), context.now) < 0
  const kept = await lockIfUnchanged(context, merge.client_id, merge.revision)
  if (merge.undone_at !== null || late || kept === null) throw problem('merge-not-undoable', 409, { namespace: 'clients' })

  const { last_activity_at, ...card } = merge.before as unknown as Card & { last_activity_at: string }
  await context.db
    .updateTable('clients')
    .set((row) => ({ merged_into: null, deleted_at: null, updated_at: context.now, revision: row('revision', '+', 1) }))
    .where('network_id', '=', context.network_id)
    .where('client_id', 'in', merge.merged_ids)
    .where('merged_into', '=', merge.client_id)
    .execute()
  const known = new Map((await references(context)).map((reference) => [`${reference.table}.${reference.column}`, reference]))
  for (const { table, column, from, keys } of merge.moved as unknown as Moved[]) {
    const reference = known.get(`${table}.${column}`)
    if (reference !== undefined && !(await tried(context, () => updateRows(context, reference, keys, merge.client_id, from)))) throw problem('merge-not-undoable', 409, { namespace: 'clients' })
  }
  await updateCard(context, merge.client_id, card)
  await markActive(context, merge.client_id, [{ last_activity_at }])
  await context.db.updateTable('client_merges').set({ undone_at: context.now }).where('network_id', '=', context.network_id).where('merge_id', '=', merge_id).execute()
  await record(context, { kind: 'clients.merge-undone', promise_ids: ['A-2'], subject: { client_id: merge.client_id }, body: { merge_id, client_id: merge.client_id, merged_ids: merge.merged_ids } })
  context.publish({ kind: 'clients', ids: [merge.client_id, ...merge.merged_ids] })
  context.publish({ kind: 'agenda' })
  return findClient(context, merge.client_id)
}

async function lockIfUnchanged(context: Context, client_id: string, revision: number): Promise<Client | null> {
  await context.db.selectFrom('clients').select('client_id').where('network_id', '=', context.network_id).where('client_id', '=', client_id).forUpdate().execute()
  const present = await findClient(context, client_id)
  return present.deleted_at === null && present.revision === revision ? present : null
}

/** Remembers that two cards are two people, so that they are not shown as duplicates again. */
export async function distinguish(context: Context, client_ids: readonly [string, string]): Promise<void> {
  const [client_id, other_id] = client_ids.toSorted() as [string, string]
  if (client_id === other_id) throw problem('merge-itself', 400, { namespace: 'clients', errors: [{ field: 'body.client_ids', message: 'clients:field.merge-itself' }] })
  await context.db
    .insertInto('client_distinctions')
    .values({ network_id: context.network_id, client_id, other_id, decided_by: context.actor.kind === 'account' ? context.actor.account_id : null, decided_at: context.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  context.publish({ kind: 'clients', ids: [client_id, other_id] })
}
