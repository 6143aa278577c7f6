import { randomBytes } from 'node:crypto'
import { publishDirectory, recordVisibility } from '../business/networks/commands.ts'
import { proposedNotice } from '../protection/notices/queries.ts'
import type { Context } from '../foundation/database/context.ts'
import { newId } from '../foundation/database/ids.ts'
import { DAY_MS, dayNumber, dayText } from '../foundation/time/days.ts'
import { dayStart, toLocal } from '../foundation/time/zones.ts'
import { insertAll } from './bulk.ts'
import type { Diary } from './diary.ts'
import type { Person } from './people.ts'
import { zone } from './plan.ts'
import type { Ids, Place, Plan } from './plan.ts'
import type { Random } from './random.ts'
import { withCheckDigit } from './script.ts'

/**
 * Writes a planned network into the context's, in the order of the foreign keys.
 * @param accounts account ids of its members, by e-mail
 */
export async function writePlan(context: Context, plan: Plan, accounts: ReadonlyMap<string, string>): Promise<void> {
  await writeCompany(context, plan)
  const fields = await writeFields(context, plan)
  for (const [position, place] of plan.places.entries()) await writePlace(context, plan, place, position, accounts)
  await publishDirectory(context)
  for (const { ids } of plan.places) await recordVisibility(context, ids.establishment_id, { online: true, listed: true })
  await writeClients(context, plan.people, fields)
  for (const { ids, diary } of plan.places) {
    const notices = await writeNotices(context, plan, ids.establishment_id)
    await writeDiary(context, diary, ids, notices, [...accounts.values()], plan.random)
  }
}

async function writeCompany(context: Context, { network, days }: Plan): Promise<void> {
  const { slug, name, brand, sector, colour } = network
  await insertAll(context, 'networks', [{ slug, name, brand, siren: withCheckDigit(network.siren), sector, demo: true, locale: 'fr', colour, created_at: instant(dayStart(zone, days.first - 800)) }])
}

async function writeFields(context: Context, { network }: Plan): Promise<Map<string, string>> {
  const ids = new Map(network.fields.map(({ key }) => [key, newId()]))
  await insertAll(
    context,
    'client_fields',
    network.fields.map(({ key, label, kind, choices = [], online = false, help = '' }, position) => ({ field_id: ids.get(key), label, kind, choices, online, help, position }))
  )
  return ids
}

/** The notice that people have read since the establishment's beginning, as the catalogue writes it; its ids by language. */
async function writeNotices(context: Context, { days }: Plan, establishment_id: string): Promise<Map<'fr' | 'en', string>> {
  const notices = new Map<'fr' | 'en', string>()
  for (const locale of ['fr', 'en'] as const) {
    const notice_id = newId()
    const body = await proposedNotice(context, establishment_id, locale)
    await insertAll(context, 'notices', [{ notice_id, establishment_id, locale, version: 1, body, published_at: instant(dayStart(zone, days.first - 90)) }])
    notices.set(locale, notice_id)
  }
  return notices
}

async function writePlace(context: Context, { network, days }: Plan, place: Place, position: number, accounts: ReadonlyMap<string, string>): Promise<void> {
  const { establishment, ids, opening_hours, exceptions, rules } = place
  const { establishment_id } = ids
  const { slug, name, activity, description, street, postcode, commune_code, commune_name, department_code, phone, email, website, colour } = establishment
  const address = { slug, name, activity, street, postcode, commune_code, commune_name, department_code, colour }
  // The house has stood for two years; its diaries have been kept here for as long as there is something in them.
  const founded = instant(dayStart(zone, days.first - 780 + position))
  const since = instant(dayStart(zone, days.first))
  await insertAll(context, 'establishments', [
    {
      establishment_id,
      ...address,
      siret: withCheckDigit(`${withCheckDigit(network.siren)}${establishment.number}`),
      description,
      phone,
      email,
      website,
      open_on_holidays: establishment.open_on_holidays ?? false,
      online: true,
      listed: true,
      ...{ slot_step_minutes: 15, min_notice_minutes: 60, max_ahead_days: 90, change_notice_minutes: 1440, min_gap_days: 0, ...establishment.rules },
      // A newcomer looks at today first, whatever the day: a place that is open all week stands first.
      position: new Set(opening_hours.map(({ weekday }) => weekday)).size === 7 ? 0 : position + 1,
      created_at: founded
    }
  ])
  await insertAll(context, 'opening_hours', opening_hours.map((row) => ({ establishment_id, ...row })))
  await insertAll(context, 'opening_exceptions', exceptions.map((row) => ({ establishment_id, ...row })))
  await insertAll(
    context,
    'agendas',
    establishment.agendas.map(({ key, name, kind = 'person', colour, account }, position) => ({
      agenda_id: ids.agendas.get(key), establishment_id, name, kind, colour, account_id: account === undefined ? null : accounts.get(account), online: true, position, created_at: since
    }))
  )
  await insertAll(
    context,
    'services',
    establishment.services.map(({ key, name, category, description = '', minutes, buffer_before = 0, buffer_after = 0, capacity = 1, price, colour, online = true }, position) => ({
      service_id: ids.services.get(key), establishment_id, name, category, description, duration_minutes: minutes, buffer_before_minutes: buffer_before, buffer_after_minutes: buffer_after,
      capacity, price_minor: price, colour, online, position, created_at: since
    }))
  )
  await insertAll(
    context,
    'service_agendas',
    establishment.services.flatMap(({ key, agendas }) => agendas.map((agenda) => ({ service_id: ids.services.get(key), agenda_id: ids.agendas.get(agenda) })))
  )
  await insertAll(context, 'agenda_rules', [...rules].flatMap(([key, own]) => own.map((rule) => ({ agenda_id: ids.agendas.get(key), ...rule }))))
}

async function writeClients(context: Context, people: ReadonlySet<Person>, fields: ReadonlyMap<string, string>): Promise<void> {
  await insertAll(
    context,
    'clients',
    [...people].map((person) => {
      const { client_id, first_name, last_name, email, phone, language, preferred_channel, note, answers } = person
      const booked = Number.isFinite(person.first_booked_ms)
      const created_at = instant(person.new_here && booked ? person.first_booked_ms : person.known_from_ms)
      const last_activity_at = Number.isFinite(person.last_active_ms) ? instant(person.last_active_ms) : created_at
      const own = Object.fromEntries(Object.entries(answers).map(([key, value]) => [fields.get(key), value]))
      return { client_id, first_name, last_name, email, phone, language, preferred_channel, note, fields: own, created_at, updated_at: last_activity_at, last_activity_at }
    })
  )
}

async function writeDiary(context: Context, diary: Diary, ids: Ids, notices: ReadonlyMap<'fr' | 'en', string>, staff: readonly string[], random: Random): Promise<void> {
  const { establishment_id } = ids
  await insertAll(
    context,
    'occupations',
    diary.occupations.map(({ occupation_id, agenda, service, starts_ms, ends_ms, blocked, capacity, seats_taken }) => ({
      occupation_id,
      agenda_id: ids.agendas.get(agenda.key),
      service_id: ids.services.get(service.key),
      starts_at: instant(starts_ms),
      ends_at: instant(ends_ms),
      blocked: `[${instant(blocked[0])},${instant(blocked[1])})`,
      capacity,
      seats_taken
    }))
  )
  const appointments = diary.appointments.map((appointment) => ({ appointment_id: newId(), ...appointment }))
  await insertAll(
    context,
    'appointments',
    appointments.map(({ appointment_id, person, status, origin, created_ms, cancelled_ms, cancelled_by, title, note, items }) => {
      const byStaff = origin === 'staff' || origin === 'walk_in'
      const ends_ms = Math.max(...items.map((item) => item.ends_ms))
      const changed_ms = cancelled_ms ?? (status === 'confirmed' ? created_ms : Math.min(ends_ms, context.now.epochMilliseconds))
      return {
        appointment_id,
        establishment_id,
        client_id: person?.client_id ?? null,
        status,
        origin,
        starts_at: instant(items[0]!.starts_ms),
        ends_at: instant(ends_ms),
        title,
        note,
        notice_id: byStaff ? null : notices.get(person?.language ?? 'fr'),
        revision: status === 'confirmed' ? 1 : 2,
        created_by: byStaff ? random.pick(staff) : null,
        created_at: instant(created_ms),
        updated_at: instant(changed_ms),
        cancelled_at: cancelled_ms === null ? null : instant(cancelled_ms),
        cancelled_by
      }
    })
  )
  await insertAll(
    context,
    'appointment_items',
    appointments.flatMap(({ appointment_id, items }) =>
      items.map(({ service, agenda, occupation_id, starts_ms, ends_ms, seats }, position) => ({
        item_id: newId(),
        appointment_id,
        service_id: ids.services.get(service.key),
        agenda_id: ids.agendas.get(agenda.key),
        occupation_id,
        starts_at: instant(starts_ms),
        ends_at: instant(ends_ms),
        seats,
        price_minor: service.price,
        position
      }))
    )
  )
  await insertAll(
    context,
    'waiting_entries',
    diary.wishes.map(({ person, service, day, created_ms }) => ({
      entry_id: newId(),
      establishment_id,
      client_id: person.client_id,
      service_ids: [ids.services.get(service.key)],
      from_day: dayText(day),
      to_day: dayText(day),
      // Nobody knows the token of this digest: the entry can only be changed by staff.
      manage_token_digest: `\\x${randomBytes(32).toString('hex')}`,
      notice_id: notices.get(person.language),
      created_at: instant(created_ms)
    }))
  )
  await insertAll(context, 'origin_visits', visitsOf(diary, random).map((row) => ({ establishment_id, ...row })))
}

/** Visits of the booking pages by day and origin: some people look and do not book. */
function visitsOf(diary: Diary, random: Random): { day: string; origin: string; visits: number }[] {
  const bookings = new Map<string, number>()
  for (const { origin, created_ms } of diary.appointments) {
    if (origin === 'staff' || origin === 'walk_in') continue
    const key = `${dayText(Math.floor(toLocal(zone, created_ms) / DAY_MS))} ${origin}`
    bookings.set(key, (bookings.get(key) ?? 0) + 1)
  }
  const since = diary.appointments.reduce((earliest, { items }) => Math.min(earliest, items[0]!.starts_ms), Infinity)
  return [...bookings].flatMap(([key, count]) => {
    const [day = '', origin = ''] = key.split(' ')
    return dayNumber(day) * DAY_MS < since ? [] : [{ day, origin, visits: Math.round(count * (2.5 + 5 * random.next())) }]
  })
}

function instant(instant_ms: number): string {
  return new Date(instant_ms).toISOString()
}
