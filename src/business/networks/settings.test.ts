import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { openAccount } from '../accounts/commands.ts'
import type { Appointment } from '../agenda/schemas.ts'
import { networkCommand } from './cli.ts'
import { createNetwork } from './commands.ts'
import { networkKeepers } from './promises.ts'
import type { Agenda, Closures, Establishment, Network, Service, WeeklyHours } from './schemas.ts'

const house = await testHouse()
const salon = await testNetwork(house)
const other = await testNetwork(house, 'autre')
const owner = await salon.signIn('owner')
const staff = await salon.signIn('staff')

type Refusal = { code: string; title: string; detail: string; errors?: { field: string; message: string }[]; count?: number }

async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, payload?: object, more: { cookie?: string; language?: string; network_id?: string } = {}): Promise<{ status: number; body: T & Refusal }> {
  const answer = await house.server.inject({
    method,
    url: `/api/networks/${more.network_id ?? salon.network_id}${path}`,
    headers: { cookie: more.cookie ?? owner.cookie, 'accept-language': more.language ?? 'fr' },
    ...(payload === undefined ? {} : { payload })
  })
  return { status: answer.statusCode, body: answer.json<T & Refusal>() }
}

const evidence = async (kind: string): Promise<Record<string, unknown>[]> =>
  (await salon.run(({ db, network_id }) => db.selectFrom('ledger_entries').select('body').where('network_id', '=', network_id).where('kind', '=', kind).orderBy('recorded_at').execute())).map(({ body }) => body as Record<string, unknown>)

const prove = (id: string) => salon.run(async (context) => networkKeepers.find((keeper) => keeper.id === id)!.prove(context))

/** An establishment of its own for a test. */
async function open(name: string, more: object = {}): Promise<Establishment> {
  const { status, body } = await call<Establishment>('POST', '/establishments', { name, activity: 'hairdresser', ...more })
  assert.equal(status, 201, JSON.stringify(body))
  return body
}

describe('networks', () => {
  test('[A-9] a network is opened with its address, its key and its owner, all or nothing', async () => {
    const account_id = await openAccount(house.house.identity, { email: 'fondatrice@example.com', name: 'Ana Fontaine', password: 'un mot de passe assez long' })
    const made = await createNetwork(house.house.database, { name: 'Maison Éclat', brand: 'Éclat', siren: '120027016', owner: { account_id, display_name: 'Ana Fontaine' } })
    assert.equal(made.slug, 'maison-eclat')
    const seen = await house.house.database.transaction({ network_id: made.network_id, actor: { kind: 'system', job: 'test' }, purpose: 'account' }, async ({ db }) => ({
      network: await db.selectFrom('networks').select(['name', 'brand', 'siren', 'health']).executeTakeFirstOrThrow(),
      members: await db.selectFrom('members').select(['account_id', 'role']).execute(),
      keys: await db.selectFrom('network_keys').select('key_id').where('destroyed_at', 'is', null).execute(),
      ledger: await db.selectFrom('ledger_entries').select('kind').execute()
    }))
    assert.deepEqual(seen.network, { name: 'Maison Éclat', brand: 'Éclat', siren: '120027016', health: false })
    assert.deepEqual(seen.members, [{ account_id, role: 'owner' }])
    assert.equal(seen.keys.length, 1)
    assert.deepEqual(seen.ledger, [{ kind: 'network.created' }])

    const before = await house.house.database.pool.query('select slug from network_addresses order by slug')
    await assert.rejects(createNetwork(house.house.database, { name: 'Maison Éclat', owner: { account_id, display_name: 'Ana' } }), { code: 'address-taken', status: 409 })
    assert.deepEqual((await house.house.database.pool.query('select slug from network_addresses order by slug')).rows, before.rows, 'nothing of the second was kept')
  })

  test('[A-9] the command line opens a network for an account that exists, and says what is wrong otherwise', async () => {
    await openAccount(house.house.identity, { email: 'gerant@example.com', name: 'Paul Gérant', password: 'un mot de passe assez long' })
    assert.match(await networkCommand(['create', '--name', 'Garage du Pont', '--owner', 'Gerant@example.com'], house.house, 'fr'), /\/garage-du-pont\n/)
    await assert.rejects(networkCommand(['create', '--name', 'Garage du Pont', '--owner', 'gerant@example.com'], house.house, 'fr'), /déjà prise/)
    await assert.rejects(networkCommand(['create', '--name', 'X', '--owner', 'personne@example.com'], house.house, 'en'), /No account/)
    await assert.rejects(networkCommand(['create', '--name', 'X', '--owner', 'gerant@example.com', '--slug', 'api'], house.house, 'fr'), /--slug/)
    await assert.rejects(networkCommand(['create', '--name', 'X', '--owner', 'gerant@example.com', '--siren', '123456789'], house.house, 'fr'), /--siren/)
    await assert.rejects(networkCommand(['destroy'], house.house, 'fr'), /reserve network create/)
    await assert.rejects(networkCommand(['create', '--nonsense'], house.house, 'en'), /reserve network create/)
  })

  test('[A-9] its public address moves with it and is nobody else’s', async () => {
    const slug = `deplace-${salon.network_id.slice(-6)}`
    const moved = await call<Network>('PATCH', '', { slug })
    assert.deepEqual([moved.status, moved.body.slug], [200, slug])
    const there = await house.house.database.pool.query<{ slug: string }>('select slug from network_addresses where network_id = $1', [salon.network_id])
    assert.deepEqual(there.rows, [{ slug }])
    const taken = await call<Network>('PATCH', '', { slug: other.slug })
    assert.deepEqual([taken.status, taken.body.code, taken.body.errors?.[0]?.field], [409, 'address-taken', 'body.slug'])
    assert.equal((await call<Network>('GET', '')).body.slug, slug, 'a refused change leaves everything')
    for (const wrong of ['annuaire', 'Salon Lumière', 'a', '-x-', 'x'.repeat(61)]) assert.equal((await call('PATCH', '', { slug: wrong })).status, 400, wrong)
  })

  test('[A-9] SIREN and SIRET check, belong together, and the refusal names the field in the reader’s language', async () => {
    const wrong = await call('PATCH', '', { siren: '120 027 017' })
    assert.deepEqual([wrong.status, wrong.body.errors?.[0]?.field], [400, 'body.siren'])
    assert.match(wrong.body.errors?.[0]?.message ?? '', /SIREN n’est pas valable/)
    assert.match((await call('PATCH', '', { siren: '1' }, { language: 'en' })).body.errors?.[0]?.message ?? '', /not valid/)
    assert.equal((await call<Network>('PATCH', '', { siren: '120 027 016' })).body.siren, '120027016')

    const place = await open('Siège', { siret: '12002701600563' })
    const foreign = await call('PATCH', `/establishments/${place.establishment_id}`, { siret: '35600000000048' })
    assert.deepEqual([foreign.status, foreign.body.errors?.[0]?.field], [400, 'body.siret'])
    const moved = await call('PATCH', '', { siren: '356000000' })
    assert.deepEqual([moved.status, moved.body.code], [409, 'siret-of-another'])
    assert.match(moved.body.detail, /Siège/)
    assert.equal((await prove('A-9')).state, 'kept')
  })
})

describe('closed defaults', () => {
  test('[O-2] whatever is opened is neither online nor listed until somebody says so', async () => {
    const place = await open('Tout neuf')
    assert.deepEqual([place.online, place.listed], [false, false])
    const agenda = await call<Agenda>('POST', '/agendas', { establishment_id: place.establishment_id, name: 'Léa' })
    const service = await call<Service>('POST', '/services', { establishment_id: place.establishment_id, name: 'Coupe', duration_minutes: 30, agenda_ids: [agenda.body.agenda_id] })
    const copy = await call<Service>('POST', `/services/${service.body.service_id}/duplicate`, { name: 'Coupe (copie)' })
    assert.deepEqual([agenda.body.online, service.body.online, copy.body.online], [false, false, false])
    const entries = await salon.run(({ db }) => db.selectFrom('directory_entries').select('establishment_id').where('establishment_id', '=', place.establishment_id).execute())
    assert.deepEqual(entries, [])
    for (const field of ['online', 'listed']) assert.equal((await call('POST', '/establishments', { name: 'X', activity: 'spa', [field]: true })).status, 400, `${field} is not a way to open one`)
  })

  test('[O-2] being listed needs being online, and going offline unlists', async () => {
    const place = await open('Pas à pas')
    const path = `/establishments/${place.establishment_id}`
    const early = await call('PATCH', path, { listed: true })
    assert.deepEqual([early.status, early.body.code], [409, 'not-online'])
    const shown = await call<Establishment>('PATCH', path, { online: true, listed: true })
    assert.deepEqual([shown.body.online, shown.body.listed], [true, true])
    const hidden = await call<Establishment>('PATCH', path, { online: false })
    assert.deepEqual([hidden.body.online, hidden.body.listed], [false, false])
    const said = (await evidence('establishment.shown')).filter((body) => body['establishment_id'] === place.establishment_id)
    assert.deepEqual(said.map(({ online, listed, by }) => ({ online, listed, by })), [
      { online: true, listed: true, by: owner.account_id },
      { online: false, listed: false, by: owner.account_id }
    ])
  })

  test('[O-2] one that is online without anybody’s word shows as a promise at risk', async () => {
    // The network of the tests was written straight into the tables, online.
    assert.equal((await prove('O-2')).state, 'at_risk')
    await call('PATCH', `/establishments/${salon.establishment_id}`, { online: false })
    assert.equal((await prove('O-2')).state, 'kept')
    await call('PATCH', `/establishments/${salon.establishment_id}`, { online: true })
    const { state, last_at } = await prove('O-2')
    assert.deepEqual([state, last_at instanceof Temporal.Instant], ['kept', true])
  })

  test('[O-2] what is archived and brought back is private again', async () => {
    const place = await open('Va et vient')
    await call('PATCH', `/establishments/${place.establishment_id}`, { online: true, listed: true })
    await call('POST', `/establishments/${place.establishment_id}/archive`)
    const back = await call<Establishment>('POST', `/establishments/${place.establishment_id}/restore`)
    assert.deepEqual([back.body.archived_at, back.body.online, back.body.listed], [null, false, false])
  })
})

describe('establishments', () => {
  test('[A-3] the commune gives name, department, clock and holidays, unless somebody chose otherwise', async () => {
    const place = await open('Réunion', { commune_code: '97411', street: '3 rue de Paris', postcode: '97400', phone: '0262 20 00 00' })
    assert.deepEqual(
      [place.commune_name, place.department_code, place.time_zone, place.holiday_region, place.phone],
      ['Saint-Denis', '974', 'Indian/Reunion', 'FR-974', '+262262200000']
    )
    const path = `/establishments/${place.establishment_id}`
    const moved = await call<Establishment>('PATCH', path, { commune_code: '67482' })
    assert.deepEqual([moved.body.commune_name, moved.body.time_zone, moved.body.holiday_region], ['Strasbourg', 'Europe/Paris', 'FR-67'])
    await call('PATCH', path, { time_zone: 'Asia/Kolkata' })
    const again = await call<Establishment>('PATCH', path, { commune_code: '75056' })
    assert.deepEqual([again.body.time_zone, again.body.holiday_region], ['Asia/Kolkata', 'FR'], 'a chosen clock stays')
    const free = await call<Establishment>('PATCH', path, { commune_code: null, commune_name: 'Bruxelles' })
    assert.deepEqual([free.body.commune_name, free.body.department_code], ['Bruxelles', null])
  })

  test('[A-3] each field that is wrong is named', async () => {
    const place = await open('Champs')
    const wrong = {
      commune_code: '99999', phone: '12', email: 'pas-une-adresse', website: 'javascript:alert(1)', colour: 'rouge', time_zone: '+02:00', holiday_region: 'DE',
      slot_step_minutes: 3, max_ahead_days: 0, name: ' ', siret: '12345678901234', slug: 'Été', unknown: 1
    }
    for (const [field, value] of Object.entries(wrong)) {
      const { status, body } = await call('PATCH', `/establishments/${place.establishment_id}`, { [field]: value })
      assert.deepEqual([status, body.code, body.errors?.[0]?.field], [400, 'invalid-input', `body.${field}`], field)
    }
    const { body } = await call<Establishment>('GET', `/establishments/${place.establishment_id}`)
    assert.deepEqual({ ...body }, { ...place }, 'nothing was half written')
  })

  test('[A-3] a website may be typed without its https', async () => {
    const place = await open('Toile', { website: 'salon-lumiere.fr/rdv' })
    assert.equal(place.website, 'https://salon-lumiere.fr/rdv')
    const taken = await call('POST', '/establishments', { name: 'Autre', activity: 'spa', slug: place.slug })
    assert.deepEqual([taken.status, taken.body.code], [409, 'address-taken'])
    assert.equal((await open('Toile')).slug, 'toile-2', 'one made from the name finds a free one')
  })

  test('[A-3] they keep the order that they are given', async () => {
    const [one, two] = [await open('Premier'), await open('Second')]
    await call('PUT', '/establishments/order', { ids: [two.establishment_id, one.establishment_id] })
    const { body } = await call<{ items: Establishment[] }>('GET', '/establishments')
    const names = body.items.map(({ name }) => name)
    assert.ok(names.indexOf('Second') < names.indexOf('Premier'))
  })

  test('[A-3] a member without the right reads and changes nothing', async () => {
    assert.equal((await call('GET', '/establishments', undefined, { cookie: staff.cookie })).status, 200)
    const { status, body } = await call('PATCH', `/establishments/${salon.establishment_id}`, { name: 'Pris' }, { cookie: staff.cookie })
    assert.deepEqual([status, body.code], [403, 'forbidden'])
    assert.equal((await call('GET', '/members', undefined, { cookie: staff.cookie })).status, 403)
  })

  test('[A-3] another network’s establishment, agenda and service do not exist here', async () => {
    for (const path of [`/establishments/${other.establishment_id}`, `/agendas/${other.agenda_ids[0]}`, `/services/${other.services.cut}`]) {
      assert.equal((await call('GET', path)).status, 404, path)
      assert.equal((await call('PATCH', path, { name: 'Pris' })).status, 404, path)
      assert.equal((await call('POST', `${path}/archive`)).status, 404, path)
    }
    assert.equal((await call('POST', '/agendas', { establishment_id: other.establishment_id, name: 'Pris' })).status, 404)
    const named = await call('PATCH', `/services/${salon.services.cut}`, { agenda_ids: [other.agenda_ids[0]] })
    assert.deepEqual([named.status, named.body.errors?.[0]?.field], [400, 'body.agenda_ids'])
    assert.equal((await call('GET', '/establishments', undefined, { network_id: other.network_id })).status, 403)
  })

  test('[A-3] every change leaves a trace', async () => {
    const before = (await evidence('settings.changed')).length
    await open('Tracé')
    assert.equal((await evidence('settings.changed')).length, before + 1)
    const { state, last_at } = await prove('A-3')
    assert.deepEqual([state, last_at instanceof Temporal.Instant], ['kept', true])
  })
})

describe('hours', () => {
  test('[A-3] a week has several ranges a day, also past midnight; overlaps are refused and name their range', async () => {
    const place = await open('Bar')
    const path = `/establishments/${place.establishment_id}/hours`
    const ranges = [
      { weekday: 1, opens_minute: 540, closes_minute: 720 },
      { weekday: 1, opens_minute: 840, closes_minute: 1140 },
      { weekday: 5, opens_minute: 1200, closes_minute: 1560 }
    ]
    const set = await call<WeeklyHours>('PUT', path, { ranges: ranges.toReversed() })
    assert.deepEqual([set.status, set.body.ranges], [200, ranges])
    const late = await call('PUT', path, { ranges: [...ranges, { weekday: 6, opens_minute: 60, closes_minute: 300 }] })
    assert.deepEqual([late.status, late.body.errors?.[0]?.field], [400, 'body.ranges.3'])
    for (const wrong of [{ weekday: 8, opens_minute: 0, closes_minute: 60 }, { weekday: 1, opens_minute: 600, closes_minute: 600 }, { weekday: 1, opens_minute: 600, closes_minute: 2880 }]) {
      assert.equal((await call('PUT', path, { ranges: [wrong] })).status, 400, JSON.stringify(wrong))
    }
    assert.deepEqual((await call<WeeklyHours>('GET', path)).body.ranges, ranges, 'a refused week changes nothing')
    assert.deepEqual((await call<WeeklyHours>('PUT', path, { ranges: [] })).body.ranges, [])
  })

  test('[A-3] days are closed or given other hours, gathered into stretches, and given back', async () => {
    const place = await open('Congés')
    const path = `/establishments/${place.establishment_id}`
    const summer = { from_day: '2027-08-02', to_day: '2027-08-20', ranges: [], reason: 'Congés d’été' }
    const closed = await call<Closures>('PUT', `${path}/exceptions`, summer)
    assert.deepEqual([closed.status, closed.body.exceptions], [200, [summer]])
    const short = { from_day: '2027-08-10', to_day: '2027-08-10', ranges: [{ opens_minute: 540, closes_minute: 720 }], reason: 'Inventaire' }
    const split = await call<Closures>('PUT', `${path}/exceptions`, short)
    assert.deepEqual(split.body.exceptions, [{ ...summer, to_day: '2027-08-09' }, short, { ...summer, from_day: '2027-08-11' }])
    const back = await call<Closures>('DELETE', `${path}/exceptions?from_day=2027-08-01&to_day=2027-08-31`)
    assert.deepEqual(back.body.exceptions, [])
    for (const wrong of [
      { from_day: '2027-08-20', to_day: '2027-08-02', ranges: [] },
      { from_day: '2027-01-01', to_day: '2028-06-01', ranges: [] },
      { from_day: '2027-02-30', to_day: '2027-03-01', ranges: [] },
      { from_day: '2027-03-01', to_day: '2027-03-01', ranges: [{ opens_minute: 540, closes_minute: 720 }, { opens_minute: 700, closes_minute: 800 }] }
    ]) {
      assert.equal((await call('PUT', `${path}/exceptions`, wrong)).status, 400, JSON.stringify(wrong))
    }
  })

  test('[A-3] public holidays follow the region, in the reader’s language, and can be opened', async () => {
    const place = await open('Alsace', { commune_code: '67482' })
    const path = `/establishments/${place.establishment_id}`
    const { body } = await call<Closures>('GET', `${path}/closures?year=2027`)
    assert.deepEqual(body.holidays.find(({ day }) => day === '2027-12-26'), { day: '2027-12-26', name: 'Lendemain de Noël', open: false, excepted: false })
    assert.equal(body.holidays.length, 13)
    const english = await call<Closures>('GET', `${path}/closures?year=2027`, undefined, { language: 'en' })
    assert.equal(english.body.holidays.find(({ day }) => day === '2027-07-14')?.name, 'Bastille Day')
    const opened = await call<Closures>('PUT', `${path}/exceptions`, { from_day: '2027-05-08', to_day: '2027-05-08', ranges: [{ opens_minute: 600, closes_minute: 1080 }], reason: '' })
    assert.deepEqual(opened.body.holidays.find(({ day }) => day === '2027-05-08'), { day: '2027-05-08', name: 'Fête de la Victoire 1945', open: true, excepted: true })
    await call('PATCH', path, { open_on_holidays: true })
    const always = await call<Closures>('GET', `${path}/closures?year=2027`)
    assert.ok(always.body.holidays.every(({ open: isOpen }) => isOpen))
  })
})

describe('agendas and services', () => {
  const at = (day: string) => ({ starts_at: `${day}T09:00:00Z`, ends_at: `${day}T09:30:00Z` })

  /** An appointment on the agenda, written as staff would. */
  async function expectSomebody(agenda_id: string, day: string): Promise<Appointment> {
    const { status, body } = await call<Appointment>('POST', '/appointments', { establishment_id: salon.establishment_id, title: 'Mme Roux', items: [{ agenda_id, service_id: salon.services.cut, ...at(day) }] })
    if (status !== 201) throw new Error(body.code)
    return body
  }

  test('[A-3] an agenda on which somebody is expected is not archived; once moved, it is', async () => {
    const { body: agenda } = await call<Agenda>('POST', '/agendas', { establishment_id: salon.establishment_id, name: 'Nora', online: true, service_ids: [salon.services.cut] })
    await expectSomebody(agenda.agenda_id, '2020-03-02')
    const written = await expectSomebody(agenda.agenda_id, '2027-03-02')
    const refused = await call<{ next_at: string }>('POST', `/agendas/${agenda.agenda_id}/archive`)
    assert.deepEqual([refused.status, refused.body.code, refused.body.count, refused.body.next_at], [409, 'agenda-awaited', 1, '2027-03-02T09:00:00Z'])
    assert.equal((await call('POST', `/establishments/${salon.establishment_id}/archive`)).body.code, 'establishment-awaited')

    assert.equal((await call('POST', `/appointments/${written.appointment_id}/move`, { revision: written.revision, items: [{ item_id: written.items[0]!.item_id, agenda_id: salon.agenda_ids[0] }] })).status, 200)
    const archived = await call<Agenda>('POST', `/agendas/${agenda.agenda_id}/archive`)
    assert.deepEqual([archived.status, archived.body.online, archived.body.archived_at === null], [200, false, false])
    assert.equal((await call('PATCH', `/agendas/${agenda.agenda_id}`, { name: 'X' })).body.code, 'archived')
    const list = async (query: string) => (await call<{ items: Agenda[] }>('GET', `/agendas${query}`)).body.items.some(({ agenda_id }) => agenda_id === agenda.agenda_id)
    assert.deepEqual([await list(''), await list('?archived=true')], [false, true])
    const back = await call<Agenda>('POST', `/agendas/${agenda.agenda_id}/restore`)
    assert.deepEqual([back.body.archived_at, back.body.online, back.body.service_ids], [null, false, [salon.services.cut]], 'it gives what it gave, and is not online by itself')
  })

  test('[A-3] a slot that somebody holds at this moment keeps its agenda too', async () => {
    const { body: agenda } = await call<Agenda>('POST', '/agendas', { establishment_id: salon.establishment_id, name: 'Tenue' })
    await salon.run(async ({ network_id, db, now }) => {
      const [hold_id, occupation_id] = [crypto.randomUUID(), crypto.randomUUID()]
      const place = { agenda_id: agenda.agenda_id, service_id: salon.services.cut, ...at('2027-04-01') }
      await sql`insert into occupations (network_id, occupation_id, agenda_id, service_id, starts_at, ends_at, blocked, seats_taken)
        values (${network_id}, ${occupation_id}, ${place.agenda_id}, ${place.service_id}, ${place.starts_at}, ${place.ends_at}, tstzrange(${place.starts_at}, ${place.ends_at}), 1)`.execute(db)
      await db.insertInto('holds').values({ network_id, hold_id, establishment_id: salon.establishment_id, held_until: now.add({ minutes: 5 }) }).execute()
      await sql`insert into hold_items (network_id, hold_id, position, service_id, agenda_id, occupation_id, starts_at, ends_at)
        values (${network_id}, ${hold_id}, 0, ${place.service_id}, ${place.agenda_id}, ${occupation_id}, ${place.starts_at}, ${place.ends_at})`.execute(db)
    })
    assert.equal((await call('POST', `/agendas/${agenda.agenda_id}/archive`)).body.code, 'agenda-awaited')
    await salon.run(({ db, network_id, now }) => db.updateTable('holds').set({ held_until: now.subtract({ minutes: 1 }) }).where('network_id', '=', network_id).execute())
    assert.equal((await call('POST', `/agendas/${agenda.agenda_id}/archive`)).status, 200)
  })

  test('[A-3] archiving and booking at once: never both', async () => {
    for (let round = 0; round < 8; round++) {
      const { body: agenda } = await call<Agenda>('POST', '/agendas', { establishment_id: salon.establishment_id, name: `Course ${round}` })
      const [archived] = await Promise.all([call('POST', `/agendas/${agenda.agenda_id}/archive`), expectSomebody(agenda.agenda_id, '2027-05-04').catch(() => undefined)])
      const { rows } = await salon.run(({ db }) =>
        sql<{ both: boolean }>`select a.archived_at is not null and exists (select from occupations o where o.network_id = a.network_id and o.agenda_id = a.agenda_id) as both
          from agendas a where a.network_id = ${salon.network_id} and a.agenda_id = ${agenda.agenda_id}`.execute(db)
      )
      assert.ok([200, 409].includes(archived.status))
      assert.equal(rows[0]?.both, false, `round ${round}`)
    }
  })

  test('[A-3] a service has duration, buffers, capacity, price and agendas, and is copied, archived and restored with them', async () => {
    const made = await call<Service>('POST', '/services', {
      establishment_id: salon.establishment_id, name: 'Balayage', category: 'Couleur', duration_minutes: 120, buffer_after_minutes: 15, price_minor: 9550, online: true, agenda_ids: salon.agenda_ids
    })
    assert.deepEqual([made.status, made.body.price_minor, made.body.agenda_ids], [201, 9550, [...salon.agenda_ids]])
    const copy = await call<Service>('POST', `/services/${made.body.service_id}/duplicate`, { name: 'Balayage long' })
    assert.deepEqual([copy.body.duration_minutes, copy.body.buffer_after_minutes, copy.body.agenda_ids, copy.body.position], [120, 15, [...salon.agenda_ids], made.body.position + 1])
    const gone = await call<Service>('POST', `/services/${made.body.service_id}/archive`)
    assert.deepEqual([gone.body.online, gone.body.archived_at === null], [false, false])
    assert.equal((await call<Service>('POST', `/services/${made.body.service_id}/restore`)).body.archived_at, null)
    for (const [field, value] of Object.entries({ duration_minutes: 4, price_minor: -1, capacity: 0, colour: '#123456', buffer_before_minutes: 481, currency: 'euro', agenda_ids: ['x'] })) {
      assert.equal((await call('PATCH', `/services/${copy.body.service_id}`, { [field]: value })).status, 400, field)
    }
    assert.equal((await call<Service>('PATCH', `/services/${copy.body.service_id}`, { price_minor: null })).body.price_minor, null)
  })

  test('[A-3] order is kept, and a person’s agenda belongs to a member', async () => {
    const { body } = await call<{ items: Service[] }>('GET', `/services?establishment_id=${salon.establishment_id}`)
    const turned = body.items.map(({ service_id }) => service_id).toReversed()
    assert.equal((await call('PUT', '/services/order', { ids: turned })).status, 200)
    const after = await call<{ items: Service[] }>('GET', `/services?establishment_id=${salon.establishment_id}`)
    assert.deepEqual(after.body.items.map(({ service_id }) => service_id), turned)
    const stranger = await call('PATCH', `/agendas/${salon.agenda_ids[0]}`, { account_id: crypto.randomUUID() })
    assert.deepEqual([stranger.status, stranger.body.errors?.[0]?.field], [400, 'body.account_id'])
    assert.equal((await call<Agenda>('PATCH', `/agendas/${salon.agenda_ids[0]}`, { account_id: staff.account_id })).body.account_id, staff.account_id)
  })

  test('[A-3] names and roles of those who have access', async () => {
    const { body } = await call<{ items: { display_name: string; role: string }[] }>('GET', '/members')
    assert.deepEqual(body.items.map(({ role }) => role), ['owner', 'staff'])
  })

  test('[A-3] unknown fields, wrong types, huge strings and control characters are refused', async () => {
    const path = `/services/${salon.services.cut}`
    for (const body of [{ name: 1 }, { name: 'x'.repeat(121) }, { name: 'zéro\u0000octet' }, { surprise: true }, { description: 'x'.repeat(1_000_000) }]) {
      const { status } = await call('PATCH', path, body)
      assert.ok(status >= 400 && status < 500, JSON.stringify(body).slice(0, 60))
    }
    const named = await call<Service>('PATCH', path, { name: '💇 קיצוץ “=1+1”' })
    assert.equal(named.body.name, '💇 קיצוץ “=1+1”')
  })
})
