import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, invalid } from '../../foundation/http/problem.ts'
import { noteChange } from './changes.ts'
import { refuseIfAwaited } from './future.ts'
import { findAgenda } from './queries.ts'
import { archived } from './refusals.ts'
import { nextColour } from './rules.ts'
import type { Agenda, AgendaChange, NewAgenda } from './schemas.ts'

/** Opens an agenda: not online, in the colour that fewest have, after the others. */
export async function createAgenda(context: Context, given: NewAgenda): Promise<Agenda> {
  const { network_id, db } = context
  const agenda_id = newId()
  const { establishment_id, service_ids, name, kind, account_id, colour, online } = given
  await requireEstablishment(context, establishment_id)
  await requireMember(context, account_id)
  const others = await db.selectFrom('agendas').select(['colour', 'position']).where('network_id', '=', network_id).where('establishment_id', '=', establishment_id).where('archived_at', 'is', null).execute()
  await db
    .insertInto('agendas')
    .values({
      network_id,
      agenda_id,
      establishment_id,
      name,
      kind: kind ?? 'person',
      account_id: account_id ?? null,
      colour: colour ?? nextColour(others.map((other) => other.colour)),
      online: online ?? false,
      position: Math.max(0, ...others.map(({ position }) => position)) + 1
    })
    .execute()
  if (service_ids !== undefined) await setServices(context, agenda_id, establishment_id, service_ids)
  await noteChange(context, 'agendas', 'created', [agenda_id])
  return findAgenda(context, agenda_id)
}

/** Changes an agenda that is not archived. */
export async function changeAgenda(context: Context, agenda_id: string, change: AgendaChange): Promise<Agenda> {
  const { service_ids, ...columns } = change
  const before = await lockAgenda(context, agenda_id)
  if (before.archived_at !== null) throw archived()
  await requireMember(context, columns.account_id)
  if (Object.values(columns).some((value) => value !== undefined)) {
    await context.db.updateTable('agendas').set(columns).where('network_id', '=', context.network_id).where('agenda_id', '=', agenda_id).execute()
  }
  if (service_ids !== undefined) await setServices(context, agenda_id, before.establishment_id, service_ids)
  await noteChange(context, 'agendas', 'changed', [agenda_id])
  return findAgenda(context, agenda_id)
}

/**
 * Puts an agenda away; its past stays readable.
 * @throws Problem 409 `agenda-awaited` while somebody is expected on it: move those appointments first
 */
export async function archiveAgenda(context: Context, agenda_id: string): Promise<Agenda> {
  const before = await lockAgenda(context, agenda_id)
  if (before.archived_at === null) {
    await refuseIfAwaited(context, [agenda_id], 'agenda-awaited')
    await context.db.updateTable('agendas').set({ archived_at: context.now, online: false }).where('network_id', '=', context.network_id).where('agenda_id', '=', agenda_id).execute()
    await noteChange(context, 'agendas', 'archived', [agenda_id])
  }
  return findAgenda(context, agenda_id)
}

/** Brings an agenda back, not online. */
export async function restoreAgenda(context: Context, agenda_id: string): Promise<Agenda> {
  await lockAgenda(context, agenda_id)
  await context.db.updateTable('agendas').set({ archived_at: null }).where('network_id', '=', context.network_id).where('agenda_id', '=', agenda_id).execute()
  await noteChange(context, 'agendas', 'restored', [agenda_id])
  return findAgenda(context, agenda_id)
}

/** Puts agendas in the order of their ids; the others follow. */
export async function orderAgendas(context: Context, ids: readonly string[]): Promise<void> {
  await sql`
    update agendas a set position = o.position
    from unnest(${ids}::uuid[]) with ordinality as o (agenda_id, position)
    where a.network_id = ${context.network_id} and a.agenda_id = o.agenda_id`.execute(context.db)
  await noteChange(context, 'agendas', 'reordered', ids)
}

async function setServices({ db, network_id }: Context, agenda_id: string, establishment_id: string, service_ids: readonly string[]): Promise<void> {
  const ids = [...new Set(service_ids)]
  // What is archived keeps its ties, for the day it comes back.
  await sql`
    delete from service_agendas l using services s
    where l.network_id = ${network_id} and l.agenda_id = ${agenda_id}
      and s.network_id = l.network_id and s.service_id = l.service_id and s.archived_at is null`.execute(db)
  const { numAffectedRows } = await sql`
    insert into service_agendas (network_id, service_id, agenda_id)
    select s.network_id, s.service_id, ${agenda_id} from services s
    where s.network_id = ${network_id} and s.establishment_id = ${establishment_id} and s.service_id = any(${ids}::uuid[]) and s.archived_at is null`.execute(db)
  if (numAffectedRows !== BigInt(ids.length)) throw invalid('body.service_ids', 'networks:field.services-elsewhere')
}

/** The lock that whoever takes a place on the agenda needs too, so that nobody slips in while it is being archived. */
async function lockAgenda({ db, network_id }: Context, agenda_id: string): Promise<{ establishment_id: string; archived_at: Temporal.Instant | null }> {
  return found(
    await db
      .selectFrom('agendas')
      .select(['establishment_id', 'archived_at'])
      .where('network_id', '=', network_id)
      .where('agenda_id', '=', agenda_id)
      .forUpdate()
      .executeTakeFirst()
  )
}

async function requireMember({ db, network_id }: Context, account_id: string | null | undefined): Promise<void> {
  if (account_id === undefined || account_id === null) return
  const member = await db.selectFrom('members').select('account_id').where('network_id', '=', network_id).where('account_id', '=', account_id).executeTakeFirst()
  if (member === undefined) throw invalid('body.account_id', 'networks:field.member')
}

/** What is opened belongs to an establishment that is open itself. */
export async function requireEstablishment({ db, network_id }: Context, establishment_id: string): Promise<void> {
  const { archived_at } = found(
    await db.selectFrom('establishments').select('archived_at').where('network_id', '=', network_id).where('establishment_id', '=', establishment_id).forShare().executeTakeFirst()
  )
  if (archived_at !== null) throw archived()
}
