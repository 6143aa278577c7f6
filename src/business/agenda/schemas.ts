import { z } from 'zod'
import { instant, uuid } from '../../foundation/http/route.ts'

export const statuses = ['confirmed', 'arrived', 'done', 'no_show', 'cancelled'] as const
export const origins = ['staff', 'walk_in', 'site', 'directory', 'facebook', 'google', 'pagesjaunes', 'link', 'import', 'api'] as const

export const appointmentItem = z.object({
  item_id: uuid,
  service_id: uuid.nullable(),
  service_name: z.string().nullable(),
  colour: z.string().nullable(),
  agenda_id: uuid,
  starts_at: instant,
  ends_at: instant,
  seats: z.int(),
  capacity: z.int(),
  price_minor: z.int().nullable(),
  currency: z.string().nullable()
})

export const appointment = z.object({
  appointment_id: uuid,
  establishment_id: uuid,
  client: z.object({ client_id: uuid, first_name: z.string(), last_name: z.string(), phone: z.string().nullable(), email: z.string().nullable() }).nullable(),
  status: z.enum(statuses),
  origin: z.enum(origins),
  starts_at: instant,
  ends_at: instant,
  title: z.string(),
  note: z.string(),
  answers: z.record(z.string(), z.unknown()),
  series_id: uuid.nullable(),
  revision: z.int(),
  created_at: instant,
  cancelled_at: instant.nullable(),
  cancelled_by: z.enum(['client', 'staff']).nullable(),
  deleted_at: instant.nullable(),
  items: z.array(appointmentItem)
})
export type Appointment = z.infer<typeof appointment>
export type AppointmentItem = z.infer<typeof appointmentItem>

/** One service asked for; without `ends_at` it lasts as long as the service. */
export const newItem = z.strictObject({
  service_id: uuid.nullable().default(null),
  agenda_id: uuid,
  starts_at: instant,
  ends_at: instant.optional(),
  seats: z.int().min(1).max(500).default(1)
})

export const newAppointment = z.strictObject({
  establishment_id: uuid,
  client_id: uuid.nullable().default(null),
  status: z.enum(['confirmed', 'arrived', 'done']).default('confirmed'),
  origin: z.enum(origins).default('staff'),
  title: z.string().max(200).default(''),
  note: z.string().max(10_000).default(''),
  items: z.array(newItem).min(1).max(8)
})

export const newSeries = z.strictObject({
  ...newAppointment.shape,
  /** RFC 5545, local time of the establishment; at most 104 times. */
  rrule: z.string().min(6).max(300),
  /** What to do with the days on which the place is taken. */
  when_taken: z.enum(['refuse', 'skip']).default('refuse')
})

export const appointmentChange = z.strictObject({
  revision: z.int(),
  client_id: uuid.nullable().optional(),
  title: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
  status: z.enum(['confirmed', 'arrived', 'done', 'no_show']).optional()
})

/** Where an appointment goes: every item keeps its distance to the first, unless it is placed itself. */
export const move = z.strictObject({
  revision: z.int(),
  starts_at: instant.optional(),
  items: z
    .array(z.strictObject({ item_id: uuid, agenda_id: uuid.optional(), starts_at: instant.optional(), ends_at: instant.optional() }))
    .max(8)
    .default([])
})

export const agendaRule = z.object({
  rule_id: uuid,
  agenda_id: uuid,
  kind: z.enum(['available', 'unavailable']),
  starts_local: z.string(),
  duration_minutes: z.int(),
  rrule: z.string().nullable(),
  /** The rule in words, in the reader's language. */
  sentence: z.string(),
  exdates: z.array(z.string()),
  reason: z.string()
})
export type AgendaRuleRow = z.infer<typeof agendaRule>

const localMinute = z.iso.datetime({ local: true, precision: -1 })

export const newAgendaRule = z.strictObject({
  agenda_id: uuid,
  kind: z.enum(['available', 'unavailable']),
  /** On the establishment's clock, YYYY-MM-DDTHH:MM. */
  starts_local: localMinute,
  duration_minutes: z.int().min(5).max(527_040),
  rrule: z.string().min(6).max(300).nullable().default(null),
  exdates: z.array(localMinute).max(1000).default([]),
  reason: z.string().max(500).default('')
})
/** Written out: `.partial()` would keep the defaults above and reset what a change does not name. */
export const agendaRuleChange = z.strictObject({
  kind: z.enum(['available', 'unavailable']).optional(),
  starts_local: localMinute.optional(),
  duration_minutes: z.int().min(5).max(527_040).optional(),
  rrule: z.string().min(6).max(300).nullable().optional(),
  exdates: z.array(localMinute).max(1000).optional(),
  reason: z.string().max(500).optional()
})

/** A stretch of a rule within the window, for showing. */
const ruleOccurrence = z.object({ rule_id: uuid, kind: z.enum(['available', 'unavailable']), starts_at: instant, ends_at: instant, starts_local: z.string(), reason: z.string(), recurring: z.boolean() })

export const diary = z.object({
  establishment_id: uuid,
  time_zone: z.string(),
  slot_step_minutes: z.int(),
  from: instant,
  to: instant,
  agendas: z.array(
    z.object({
      agenda_id: uuid,
      name: z.string(),
      kind: z.enum(['person', 'room', 'device']),
      colour: z.string(),
      /** When it can be booked: establishment's hours and the agenda's own rules. */
      open: z.array(z.object({ starts_at: instant, ends_at: instant })),
      rules: z.array(ruleOccurrence),
      external: z.array(z.object({ busy_id: uuid, starts_at: instant, ends_at: instant, summary: z.string() })),
      holds: z.array(z.object({ hold_id: uuid, starts_at: instant, ends_at: instant, held_until: instant }))
    })
  ),
  services: z.array(
    z.object({
      service_id: uuid,
      name: z.string(),
      category: z.string(),
      duration_minutes: z.int(),
      buffer_before_minutes: z.int(),
      buffer_after_minutes: z.int(),
      capacity: z.int(),
      price_minor: z.int().nullable(),
      currency: z.string(),
      colour: z.string(),
      agenda_ids: z.array(uuid)
    })
  ),
  appointments: z.array(appointment)
})
export type Diary = z.infer<typeof diary>
