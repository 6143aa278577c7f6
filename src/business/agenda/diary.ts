import type { Context } from '../../foundation/database/context.ts'
import { found } from '../../foundation/http/problem.ts'
import type { Interval } from '../../foundation/time/intervals.ts'
import { ruleOccurrences } from './rule-occurrences.ts'
import { findAppointments } from './queries.ts'
import type { Diary } from './schemas.ts'
import { readAgendaTimes, readHours } from './times.ts'

/**
 * Everything that the diary shows between two local days, both included.
 * @param days `YYYY-MM-DD`, on the establishment's clock
 */
export async function readDiary(context: Context, establishment_id: string, days: { from: string; to: string }): Promise<Diary> {
  const { db, network_id } = context
  const establishment = found(
    await db
      .selectFrom('establishments')
      .select(['time_zone', 'slot_step_minutes'])
      .where('network_id', '=', network_id)
      .where('establishment_id', '=', establishment_id)
      .executeTakeFirst()
  )
  const zone = establishment.time_zone
  const from = Temporal.PlainDate.from(days.from).toZonedDateTime(zone).toInstant()
  const to = Temporal.PlainDate.from(days.to).add({ days: 1 }).toZonedDateTime(zone).toInstant()
  const window: Interval = [from.epochMilliseconds, to.epochMilliseconds]

  const agendas = await db
    .selectFrom('agendas')
    .select(['agenda_id', 'name', 'kind', 'colour'])
    .where('network_id', '=', network_id)
    .where('establishment_id', '=', establishment_id)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('name')
    .execute()
  const ids = agendas.map(({ agenda_id }) => agenda_id)
  const hours = found(await readHours(context, establishment_id, window))
  const times = ids.length === 0 ? new Map() : await readAgendaTimes(context, hours, ids, window)
  const rules = await ruleOccurrences(context, ids, zone, window)
  const external = await externalBusy(context, ids, from, to)
  const holds = await liveHolds(context, ids, from, to)
  return {
    establishment_id,
    time_zone: zone,
    slot_step_minutes: establishment.slot_step_minutes,
    from: from.toString(),
    to: to.toString(),
    agendas: agendas.map((agenda) => ({
      ...agenda,
      kind: agenda.kind as Diary['agendas'][number]['kind'],
      open: (times.get(agenda.agenda_id)?.open ?? []).map(([start, end]: Interval) => ({ starts_at: iso(start), ends_at: iso(end) })),
      rules: rules.filter(({ agenda_id }) => agenda_id === agenda.agenda_id).map(({ agenda_id: _, ...occurrence }) => occurrence),
      external: external.filter(({ agenda_id }) => agenda_id === agenda.agenda_id).map(({ agenda_id: _, ...busy }) => busy),
      holds: holds.filter(({ agenda_id }) => agenda_id === agenda.agenda_id).map(({ agenda_id: _, ...hold }) => hold)
    })),
    services: await bookableServices(context, establishment_id),
    appointments: await findAppointments(context, { establishment_id, between: [from, to] })
  }
}

async function externalBusy(context: Context, agenda_ids: readonly string[], from: Temporal.Instant, to: Temporal.Instant) {
  if (agenda_ids.length === 0) return []
  const rows = await context.db
    .selectFrom('external_busy')
    .select(['agenda_id', 'busy_id', 'starts_at', 'ends_at', 'summary'])
    .where('network_id', '=', context.network_id)
    .where('agenda_id', 'in', [...agenda_ids])
    .where('starts_at', '<', to)
    .where('ends_at', '>', from)
    .orderBy('starts_at')
    .limit(2000)
    .execute()
  return rows.map((row) => ({ ...row, starts_at: row.starts_at.toString(), ends_at: row.ends_at.toString() }))
}

async function liveHolds(context: Context, agenda_ids: readonly string[], from: Temporal.Instant, to: Temporal.Instant) {
  if (agenda_ids.length === 0) return []
  const rows = await context.db
    .selectFrom('hold_items as i')
    .innerJoin('holds as h', (join) => join.onRef('h.network_id', '=', 'i.network_id').onRef('h.hold_id', '=', 'i.hold_id'))
    .select(['i.agenda_id', 'h.hold_id', 'i.starts_at', 'i.ends_at', 'h.held_until'])
    .where('i.network_id', '=', context.network_id)
    .where('i.agenda_id', 'in', [...agenda_ids])
    .where('i.starts_at', '<', to)
    .where('i.ends_at', '>', from)
    .where('h.held_until', '>', context.now)
    .execute()
  return rows.map((row) => ({ ...row, starts_at: row.starts_at.toString(), ends_at: row.ends_at.toString(), held_until: row.held_until.toString() }))
}

async function bookableServices(context: Context, establishment_id: string): Promise<Diary['services']> {
  const services = await context.db
    .selectFrom('services')
    .select(['service_id', 'name', 'category', 'duration_minutes', 'buffer_before_minutes', 'buffer_after_minutes', 'capacity', 'price_minor', 'currency', 'colour'])
    .where('network_id', '=', context.network_id)
    .where('establishment_id', '=', establishment_id)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('name')
    .execute()
  const links = await context.db
    .selectFrom('service_agendas')
    .select(['service_id', 'agenda_id'])
    .where('network_id', '=', context.network_id)
    .where('service_id', 'in', services.length === 0 ? [context.network_id] : services.map(({ service_id }) => service_id))
    .execute()
  const agendasOf = Map.groupBy(links, ({ service_id }) => service_id)
  return services.map((service) => ({ ...service, agenda_ids: (agendasOf.get(service.service_id) ?? []).map(({ agenda_id }) => agenda_id) }))
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
