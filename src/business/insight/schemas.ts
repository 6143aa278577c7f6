import { z } from 'zod'
import { day, uuid } from '../../foundation/http/route.ts'
import { origins } from '../agenda/schemas.ts'

/** What is counted: local days of each establishment, both included. */
export const statisticsQuery = z.object({
  from: day,
  to: day,
  establishment_id: uuid.optional(),
  agenda_id: uuid.optional(),
  service_id: uuid.optional(),
  origin: z.enum(origins).optional(),
  /** Length of a step of time; without it, whatever gives a readable plot. */
  group_by: z.enum(['day', 'week', 'month']).optional()
})
export type StatisticsQuery = z.infer<typeof statisticsQuery>
export type Grouping = NonNullable<StatisticsQuery['group_by']>

const count = z.int().min(0)
/** A ratio; null where there is nothing to divide by. Fill may exceed 1: people also work outside their hours. */
const ratio = z.number().min(0).nullable()

/** The outcomes of some appointments, or of the services within them. */
const outcomes = {
  /** Asked for, cancelled or not. */
  booked: count,
  /** Not cancelled. */
  live: count,
  /** Not cancelled, to come. */
  upcoming: count,
  /** Not cancelled, begun, and somebody came. */
  kept: count,
  no_shows: count,
  cancelled: count,
  /** No-shows among those that have begun. */
  no_show_rate: ratio,
  /** Cancelled among those asked for. */
  cancellation_rate: ratio
}

/** Time and money of what was not cancelled. A group session's minutes are shared between those who come. */
const worth = {
  booked_minutes: count,
  /** In minor units of `currency`: prices as they were on the day of booking. */
  revenue_minor: count
}

const filling = { open_minutes: count, fill_rate: ratio }

export const totals = z.object({
  ...outcomes,
  cancelled_by_client: count,
  cancelled_by_staff: count,
  ...worth,
  ...filling,
  /** Half of the appointments were asked for earlier before their start, half later; in minutes. */
  lead_median_minutes: z.number().nullable(),
  /** Different people with an appointment that was not cancelled. */
  clients: count,
  /** Those among them who had never come to the network before. */
  new_clients: count
})
export type Totals = z.infer<typeof totals>

export const statistics = z.object({
  from: z.string(),
  to: z.string(),
  group_by: z.enum(['day', 'week', 'month']),
  /** As many days, just before. */
  before: z.object({ from: z.string(), to: z.string() }),
  currency: z.string(),
  totals,
  totals_before: totals,
  /** Prices in other currencies, which no sum above contains. */
  other_currencies: z.array(z.object({ currency: z.string(), revenue_minor: count })),
  periods: z.array(z.object({ from: z.string(), to: z.string(), ...outcomes, ...worth, ...filling })),
  /** Here and under `services` the outcomes count services, of which an appointment may hold several. */
  agendas: z.array(
    z.object({ agenda_id: uuid, name: z.string(), establishment_id: uuid, establishment_name: z.string(), ...outcomes, ...worth, ...filling, seats_taken: count, seats_offered: count })
  ),
  services: z.array(z.object({ service_id: uuid.nullable(), name: z.string(), establishment_name: z.string(), ...outcomes, ...worth, seats_taken: count, seats_offered: count })),
  /** `visits` of the public pages; null for what does not come through them, and when a filter leaves nothing to compare with. */
  origins: z.array(z.object({ origin: z.enum(origins), ...outcomes, ...worth, visits: count.nullable() })),
  /** Only hours in which somebody was open or booked; `starts` counts the services that begin in it. */
  hours: z.array(z.object({ weekday: z.int().min(1).max(7), hour: z.int().min(0).max(23), starts: count, booked_minutes: count, ...filling })),
  /** How long before its start an appointment was asked for; walk-ins and imports left out. */
  lead_times: z.array(z.object({ from_minutes: count, to_minutes: count.nullable(), booked: count })),
  /** How long before its start an appointment was cancelled. */
  cancellations: z.array(z.object({ from_minutes: count, to_minutes: count.nullable(), by_client: count, by_staff: count }))
})
export type Statistics = z.infer<typeof statistics>

/** The tables that can be taken away as CSV. */
export const tableNames = ['totals', 'periods', 'agendas', 'services', 'origins', 'hours', 'lead-times', 'cancellations'] as const
export type TableName = (typeof tableNames)[number]
