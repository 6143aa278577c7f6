import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { invalid, notFound } from '../../foundation/http/problem.ts'
import { dayNumber, MINUTE_MS } from '../../foundation/time/days.ts'
import { zoneOf } from '../../foundation/time/zones.ts'
import { origins as knownOrigins } from '../agenda/schemas.ts'
import { readFigures } from './figures.ts'
import type { Counts, Figures, ItemCounts } from './figures.ts'
import { readPlaces } from './open-time.ts'
import type { Place } from './open-time.ts'
import { cancellationSteps, cutByHour, daysIn, hourOfWeek, leadSteps, precedingDays, ranges, ratio, readableGrouping, steps } from './rules.ts'
import type { Days } from './rules.ts'
import type { Statistics, StatisticsQuery, Totals } from './schemas.ts'

/** More than two years are two questions. */
const longest_days = 800

/**
 * Statistics on appointments between two local days, in two round trips: when the agendas
 * were open, and everything that is counted.
 * @throws Problem 400 for days the wrong way round or too many, 404 for an establishment, agenda or service of nobody here
 */
export async function findStatistics(context: Context, query: StatisticsQuery): Promise<Statistics> {
  const { from, to, establishment_id, agenda_id, service_id, origin } = query
  const days = { from, to }
  if (to < from) throw invalid('query.to', 'insight:field.ends-before-start')
  if (daysIn(days) > longest_days) throw invalid('query.to', 'insight:field.too-long')
  const before = precedingDays(days)
  const places = await readPlaces(context, days, before, establishment_id)
  if (establishment_id !== undefined && places.length === 0) throw notFound()
  if (agenda_id !== undefined && !places.some(({ agendas }) => agendas.some((agenda) => agenda.agenda_id === agenda_id))) throw notFound()
  const figures = await readFigures(context, places, days, { agenda_id, service_id, origin })
  if (service_id !== undefined && !figures.services.some((service) => service.service_id === service_id)) throw notFound()
  const group_by = query.group_by ?? readableGrouping(days)
  const open = openTime(places, days, agenda_id)
  const filtered = agenda_id !== undefined || service_id !== undefined
  return {
    from,
    to,
    group_by,
    before,
    currency: figures.currency,
    totals: totalsOf(figures, true, open.now),
    totals_before: totalsOf(figures, false, open.before),
    other_currencies: figures.other_currencies,
    periods: steps(days, group_by).map((step) => periodOf(figures, step, open.byDay)),
    agendas: agendasOf(figures, places, open.byAgenda, agenda_id),
    services: servicesOf(figures, service_id),
    origins: originsOf(figures, filtered ? null : new Map(figures.visits.map(({ origin, visits }) => [origin, visits])), origin),
    hours: hoursOf(figures, open.byHour),
    lead_times: ranges(leadSteps).map((range, step) => ({ ...range, booked: figures.lead_times.find((one) => one.step === step)?.booked ?? 0 })),
    cancellations: ranges(cancellationSteps).map((range, step) => {
      const { by_client = 0, by_staff = 0 } = figures.cancellations.find((one) => one.step === step) ?? {}
      return { ...range, by_client, by_staff }
    })
  }
}

/** Open minutes: of the days asked for, of those before, and the former by day number, by agenda and by hour of the week. */
type OpenTime = { now: number; before: number; byDay: Map<number, number>; byAgenda: Map<string, number>; byHour: Float64Array }

function openTime(places: readonly Place[], days: Days, only: string | undefined): OpenTime {
  const open: OpenTime = { now: 0, before: 0, byDay: new Map(), byAgenda: new Map(), byHour: new Float64Array(168) }
  const first = dayNumber(days.from)
  for (const { zone, agendas } of places) {
    for (const { agenda_id, open: intervals } of agendas) {
      if (only !== undefined && only !== agenda_id) continue
      for (const share of intervals.flatMap((interval) => cutByHour(interval, zone))) {
        const { day, minutes } = share
        if (day < first) {
          open.before += minutes
          continue
        }
        open.now += minutes
        open.byDay.set(day, (open.byDay.get(day) ?? 0) + minutes)
        open.byAgenda.set(agenda_id, (open.byAgenda.get(agenda_id) ?? 0) + minutes)
        open.byHour[hourOfWeek(share)]! += minutes
      }
    }
  }
  return open
}

const nothing: Counts = { now: true, booked: 0, live: 0, begun: 0, no_shows: 0, cancelled: 0 }

function outcomesOf({ booked, live, begun, no_shows, cancelled }: Counts) {
  return {
    booked,
    live,
    upcoming: live - begun,
    kept: begun - no_shows,
    no_shows,
    cancelled,
    no_show_rate: ratio(no_shows, begun),
    cancellation_rate: ratio(cancelled, booked)
  }
}

function worthOf(item: Pick<ItemCounts, 'minutes' | 'revenue_minor'> | undefined): { booked_minutes: number; revenue_minor: number } {
  return { booked_minutes: Math.round(item?.minutes ?? 0), revenue_minor: item?.revenue_minor ?? 0 }
}

function filling(open: number, item: Pick<ItemCounts, 'minutes'> | undefined): { open_minutes: number; fill_rate: number | null } {
  return { open_minutes: Math.round(open), fill_rate: ratio(item?.minutes ?? 0, open) }
}

function seatsOf(item: ItemCounts | undefined): { seats_taken: number; seats_offered: number } {
  return { seats_taken: item?.seats_taken ?? 0, seats_offered: Math.round(item?.seats_offered ?? 0) }
}

function totalsOf(figures: Figures, now: boolean, open: number): Totals {
  const appointments = figures.appointments.find((row) => row.now === now && row.day === null && row.origin === null)
  const items = figures.items.find((row) => row.now === now && row.part === 'all')
  const people = figures.clients.find((row) => row.now === now)
  const by_client = appointments?.by_client ?? 0
  const median = figures.medians.find((row) => row.now === now)?.minutes ?? null
  return {
    ...outcomesOf(appointments ?? nothing),
    cancelled_by_client: by_client,
    cancelled_by_staff: (appointments?.cancelled ?? 0) - by_client,
    ...worthOf(items),
    ...filling(open, items),
    lead_median_minutes: median === null ? null : Math.round(median),
    clients: people?.clients ?? 0,
    new_clients: people?.new_clients ?? 0
  }
}

function periodOf(figures: Figures, step: Days, openByDay: ReadonlyMap<number, number>): Statistics['periods'][number] {
  const within = ({ now, day }: { now: boolean; day: string | null }): boolean => now && day !== null && day >= step.from && day <= step.to
  const appointments = figures.appointments.filter((row) => within(row)).reduce(sumCounts, nothing)
  const items = figures.items.filter((row) => row.part === 'day' && within(row))
  const worth = { minutes: sumOf(items, 'minutes'), revenue_minor: sumOf(items, 'revenue_minor') }
  let open = 0
  for (let day = dayNumber(step.from); day <= dayNumber(step.to); day++) open += openByDay.get(day) ?? 0
  return { ...step, ...outcomesOf(appointments), ...worthOf(worth), ...filling(open, worth) }
}

function sumCounts(sum: Counts, row: Counts): Counts {
  const { booked, live, begun, no_shows, cancelled } = row
  return { now: true, booked: sum.booked + booked, live: sum.live + live, begun: sum.begun + begun, no_shows: sum.no_shows + no_shows, cancelled: sum.cancelled + cancelled }
}

function sumOf<K extends string>(rows: readonly Readonly<Record<K, number>>[], name: K): number {
  return rows.reduce((sum, row) => sum + row[name], 0)
}

function agendasOf(figures: Figures, places: readonly Place[], openByAgenda: ReadonlyMap<string, number>, only: string | undefined): Statistics['agendas'] {
  const counted = new Map(figures.items.filter(({ now, part }) => now && part === 'agenda').map((row) => [row.agenda_id, row]))
  return places.flatMap(({ establishment_id, name: establishment_name, agendas }) =>
    agendas
      .filter(({ agenda_id, archived }) => (only === undefined ? !archived || counted.has(agenda_id) : agenda_id === only))
      .map(({ agenda_id, name }) => {
        const row = counted.get(agenda_id)
        return { agenda_id, name, establishment_id, establishment_name, ...outcomesOf(row ?? nothing), ...worthOf(row), ...filling(openByAgenda.get(agenda_id) ?? 0, row), ...seatsOf(row) }
      })
  )
}

/** Services with what was asked for of them; those written without a service stand together at the end. */
function servicesOf(figures: Figures, only: string | undefined): Statistics['services'] {
  const counted = new Map(figures.items.filter(({ now, part }) => now && part === 'service').map((row) => [row.service_id, row]))
  const listed = figures.services.filter(({ service_id, archived }) => (only === undefined ? !archived || counted.has(service_id) : service_id === only))
  const without = counted.has(null) ? [{ service_id: null, name: '', establishment_name: '' }] : []
  return [...listed, ...without].map(({ service_id, name, establishment_name }) => {
    const row = counted.get(service_id)
    return { service_id, name, establishment_name, ...outcomesOf(row ?? nothing), ...worthOf(row), ...seatsOf(row) }
  })
}

const offPage: ReadonlySet<string> = new Set(['staff', 'walk_in', 'import', 'api'])

function originsOf(figures: Figures, visits: ReadonlyMap<string, number> | null, only: string | undefined): Statistics['origins'] {
  return knownOrigins.flatMap((origin) => {
    const appointments = figures.appointments.find((row) => row.now && row.origin === origin)
    const items = figures.items.find((row) => row.now && row.part === 'origin' && row.origin === origin)
    const seen = visits?.get(origin) ?? 0
    if (appointments === undefined && (seen === 0 || (only !== undefined && only !== origin))) return []
    // Nobody visits a page to be written down by staff.
    const counted = visits === null || offPage.has(origin) ? null : seen
    return [{ origin, ...outcomesOf(appointments ?? nothing), ...worthOf(items), visits: counted }]
  })
}

function hoursOf(figures: Figures, open: Float64Array): Statistics['hours'] {
  const booked = new Float64Array(168)
  const starts = new Float64Array(168)
  for (const { zone, starts_ms, minutes, weight, count } of figures.starts) {
    const shares = cutByHour([starts_ms, starts_ms + minutes * MINUTE_MS], zoneOf(zone))
    starts[hourOfWeek(shares[0]!)]! += count
    for (const share of shares) booked[hourOfWeek(share)]! += share.minutes * weight
  }
  return Array.from({ length: 168 }, (_, at) => at)
    .filter((at) => open[at]! > 0 || booked[at]! > 0)
    .map((at) => ({ weekday: Math.floor(at / 24) + 1, hour: at % 24, starts: starts[at]!, booked_minutes: Math.round(booked[at]!), ...filling(open[at]!, { minutes: booked[at]! }) }))
}

/**
 * The appointments of the last thirty days counted twice: by the statistics, summed over
 * their steps of time and over origins, and one by one in the table.
 */
export async function countTwice(context: Context): Promise<{ by_day: number; by_origin: number; there: number }> {
  const to = context.now.toZonedDateTimeISO('UTC').toPlainDate()
  const days = { from: to.subtract({ days: 29 }).toString(), to: to.toString() }
  const { periods, origins } = await findStatistics(context, days)
  const { rows } = await sql<{ there: number }>`
    select count(*)::int as there from appointments a
    join establishments e on e.network_id = a.network_id and e.establishment_id = a.establishment_id
    where a.network_id = ${context.network_id} and a.deleted_at is null and (a.starts_at at time zone e.time_zone)::date between ${days.from} and ${days.to}`.execute(context.db)
  return { by_day: sumOf(periods, 'booked'), by_origin: sumOf(origins, 'booked'), there: rows[0]!.there }
}
