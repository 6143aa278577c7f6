import assert from 'node:assert/strict'
import { Agent, get } from 'node:http'
import pg from 'pg'
import { loginUrl } from '../src/foundation/database/roles.ts'
import { benchHouse, benchSalon } from './salon.ts'
import type { BenchHouse, BenchSalon } from './salon.ts'
import type { BenchRow } from './row.ts'

const zone = 'Europe/Paris'
const dayMinutes = 1440
/** The establishment's hours: 8 to 20. */
const opens = 480
const agendas = 500
const mostMilliseconds = 50

type Stretch = { from_day: number; to_day: number; a_day: number; minutes: number; gap: number }

/**
 * Free slots over HTTP, from the database: a month of one agenda against the bare SQL that
 * reads its rows, and the first free slot of a house full for ten days.
 */
export async function run(): Promise<BenchRow[]> {
  const bench = await benchHouse()
  try {
    return [await month(bench), await firstOfMany(bench)]
  } finally {
    await bench.close()
  }
}

/** 400 appointments of a quarter of an hour, half an hour between two, over 25 of 31 days. */
async function month(bench: BenchHouse): Promise<BenchRow> {
  const salon = await benchSalon(bench, 1)
  const stored = await fill(bench, salon, [{ from_day: 1, to_day: 25, a_day: 16, minutes: 15, gap: 30 }])
  assert.equal(stored, 400)
  const [agenda_id] = salon.agenda_ids
  const from = today()
  const url = `${place(bench, salon)}/slots?service=${salon.service_id}@${agenda_id}&from=${from.toString()}&to=${from.add({ days: 30 }).toString()}`
  const client = new pg.Client({ connectionString: await loginUrl(bench.house.config.DATABASE_URL, bench.house.rootKey, 'app') })
  await client.connect()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    await client.query(`set app.network_id = '${salon.network_id}'`)
    const bounds = [from, from.add({ days: 31 })].map((day) => day.toZonedDateTime(zone).toInstant().toString())
    const readRows = async (): Promise<void> => {
      const { rowCount } = await client.query({
        name: 'rows',
        text: 'select agenda_id, starts_at, ends_at from occupations where network_id = $1 and agenda_id = $2 and starts_at >= $3 and starts_at < $4 order by starts_at',
        values: [salon.network_id, agenda_id, ...bounds]
      })
      assert.equal(rowCount, 400)
    }
    const readSlots = async (): Promise<void> => {
      const answer = JSON.parse(await text(agent, url)) as { days: Record<string, string[]> }
      assert.ok(Object.keys(answer.days).length >= 30)
    }
    const times = await interleaved([readSlots, readRows], 60, 300)
    const [slots, rows] = times.map((each) => percentile(each, 0.5)) as [number, number]
    return { name: 'a month of slots over HTTP, 400 appointments, median', value: slots, unit: 'ms', peer: 'bare SQL ms', peer_value: rows, ratio: slots / rows, target: '≤ 2', ok: slots / rows <= 2 }
  } finally {
    agent.destroy()
    await client.end()
  }
}

/** 200,000 appointments: ten days with gaps of five minutes only, then twenty with a free hour here and there. */
async function firstOfMany(bench: BenchHouse): Promise<BenchRow> {
  const salon = await benchSalon(bench, agendas)
  const stored = await fill(bench, salon, [
    { from_day: 0, to_day: 9, a_day: 12, minutes: 55, gap: 5 },
    { from_day: 10, to_day: 29, a_day: 14, minutes: 30, gap: 20 }
  ])
  assert.equal(stored, 200_000)
  const url = `${place(bench, salon)}/first?service=${salon.service_id}`
  const expected = today().add({ days: 10 })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const readFirst = async (): Promise<void> => {
      const { first } = JSON.parse(await text(agent, url)) as { first: string }
      assert.equal(Temporal.Instant.from(first).toZonedDateTimeISO(zone).toPlainDate().toString(), expected.toString())
    }
    const [times] = (await interleaved([readFirst], 8, 60)) as [number[]]
    const p95 = percentile(times, 0.95)
    return { name: `first free slot among ${agendas} agendas, 200,000 appointments, p95`, value: p95, unit: 'ms', peer: 'limit ms', peer_value: mostMilliseconds, ratio: p95 / mostMilliseconds, target: `≤ ${mostMilliseconds} ms`, ok: p95 <= mostMilliseconds }
  } finally {
    agent.destroy()
  }
}

function today(): Temporal.PlainDate {
  return Temporal.Now.plainDateISO(zone)
}

function place({ address }: BenchHouse, { slug }: BenchSalon): string {
  return `${address}/api/public/${slug}/establishments/salon`
}

/**
 * Writes appointments with their places for every agenda of the salon, straight into the tables.
 * @returns how many
 */
async function fill({ house }: BenchHouse, salon: BenchSalon, stretches: readonly Stretch[]): Promise<number> {
  const { network_id, establishment_id, service_id, agenda_ids } = salon
  const owner = new pg.Client({ connectionString: house.config.DATABASE_URL })
  await owner.connect()
  let count = 0
  try {
    await owner.query(`begin; set local app.network_id = '${network_id}'; create temp table planned (item uuid, agenda_id uuid, starts_at timestamptz, ends_at timestamptz)`)
    for (const { from_day, to_day, a_day, minutes, gap } of stretches) {
      const { rowCount } = await owner.query(
        `insert into planned select gen_random_uuid(), a, begins, begins + make_interval(mins => $7::int)
         from unnest($1::uuid[]) a, generate_series($2::int, $3::int) d, generate_series(0, $4::int - 1) n,
           lateral (select (($5::date + d) + make_interval(mins => $6::int + n * ($7::int + $8::int))) at time zone '${zone}' as begins) b`,
        [agenda_ids, from_day, to_day, a_day, today().toString(), opens, minutes, gap]
      )
      assert.ok(opens + a_day * (minutes + gap) <= dayMinutes)
      count += rowCount ?? 0
    }
    await owner.query('update establishments set open_on_holidays = true')
    // In the order in which people book: by day of writing, not by agenda.
    await owner.query(`insert into occupations (network_id, occupation_id, agenda_id, service_id, starts_at, ends_at, blocked, seats_taken)
      select '${network_id}', item, agenda_id, '${service_id}', starts_at, ends_at, tstzrange(starts_at, ends_at), 1 from planned order by item`)
    await owner.query(`insert into appointments (network_id, appointment_id, establishment_id, starts_at, ends_at)
      select '${network_id}', item, '${establishment_id}', starts_at, ends_at from planned`)
    await owner.query(`insert into appointment_items (network_id, item_id, appointment_id, service_id, agenda_id, occupation_id, starts_at, ends_at)
      select '${network_id}', item, item, '${service_id}', agenda_id, item, starts_at, ends_at from planned`)
    await owner.query('drop table planned; commit')
    await owner.query('vacuum (analyze) occupations, appointments, appointment_items')
  } finally {
    await owner.end()
  }
  return count
}

/** Runs each in turn, so that what disturbs the machine disturbs all of them; milliseconds of each, sorted. */
async function interleaved(works: readonly (() => Promise<void>)[], warm: number, rounds: number): Promise<number[][]> {
  const times = works.map((): number[] => [])
  for (let round = -warm; round < rounds; round++) {
    for (const [at, work] of works.entries()) {
      const from = performance.now()
      await work()
      if (round >= 0) times[at]!.push(performance.now() - from)
    }
  }
  return times.map((each) => each.toSorted((a, b) => a - b))
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function text(agent: Agent, url: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  get(url, { agent }, (answer) => {
    let body = ''
    answer.setEncoding('utf8').on('data', (part: string) => (body += part))
    answer.on('end', () => (answer.statusCode === 200 ? resolve(body) : reject(new Error(`${url} answered ${answer.statusCode}: ${body}`))))
  }).on('error', reject)
  return promise
}
