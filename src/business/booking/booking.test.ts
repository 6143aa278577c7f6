import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import type { Booked, Slots } from './schemas.ts'

let now = Temporal.Instant.from('2027-03-01T08:00:00Z')
const house = await testHouse({ clock: () => now })
const salon = await testNetwork(house)
const here = `/api/public/${salon.slug}/establishments/${salon.establishment_slug}`
const page = `/${salon.slug}/${salon.establishment_slug}`
let people = 0

type Answer<T> = { status: number; body: T & { code: string; detail: string; alternatives?: string[] } }

async function call<T>(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object): Promise<Answer<T>> {
  const answer = await house.server.inject({ method, url, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}

const somebody = (name = `Personne ${++people}`) => ({ first_name: 'Zoé', last_name: name, email: `p${people}@example.com` })
const cut = (agenda: number | null = null) => [{ service_id: salon.services.cut, agenda_id: agenda === null ? null : salon.agenda_ids[agenda]! }]
const bookAt = (starts_at: string, more: object = {}) => call<Booked>('POST', `${here}/bookings`, { services: cut(), starts_at, person: somebody(), ...more })
const slotsOn = async (day: string, services = salon.services.cut) => (await call<Slots>('GET', `${here}/slots?service=${services}&from=${day}&to=${day}`)).body.days[day] ?? []
const rules = (set: object) => salon.run(({ db }) => db.updateTable('establishments').set(set).where('network_id', '=', salon.network_id).execute())

describe('booking', () => {
  test('[A-6] a client sees free times, books one, and it is gone for the others', async () => {
    const day = '2027-03-08'
    const offered = await slotsOn(day)
    assert.equal(offered.length, 47, 'from 8:00 to 19:30 every quarter of an hour')
    const first = await bookAt(offered[0]!)
    const second = await bookAt(offered[0]!)
    assert.deepEqual([first.status, second.status], [201, 201], 'no preference: the second person is free')
    assert.notEqual(first.body.items[0]?.agenda_id, second.body.items[0]?.agenda_id)
    const third = await bookAt(offered[0]!)
    assert.deepEqual([third.status, third.body.code], [409, 'slot-taken'])
    assert.equal(third.body.alternatives?.length, 3)
    assert.ok(!(await slotsOn(day)).includes(offered[0]!))
    for (const other of third.body.alternatives ?? []) assert.equal((await bookAt(other)).status, 201, 'alternatives are really free')
  })

  test('[A-6] services in sequence, by one person or by several', async () => {
    const services = [{ service_id: salon.services.colour, agenda_id: salon.agenda_ids[0] }, { service_id: salon.services.cut, agenda_id: salon.agenda_ids[0] }]
    const { status, body } = await call<Booked>('POST', `${here}/bookings`, { services, starts_at: '2027-03-09T09:00:00Z', person: somebody() })
    assert.equal(status, 201)
    assert.deepEqual(body.items.map(({ starts_at }) => starts_at), ['2027-03-09T09:00:00Z', '2027-03-09T10:40:00Z'], 'ten minutes to breathe after a colour on one agenda')
  })

  test('[A-6] rules refuse with a typed reason', async () => {
    await rules({ min_notice_minutes: 120, max_ahead_days: 30, max_upcoming_per_client: 2, min_gap_days: 3 })
    try {
      assert.equal((await bookAt('2027-03-01T09:00:00Z')).body.code, 'too-soon')
      assert.equal((await bookAt('2027-04-01T09:00:00Z')).body.code, 'too-far')
      assert.equal((await bookAt('2027-03-10T22:00:00Z')).body.code, 'closed')
      const regular = somebody('Régulière')
      assert.equal((await bookAt('2027-03-10T09:00:00Z', { person: regular })).status, 201)
      assert.equal((await bookAt('2027-03-11T09:00:00Z', { person: regular })).body.code, 'too-close')
      assert.equal((await bookAt('2027-03-15T09:00:00Z', { person: regular })).status, 201)
      const refused = await bookAt('2027-03-22T09:00:00Z', { person: regular })
      assert.equal(refused.body.code, 'too-many')
      assert.match(refused.body.detail, /salon Lyon/)
      assert.equal((await bookAt('2027-03-12T09:00:00Z', { person: { first_name: 'A', last_name: 'B' } })).body.code, 'contact-needed')
    } finally {
      await rules({ min_notice_minutes: 0, max_ahead_days: 90, max_upcoming_per_client: 5, min_gap_days: 0 })
    }
  })

  test('[A-6] two bookings at once cannot both be the last one allowed', async () => {
    await rules({ max_upcoming_per_client: 1 })
    try {
      const person = somebody('Pressée')
      const answers = await Promise.all(['2027-03-16T09:00:00Z', '2027-03-17T09:00:00Z', '2027-03-18T09:00:00Z'].map((at) => bookAt(at, { person })))
      assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409, 409])
    } finally {
      await rules({ max_upcoming_per_client: 5 })
    }
  })

  test('[A-6] a hold keeps the slot, then frees it when it runs out', async () => {
    const starts_at = '2027-03-19T09:00:00Z'
    const hold = (agenda: number) => call<{ hold_id: string }>('POST', `${here}/holds`, { services: cut(agenda), starts_at })
    const held = await hold(0)
    assert.equal(held.status, 201)
    assert.equal((await hold(0)).body.code, 'slot-taken')
    assert.equal((await bookAt(starts_at, { services: cut(0) })).body.code, 'slot-taken')
    const before = now
    now = now.add({ minutes: 6 })
    try {
      assert.equal((await call<Booked>('POST', `${here}/bookings`, { hold_id: held.body.hold_id, person: somebody() })).body.code, 'hold-expired')
      assert.equal((await bookAt(starts_at, { services: cut(0) })).status, 201, 'nobody had to sweep it away')
    } finally {
      now = before
    }
    const other = await hold(1)
    const booked = await call<Booked>('POST', `${here}/bookings`, { hold_id: other.body.hold_id, person: somebody() })
    assert.deepEqual([booked.status, booked.body.starts_at], [201, starts_at])
  })

  test('[A-6] the link moves and cancels within the rules', async () => {
    const { body } = await bookAt('2027-03-23T09:00:00Z', { services: cut(0) })
    const token = body.manage_url.split('/').at(-1)!
    const manage = `/api/public/${salon.slug}/appointments/${token}`
    const moved = await call<{ appointment: { starts_at: string }; changeable: boolean }>('POST', `${manage}/move`, { starts_at: '2027-03-23T09:15:00Z' })
    assert.deepEqual([moved.status, moved.body.appointment.starts_at], [200, '2027-03-23T09:15:00Z'], 'even onto a part of its own time')
    assert.equal((await bookAt('2027-03-23T09:00:00Z', { services: cut(0) })).body.code, 'slot-taken')
    const before = now
    now = Temporal.Instant.from('2027-03-22T12:00:00Z')
    assert.equal((await call('POST', `${manage}/cancel`, {})).body.code, 'too-late', 'a day before is the rule')
    now = before
    assert.equal((await call('POST', `${manage}/cancel`, {})).status, 200)
    assert.equal((await bookAt('2027-03-23T09:00:00Z', { services: cut(0) })).status, 201)
    assert.equal((await call('GET', `/api/public/${salon.slug}/appointments/${'x'.repeat(32)}`)).body.code, 'link-unknown')
  })

  test('[A-6] a client keeps his link when the salon no longer offers what he booked', async () => {
    const { body } = await bookAt('2027-03-30T09:00:00Z', { services: cut(0) })
    const token = body.manage_url.split('/').at(-1)!
    const hide = (online: boolean) => salon.run(async ({ db }) => {
      await db.updateTable('services').set({ online }).where('network_id', '=', salon.network_id).where('service_id', '=', salon.services.cut).execute()
      await db.updateTable('agendas').set({ online }).where('network_id', '=', salon.network_id).execute()
    })
    await hide(false)
    try {
      assert.equal((await house.server.inject({ url: `/${salon.slug}/rdv/${token}` })).statusCode, 200)
      assert.equal((await call('POST', `/api/public/${salon.slug}/appointments/${token}/cancel`, {})).status, 200)
    } finally {
      await hide(true)
    }
  })

  test('what looks like a date or an id and is none is a 4xx', async () => {
    for (const query of [`service=${'-'.repeat(36)}&from=2027-03-01&to=2027-03-02`, `service=${salon.services.cut}&from=0001-01-01&to=0001-01-02`, `service=${salon.services.cut}&from=2027-02-30&to=2027-03-02`]) {
      assert.equal((await call('GET', `${here}/slots?${query}`)).status, 400, query)
    }
    assert.equal((await bookAt('9999-12-31T23:59:00Z')).status, 400)
  })

  test('[A-22] the notice that was shown stays with the record, and the ledger proves it', async () => {
    const { body } = await bookAt('2027-03-24T09:00:00Z')
    const row = await salon.run(async ({ db }) => ({
      appointment: await db.selectFrom('appointments').select('notice_id').where('network_id', '=', salon.network_id).where('appointment_id', '=', body.appointment_id).executeTakeFirstOrThrow(),
      entries: await db.selectFrom('ledger_entries').select(['body', 'promise_ids']).where('network_id', '=', salon.network_id).where('kind', '=', 'booking.confirmed').execute()
    }))
    assert.ok(row.appointment.notice_id)
    const entry = row.entries.find(({ body: what }) => (what as { appointment_id?: string }).appointment_id === body.appointment_id)
    assert.ok(entry)
    assert.deepEqual([(entry.body as { notice_id: string }).notice_id, entry.promise_ids], [row.appointment.notice_id, ['A-6', 'A-22']])
  })

  test('[A-6] a thousand people want the same time, or parts of it: one gets it, nobody sees an error', async () => {
    const starts = ['2027-03-25T09:00:00Z', '2027-03-25T09:15:00Z', '2027-03-25T08:45:00Z']
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, at) => bookAt(starts[at % 3]!, { services: cut(1) })))
    const counts = new Map<string, number>()
    for (const { status, body } of answers) counts.set(`${status} ${body.code ?? ''}`, (counts.get(`${status} ${body.code ?? ''}`) ?? 0) + 1)
    const won = answers.filter(({ status }) => status === 201).map(({ body }) => body.starts_at)
    // 8:45 and 9:15 do not touch: one winner, or those two.
    assert.ok(won.length === 1 || (won.length === 2 && !won.includes(starts[0]!)), JSON.stringify([...counts]))
    assert.equal(answers.filter(({ status, body }) => status === 409 && body.code === 'slot-taken').length, 1000 - won.length, JSON.stringify([...counts]))
  })

  test('[A-6] the pages book without scripts', async () => {
    const open = async (url: string) => house.server.inject({ url, headers: { accept: 'text/html', 'accept-language': 'fr' } })
    const times = await open(`${page}/horaires?service=${salon.services.cut}&day=2027-03-26`)
    assert.equal(times.statusCode, 200)
    const starts_at = /name="starts_at" value="(2027-03-26[^"]+)"/.exec(times.body)?.[1]
    assert.ok(starts_at)
    const kept = await post(`${page}/garder`, { service: salon.services.cut, starts_at: starts_at!, o: 'google' })
    assert.equal(kept.statusCode, 303)
    const form = await open(String(kept.headers.location))
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form.body)?.[1] ?? ''
    const fields = { notice_id: hidden('notice_id'), stamp: hidden('stamp'), first_name: 'Zoé', last_name: 'Page', email: 'zoe.page@example.com', phone: '', note: '' }
    const robot = await post(String(kept.headers.location), fields)
    assert.equal(robot.statusCode, 400, '[A-15] nobody types that fast')
    now = now.add({ seconds: 5 })
    const wrong = await post(String(kept.headers.location), { ...fields, email: 'pas une adresse' })
    assert.match(wrong.body, /id="email"[^>]*aria-invalid="true"/)
    assert.match(wrong.body, /value="Page"/, 'what was typed is kept')
    const done = await post(String(kept.headers.location), fields)
    assert.equal(done.statusCode, 303)
    const confirmed = await open(String(done.headers.location))
    assert.match(confirmed.body, /Votre rendez-vous est confirmé/)
    const file = await open(`${String(done.headers.location)}/rendez-vous.ics`)
    assert.match(file.body, /BEGIN:VEVENT/)
    const origin = await salon.run(({ db }) => db.selectFrom('appointments').select('origin').where('network_id', '=', salon.network_id).where('starts_at', '=', Temporal.Instant.from(starts_at!)).execute())
    assert.deepEqual(origin, [{ origin: 'google' }], '[A-7] where he came from is counted')
  })

  test('[A-15] a form filled by a machine is refused: the field that nobody sees, no stamp, a forged one', async () => {
    const kept = await post(`${page}/garder`, { service: salon.services.cut, starts_at: '2027-03-27T09:00:00Z' })
    const address = String(kept.headers.location)
    for (const trick of [{ website: 'http://spam.example' }, {}, { stamp: 'abc.def' }]) {
      const answer = await post(address, { first_name: 'R', last_name: 'Obot', email: 'r@example.com', phone: '', note: '', ...trick })
      assert.equal(answer.statusCode, 400)
      assert.match(answer.body, /automate/)
    }
  })

  test('[O-12] no cookie is set before the choice; the choice is recorded; under 24 hours', async () => {
    const before = await house.server.inject({ url: page, headers: { accept: 'text/html' } })
    assert.equal(before.headers['set-cookie'], undefined)
    const accepted = await post(`/${salon.slug}/cookies`, { choice: 'accepted', back: page, language: 'en' })
    assert.equal(accepted.statusCode, 303)
    const ages = accepted.cookies.map(({ maxAge }) => maxAge)
    assert.ok(accepted.cookies.length > 0 && ages.every((age) => age !== undefined && age < 24 * 3600))
    const cookie = accepted.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const english = await house.server.inject({ url: page, headers: { accept: 'text/html', cookie } })
    assert.match(english.body, /<html lang="en">/)
    now = now.add({ seconds: 1 })
    const refused = await post(`/${salon.slug}/cookies`, { choice: 'refused', back: '//evil.example/x', language: 'fr' }, { cookie })
    assert.equal(refused.headers.location, `/${salon.slug}`, 'never to another site')
    assert.ok(refused.cookies.every(({ value }) => value === ''))
    const kept = await salon.run(({ db }) => db.selectFrom('cookie_choices').select('choice').where('network_id', '=', salon.network_id).orderBy('chosen_at').execute())
    assert.deepEqual(kept.map(({ choice }) => choice).toSorted(), ['accepted', 'refused'])
  })
})

async function post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return house.server.inject({ method: 'POST', url, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload: new URLSearchParams(fields).toString() })
}
