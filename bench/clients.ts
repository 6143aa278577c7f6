import assert from 'node:assert/strict'
import { sql } from 'kysely'
import pg from 'pg'
import { listClients } from '../src/business/clients/queries.ts'
import type { Context } from '../src/foundation/database/context.ts'
import { newId } from '../src/foundation/database/ids.ts'
import { person, seeded } from './client-names.ts'
import type { Person, Random } from './client-names.ts'
import { benchHouse, benchSalon } from './salon.ts'
import type { BenchHouse } from './salon.ts'
import type { BenchRow } from './row.ts'

const cards = Number(process.env['BENCH_CLIENTS'] ?? 200_000)
const searches = 600
const limit = 50

/**
 * Searching 200,000 cards of one network as the list does while somebody types: the page of results
 * with its figures, in a transaction of its own. A mix of what people type; against reading every
 * card, which is what a search without an index does.
 */
export async function run(): Promise<BenchRow[]> {
  const bench = await benchHouse()
  try {
    const { network_id } = await benchSalon(bench, 1)
    const random = seeded(20_260_101)
    const people = await seedCards(bench, network_id, random)
    const inNetwork = <T>(work: (context: Context) => Promise<T>): Promise<T> => bench.house.database.transaction({ network_id, actor: { kind: 'system', job: 'bench' }, purpose: 'client-file' }, work)
    const search = (text: string) => inNetwork((context) => listClients(context, { q: text, sort: 'name', limit }))
    for (const { text } of typed(people, random, 60)) await search(text)

    const measured: { kind: Kind; ms: number }[] = []
    for (const { kind, text, sought } of typed(people, random, searches)) {
      const from = performance.now()
      const { items } = await search(text)
      measured.push({ kind, ms: performance.now() - from })
      // A common name has more cards than a page; a number or a rare name has its card on it.
      if (sought !== null) assert.ok(items.some(({ phone }) => phone === sought), `${kind} “${text}” did not find its card`)
    }
    const naive: number[] = []
    for (const { text } of typed(people, random, 20)) {
      const from = performance.now()
      await inNetwork(({ db }) => sql`select client_id from clients where network_id = ${network_id} and deleted_at is null and search like ${`% ${text.toLowerCase()}%`}`.execute(db))
      naive.push(performance.now() - from)
    }
    const all = percentile(measured.map(({ ms }) => ms), 0.95)
    const slips = percentile(measured.filter(({ kind }) => kind === 'slip').map(({ ms }) => ms), 0.95)
    const median = percentile(measured.map(({ ms }) => ms), 0.5)
    const reading = percentile(naive, 0.5)
    const count = cards.toLocaleString('en')
    return [
      { name: `search among ${count} clients, 95th percentile`, value: all, unit: 'ms', peer: 'limit ms', peer_value: 50, ratio: all / 50, target: '≤ 50 ms', ok: all <= 50 },
      { name: 'the same with a slip in a word, 95th percentile', value: slips, unit: 'ms', peer: 'median of all ms', peer_value: median, ratio: slips / median, target: 'shown', ok: true },
      { name: 'the same, median, against reading every card', value: median, unit: 'ms', peer: 'every card, median ms', peer_value: reading, ratio: reading / median, target: '≥ 5 × faster', ok: reading / median >= 5 }
    ]
  } finally {
    await bench.close()
  }
}

async function seedCards({ house, url }: BenchHouse, network_id: string, random: Random): Promise<Person[]> {
  const people = Array.from({ length: cards }, () => person(random))
  for (let at = 0; at < people.length; at += 2000) {
    const rows = people.slice(at, at + 2000).map((one) => ({ ...one, client_id: newId(), days: random() * 900 }))
    await house.database.transaction({ network_id, actor: { kind: 'system', job: 'bench' }, purpose: 'client-file' }, ({ db, now }) =>
      sql`insert into clients (network_id, client_id, first_name, last_name, email, phone, last_activity_at)
        select ${network_id}::uuid, client_id, first_name, last_name, email, phone, ${now.toString()}::timestamptz - days * interval '1 day'
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(client_id uuid, first_name text, last_name text, email text, phone text, days double precision)`.execute(db)
    )
  }
  // Autovacuum does it within minutes; a bench does not wait for it.
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query('vacuum analyze clients')
  await owner.end()
  return people
}

type Kind = 'beginning' | 'name' | 'both' | 'number' | 'slip'
type Typed = { kind: Kind; text: string; /** The number of the card that must be on the first page, where that can be said. */ sought: string | null }

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!

/** What people type: beginnings as they go, whole names, both in either order, parts of numbers, and slips. */
function* typed(people: readonly Person[], random: Random, count: number): Generator<Typed> {
  for (let at = 0; at < count; at++) {
    const one = pick(people, random)
    const roll = random()
    const plain = one.last_name.normalize('NFD').replaceAll(/\p{M}/gu, '')
    if (roll < 0.4) yield { kind: 'beginning', text: pick([one.last_name, one.first_name], random).slice(0, 1 + Math.floor(random() * 5)), sought: null }
    else if (roll < 0.55) yield { kind: 'name', text: random() < 0.5 ? plain : one.last_name, sought: null }
    else if (roll < 0.7) yield { kind: 'both', text: random() < 0.5 ? `${one.first_name} ${plain}` : `${plain} ${one.first_name}`, sought: null }
    else if (roll < 0.85) yield number(one, random)
    else yield { kind: 'slip', text: slipped(`${one.last_name} ${random() < 0.5 ? one.first_name : ''}`.trim(), random), sought: null }
  }
}

function number({ phone }: Person, random: Random): Typed {
  if (phone === null) return { kind: 'number', text: '06 12', sought: null }
  const digits = `0${phone.slice(3)}`
  const length = 4 + Math.floor(random() * 7)
  const text = (random() < 0.5 ? digits.slice(0, length) : digits.slice(-length)).replaceAll(/(..)(?=.)/g, '$1 ')
  return { kind: 'number', text, sought: length >= 9 ? phone : null }
}

/** One letter wrong, missing, too many, or two exchanged. */
function slipped(text: string, random: Random): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2))
  const letter = pick([...'aeiorstn'], random)
  return pick([text.slice(0, at) + letter + text.slice(at + 1), text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + letter + text.slice(at), text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)], random)
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0
}
