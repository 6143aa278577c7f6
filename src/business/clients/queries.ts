import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { isUuid } from '../../foundation/database/context.ts'
import type { Context } from '../../foundation/database/context.ts'
import { found, invalid } from '../../foundation/http/problem.ts'
import { findAppointments } from '../agenda/queries.ts'
import type { Card } from './card.ts'
import { phoneText } from './contact.ts'
import { summarise } from './history.ts'
import type { FieldDefinition, FieldKind } from './own-fields.ts'
import type { Client, ClientFilters, ClientList, ClientQuery, ClientSort, History, ListedClient } from './schemas.ts'

const cardColumns = [
  'client_id', 'first_name', 'last_name', 'email', 'phone', 'language', 'preferred_channel', 'note', 'fields',
  'revision', 'merged_into', 'last_activity_at', 'created_at', 'updated_at', 'deleted_at'
] as const

/** Cards by id, deleted ones too, in no order. */
export async function findClients(context: Context, client_ids: readonly string[]): Promise<Client[]> {
  if (client_ids.length === 0) return []
  const rows = await context.db
    .selectFrom('clients')
    .select(cardColumns)
    .where('network_id', '=', context.network_id)
    .where('client_id', 'in', [...client_ids])
    .execute()
  return rows.map((row) => ({
    ...row,
    phone_text: phoneText(row.phone),
    language: row.language as Client['language'],
    preferred_channel: row.preferred_channel as Client['preferred_channel'],
    fields: row.fields as Client['fields'],
    last_activity_at: row.last_activity_at.toString(),
    created_at: row.created_at.toString(),
    updated_at: row.updated_at.toString(),
    deleted_at: row.deleted_at?.toString() ?? null
  }))
}

/** One card, deleted or merged too. @throws 404 */
export async function findClient(context: Context, client_id: string): Promise<Client> {
  return found((await findClients(context, [client_id]))[0])
}

/** The card's contents, without what the house keeps about it. */
export function cardOf({ first_name, last_name, email, phone, language, preferred_channel, note, fields }: Client): Card {
  return { first_name, last_name, email, phone, language, preferred_channel, note, fields }
}

export type FieldRow = FieldDefinition & { label: string; help: string; online: boolean; position: number; archived: boolean }

/** The network's own fields in their order; archived ones at the end when asked for. */
export async function findFields(context: Context, options: { archived?: boolean } = {}): Promise<FieldRow[]> {
  const rows = await context.db
    .selectFrom('client_fields')
    .select(['field_id', 'label', 'kind', 'choices', 'required', 'sensitive', 'online', 'help', 'position', 'archived_at'])
    .where('network_id', '=', context.network_id)
    .$if(options.archived !== true, (query) => query.where('archived_at', 'is', null))
    .orderBy(sql`archived_at is not null`)
    .orderBy('position')
    .orderBy('field_id')
    .execute()
  return rows.map(({ archived_at, kind, ...row }) => ({ ...row, kind: kind as FieldKind, archived: archived_at !== null }))
}

/** Own fields that the public is asked for, as the booking pages show them; sensitive ones only in a health network. */
export async function findOnlineFields(context: Context): Promise<FieldRow[]> {
  const { definitions, allowsSensitive } = await cardRules(context)
  return definitions.filter(({ online, sensitive }) => online && (allowsSensitive || !sensitive))
}

/** What the network allows on its cards now; one round trip, because every booking asks. */
export async function cardRules(context: Context): Promise<{ definitions: FieldRow[]; allowsSensitive: boolean }> {
  const { rows } = await sql<{ health: boolean; definitions: Omit<FieldRow, 'archived'>[] }>`
    select n.health, coalesce((
      select jsonb_agg(jsonb_build_object('field_id', f.field_id, 'label', f.label, 'kind', f.kind, 'choices', f.choices, 'required', f.required,
        'sensitive', f.sensitive, 'online', f.online, 'help', f.help, 'position', f.position) order by f.position, f.field_id)
      from client_fields f where f.network_id = n.network_id and f.archived_at is null), '[]') as definitions
    from networks n where n.network_id = ${context.network_id}`.execute(context.db)
  const { health, definitions } = found(rows[0])
  return { definitions: definitions.map((field) => ({ ...field, archived: false })), allowsSensitive: health }
}

/** Appointments of a card: what is to come, what was, and figures about it. */
export async function clientHistory(context: Context, client_id: string): Promise<History> {
  return summarise(await findAppointments(context, { client_id }), context.now)
}

/** Ids of live cards that match, best first; at most 5,000. */
export async function searchIds(context: Context, text: string, maximum: number): Promise<string[]> {
  const { rows } = await sql<{ client_id: string }>`select client_id from search_clients(${text}, ${maximum})`.execute(context.db)
  return rows.map((row) => row.client_id)
}

/** A page of the list of cards. */
export async function listClients(context: Context, query: ClientQuery): Promise<ClientList> {
  if (query.q !== undefined && query.q.trim() !== '') return searchPage(context, query, query.q)
  const { column, descending } = order[query.sort.replace('-', '') as keyof typeof order](query.sort)
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, column)
  const compare = sql.raw(descending ? '<' : '>')
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const rows = await listed(
    context,
    query,
    after === undefined ? sql`true` : sql`(c.${sql.ref(column)}, c.client_id) ${compare} (${after[0]}::${sql.raw(columnTypes[column])}, ${after[1]}::uuid)`,
    sql`c.${sql.ref(column)} ${direction}, c.client_id ${direction}`,
    query.limit + 1
  )
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  const next_cursor = rows.length > query.limit && last !== undefined ? writeCursor(last.sort_key[column], last.client_id) : null
  return { items: items.map(toListed), next_cursor, total: after === undefined && !isFiltered(query) ? await countLive(context) : null }
}

const order = {
  name: (sort: ClientSort) => ({ column: 'sort_name' as const, descending: sort.startsWith('-') }),
  last_activity: (sort: ClientSort) => ({ column: 'last_activity_at' as const, descending: sort.startsWith('-') }),
  created: (sort: ClientSort) => ({ column: 'created_at' as const, descending: sort.startsWith('-') })
}
type SortColumn = 'sort_name' | 'last_activity_at' | 'created_at'
const columnTypes: Record<SortColumn, string> = { sort_name: 'text', last_activity_at: 'timestamptz', created_at: 'timestamptz' }

/** What is searched comes best first, so that a page begins where the one before ended in that order. */
async function searchPage(context: Context, query: ClientQuery, text: string): Promise<ClientList> {
  const from = query.cursor === undefined ? 0 : Number(readCursor(query.cursor)[0])
  if (!Number.isInteger(from) || from < 0 || from > 5000) throw invalid('query.cursor', 'clients:field.cursor')
  // A filter may leave few of what is found, so with one all that can be found is looked at.
  const filtered = isFiltered({ ...query, q: undefined })
  const ids = await searchIds(context, text, filtered ? 5000 : Math.min(5000, from + query.limit + 1))
  if (ids.length === 0) return { items: [], next_cursor: null, total: null }
  const rows = await listed(context, query, sql`c.client_id = any(${ids}::uuid[])`, sql`array_position(${ids}::uuid[], c.client_id)`, query.limit + 1, from)
  return { items: rows.slice(0, query.limit).map(toListed), next_cursor: rows.length > query.limit ? writeCursor(String(from + query.limit), context.network_id) : null, total: null }
}

type ListedRow = Omit<ListedClient, 'phone_text' | 'last_activity_at' | 'created_at' | 'deleted_at' | 'last_visit_at' | 'next_visit_at'> & {
  last_activity_at: Temporal.Instant
  created_at: Temporal.Instant
  deleted_at: Temporal.Instant | null
  last_visit_at: Temporal.Instant | null
  next_visit_at: Temporal.Instant | null
  sort_key: Record<SortColumn, string>
}

async function listed(context: Context, filters: ClientFilters, where: RawBuilder<unknown>, orderBy: RawBuilder<unknown>, limit: number, offset = 0): Promise<ListedRow[]> {
  const now = context.now.toString()
  const { rows } = await sql<ListedRow>`
    select c.client_id, c.first_name, c.last_name, c.email, c.phone, c.last_activity_at, c.created_at, c.deleted_at,
      json_build_object('sort_name', c.sort_name, 'last_activity_at', c.last_activity_at, 'created_at', c.created_at) as sort_key,
      v.last_visit_at, v.next_visit_at, coalesce(v.no_shows, 0) as no_shows
    from (
      select * from clients c where c.network_id = ${context.network_id} and ${filterOf(context, filters)} and ${where}
      order by ${orderBy} limit ${limit} offset ${offset}
    ) c
    left join lateral (
      select max(a.starts_at) filter (where a.starts_at <= ${now} and a.status in ('confirmed', 'arrived', 'done')) as last_visit_at,
        min(a.starts_at) filter (where a.starts_at > ${now} and a.status in ('confirmed', 'arrived')) as next_visit_at,
        (count(*) filter (where a.status = 'no_show'))::int as no_shows
      from appointments a where a.network_id = ${context.network_id} and a.client_id = c.client_id and a.deleted_at is null
    ) v on true
    order by ${orderBy}`.execute(context.db)
  return rows
}

/** The filters as one condition on `c`. */
export function filterOf(context: Context, filters: ClientFilters): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [filters.deleted === true ? sql`c.deleted_at is not null and c.merged_into is null` : sql`c.deleted_at is null`]
  if (filters.has_phone !== undefined) parts.push(filters.has_phone ? sql`c.phone is not null` : sql`c.phone is null`)
  if (filters.has_email !== undefined) parts.push(filters.has_email ? sql`c.email is not null` : sql`c.email is null`)
  if (filters.no_shows !== undefined) {
    parts.push(sql`c.client_id in (
      select a.client_id from appointments a where a.network_id = ${context.network_id} and a.status = 'no_show' and a.deleted_at is null and a.client_id is not null
      group by a.client_id having count(*) >= ${filters.no_shows})`)
  }
  if (filters.last_visit_before !== undefined) {
    const came = (comparison: RawBuilder<unknown>) => sql`exists (
      select from appointments a where a.network_id = ${context.network_id} and a.client_id = c.client_id and a.deleted_at is null
        and a.status in ('confirmed', 'arrived', 'done') and a.starts_at ${comparison} ${filters.last_visit_before}::timestamptz)`
    parts.push(came(sql`<`), sql`not ${came(sql`>=`)}`)
  }
  if (filters.field_id !== undefined) {
    parts.push(filters.field_value === undefined ? sql`c.fields ? ${filters.field_id}` : sql`c.fields ->> ${filters.field_id} = ${filters.field_value}`)
  }
  return sql.join(parts, sql` and `)
}

function isFiltered(filters: ClientFilters): boolean {
  const { q, has_phone, has_email, no_shows, last_visit_before, field_id, deleted } = filters
  return [q, has_phone, has_email, no_shows, last_visit_before, field_id, deleted].some((filter) => filter !== undefined)
}

/** How many live cards the network has. */
async function countLive(context: Context): Promise<number> {
  const { count } = await context.db
    .selectFrom('clients')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('network_id', '=', context.network_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Lines of the list by id, in the ids' order. */
export async function findListed(context: Context, client_ids: readonly string[]): Promise<ListedClient[]> {
  if (client_ids.length === 0) return []
  const ids = [...client_ids]
  const rows = await listed(context, {}, sql`c.client_id = any(${ids}::uuid[])`, sql`array_position(${ids}::uuid[], c.client_id)`, ids.length)
  return rows.map(toListed)
}

function toListed({ sort_key: _, ...row }: ListedRow): ListedClient {
  return {
    ...row,
    phone_text: phoneText(row.phone),
    last_activity_at: row.last_activity_at.toString(),
    created_at: row.created_at.toString(),
    deleted_at: row.deleted_at?.toString() ?? null,
    last_visit_at: row.last_visit_at?.toString() ?? null,
    next_visit_at: row.next_visit_at?.toString() ?? null
  }
}

function writeCursor(value: string, client_id: string): string {
  return Buffer.from(JSON.stringify([value, client_id])).toString('base64url')
}

function readCursor(cursor: string, column: SortColumn = 'sort_name'): [string, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string' && isUuid(value[1]) && !value[0].includes('\0')) {
      if (column !== 'sort_name') Temporal.Instant.from(value[0])
      return [value[0], value[1]]
    }
  } catch {
    // Not one of ours.
  }
  throw invalid('query.cursor', 'clients:field.cursor')
}

/** Appointments to come of a card. */
export async function countUpcoming(context: Context, client_id: string): Promise<number> {
  const { count } = await context.db
    .selectFrom('appointments')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('network_id', '=', context.network_id)
    .where('client_id', '=', client_id)
    .where('deleted_at', 'is', null)
    .where('status', 'in', ['confirmed', 'arrived'])
    .where('ends_at', '>', context.now)
    .executeTakeFirstOrThrow()
  return Number(count)
}
