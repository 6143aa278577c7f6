import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, invalid, problem } from '../../foundation/http/problem.ts'
import { record } from '../../foundation/ledger/record.ts'
import { noteChange } from './changes.ts'
import { publishDirectory } from './directory.ts'
import { refuseIfAwaited } from './future.ts'
import { findEstablishment } from './queries.ts'
import { addressTaken, archived } from './refusals.ts'
import { addressFrom, localCustoms, normalPhone } from './rules.ts'
import type { Establishment, EstablishmentChange, NewEstablishment } from './schemas.ts'

/** Opens an establishment: private, unlisted, with the clock and the public holidays of its department. */
export async function createEstablishment(context: Context, given: NewEstablishment): Promise<Establishment> {
  const { network_id, db } = context
  const establishment_id = newId()
  const place = await placeOf(context, given, { commune_code: null, department_code: null })
  const customs = localCustoms(place.department_code ?? null)
  await refuseOtherSiren(context, given.siret)
  const { colour: ours } = found(await db.selectFrom('networks').select('colour').where('network_id', '=', network_id).executeTakeFirst())
  const values = {
    colour: ours,
    ...customs,
    ...given,
    ...place,
    ...phoneOf(given.phone, place.department_code ?? null),
    network_id,
    establishment_id,
    position: await nextPosition(context)
  }
  await insertUnderFreeAddress(context, values, given.slug)
  await noteChange(context, 'establishments', 'created', [establishment_id])
  return findEstablishment(context, establishment_id)
}

type NewRow = Omit<NewEstablishment, 'slug'> & { network_id: string; establishment_id: string; position: number }

/** An address that was asked for is taken or refused; one made from the name is numbered until it is free. */
async function insertUnderFreeAddress({ db }: Context, values: NewRow, asked: string | undefined): Promise<void> {
  const base = asked ?? addressFrom(values.name, 'lieu')
  for (let attempt = 1; attempt <= 100; attempt++) {
    const slug = attempt === 1 ? base : `${base}-${attempt}`
    const inserted = await db
      .insertInto('establishments')
      .values({ ...defined(values), slug })
      .onConflict((conflict) => conflict.columns(['network_id', 'slug']).doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows === 1n) return
    if (asked !== undefined) break
  }
  throw addressTaken(base)
}

/**
 * Changes an establishment. Going offline unlists it; being listed needs being online.
 * @throws Problem 409 `not-online`, 409 `address-taken`, 400 for a SIRET of another SIREN or a telephone number that is none
 */
export async function changeEstablishment(context: Context, establishment_id: string, change: EstablishmentChange): Promise<Establishment> {
  const { network_id, db } = context
  const before = found(
    await db
      .selectFrom('establishments')
      .select(['commune_code', 'department_code', 'time_zone', 'holiday_region', 'online', 'listed', 'archived_at'])
      .where('network_id', '=', network_id)
      .where('establishment_id', '=', establishment_id)
      .forUpdate()
      .executeTakeFirst()
  )
  if (Object.values(change).every((value) => value === undefined)) return findEstablishment(context, establishment_id)
  if (before.archived_at !== null) throw archived()
  await refuseOtherSiren(context, change.siret)
  const { commune_code, commune_name, phone, ...rest } = change
  const place = await placeOf(context, { commune_code, commune_name }, before)
  const department_code = place.department_code === undefined ? before.department_code : place.department_code
  const shown = visibility(change, before)
  const values = { ...customsThatFollow(before, department_code), ...rest, ...place, ...phoneOf(phone, department_code), ...shown }
  try {
    await db.updateTable('establishments').set(values).where('network_id', '=', network_id).where('establishment_id', '=', establishment_id).execute()
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === '23505' ? addressTaken(change.slug ?? '') : error
  }
  await publishDirectory(context, establishment_id)
  await noteVisibility(context, establishment_id, before, shown)
  await noteChange(context, 'establishments', 'changed', [establishment_id])
  return findEstablishment(context, establishment_id)
}

/** Clock and holidays that nobody chose move with the department. */
function customsThatFollow(before: { time_zone: string; holiday_region: string; department_code: string | null }, department_code: string | null): { time_zone?: string; holiday_region?: string } {
  const old = localCustoms(before.department_code)
  const fresh = localCustoms(department_code)
  return {
    ...(before.time_zone === old.time_zone ? { time_zone: fresh.time_zone } : {}),
    ...(before.holiday_region === old.holiday_region ? { holiday_region: fresh.holiday_region } : {})
  }
}

type Visibility = { online: boolean; listed: boolean }

function visibility(change: { online?: boolean | undefined; listed?: boolean | undefined }, before: Visibility): Visibility {
  const online = change.online ?? before.online
  if (change.listed === true && !online) throw problem('not-online', 409, { namespace: 'networks' })
  return { online, listed: online && (change.listed ?? before.listed) }
}

async function noteVisibility(context: Context, establishment_id: string, before: Visibility, after: Visibility): Promise<void> {
  if (before.online !== after.online || before.listed !== after.listed) await recordVisibility(context, establishment_id, after)
}

/** Leaves evidence that somebody said so, and when: the proof that nothing became public by itself. */
export async function recordVisibility(context: Context, establishment_id: string, { online, listed }: Visibility): Promise<void> {
  const by = context.actor.kind === 'account' ? context.actor.account_id : context.actor.kind
  await record(context, { kind: 'establishment.shown', promise_ids: ['O-2', 'A-8'], body: { establishment_id, online, listed, by } })
}

/** Closes an establishment to everything but its past. Refused while somebody is still expected there. */
export async function archiveEstablishment(context: Context, establishment_id: string): Promise<Establishment> {
  const { network_id, db } = context
  const agendas = await db
    .selectFrom('agendas')
    .select('agenda_id')
    .where('network_id', '=', network_id)
    .where('establishment_id', '=', establishment_id)
    .orderBy('agenda_id')
    .forUpdate()
    .execute()
  await refuseIfAwaited(context, agendas.map(({ agenda_id }) => agenda_id), 'establishment-awaited')
  const row = await db
    .updateTable('establishments')
    .set({ archived_at: context.now, online: false, listed: false })
    .where('network_id', '=', network_id)
    .where('establishment_id', '=', establishment_id)
    .where('archived_at', 'is', null)
    .returning('establishment_id')
    .executeTakeFirst()
  if (row !== undefined) {
    await publishDirectory(context, establishment_id)
    await noteChange(context, 'establishments', 'archived', [establishment_id])
  }
  return findEstablishment(context, establishment_id)
}

/** Brings an establishment back as it was, but private. */
export async function restoreEstablishment(context: Context, establishment_id: string): Promise<Establishment> {
  const row = await context.db
    .updateTable('establishments')
    .set({ archived_at: null })
    .where('network_id', '=', context.network_id)
    .where('establishment_id', '=', establishment_id)
    .where('archived_at', 'is not', null)
    .returning('establishment_id')
    .executeTakeFirst()
  if (row !== undefined) await noteChange(context, 'establishments', 'restored', [establishment_id])
  return findEstablishment(context, establishment_id)
}

/** Puts establishments in the order of their ids; the others follow. */
export async function orderEstablishments(context: Context, ids: readonly string[]): Promise<void> {
  await sql`
    update establishments e set position = o.position
    from unnest(${ids}::uuid[]) with ordinality as o (establishment_id, position)
    where e.network_id = ${context.network_id} and e.establishment_id = o.establishment_id`.execute(context.db)
  await noteChange(context, 'establishments', 'reordered', ids)
}

async function nextPosition({ db, network_id }: Context): Promise<number> {
  const { last } = await db.selectFrom('establishments').select(({ fn }) => fn.max('position').as('last')).where('network_id', '=', network_id).executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}

type Place = { commune_code?: string | null; commune_name?: string; department_code?: string | null }

/** What the commune's code says; nothing when the place does not change. */
async function placeOf({ db }: Context, given: { commune_code?: string | null | undefined; commune_name?: string | undefined }, before: { commune_code: string | null; department_code: string | null }): Promise<Place> {
  const code = given.commune_code
  if (code === undefined || code === null) {
    const elsewhere = code === null || before.commune_code === null
    return { ...(code === null ? { commune_code: null, department_code: null } : {}), ...(elsewhere && given.commune_name !== undefined ? { commune_name: given.commune_name } : {}) }
  }
  const commune = await db.selectFrom('communes').select(['name', 'department_code']).where('commune_code', '=', code).executeTakeFirst()
  if (commune === undefined) throw invalid('body.commune_code', 'networks:field.commune')
  return { commune_code: code, commune_name: commune.name, department_code: commune.department_code }
}

function phoneOf(typed: string | null | undefined, department_code: string | null): { phone?: string | null } {
  if (typed === undefined) return {}
  if (typed === null || typed.trim() === '') return { phone: null }
  const phone = normalPhone(typed, department_code)
  if (phone === null) throw invalid('body.phone', 'networks:field.phone')
  return { phone }
}

/** The network's SIREN is read under a lock, so that it does not change under our feet. */
async function refuseOtherSiren({ db, network_id }: Context, siret: string | null | undefined): Promise<void> {
  if (siret === undefined || siret === null) return
  const { siren } = found(await db.selectFrom('networks').select('siren').where('network_id', '=', network_id).forShare().executeTakeFirst())
  if (siren !== null && !siret.startsWith(siren)) throw invalid('body.siret', 'networks:field.siret-siren')
}

/** Without the members that were left out. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
