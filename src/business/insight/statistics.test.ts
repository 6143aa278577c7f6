import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '../../foundation/database/ids.ts'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import type { TestNetwork } from '../../../tests/house.ts'
import { insightKeepers } from './promises.ts'
import type { Statistics } from './schemas.ts'

/** Monday 2 November 2026, in the afternoon; the clocks went back on Sunday 25 October. */
const now = Temporal.Instant.from('2026-11-02T13:00:00Z')
const house = await testHouse({ clock: () => now })
const salon = await testNetwork(house)
const stranger = await testNetwork(house, 'voisin')
const { cookie } = await salon.signIn('owner')

type Booking = {
  agenda?: 0 | 1
  service?: keyof TestNetwork['services'] | null
  minutes?: number
  seats?: number
  status?: string
  origin?: string
  /** Minutes between asking and starting. */
  lead?: number
  /** Minutes between cancelling and starting. */
  notice?: number
  by?: 'client' | 'staff'
  client?: string
  deleted?: boolean
  establishment_id?: string
  agenda_id?: string
}

const prices = { cut: 3500, colour: 8200, class: 1500 }

/** Writes an appointment with one service as the agenda room would, in the past too. */
async function book(network: TestNetwork, starts: string, booking: Booking = {}): Promise<void> {
  const { agenda = 0, service = 'cut', minutes = 30, seats = 1, status = 'done', origin = 'staff', lead = 1440, notice, by, client, deleted = false } = booking
  const starts_at = Temporal.Instant.from(starts)
  const ends_at = starts_at.add({ minutes })
  const { network_id } = network
  const agenda_id = booking.agenda_id ?? network.agenda_ids[agenda]
  const service_id = service === null || booking.agenda_id !== undefined ? null : network.services[service]
  const appointment_id = newId()
  const times = { starts_at, ends_at }
  await network.run(async ({ db }) => {
    await db
      .insertInto('appointments')
      .values({
        network_id, appointment_id, establishment_id: booking.establishment_id ?? network.establishment_id, client_id: client ?? null, status, origin, ...times,
        created_at: starts_at.subtract({ minutes: lead }), cancelled_at: notice === undefined ? null : starts_at.subtract({ minutes: notice }), cancelled_by: by ?? null, deleted_at: deleted ? now : null
      })
      .execute()
    let occupation_id: string | null = null
    if (status !== 'cancelled' && !deleted) {
      const capacity = service === 'class' ? 6 : 1
      const joined = await db
        .updateTable('occupations')
        .set((row) => ({ seats_taken: row('seats_taken', '+', seats) }))
        .where('network_id', '=', network_id)
        .where('agenda_id', '=', agenda_id)
        .where('starts_at', '=', starts_at)
        .returning('occupation_id')
        .executeTakeFirst()
      occupation_id = joined?.occupation_id ?? newId()
      if (joined === undefined) {
        await db.insertInto('occupations').values({ network_id, occupation_id, agenda_id, service_id, ...times, blocked: `[${starts_at},${ends_at})`, capacity, seats_taken: seats }).execute()
      }
    }
    await db
      .insertInto('appointment_items')
      .values({ network_id, item_id: newId(), appointment_id, service_id, agenda_id, occupation_id, ...times, seats, price_minor: service_id === null || service === null ? null : prices[service] })
      .execute()
  })
}

async function addClient(network: TestNetwork): Promise<string> {
  const client_id = newId()
  await network.run(({ db }) => db.insertInto('clients').values({ network_id: network.network_id, client_id, last_name: 'Martin' }).execute())
  return client_id
}

async function ask(query: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Statistics & { code: string; errors?: { field: string }[] }; text: string; type: string }> {
  const answer = await house.server.inject({ url: `/api/networks/${salon.network_id}/statistics${query}`, headers: { cookie, ...headers } })
  const json = String(answer.headers['content-type']).includes('json')
  return { status: answer.statusCode, body: json ? answer.json() : ({} as never), text: answer.body, type: String(answer.headers['content-type']) }
}

const wakes = (network: TestNetwork) =>
  network.run(async ({ db }) => {
    // Both agendas have existed for a month; on Sundays the place also opens in the small hours.
    await db.updateTable('agendas').set({ created_at: Temporal.Instant.from('2026-09-20T22:00:00Z') }).where('network_id', '=', network.network_id).execute()
    await db.insertInto('opening_hours').values({ network_id: network.network_id, establishment_id: network.establishment_id, weekday: 7, opens_minute: 0, closes_minute: 240 }).execute()
  })

await wakes(salon)
await wakes(stranger)
const [regular, newcomer] = [await addClient(salon), await addClient(salon)]

for (const network of [salon, stranger]) {
  const mine = network === salon
  const known = mine ? { client: regular } : {}
  // The three days before: one appointment of the regular.
  await book(network, '2026-10-22T08:00:00Z', { origin: 'site', lead: 600, ...known })
  // Saturday: kept, and a colour whose client did not come.
  await book(network, '2026-10-24T07:00:00Z', { origin: 'site', lead: 2880, ...known })
  await book(network, '2026-10-24T08:00:00Z', { service: 'colour', minutes: 90, status: 'no_show', lead: 60, ...(mine ? { client: newcomer } : {}) })
  // Sunday night: from half past one to the second two o’clock, then a quarter past that to three.
  await book(network, '2026-10-24T23:30:00Z', { agenda: 1, service: null, minutes: 90, origin: 'google', lead: 120 })
  await book(network, '2026-10-25T01:15:00Z', { agenda: 1, minutes: 45, origin: 'google', lead: 4320, ...known })
  // Monday: one class for three people, one given up by each side, somebody from the street.
  await book(network, '2026-10-26T17:00:00Z', { service: 'class', minutes: 60, origin: 'site', lead: 300 })
  await book(network, '2026-10-26T17:00:00Z', { service: 'class', minutes: 60, seats: 2, origin: 'facebook', lead: 20_160 })
  await book(network, '2026-10-26T09:00:00Z', { status: 'cancelled', notice: 180, by: 'client', origin: 'site', lead: 1440 })
  await book(network, '2026-10-26T09:00:00Z', { status: 'cancelled', notice: 4320, by: 'staff', lead: 10_080 })
  await book(network, '2026-10-26T10:00:00Z', { agenda: 1, origin: 'walk_in', lead: 0 })
  // A quarter to midnight still belongs to Monday, midnight does not; what was deleted to no day.
  await book(network, '2026-10-26T22:45:00Z', { minutes: 15, lead: 90 })
  await book(network, '2026-10-26T23:00:00Z', { lead: 90 })
  await book(network, '2026-10-26T08:00:00Z', { deleted: true })
}
await salon.run(({ db }) =>
  db
    .insertInto('origin_visits')
    .values([
      { network_id: salon.network_id, establishment_id: salon.establishment_id, day: '2026-10-24', origin: 'site', visits: 9 },
      { network_id: salon.network_id, establishment_id: salon.establishment_id, day: '2026-10-26', origin: 'site', visits: 3 },
      { network_id: salon.network_id, establishment_id: salon.establishment_id, day: '2026-10-27', origin: 'site', visits: 50 }
    ])
    .execute()
)

const period = '?from=2026-10-24&to=2026-10-26'

describe('statistics', () => {
  test('[A-11] totals are those counted by hand, beside those of the three days before', async () => {
    const { status, body } = await ask(period)
    assert.equal(status, 200)
    assert.deepEqual(body.before, { from: '2026-10-21', to: '2026-10-23' })
    assert.deepEqual(body.totals, {
      booked: 10, live: 8, upcoming: 0, kept: 7, no_shows: 1, cancelled: 2, cancelled_by_client: 1, cancelled_by_staff: 1,
      no_show_rate: 0.125,
      cancellation_rate: 0.2,
      // 30 + 90 + 90 + 45 + one class of 60 + 30 + 15.
      booked_minutes: 360,
      // 3500 + 8200 + 0 + 3500 + 1500 + 2 × 1500 + 3500 + 3500.
      revenue_minor: 26_700,
      // Two agendas, three days of twelve hours, and a night of four hours that lasted five.
      open_minutes: 2 * (3 * 720 + 300),
      fill_rate: 0.0732,
      // 60, 90, 120, 300, 1440, 2880, 4320, 10080, 20160 without the walk-in.
      lead_median_minutes: 1440,
      clients: 2,
      new_clients: 1
    })
    assert.deepEqual(
      { live: body.totals_before.live, booked_minutes: body.totals_before.booked_minutes, open_minutes: body.totals_before.open_minutes, clients: body.totals_before.clients, new_clients: body.totals_before.new_clients },
      { live: 1, booked_minutes: 30, open_minutes: 2 * 3 * 720, clients: 1, new_clients: 1 }
    )
  })

  test('[A-11] every breakdown adds up to the totals', async () => {
    const { body } = await ask(period)
    for (const rows of [body.periods, body.origins, body.agendas, body.services]) {
      for (const name of ['booked', 'live', 'kept', 'no_shows', 'cancelled', 'booked_minutes', 'revenue_minor'] as const) {
        assert.equal(rows.reduce((sum, row) => sum + row[name], 0), body.totals[name], name)
      }
    }
    for (const rows of [body.periods, body.agendas, body.hours]) assert.equal(rows.reduce((sum, row) => sum + row.open_minutes, 0), body.totals.open_minutes)
    assert.equal(body.hours.reduce((sum, row) => sum + row.booked_minutes, 0), body.totals.booked_minutes)
  })

  test('[A-11] days are the establishment’s own: a quarter to midnight counts, midnight does not', async () => {
    const { body } = await ask(period)
    assert.equal(body.group_by, 'day')
    assert.deepEqual(
      body.periods.map(({ from, booked, live, booked_minutes, open_minutes }) => [from, booked, live, booked_minutes, open_minutes]),
      [
        ['2026-10-24', 2, 2, 120, 1440],
        ['2026-10-25', 2, 2, 135, 2 * (720 + 300)],
        ['2026-10-26', 6, 4, 105, 1440]
      ]
    )
    const weeks = (await ask('?from=2026-10-24&to=2026-10-27&group_by=week')).body.periods
    assert.deepEqual(weeks.map(({ from, to, booked }) => [from, to, booked]), [['2026-10-24', '2026-10-25', 4], ['2026-10-26', '2026-10-27', 7]])
  })

  test('[A-11] the hour that autumn shows twice holds both, open and booked', async () => {
    const { body } = await ask(period)
    const at = (weekday: number, hour: number) => body.hours.find((row) => row.weekday === weekday && row.hour === hour)
    assert.deepEqual(at(7, 1), { weekday: 7, hour: 1, starts: 1, booked_minutes: 30, open_minutes: 120, fill_rate: 0.25 })
    // An hour of the first, three quarters of the second.
    assert.deepEqual(at(7, 2), { weekday: 7, hour: 2, starts: 1, booked_minutes: 105, open_minutes: 240, fill_rate: 0.4375 })
    assert.deepEqual(at(1, 18), { weekday: 1, hour: 18, starts: 2, booked_minutes: 60, open_minutes: 120, fill_rate: 0.5 })
    assert.equal(at(1, 23)?.fill_rate, null, 'booked outside the hours: nothing to divide by')
  })

  test('[A-11] a spring night lasts three hours of four', async () => {
    const { body } = await ask('?from=2027-03-28&to=2027-03-28')
    assert.equal(body.totals.open_minutes, 2 * (720 + 180))
    assert.deepEqual(body.hours.map(({ hour }) => hour).slice(0, 4), [0, 1, 3, 8])
  })

  test('[A-11] a group session is counted once and shared between those who come', async () => {
    const { body } = await ask(period)
    const service = body.services.find(({ name }) => name === 'Cours')!
    assert.deepEqual([service.live, service.booked_minutes, service.seats_taken, service.seats_offered, service.revenue_minor], [2, 60, 3, 6, 4500])
    const byOrigin = Object.fromEntries(body.origins.map((row) => [row.origin, row.booked_minutes]))
    // The cut by the site and its third of the class; the other two thirds came by Facebook.
    assert.deepEqual([byOrigin['site'], byOrigin['facebook']], [30 + 20, 40])
  })

  test('[A-11] agendas fill, origins turn visits into appointments', async () => {
    const { body } = await ask(period)
    assert.deepEqual(body.agendas.map(({ name, live, booked_minutes, fill_rate }) => [name, live, booked_minutes, fill_rate]), [['Léa', 5, 195, 0.0793], ['Marc', 3, 165, 0.0671]])
    assert.deepEqual(body.origins.map(({ origin, booked, visits }) => [origin, booked, visits]), [['staff', 3, null], ['walk_in', 1, null], ['site', 3, 12], ['facebook', 1, 0], ['google', 2, 0]])
  })

  test('[A-11] lead times and cancellations fall into their steps', async () => {
    const { body } = await ask(period)
    // Lower ends: 0, 2 h, 1, 3, 7, 14, 28 and 56 days; an edge belongs to the step that it begins.
    assert.deepEqual(body.lead_times.map(({ booked }) => booked), [2, 2, 2, 1, 1, 1, 0, 0])
    assert.deepEqual(body.cancellations.map(({ by_client, by_staff }) => [by_client, by_staff]), [[0, 0], [1, 0], [0, 0], [0, 1], [0, 0]])
  })

  test('[A-11] filters keep what they name, by agenda, service, origin and establishment', async () => {
    const agenda = (await ask(`${period}&agenda_id=${salon.agenda_ids[1]}`)).body
    assert.deepEqual([agenda.totals.live, agenda.totals.booked_minutes, agenda.totals.open_minutes, agenda.agendas.length, agenda.origins[0]?.visits], [3, 165, 2460, 1, null])
    const service = (await ask(`${period}&service_id=${salon.services.class}`)).body
    assert.deepEqual([service.totals.live, service.totals.booked_minutes, service.services.map(({ name }) => name)], [2, 60, ['Cours']])
    const origin = (await ask(`${period}&origin=site`)).body
    assert.deepEqual([origin.totals.booked, origin.totals.booked_minutes, origin.origins.map((row) => row.origin)], [3, 50, ['site']])
    assert.equal((await ask(`${period}&establishment_id=${salon.establishment_id}`)).body.totals.booked, 10)
  })

  test('[A-11] each establishment counts its own days, wherever it is', async () => {
    const establishment_id = newId()
    const agenda_id = newId()
    const { network_id } = salon
    await salon.run(async ({ db }) => {
      await db.insertInto('establishments').values({ network_id, establishment_id, slug: 'auckland', name: 'Auckland', activity: 'coiffure', time_zone: 'Pacific/Auckland' }).execute()
      await db.insertInto('opening_hours').values({ network_id, establishment_id, weekday: 6, opens_minute: 0, closes_minute: 60 }).execute()
      await db.insertInto('agendas').values({ network_id, agenda_id, establishment_id, name: 'Mere', created_at: Temporal.Instant.from('2026-09-01T00:00:00Z') }).execute()
    })
    // Half past midnight on Saturday there, half past one on Friday afternoon in Lyon.
    await book(salon, '2026-10-23T11:30:00Z', { establishment_id, agenda_id, service: null })
    const { body } = await ask(`${period}&establishment_id=${establishment_id}`)
    assert.deepEqual([body.totals.live, body.totals.open_minutes, body.totals.fill_rate], [1, 60, 0.5])
    assert.deepEqual(body.hours, [{ weekday: 6, hour: 0, starts: 1, booked_minutes: 30, open_minutes: 60, fill_rate: 0.5 }])
    const both = (await ask(period)).body
    assert.deepEqual([both.totals.live, both.periods[0]?.live, both.totals.open_minutes], [9, 3, 4920 + 60])
    await salon.run(async ({ db }) => {
      await db.deleteFrom('appointment_items').where('network_id', '=', network_id).where('agenda_id', '=', agenda_id).execute()
      await db.deleteFrom('appointments').where('network_id', '=', network_id).where('establishment_id', '=', establishment_id).execute()
      await db.deleteFrom('occupations').where('network_id', '=', network_id).where('agenda_id', '=', agenda_id).execute()
      await db.deleteFrom('agendas').where('network_id', '=', network_id).where('agenda_id', '=', agenda_id).execute()
      await db.deleteFrom('establishments').where('network_id', '=', network_id).where('establishment_id', '=', establishment_id).execute()
    })
  })

  test('[A-11] an agenda’s open time begins with it, days off and exceptions leave it', async () => {
    const { network_id, establishment_id } = salon
    const [first, second] = salon.agenda_ids
    await salon.run(async ({ db }) => {
      await db.insertInto('agenda_rules').values({ network_id, rule_id: newId(), agenda_id: first, kind: 'unavailable', starts_local: '2026-10-05T12:00', duration_minutes: 60, rrule: 'FREQ=DAILY' }).execute()
      await db.insertInto('opening_exceptions').values({ network_id, exception_id: newId(), establishment_id, day: '2026-10-07' }).execute()
    })
    const open = async (query: string) => (await ask(query)).body.agendas.map(({ open_minutes }) => open_minutes)
    assert.deepEqual(await open('?from=2026-10-06&to=2026-10-08'), [2 * 660, 2 * 720])
    assert.deepEqual(await open('?from=2026-09-20&to=2026-09-21'), [720, 720], 'made on the evening of the 20th')
    await salon.run(({ db }) => db.updateTable('agendas').set({ archived_at: Temporal.Instant.from('2026-10-06T10:00:00Z') }).where('network_id', '=', network_id).where('agenda_id', '=', second).execute())
    assert.deepEqual((await ask(`?from=2026-10-06&to=2026-10-08&agenda_id=${second}`)).body.totals.open_minutes, 240, 'until it was archived, at noon')
    await salon.run(async ({ db }) => {
      await db.updateTable('agendas').set({ archived_at: null }).where('network_id', '=', network_id).execute()
      await db.deleteFrom('agenda_rules').where('network_id', '=', network_id).execute()
      await db.deleteFrom('opening_exceptions').where('network_id', '=', network_id).execute()
    })
  })

  test('[A-11] nothing counted is nothing divided', async () => {
    const { body } = await ask('?from=2020-01-01&to=2020-01-31')
    assert.deepEqual([body.totals.booked, body.totals.fill_rate, body.totals.no_show_rate, body.totals.cancellation_rate, body.totals.lead_median_minutes], [0, null, null, null, null])
    assert.equal(body.periods.length, 31)
  })

  test('days the wrong way round, too many, or of no calendar are refused by name', async () => {
    for (const [query, field] of [['?from=2026-10-26&to=2026-10-24', 'query.to'], ['?from=2020-01-01&to=2026-01-01', 'query.to'], ['?from=2026-02-30&to=2026-03-01', 'query.from'], ['?to=2026-03-01', 'query.from'], [`${period}&group_by=hour`, 'query.group_by']] as const) {
      const { status, body } = await ask(query)
      assert.deepEqual([status, body.code, body.errors?.[0]?.field], [400, 'invalid-input', field], query)
    }
  })
})

describe('who may see them', () => {
  test('[A-11] another network’s establishments, agendas and services do not exist here', async () => {
    for (const filter of [`establishment_id=${stranger.establishment_id}`, `agenda_id=${stranger.agenda_ids[0]}`, `service_id=${stranger.services.cut}`]) {
      assert.equal((await ask(`${period}&${filter}`)).status, 404, filter)
    }
    const outsider = await stranger.signIn('owner')
    assert.equal((await ask(period, { cookie: outsider.cookie })).status, 403)
    assert.equal((await ask(`/totals.csv${period}`, { cookie: outsider.cookie })).status, 403)
  })

  test('readers may look, staff may not', async () => {
    assert.equal((await ask(period, { cookie: (await salon.signIn('reader')).cookie })).status, 200)
    assert.equal((await ask(period, { cookie: (await salon.signIn('staff')).cookie })).status, 403)
  })
})

describe('tables to take away', () => {
  const lines = (text: string): string[] => text.replace('\ufeff', '').trimEnd().split('\r\n')

  test('[A-11] French spreadsheets get semicolons, decimal commas and the mark', async () => {
    const { status, text, type } = await ask(`/agendas.csv${period}&lang=fr`)
    assert.deepEqual([status, type], [200, 'text/csv; charset=utf-8'])
    assert.ok(text.startsWith('\ufeff'))
    assert.deepEqual(lines(text).slice(0, 2), [
      'Agenda;Établissement;Demandés;Maintenus;À venir;Honorés;Absences;Annulés;Taux d’absence (%);Taux d’annulation (%);Heures réservées;Montant réservé (EUR);Heures ouvertes;Remplissage (%);Places prises;Places offertes',
      'Léa;salon Lyon;7;5;0;4;1;2;20;28,57;3,25;197;41;7,93;3;6'
    ])
  })

  test('[A-11] English ones get commas and points', async () => {
    const { text } = await ask(`/totals.csv${period}&lang=en`)
    assert.deepEqual(lines(text)[1], '2026-10-24,2026-10-26,10,8,0,7,1,2,12.50,20,1,1,6,267,82,7.32,24,2,1')
  })

  test('[A-11] every table is there, in both languages', async () => {
    for (const table of ['totals', 'periods', 'agendas', 'services', 'origins', 'hours', 'lead-times', 'cancellations']) {
      for (const lang of ['fr', 'en']) {
        const { status, text } = await ask(`/${table}.csv${period}&lang=${lang}`)
        assert.equal(status, 200, table)
        assert.ok(lines(text).length >= 2 && !text.includes('column.'), `${table} ${lang}: ${text.slice(0, 200)}`)
      }
    }
    assert.equal((await ask(`/clients.csv${period}`)).status, 400)
  })

  test('[A-11] a name that a spreadsheet would compute is only read', async () => {
    const renamed = (name: string) => salon.run(({ db }) => db.updateTable('agendas').set({ name }).where('network_id', '=', salon.network_id).where('agenda_id', '=', salon.agenda_ids[0]).execute())
    await renamed('=HYPERLINK("http://example.org";"x")')
    const { text } = await ask(`/agendas.csv${period}&lang=fr`)
    await renamed('Léa')
    assert.equal(lines(text)[1]!.split(';salon')[0], `"'=HYPERLINK(""http://example.org"";""x"")"`)
  })
})

test('[A-11] the promise is shown by counting twice', async () => {
  const [keeper] = insightKeepers
  const proof = await salon.run((context) => keeper!.prove({ ...context, now }))
  assert.equal(proof.state, 'kept')
  assert.match(proof.shown.fr, /: 12 ;.*: 12,.*: 12\./)
})
