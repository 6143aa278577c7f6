import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import pg from 'pg'
import { loginUrl } from '../src/foundation/database/roles.ts'
import { newId } from '../src/foundation/database/ids.ts'
import { benchHouse, benchSalon } from './salon.ts'
import type { BenchHouse, BenchSalon } from './salon.ts'
import type { BenchRow } from './row.ts'

const clients = 16
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60)

/**
 * Confirmed bookings over HTTP by sixteen clients at once, against the same rows written
 * straight in SQL by sixteen connections under the same constraint. Server, clients and
 * PostgreSQL share the machine.
 */
export async function run(): Promise<BenchRow[]> {
  const bench = await benchHouse()
  try {
    const salon = await benchSalon(bench, 64)
    await overHttp(bench, salon, 3)
    const http = await overHttp(bench, salon, seconds)
    const straight = await inSql(bench, await benchSalon(bench, 64), Math.min(seconds, 20))
    return [
      { name: `confirmed bookings over HTTP, ${clients} clients, ${seconds} s`, value: http.rate, unit: '/s', peer: 'target /s', peer_value: 350, ratio: http.rate / 350, target: '≥ 350 a second', ok: http.rate >= 350 },
      { name: 'the same as inserts straight in SQL', value: http.rate, unit: '/s', peer: 'bare SQL /s', peer_value: straight, ratio: http.rate / straight, target: '≥ 0.4', ok: http.rate / straight >= 0.4 },
      { name: 'a confirmed booking, 95th percentile', value: http.p95, unit: 'ms', peer: 'median ms', peer_value: http.p50, ratio: http.p95 / http.p50, target: 'shown', ok: true }
    ]
  } finally {
    await bench.close()
  }
}

/** Slots of 64 agendas, 24 a day: each client takes the next one that nobody was given. */
function* starts(salon: BenchSalon): Generator<{ agenda_id: string; starts_at: Temporal.Instant }> {
  const first = Temporal.Now.plainDateISO().add({ days: 2 })
  for (let day = 0; day < 390; day++) {
    const opens = first.add({ days: day }).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '08:00' }).toInstant()
    for (let slot = 0; slot < 24; slot++) for (const agenda_id of salon.agenda_ids) yield { agenda_id, starts_at: opens.add({ minutes: slot * 30 }) }
  }
}

const walks = new WeakMap<BenchSalon, ReturnType<typeof starts>>()

async function overHttp({ address }: BenchHouse, salon: BenchSalon, length: number): Promise<{ rate: number; p50: number; p95: number }> {
  const walk = walks.get(salon) ?? starts(salon)
  walks.set(salon, walk)
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const path = `${address}/api/public/${salon.slug}/establishments/salon/bookings`
  const times: number[] = []
  const end = performance.now() + length * 1000
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const next = walk.next()
      if (next.done === true) throw new Error('The bench ran out of slots.')
      const { agenda_id, starts_at } = next.value
      const id = newId().slice(-12)
      const body = JSON.stringify({
        services: [{ service_id: salon.service_id, agenda_id }],
        starts_at: starts_at.toString(),
        person: { first_name: 'Ada', last_name: `Banc ${id}`, email: `${id}@example.com`, phone: null }
      })
      const from = performance.now()
      const status = await post(agent, path, body)
      assert.equal(status, 201)
      times.push(performance.now() - from)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: clients }, one))
  const elapsed = (performance.now() - begun) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return { rate: times.length / elapsed, p50: times[Math.floor(times.length / 2)] ?? 0, p95: times[Math.floor(times.length * 0.95)] ?? 0 }
}

function post(agent: Agent, url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The rows that a booking writes, and nothing else: client, occupation, appointment, item, evidence, its place in the queue. */
async function inSql({ house }: BenchHouse, salon: BenchSalon, length: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: await loginUrl(house.config.DATABASE_URL, house.rootKey, 'app'), max: clients })
  const { network_id, establishment_id, service_id } = salon
  const notice_id = newId()
  const scope = `begin; set local app.network_id = '${network_id}'`
  const first = await pool.connect()
  await first.query(scope)
  await first.query(`insert into notices (network_id, notice_id, establishment_id, locale, version, body) values ($1, $2, $3, 'fr', 1, 'x')`, [network_id, notice_id, establishment_id])
  await first.query('commit')
  first.release()
  const walk = starts(salon)
  const end = performance.now() + length * 1000
  let count = 0
  const one = async (): Promise<void> => {
    const client = await pool.connect()
    while (performance.now() < end) {
      const { agenda_id, starts_at } = walk.next().value!
      const [client_id, occupation_id, appointment_id, entry_id] = [newId(), newId(), newId(), newId()]
      const [from, to] = [starts_at.toString(), starts_at.add({ minutes: 30 }).toString()]
      await client.query(scope)
      await client.query(`insert into clients (network_id, client_id, first_name, last_name, email) values ($1, $2, 'Ada', $3, $4)`, [network_id, client_id, `Banc ${client_id}`, `${client_id}@example.com`])
      await client.query(`insert into occupations (network_id, occupation_id, agenda_id, service_id, starts_at, ends_at, blocked, capacity, seats_taken) values ($1, $2, $3, $4, $5, $6, tstzrange($5, $6), 1, 1)`, [network_id, occupation_id, agenda_id, service_id, from, to])
      await client.query(`insert into appointments (network_id, appointment_id, establishment_id, client_id, origin, starts_at, ends_at, notice_id, manage_token_digest) values ($1, $2, $3, $4, 'api', $5, $6, $7, $8)`, [network_id, appointment_id, establishment_id, client_id, from, to, notice_id, Buffer.from(entry_id)])
      await client.query(`insert into appointment_items (network_id, item_id, appointment_id, service_id, agenda_id, occupation_id, starts_at, ends_at, price_minor) values ($1, $2, $3, $4, $5, $6, $7, $8, 3000)`, [network_id, newId(), appointment_id, service_id, agenda_id, occupation_id, from, to])
      await client.query(`insert into ledger_entries (network_id, entry_id, recorded_at, kind, promise_ids, subject_digest, body, digest) values ($1, $2, now(), 'booking.confirmed', '{A-6,A-22}', $3, $4, $3)`, [network_id, entry_id, Buffer.alloc(32), JSON.stringify({ appointment_id, notice_id, origin: 'api' })])
      await client.query(`insert into ledger_pending (network_id, entry_id) values ($1, $2)`, [network_id, entry_id])
      await client.query('commit')
      count++
    }
    client.release()
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: clients }, one))
  const rate = count / ((performance.now() - begun) / 1000)
  await pool.end()
  return rate
}
