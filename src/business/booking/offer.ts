import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { found, problem } from '../../foundation/http/problem.ts'
import type { Interval } from '../../foundation/time/intervals.ts'
import { dayOf, dayText } from '../../foundation/time/days.ts'
import { dayStart, toLocal, zoneOf } from '../../foundation/time/zones.ts'
import { firstFree as firstFreeSlot, nearestSlots, readAgendaTimes, readHours, readingWindow, sequenceSlots } from '../agenda/queries.ts'
import type { SequenceSlot, SequenceStep } from '../agenda/availability/sequence.ts'
import { slotTaken } from '../agenda/commands.ts'
import type { AgendaTime, Search } from '../agenda/availability/types.ts'
import { refuseTime } from './rules.ts'
import type { ClientRules } from './rules.ts'

/** A service asked for, by a given person or by anybody. */
export type Wish = { service_id: string; agenda_id: string | null }

/** What can be booked: establishment, rules, and each service with the agendas that may give it. */
export type Offer = {
  establishment: { establishment_id: string; name: string; hold_minutes: number; time_zone: string; slot_step_minutes: number } & ClientRules
  steps: (SequenceStep & { service: OfferedService })[]
  agenda_names: ReadonlyMap<string, string>
  /** The information notice in force in the reader's language; null until somebody is first shown one. */
  notice_id: string | null
  /** The appointment that is being moved: its own time is free for it. */
  moving?: string
}
export type OfferedService = SequenceStep['service'] & { name: string; price_minor: number | null; currency: string }

type OfferRow = Omit<Offer['establishment'], 'zone'> & { notice_id: string | null; services: (OfferedService & { agendas: { agenda_id: string; name: string }[] })[] | null }

/**
 * Reads the offer for some wishes, in one round trip.
 * @throws Problem 404 for an establishment, service or person that cannot be booked online
 */
export async function readOffer(context: Context, establishment: { slug: string } | { establishment_id: string }, wishes: readonly Wish[], options: { hidden?: boolean } = {}): Promise<Offer> {
  // What somebody has booked stays his to see and change when the salon no longer offers it.
  const hidden = options.hidden === true
  const ids = wishes.map(({ service_id }) => service_id)
  const where = 'slug' in establishment ? sql`e.slug = ${establishment.slug}` : sql`e.establishment_id = ${establishment.establishment_id}`
  const { rows } = await sql<OfferRow>`
    select e.establishment_id, e.name, e.time_zone, e.hold_minutes, e.slot_step_minutes, e.min_notice_minutes, e.max_ahead_days, e.change_notice_minutes, e.max_upcoming_per_client, e.min_gap_days,
      (select n.notice_id from notices n where n.network_id = e.network_id and n.locale = ${context.locale} and (n.establishment_id is null or n.establishment_id = e.establishment_id)
        order by n.published_at desc, n.notice_id desc limit 1) as notice_id,
      (select jsonb_agg(jsonb_build_object('service_id', s.service_id, 'name', s.name, 'duration_minutes', s.duration_minutes,
          'buffer_before_minutes', s.buffer_before_minutes, 'buffer_after_minutes', s.buffer_after_minutes, 'capacity', s.capacity,
          'price_minor', s.price_minor, 'currency', s.currency,
          'agendas', (select coalesce(jsonb_agg(jsonb_build_object('agenda_id', a.agenda_id, 'name', a.name) order by a.position, a.name), '[]')
            from service_agendas l join agendas a on a.network_id = l.network_id and a.agenda_id = l.agenda_id
            where l.network_id = s.network_id and l.service_id = s.service_id and (${hidden}::boolean or a.online) and a.archived_at is null)))
        from services s
        where s.network_id = e.network_id and s.establishment_id = e.establishment_id and s.service_id = any(${ids}::uuid[]) and (${hidden}::boolean or (s.online and s.archived_at is null))) as services
    from establishments e
    where e.network_id = ${context.network_id} and ${where} and (${hidden}::boolean or (e.online and e.archived_at is null))`.execute(context.db)
  const { services, notice_id, ...row } = found(rows[0])
  const byId = new Map((services ?? []).map((service) => [service.service_id, service]))
  const steps = wishes.map(({ service_id, agenda_id }) => {
    const service = byId.get(service_id)
    if (service === undefined) throw problem('unknown-service', 404, { namespace: 'agenda' })
    const able = service.agendas.map((agenda) => agenda.agenda_id)
    const agenda_ids = agenda_id === null ? able : able.filter((id) => id === agenda_id)
    if (agenda_id !== null && agenda_ids.length === 0) throw problem('unknown-agenda', 404, { namespace: 'agenda' })
    return { service, agenda_ids }
  })
  const agenda_names = new Map((services ?? []).flatMap(({ agendas }) => agendas.map(({ agenda_id, name }) => [agenda_id, name])))
  return { establishment: { ...row, zone: row.time_zone }, steps, agenda_names, notice_id }
}

/**
 * The starts offered to clients between two instants (ms), with the agendas chosen for each.
 * @param seats people who come
 */
export async function findSlots(context: Context, offer: Offer, window: Interval, seats: number): Promise<SequenceSlot[]> {
  const search = searchFor(context, offer, window, seats)
  return sequenceSlots({ ...search, agendas: await readTimes(context, offer, readingWindow(search, servicesOf(offer))) })
}

/**
 * The agendas for one start.
 * @throws Problem `too-soon`, `too-far`, `closed`, or `slot-taken` with the nearest alternatives
 */
export async function placeAt(context: Context, offer: Offer, starts_at: Temporal.Instant, seats: number): Promise<SequenceSlot> {
  const wanted = starts_at.epochMilliseconds
  const now_ms = context.now.epochMilliseconds
  const refused = refuseTime(offer.establishment, wanted, now_ms)
  if (refused !== null) throw refusal(refused, offer)
  const search = searchFor(context, offer, [wanted, wanted + 1], seats)
  const agendas = await readTimes(context, offer, readingWindow(search, servicesOf(offer)))
  const [slot] = sequenceSlots({ ...search, agendas })
  if (slot !== undefined) return slot
  // Nothing there: because it is taken, or because nobody works then?
  const idle = new Map([...agendas].map(([id, { open }]) => [id, { open, busy: [], sessions: [] }]))
  if (sequenceSlots({ ...search, agendas: idle }).length === 0) throw refusal('closed', offer)
  throw slotTaken({ alternatives: await alternatives(context, offer, wanted, seats) })
}

/** The three nearest free starts, within a week either side, as ISO instants. */
export async function alternatives(context: Context, offer: Offer, wanted_ms: number, seats: number): Promise<string[]> {
  const week = 7 * 86_400_000
  const slots = await findSlots(context, offer, [Math.max(wanted_ms - week, context.now.epochMilliseconds), wanted_ms + week], seats)
  return nearestSlots(slots.map(({ starts_at_ms }) => starts_at_ms), wanted_ms, 3).map((ms) => new Date(ms).toISOString())
}

/** The first free start from now on, or null; reads no further ahead than it has to. */
export async function firstFree(context: Context, offer: Offer, seats: number): Promise<SequenceSlot | null> {
  const { zone, max_ahead_days } = offer.establishment
  const now_ms = context.now.epochMilliseconds
  const last = dayOf(toLocal(zoneOf(zone), now_ms)) + max_ahead_days + 1
  const search = searchFor(context, offer, [now_ms, dayStart(zoneOf(zone), last)], seats)
  return firstFreeSlot(search, (reading) => readTimes(context, offer, reading))
}

/** The local day of an instant, `YYYY-MM-DD`. */
export function localDay(zone: string, instant_ms: number): string {
  return dayText(dayOf(toLocal(zoneOf(zone), instant_ms)))
}

function searchFor(context: Context, { establishment, steps }: Offer, window: Interval, seats: number): Search & { steps: Offer['steps'] } {
  const { zone, slot_step_minutes, max_ahead_days, min_notice_minutes } = establishment
  return { zone, booking_rules: { slot_step_minutes, max_ahead_days, min_notice_minutes }, now_ms: context.now.epochMilliseconds, window, seats, steps }
}

const servicesOf = ({ steps }: Offer): OfferedService[] => steps.map(({ service }) => service)

async function readTimes(context: Context, offer: Offer, reading: Interval): Promise<Map<string, AgendaTime>> {
  const hours = found(await readHours(context, offer.establishment.establishment_id, reading))
  return readAgendaTimes(context, hours, [...new Set(offer.steps.flatMap(({ agenda_ids }) => agenda_ids))], reading, offer.moving)
}

/** A typed refusal of the rules, with the figure that explains it. */
export function refusal(code: string, { establishment }: Pick<Offer, 'establishment'>) {
  const { min_notice_minutes, max_ahead_days, max_upcoming_per_client, min_gap_days, change_notice_minutes, name } = establishment
  return problem(code, 409, {
    namespace: 'booking',
    values: { name, count: max_upcoming_per_client, days: max_ahead_days, gap: min_gap_days, minutes: min_notice_minutes, hours: Math.ceil(min_notice_minutes / 60), change_hours: Math.ceil(change_notice_minutes / 60) }
  })
}
