import { z } from 'zod'
import { found, notFound, problem } from '../../foundation/http/problem.ts'
import { api, day, inNetwork, instant, page, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import {
  cancelAppointment,
  changeAppointment,
  createAppointment,
  createSeries,
  deleteAppointment,
  duplicateAppointment,
  moveAppointment,
  restoreAppointment
} from './commands.ts'
import type { AppointmentWish } from './commands.ts'
import { readDiary } from './diary.ts'
import { findAppointment, findAppointments } from './queries.ts'
import { appointment, appointmentChange, diary, move, newAppointment, newSeries } from './schemas.ts'
import { seriesStarts } from './series.ts'

const one = inNetwork.extend({ appointment_id: uuid })
const base = '/api/networks/:network_id/appointments'
const common = { tag: 'agenda', purpose: 'reservation', params: one, response: appointment } as const
const write = { kind: 'member', right: 'agenda:write' } as const
const read = { kind: 'member', right: 'agenda:read' } as const
const seen = z.strictObject({ revision: z.int().optional() })

export const agendaRoutes: Route[] = [
  api({
    method: 'GET',
    path: '/api/networks/:network_id/diary',
    access: read,
    purpose: 'reservation',
    tag: 'agenda',
    summary: 'Everything an establishment’s diary shows between two local days',
    params: inNetwork,
    query: z.object({ establishment_id: uuid, from: day, to: day }),
    response: diary,
    async handle(context, { query }) {
      if (query.to < query.from) throw problem('ends-before-start', 400, { namespace: 'agenda', errors: [{ field: 'query.to', message: 'agenda:field.ends-before-start' }] })
      if (Date.parse(query.to) - Date.parse(query.from) > 62 * 86_400_000) throw problem('invalid-input', 400, { errors: [{ field: 'query.to', message: 'agenda:field.two-months' }] })
      return readDiary(context, query.establishment_id, query)
    }
  }),
  api({
    method: 'GET',
    path: base,
    access: read,
    purpose: 'reservation',
    tag: 'agenda',
    summary: 'Appointments of a client, or of an establishment between two instants',
    params: inNetwork,
    query: z.object({ client_id: uuid.optional(), establishment_id: uuid.optional(), from: instant.optional(), to: instant.optional(), deleted: z.stringbool().optional() }),
    response: z.object({ items: z.array(appointment) }),
    async handle(context, { query }) {
      const { from, to, client_id, establishment_id } = query
      const between = from === undefined || to === undefined ? undefined : ([Temporal.Instant.from(from), Temporal.Instant.from(to)] as const)
      if (client_id === undefined && between === undefined) throw problem('invalid-input', 400, { errors: [{ field: 'query.client_id', message: 'agenda:field.client-or-period' }] })
      const items = await findAppointments(
        context,
        {
          ...(client_id === undefined ? {} : { client_id }),
          ...(establishment_id === undefined ? {} : { establishment_id }),
          ...(between === undefined ? {} : { between }),
          deleted: query.deleted ?? false
        },
        1000
      )
      return { items }
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: base,
    access: write,
    summary: 'Write an appointment, with one or several services',
    params: inNetwork,
    body: newAppointment,
    status: 201,
    problems: ['slot-taken', 'unknown-agenda', 'unknown-service'],
    handle: async (context, { body }) => findAppointment(context, await createAppointment(context, wishFrom(body)))
  }),
  api({
    method: 'POST',
    path: '/api/networks/:network_id/appointment-series',
    access: write,
    purpose: 'reservation',
    tag: 'agenda',
    summary: 'Write an appointment that repeats',
    params: inNetwork,
    body: newSeries,
    status: 201,
    response: z.object({ series_id: uuid, appointment_ids: z.array(uuid), skipped: z.array(instant) }),
    problems: ['slot-taken', 'bad-recurrence'],
    async handle(context, { body }) {
      const { rrule, when_taken, ...rest } = body
      const wish = wishFrom(rest)
      const { time_zone } = found(
        await context.db
          .selectFrom('establishments')
          .select('time_zone')
          .where('network_id', '=', context.network_id)
          .where('establishment_id', '=', wish.establishment_id)
          .executeTakeFirst()
      )
      return createSeries(context, wish, seriesStarts(rrule, wish.items[0]!.starts_at, time_zone, context.locale), when_taken)
    }
  }),
  api({ ...common, method: 'GET', path: `${base}/:appointment_id`, access: read, summary: 'One appointment', handle: async (context, { params }) => findAppointment(context, params.appointment_id) }),
  api({
    ...common,
    method: 'PATCH',
    path: `${base}/:appointment_id`,
    access: write,
    summary: 'Change the client, status, title or note',
    body: appointmentChange,
    problems: ['stale', 'not-live'],
    async handle(context, { params, body }) {
      await changeAppointment(context, params.appointment_id, body)
      return findAppointment(context, params.appointment_id)
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/:appointment_id/move`,
    access: write,
    summary: 'Move or resize',
    body: move,
    problems: ['slot-taken', 'stale', 'not-live'],
    async handle(context, { params, body }) {
      await moveAppointment(context, params.appointment_id, {
        revision: body.revision,
        starts_at: toInstant(body.starts_at),
        items: body.items.map((item) => ({ ...item, starts_at: toInstant(item.starts_at), ends_at: toInstant(item.ends_at) }))
      })
      return findAppointment(context, params.appointment_id)
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/:appointment_id/cancel`,
    access: write,
    summary: 'Cancel; the places come free and the history keeps it',
    body: seen,
    problems: ['stale'],
    async handle(context, { params, body }) {
      await cancelAppointment(context, params.appointment_id, { revision: body.revision, by: 'staff' })
      return findAppointment(context, params.appointment_id)
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/:appointment_id/restore`,
    access: write,
    summary: 'Bring back a cancelled or deleted appointment, if its place is still free',
    body: seen,
    problems: ['slot-taken', 'stale'],
    async handle(context, { params, body }) {
      await restoreAppointment(context, params.appointment_id, body.revision)
      return findAppointment(context, params.appointment_id)
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/:appointment_id/duplicate`,
    access: write,
    summary: 'Write a copy at another time',
    body: z.strictObject({ starts_at: instant, agenda_id: uuid.optional() }),
    status: 201,
    problems: ['slot-taken'],
    handle: async (context, { params, body }) =>
      findAppointment(context, await duplicateAppointment(context, params.appointment_id, { starts_at: Temporal.Instant.from(body.starts_at), agenda_id: body.agenda_id }))
  }),
  api({
    ...common,
    method: 'DELETE',
    path: `${base}/:appointment_id`,
    access: write,
    summary: 'Delete softly; it can be restored',
    query: z.object({ revision: z.coerce.number().int().optional() }),
    problems: ['stale'],
    async handle(context, { params, query }) {
      await deleteAppointment(context, params.appointment_id, query.revision)
      return findAppointment(context, params.appointment_id)
    }
  }),
  page({
    method: 'GET',
    path: '/api/networks/:network_id/events',
    access: read,
    purpose: 'reservation',
    params: inNetwork,
    // The stream outlives the transaction that checked the right: nothing is read through it, signals carry ids only.
    async handle(context, { app, request, reply }) {
      if (context.network_id === '') throw notFound()
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      raw.write('retry: 2000\n\n')
      const end = app.hub.subscribe(context.network_id, ({ kind, ids, days }) => raw.write(`data: ${JSON.stringify({ kind, ids, days })}\n\n`))
      const beat = setInterval(() => raw.write(': still here\n\n'), 25_000)
      request.raw.on('close', () => {
        clearInterval(beat)
        end()
      })
      return reply
    }
  })
]

function wishFrom(body: z.output<typeof newAppointment>): AppointmentWish {
  return { ...body, items: body.items.map((item) => ({ ...item, starts_at: Temporal.Instant.from(item.starts_at), ends_at: toInstant(item.ends_at) })) }
}

function toInstant(text: string | undefined): Temporal.Instant | undefined {
  return text === undefined ? undefined : Temporal.Instant.from(text)
}
