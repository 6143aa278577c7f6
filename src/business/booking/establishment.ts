import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { found } from '../../foundation/http/problem.ts'

export type PublicService = { service_id: string; name: string; category: string; description: string; duration_minutes: number; price_minor: number | null; currency: string; capacity: number; agenda_ids: string[] }

/** What the public pages show of an establishment. */
export type PublicEstablishment = {
  establishment_id: string
  slug: string
  name: string
  network_slug: string
  network_name: string
  activity: string
  description: string
  street: string
  postcode: string
  commune_name: string
  phone: string | null
  website: string | null
  colour: string
  time_zone: string
  max_ahead_days: number
  change_notice_minutes: number
  services: PublicService[]
  agendas: { agenda_id: string; name: string; kind: string }[]
  opening_hours: { weekday: number; opens_minute: number; closes_minute: number }[]
}

/**
 * Reads an establishment that is online, with what can be booked there.
 * @throws 404 for one that is not
 */
export async function readEstablishment(context: Context, at: { slug: string } | { establishment_id: string }, options: { hidden?: boolean } = {}): Promise<PublicEstablishment> {
  const hidden = options.hidden === true
  const where = 'slug' in at ? sql`e.slug = ${at.slug}` : sql`e.establishment_id = ${at.establishment_id}`
  const { rows } = await sql<PublicEstablishment>`
    select e.establishment_id, e.slug, e.name, n.slug as network_slug, n.name as network_name, e.activity, e.description, e.street, e.postcode, e.commune_name,
      e.phone, e.website, e.colour, e.time_zone, e.max_ahead_days, e.change_notice_minutes,
      coalesce((select jsonb_agg(jsonb_build_object('service_id', s.service_id, 'name', s.name, 'category', s.category, 'description', s.description,
          'duration_minutes', s.duration_minutes, 'price_minor', s.price_minor, 'currency', s.currency, 'capacity', s.capacity,
          'agenda_ids', (select coalesce(jsonb_agg(l.agenda_id), '[]') from service_agendas l join agendas a on a.network_id = l.network_id and a.agenda_id = l.agenda_id
            where l.network_id = s.network_id and l.service_id = s.service_id and a.online and a.archived_at is null)) order by s.position, s.name)
        from services s where s.network_id = e.network_id and s.establishment_id = e.establishment_id and s.online and s.archived_at is null), '[]') as services,
      coalesce((select jsonb_agg(jsonb_build_object('agenda_id', a.agenda_id, 'name', a.name, 'kind', a.kind) order by a.position, a.name)
        from agendas a where a.network_id = e.network_id and a.establishment_id = e.establishment_id and a.online and a.archived_at is null), '[]') as agendas,
      coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'opens_minute', h.opens_minute, 'closes_minute', h.closes_minute) order by h.weekday, h.opens_minute)
        from opening_hours h where h.network_id = e.network_id and h.establishment_id = e.establishment_id), '[]') as opening_hours
    from establishments e join networks n on n.network_id = e.network_id
    where e.network_id = ${context.network_id} and ${where} and (${hidden}::boolean or (e.online and e.archived_at is null))`.execute(context.db)
  const establishment = found(rows[0])
  // A service that nobody gives cannot be booked.
  return { ...establishment, services: establishment.services.filter(({ agenda_ids }) => agenda_ids.length > 0) }
}

/** The establishments of a network that are online, in its order. */
export async function listEstablishments(context: Context): Promise<{ network: { name: string; colour: string; slug: string }; items: { slug: string; name: string; activity: string; street: string; postcode: string; commune_name: string }[] }> {
  const network = found(await context.db.selectFrom('networks').select(['name', 'colour', 'slug']).where('network_id', '=', context.network_id).executeTakeFirst())
  const items = await context.db
    .selectFrom('establishments')
    .select(['slug', 'name', 'activity', 'street', 'postcode', 'commune_name'])
    .where('network_id', '=', context.network_id)
    .where('online', '=', true)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('name')
    .execute()
  return { network, items }
}

/** Counts a visit by the way it came; nobody is followed. */
export async function countVisit(context: Context, establishment_id: string, day: string, origin: string): Promise<void> {
  await sql`
    insert into origin_visits (network_id, establishment_id, day, origin, visits) values (${context.network_id}, ${establishment_id}, ${day}, ${origin}, 1)
    on conflict (network_id, establishment_id, day, origin) do update set visits = origin_visits.visits + 1`.execute(context.db)
}
