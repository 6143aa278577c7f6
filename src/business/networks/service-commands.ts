import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, invalid } from '../../foundation/http/problem.ts'
import { requireEstablishment } from './agenda-commands.ts'
import { noteChange } from './changes.ts'
import { findService } from './queries.ts'
import { archived } from './refusals.ts'
import { nextColour } from './rules.ts'
import type { NewService, Service, ServiceChange } from './schemas.ts'

/** Opens a service: not online, given by no agenda unless some are named, after the others. */
export async function createService(context: Context, given: NewService): Promise<Service> {
  const { network_id, db } = context
  const service_id = newId()
  const { agenda_ids, colour, ...columns } = given
  await requireEstablishment(context, given.establishment_id)
  const others = await db
    .selectFrom('services')
    .select(['colour', 'position'])
    .where('network_id', '=', network_id)
    .where('establishment_id', '=', given.establishment_id)
    .where('archived_at', 'is', null)
    .execute()
  await db
    .insertInto('services')
    .values({
      network_id,
      service_id,
      establishment_id: columns.establishment_id,
      name: columns.name,
      category: columns.category ?? '',
      description: columns.description ?? '',
      duration_minutes: columns.duration_minutes,
      buffer_before_minutes: columns.buffer_before_minutes ?? 0,
      buffer_after_minutes: columns.buffer_after_minutes ?? 0,
      capacity: columns.capacity ?? 1,
      price_minor: columns.price_minor ?? null,
      currency: columns.currency ?? 'EUR',
      colour: colour ?? nextColour(others.map((other) => other.colour)),
      online: columns.online ?? false,
      position: Math.max(0, ...others.map(({ position }) => position)) + 1
    })
    .execute()
  if (agenda_ids !== undefined) await setAgendas(context, service_id, given.establishment_id, agenda_ids)
  await noteChange(context, 'services', 'created', [service_id])
  return findService(context, service_id)
}

/** Changes a service that is not archived. Appointments already taken keep their time and price. */
export async function changeService(context: Context, service_id: string, change: ServiceChange): Promise<Service> {
  const { agenda_ids, ...columns } = change
  const before = await lockService(context, service_id)
  if (before.archived_at !== null) throw archived()
  if (Object.values(columns).some((value) => value !== undefined)) {
    await context.db.updateTable('services').set(columns).where('network_id', '=', context.network_id).where('service_id', '=', service_id).execute()
  }
  if (agenda_ids !== undefined) await setAgendas(context, service_id, before.establishment_id, agenda_ids)
  await noteChange(context, 'services', 'changed', [service_id])
  return findService(context, service_id)
}

/** A copy right after the original, not online, given by the same agendas. `name` is the copy's. */
export async function duplicateService(context: Context, service_id: string, name: string): Promise<Service> {
  const { network_id, db } = context
  const { establishment_id } = await lockService(context, service_id)
  const copy_id = newId()
  await sql`
    update services set position = position + 1
    where network_id = ${network_id} and establishment_id = ${establishment_id}
      and position > (select position from services where network_id = ${network_id} and service_id = ${service_id})`.execute(db)
  await sql`
    insert into services (network_id, service_id, establishment_id, name, category, description, duration_minutes, buffer_before_minutes, buffer_after_minutes,
      capacity, price_minor, currency, colour, position)
    select network_id, ${copy_id}, establishment_id, ${name}, category, description, duration_minutes, buffer_before_minutes, buffer_after_minutes,
      capacity, price_minor, currency, colour, position + 1
    from services where network_id = ${network_id} and service_id = ${service_id}`.execute(db)
  await sql`
    insert into service_agendas (network_id, service_id, agenda_id)
    select network_id, ${copy_id}, agenda_id from service_agendas where network_id = ${network_id} and service_id = ${service_id}`.execute(db)
  await noteChange(context, 'services', 'created', [copy_id])
  return findService(context, copy_id)
}

/** Takes a service out of what can be booked; appointments already taken stay. */
export async function archiveService(context: Context, service_id: string): Promise<Service> {
  await lockService(context, service_id)
  await context.db
    .updateTable('services')
    .set({ archived_at: context.now, online: false })
    .where('network_id', '=', context.network_id)
    .where('service_id', '=', service_id)
    .where('archived_at', 'is', null)
    .execute()
  await noteChange(context, 'services', 'archived', [service_id])
  return findService(context, service_id)
}

/** Brings a service back, not online. */
export async function restoreService(context: Context, service_id: string): Promise<Service> {
  await lockService(context, service_id)
  await context.db.updateTable('services').set({ archived_at: null }).where('network_id', '=', context.network_id).where('service_id', '=', service_id).execute()
  await noteChange(context, 'services', 'restored', [service_id])
  return findService(context, service_id)
}

/** Puts services in the order of their ids; the others follow. */
export async function orderServices(context: Context, ids: readonly string[]): Promise<void> {
  await sql`
    update services s set position = o.position
    from unnest(${ids}::uuid[]) with ordinality as o (service_id, position)
    where s.network_id = ${context.network_id} and s.service_id = o.service_id`.execute(context.db)
  await noteChange(context, 'services', 'reordered', ids)
}

async function setAgendas({ db, network_id }: Context, service_id: string, establishment_id: string, agenda_ids: readonly string[]): Promise<void> {
  const ids = [...new Set(agenda_ids)]
  // What is archived keeps its ties, for the day it comes back.
  await sql`
    delete from service_agendas l using agendas a
    where l.network_id = ${network_id} and l.service_id = ${service_id}
      and a.network_id = l.network_id and a.agenda_id = l.agenda_id and a.archived_at is null`.execute(db)
  const { numAffectedRows } = await sql`
    insert into service_agendas (network_id, service_id, agenda_id)
    select a.network_id, ${service_id}, a.agenda_id from agendas a
    where a.network_id = ${network_id} and a.establishment_id = ${establishment_id} and a.agenda_id = any(${ids}::uuid[]) and a.archived_at is null`.execute(db)
  if (numAffectedRows !== BigInt(ids.length)) throw invalid('body.agenda_ids', 'networks:field.agendas-elsewhere')
}

async function lockService({ db, network_id }: Context, service_id: string): Promise<{ establishment_id: string; archived_at: Temporal.Instant | null }> {
  return found(
    await db
      .selectFrom('services')
      .select(['establishment_id', 'archived_at'])
      .where('network_id', '=', network_id)
      .where('service_id', '=', service_id)
      .forNoKeyUpdate()
      .executeTakeFirst()
  )
}
