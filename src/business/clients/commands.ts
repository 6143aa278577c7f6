import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, Problem, problem } from '../../foundation/http/problem.ts'
import { record } from '../../foundation/ledger/record.ts'
import { announcedIn, emptyCard, fillCard } from './card.ts'
import type { Card, CardRules, Fault } from './card.ts'
import { folded } from './contact.ts'
import type { Announced } from './free-text.ts'
import { cardOf, cardRules, countUpcoming, findClient } from './queries.ts'
import type { Client, ClientChange, NewClient } from './schemas.ts'

export type Saved = { client: Client; announced: (Announced & { field: string })[] }

/**
 * Makes a card.
 * @throws Problem `invalid-input` naming every fault, `sensitive-refused` outside a health network
 */
export async function createClient(context: Context, input: NewClient): Promise<Saved> {
  const rules = await cardRules(context)
  const { card, faults } = fillCard(emptyCard, input, rules, 'all')
  refuseFaults(faults)
  const client_id = newId()
  await insertCard(context, client_id, card)
  return saved(context, client_id, card, emptyCard, rules)
}

/** Writes a new card as it stands. */
export async function insertCard(context: Context, client_id: string, card: Card): Promise<void> {
  const { network_id, now } = context
  await context.db
    .insertInto('clients')
    .values({ network_id, client_id, ...card, fields: JSON.stringify(card.fields), last_activity_at: now, created_at: now, updated_at: now })
    .execute()
}

/**
 * Changes a card that nobody changed since it was seen. Own fields that are not named stay; null clears one.
 * @throws Problem `stale` with the present card, `deleted-card`, and those of a new card
 */
export async function changeClient(context: Context, client_id: string, { revision, ...change }: ClientChange): Promise<Saved> {
  const present = await lockClient(context, client_id, revision)
  const rules = await cardRules(context)
  const before = cardOf(present)
  const { card, faults } = fillCard(before, change, rules, 'touched')
  refuseFaults(faults)
  await updateCard(context, client_id, card)
  return saved(context, client_id, card, before, rules)
}

/** Replaces the contents of a card that the caller has locked. */
export async function updateCard(context: Context, client_id: string, card: Card): Promise<void> {
  await context.db
    .updateTable('clients')
    .set((row) => ({ ...card, fields: JSON.stringify(card.fields), revision: row('revision', '+', 1), updated_at: context.now }))
    .where('network_id', '=', context.network_id)
    .where('client_id', '=', client_id)
    .execute()
}

async function saved(context: Context, client_id: string, card: Card, before: Card, rules: CardRules): Promise<Saved> {
  const announced = announcedIn(card, before, rules)
  // That somebody was warned, never of what: that would be the sensitive thing itself.
  if (announced.length > 0) await record(context, { kind: 'free_text.warned', promise_ids: ['A-33'], subject: { client_id }, body: { warnings: announced.length } })
  context.publish({ kind: 'clients', ids: [client_id] })
  return { client: await findClient(context, client_id), announced }
}

/**
 * Locks a live card for a change.
 * @param revision the one that was seen; undefined takes any
 * @throws Problem 404, `deleted-card`, `stale`
 */
export async function lockClient(context: Context, client_id: string, revision?: number): Promise<Client> {
  found(
    await context.db
      .selectFrom('clients')
      .select('client_id')
      .where('network_id', '=', context.network_id)
      .where('client_id', '=', client_id)
      .forUpdate()
      .executeTakeFirst()
  )
  const present = await findClient(context, client_id)
  if (present.deleted_at !== null) throw problem('deleted-card', 409, { namespace: 'clients', extra: { present } })
  if (revision !== undefined && present.revision !== revision) throw problem('stale', 409, { extra: { present } })
  return present
}

/**
 * Deletes a card softly: it is found no more and can be restored. Appointments keep it.
 * @param despiteUpcoming deletes although appointments are to come
 * @throws Problem `upcoming-appointments` with their number
 */
export async function deleteClient(context: Context, client_id: string, options: { despiteUpcoming: boolean; revision?: number | undefined }): Promise<Client> {
  const present = await lockClient(context, client_id, options.revision)
  const upcoming = await countUpcoming(context, client_id)
  if (upcoming > 0 && !options.despiteUpcoming) throw problem('upcoming-appointments', 409, { namespace: 'clients', values: { count: upcoming }, extra: { upcoming } })
  await setDeleted(context, client_id, context.now)
  await record(context, { kind: 'client.deleted', promise_ids: ['A-2'], subject: { client_id }, body: { client_id, upcoming } })
  context.publish({ kind: 'clients', ids: [client_id] })
  return findClient(context, present.client_id)
}

/** Brings a deleted card back. A card that was merged comes back with its merge only. @throws Problem `merged-card` */
export async function restoreClient(context: Context, client_id: string): Promise<Client> {
  const present = await findClient(context, client_id)
  if (present.merged_into !== null) throw problem('merged-card', 409, { namespace: 'clients', extra: { merged_into: present.merged_into } })
  if (present.deleted_at === null) return present
  await setDeleted(context, client_id, null)
  await record(context, { kind: 'client.restored', promise_ids: ['A-2'], subject: { client_id }, body: { client_id } })
  context.publish({ kind: 'clients', ids: [client_id] })
  return findClient(context, client_id)
}

async function setDeleted(context: Context, client_id: string, deleted_at: Temporal.Instant | null): Promise<void> {
  await context.db
    .updateTable('clients')
    .set((row) => ({ deleted_at, revision: row('revision', '+', 1), updated_at: context.now }))
    .where('network_id', '=', context.network_id)
    .where('client_id', '=', client_id)
    .where('merged_into', 'is', null)
    .execute()
}

/** Somebody who books for himself. */
export type Booker = {
  first_name: string
  last_name: string
  email: string | null
  phone: string | null
  language: 'fr' | 'en'
  /** Own fields that are asked online, by field id. */
  fields: Readonly<Record<string, unknown>>
}

/**
 * The card of somebody who books for himself: a live one that has his number or his address and his last name
 * (accents and case aside), the same first name preferred, or else a new one.
 *
 * Whoever books has proved nothing, so a card that is found is not changed but for the time of its last activity: the
 * appointment keeps what he answered. Faults are the same whether he is known or not, and nothing returned to him may
 * depend on `created`.
 *
 * Two bookings of one new person end in one card: whoever has one of his contacts waits for the other.
 * @throws Problem `invalid-input` with `body.person.…` and `body.fields.…`, `sensitive-refused`
 */
export async function findOrCreateClient(context: Context, person: Booker): Promise<{ client_id: string; created: boolean }> {
  const rules = await cardRules(context)
  const asked = { ...rules, definitions: rules.definitions.filter(({ online }) => online) }
  const { card, faults } = fillCard(emptyCard, { ...person, fields: { ...person.fields } }, asked, 'all')
  refuseFaults(faults, { column: 'body.person.', field: 'body.fields.' })
  const known = await findKnown(context, card)
  if (known !== undefined) {
    await context.db
      .updateTable('clients')
      .set({ last_activity_at: context.now })
      .where('network_id', '=', context.network_id)
      .where('client_id', '=', known)
      .execute()
    return { client_id: known, created: false }
  }
  const client_id = newId()
  await insertCard(context, client_id, card)
  context.publish({ kind: 'clients', ids: [client_id] })
  return { client_id, created: true }
}

async function findKnown(context: Context, card: Card): Promise<string | undefined> {
  const contacts = [card.email, card.phone].filter((contact) => contact !== null).toSorted()
  if (contacts.length === 0) return undefined
  // In one order, so that nobody waits in a circle. What is read after is what the other committed.
  for (const contact of contacts) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`client ${context.network_id} ${contact}`}, 0))`.execute(context.db)
  }
  const rows = await context.db
    .selectFrom('clients')
    .select(['client_id', 'first_name', 'last_name'])
    .where('network_id', '=', context.network_id)
    .where('deleted_at', 'is', null)
    .where((row) => row.or([...(card.phone === null ? [] : [row('phone', '=', card.phone)]), ...(card.email === null ? [] : [row('email', '=', card.email)])]))
    .orderBy('last_activity_at', 'desc')
    .orderBy('client_id')
    .limit(500)
    .execute()
  const namesakes = rows.filter(({ last_name }) => folded(last_name) === folded(card.last_name))
  return (namesakes.find(({ first_name }) => folded(first_name) === folded(card.first_name)) ?? namesakes[0])?.client_id
}

/** The card that a card was merged into, however often; the card itself when it was not. */
export async function liveClientId(context: Context, client_id: string): Promise<string> {
  const { rows } = await sql<{ client_id: string }>`
    with recursive chain as (
      select client_id, merged_into, 1 as step from clients where network_id = ${context.network_id} and client_id = ${client_id}
      union all
      select c.client_id, c.merged_into, step + 1 from clients c join chain on c.client_id = chain.merged_into
      where c.network_id = ${context.network_id} and step < 50)
    select client_id from chain where merged_into is null`.execute(context.db)
  return found(rows[0]).client_id
}

/**
 * Throws what is wrong with a card, every fault at once.
 * @param names what stands before a column and before an own field in the request
 */
export function refuseFaults(faults: readonly Fault[], names: { column: string; field: string } = { column: 'body.', field: 'body.fields.' }): void {
  if (faults.length === 0) return
  throw faultProblem(faults, names)
}

function faultProblem(faults: readonly Fault[], names: { column: string; field: string }): Problem {
  const nameOf = (field: string): string => (field.startsWith('fields.') ? names.field + field.slice(7) : names.column + field)
  const details = {
    errors: faults.map(({ field, reason }) => ({ field: nameOf(field), message: `clients:field.${reason}` })),
    extra: { reasons: faults.map(({ field, reason }) => ({ field: nameOf(field), reason })) }
  }
  const sensitive = faults.some(({ reason }) => reason === 'sensitive-refused')
  return sensitive ? problem('sensitive-refused', 422, { namespace: 'clients', ...details }) : problem('invalid-input', 400, details)
}
