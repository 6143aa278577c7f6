import { z } from 'zod'
import { day, instant, uuid } from '../../foundation/http/route.ts'
import { fieldKinds } from './own-fields.ts'

export const channels = ['email', 'sms', 'phone', 'letter', 'meeting'] as const

/** Something that a person should know about what was just saved; nothing was refused. */
export const warning = z.object({ field: z.string(), message: z.string() })
export type Warning = z.infer<typeof warning>

const fieldValues = z.record(uuid, z.unknown())

/** A card as it is sent: lengths only, the rest is checked together so that every fault is named at once. */
const cardInput = {
  first_name: z.string().max(200),
  last_name: z.string().max(200),
  email: z.string().max(300).nullable(),
  phone: z.string().max(60).nullable(),
  language: z.enum(['fr', 'en']),
  preferred_channel: z.enum(channels),
  note: z.string().max(10_000),
  fields: fieldValues
}

export const newClient = z.strictObject(cardInput).partial()
export type NewClient = z.infer<typeof newClient>

/** `fields` holds only those that change; null clears one. */
export const clientChange = z.strictObject({ ...newClient.shape, revision: z.int() })
export type ClientChange = z.infer<typeof clientChange>

const cardShape = {
  client_id: uuid,
  first_name: z.string(),
  last_name: z.string(),
  email: z.string().nullable(),
  /** E.164. */
  phone: z.string().nullable(),
  /** The same as people write it. */
  phone_text: z.string().nullable(),
  language: z.enum(['fr', 'en']),
  preferred_channel: z.enum(channels),
  note: z.string(),
  fields: z.record(uuid, z.union([z.string(), z.number(), z.boolean()])),
  revision: z.int(),
  /** The card that this one was merged into. */
  merged_into: uuid.nullable(),
  last_activity_at: instant,
  created_at: instant,
  updated_at: instant,
  deleted_at: instant.nullable()
}
export const client = z.object(cardShape)
export type Client = z.infer<typeof client>

export const savedClient = client.extend({ warnings: z.array(warning) })
export type SavedClient = z.infer<typeof savedClient>

/** A line of the list. */
export const listedClient = z.object({
  client_id: uuid,
  first_name: z.string(),
  last_name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  phone_text: z.string().nullable(),
  last_activity_at: instant,
  created_at: instant,
  deleted_at: instant.nullable(),
  last_visit_at: instant.nullable(),
  next_visit_at: instant.nullable(),
  no_shows: z.int()
})
export type ListedClient = z.infer<typeof listedClient>

export const sorts = ['name', '-name', 'last_activity', '-last_activity', 'created', '-created'] as const
export type ClientSort = (typeof sorts)[number]

export const clientFilters = z.object({
  /** Words of the name or e-mail in any order, any part of a number. Ordered by likeness, then activity. */
  q: z.string().max(120).optional(),
  has_phone: z.stringbool().optional(),
  has_email: z.stringbool().optional(),
  /** At least as many appointments missed. */
  no_shows: z.coerce.number().int().min(1).max(1000).optional(),
  /** Came before, and not since this day. */
  last_visit_before: day.optional(),
  /** An own field … */
  field_id: uuid.optional(),
  /** … with this value. */
  field_value: z.string().max(2000).optional(),
  /** Deleted cards instead of present ones. */
  deleted: z.stringbool().optional()
})
export type ClientFilters = z.infer<typeof clientFilters>

export const clientQuery = clientFilters.extend({
  sort: z.enum(sorts).default('name'),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50)
})
export type ClientQuery = z.infer<typeof clientQuery>

export const clientList = z.object({
  items: z.array(listedClient),
  next_cursor: z.string().nullable(),
  /** How many cards there are in all; only with the first page of an unfiltered list. */
  total: z.int().nullable()
})
export type ClientList = z.infer<typeof clientList>

const visit = z.object({
  appointment_id: uuid,
  establishment_id: uuid,
  status: z.enum(['confirmed', 'arrived', 'done', 'no_show', 'cancelled']),
  origin: z.string(),
  starts_at: instant,
  ends_at: instant,
  note: z.string(),
  cancelled_by: z.enum(['client', 'staff']).nullable(),
  services: z.array(z.object({ name: z.string().nullable(), agenda_id: uuid, colour: z.string().nullable() })),
  amount_minor: z.int().nullable(),
  currency: z.string().nullable()
})
export type Visit = z.infer<typeof visit>

export const history = z.object({
  summary: z.object({
    /** Appointments that took place. */
    visits: z.int(),
    no_shows: z.int(),
    cancelled: z.int(),
    first_visit_at: instant.nullable(),
    last_visit_at: instant.nullable(),
    /** Listed prices of what took place. */
    spent: z.array(z.object({ currency: z.string(), amount_minor: z.int() }))
  }),
  upcoming: z.array(visit),
  /** Latest first. */
  past: z.array(visit)
})
export type History = z.infer<typeof history>

const fieldShape = {
  label: z.string().trim().min(1).max(120),
  kind: z.enum(fieldKinds),
  choices: z.array(z.string().trim().min(1).max(120)).max(100),
  required: z.boolean(),
  sensitive: z.boolean(),
  online: z.boolean(),
  help: z.string().trim().max(500)
}
export const clientField = z.object({
  field_id: uuid,
  ...fieldShape,
  position: z.int(),
  archived: z.boolean(),
  /** Anybody may write anything in it. */
  free_text: z.boolean(),
  /** What to bear in mind when writing in it. */
  warning: z.string().nullable()
})
export type ClientField = z.infer<typeof clientField>

export const clientFieldList = z.object({
  items: z.array(clientField),
  /** The note of every card is free text too. */
  note: z.object({ free_text: z.literal(true), warning: z.string() }),
  /** Whether sensitive fields may be kept: a health network. */
  allows_sensitive: z.boolean()
})
export type ClientFieldList = z.infer<typeof clientFieldList>

export const newClientField = z.strictObject({
  ...fieldShape,
  choices: fieldShape.choices.default([]),
  required: fieldShape.required.default(false),
  sensitive: fieldShape.sensitive.default(false),
  online: fieldShape.online.default(false),
  help: fieldShape.help.default('')
})
/** The kind never changes: values were typed by it. */
export const clientFieldChange = z.strictObject({ ...fieldShape, archived: z.boolean() }).omit({ kind: true }).partial()
export type ClientFieldChange = z.infer<typeof clientFieldChange>
export const savedClientField = clientField.extend({ warnings: z.array(warning) })
export type SavedClientField = z.infer<typeof savedClientField>

export const likenessReason = z.enum(['same_phone', 'same_email', 'same_name', 'similar_name'])
const likenessShape = { score: z.number(), reasons: z.array(likenessReason) }
export const lookAlikes = z.object({ items: z.array(z.object({ client: listedClient, ...likenessShape })) })
export type LookAlikes = z.infer<typeof lookAlikes>

export const duplicateGroup = z.object({ clients: z.array(client.extend({ visits: z.int() })), ...likenessShape })
export type DuplicateGroup = z.infer<typeof duplicateGroup>
export const duplicateList = z.object({ items: z.array(duplicateGroup), next_cursor: z.string().nullable(), total: z.int() })
export type DuplicateList = z.infer<typeof duplicateList>

export const newMerge = z.strictObject({
  /** The card that stays. */
  keep: z.strictObject({ client_id: uuid, revision: z.int() }),
  /** Those that go into it. */
  merge: z.array(z.strictObject({ client_id: uuid, revision: z.int() })).min(1).max(20),
  /** Values chosen. Without one: the kept card's, or where it has none the first that another has; notes are put together. */
  values: newClient.default({})
})
export type NewMerge = z.input<typeof newMerge>
export const merged = z.object({ merge_id: uuid, client, moved: z.int(), undo_until: instant })
export type Merged = z.infer<typeof merged>

/** What a column of an imported file can be. */
export const importColumns = ['first_name', 'last_name', 'full_name', 'email', 'phone', 'language', 'preferred_channel', 'note'] as const
export const importTarget = z.union([z.enum(importColumns), uuid]).nullable()
export type ImportTarget = z.infer<typeof importTarget>

export const newImport = z.strictObject({
  /** The file, in base64: at most 20 MB before. Not checked as a pattern, which would recurse through it. */
  content: z.string().min(1).max(28_000_000).meta({ contentEncoding: 'base64' })
})

const refusedRow = z.object({ line: z.int(), field: z.string(), reason: z.string(), message: z.string() })
const importCounts = z.object({
  create: z.int(),
  update: z.int(),
  skip: z.int(),
  refused: z.int(),
  /** Share a number or an address with a card of another name: made all the same. */
  shared_contact: z.int(),
  /** Have a note that seems to hold sensitive data. */
  warned: z.int()
})
export type ImportCounts = z.infer<typeof importCounts>

export const clientImport = z.object({
  import_id: uuid,
  status: z.enum(['read', 'checked', 'writing', 'done', 'failed']),
  /** Written as `writing`, but nobody has been at it for half a minute: it can be started again. */
  stalled: z.boolean(),
  encoding: z.enum(['utf-8', 'utf-16le', 'windows-1252']),
  delimiter: z.string(),
  headers: z.array(z.string()),
  mapping: z.array(importTarget),
  when_known: z.enum(['skip', 'update', 'create']),
  rows_total: z.int(),
  rows_done: z.int(),
  counts: importCounts.nullable(),
  /** The first rows as they stand in the file. */
  sample: z.array(z.array(z.string())),
  /** The first refusals; all of them are in the file of refused rows. */
  refused: z.array(refusedRow),
  /** The first cards that rows look like. */
  known: z.array(z.object({ line: z.int(), client_id: uuid, by: z.enum(['phone', 'email']) })),
  /** Required own fields that no column gives: cards will lack them. */
  missing_fields: z.array(z.string()),
  failure: z.string().nullable(),
  created_at: instant
})
export type ClientImport = z.infer<typeof clientImport>

export const importChange = z.strictObject({ mapping: z.array(importTarget).max(200), when_known: z.enum(['skip', 'update', 'create']) })
export type ImportChange = z.infer<typeof importChange>
