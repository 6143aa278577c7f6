import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { newId } from '../../foundation/database/ids.ts'
import { cancelAppointment, createAppointment } from '../agenda/commands.ts'
import { bookingJobs, sweep } from './jobs.ts'
import { bookingKeepers } from './promises.ts'
import type { Booked } from './schemas.ts'
import { matchWaiting, suits } from './waiting.ts'
import type { WaitingPage } from './waiting-schemas.ts'

let now = Temporal.Instant.from('2027-03-01T08:00:00Z')
const house = await testHouse({ clock: () => now })
const salon = await testNetwork(house)
const here = `/api/public/${salon.slug}/establishments/${salon.establishment_slug}`
const { cookie } = await salon.signIn('staff')
const list = `/api/networks/${salon.network_id}/waiting`
let people = 0
const somebody = () => ({ first_name: 'Zoé', last_name: `Attente ${++people}`, email: `w${people}@example.com` })

async function call<T>(method: 'GET' | 'POST', url: string, payload?: object, headers = {}): Promise<{ status: number; body: T & { code: string; errors?: { field: string }[] } }> {
  const answer = await house.server.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const join = (day: string, more: object = {}) => call<{ entry_id: string; leave_url: string }>('POST', `${here}/waiting`, { service_ids: [salon.services.cut], from_day: day, to_day: day, person: somebody(), ...more })
const entry = async (id: string) => (await call<WaitingPage>('GET', `${list}?open=false`, undefined, { cookie })).body.items.find(({ entry_id }) => entry_id === id)!
/** Fills an agenda, or both, from 8 to 20 in Paris. */
const fillDay = (day: string, agendas: string[] = salon.agenda_ids) =>
  Promise.all(
    agendas.map((agenda_id) =>
      salon.run((context) =>
        createAppointment(context, {
          establishment_id: salon.establishment_id, client_id: null, status: 'confirmed', origin: 'staff', title: 'Fermé', note: '',
          items: [{ service_id: null, agenda_id, starts_at: Temporal.Instant.from(`${day}T07:00:00Z`), ends_at: Temporal.Instant.from(`${day}T19:00:00Z`), seats: 1 }]
        })
      )
    )
  )
const match = () => salon.run(matchWaiting)

describe('waiting list', () => {
  test('[A-6] who waits longest is offered the place that comes free, nobody else gets the same', async () => {
    const day = '2027-03-08'
    const [blocked] = await fillDay(day)
    const first = await join(day)
    now = now.add({ seconds: 1 })
    const second = await join(day)
    assert.deepEqual([first.status, second.status], [201, 201])
    await match()
    assert.equal((await entry(first.body.entry_id)).status, 'waiting', 'nothing is free')
    await salon.run((context) => cancelAppointment(context, blocked!, { by: 'staff' }))
    await match()
    const [one, two] = [await entry(first.body.entry_id), await entry(second.body.entry_id)]
    assert.deepEqual([one.status, one.offered_starts_at], ['offered', `${day}T07:00:00Z`])
    assert.deepEqual([two.status, two.offered_starts_at], ['offered', `${day}T07:30:00Z`], 'the next place, not the same')
    const again = await match()
    assert.deepEqual(again, { booked: 0, expired: 0, offered: 0, reopened: 0 }, 'an offer stands')
  })

  test('[A-6] only within the days, the part of the day and with the person wished for', async () => {
    const day = '2027-03-09'
    const [, marc] = salon.agenda_ids
    await fillDay(day, [marc])
    const wantsMarc = await join(day, { agenda_id: marc })
    const evening = await join(day, { from_minute: 1080, to_minute: 1440 })
    await match()
    assert.equal((await entry(wantsMarc.body.entry_id)).status, 'waiting')
    assert.equal((await entry(evening.body.entry_id)).offered_starts_at, `${day}T17:00:00Z`, '18:00 in Paris')
  })

  test('[A-6] an offer whose place is taken by another waits again', async () => {
    const day = '2027-03-10'
    await fillDay(day, [salon.agenda_ids[0]])
    const waits = await join(day, { from_minute: 480, to_minute: 481 })
    await match()
    assert.equal((await entry(waits.body.entry_id)).status, 'offered')
    const taken = await call<Booked>('POST', `${here}/bookings`, { services: [{ service_id: salon.services.cut, agenda_id: null }], starts_at: `${day}T07:00:00Z`, person: somebody() })
    assert.equal(taken.status, 201)
    assert.equal((await match()).reopened, 1)
    assert.deepEqual([(await entry(waits.body.entry_id)).status, (await entry(waits.body.entry_id)).offered_starts_at], ['waiting', null])
  })

  test('[A-6] whoever books within the window waits no longer; past days expire', async () => {
    const person = somebody()
    const waits = await join('2027-03-11', { person })
    const other = await join('2027-03-12', { person })
    await call<Booked>('POST', `${here}/bookings`, { services: [{ service_id: salon.services.cut, agenda_id: null }], starts_at: '2027-03-11T09:00:00Z', person })
    await match()
    assert.deepEqual([(await entry(waits.body.entry_id)).status, (await entry(other.body.entry_id)).status], ['booked', 'offered'])
    const before = now
    now = Temporal.Instant.from('2027-03-12T22:59:00Z')
    try {
      await match()
      assert.notEqual((await entry(other.body.entry_id)).status, 'expired', 'the last day lasts until midnight in Paris')
      now = now.add({ minutes: 2 })
      await match()
      assert.equal((await entry(other.body.entry_id)).status, 'expired')
    } finally {
      now = before
    }
  })

  test('[A-6] staff offers a free time by hand and takes people off; the link leaves', async () => {
    const day = '2027-03-15'
    const waits = await join(day)
    const offer = (starts_at: string, id = waits.body.entry_id) => call<{ status: string; offered_starts_at: string }>('POST', `${list}/${id}/offer`, { starts_at }, { cookie })
    assert.equal((await offer(`${day}T23:00:00Z`)).body.code, 'closed')
    const offered = await offer(`${day}T10:00:00Z`)
    assert.deepEqual([offered.status, offered.body.status, offered.body.offered_starts_at], [200, 'offered', `${day}T10:00:00Z`])
    const token = waits.body.leave_url.split('/').at(-1)!
    const left = await call<{ status: string }>('POST', `/api/public/${salon.slug}/waiting/${token}/leave`, {})
    assert.deepEqual([left.status, left.body.status], [200, 'withdrawn'])
    assert.equal((await offer(`${day}T10:00:00Z`)).body.code, 'not-waiting')
    assert.equal((await call('POST', `${list}/${newId()}/withdraw`, {}, { cookie })).status, 404)
    const reader = await salon.signIn('reader')
    assert.equal((await call('GET', list, undefined, { cookie: reader.cookie })).status, 403)
  })

  test('[A-6] days in the wrong order, past or too far, and too many entries are refused', async () => {
    assert.equal((await join('2027-03-20', { to_day: '2027-03-19' })).body.errors?.[0]?.field, 'body.to_day')
    assert.equal((await join('2026-03-20')).body.errors?.[0]?.field, 'body.to_day')
    assert.equal((await join('2029-03-20')).body.errors?.[0]?.field, 'body.from_day')
    assert.equal((await join('2027-03-20', { person: { first_name: 'A', last_name: 'B' } })).body.code, 'contact-needed')
    const person = somebody()
    const answers = await Promise.all(Array.from({ length: 7 }, () => join('2027-03-20', { person })))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 201, 201, 201, 201, 409, 409])
  })

  test('[A-22] the page joins without scripts and keeps the notice that was shown', async () => {
    const url = `/${salon.slug}/${salon.establishment_slug}/attente?service=${salon.services.cut}`
    const form = await house.server.inject({ url, headers: { accept: 'text/html', 'accept-language': 'fr' } })
    assert.equal(form.statusCode, 200)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form.body)?.[1] ?? ''
    const fields = { service: salon.services.cut, from_day: '2027-03-22', to_day: '2027-03-26', part: 'morning', first_name: 'Ana', last_name: 'Page', phone: '04 65 71 01 12', email: '', notice_id: hidden('notice_id'), stamp: hidden('stamp') }
    const post = (body: object) => house.server.inject({ method: 'POST', url, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'fr' }, payload: new URLSearchParams(body as Record<string, string>).toString() })
    assert.match((await post(fields)).body, /automate/, '[A-15]')
    now = now.add({ seconds: 5 })
    const wrong = await post({ ...fields, to_day: '2027-03-01' })
    assert.equal(wrong.statusCode, 400)
    assert.match(wrong.body, /id="to_day"[^>]*aria-invalid="true"/)
    assert.match(wrong.body, /value="Page"/)
    const done = await post(fields)
    assert.equal(done.statusCode, 303, done.body)
    const own = await house.server.inject({ url: String(done.headers.location), headers: { accept: 'text/html', 'accept-language': 'fr' } })
    assert.match(own.body, /Vous êtes sur la liste d’attente/)
    const row = await salon.run(({ db }) => db.selectFrom('waiting_entries').select(['notice_id', 'from_minute', 'to_minute']).where('network_id', '=', salon.network_id).where('from_day', '=', '2027-03-22').executeTakeFirstOrThrow())
    assert.deepEqual(row, { notice_id: hidden('notice_id'), from_minute: 0, to_minute: 720 })
  })

  test('a slot suits by its local clock on the night the clock changes', () => {
    const wish = { from_day: '2027-03-28', to_day: '2027-03-28', from_minute: 180, to_minute: 240 }
    assert.ok(suits({ starts_at_ms: Date.parse('2027-03-28T01:00:00Z') }, wish, 'Europe/Paris'), '3:00 follows 1:59')
    assert.ok(!suits({ starts_at_ms: Date.parse('2027-03-28T00:59:00Z') }, wish, 'Europe/Paris'))
    assert.ok(!suits({ starts_at_ms: Date.parse('2027-03-27T02:00:00Z') }, wish, 'Europe/Paris'))
  })

  test('the sweep frees holds that ran out and forgets keys after a day', async () => {
    const held = await call<{ hold_id: string }>('POST', `${here}/holds`, { services: [{ service_id: salon.services.cut, agenda_id: salon.agenda_ids[0] }], starts_at: '2027-03-17T09:00:00Z' })
    assert.equal(held.status, 201)
    await salon.run(({ db }) =>
      db.insertInto('idempotency_keys').values(['old', 'new'].map((age) => ({ network_id: salon.network_id, actor: 'public', key: `sweep-${age}`, request_digest: Buffer.alloc(32), created_at: now.subtract({ hours: age === 'old' ? 25 : 1 }) }))).execute()
    )
    const left = () =>
      salon.run(async ({ db }) => ({
        holds: (await db.selectFrom('holds').select('hold_id').where('network_id', '=', salon.network_id).where('hold_id', '=', held.body.hold_id).execute()).length,
        occupations: (await db.selectFrom('occupations').select('occupation_id').where('network_id', '=', salon.network_id).where('starts_at', '=', Temporal.Instant.from('2027-03-17T09:00:00Z')).execute()).length,
        keys: (await db.selectFrom('idempotency_keys').select('key').where('network_id', '=', salon.network_id).where('key', 'like', 'sweep-%').execute()).map(({ key }) => key)
      }))
    assert.equal(await salon.run(sweep), false)
    assert.deepEqual(await left(), { holds: 1, occupations: 1, keys: ['sweep-new'] })
    now = now.add({ minutes: 6 })
    await bookingJobs.find(({ name }) => name === 'booking-sweep')!.run(house.house, {})
    assert.deepEqual(await left(), { holds: 0, occupations: 0, keys: ['sweep-new'] })
  })

  test('each promise is proved from the network’s own rows', async () => {
    for (const keeper of bookingKeepers) {
      const proof = await salon.run(keeper.prove)
      assert.equal(proof.state, 'kept', `${keeper.id}: ${proof.shown.en}`)
    }
    await salon.run(({ db }) => db.insertInto('holds').values({ network_id: salon.network_id, hold_id: newId(), establishment_id: salon.establishment_id, held_until: now.subtract({ hours: 2 }) }).execute())
    assert.equal((await salon.run(bookingKeepers[0]!.prove)).state, 'at_risk', 'a place kept beyond its term shows')
  })
})
