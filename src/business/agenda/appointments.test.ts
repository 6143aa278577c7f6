import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../../foundation/database/ids.ts'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import type { Appointment } from './schemas.ts'

const house = await testHouse()
const salon = await testNetwork(house)
const { cookie } = await salon.signIn('staff')

describe('appointments', () => {
  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object, headers: Record<string, string> = {}) => {
    const answer = await house.server.inject({ method, url: `/api/networks/${salon.network_id}${path}`, headers: { cookie, ...headers }, ...(payload === undefined ? {} : { payload }) })
    return { status: answer.statusCode, body: answer.json<Appointment & { code: string; errors?: { field: string }[] }>() }
  }
  const write = (starts_at: string, more: { service?: string | null; agenda?: number; seats?: number; ends_at?: string } = {}) =>
    call('POST', '/appointments', {
      establishment_id: salon.establishment_id,
      items: [
        {
          service_id: more.service === undefined ? salon.services.cut : more.service,
          agenda_id: salon.agenda_ids[more.agenda ?? 0],
          starts_at,
          ...(more.seats === undefined ? {} : { seats: more.seats }),
          ...(more.ends_at === undefined ? {} : { ends_at: more.ends_at })
        }
      ]
    })
  /** Every live item is counted in its occupation, and nothing else is. */
  const assertSeatsAddUp = async () => {
    const { rows } = await salon.run(({ db }) =>
      sql<{ wrong: number }>`
        select count(*)::int as wrong from occupations o
        left join (select occupation_id, sum(seats) as seats from (
          select occupation_id, seats from appointment_items where network_id = ${salon.network_id} and occupation_id is not null
          union all select occupation_id, seats from hold_items where network_id = ${salon.network_id}) x group by 1) s using (occupation_id)
        where o.network_id = ${salon.network_id} and o.seats_taken <> coalesce(s.seats, 0)`.execute(db)
    )
    assert.equal(rows[0]?.wrong, 0)
  }

  test('[A-1] an appointment is created, moved, duplicated, deleted and restored', async () => {
    const { status, body } = await write('2027-03-01T09:00:00Z')
    assert.equal(status, 201)
    assert.equal(body.ends_at, '2027-03-01T09:30:00Z')

    const moved = await call('POST', `/appointments/${body.appointment_id}/move`, { revision: body.revision, starts_at: '2027-03-01T10:15:00Z' })
    assert.deepEqual([moved.status, moved.body.starts_at, moved.body.items[0]?.ends_at], [200, '2027-03-01T10:15:00Z', '2027-03-01T10:45:00Z'])
    assert.equal((await write('2027-03-01T09:00:00Z')).status, 201, 'its old place is free')

    const copy = await call('POST', `/appointments/${body.appointment_id}/duplicate`, { starts_at: '2027-03-02T10:15:00Z' })
    assert.deepEqual([copy.status, copy.body.starts_at], [201, '2027-03-02T10:15:00Z'])

    const gone = await call('DELETE', `/appointments/${body.appointment_id}`)
    assert.equal(gone.status, 200)
    const instead = await write('2027-03-01T10:30:00Z')
    assert.equal(instead.status, 201, 'a deleted appointment leaves its place')
    assert.equal((await call('POST', `/appointments/${body.appointment_id}/restore`, {})).body.code, 'slot-taken')
    await call('POST', `/appointments/${instead.body.appointment_id}/cancel`, {})
    const back = await call('POST', `/appointments/${body.appointment_id}/restore`, {})
    assert.deepEqual([back.status, back.body.deleted_at], [200, null])
    await assertSeatsAddUp()
  })

  test('[A-1] resizing over the next appointment is refused and changes nothing', async () => {
    const first = await write('2027-03-03T09:00:00Z')
    await write('2027-03-03T09:30:00Z')
    const [item] = first.body.items
    const refused = await call('POST', `/appointments/${first.body.appointment_id}/move`, { revision: 1, items: [{ item_id: item!.item_id, ends_at: '2027-03-03T09:45:00Z' }] })
    assert.deepEqual([refused.status, refused.body.code], [409, 'slot-taken'])
    assert.equal((await call('GET', `/appointments/${first.body.appointment_id}`)).body.ends_at, '2027-03-03T09:30:00Z')
    await assertSeatsAddUp()
  })

  test('[A-1] buffers count: ten minutes after a colour stay free', async () => {
    assert.equal((await write('2027-03-04T09:00:00Z', { service: salon.services.colour })).status, 201)
    assert.equal((await write('2027-03-04T10:30:00Z')).body.code, 'slot-taken')
    assert.equal((await write('2027-03-04T10:40:00Z')).status, 201)
  })

  test('[A-1] a session takes its six seats and not one more', async () => {
    const at = '2027-03-05T09:00:00Z'
    const answers = await Promise.all(Array.from({ length: 12 }, () => write(at, { service: salon.services.class })))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [...Array(6).fill(201), ...Array(6).fill(409)])
    assert.equal((await write(at)).body.code, 'slot-taken', 'another service does not join')
    await assertSeatsAddUp()
  })

  test('two people change the same appointment: the second is shown the present version', async () => {
    const { body } = await write('2027-03-06T09:00:00Z')
    const path = `/appointments/${body.appointment_id}`
    assert.equal((await call('PATCH', path, { revision: 1, note: 'première' })).status, 200)
    const second = await call('PATCH', path, { revision: 1, note: 'seconde' })
    assert.deepEqual([second.status, second.body.code, (second.body as unknown as { present: Appointment }).present.note], [409, 'stale', 'première'])
  })

  test('[A-1] a series repeats at the same hour on both sides of a daylight-saving night', async () => {
    const answer = await call('POST', '/appointment-series', {
      establishment_id: salon.establishment_id,
      rrule: 'FREQ=WEEKLY;COUNT=4',
      items: [{ service_id: salon.services.cut, agenda_id: salon.agenda_ids[1], starts_at: '2027-03-15T13:00:00Z' }]
    })
    assert.equal(answer.status, 201)
    const { appointment_ids } = answer.body as unknown as { appointment_ids: string[] }
    const starts = await Promise.all(appointment_ids.map(async (id) => (await call('GET', `/appointments/${id}`)).body.starts_at))
    assert.deepEqual(starts, ['2027-03-15T13:00:00Z', '2027-03-22T13:00:00Z', '2027-03-29T12:00:00Z', '2027-04-05T12:00:00Z'])
  })

  test('[A-1] a series on a taken day is refused whole, or skips it when told', async () => {
    await write('2027-05-11T09:00:00Z')
    const series = (when_taken: string) =>
      call('POST', '/appointment-series', { establishment_id: salon.establishment_id, rrule: 'FREQ=DAILY;COUNT=3', when_taken, items: [{ service_id: salon.services.cut, agenda_id: salon.agenda_ids[0], starts_at: '2027-05-10T09:00:00Z' }] })
    assert.equal((await series('refuse')).body.code, 'slot-taken')
    const skipping = (await series('skip')).body as unknown as { appointment_ids: string[]; skipped: string[] }
    assert.deepEqual([skipping.appointment_ids.length, skipping.skipped], [2, ['2027-05-11T09:00:00Z']])
    await assertSeatsAddUp()
  })

  test('a write repeated with its idempotency key happens once', async () => {
    const body = { establishment_id: salon.establishment_id, items: [{ service_id: salon.services.cut, agenda_id: salon.agenda_ids[0], starts_at: '2027-06-01T09:00:00Z' }] }
    const headers = { 'idempotency-key': 'one-click-only' }
    const [first, again] = await Promise.all([call('POST', '/appointments', body, headers), call('POST', '/appointments', body, headers)])
    assert.deepEqual([first.status, again.status], [201, 201])
    assert.equal(first.body.appointment_id, again.body.appointment_id)
    const other = await call('POST', '/appointments', { ...body, note: 'autre' }, headers)
    assert.equal(other.body.code, 'idempotency-key-reused')
  })

  test('an agenda of another establishment is refused: its diary would not show what fills it', async () => {
    const elsewhere = newId()
    await salon.run(({ db }) => db.insertInto('establishments').values({ network_id: salon.network_id, establishment_id: elsewhere, slug: 'villeurbanne', name: 'Villeurbanne', activity: 'coiffure' }).execute())
    const answer = await call('POST', '/appointments', { establishment_id: elsewhere, items: [{ agenda_id: salon.agenda_ids[0], starts_at: '2027-06-02T09:00:00Z' }] })
    assert.deepEqual([answer.status, answer.body.code], [404, 'unknown-agenda'])
  })

  test('many people sign in at once and nobody waits for ever', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => house.server.inject({ url: '/api/me', headers: { cookie } })))
    assert.ok(answers.every(({ statusCode }) => statusCode === 200))
    const shouted = await house.server.inject({ url: `/api/networks/${salon.network_id.toUpperCase()}/appointments?client_id=${salon.network_id}`, headers: { cookie } })
    assert.equal(shouted.statusCode, 200, 'ids are read whatever their case')
  })

  test('bad input names its field and writes nothing', async () => {
    const wrong: [object, string][] = [
      [{ establishment_id: 'x', items: [] }, 'body.establishment_id'],
      [{ establishment_id: salon.establishment_id, items: [], unknown: 1 }, 'body.unknown'],
      [{ establishment_id: salon.establishment_id, note: 'a\0b', items: [] }, 'body.note'],
      [{ establishment_id: salon.establishment_id, items: [{ agenda_id: salon.agenda_ids[0], starts_at: '2027-02-30T09:00:00Z' }] }, 'body.items.0.starts_at'],
      [{ establishment_id: salon.establishment_id, items: [{ agenda_id: salon.agenda_ids[0], starts_at: '2027-02-20T09:00:00Z', ends_at: '2027-02-20T08:00:00Z' }] }, 'body.items']
    ]
    for (const [body, field] of wrong) {
      const answer = await call('POST', '/appointments', body)
      assert.equal(answer.status, 400, field)
      assert.ok(answer.body.errors?.some((error) => error.field === field), `${field} in ${JSON.stringify(answer.body)}`)
    }
  })

  test('[A-1] the diary shows a day with its hours, appointments and services', async () => {
    await write('2027-07-05T07:00:00Z')
    const answer = await house.server.inject({ url: `/api/networks/${salon.network_id}/diary?establishment_id=${salon.establishment_id}&from=2027-07-05&to=2027-07-05`, headers: { cookie } })
    const shown = answer.json<import('./schemas.ts').Diary>()
    assert.equal(answer.statusCode, 200)
    assert.deepEqual(shown.agendas.map(({ name }) => name), ['Léa', 'Marc'])
    assert.deepEqual(shown.agendas[0]?.open, [{ starts_at: '2027-07-05T06:00:00.000Z', ends_at: '2027-07-05T18:00:00.000Z' }])
    assert.equal(shown.appointments.length, 1)
    assert.deepEqual(shown.services.map(({ name }) => name).toSorted(), ['Couleur', 'Coupe', 'Cours'])
  })
})
