import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, invalid, Problem, problem } from '../../foundation/http/problem.ts'
import { record } from '../../foundation/ledger/record.ts'
import { dayNumber, dayOf, dayText } from '../../foundation/time/days.ts'
import { dayStart, toLocal, zoneOf } from '../../foundation/time/zones.ts'
import type { PlacedStep, SequenceSlot } from '../agenda/availability/sequence.ts'
import { tokenDigest } from './commands.ts'
import { findSlots, localDay, placeAt, readOffer } from './offer.ts'
import type { Offer } from './offer.ts'

/** When somebody can come: local days, both included, and minutes of the day. */
export type WaitingWindow = { from_day: string; to_day: string; from_minute: number; to_minute: number }
export type WaitingWish = WaitingWindow & { service_ids: readonly string[]; agenda_id: string | null }

/** Entries that one person may have open at an establishment. */
const mostOpen = 5
/** Days that one entry may span. */
const longestSpan = 92
const open = ['waiting', 'offered']

/**
 * Puts somebody on the waiting list.
 * @returns the entry's id and the secret of the link that leaves the list
 * @throws Problem `invalid-input` for days in the wrong order, past or too many, `waiting-many`
 */
export async function joinWaiting(context: Context, offer: Offer, client_id: string, notice_id: string, wish: WaitingWish): Promise<{ entry_id: string; token: string }> {
  const { network_id, db, now } = context
  const { establishment_id, zone, max_ahead_days } = offer.establishment
  const today = localDay(zone, now.epochMilliseconds)
  const from_day = wish.from_day < today ? today : wish.from_day
  if (wish.to_day < from_day || dayNumber(wish.to_day) - dayNumber(from_day) > longestSpan) throw invalid('body.to_day', 'booking:field.waiting-days')
  if (dayNumber(from_day) > dayNumber(today) + max_ahead_days) throw invalid('body.from_day', 'booking:field.waiting-far')
  // The card is locked, so that two entries at once cannot both be the last one allowed.
  await db.selectFrom('clients').select('client_id').where('network_id', '=', network_id).where('client_id', '=', client_id).forNoKeyUpdate().execute()
  const { count } = await db
    .selectFrom('waiting_entries')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('network_id', '=', network_id)
    .where('client_id', '=', client_id)
    .where('establishment_id', '=', establishment_id)
    .where('status', 'in', open)
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostOpen) throw problem('waiting-many', 409, { namespace: 'booking', values: { name: offer.establishment.name, count: mostOpen } })
  const entry_id = newId()
  const token = randomBytes(24).toString('base64url')
  const { to_day, from_minute, to_minute, agenda_id } = wish
  await db
    .insertInto('waiting_entries')
    .values({ network_id, entry_id, establishment_id, client_id, service_ids: [...wish.service_ids], agenda_id, from_day, to_day, from_minute, to_minute, manage_token_digest: tokenDigest(token), notice_id, created_at: now })
    .execute()
  await record(context, { kind: 'waiting.joined', promise_ids: ['A-6', 'A-22'], subject: { client_id }, body: { entry_id, notice_id } })
  context.publish({ kind: 'waiting', ids: [entry_id] })
  return { entry_id, token }
}

/** The entry that a person's link leads to. @throws Problem `link-unknown` */
export async function findWaiting(context: Context, token: string) {
  const entry = await context.db
    .selectFrom('waiting_entries')
    .select(['entry_id', 'establishment_id', 'service_ids', 'agenda_id', 'from_day', 'to_day', 'from_minute', 'to_minute', 'status', 'offered_starts_at'])
    .where('network_id', '=', context.network_id)
    .where('manage_token_digest', '=', tokenDigest(token))
    .executeTakeFirst()
  if (entry === undefined) throw problem('link-unknown', 404, { namespace: 'booking' })
  return entry
}

/** Leaves the list, by the person's link or by staff; leaving twice is the same as once. */
export async function withdrawWaiting(context: Context, entry_id: string, by: 'client' | 'staff'): Promise<void> {
  const left = await context.db
    .updateTable('waiting_entries')
    .set({ status: 'withdrawn' })
    .where('network_id', '=', context.network_id)
    .where('entry_id', '=', entry_id)
    .where('status', 'in', open)
    .returning('client_id')
    .executeTakeFirst()
  if (left === undefined) {
    found(await context.db.selectFrom('waiting_entries').select('entry_id').where('network_id', '=', context.network_id).where('entry_id', '=', entry_id).executeTakeFirst())
    return
  }
  await record(context, { kind: 'waiting.withdrawn', promise_ids: ['A-6'], subject: { client_id: left.client_id }, body: { entry_id, by } })
  context.publish({ kind: 'waiting', ids: [entry_id] })
}

/**
 * Offers a free time to somebody who waits; the person is called by staff.
 * @throws Problem `not-waiting` when the entry is closed, and those of a booking when the time is not free
 */
export async function offerWaiting(context: Context, entry_id: string, starts_at: Temporal.Instant): Promise<void> {
  const entry = found(
    await context.db
      .selectFrom('waiting_entries')
      .select(['establishment_id', 'service_ids', 'agenda_id', 'status'])
      .where('network_id', '=', context.network_id)
      .where('entry_id', '=', entry_id)
      .forUpdate()
      .executeTakeFirst()
  )
  if (!open.includes(entry.status)) throw problem('not-waiting', 409, { namespace: 'booking' })
  await placeAt(context, await offerOf(context, entry), starts_at, 1)
  await markOffered(context, entry_id, starts_at)
}

async function markOffered(context: Context, entry_id: string, starts_at: Temporal.Instant): Promise<void> {
  const { network_id, now } = context
  const { client_id } = await context.db
    .updateTable('waiting_entries')
    .set({ status: 'offered', offered_at: now, offered_starts_at: starts_at })
    .where('network_id', '=', network_id)
    .where('entry_id', '=', entry_id)
    .returning('client_id')
    .executeTakeFirstOrThrow()
  await record(context, { kind: 'waiting.offered', promise_ids: ['A-6'], subject: { client_id }, body: { entry_id, starts_at: starts_at.toString() } })
  context.publish({ kind: 'waiting', ids: [entry_id] })
}

type Wished = { establishment_id: string; service_ids: string[]; agenda_id: string | null }

function offerOf(context: Context, { establishment_id, service_ids, agenda_id }: Wished): Promise<Offer> {
  return readOffer(context, { establishment_id }, service_ids.map((service_id) => ({ service_id, agenda_id })))
}

export type Matched = { booked: number; expired: number; offered: number; reopened: number }

/**
 * Brings the waiting list of a network up to date: entries whose person has booked within the window are closed, those
 * past their last day expire, offers whose time is gone wait again, and free times go to those who have waited longest.
 *
 * Looks at what is free rather than at what came free, so that it does not matter how: cancelled, moved, deleted, a hold
 * that ran out, hours or an agenda added. Entries that want the same thing share one reading.
 */
export async function matchWaiting(context: Context): Promise<Matched> {
  const booked = await closeBooked(context)
  const expired = await closePast(context)
  const entries = await context.db
    .selectFrom('waiting_entries')
    .select(['entry_id', 'establishment_id', 'service_ids', 'agenda_id', 'from_day', 'to_day', 'from_minute', 'to_minute', 'status', 'offered_starts_at'])
    .where('network_id', '=', context.network_id)
    .where('status', 'in', open)
    .orderBy('created_at')
    .orderBy('entry_id')
    .limit(5000)
    // Whoever withdraws an entry at this moment comes before or after, not in between.
    .forUpdate()
    .execute()
  const promised: PlacedStep[] = []
  const waiting: { entry_id: string; slots: Fitting }[] = []
  const groups = Map.groupBy(entries, ({ establishment_id, service_ids, agenda_id }) => `${establishment_id} ${service_ids.join()} ${agenda_id ?? ''}`)
  const free = new Map<string, Fitting>()
  for (const group of groups.values()) {
    const fitting = await freeFor(context, group[0]!, group)
    for (const entry of group) free.set(entry.entry_id, fitting)
  }
  let reopened = 0
  for (const entry of entries) {
    const fitting = free.get(entry.entry_id) ?? nothingFits
    const at = entry.offered_starts_at?.epochMilliseconds
    const kept = entry.status === 'offered' ? fitting.slots.find(({ starts_at_ms }) => starts_at_ms === at) : undefined
    if (kept !== undefined) promised.push(...kept.steps)
    else {
      if (entry.status === 'offered') {
        reopened++
        await reopen(context, entry.entry_id)
      }
      waiting.push({ entry_id: entry.entry_id, slots: { ...fitting, slots: fitting.slots.filter((slot) => suits(slot, entry, fitting.zone)) } })
    }
  }
  let offered = 0
  for (const { entry_id, slots } of waiting) {
    const slot = slots.slots.find(({ steps }) => !steps.some((step) => promised.some((other) => clash(step, other))))
    if (slot === undefined) continue
    promised.push(...slot.steps)
    offered++
    await markOffered(context, entry_id, Temporal.Instant.fromEpochMilliseconds(slot.starts_at_ms))
  }
  return { booked, expired, offered, reopened }
}

type Fitting = { zone: string; slots: readonly SequenceSlot[] }
const nothingFits: Fitting = { zone: 'UTC', slots: [] }

/** What is free for one wish over all the days that anybody has for it. */
async function freeFor(context: Context, wish: Wished, days: readonly { from_day: string; to_day: string }[]): Promise<Fitting> {
  try {
    const offer = await offerOf(context, wish)
    const { zone } = offer.establishment
    const first = Math.min(...days.map(({ from_day }) => dayNumber(from_day)))
    const last = Math.max(...days.map(({ to_day }) => dayNumber(to_day)))
    return { zone, slots: await findSlots(context, offer, [dayStart(zoneOf(zone), first), dayStart(zoneOf(zone), last + 1)], 1) }
  } catch (error) {
    // A service or person no longer offered online: nobody is called for it, and the entry runs out.
    if (error instanceof Problem && error.status === 404) return nothingFits
    throw error
  }
}

/** Whether a slot begins within somebody's days and hours. */
export function suits(slot: { starts_at_ms: number }, wish: WaitingWindow, zone: string): boolean {
  const local = toLocal(zoneOf(zone), slot.starts_at_ms)
  const day = dayText(dayOf(local))
  const minute = Math.floor((local - dayOf(local) * 86_400_000) / 60_000)
  return day >= wish.from_day && day <= wish.to_day && minute >= wish.from_minute && minute < wish.to_minute
}

function clash(a: PlacedStep, b: PlacedStep): boolean {
  return a.agenda_id === b.agenda_id && a.starts_at_ms < b.ends_at_ms && b.starts_at_ms < a.ends_at_ms
}

async function reopen(context: Context, entry_id: string): Promise<void> {
  await context.db.updateTable('waiting_entries').set({ status: 'waiting', offered_at: null, offered_starts_at: null }).where('network_id', '=', context.network_id).where('entry_id', '=', entry_id).execute()
  context.publish({ kind: 'waiting', ids: [entry_id] })
}

/** Whoever booked one of the services within the window, on a page or by telephone, waits no longer. */
async function closeBooked(context: Context): Promise<number> {
  const { rows } = await sql<{ entry_id: string }>`
    update waiting_entries w set status = 'booked' from establishments e
    where w.network_id = ${context.network_id} and e.network_id = w.network_id and e.establishment_id = w.establishment_id and w.status in ('waiting', 'offered')
      and exists (select from appointments a join appointment_items i on i.network_id = a.network_id and i.appointment_id = a.appointment_id
        where a.network_id = w.network_id and a.client_id = w.client_id and a.establishment_id = w.establishment_id and a.created_at >= w.created_at
          and a.status <> 'cancelled' and a.deleted_at is null and i.service_id = any(w.service_ids)
          and (a.starts_at at time zone e.time_zone)::date between w.from_day and w.to_day)
    returning w.entry_id`.execute(context.db)
  if (rows.length > 0) context.publish({ kind: 'waiting', ids: rows.map(({ entry_id }) => entry_id) })
  return rows.length
}

async function closePast(context: Context): Promise<number> {
  const { rows } = await sql<{ entry_id: string }>`
    update waiting_entries w set status = 'expired' from establishments e
    where w.network_id = ${context.network_id} and e.network_id = w.network_id and e.establishment_id = w.establishment_id and w.status in ('waiting', 'offered')
      and w.to_day < (${context.now.toString()}::timestamptz at time zone e.time_zone)::date
    returning w.entry_id`.execute(context.db)
  if (rows.length > 0) context.publish({ kind: 'waiting', ids: rows.map(({ entry_id }) => entry_id) })
  return rows.length
}
