import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import type { App } from '../../foundation/http/app.ts'
import { record } from '../../foundation/ledger/record.ts'
import type { Translate } from '../../foundation/text/text.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import { filterOf, findClients, findFields, searchIds } from './queries.ts'
import type { FieldRow } from './queries.ts'
import type { Client, ClientFilters } from './schemas.ts'

export type ExportFormat = 'csv' | 'json'

/** Cards read at once. */
const pageSize = 1000

/**
 * Cards as a file, written as it is read: keyset pages, each in a transaction of its own, so that an
 * export of any size keeps neither a connection nor the cards. That it was asked for, by whom, and
 * how many cards it holds is in the ledger before the first byte leaves (P-5); what left in the end
 * follows when the last one has.
 */
export async function exportClients(context: Context, app: App, format: ExportFormat, filters: ClientFilters, t: Translate): Promise<Readable> {
  const { network_id, actor, locale } = context
  const only = filters.q === undefined || filters.q.trim() === '' ? null : await searchIds(context, filters.q, 5000)
  const cards = await countExported(context, filters, only)
  const export_id = newId()
  const account_id = actor.kind === 'account' ? actor.account_id : null
  const filtered = Object.values(filters).some((filter) => filter !== undefined)
  await record(context, { kind: 'clients.exported', promise_ids: ['P-5', 'A-2'], body: { export_id, account_id, format, cards, filtered } })
  const fields = await findFields(context, { archived: true })
  const scope = { network_id, actor, purpose: 'client-file', locale }
  const page = (after: string | null): Promise<Client[]> => app.database.transaction(scope, (one) => readPage(one, filters, only, after))

  async function* pages(): AsyncGenerator<Client[]> {
    let sent = 0
    let whole = false
    try {
      for (let after: string | null = null; ; ) {
        const clients = await page(after)
        if (clients.length > 0) yield clients
        sent += clients.length
        if (clients.length < pageSize) break
        after = clients.at(-1)!.client_id
      }
      whole = true
    } finally {
      await app.database.transaction(scope, (one) => record(one, { kind: 'clients.export-ended', promise_ids: ['P-5'], body: { export_id, cards: sent, whole } }))
    }
  }
  return Readable.from(format === 'json' ? asJson(pages(), fields) : asCsv(pages(), fields, t, locale))
}

async function countExported(context: Context, filters: ClientFilters, only: readonly string[] | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from clients c where c.network_id = ${context.network_id} and ${filterOf(context, filters)}
      and ${only === null ? sql`true` : sql`c.client_id = any(${[...only]}::uuid[])`}`.execute(context.db)
  return rows[0]!.count
}

async function readPage(context: Context, filters: ClientFilters, only: readonly string[] | null, after: string | null): Promise<Client[]> {
  const { rows } = await sql<{ client_id: string }>`
    select c.client_id from clients c where c.network_id = ${context.network_id} and ${filterOf(context, filters)}
      and ${only === null ? sql`true` : sql`c.client_id = any(${[...only]}::uuid[])`}
      and ${after === null ? sql`true` : sql`c.client_id > ${after}::uuid`}
    order by c.client_id limit ${pageSize}`.execute(context.db)
  const clients = await findClients(context, rows.map((row) => row.client_id))
  return clients.toSorted((a, b) => (a.client_id < b.client_id ? -1 : 1))
}

const columns = ['last_name', 'first_name', 'email', 'phone', 'language', 'preferred_channel', 'note'] as const

async function* asCsv(pages: AsyncIterable<Client[]>, fields: readonly FieldRow[], t: Translate, locale: 'fr' | 'en'): AsyncGenerator<string> {
  // Excel in French splits at semicolons and reads decimal commas.
  const delimiter = locale === 'fr' ? ';' : ','
  const write = (value: string | number | boolean | undefined): string => {
    if (typeof value === 'boolean') return t(value ? 'clients:yes' : 'clients:no')
    if (typeof value === 'number') return locale === 'fr' ? String(value).replace('.', ',') : String(value)
    return value ?? ''
  }
  yield byteOrderMark + csvLine([...columns.map((column) => t(`clients:column.${column}`)), ...fields.map(({ label }) => label), t('clients:column.created_at')], delimiter)
  for await (const clients of pages) {
    yield clients
      .map((client) => csvLine([...columns.map((column) => client[column] ?? ''), ...fields.map(({ field_id }) => write(client.fields[field_id])), client.created_at.slice(0, 10)], delimiter))
      .join('')
  }
}

/** Every card as the API gives it, with the definitions that its own fields follow. */
async function* asJson(pages: AsyncIterable<Client[]>, fields: readonly FieldRow[]): AsyncGenerator<string> {
  yield `{"client_fields":${JSON.stringify(fields)},"clients":[`
  let first = true
  for await (const clients of pages) {
    yield `${first ? '' : ','}\n${clients.map((client) => JSON.stringify(client)).join(',\n')}`
    first = false
  }
  yield '\n]}\n'
}
