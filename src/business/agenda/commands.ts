import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, Problem, problem } from '../../foundation/http/problem.ts'
import { record } from '../../foundation/ledger/record.ts'
import { outcomes } from '../../foundation/http/metrics.ts'
import { leavePlaces, lockAgendas, slotTaken, takePlaces } from './occupations.ts'
import type { Place } from './occupations.ts'
import { findAppointment } from './queries.ts'
import type { Appointment } from './schemas.ts'

/** Places on agendas, for the rooms that hold or sweep them. */
export { releaseHolds, slotTaken, takePlaces } from './occupations.ts'

/** One service asked for, on the clock. */
export type ItemWish = { service_id: string | null; agenda_id: string; starts_at: Temporal.Instant; ends_at?: Temporal.Instant | undefined; seats: number }

export type AppointmentWish = {
  establishment_id: string
  client_id: string | null
  status: string
  origin: string
  title: string
  note: string
  answers?: Record<string, unknown>
  notice_id?: string | null
  manage_token_digest?: Buffer | null
  series_id?: string | null
  items: readonly ItemWish[]
}

type ServiceRow = { service_id: string; establishment_id: string; duration_minutes: number; buffer_before_minutes: number; buffer_after_minutes: number; capacity: number; price_minor: number | null }

/** An item with its place, ready to be written. */
type PlacedItem = { item_id: string; place: Place; occupation_id: string; price_minor: number | null; position: number }

/**
 * Writes an appointment and takes its places.
 * @returns the appointment's id
 * @throws Problem `slot-taken`, `unknown-agenda`, `unknown-service`
 */
export async function createAppointment(context: Context, wish: AppointmentWish): Promise<string> {
  const { places, prices } = await placesFor(context, wish.establishment_id, wish.items)
  const occupations = await takePlaces(context, places)
  const items = places.map((place, position) => ({ item_id: newId(), place, occupation_id: occupations[position]!, price_minor: prices[position]!, position }))
  return writeAppointment(context, wish, items)
}

/**
 * Writes an appointment on places that were taken before, such as those of a hold.
 * @returns the appointment's id
 */
export async function writeAppointment(context: Context, wish: Omit<AppointmentWish, 'items'>, items: readonly PlacedItem[]): Promise<string> {
  const appointment_id = newId()
  const { starts_at, ends_at } = span(items.map(({ place }) => place))
  const { actor, network_id } = context
  // Both in one statement: a booking is made of round trips.
  await context.db
    .with('written', (db) =>
      db.insertInto('appointments').values({
        network_id,
        appointment_id,
        establishment_id: wish.establishment_id,
        client_id: wish.client_id,
        status: wish.status,
        origin: wish.origin,
        starts_at,
        ends_at,
        title: wish.title,
        note: wish.note,
        answers: JSON.stringify(wish.answers ?? {}),
        notice_id: wish.notice_id ?? null,
        manage_token_digest: wish.manage_token_digest ?? null,
        series_id: wish.series_id ?? null,
        created_by: actor.kind === 'account' ? actor.account_id : null,
        created_at: context.now,
        updated_at: context.now
      })
    )
    .insertInto('appointment_items')
    .values(items.map((item) => itemRow(network_id, appointment_id, item)))
    .execute()
  outcomes.inc({ outcome: 'booked' })
  signal(context, items.map(({ place }) => place))
  return appointment_id
}

function itemRow(network_id: string, appointment_id: string, { item_id, place, occupation_id, price_minor, position }: PlacedItem) {
  const { agenda_id, service_id, starts_at, ends_at, seats } = place
  return { network_id, item_id, appointment_id, service_id, agenda_id, occupation_id, starts_at, ends_at, seats, price_minor, position }
}

/**
 * Moves or resizes an appointment: its old places are left and the new ones taken in
 * one transaction, so that a refusal leaves it where it was.
 * @throws Problem `slot-taken`, `stale`, `cancelled`
 */
export async function moveAppointment(context: Context, appointment_id: string, wish: MoveWish): Promise<void> {
  const before = await lockForChange(context, appointment_id, wish.revision)
  if (before.status === 'cancelled' || before.deleted_at !== null) throw problem('not-live', 409, { namespace: 'agenda' })
  const shift = wish.starts_at === undefined ? undefined : Temporal.Instant.from(before.starts_at).until(wish.starts_at)
  const wishes = before.items.map((item): ItemWish => {
    const own = wish.items.find(({ item_id }) => item_id === item.item_id)
    const starts = Temporal.Instant.from(item.starts_at)
    const ends = Temporal.Instant.from(item.ends_at)
    const from = own?.starts_at ?? (shift === undefined ? starts : starts.add(shift))
    return { service_id: item.service_id, agenda_id: own?.agenda_id ?? item.agenda_id, starts_at: from, ends_at: own?.ends_at ?? from.add(starts.until(ends)), seats: item.seats }
  })
  // Both the old agendas and the new, in one order, before anything is left.
  await lockAgendas(context, [...before.items, ...wishes].map(({ agenda_id }) => agenda_id))
  await leaveItems(context, appointment_id)
  await placeItems(context, before, wishes)
}

export type MoveWish = {
  revision: number
  starts_at?: Temporal.Instant | undefined
  items: readonly { item_id: string; agenda_id?: string | undefined; starts_at?: Temporal.Instant | undefined; ends_at?: Temporal.Instant | undefined }[]
}

/** Takes places for the items of an appointment that has none and writes them. */
async function placeItems(context: Context, before: Appointment, wishes: readonly ItemWish[]): Promise<void> {
  const { places } = await placesFor(context, before.establishment_id, wishes)
  const occupations = await takePlaces(context, places)
  for (const [position, place] of places.entries()) {
    await context.db
      .updateTable('appointment_items')
      .set({ agenda_id: place.agenda_id, starts_at: place.starts_at, ends_at: place.ends_at, occupation_id: occupations[position]! })
      .where('network_id', '=', context.network_id)
      .where('item_id', '=', before.items[position]!.item_id)
      .execute()
  }
  await touch(context, before.appointment_id, span(places))
  signal(context, [...places, ...before.items.map((item) => ({ agenda_id: item.agenda_id, starts_at: Temporal.Instant.from(item.starts_at) }))])
}

export type AppointmentChange = { revision: number; client_id?: string | null | undefined; title?: string | undefined; note?: string | undefined; status?: string | undefined }

/** Changes what is not the time. @throws Problem `stale`, `not-live` */
export async function changeAppointment(context: Context, appointment_id: string, { revision, ...change }: AppointmentChange): Promise<void> {
  const before = await lockForChange(context, appointment_id, revision)
  if (change.status !== undefined && (before.status === 'cancelled' || before.deleted_at !== null)) throw problem('not-live', 409, { namespace: 'agenda' })
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  await touch(context, appointment_id, set)
  signal(context, placesOf(before))
}

/** Cancels: the places come free, the appointment stays in the history. Cancelling twice is the same as once. */
export async function cancelAppointment(context: Context, appointment_id: string, { revision, by }: { revision?: number | undefined; by: 'client' | 'staff' }): Promise<void> {
  const before = await lockForChange(context, appointment_id, revision)
  if (before.status === 'cancelled') return
  await leaveItems(context, appointment_id)
  await touch(context, appointment_id, { status: 'cancelled', cancelled_at: context.now, cancelled_by: by })
  await record(context, { kind: 'appointment.cancelled', promise_ids: ['A-1'], ...subjectOf(before), body: { appointment_id, by } })
  outcomes.inc({ outcome: 'cancelled' })
  signal(context, placesOf(before))
}

/** Deletes softly: gone from the diary, restorable. */
export async function deleteAppointment(context: Context, appointment_id: string, revision?: number): Promise<void> {
  const before = await lockForChange(context, appointment_id, revision)
  if (before.deleted_at !== null) return
  await leaveItems(context, appointment_id)
  await touch(context, appointment_id, { deleted_at: context.now })
  await record(context, { kind: 'appointment.deleted', promise_ids: ['A-1'], ...subjectOf(before), body: { appointment_id } })
  signal(context, placesOf(before))
}

/**
 * Brings back a cancelled or deleted appointment to its place, if that is still free.
 * @throws Problem `slot-taken`
 */
export async function restoreAppointment(context: Context, appointment_id: string, revision?: number): Promise<void> {
  const before = await lockForChange(context, appointment_id, revision)
  if (before.deleted_at === null && before.status !== 'cancelled') return
  const status = before.status === 'cancelled' && before.deleted_at === null ? 'confirmed' : before.status
  if (status !== 'cancelled') await placeItems(context, before, before.items.map(wishOf))
  await touch(context, appointment_id, { deleted_at: null, status, ...(status === 'cancelled' ? {} : { cancelled_at: null, cancelled_by: null }) })
  await record(context, { kind: 'appointment.restored', promise_ids: ['A-1'], ...subjectOf(before), body: { appointment_id } })
  signal(context, placesOf(before))
}

/** A copy at another time, or on another agenda when the appointment has one service. @returns its id */
export async function duplicateAppointment(context: Context, appointment_id: string, to: { starts_at: Temporal.Instant; agenda_id?: string | undefined }): Promise<string> {
  const model = await findAppointment(context, appointment_id)
  const shift = Temporal.Instant.from(model.starts_at).until(to.starts_at)
  const single = model.items.length === 1
  return createAppointment(context, {
    establishment_id: model.establishment_id,
    client_id: model.client?.client_id ?? null,
    status: 'confirmed',
    origin: 'staff',
    title: model.title,
    note: model.note,
    items: model.items.map((item) => {
      const wish = wishOf(item)
      return { ...wish, agenda_id: single ? (to.agenda_id ?? wish.agenda_id) : wish.agenda_id, starts_at: wish.starts_at.add(shift), ends_at: wish.ends_at.add(shift) }
    })
  })
}

/**
 * An appointment that repeats: every occurrence is one of its own, tied by a series id.
 * @returns ids written, and the starts skipped because their place was taken
 * @throws Problem `slot-taken` naming the first taken start, when told to refuse
 */
export async function createSeries(
  context: Context,
  wish: AppointmentWish,
  starts: readonly Temporal.Instant[],
  whenTaken: 'refuse' | 'skip'
): Promise<{ series_id: string; appointment_ids: string[]; skipped: string[] }> {
  const series_id = newId()
  const first = wish.items[0]!.starts_at
  const appointment_ids: string[] = []
  const skipped: string[] = []
  for (const start of starts) {
    const shift = first.until(start)
    const items = wish.items.map((item) => ({ ...item, starts_at: item.starts_at.add(shift), ends_at: item.ends_at?.add(shift) }))
    await sql`savepoint occurrence`.execute(context.db)
    try {
      appointment_ids.push(await createAppointment(context, { ...wish, series_id, items }))
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'slot-taken') throw error
      if (whenTaken === 'refuse') throw slotTaken({ starts_at: start.toString() })
      await sql`rollback to savepoint occurrence`.execute(context.db)
      skipped.push(start.toString())
    }
  }
  return { series_id, appointment_ids, skipped }
}

async function leaveItems(context: Context, appointment_id: string): Promise<void> {
  const items = await context.db
    .selectFrom('appointment_items')
    .select(['item_id', 'occupation_id', 'seats'])
    .where('network_id', '=', context.network_id)
    .where('appointment_id', '=', appointment_id)
    .execute()
  await context.db
    .updateTable('appointment_items')
    .set({ occupation_id: null })
    .where('network_id', '=', context.network_id)
    .where('appointment_id', '=', appointment_id)
    .execute()
  await leavePlaces(context, items.flatMap(({ occupation_id, seats }) => (occupation_id === null ? [] : [{ occupation_id, seats }])))
}

async function placesFor(context: Context, establishment_id: string, wishes: readonly ItemWish[]): Promise<{ places: Place[]; prices: (number | null)[] }> {
  await requireAgendas(context, establishment_id, wishes.map(({ agenda_id }) => agenda_id))
  const services = await servicesById(context, establishment_id, wishes.flatMap(({ service_id }) => (service_id === null ? [] : [service_id])))
  const rows = wishes.map(({ service_id, agenda_id, starts_at, ends_at, seats }) => {
    const service = service_id === null ? undefined : services.get(service_id)
    const duration = service?.duration_minutes ?? 30
    const place: Place = {
      agenda_id,
      service_id,
      starts_at,
      ends_at: ends_at ?? starts_at.add({ minutes: duration }),
      buffer_before_minutes: service?.buffer_before_minutes ?? 0,
      buffer_after_minutes: service?.buffer_after_minutes ?? 0,
      capacity: service?.capacity ?? 1,
      seats
    }
    return { place, price: service?.price_minor ?? null }
  })
  for (const { place } of rows) {
    if (Temporal.Instant.compare(place.ends_at, place.starts_at) <= 0) throw problem('ends-before-start', 400, { namespace: 'agenda', errors: [{ field: 'body.items', message: 'agenda:field.ends-before-start' }] })
  }
  return { places: rows.map(({ place }) => place), prices: rows.map(({ price }) => price) }
}

/** @throws Problem 404 `unknown-agenda` for one of another establishment: its diary would not show what fills it */
async function requireAgendas(context: Context, establishment_id: string, ids: readonly string[]): Promise<void> {
  const unique = [...new Set(ids)]
  const rows = await context.db
    .selectFrom('agendas')
    .select('agenda_id')
    .where('network_id', '=', context.network_id)
    .where('establishment_id', '=', establishment_id)
    .where('agenda_id', 'in', unique)
    .execute()
  if (rows.length !== unique.length) throw problem('unknown-agenda', 404, { namespace: 'agenda' })
}

async function servicesById(context: Context, establishment_id: string, ids: readonly string[]): Promise<Map<string, ServiceRow>> {
  if (ids.length === 0) return new Map()
  const unique = [...new Set(ids)]
  const rows = await context.db
    .selectFrom('services')
    .select(['service_id', 'establishment_id', 'duration_minutes', 'buffer_before_minutes', 'buffer_after_minutes', 'capacity', 'price_minor'])
    .where('network_id', '=', context.network_id)
    .where('establishment_id', '=', establishment_id)
    .where('service_id', 'in', unique)
    .execute()
  if (rows.length !== unique.length) throw problem('unknown-service', 404, { namespace: 'agenda' })
  return new Map(rows.map((row) => [row.service_id, row]))
}

/** Locks the row, so that two changes happen one after the other; `stale` when it is not the version that was seen. */
async function lockForChange(context: Context, appointment_id: string, revision: number | undefined): Promise<Appointment> {
  const row = found(
    await context.db
      .selectFrom('appointments')
      .select('revision')
      .where('network_id', '=', context.network_id)
      .where('appointment_id', '=', appointment_id)
      .forUpdate()
      .executeTakeFirst()
  )
  const present = await findAppointment(context, appointment_id)
  if (revision !== undefined && row.revision !== revision) throw problem('stale', 409, { extra: { present } })
  return present
}

async function touch(context: Context, appointment_id: string, set: Record<string, unknown>): Promise<void> {
  await context.db
    .updateTable('appointments')
    .set((row) => ({ ...set, revision: row('revision', '+', 1), updated_at: context.now }))
    .where('network_id', '=', context.network_id)
    .where('appointment_id', '=', appointment_id)
    .execute()
}

function wishOf(item: Appointment['items'][number]): ItemWish & { ends_at: Temporal.Instant } {
  return { service_id: item.service_id, agenda_id: item.agenda_id, starts_at: Temporal.Instant.from(item.starts_at), ends_at: Temporal.Instant.from(item.ends_at), seats: item.seats }
}

function span(places: readonly { starts_at: Temporal.Instant; ends_at: Temporal.Instant }[]): { starts_at: Temporal.Instant; ends_at: Temporal.Instant } {
  const starts = places.map((place) => place.starts_at).toSorted(Temporal.Instant.compare)
  const ends = places.map((place) => place.ends_at).toSorted(Temporal.Instant.compare)
  return { starts_at: starts[0]!, ends_at: ends.at(-1)! }
}

function placesOf(appointment: Appointment): { agenda_id: string; starts_at: Temporal.Instant }[] {
  return appointment.items.map((item) => ({ agenda_id: item.agenda_id, starts_at: Temporal.Instant.from(item.starts_at) }))
}

function subjectOf(appointment: Appointment): { subject?: { client_id: string } } {
  return appointment.client === null ? {} : { subject: { client_id: appointment.client.client_id } }
}

function signal(context: Context, places: readonly { agenda_id: string; starts_at: Temporal.Instant }[]): void {
  context.publish({
    kind: 'agenda',
    ids: [...new Set(places.map((place) => place.agenda_id))],
    days: [...new Set(places.map((place) => place.starts_at.toString().slice(0, 10)))]
  })
}
