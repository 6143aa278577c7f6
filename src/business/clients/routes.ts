import { z } from 'zod'
import { api, inNetwork, nothing, page, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import type { Translate } from '../../foundation/text/text.ts'
import { changeClient, createClient, deleteClient, restoreClient } from './commands.ts'
import type { Saved } from './commands.ts'
import { findDuplicates, findLookAlikes } from './duplicates.ts'
import { exportClients } from './export.ts'
import { changeField, createField, orderFields } from './field-commands.ts'
import { scanFreeText } from './free-text.ts'
import { checkImport, dropImport, findImport, receiveFile, refusedFile, startImport } from './import/commands.ts'
import { distinguish, mergeClients, undoMerge } from './merge.ts'
import { cardRules, clientHistory, findClient, findFields, listClients } from './queries.ts'
import type { FieldRow } from './queries.ts'
import * as schemas from './schemas.ts'
import type { ClientField, SavedClient, Warning } from './schemas.ts'

const base = '/api/networks/:network_id'
const one = inNetwork.extend({ client_id: uuid })
const oneField = inNetwork.extend({ field_id: uuid })
const oneImport = inNetwork.extend({ import_id: uuid })
const common = { tag: 'clients', purpose: 'client-file' } as const
const read = { kind: 'member', right: 'clients:read' } as const
const write = { kind: 'member', right: 'clients:write' } as const
const configure = { kind: 'member', right: 'network:configure' } as const
const faults = ['invalid-input', 'sensitive-refused'] as const

const cards: Route[] = [
  api({
    ...common,
    method: 'GET',
    path: `${base}/clients`,
    access: read,
    summary: 'Cards of clients, searched, filtered and in order',
    params: inNetwork,
    query: schemas.clientQuery,
    response: schemas.clientList,
    handle: (context, { query }) => listClients(context, query)
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/clients`,
    access: write,
    summary: 'Make a card',
    params: inNetwork,
    body: schemas.newClient,
    status: 201,
    response: schemas.savedClient,
    problems: faults,
    handle: async (context, { body, t }) => savedAnswer(await createClient(context, body), t)
  }),
  api({ ...common, method: 'GET', path: `${base}/clients/:client_id`, access: read, summary: 'One card, deleted or merged ones too', params: one, response: schemas.client, handle: (context, { params }) => findClient(context, params.client_id) }),
  api({
    ...common,
    method: 'PATCH',
    path: `${base}/clients/:client_id`,
    access: write,
    summary: 'Change a card that nobody changed since',
    params: one,
    body: schemas.clientChange,
    response: schemas.savedClient,
    problems: [...faults, 'stale', 'deleted-card'],
    handle: async (context, { params, body, t }) => savedAnswer(await changeClient(context, params.client_id, body), t)
  }),
  api({
    ...common,
    method: 'DELETE',
    path: `${base}/clients/:client_id`,
    access: write,
    summary: 'Delete a card; it can be restored',
    params: one,
    query: z.object({ despite_upcoming: z.stringbool().default(false), revision: z.coerce.number().int().optional() }),
    response: schemas.client,
    problems: ['upcoming-appointments', 'deleted-card', 'stale'],
    handle: (context, { params, query }) => deleteClient(context, params.client_id, { despiteUpcoming: query.despite_upcoming, revision: query.revision })
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/clients/:client_id/restore`,
    access: write,
    summary: 'Bring a deleted card back',
    params: one,
    body: z.strictObject({}),
    response: schemas.client,
    problems: ['merged-card'],
    handle: (context, { params }) => restoreClient(context, params.client_id)
  }),
  api({
    ...common,
    method: 'GET',
    path: `${base}/clients/:client_id/history`,
    access: read,
    summary: 'Appointments of a card: to come, past, and figures',
    params: one,
    response: schemas.history,
    async handle(context, { params }) {
      await findClient(context, params.client_id)
      return clientHistory(context, params.client_id)
    }
  }),
  api({
    ...common,
    method: 'GET',
    path: `${base}/clients/:client_id/look-alikes`,
    access: read,
    summary: 'Cards that may be the same person',
    params: one,
    response: schemas.lookAlikes,
    handle: (context, { params }) => findLookAlikes(context, params.client_id)
  }),
  page({
    ...common,
    method: 'GET',
    path: `${base}/clients/export`,
    access: { kind: 'member', right: 'clients:export' },
    params: inNetwork,
    query: schemas.clientFilters.extend({ format: z.enum(['csv', 'json']).default('csv'), lang: z.enum(['fr', 'en']).optional() }),
    rate: 20,
    async handle(context, { query: { format, lang: _, ...filters }, app, reply, t }) {
      const day = context.now.toString().slice(0, 10)
      reply.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      reply.header('content-disposition', `attachment; filename="${t('clients:export_name')}-${day}.${format}"`).header('cache-control', 'no-store')
      // It begins once this transaction, with its entry in the ledger, is committed.
      return reply.send(await exportClients(context, app, format, filters, t))
    }
  })
]

const fields: Route[] = [
  api({
    ...common,
    method: 'GET',
    path: `${base}/client-fields`,
    access: read,
    summary: 'The network’s own fields on its cards, in order, with what to bear in mind where text is free',
    params: inNetwork,
    query: z.object({ archived: z.stringbool().optional() }),
    response: schemas.clientFieldList,
    async handle(context, { query, t }) {
      const { allowsSensitive } = await cardRules(context)
      const items = await findFields(context, { archived: query.archived ?? false })
      return { items: items.map((field) => fieldAnswer(field, allowsSensitive, t)), note: { free_text: true as const, warning: reminder(allowsSensitive, t) }, allows_sensitive: allowsSensitive }
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/client-fields`,
    access: configure,
    summary: 'Add an own field',
    params: inNetwork,
    body: schemas.newClientField,
    status: 201,
    response: schemas.savedClientField,
    problems: [...faults, 'too-many-fields'],
    handle: async (context, { body, t }) => savedField(await createField(context, body), (await cardRules(context)).allowsSensitive, t)
  }),
  api({
    ...common,
    method: 'PATCH',
    path: `${base}/client-fields/:field_id`,
    access: configure,
    summary: 'Change or archive an own field; its values stay',
    params: oneField,
    body: schemas.clientFieldChange,
    response: schemas.savedClientField,
    problems: [...faults, 'too-many-fields'],
    handle: async (context, { params, body, t }) => savedField(await changeField(context, params.field_id, body), (await cardRules(context)).allowsSensitive, t)
  }),
  api({
    ...common,
    method: 'PUT',
    path: `${base}/client-fields/order`,
    access: configure,
    summary: 'Put the own fields in order',
    params: inNetwork,
    body: z.strictObject({ field_ids: z.array(uuid).max(200) }),
    response: nothing,
    problems: ['stale'],
    async handle(context, { body }) {
      await orderFields(context, body.field_ids)
      return null
    }
  })
]

const duplicates: Route[] = [
  api({
    ...common,
    method: 'GET',
    path: `${base}/client-duplicates`,
    access: write,
    summary: 'Groups of cards that look like one person, with how likely and why',
    params: inNetwork,
    query: z.object({ cursor: z.coerce.number().int().min(0).max(1_000_000).default(0), limit: z.coerce.number().int().min(1).max(50).default(20) }),
    response: schemas.duplicateList,
    handle: (context, { query }) => findDuplicates(context, { from: query.cursor, limit: query.limit })
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/client-distinctions`,
    access: write,
    summary: 'Say that two cards are two people',
    params: inNetwork,
    body: z.strictObject({ client_ids: z.tuple([uuid, uuid]) }),
    status: 201,
    response: nothing,
    problems: ['merge-itself', 'unknown-reference'],
    async handle(context, { body }) {
      await distinguish(context, body.client_ids)
      return null
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/client-merges`,
    access: write,
    summary: 'Merge cards into one; whatever pointed to them follows',
    params: inNetwork,
    body: schemas.newMerge,
    status: 201,
    response: schemas.merged,
    problems: [...faults, 'stale', 'deleted-card', 'merge-itself'],
    handle: (context, { body }) => mergeClients(context, body)
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/client-merges/:merge_id/undo`,
    access: write,
    summary: 'Take a merge back whole, within a day and while the card is unchanged',
    params: inNetwork.extend({ merge_id: uuid }),
    body: z.strictObject({}),
    response: schemas.client,
    problems: ['merge-not-undoable'],
    handle: (context, { params }) => undoMerge(context, params.merge_id)
  })
]

const imports: Route[] = [
  api({
    ...common,
    method: 'POST',
    path: `${base}/client-imports`,
    access: write,
    summary: 'Hand in a CSV file of clients; nothing is written to the cards yet',
    params: inNetwork,
    body: schemas.newImport,
    body_limit: 29 * 1024 * 1024,
    rate: 20,
    status: 201,
    response: schemas.clientImport,
    problems: ['unreadable-file', 'too-large'],
    handle: async (context, { body }) => findImport(context, await receiveFile(context, body.content))
  }),
  api({ ...common, method: 'GET', path: `${base}/client-imports/:import_id`, access: write, summary: 'How an import stands', params: oneImport, response: schemas.clientImport, handle: (context, { params }) => findImport(context, params.import_id) }),
  api({
    ...common,
    method: 'PUT',
    path: `${base}/client-imports/:import_id`,
    access: write,
    summary: 'Say what each column is and check every row; nothing is written to the cards yet',
    params: oneImport,
    body: schemas.importChange,
    response: schemas.clientImport,
    problems: ['bad-mapping', 'import-under-way'],
    async handle(context, { params, body, t }) {
      await checkImport(context, params.import_id, body, t)
      return findImport(context, params.import_id)
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/client-imports/:import_id/write`,
    access: write,
    summary: 'Write a checked import, all of it or nothing, in the background',
    params: oneImport,
    body: z.strictObject({}),
    status: 202,
    response: schemas.clientImport,
    problems: ['not-checked', 'import-under-way'],
    async handle(context, { params }) {
      await startImport(context, params.import_id)
      return findImport(context, params.import_id)
    }
  }),
  api({
    ...common,
    method: 'DELETE',
    path: `${base}/client-imports/:import_id`,
    access: write,
    summary: 'Forget an import and its file',
    params: oneImport,
    response: nothing,
    problems: ['import-under-way'],
    async handle(context, { params }) {
      await dropImport(context, params.import_id)
      return null
    }
  }),
  page({
    ...common,
    method: 'GET',
    path: `${base}/client-imports/:import_id/refused.csv`,
    access: write,
    params: oneImport,
    async handle(context, { params, reply, t }) {
      const file = await refusedFile(context, params.import_id)
      return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${t('clients:refused_name')}.csv"`).header('cache-control', 'no-store').send(file)
    }
  })
]

export const clientRoutes: Route[] = [...cards, ...fields, ...duplicates, ...imports]

function savedAnswer({ client, announced }: Saved, t: Translate): SavedClient {
  const warnings = announced.map(({ field, category, word }): Warning => ({ field, message: t('clients:free_text.warning', { category: t(`clients:free_text.category.${category}`), word }) }))
  return { ...client, warnings }
}

/** What to bear in mind where anybody may write anything. */
function reminder(allowsSensitive: boolean, t: Translate): string {
  return t(allowsSensitive ? 'clients:free_text.reminder_health' : 'clients:free_text.reminder')
}

function fieldAnswer(field: FieldRow, allowsSensitive: boolean, t: Translate): ClientField {
  const free_text = field.kind === 'text'
  return { ...field, choices: [...field.choices], free_text, warning: free_text ? reminder(allowsSensitive, t) : null }
}

/** A label that asks for something sensitive without saying so is warned about. */
function savedField(field: FieldRow, allowsSensitive: boolean, t: Translate): ClientField & { warnings: Warning[] } {
  const announced = field.sensitive ? [] : scanFreeText(field.label)
  const warnings = announced.map(({ category, word }) => ({ field: 'label', message: t('clients:free_text.label', { category: t(`clients:free_text.category.${category}`), word }) }))
  return { ...fieldAnswer(field, allowsSensitive, t), warnings }
}
