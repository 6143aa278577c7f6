import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import pg from 'pg'
import { testHouse, testNetwork } from './house.ts'
import { fill, operationsOf, sample, typeOf } from './samples.ts'
import type { Schema, Try } from './samples.ts'

/**
 * Whatever is sent to a route that writes, the answer is a problem that names the field, in
 * the reader's language, and nothing is written. Nothing is listed by hand: a new route is
 * tried from the day that it exists.
 */
const house = await testHouse()
const salon = await testNetwork(house)
const { cookie } = await salon.signIn('owner')
const owner = new pg.Client({ connectionString: house.house.config.DATABASE_URL })
await owner.connect()
after(() => owner.end())

const ids = { network_id: salon.network_id, establishment_id: salon.establishment_id, agenda_id: salon.agenda_ids[0], service_id: salon.services.cut }
const addresses = { ...ids, network: salon.slug, establishment: salon.establishment_slug }
const writes = operationsOf(house.house.rooms).filter(({ method, body }) => method !== 'get' && body !== undefined)
/** In the order of their use, one a request, so that both languages are tried on every route. */
const languages = ['fr', 'en'] as const

const megabyte = 1_000_000

type Place = { path: (string | number)[]; schema: Schema }
type Case = { what: string; payload: string; field?: string }

describe('bad input', () => {
  test('there is something to try', () => {
    assert.ok(writes.length > 20)
  })

  for (const route of writes) {
    test(`${route.method.toUpperCase()} ${route.path}`, async () => {
      const before = await fingerprint()
      const cases = casesOf(route)
      assert.ok(cases.length >= 6)
      for (const [at, one] of cases.entries()) await assertRefused(route, one, languages[at % 2]!)
      assert.deepEqual(await fingerprint(), before, 'nothing was written')
    })
  }

  const names = [
    ['an emoji', '👩🏽‍🎤 Zoé', 'Ĳsbrand 🏳️‍🌈'],
    ['a name from right to left', 'أحمد', 'בן־דוד'],
    ['a script', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'],
    ['what SQL could stumble over', "Robert'); drop table clients;--", '\\x00 $1 %s ${x}']
  ] as const
  for (const [what, first_name, last_name] of names) {
    test(`${what} is taken and comes back the same`, async () => {
      const made = await house.server.inject({ method: 'POST', url: `/api/networks/${salon.network_id}/clients`, headers: { cookie }, payload: { first_name, last_name, note: `${first_name}\n${last_name}` } })
      assert.equal(made.statusCode, 201, made.body)
      const { client_id } = made.json<{ client_id: string }>()
      const read = await house.server.inject({ url: `/api/networks/${salon.network_id}/clients/${client_id}`, headers: { cookie } })
      const card = read.json<Record<string, string>>()
      assert.deepEqual([card['first_name'], card['last_name'], card['note']], [first_name, last_name, `${first_name}\n${last_name}`])
    })
  }
})

async function assertRefused({ method, path }: Try, { what, payload, field }: Case, language: 'fr' | 'en'): Promise<void> {
  const answer = await house.server.inject({ method: method.toUpperCase() as 'POST', url: fill(path, addresses), headers: { cookie, 'content-type': 'application/json', 'accept-language': language }, payload })
  const label = `${what} ${field ?? ''}: ${answer.statusCode} ${answer.body.slice(0, 400)}`
  assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, label)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, label)
  const { code, title, detail, errors } = answer.json<{ code: string; title: string; detail: string; errors?: { field: string; message: string }[] }>()
  const t = house.house.texts.in(language)
  assert.deepEqual([title, detail], [t(`foundation:problem.${code}.title`), t(`foundation:problem.${code}.detail`)], label)
  assert.ok(!title.includes('problem.') && detail !== '', label)
  if (field === undefined) return
  const named = errors?.find((error) => error.field === field || error.field.startsWith(`${field}.`) || field.startsWith(`${error.field}.`))
  assert.ok(named !== undefined && named.message !== '' && !/^[a-z]+:/.test(named.message), `names the field: ${label}`)
}

/** Everything wrong that can be sent to a route, each with the field at fault. */
function casesOf({ body }: Try): Case[] {
  const whole: Case[] = [
    { what: 'malformed JSON', payload: '{"a": [1,' },
    { what: 'no JSON', payload: 'a=b' },
    { what: 'a text instead of an object', payload: '"text"' },
    { what: 'an unknown field', payload: JSON.stringify({ ...(sample(body!, '', ids) as object), surprise: 1 }), field: 'body.surprise' },
    { what: 'a zero byte in a field’s name', payload: JSON.stringify({ ...(sample(body!, '', ids) as object), 'sur\0prise': 1 }) },
    { what: 'more than a route takes', payload: JSON.stringify({ surprise: 'x'.repeat(12_000_000) }) }
  ]
  return [...whole, ...placesOf(body!, []).flatMap((place) => wrongAt(body!, place))]
}

function wrongAt(body: Schema, { path, schema }: Place): Case[] {
  const field = ['body', ...path].join('.')
  const at = (what: string, value: unknown): Case => ({ what, payload: JSON.stringify(put(sample(body, '', ids), body, path, value)), field })
  const types = typesOf(schema)
  const foreign = Object.entries({ object: { wrong: true }, string: 'wrong', boolean: true, array: [{ wrong: true }] }).find(([type]) => !types.has(type))
  const cases = types.size === 0 || foreign === undefined ? [] : [at('a wrong type', foreign[1])]
  if (!types.has('string')) return cases
  cases.push(at('a zero byte', 'a\0b'))
  // Whole files are sent as `content`; those may be large.
  if (path.at(-1) !== 'content') cases.push(at('a megabyte', 'x'.repeat(megabyte)))
  if (hasFormat(schema, 'date')) cases.push(at('an impossible day', '2027-02-30'))
  if (hasFormat(schema, 'date-time')) cases.push(at('an impossible instant', '2027-02-30T09:00:00Z'))
  return cases
}

/** Every member of a schema, those of its members and of the first element of its lists too. */
function placesOf(schema: Schema, path: Place['path']): Place[] {
  return optionsOf(schema).flatMap((option) => {
    const members: Place[] = Object.entries(option.properties ?? {}).map(([key, member]) => ({ path: [...path, key], schema: member }))
    if (option.items !== undefined && path.length > 0) members.push({ path: [...path, 0], schema: option.items })
    return members.flatMap((place) => [place, ...placesOf(place.schema, place.path)])
  })
}

/** A copy of a value with one member changed; what leads there is made up where it is absent. */
function put(value: unknown, schema: Schema, [key, ...rest]: Place['path'], to: unknown): unknown {
  if (key === undefined) return to
  const option = optionsOf(schema).find((one) => (typeof key === 'number' ? one.items !== undefined : key in (one.properties ?? {})))!
  const member = typeof key === 'number' ? option.items! : option.properties![key]!
  const fits = typeof value === 'object' && value !== null && Array.isArray(value) === (typeof key === 'number')
  const present = (fits ? value : sample(option, '', ids)) as Record<string, unknown>
  const changed = put(present[key] ?? sample(member, String(key), ids), member, rest, to)
  return Array.isArray(present) ? [changed, ...present.slice(1)] : { ...present, [key]: changed }
}

function optionsOf(schema: Schema): Schema[] {
  const options = schema.anyOf ?? schema.oneOf
  return options === undefined ? [schema] : options.flatMap(optionsOf)
}

/** The JSON types that a schema admits; none for one that admits anything. */
function typesOf(schema: Schema): Set<string> {
  const types = optionsOf(schema).map((option) => typeOf(option) ?? (option.enum === undefined && option.const === undefined ? undefined : typeof (option.const ?? option.enum?.[0])))
  return types.includes(undefined) ? new Set() : new Set(types as string[])
}

function hasFormat(schema: Schema, format: string): boolean {
  return optionsOf(schema).some((option) => option.format === format)
}

/** A digest of every table; sessions apart, which note when they were last used. */
async function fingerprint(): Promise<Record<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname not in ('communes', 'sessions')`)
  const prints: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await owner.query<{ print: string }>(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from ${name} t`)
    prints[name] = rows[0]?.print ?? ''
  }
  return prints
}
