import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { Problem, problem } from '../../foundation/http/problem.ts'
import { record } from '../../foundation/ledger/record.ts'
import { cancelAppointment, moveAppointment, releaseHolds, takePlaces, writeAppointment } from '../agenda/commands.ts'
import type { Place } from '../agenda/occupations.ts'
import { findAppointment } from '../agenda/queries.ts'
import type { Appointment } from '../agenda/schemas.ts'
import type { SequenceSlot } from '../agenda/availability/sequence.ts'
import { placeAt, readOffer, refusal } from './offer.ts'
import type { Offer, Wish } from './offer.ts'
import { mayChange, refuseClient } from './rules.ts'

export type Held = { hold_id: string; held_until: Temporal.Instant; items: HeldItem[] }
export type HeldItem = { service_id: string; agenda_id: string; starts_at: Temporal.Instant; ends_at: Temporal.Instant; seats: number; occupation_id: string }

/**
 * Keeps a slot for a few minutes while somebody types: the same constraint as an
 * appointment, so that nobody else gets it meanwhile.
 * @throws Problem `too-soon`, `too-far`, `closed`, `slot-taken`
 */
export async function holdSlot(context: Context, offer: Offer, starts_at: Temporal.Instant, seats: number, origin: string): Promise<Held> {
  const { establishment_id, hold_minutes } = offer.establishment
  const { network_id } = context
  const places = placesOf(offer, await placeAt(context, offer, starts_at, seats), seats)
  const occupations = await takePlaces(context, places)
  const hold_id = newId()
  const held_until = context.now.add({ minutes: hold_minutes })
  await context.db.insertInto('holds').values({ network_id, hold_id, establishment_id, held_until, origin, created_at: context.now }).execute()
  const items = places.map(({ service_id, agenda_id, starts_at: from, ends_at }, position) => ({ service_id: service_id!, agenda_id, starts_at: from, ends_at, seats, occupation_id: occupations[position]! }))
  await context.db.insertInto('hold_items').values(items.map((item, position) => ({ network_id, hold_id, position, ...item }))).execute()
  context.publish({ kind: 'agenda', ids: places.map(({ agenda_id }) => agenda_id), days: [starts_at.toString().slice(0, 10)] })
  return { hold_id, held_until, items }
}

/** Gives a held slot back before its time; nothing happens when it is gone already. */
export async function releaseHold(context: Context, hold_id: string): Promise<void> {
  if ((await releaseHolds(context, [hold_id])) > 0) context.publish({ kind: 'agenda' })
}

export type Booking = {
  client_id: string
  /** True when the card was made for this booking: it can have no other. */
  new_client: boolean
  origin: string
  seats: number
  note: string
  answers: Record<string, unknown>
  /** The information notice that the person was shown. */
  notice_id: string
}

/** What the client keeps: the appointment and the secret of the link that moves or cancels it. */
export type Booked = { appointment_id: string; manage_token: string; offer: Offer; places: readonly Place[] }

/** Books a held slot. @throws Problem `hold-expired`, `too-many`, `too-close` */
export async function bookHold(context: Context, hold_id: string, booking: Omit<Booking, 'seats' | 'origin'>): Promise<Booked> {
  const { network_id } = context
  const hold = await context.db
    .selectFrom('holds')
    .select(['establishment_id', 'held_until', 'origin'])
    .where('network_id', '=', network_id)
    .where('hold_id', '=', hold_id)
    .forUpdate()
    .executeTakeFirst()
  if (hold === undefined || Temporal.Instant.compare(hold.held_until, context.now) <= 0) throw problem('hold-expired', 409, { namespace: 'booking' })
  const items = await context.db
    .deleteFrom('hold_items')
    .where('network_id', '=', network_id)
    .where('hold_id', '=', hold_id)
    .returning(['service_id', 'agenda_id', 'occupation_id', 'starts_at', 'ends_at', 'seats', 'position'])
    .execute()
  await context.db.deleteFrom('holds').where('network_id', '=', network_id).where('hold_id', '=', hold_id).execute()
  const held = items.toSorted((a, b) => a.position - b.position)
  const offer = await readOffer(context, { establishment_id: hold.establishment_id }, held.map(({ service_id, agenda_id }) => ({ service_id, agenda_id })))
  const places = held.map((item, at) => ({ ...offer.steps[at]!.service, ...item }))
  return writeBooking(context, offer, { ...booking, origin: hold.origin, seats: held[0]?.seats ?? 1 }, places, held.map(({ occupation_id }) => occupation_id))
}

/** Books a slot at once. @throws Problem `too-soon`, `too-far`, `closed`, `slot-taken`, `too-many`, `too-close` */
export async function bookSlot(context: Context, offer: Offer, starts_at: Temporal.Instant, booking: Booking): Promise<Booked> {
  const places = placesOf(offer, await placeAt(context, offer, starts_at, booking.seats), booking.seats)
  return writeBooking(context, offer, booking, places, await takePlaces(context, places))
}

async function writeBooking(context: Context, offer: Offer, booking: Booking, places: readonly Place[], occupations: readonly string[]): Promise<Booked> {
  if (!booking.new_client) await refuseTooMany(context, offer, booking.client_id, places[0]!.starts_at, null)
  const manage_token = randomBytes(24).toString('base64url')
  const appointment_id = await writeAppointment(
    context,
    {
      establishment_id: offer.establishment.establishment_id,
      client_id: booking.client_id,
      status: 'confirmed',
      origin: booking.origin,
      title: '',
      note: booking.note,
      answers: booking.answers,
      notice_id: booking.notice_id,
      manage_token_digest: tokenDigest(manage_token)
    },
    places.map((place, position) => ({ item_id: newId(), place, occupation_id: occupations[position]!, price_minor: offer.steps[position]!.service.price_minor, position }))
  )
  await record(context, {
    kind: 'booking.confirmed',
    promise_ids: ['A-6', 'A-22'],
    subject: { client_id: booking.client_id },
    body: { appointment_id, notice_id: booking.notice_id, origin: booking.origin }
  })
  return { appointment_id, manage_token, offer, places }
}

/**
 * Holds the client's own rules. His card is locked first, so that two bookings at once
 * cannot both be the last one allowed.
 */
async function refuseTooMany(context: Context, offer: Offer, client_id: string, starts_at: Temporal.Instant, except: string | null): Promise<void> {
  await context.db.selectFrom('clients').select('client_id').where('network_id', '=', context.network_id).where('client_id', '=', client_id).forNoKeyUpdate().execute()
  let others = context.db
    .selectFrom('appointments')
    .select('starts_at')
    .where('network_id', '=', context.network_id)
    .where('client_id', '=', client_id)
    .where('establishment_id', '=', offer.establishment.establishment_id)
    .where('status', '=', 'confirmed')
    .where('deleted_at', 'is', null)
    .where('starts_at', '>', context.now)
  if (except !== null) others = others.where('appointment_id', '<>', except)
  const rows = await others.execute()
  const refused = refuseClient(offer.establishment, starts_at.epochMilliseconds, rows.map((row) => row.starts_at.epochMilliseconds))
  // Moving adds none to those he has.
  if (refused !== null && !(refused === 'too-many' && except !== null)) throw refusal(refused, offer)
}

function placesOf(offer: Offer, slot: SequenceSlot, seats: number): Place[] {
  return slot.steps.map((step, position) => ({
    ...offer.steps[position]!.service,
    agenda_id: step.agenda_id,
    starts_at: Temporal.Instant.fromEpochMilliseconds(step.starts_at_ms),
    ends_at: Temporal.Instant.fromEpochMilliseconds(step.ends_at_ms),
    seats
  }))
}

/** The appointment that a link manages, with its offer. @throws 404 for a link that leads nowhere */
export async function findManaged(context: Context, token: string): Promise<{ appointment: Appointment; offer: Offer; changeable: boolean }> {
  const row = await context.db
    .selectFrom('appointments')
    .select('appointment_id')
    .where('network_id', '=', context.network_id)
    .where('manage_token_digest', '=', tokenDigest(token))
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw problem('link-unknown', 404, { namespace: 'booking' })
  const appointment = await findAppointment(context, row.appointment_id)
  const wishes = appointment.items.flatMap(({ service_id }): Wish[] => (service_id === null ? [] : [{ service_id, agenda_id: null }]))
  const offer = { ...(await readOffer(context, { establishment_id: appointment.establishment_id }, wishes, { hidden: true })), moving: appointment.appointment_id }
  const changeable = appointment.status === 'confirmed' && mayChange(offer.establishment, Date.parse(appointment.starts_at), context.now.epochMilliseconds)
  return { appointment, offer, changeable }
}

/** Cancels through the client's link. @throws Problem `too-late` */
export async function cancelManaged(context: Context, token: string): Promise<Appointment> {
  const { appointment, offer, changeable } = await findManaged(context, token)
  if (appointment.status === 'cancelled') return appointment
  if (!changeable) throw refusal('too-late', offer)
  await cancelAppointment(context, appointment.appointment_id, { by: 'client' })
  return findAppointment(context, appointment.appointment_id)
}

/**
 * Moves through the client's link: the same services, at another time, by the same
 * people where they are free and by others where not.
 * @throws Problem `too-late`, and those of a booking
 */
export async function moveManaged(context: Context, token: string, starts_at: Temporal.Instant): Promise<Appointment> {
  const { appointment, offer, changeable } = await findManaged(context, token)
  if (!changeable) throw refusal('too-late', offer)
  const seats = appointment.items[0]?.seats ?? 1
  const slot = await placeForMove(context, appointment, offer, starts_at, seats)
  await refuseTooMany(context, offer, appointment.client?.client_id ?? '', starts_at, appointment.appointment_id)
  await moveAppointment(context, appointment.appointment_id, {
    revision: appointment.revision,
    items: slot.steps.map((step, at) => ({
      item_id: appointment.items[at]!.item_id,
      agenda_id: step.agenda_id,
      starts_at: Temporal.Instant.fromEpochMilliseconds(step.starts_at_ms),
      ends_at: Temporal.Instant.fromEpochMilliseconds(step.ends_at_ms)
    }))
  })
  return findAppointment(context, appointment.appointment_id)
}

/** By the same people if they can, else by whoever can. */
async function placeForMove(context: Context, appointment: Appointment, offer: Offer, starts_at: Temporal.Instant, seats: number): Promise<SequenceSlot> {
  const same = { ...offer, steps: offer.steps.map((step, at) => ({ ...step, agenda_ids: step.agenda_ids.filter((id) => id === appointment.items[at]?.agenda_id) })) }
  try {
    return await placeAt(context, same, starts_at, seats)
  } catch (error) {
    if (!(error instanceof Problem) || (error.code !== 'slot-taken' && error.code !== 'closed')) throw error
    return placeAt(context, offer, starts_at, seats)
  }
}

/** What is stored of a link's secret. */
export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
