import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { calendarJobs, fetchCalendar } from './calendar-fetch.ts'
import { readCalendar } from './icalendar/read.ts'

const now = Temporal.Instant.from('2027-03-01T08:00:00Z')
const house = await testHouse({ clock: () => now })
const salon = await testNetwork(house)
const { cookie } = await salon.signIn('owner')
const [agenda] = salon.agenda_ids
const base = `/api/networks/${salon.network_id}/agendas/${agenda}`

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//FR', ...lines, 'END:VCALENDAR'].join('\r\n')
const event = (uid: string, start: string, end: string) => ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20270101T000000Z', `DTSTART:${start}`, `DTEND:${end}`, 'SUMMARY:Dentiste', 'END:VEVENT']

async function call<T>(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const answer = await house.server.inject({ method, url, headers: { cookie }, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json<T & { code: string }>() }
}
async function firstSlots(day: string): Promise<string[]> {
  const answer = await house.server.inject({ url: `/api/public/${salon.slug}/establishments/lyon/slots?service=${salon.services.cut}@${agenda}&from=${day}&to=${day}` })
  return answer.json<{ days: Record<string, string[]> }>().days[day] ?? []
}

describe('calendars elsewhere', () => {
  test('[A-1] an imported file makes the agenda busy, names what it refused, and goes with its busy time', async () => {
    const content = calendar(...event('a', '20270308T090000Z', '20270308T100000Z'), 'BEGIN:VEVENT', 'UID:broken', 'DTSTART:not a date', 'END:VEVENT')
    const seen = await call<{ events: number; busy: number; refused: { uid: string; verbatim: string }[] }>('POST', `${base}/calendars/inspect`, { content })
    assert.deepEqual([seen.status, seen.body.busy, seen.body.refused.map(({ uid }) => uid)], [200, 1, ['broken']])
    assert.match(seen.body.refused[0]?.verbatim ?? '', /not a date/, 'what is refused is not lost')
    assert.ok((await firstSlots('2027-03-08')).includes('2027-03-08T09:00:00.000Z'), 'inspecting writes nothing')
    const made = await call<{ subscription_id: string }>('POST', `${base}/calendars/import`, { content, name: 'Perso' })
    assert.equal(made.status, 201)
    assert.ok(!(await firstSlots('2027-03-08')).includes('2027-03-08T09:00:00.000Z'))
    const listed = await call<{ items: { name: string; busy: number; refused_count: number }[] }>('GET', `${base}/calendars`)
    assert.deepEqual(listed.body.items.map(({ name, busy, refused_count }) => [name, busy, refused_count]), [['Perso', 1, 1]])
    await call('DELETE', `/api/networks/${salon.network_id}/calendars/${made.body.subscription_id}`)
    assert.ok((await firstSlots('2027-03-08')).includes('2027-03-08T09:00:00.000Z'))
  })

  test('[A-1] a file that is no calendar is refused and changes nothing', async () => {
    const answer = await call('POST', `${base}/calendars/import`, { content: 'bonjour' })
    assert.deepEqual([answer.status, answer.body.code], [422, 'calendar-unreadable'])
    assert.equal((await call<{ items: unknown[] }>('GET', `${base}/calendars`)).body.items.length, 0)
  })

  test('[A-1] a followed calendar is fetched, followed when it changes, and kept when it fails', async () => {
    let answer: { status: number; body: string } = { status: 200, body: calendar(...event('b', '20270309T090000Z', '20270309T100000Z')) }
    const server = createServer((_request, response) => response.writeHead(answer.status, { 'content-type': 'text/calendar' }).end(answer.body)).listen(0, '127.0.0.1')
    after(() => server.close())
    await new Promise((ready) => server.once('listening', ready))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/me.ics`
    const made = await call<{ subscription_id: string }>('POST', `${base}/calendars`, { url, name: 'Agenda perso' })
    assert.equal(made.status, 201)
    const fetchAll = async () => calendarJobs.find(({ name }) => name === 'calendar-fetch')?.run(house.house, { network_id: salon.network_id, subscription_id: made.body.subscription_id })
    const state = async () => (await call<{ items: { status: string; failure: string }[] }>('GET', `${base}/calendars`)).body.items[0]
    await fetchAll()
    assert.equal((await state())?.status, 'ok')
    assert.ok(!(await firstSlots('2027-03-09')).includes('2027-03-09T09:00:00.000Z'))
    answer = { status: 500, body: '' }
    await fetchAll()
    assert.deepEqual([(await state())?.status, (await state())?.failure], ['failing', 'http-500'])
    assert.ok(!(await firstSlots('2027-03-09')).includes('2027-03-09T09:00:00.000Z'), 'the busy time of the last success stays')
    answer = { status: 200, body: calendar(...event('b', '20270309T140000Z', '20270309T150000Z')) }
    await fetchAll()
    assert.ok((await firstSlots('2027-03-09')).includes('2027-03-09T09:00:00.000Z'))
    const { rows } = await house.house.database.pool.query<{ count: number }>('select count(*)::int as count from calendar_subscriptions')
    assert.equal(rows[0]?.count, 0, 'and nobody sees it without its network')
  })

  test('a calendar’s address never makes the server ask its own network', async () => {
    for (const url of ['http://127.0.0.1:1/x', 'http://localhost:1/x', 'http://[::1]:1/x', 'http://10.1.2.3/x', 'http://169.254.169.254/latest', 'file:///etc/passwd']) {
      assert.deepEqual((await fetchCalendar(url, null, false)).kind, 'failed', url)
    }
    assert.deepEqual(await fetchCalendar('http://localhost:1/x', null, false), { kind: 'failed', reason: 'inside' })
  })

  test('[A-1] the agenda’s feed holds its appointments, at a secret address that can be ended', async () => {
    await call('POST', `/api/networks/${salon.network_id}/appointments`, { establishment_id: salon.establishment_id, items: [{ service_id: salon.services.cut, agenda_id: agenda, starts_at: '2027-03-10T09:00:00Z' }] })
    const feed = await call<{ url: string }>('POST', `${base}/feed`, {})
    const path = new URL(feed.body.url).pathname
    const file = await house.server.inject({ url: path })
    assert.equal(file.statusCode, 200)
    const { events } = readCalendar(file.body, { zone: 'Europe/Paris' })
    assert.deepEqual(events.map(({ summary }) => summary), ['Coupe'])
    await call('POST', `${base}/feed`, {})
    assert.equal((await house.server.inject({ url: path })).statusCode, 404, 'a new address ends the old one')
    await call('DELETE', `${base}/feed`)
  })
})
