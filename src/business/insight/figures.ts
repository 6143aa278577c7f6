import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { DAY_MS } from '../../foundation/time/days.ts'
import type { Place } from './open-time.ts'
import { cancellationSteps, leadSteps } from './rules.ts'
import type { Days } from './rules.ts'

export type Filter = { agenda_id?: string | undefined; service_id?: string | undefined; origin?: string | undefined }

/** Counts of appointments or of services; `now` tells the days asked for from those before. */
export type Counts = { now: boolean; booked: number; live: number; begun: number; no_shows: number; cancelled: number }

/** Exactly one of `day` and `origin` is there, or neither for the sum. */
export type AppointmentCounts = Counts & { day: string | null; origin: string | null; by_client: number }

/** `part` says by what a row counts: everything, a day, an agenda, a service or an origin. */
export type ItemCounts = Counts & {
  part: 'all' | 'day' | 'agenda' | 'service' | 'origin'
  day: string | null
  agenda_id: string | null
  service_id: string | null
  origin: string | null
  minutes: number
  revenue_minor: number
  seats_taken: number
  seats_offered: number
}

/** Services that begin at the same weekday and time, in the same zone, and last equally long. */
export type Starts = { zone: string; starts_ms: number; minutes: number; weight: number; count: number }

export type Figures = {
  appointments: AppointmentCounts[]
  items: ItemCounts[]
  starts: Starts[]
  medians: { now: boolean; minutes: number | null }[]
  lead_times: { step: number; booked: number }[]
  cancellations: { step: number; by_client: number; by_staff: number }[]
  clients: { now: boolean; clients: number; new_clients: number }[]
  other_currencies: { currency: string; revenue_minor: number }[]
  visits: { origin: string; visits: number }[]
  services: { service_id: string; name: string; establishment_name: string; archived: boolean }[]
  currency: string
}

/**
 * Everything that is counted, in one statement. Appointments and their items are read once
 * each, by the indexes on establishment and on agenda with the start, and kept for the
 * several ways of grouping them. Finding the items by their appointment instead would read
 * all those ever written, four times slower on 200,000.
 *
 * An item of a group session weighs its seats over those taken: so the minutes and seats of
 * a session are counted once, however its people are grouped or filtered.
 */
export async function readFigures(context: Context, places: readonly Place[], days: Days, { agenda_id, service_id, origin }: Filter): Promise<Figures> {
  const network = context.network_id
  const instant = (instant_ms: number): string => new Date(instant_ms).toISOString()
  const instants = (of: (place: Place) => number): string[] => places.map((place) => instant(of(place)))
  const first = (of: (place: Place) => number): string => instant(Math.min(...places.map(of)))
  // Written out, so that the planner knows how few rows they are; joined to, it would read the whole tables.
  const establishments = places.map(({ establishment_id }) => establishment_id)
  const agendas = places.flatMap(({ agendas }) => agendas.map(({ agenda_id }) => agenda_id))
  const earliest = first((place) => place.before_ms)
  const latest = Math.max(...places.map((place) => place.to_ms))
  const sameDays = new Set(places.map(({ zone }) => zone.id)).size === 1
  // The last service of an appointment may begin after the first: two days are more than one evening.
  const onAgendas = (table: string) => sql`${sql.ref(`${table}.network_id`)} = ${network} and ${sql.ref(`${table}.agenda_id`)} = any(${agendas}::uuid[])
        and ${sql.ref(`${table}.starts_at`)} >= ${earliest} and ${sql.ref(`${table}.starts_at`)} < ${instant(latest + 2 * DAY_MS)}`
  const now = context.now.toString()
  const ofItem = (item: string) =>
    sql`${agenda_id === undefined ? sql`` : sql`and ${sql.ref(`${item}.agenda_id`)} = ${agenda_id}`} ${service_id === undefined ? sql`` : sql`and ${sql.ref(`${item}.service_id`)} = ${service_id}`}`
  const filtered = agenda_id !== undefined || service_id !== undefined
  const counts = sql`count(*)::int as booked, count(*) filter (where live)::int as live, count(*) filter (where begun)::int as begun,
    count(*) filter (where status = 'no_show')::int as no_shows, count(*) filter (where not live)::int as cancelled`
  // The rows kept between the groupings stay in memory; compiling the plan costs more than it saves.
  await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`.execute(context.db)
  const { rows } = await sql<Figures>`
    with place as (
      select * from unnest(${establishments}::uuid[], ${places.map(({ zone }) => zone.id)}::text[],
        ${instants((place) => place.before_ms)}::timestamptz[], ${instants((place) => place.from_ms)}::timestamptz[], ${instants((place) => place.to_ms)}::timestamptz[])
        as p (establishment_id, zone, before_at, from_at, to_at)
    ),
    money as (
      select coalesce((select s.currency from services s where s.network_id = ${network} group by s.currency order by count(*) desc, s.currency limit 1), 'EUR') as currency
    ),
    appointment as materialized (
      select a.appointment_id, a.client_id, a.status, a.origin, p.zone, a.cancelled_by,
        a.starts_at >= p.from_at as now, a.status <> 'cancelled' as live, a.status <> 'cancelled' and a.starts_at < ${now} as begun,
        (a.starts_at at time zone p.zone)::date as day,
        case when a.origin not in ('walk_in', 'import') then greatest(0, date_part('epoch', a.starts_at - a.created_at) / 60) end as lead,
        greatest(0, date_part('epoch', a.starts_at - a.cancelled_at) / 60) as notice
      from appointments a
      join place p on p.establishment_id = a.establishment_id ${sameDays ? sql`` : sql`and a.starts_at >= p.before_at and a.starts_at < p.to_at`}
      where a.network_id = ${network} and a.establishment_id = any(${establishments}::uuid[]) and a.starts_at >= ${earliest} and a.starts_at < ${instant(latest)}
        and a.deleted_at is null ${origin === undefined ? sql`` : sql`and a.origin = ${origin}`}
        ${filtered ? sql`and exists (select from appointment_items f where f.network_id = ${network} and f.appointment_id = a.appointment_id ${ofItem('f')})` : sql``}
    ),
    session as materialized (
      select o.occupation_id, o.capacity, o.seats_taken from occupations o
      where ${onAgendas('o')} and o.capacity > 1 and o.seats_taken > 0
    ),
    item as materialized (
      select a.now, a.status, a.live, a.begun, a.day, a.origin, a.zone, i.agenda_id, i.service_id, i.starts_at, i.ends_at,
        date_part('epoch', i.ends_at - i.starts_at) / 60 as minutes,
        coalesce(i.seats::float8 / o.seats_taken, 1) as weight,
        case when o.capacity is not null then i.seats end as seats, o.capacity,
        s.currency, i.price_minor * i.seats as price
      from appointment a
      join appointment_items i on ${onAgendas('i')} and i.appointment_id = a.appointment_id ${ofItem('i')}
      left join session o on o.occupation_id = i.occupation_id
      left join services s on s.network_id = ${network} and s.service_id = i.service_id
    ),
    client as (
      select now, client_id from appointment where live and client_id is not null group by 1, 2
    )
    select (select currency from money) as currency,
      (select coalesce(jsonb_agg(g), '[]') from (
        select now, day, origin, ${counts}, count(*) filter (where cancelled_by = 'client' and not live)::int as by_client
        from appointment group by grouping sets ((now), (now, day), (now, origin))
      ) g) as appointments,
      (select coalesce(jsonb_agg(g), '[]') from (
        select now, day, agenda_id, service_id, origin, ${counts},
          case grouping(day, agenda_id, service_id, origin) when 15 then 'all' when 7 then 'day' when 11 then 'agenda' when 13 then 'service' else 'origin' end as part,
          coalesce(sum(minutes * weight) filter (where live), 0) as minutes,
          coalesce(sum(price) filter (where live and item.currency = money.currency), 0) as revenue_minor,
          coalesce(sum(seats) filter (where live), 0) as seats_taken,
          coalesce(sum(capacity * weight) filter (where live), 0) as seats_offered
        from item cross join money group by grouping sets ((now), (now, day), (now, agenda_id), (now, service_id), (now, origin))
      ) g) as items,
      (select coalesce(jsonb_agg(g), '[]') from (
        select zone, date_part('epoch', min(starts_at)) * 1000 as starts_ms, minutes, sum(weight) as weight, count(*)::int as count
        from item where now and live
        -- Those that cross a change of the clock stand alone, because they touch other hours than their likes.
        group by zone, minutes, date_part('isodow', starts_at at time zone zone), (starts_at at time zone zone)::time,
          case when (ends_at at time zone zone) - (starts_at at time zone zone) <> ends_at - starts_at then starts_at end
      ) g) as starts,
      (select coalesce(jsonb_agg(g), '[]') from (
        select now, percentile_cont(0.5) within group (order by lead) as minutes from appointment where lead is not null group by now
      ) g) as medians,
      (select coalesce(jsonb_agg(g), '[]') from (
        select width_bucket(lead, ${[...leadSteps]}::float8[]) - 1 as step, count(*)::int as booked from appointment where now and lead is not null group by 1
      ) g) as lead_times,
      (select coalesce(jsonb_agg(g), '[]') from (
        select width_bucket(notice, ${[...cancellationSteps]}::float8[]) - 1 as step,
          count(*) filter (where cancelled_by = 'client')::int as by_client, count(*) filter (where cancelled_by is distinct from 'client')::int as by_staff
        from appointment where now and not live and notice is not null group by 1
      ) g) as cancellations,
      (select coalesce(jsonb_agg(g), '[]') from (
        select now, count(*)::int as clients, count(*) filter (where not exists (
          select from appointments b where b.network_id = ${network} and b.client_id = c.client_id and b.deleted_at is null and b.status <> 'cancelled'
            and b.starts_at < case when c.now then ${first((place) => place.from_ms)}::timestamptz else ${earliest}::timestamptz end))::int as new_clients
        from client c group by now
      ) g) as clients,
      (select coalesce(jsonb_agg(g), '[]') from (
        select item.currency, sum(price) as revenue_minor from item cross join money
        where now and live and item.currency <> money.currency and price > 0 group by item.currency order by item.currency
      ) g) as other_currencies,
      (select coalesce(jsonb_agg(g), '[]') from (
        select v.origin, sum(v.visits)::int as visits from place p
        join origin_visits v on v.network_id = ${network} and v.establishment_id = p.establishment_id and v.day between ${days.from} and ${days.to}
        group by v.origin
      ) g) as visits,
      (select coalesce(jsonb_agg(g), '[]') from (
        select s.service_id, s.name, e.name as establishment_name, s.archived_at is not null as archived
        from place p
        join establishments e on e.network_id = ${network} and e.establishment_id = p.establishment_id
        join services s on s.network_id = ${network} and s.establishment_id = p.establishment_id
        order by e.position, e.name, s.position, s.name
      ) g) as services`.execute(context.db)
  return rows[0]!
}
