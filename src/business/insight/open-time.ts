import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { dayNumber, dayText } from '../../foundation/time/days.ts'
import { publicHolidays } from '../../foundation/time/holidays.ts'
import { intersect } from '../../foundation/time/intervals.ts'
import type { Interval } from '../../foundation/time/intervals.ts'
import { dayStart, zoneOf } from '../../foundation/time/zones.ts'
import type { Zone } from '../../foundation/time/zones.ts'
import { openIntervals } from '../agenda/queries.ts'
import type { AgendaRule, EstablishmentException, OpeningHours } from '../agenda/availability/types.ts'
import type { Days } from './rules.ts'

/** An establishment with its agendas, and when both were open. */
export type Place = {
  establishment_id: string
  name: string
  zone: Zone
  /** The days asked for and those before them, as instants (ms): [before, from) and [from, to). */
  before_ms: number
  from_ms: number
  to_ms: number
  agendas: { agenda_id: string; name: string; archived: boolean; open: readonly Interval[] }[]
}

type PlaceRow = {
  establishment_id: string
  name: string
  time_zone: string
  holiday_region: string
  open_on_holidays: boolean
  opening_hours: OpeningHours[]
  exceptions: EstablishmentException[]
  agendas: { agenda_id: string; name: string; archived: boolean; since_ms: number; until_ms: number | null; rules: AgendaRule[] }[]
}

/**
 * The network's establishments with the open time of their agendas over the days asked for
 * and those before, in one round trip. An agenda counts from the day it was made, or from
 * its first appointment when that came before (as after an import), until it was archived.
 * @param establishment_id only this one
 */
export async function readPlaces(context: Context, days: Days, before: Days, establishment_id?: string): Promise<Place[]> {
  const { rows } = await sql<PlaceRow>`
    select e.establishment_id, e.name, e.time_zone, e.holiday_region, e.open_on_holidays,
      coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'opens_minute', h.opens_minute, 'closes_minute', h.closes_minute))
        from opening_hours h where h.network_id = e.network_id and h.establishment_id = e.establishment_id), '[]') as opening_hours,
      coalesce((select jsonb_agg(jsonb_build_object('day', x.day, 'opens_minute', x.opens_minute, 'closes_minute', x.closes_minute))
        from opening_exceptions x where x.network_id = e.network_id and x.establishment_id = e.establishment_id
          and x.day between ${before.from}::date - 3 and ${days.to}::date + 3), '[]') as exceptions,
      coalesce((select jsonb_agg(jsonb_build_object('agenda_id', a.agenda_id, 'name', a.name, 'archived', a.archived_at is not null,
          'since_ms', floor(extract(epoch from least(a.created_at,
            (select min(o.starts_at) from occupations o where o.network_id = a.network_id and o.agenda_id = a.agenda_id))) * 1000),
          'until_ms', floor(extract(epoch from least(a.archived_at, e.archived_at)) * 1000),
          'rules', coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'starts_local', to_char(r.starts_local, 'YYYY-MM-DD"T"HH24:MI'),
              'duration_minutes', r.duration_minutes, 'rrule', r.rrule,
              'exdates', coalesce((select jsonb_agg(to_char(d, 'YYYY-MM-DD"T"HH24:MI')) from unnest(r.exdates) d), '[]')))
            from agenda_rules r where r.network_id = a.network_id and r.agenda_id = a.agenda_id and r.deleted_at is null), '[]'))
          order by a.position, a.name)
        from agendas a where a.network_id = e.network_id and a.establishment_id = e.establishment_id), '[]') as agendas
    from establishments e
    where e.network_id = ${context.network_id} ${establishment_id === undefined ? sql`` : sql`and e.establishment_id = ${establishment_id}`}
    order by e.position, e.name`.execute(context.db)
  return Promise.all(rows.map((row) => placeOf(row, days, before)))
}

async function placeOf(row: PlaceRow, days: Days, before: Days): Promise<Place> {
  const { establishment_id, name, opening_hours, exceptions, agendas } = row
  const zone = zoneOf(row.time_zone)
  const before_ms = dayStart(zone, dayNumber(before.from))
  const from_ms = dayStart(zone, dayNumber(days.from))
  const to_ms = dayStart(zone, dayNumber(days.to) + 1)
  const window: Interval = [before_ms, to_ms]
  const closed_days = row.open_on_holidays ? new Set<string>() : await holidaysIn(row.holiday_region, before.from, days.to)
  return {
    establishment_id,
    name,
    zone,
    before_ms,
    from_ms,
    to_ms,
    agendas: agendas.map(({ agenda_id, name, archived, since_ms, until_ms, rules }) => ({
      agenda_id,
      name,
      archived,
      open: intersect(openIntervals({ zone: zone.id, opening_hours, exceptions, closed_days, rules, window }), [[since_ms, until_ms ?? to_ms]])
    }))
  }
}

/** The days after midnight that a holiday's hours reach into belong to the day on which they began, so one day either side is enough. */
async function holidaysIn(region: string, from: string, to: string): Promise<ReadonlySet<string>> {
  const [first, last] = [dayText(dayNumber(from) - 3), dayText(dayNumber(to) + 3)]
  const days = new Set<string>()
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++) {
    for (const day of (await publicHolidays(region, year)).keys()) if (day >= first && day <= last) days.add(day)
  }
  return days
}
