import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { found } from '../../foundation/http/problem.ts'
import type { Appointment } from './schemas.ts'

/** The engine and the calendar writer, for the rooms that offer or show time. */
export { openIntervals } from './availability/open.ts'
export { firstFree, sequenceSlots } from './availability/sequence.ts'
export { nearestSlots, readingWindow } from './availability/slots.ts'
export { writeCalendar } from './icalendar/write.ts'
export { readAgendaTimes, readHours } from './times.ts'

type AppointmentFilter = {
  appointment_ids?: readonly string[]
  establishment_id?: string
  /** Instants; appointments that touch [from, to). */
  between?: readonly [Temporal.Instant, Temporal.Instant]
  client_id?: string
  deleted?: boolean
}

/** Appointments with their client and items, by time. */
export async function findAppointments(context: Context, filter: AppointmentFilter, limit = 5000): Promise<Appointment[]> {
  const { appointment_ids, establishment_id, between, client_id } = filter
  let query = context.db
    .selectFrom('appointments as a')
    .leftJoin('clients as c', (join) => join.onRef('c.network_id', '=', 'a.network_id').onRef('c.client_id', '=', 'a.client_id'))
    .select([
      'a.appointment_id',
      'a.establishment_id',
      'a.client_id',
      'a.status',
      'a.origin',
      'a.starts_at',
      'a.ends_at',
      'a.title',
      'a.note',
      'a.answers',
      'a.series_id',
      'a.revision',
      'a.created_at',
      'a.cancelled_at',
      'a.cancelled_by',
      'a.deleted_at',
      'c.first_name',
      'c.last_name',
      'c.phone',
      'c.email'
    ])
    .select((row) =>
      sql<Appointment['items']>`(
        select jsonb_agg(jsonb_build_object('item_id', i.item_id, 'service_id', i.service_id, 'service_name', s.name, 'colour', s.colour,
          'agenda_id', i.agenda_id, 'starts_at', ${iso('i.starts_at')}, 'ends_at', ${iso('i.ends_at')}, 'seats', i.seats, 'capacity', coalesce(s.capacity, 1),
          'price_minor', i.price_minor, 'currency', s.currency) order by i.position)
        from appointment_items i
        left join services s on s.network_id = i.network_id and s.service_id = i.service_id
        where i.network_id = ${row.ref('a.network_id')} and i.appointment_id = ${row.ref('a.appointment_id')})`.as('items')
    )
    .where('a.network_id', '=', context.network_id)
    .orderBy('a.starts_at')
    .orderBy('a.appointment_id')
    .limit(limit)
  if (appointment_ids !== undefined) query = query.where('a.appointment_id', 'in', [...appointment_ids])
  if (establishment_id !== undefined) query = query.where('a.establishment_id', '=', establishment_id)
  if (client_id !== undefined) query = query.where('a.client_id', '=', client_id)
  if (between !== undefined) query = query.where('a.starts_at', '<', between[1]).where('a.ends_at', '>', between[0])
  if (filter.deleted !== true) query = query.where('a.deleted_at', 'is', null)
  const rows = await query.execute()
  return rows.map(({ client_id: id, first_name, last_name, phone, email, ...row }) => ({
    ...row,
    status: row.status as Appointment['status'],
    origin: row.origin as Appointment['origin'],
    cancelled_by: row.cancelled_by as Appointment['cancelled_by'],
    answers: row.answers as Record<string, unknown>,
    starts_at: row.starts_at.toString(),
    ends_at: row.ends_at.toString(),
    created_at: row.created_at.toString(),
    cancelled_at: row.cancelled_at?.toString() ?? null,
    deleted_at: row.deleted_at?.toString() ?? null,
    items: row.items ?? [],
    client: id === null ? null : { client_id: id, first_name: first_name ?? '', last_name: last_name ?? '', phone, email }
  }))
}

/** One appointment, deleted or not; 404 when there is none. */
export async function findAppointment(context: Context, appointment_id: string): Promise<Appointment> {
  const [appointment] = await findAppointments(context, { appointment_ids: [appointment_id], deleted: true })
  return found(appointment)
}

function iso(column: string): ReturnType<typeof sql.raw> {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`)
}
