import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '../../foundation/database/context.ts'
import { invalid, problem } from '../../foundation/http/problem.ts'
import { api, inNetwork, instant, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { currentNotice } from '../../protection/notices/queries.ts'
import { phoneText } from './phone.ts'
import { findOrCreateClient } from '../clients/commands.ts'
import { readOffer } from './offer.ts'
import { atEstablishment, slug } from './schemas.ts'
import { findWaiting, joinWaiting, offerWaiting, withdrawWaiting } from './waiting.ts'
import { joined, newWaiting, ownWaiting, waitingEntry, waitingPage, waitingQuery, waitingStatus } from './waiting-schemas.ts'
import type { WaitingPage } from './waiting-schemas.ts'

const anybody = { access: { kind: 'public' }, purpose: 'reservation', tag: 'booking' } as const
const staff = { access: { kind: 'member', right: 'agenda:write' }, purpose: 'reservation', tag: 'waiting list' } as const
const byLink = z.object({ network: slug, token: z.string().min(20).max(60) })
const anEntry = inNetwork.extend({ entry_id: uuid })
const pageSize = 100

/** The waiting list for programs and for staff; the pages are beside. */
export const waitingRoutes: Route[] = [
  api({
    ...anybody,
    method: 'POST',
    path: '/api/public/:network/establishments/:establishment/waiting',
    summary: 'Wait for a place',
    params: atEstablishment,
    body: newWaiting,
    status: 201,
    response: joined,
    problems: ['contact-needed', 'unknown-service', 'unknown-agenda', 'waiting-many'],
    async handle(context, { params, body, app }) {
      const { entry_id, token } = await wait(context, params, body)
      return { entry_id, leave_url: `${app.config.publicUrl}/${params.network}/attente/${token}` }
    }
  }),
  api({
    ...anybody,
    method: 'GET',
    path: '/api/public/:network/waiting/:token',
    summary: 'The entry of a person’s link',
    params: byLink,
    response: ownWaiting,
    problems: ['link-unknown'],
    handle: async (context, { params }) => own(context, params.token)
  }),
  api({
    ...anybody,
    method: 'POST',
    path: '/api/public/:network/waiting/:token/leave',
    summary: 'Leave the waiting list',
    params: byLink,
    body: z.strictObject({}),
    response: ownWaiting,
    problems: ['link-unknown'],
    async handle(context, { params }) {
      await withdrawWaiting(context, (await findWaiting(context, params.token)).entry_id, 'client')
      return own(context, params.token)
    }
  }),
  api({
    ...staff,
    method: 'GET',
    path: '/api/networks/:network_id/waiting',
    summary: 'Who waits, those to call first',
    params: inNetwork,
    query: waitingQuery,
    response: waitingPage,
    handle: async (context, { query }) => listWaiting(context, query)
  }),
  api({
    ...staff,
    method: 'POST',
    path: '/api/networks/:network_id/waiting/:entry_id/offer',
    summary: 'Offer a free time to somebody who waits',
    params: anEntry,
    body: z.strictObject({ starts_at: instant }),
    response: waitingEntry,
    problems: ['not-waiting', 'slot-taken', 'closed', 'too-soon', 'too-far'],
    async handle(context, { params, body }) {
      await offerWaiting(context, params.entry_id, Temporal.Instant.from(body.starts_at))
      return entryOf(context, params.entry_id)
    }
  }),
  api({
    ...staff,
    method: 'POST',
    path: '/api/networks/:network_id/waiting/:entry_id/withdraw',
    summary: 'Take somebody off the waiting list',
    params: anEntry,
    body: z.strictObject({}),
    response: waitingEntry,
    async handle(context, { params }) {
      await withdrawWaiting(context, params.entry_id, 'staff')
      return entryOf(context, params.entry_id)
    }
  })
]

/** Puts somebody on the list: his card, his wish, the notice that he was shown. @throws Problem `contact-needed`, `waiting-many` */
export async function wait(context: Context, at: z.output<typeof atEstablishment>, body: z.output<typeof newWaiting>): Promise<{ entry_id: string; token: string }> {
  const { person, fields, notice_id, service_ids, agenda_id } = body
  if ((person.email ?? '') === '' && (person.phone ?? '') === '') {
    throw problem('contact-needed', 400, { namespace: 'booking', errors: [{ field: 'body.person.email', message: 'booking:field.contact-needed' }] })
  }
  const language = person.language ?? context.locale
  const offer = await readOffer(context, { slug: at.establishment }, service_ids.map((service_id) => ({ service_id, agenda_id })))
  const { client_id } = await findOrCreateClient(context, { ...person, language, fields })
  const shown = notice_id ?? (await currentNotice(context, offer.establishment.establishment_id, language)).notice_id
  return joinWaiting(context, offer, client_id, shown, body)
}

async function own(context: Context, token: string): Promise<z.input<typeof ownWaiting>> {
  const { service_ids, agenda_id, from_day, to_day, from_minute, to_minute, status, offered_starts_at } = await findWaiting(context, token)
  return { service_ids, agenda_id, from_day, to_day, from_minute, to_minute, status: waitingStatus.parse(status), offered_starts_at: offered_starts_at?.toString() ?? null }
}

type Row = Omit<WaitingPage['items'][number], 'created_at' | 'offered_at' | 'offered_starts_at'> & { created_at: Temporal.Instant; offered_at: Temporal.Instant | null; offered_starts_at: Temporal.Instant | null }

async function readEntries(context: Context, where: ReturnType<typeof sql>): Promise<WaitingPage['items']> {
  const { rows } = await sql<Row>`
    select w.entry_id, w.establishment_id, w.service_ids, w.agenda_id, w.from_day, w.to_day, w.from_minute, w.to_minute, w.status, w.offered_at, w.offered_starts_at, w.created_at,
      (select coalesce(jsonb_agg(s.name order by array_position(w.service_ids, s.service_id)), '[]') from services s where s.network_id = w.network_id and s.service_id = any(w.service_ids)) as services,
      a.name as agenda_name,
      jsonb_build_object('client_id', c.client_id, 'first_name', c.first_name, 'last_name', c.last_name, 'phone', c.phone, 'email', c.email) as client
    from waiting_entries w
    join clients c on c.network_id = w.network_id and c.client_id = w.client_id
    left join agendas a on a.network_id = w.network_id and a.agenda_id = w.agenda_id
    where w.network_id = ${context.network_id} and ${where}`.execute(context.db)
  return rows.map((row) => ({ ...row, client: { ...row.client, phone_text: phoneText(row.client.phone) }, created_at: row.created_at.toString(), offered_at: row.offered_at?.toString() ?? null, offered_starts_at: row.offered_starts_at?.toString() ?? null }))
}

async function entryOf(context: Context, entry_id: string): Promise<WaitingPage['items'][number]> {
  return (await readEntries(context, sql`w.entry_id = ${entry_id}`))[0]!
}

/** Oldest first: whoever waits longest is called first. The cursor is the last entry shown. */
async function listWaiting(context: Context, { establishment_id, open, cursor }: z.output<typeof waitingQuery>): Promise<WaitingPage> {
  if (cursor !== undefined && !uuid.safeParse(cursor).success) throw invalid('query.cursor', 'foundation:problem.invalid-input.title')
  const place = establishment_id === undefined ? sql`true` : sql`w.establishment_id = ${establishment_id}`
  const state = open ? sql`w.status in ('waiting', 'offered')` : sql`true`
  const after = cursor === undefined ? sql`true` : sql`(w.created_at, w.entry_id) > (select l.created_at, l.entry_id from waiting_entries l where l.network_id = ${context.network_id} and l.entry_id = ${cursor})`
  const items = await readEntries(context, sql`${place} and ${state} and ${after} order by w.created_at, w.entry_id limit ${pageSize + 1}`)
  const more = items.length > pageSize
  return { items: items.slice(0, pageSize), next_cursor: more ? (items[pageSize - 1]?.entry_id ?? null) : null }
}
