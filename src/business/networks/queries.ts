import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { found } from '../../foundation/http/problem.ts'
import type { Agenda, Establishment, Member, Network, Service } from './schemas.ts'

/** The context's network. */
export async function findNetwork({ db, network_id }: Context): Promise<Network> {
  const row = await db
    .selectFrom('networks as n')
    .select((select) => [
      'n.network_id', 'n.name', 'n.slug', 'n.brand', 'n.siren', 'n.locale', 'n.colour', 'n.created_at',
      select
        .selectFrom('establishments as e')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('e.network_id', '=', 'n.network_id')
        .where('e.archived_at', 'is', null)
        .as('establishments')
    ])
    .where('n.network_id', '=', network_id)
    .executeTakeFirst()
  const { locale, created_at, establishments, ...network } = found(row)
  return { ...network, locale: locale === 'en' ? 'en' : 'fr', establishments: establishments ?? 0, created_at: created_at.toString() }
}

type Which = { archived?: boolean }

/** The network's establishments in their order, the archived ones only when asked for. */
export async function findEstablishments(context: Context, { archived = false }: Which = {}): Promise<Establishment[]> {
  return readEstablishments(context, archived ? sql`true` : sql`e.archived_at is null`)
}

/** One establishment, archived or not. */
export async function findEstablishment(context: Context, establishment_id: string): Promise<Establishment> {
  return found((await readEstablishments(context, sql`e.establishment_id = ${establishment_id}`))[0])
}

async function readEstablishments({ db, network_id }: Context, which: ReturnType<typeof sql>): Promise<Establishment[]> {
  type Row = Omit<Establishment, 'archived_at'> & { archived_at: Temporal.Instant | null }
  const { rows } = await sql<Row>`
    select e.establishment_id, e.name, e.slug, e.siret, e.activity, e.description, e.street, e.postcode, e.commune_code, e.commune_name, e.department_code,
      e.phone, e.email, e.website, e.colour, e.time_zone, e.holiday_region, e.open_on_holidays, e.online, e.listed, e.slot_step_minutes, e.hold_minutes,
      e.min_notice_minutes, e.max_ahead_days, e.change_notice_minutes, e.max_upcoming_per_client, e.min_gap_days, e.position, e.archived_at,
      exists (select from opening_hours h where h.network_id = e.network_id and h.establishment_id = e.establishment_id) as has_hours,
      (select count(*)::int from agendas a where a.network_id = e.network_id and a.establishment_id = e.establishment_id and a.archived_at is null) as agendas,
      (select count(*)::int from services s where s.network_id = e.network_id and s.establishment_id = e.establishment_id and s.archived_at is null) as services,
      (select count(*)::int from services s
        where s.network_id = e.network_id and s.establishment_id = e.establishment_id and s.archived_at is null and s.online
          and exists (
            select from service_agendas l join agendas a on a.network_id = l.network_id and a.agenda_id = l.agenda_id
            where l.network_id = s.network_id and l.service_id = s.service_id and a.online and a.archived_at is null
          )) as bookable_services
    from establishments e
    where e.network_id = ${network_id} and ${which}
    order by e.archived_at is not null, e.position, e.name, e.establishment_id`.execute(db)
  return rows.map(({ archived_at, ...row }) => ({ ...row, archived_at: archived_at?.toString() ?? null }))
}

/** The network's agendas, or one establishment's, in their order; each with the services that it gives. */
export async function findAgendas(context: Context, { archived = false, establishment_id }: Which & { establishment_id?: string | undefined } = {}): Promise<Agenda[]> {
  return readAgendas(context, sql`${establishment_id ?? null}::uuid is null or a.establishment_id = ${establishment_id ?? null}`, archived)
}

/** One agenda, archived or not. */
export async function findAgenda(context: Context, agenda_id: string): Promise<Agenda> {
  return found((await readAgendas(context, sql`a.agenda_id = ${agenda_id}`, true))[0])
}

async function readAgendas({ db, network_id }: Context, which: ReturnType<typeof sql>, archived: boolean): Promise<Agenda[]> {
  type Row = Omit<Agenda, 'archived_at'> & { archived_at: Temporal.Instant | null }
  const { rows } = await sql<Row>`
    select a.agenda_id, a.establishment_id, a.name, a.kind, a.account_id, a.colour, a.online, a.position, a.archived_at,
      coalesce((
        select jsonb_agg(s.service_id order by s.position, s.service_id)
        from service_agendas l join services s on s.network_id = l.network_id and s.service_id = l.service_id
        where l.network_id = a.network_id and l.agenda_id = a.agenda_id and s.archived_at is null
      ), '[]') as service_ids
    from agendas a
    where a.network_id = ${network_id} and (${which}) and (${archived} or a.archived_at is null)
    order by a.archived_at is not null, a.position, a.name, a.agenda_id`.execute(db)
  return rows.map(({ archived_at, ...row }) => ({ ...row, archived_at: archived_at?.toString() ?? null }))
}

/** The network's services, or one establishment's, in their order; each with the agendas that give it. */
export async function findServices(context: Context, { archived = false, establishment_id }: Which & { establishment_id?: string | undefined } = {}): Promise<Service[]> {
  return readServices(context, sql`${establishment_id ?? null}::uuid is null or s.establishment_id = ${establishment_id ?? null}`, archived)
}

/** One service, archived or not. */
export async function findService(context: Context, service_id: string): Promise<Service> {
  return found((await readServices(context, sql`s.service_id = ${service_id}`, true))[0])
}

async function readServices({ db, network_id }: Context, which: ReturnType<typeof sql>, archived: boolean): Promise<Service[]> {
  type Row = Omit<Service, 'archived_at'> & { archived_at: Temporal.Instant | null }
  const { rows } = await sql<Row>`
    select s.service_id, s.establishment_id, s.name, s.category, s.description, s.duration_minutes, s.buffer_before_minutes, s.buffer_after_minutes,
      s.capacity, s.price_minor, s.currency, s.colour, s.online, s.position, s.archived_at,
      coalesce((
        select jsonb_agg(a.agenda_id order by a.position, a.agenda_id)
        from service_agendas l join agendas a on a.network_id = l.network_id and a.agenda_id = l.agenda_id
        where l.network_id = s.network_id and l.service_id = s.service_id and a.archived_at is null
      ), '[]') as agenda_ids
    from services s
    where s.network_id = ${network_id} and (${which}) and (${archived} or s.archived_at is null)
    order by s.archived_at is not null, s.position, s.name, s.service_id`.execute(db)
  return rows.map(({ archived_at, ...row }) => ({ ...row, archived_at: archived_at?.toString() ?? null }))
}

/** Who has access to the network, the most powerful first. */
export async function findMembers({ db, network_id }: Context): Promise<Member[]> {
  const rows = await db
    .selectFrom('members')
    .select(['account_id', 'display_name', 'role', 'created_at'])
    .where('network_id', '=', network_id)
    .orderBy(sql`array_position(array['owner', 'manager', 'staff', 'reader'], role)`)
    .orderBy('display_name')
    .execute()
  return rows.map(({ created_at, ...row }) => ({ ...row, created_at: created_at.toString() }))
}
