import { z } from 'zod'
import { api, inNetwork, instant, page, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { closeFeed, importCalendar, inspectCalendar, listSubscriptions, openFeed, subscribe, unsubscribe, writeFeed } from './calendars.ts'

const one = inNetwork.extend({ agenda_id: uuid })
const base = '/api/networks/:network_id/agendas/:agenda_id'
const configure = { tag: 'calendars', purpose: 'reservation', params: one, access: { kind: 'member', right: 'agenda:configure' } } as const
const largest = 6_000_000

const report = z.object({
  name: z.string().nullable(),
  events: z.int(),
  busy: z.int(),
  refused: z.array(z.object({ code: z.string(), line: z.int(), uid: z.string().nullable(), sentence: z.string(), verbatim: z.string() })),
  warnings: z.array(z.string())
})
const file = z.strictObject({ content: z.string().min(1), name: z.string().max(120).default('') })
const subscription = z.object({
  subscription_id: uuid,
  agenda_id: uuid,
  name: z.string(),
  status: z.enum(['new', 'ok', 'failing']),
  failure: z.string(),
  followed: z.boolean(),
  busy: z.int(),
  refused_count: z.int(),
  fetched_at: instant.nullable()
})
export type CalendarSubscription = z.infer<typeof subscription>
export type CalendarReport = z.infer<typeof report>

/** Calendars elsewhere that make an agenda busy, and the agenda's own feed. */
export const calendarRoutes: Route[] = [
  api({
    ...configure,
    method: 'GET',
    path: `${base}/calendars`,
    access: { kind: 'member', right: 'agenda:read' },
    summary: 'Calendars that make an agenda busy',
    response: z.object({ items: z.array(subscription) }),
    handle: async (context, { params }) => ({ items: await listSubscriptions(context, params.agenda_id) })
  }),
  api({
    ...configure,
    method: 'POST',
    path: `${base}/calendars/inspect`,
    summary: 'Read a calendar file without keeping anything: what is busy, what is refused and why',
    body: file,
    body_limit: largest,
    response: report,
    async handle(context, { params, body }) {
      const { intervals: _, ...shown } = await inspectCalendar(context, params.agenda_id, body.content)
      return shown
    }
  }),
  api({
    ...configure,
    method: 'POST',
    path: `${base}/calendars/import`,
    summary: 'Keep the busy time of a calendar file',
    body: file,
    body_limit: largest,
    status: 201,
    response: z.object({ subscription_id: uuid, report }),
    problems: ['calendar-unreadable'],
    handle: async (context, { params, body }) => importCalendar(context, params.agenda_id, body.content, body.name)
  }),
  api({
    ...configure,
    method: 'POST',
    path: `${base}/calendars`,
    summary: 'Follow a calendar by its address; it is fetched at once and every quarter of an hour',
    body: z.strictObject({ url: z.url({ protocol: /^(https?|webcal)$/ }).max(2000), name: z.string().max(120).default('') }),
    status: 201,
    response: z.object({ subscription_id: uuid }),
    handle: async (context, { params, body }) => ({ subscription_id: await subscribe(context, params.agenda_id, body.url, body.name) })
  }),
  api({
    ...configure,
    method: 'DELETE',
    path: '/api/networks/:network_id/calendars/:subscription_id',
    params: inNetwork.extend({ subscription_id: uuid }),
    summary: 'Take a calendar away, with its busy time',
    response: z.object({ removed: z.literal(true) }),
    async handle(context, { params }) {
      await unsubscribe(context, params.subscription_id)
      return { removed: true as const }
    }
  }),
  api({
    ...configure,
    method: 'POST',
    path: `${base}/feed`,
    summary: 'Open the agenda’s private feed; an address given before ends',
    body: z.strictObject({}),
    response: z.object({ url: z.url() }),
    async handle(context, { params, app }) {
      const token = await openFeed(context, params.agenda_id)
      const { slug } = await context.db.selectFrom('networks').select('slug').where('network_id', '=', context.network_id).executeTakeFirstOrThrow()
      return { url: `${app.config.publicUrl}/${slug}/agenda/${token}.ics` }
    }
  }),
  api({
    ...configure,
    method: 'DELETE',
    path: `${base}/feed`,
    summary: 'Close the agenda’s private feed',
    response: z.object({ closed: z.literal(true) }),
    async handle(context, { params }) {
      await closeFeed(context, params.agenda_id)
      return { closed: true as const }
    }
  }),
  page({
    method: 'GET',
    path: '/:network/agenda/:file',
    access: { kind: 'public' },
    purpose: 'reservation',
    params: z.object({ network: z.string().max(60), file: z.string().regex(/^[\w-]{20,60}\.ics$/) }),
    handle: async (context, { params, reply }) =>
      reply.type('text/calendar; charset=utf-8').header('cache-control', 'private, max-age=300').send(await writeFeed(context, params.file.slice(0, -4)))
  })
]
