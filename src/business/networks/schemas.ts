import { z } from 'zod'
import { day, instant, uuid } from '../../foundation/http/route.ts'
import { addressPattern, agendaColours, holidayRegions, isSiren, isSiret, isTimeZone, reservedAddresses } from './rules.ts'

/** A text of a card: without the spaces around it. */
const text = (maximum: number): z.ZodString => z.string().trim().max(maximum)
const name = text(120).min(1)
/** Digits as people write them, `552 100 554`. */
const digits = z.string().transform((typed) => typed.replaceAll(/[\s.\u00a0\u202f]/g, ''))
const colour = z.string().toLowerCase().regex(/^#[0-9a-f]{6}$/)
/** One of the agenda colours, as `#rrggbb`. */
const agendaColour = z.enum(Object.values(agendaColours) as [string, ...string[]])
const address = z.string().trim().toLowerCase().min(2).max(60).refine((value) => addressPattern.test(value), 'networks:field.address')

// Networks --------------------------------------------------------------------------

export const network = z.object({
  network_id: uuid,
  name: z.string(),
  slug: z.string(),
  brand: z.string().nullable(),
  siren: z.string().nullable(),
  locale: z.enum(['fr', 'en']),
  colour: z.string(),
  /** Establishments that are not archived. */
  establishments: z.int(),
  created_at: instant
})
export type Network = z.infer<typeof network>

export const networkSlug = address.min(3).refine((value) => !reservedAddresses.includes(value), 'networks:field.reserved-address')
export const siren = digits.refine(isSiren, 'networks:field.siren')

export const networkChange = z.strictObject({
  name: name.optional(),
  slug: networkSlug.optional(),
  brand: text(120).nullable().optional(),
  siren: siren.nullable().optional(),
  locale: z.enum(['fr', 'en']).optional(),
  colour: colour.optional()
})
export type NetworkChange = z.infer<typeof networkChange>

// Establishments --------------------------------------------------------------------

const bookingRules = {
  slot_step_minutes: z.int().min(5).max(240),
  hold_minutes: z.int().min(1).max(30),
  min_notice_minutes: z.int().min(0).max(60 * 24 * 60),
  max_ahead_days: z.int().min(1).max(730),
  change_notice_minutes: z.int().min(0).max(60 * 24 * 60),
  max_upcoming_per_client: z.int().min(1).max(100),
  min_gap_days: z.int().min(0).max(365)
}

export const establishment = z.object({
  establishment_id: uuid,
  name: z.string(),
  slug: z.string(),
  siret: z.string().nullable(),
  /** A trade's code, or the business's own words. */
  activity: z.string(),
  description: z.string(),
  street: z.string(),
  postcode: z.string(),
  commune_code: z.string().nullable(),
  commune_name: z.string(),
  department_code: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  website: z.string().nullable(),
  colour: z.string(),
  time_zone: z.string(),
  holiday_region: z.string(),
  open_on_holidays: z.boolean(),
  online: z.boolean(),
  listed: z.boolean(),
  ...bookingRules,
  position: z.int(),
  archived_at: instant.nullable(),
  /** What a client would find: without hours, or without a service that an agenda gives online, nothing can be booked. */
  has_hours: z.boolean(),
  bookable_services: z.int(),
  agendas: z.int(),
  services: z.int()
})
export type Establishment = z.infer<typeof establishment>

const website = z.preprocess(
  (typed) => (typeof typed === 'string' && /^[^:/?#]+\.[^:/?#]/.test(typed.trim()) ? `https://${typed.trim()}` : typed),
  z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(300)
)

const establishmentFields = {
  name,
  slug: address,
  siret: digits.refine(isSiret, 'networks:field.siret').nullable(),
  activity: text(80).min(2),
  description: text(2000),
  street: text(200),
  postcode: text(10),
  /** From the search of communes; its name and department follow. Null for a place outside France. */
  commune_code: z.string().max(5).nullable(),
  /** Only for a place that has no commune code. */
  commune_name: text(120),
  /** As it is dialled from there, or international. */
  phone: text(40).nullable(),
  email: z.email().max(254).nullable(),
  website: website.nullable(),
  colour,
  time_zone: z.string().max(60).refine(isTimeZone, 'networks:field.time-zone'),
  holiday_region: z.enum(holidayRegions as [string, ...string[]]),
  open_on_holidays: z.boolean(),
  ...bookingRules
}

/** Nothing here puts it online: an establishment is private until somebody says otherwise. */
export const newEstablishment = z.strictObject({ ...z.object(establishmentFields).partial().shape, name, activity: establishmentFields.activity })
export type NewEstablishment = z.infer<typeof newEstablishment>

export const establishmentChange = z.strictObject({ ...z.object(establishmentFields).partial().shape, online: z.boolean().optional(), listed: z.boolean().optional() })
export type EstablishmentChange = z.infer<typeof establishmentChange>

// Hours -----------------------------------------------------------------------------

/** Minutes after local midnight; closing after 1440 is the next morning. Never longer than a day. */
const range = z.strictObject({ opens_minute: z.int().min(0).max(1439), closes_minute: z.int().min(1).max(2880) })
const rangeInOrder = <T extends { opens_minute: number; closes_minute: number }>({ opens_minute, closes_minute }: T): boolean => closes_minute > opens_minute && closes_minute - opens_minute <= 1440

/** ISO weekday, Monday 1 to Sunday 7, on which the hours begin. */
export const weeklyRange = range.extend({ weekday: z.int().min(1).max(7) })
export const weeklyHours = z.strictObject({
  ranges: z.array(weeklyRange.refine(rangeInOrder, { message: 'networks:field.range-order', path: ['closes_minute'] })).max(70)
})
export type WeeklyHours = z.infer<typeof weeklyHours>

/** Days, both included, whose hours replace the weekly ones; no range at all means closed. */
export const exceptionDays = z.strictObject({
  from_day: day,
  to_day: day,
  ranges: z.array(range.refine(rangeInOrder, { message: 'networks:field.range-order', path: ['closes_minute'] })).max(10),
  reason: text(120).default('')
})
export type ExceptionDays = z.infer<typeof exceptionDays>

export const closures = z.object({
  year: z.int(),
  /** Days in a row with the same hours and the same reason, in order. */
  exceptions: z.array(z.object({ from_day: day, to_day: day, ranges: z.array(z.object({ opens_minute: z.int(), closes_minute: z.int() })), reason: z.string() })),
  holidays: z.array(z.object({ day, name: z.string(), open: z.boolean(), excepted: z.boolean() }))
})
export type Closures = z.infer<typeof closures>

// Agendas ---------------------------------------------------------------------------

export const agenda = z.object({
  agenda_id: uuid,
  establishment_id: uuid,
  name: z.string(),
  kind: z.enum(['person', 'room', 'device']),
  account_id: uuid.nullable(),
  colour: z.string(),
  online: z.boolean(),
  position: z.int(),
  archived_at: instant.nullable(),
  service_ids: z.array(uuid)
})
export type Agenda = z.infer<typeof agenda>

const agendaFields = {
  name,
  kind: z.enum(['person', 'room', 'device']),
  /** The member whose agenda it is. */
  account_id: uuid.nullable(),
  colour: agendaColour,
  online: z.boolean(),
  /** The services that it gives. */
  service_ids: z.array(uuid).max(500)
}
export const newAgenda = z.strictObject({ ...z.object(agendaFields).partial().shape, establishment_id: uuid, name })
export type NewAgenda = z.infer<typeof newAgenda>
export const agendaChange = z.strictObject(z.object(agendaFields).partial().shape)
export type AgendaChange = z.infer<typeof agendaChange>

// Services --------------------------------------------------------------------------

export const service = z.object({
  service_id: uuid,
  establishment_id: uuid,
  name: z.string(),
  category: z.string(),
  description: z.string(),
  duration_minutes: z.int(),
  buffer_before_minutes: z.int(),
  buffer_after_minutes: z.int(),
  capacity: z.int(),
  /** Null when no price is shown. */
  price_minor: z.int().nullable(),
  currency: z.string(),
  colour: z.string(),
  online: z.boolean(),
  position: z.int(),
  archived_at: instant.nullable(),
  agenda_ids: z.array(uuid)
})
export type Service = z.infer<typeof service>

const serviceFields = {
  name,
  category: text(80),
  description: text(2000),
  duration_minutes: z.int().min(5).max(1440),
  buffer_before_minutes: z.int().min(0).max(480),
  buffer_after_minutes: z.int().min(0).max(480),
  capacity: z.int().min(1).max(500),
  price_minor: z.int().min(0).max(100_000_000).nullable(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  colour: agendaColour,
  online: z.boolean(),
  /** The agendas that give it. */
  agenda_ids: z.array(uuid).max(500)
}
export const newService = z.strictObject({ ...z.object(serviceFields).partial().shape, establishment_id: uuid, name, duration_minutes: serviceFields.duration_minutes })
export type NewService = z.infer<typeof newService>
export const serviceChange = z.strictObject(z.object(serviceFields).partial().shape)
export type ServiceChange = z.infer<typeof serviceChange>

/** Ids in their new order. */
export const order = z.strictObject({ ids: z.array(uuid).min(1).max(1000) })

export const member = z.object({ account_id: uuid, display_name: z.string(), role: z.string(), created_at: instant })
export type Member = z.infer<typeof member>

// For everybody ---------------------------------------------------------------------

export const commune = z.object({
  commune_code: z.string(),
  name: z.string(),
  postcodes: z.array(z.string()),
  department_code: z.string(),
  department_name: z.string(),
  region_name: z.string(),
  population: z.int()
})
export type Commune = z.infer<typeof commune>

export const directoryQuery = z.object({
  /** A trade's code, or words. */
  activity: text(80).optional(),
  /** Words of the name, forgiving typing errors. */
  name: text(120).optional(),
  /** A commune, a postcode or a department, forgiving typing errors. */
  place: text(120).optional(),
  department: text(3).optional(),
  /** `next_cursor` of the page before. */
  cursor: z.string().max(400).optional()
})
export type DirectoryQuery = z.infer<typeof directoryQuery>

export const directoryEntry = z.object({
  network_id: uuid,
  establishment_id: uuid,
  /** Path of its booking page. */
  path: z.string(),
  name: z.string(),
  network_name: z.string(),
  activity: z.string(),
  activity_name: z.string(),
  street: z.string(),
  postcode: z.string(),
  commune_name: z.string(),
  department_code: z.string().nullable(),
  colour: z.string()
})
export type DirectoryEntry = z.infer<typeof directoryEntry>

export const directoryPage = z.object({
  items: z.array(directoryEntry),
  /** Of all pages. */
  total: z.int(),
  /** True when nothing matched as typed and these are the nearest. */
  approximate: z.boolean(),
  next_cursor: z.string().nullable()
})
export type DirectoryPage = z.infer<typeof directoryPage>
