import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { Problem, problem } from '../../foundation/http/problem.ts'

/** A place asked for on one agenda. */
export type Place = {
  agenda_id: string
  /** Null for something that is not a service, such as a block written by staff. */
  service_id: string | null
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  buffer_before_minutes: number
  buffer_after_minutes: number
  /** Seats of the service in one session. */
  capacity: number
  /** Seats asked for. */
  seats: number
}

/**
 * Takes places on agendas: the one way in, whatever asks (staff, public page, import,
 * move, restore). All or none.
 *
 * The constraint `no_overlap` and the check on seats decide, not this code. Agendas are
 * locked in the order of their ids first, because two inserts that overlap would
 * otherwise wait for each other and PostgreSQL would end one of them a second later as
 * a deadlock.
 *
 * @returns the occupation of each place, in order
 * @throws Problem 409 `slot-taken` when a place is not free or has not enough seats left
 */
export async function takePlaces(context: Context, places: readonly Place[]): Promise<string[]> {
  await releaseHolds(context, await lockAgendas(context, places.map((place) => place.agenda_id)))
  const occupations: string[] = []
  for (const place of places) occupations.push(await takePlace(context, place))
  return occupations
}

/**
 * Locks agendas in the order of their ids.
 * @returns holds on them that ran out: they stand in nobody's way, swept or not
 * @throws Problem 404 `unknown-agenda`, also for one that is put away: archiving takes the same lock
 */
export async function lockAgendas(context: Context, agenda_ids: readonly string[]): Promise<string[]> {
  const ids = [...new Set(agenda_ids)].toSorted()
  const { rows } = await sql<{ expired: string[] | null }>`
    select (select array_agg(distinct h.hold_id) from hold_items i join holds h on h.network_id = i.network_id and h.hold_id = i.hold_id
      where i.network_id = a.network_id and i.agenda_id = a.agenda_id and h.held_until <= ${context.now.toString()}) as expired
    from agendas a
    where a.network_id = ${context.network_id} and a.agenda_id = any(${ids}::uuid[]) and a.archived_at is null
    order by a.agenda_id
    for no key update of a`.execute(context.db)
  if (rows.length !== ids.length) throw problem('unknown-agenda', 404, { namespace: 'agenda' })
  return [...new Set(rows.flatMap(({ expired }) => expired ?? []))]
}

async function takePlace(context: Context, place: Place): Promise<string> {
  if (place.seats > place.capacity) throw slotTaken()
  if (place.capacity > 1) {
    const joined = await joinSession(context, place)
    if (joined !== undefined) return joined
  }
  const occupation_id = newId()
  const from = place.starts_at.subtract({ minutes: place.buffer_before_minutes }).toString()
  const to = place.ends_at.add({ minutes: place.buffer_after_minutes }).toString()
  try {
    await sql`
      insert into occupations (network_id, occupation_id, agenda_id, service_id, starts_at, ends_at, blocked, capacity, seats_taken)
      values (${context.network_id}, ${occupation_id}, ${place.agenda_id}, ${place.service_id}, ${place.starts_at.toString()}, ${place.ends_at.toString()},
        tstzrange(${from}, ${to}), ${place.capacity}, ${place.seats})
    `.execute(context.db)
  } catch (error) {
    throw isOverlap(error) ? slotTaken() : error
  }
  return occupation_id
}

/** A session of the same service at the same time is joined; its check refuses one seat too many. */
async function joinSession(context: Context, place: Place): Promise<string | undefined> {
  try {
    const session = await context.db
      .updateTable('occupations')
      .set((row) => ({ seats_taken: row('seats_taken', '+', place.seats) }))
      .where('network_id', '=', context.network_id)
      .where('agenda_id', '=', place.agenda_id)
      .where('service_id', '=', place.service_id)
      .where('starts_at', '=', place.starts_at)
      .where('ends_at', '=', place.ends_at)
      .returning('occupation_id')
      .executeTakeFirst()
    return session?.occupation_id
  } catch (error) {
    throw hasSqlState(error, '23514') ? slotTaken() : error
  }
}

/**
 * Gives back the seats of items or holds; an occupation with no seat left taken goes.
 * References to it must have been cleared or deleted before.
 */
export async function leavePlaces(context: Context, places: readonly { occupation_id: string; seats: number }[]): Promise<void> {
  for (const { occupation_id, seats } of places.toSorted((a, b) => (a.occupation_id < b.occupation_id ? -1 : 1))) {
    const left = await context.db
      .updateTable('occupations')
      .set((row) => ({ seats_taken: row('seats_taken', '-', seats) }))
      .where('network_id', '=', context.network_id)
      .where('occupation_id', '=', occupation_id)
      .returning('seats_taken')
      .executeTakeFirst()
    if (left?.seats_taken === 0) {
      await context.db.deleteFrom('occupations').where('network_id', '=', context.network_id).where('occupation_id', '=', occupation_id).execute()
    }
  }
}

/**
 * Ends holds and frees their seats.
 * @returns how many of them were still there
 */
export async function releaseHolds(context: Context, hold_ids: readonly string[]): Promise<number> {
  if (hold_ids.length === 0) return 0
  const items = await context.db
    .deleteFrom('hold_items')
    .where('network_id', '=', context.network_id)
    .where('hold_id', 'in', [...hold_ids])
    .returning(['hold_id', 'occupation_id', 'seats'])
    .execute()
  await leavePlaces(context, items)
  await context.db.deleteFrom('holds').where('network_id', '=', context.network_id).where('hold_id', 'in', [...hold_ids]).execute()
  return new Set(items.map((item) => item.hold_id)).size
}

/** The refusal that every path gives; who knows the alternatives adds them. */
export function slotTaken(extra: Record<string, unknown> = {}): Problem {
  return problem('slot-taken', 409, { namespace: 'agenda', extra })
}

/** Recognised by SQLSTATE: shards rename constraints. */
export function isOverlap(error: unknown): boolean {
  return hasSqlState(error, '23P01')
}

function hasSqlState(error: unknown, state: string): boolean {
  return error instanceof Error && 'code' in error && error.code === state
}
