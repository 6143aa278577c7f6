import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { publicHolidays } from '../../foundation/time/holidays.ts'
import type { Interval } from '../../foundation/time/intervals.ts'
import { openIntervals } from './availability/open.ts'
import type { AgendaRule, AgendaTime, EstablishmentException, OpeningHours, Session } from './availability/types.ts'

/** What the availability engine needs to know of an establishment. */
export type Hours = {
  establishment_id: string
  zone: string
  opening_hours: OpeningHours[]
  exceptions: EstablishmentException[]
  closed_days: ReadonlySet<string>
}

type HoursRow = {
  time_zone: string
  holiday_region: string
  open_on_holidays: boolean
  opening_hours: OpeningHours[]
  exceptions: EstablishmentException[]
}

/**
 * Reads an establishment's hours for a window in one round trip.
 * @param window instants in ms
 * @returns undefined when the establishment does not exist
 */
export async function readHours(context: Context, establishment_id: string, window: Interval): Promise<Hours | undefined> {
  const [from, to] = daysAround(window)
  const { rows } = await sql<HoursRow>`
    select e.time_zone, e.holiday_region, e.open_on_holidays,
      coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'opens_minute', h.opens_minute, 'closes_minute', h.closes_minute))
        from opening_hours h where h.network_id = e.network_id and h.establishment_id = e.establishment_id), '[]') as opening_hours,
      coalesce((select jsonb_agg(jsonb_build_object('day', x.day, 'opens_minute', x.opens_minute, 'closes_minute', x.closes_minute))
        from opening_exceptions x where x.network_id = e.network_id and x.establishment_id = e.establishment_id and x.day between ${from} and ${to}), '[]') as exceptions
    from establishments e
    where e.network_id = ${context.network_id} and e.establishment_id = ${establishment_id}`.execute(context.db)
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    establishment_id,
    zone: row.time_zone,
    opening_hours: row.opening_hours,
    exceptions: row.exceptions,
    closed_days: row.open_on_holidays ? new Set() : await holidaysBetween(row.holiday_region, from, to)
  }
}

/** Local days that surely contain the window, whatever the zone. */
function daysAround([from, to]: Interval): [string, string] {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
  return [day(from - 36 * 3_600_000), day(to + 36 * 3_600_000)]
}

async function holidaysBetween(region: string, from: string, to: string): Promise<ReadonlySet<string>> {
  const days = new Set<string>()
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    for (const day of (await publicHolidays(region, year)).keys()) if (day >= from && day <= to) days.add(day)
  }
  return days
}

/** Blocked time as the database sums it up: epoch milliseconds, two arrays an agenda. */
type BusyRow = { agenda_id: string; starts: number[] | null; ends: number[] | null; sessions: Session[] | null; rules: AgendaRule[] | null }

/**
 * Reads what is known of some agendas over a window, in one round trip however many
 * appointments they hold: intervals come as arrays, because a row each would cost more
 * than the search itself.
 * @param window instants in ms, as `readingWindow` gives it
 * @param moving an appointment whose own time does not stand in its way
 */
export async function readAgendaTimes(context: Context, hours: Hours, agenda_ids: readonly string[], window: Interval, moving: string | null = null): Promise<Map<string, AgendaTime>> {
  const from = new Date(window[0]).toISOString()
  const to = new Date(window[1]).toISOString()
  const network = context.network_id
  // A block may begin up to a day and a half (service and buffers) before the window.
  const early = new Date(window[0] - 40 * 3_600_000).toISOString()
  const late = new Date(window[1] + 9 * 3_600_000).toISOString()
  const { rows } = await sql<BusyRow>`
    select a.agenda_id, o.starts, o.ends, s.sessions, r.rules
    from unnest(${[...agenda_ids]}::uuid[]) as a (agenda_id)
    left join lateral (
      select array_agg((extract(epoch from b.starts_at) * 1000)::float8) as starts, array_agg((extract(epoch from b.ends_at) * 1000)::float8) as ends
      from (
        select lower(o.blocked) as starts_at, upper(o.blocked) as ends_at
        from occupations o
        where o.network_id = ${network} and o.agenda_id = a.agenda_id and o.starts_at > ${early} and o.starts_at < ${late}
          and not exists (
            select from hold_items i join holds h on h.network_id = i.network_id and h.hold_id = i.hold_id
            where i.network_id = o.network_id and i.occupation_id = o.occupation_id and h.held_until <= ${context.now.toString()} and o.capacity = 1
          )
          and (${moving}::uuid is null or o.capacity > 1 or not exists (
            select from appointment_items m where m.network_id = o.network_id and m.occupation_id = o.occupation_id and m.appointment_id = ${moving}::uuid
          ))
        union all
        select x.starts_at, x.ends_at from external_busy x
        where x.network_id = ${network} and x.agenda_id = a.agenda_id and x.starts_at < ${to} and x.ends_at > ${from}
      ) b
    ) o on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('service_id', c.service_id, 'starts_at_ms', (extract(epoch from c.starts_at) * 1000)::bigint,
        'ends_at_ms', (extract(epoch from c.ends_at) * 1000)::bigint, 'seats_left', c.capacity - c.seats_taken)) as sessions
      from occupations c
      where c.network_id = ${network} and c.agenda_id = a.agenda_id and c.capacity > 1 and c.service_id is not null and c.seats_taken < c.capacity
        and c.starts_at >= ${from} and c.starts_at < ${to}
    ) s on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', r.kind, 'starts_local', to_char(r.starts_local, 'YYYY-MM-DD"T"HH24:MI'), 'duration_minutes', r.duration_minutes,
        'rrule', r.rrule, 'exdates', coalesce((select jsonb_agg(to_char(d, 'YYYY-MM-DD"T"HH24:MI')) from unnest(r.exdates) d), '[]'))) as rules
      from agenda_rules r
      where r.network_id = ${network} and r.agenda_id = a.agenda_id and r.deleted_at is null
    ) r on true`.execute(context.db)
  return new Map(
    rows.map((row) => [
      row.agenda_id,
      {
        open: openIntervals({ ...hours, rules: row.rules ?? [], window }),
        busy: (row.starts ?? []).map((start, index): Interval => [start, row.ends?.[index] ?? start]),
        sessions: row.sessions ?? []
      }
    ])
  )
}
