import type { Appointment } from '../agenda/schemas.ts'
import type { History, Visit } from './schemas.ts'

/** Statuses of an appointment that took place, once its time has come. */
const tookPlace = new Set<Appointment['status']>(['confirmed', 'arrived', 'done'])

/**
 * A client's appointments sorted into what is to come and what was, with figures.
 * @param appointments not deleted, in any order
 */
export function summarise(appointments: readonly Appointment[], now: Temporal.Instant): History {
  const sorted = appointments.toSorted((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))
  const isAhead = (one: Appointment): boolean => Date.parse(one.ends_at) > now.epochMilliseconds && (one.status === 'confirmed' || one.status === 'arrived')
  const past = sorted.filter((one) => !isAhead(one))
  const visits = past.filter(({ status }) => tookPlace.has(status))
  return {
    summary: {
      visits: visits.length,
      no_shows: past.filter(({ status }) => status === 'no_show').length,
      cancelled: past.filter(({ status }) => status === 'cancelled').length,
      first_visit_at: visits[0]?.starts_at ?? null,
      last_visit_at: visits.at(-1)?.starts_at ?? null,
      spent: sums(visits)
    },
    upcoming: sorted.filter(isAhead).map(visitOf),
    past: past.toReversed().map(visitOf)
  }
}

function sums(visits: readonly Appointment[]): History['summary']['spent'] {
  const byCurrency = new Map<string, number>()
  for (const { items } of visits) {
    for (const { price_minor, currency, seats } of items) {
      if (price_minor !== null && currency !== null) byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + price_minor * seats)
    }
  }
  return [...byCurrency].map(([currency, amount_minor]) => ({ currency, amount_minor })).toSorted((a, b) => b.amount_minor - a.amount_minor)
}

function visitOf(appointment: Appointment): Visit {
  const { appointment_id, establishment_id, status, origin, starts_at, ends_at, note, cancelled_by, items } = appointment
  const amounts = sums([appointment])
  return {
    appointment_id,
    establishment_id,
    status,
    origin,
    starts_at,
    ends_at,
    note,
    cancelled_by,
    services: items.map(({ service_name, agenda_id, colour }) => ({ name: service_name, agenda_id, colour })),
    // One appointment in two currencies does not happen: services of one establishment share theirs.
    amount_minor: amounts[0]?.amount_minor ?? null,
    currency: amounts[0]?.currency ?? null
  }
}
