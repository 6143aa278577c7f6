import { z } from 'zod'
import { day, instant, uuid } from '../../foundation/http/route.ts'

/** A public address segment. */
export const slug = z.string().min(2).max(60).regex(/^[a-z0-9](-?[a-z0-9])*$/)
export const atEstablishment = z.object({ network: slug, establishment: slug })

/** Where somebody came from; counted, never followed. */
export const publicOrigins = ['site', 'directory', 'facebook', 'google', 'pagesjaunes', 'link', 'api'] as const
export const publicOrigin = z.enum(publicOrigins)

/** `id` or `id@person`, several for several services in a row: `service=…&service=…@…`. */
const wishText = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(@[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/)
export const wishes = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(wishText).min(1).max(6))

export const wish = z.strictObject({ service_id: uuid, agenda_id: uuid.nullable().default(null) })

export const step = z.object({ service_id: uuid, agenda_id: uuid, starts_at: instant, ends_at: instant })
export const slots = z.object({ time_zone: z.string(), from: day, to: day, days: z.record(day, z.array(instant)), first: instant.nullable() })
export type Slots = z.infer<typeof slots>

export const person = z.strictObject({
  first_name: z.string().trim().min(1).max(120),
  last_name: z.string().trim().min(1).max(120),
  email: z.email().max(254).nullable().default(null),
  phone: z.string().trim().max(30).nullable().default(null),
  language: z.enum(['fr', 'en']).optional()
})

export const newHold = z.strictObject({
  services: z.array(wish).min(1).max(6),
  starts_at: instant,
  seats: z.int().min(1).max(50).default(1),
  origin: publicOrigin.default('api')
})

export const hold = z.object({ hold_id: uuid, held_until: instant, items: z.array(step.extend({ seats: z.int() })) })

export const newBooking = z.strictObject({
  /** Either a hold, or the services and the time. */
  hold_id: uuid.optional(),
  services: z.array(wish).min(1).max(6).optional(),
  starts_at: instant.optional(),
  seats: z.int().min(1).max(50).default(1),
  origin: publicOrigin.default('api'),
  person,
  /** Answers to the network's own fields, by field id. */
  fields: z.record(uuid, z.unknown()).default({}),
  note: z.string().max(2000).default(''),
  /** The notice that was shown; the one in force when absent. */
  notice_id: uuid.optional()
})

export const booked = z.object({
  appointment_id: uuid,
  starts_at: instant,
  ends_at: instant,
  items: z.array(step.extend({ service_name: z.string(), agenda_name: z.string(), price_minor: z.int().nullable(), currency: z.string().nullable() })),
  /** Address of the page that moves or cancels it; given once. */
  manage_url: z.url()
})
export type Booked = z.infer<typeof booked>
