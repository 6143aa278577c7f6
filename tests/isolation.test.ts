import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import { newId } from '../src/foundation/database/ids.ts'
import { testHouse, testNetwork } from './house.ts'
import { fill, operationsOf, sample } from './samples.ts'
import type { Schema, Try } from './samples.ts'

/**
 * Nothing of one network is ever visible to another: every route of the OpenAPI document
 * is tried with a stranger's session, first on the other network itself, then on the
 * stranger's own network with the other's ids. Nothing is listed by hand: a new route is
 * tried from the day that it exists.
 */
const house = await testHouse()
const ours = await testNetwork(house, 'victime')
const theirs = await testNetwork(house, 'curieux')
const { cookie } = await theirs.signIn('owner')
const secret = `secret-${newId().slice(-12)}`
const ids = await fillEveryTable()

const operations = operationsOf(house.house.rooms)

describe('isolation of networks', () => {
  test('[A-29] another network’s address is refused to a stranger on every route', async () => {
    const members = operations.filter(({ path }) => path.includes('{network_id}'))
    assert.ok(members.length > 10)
    const before = await fingerprint()
    for (const tried of members) {
      const { method, path } = tried
      const answer = await ask(tried, fill(path, { ...ids, network_id: ours.network_id }))
      assert.ok([400, 403, 404].includes(answer.statusCode), `${method} ${path} answered ${answer.statusCode}`)
      assert.ok(!answer.body.includes(secret), `${method} ${path} showed the other network’s data`)
    }
    assert.deepEqual(await fingerprint(), before, 'and nothing of it was changed')
  })

  test('[A-29] another network’s ids lead nowhere inside one’s own network', async () => {
    const members = operations.filter(({ path }) => path.includes('{network_id}'))
    const before = await fingerprint()
    let reached = 0
    for (const tried of members) {
      const { method, path } = tried
      const answer = await ask(tried, fill(path, { ...ids, network_id: theirs.network_id }))
      assert.ok(answer.statusCode < 500, `${method} ${path} answered ${answer.statusCode}: ${answer.body}`)
      assert.ok(!answer.body.includes(secret), `${method} ${path} showed the other network’s data`)
      if (answer.statusCode !== 400) reached++
    }
    assert.ok(reached * 2 > members.length, `only ${reached} of ${members.length} routes were reached with a body that passes their schema`)
    assert.deepEqual(await fingerprint(), before, 'and nothing of it was changed')
  })

  test('[A-29] public routes of one network never show or change another', async () => {
    const before = await fingerprint()
    for (const tried of operations.filter((operation) => operation.path.includes('{network}'))) {
      const { method, path } = tried
      const answer = await ask(tried, fill(path, { ...ids, network: theirs.slug, establishment: ours.establishment_slug }))
      assert.ok(answer.statusCode < 500, `${method} ${path} answered ${answer.statusCode}: ${answer.body}`)
      assert.ok(!answer.body.includes(secret), `${method} ${path} showed the other network’s data`)
    }
    assert.deepEqual(await fingerprint(), before)
  })

  test('[A-29] the application’s database login sees no row of a network that is not open, whatever it asks', async () => {
    const { pool } = house.house.database
    const { rows: tables } = await owner((client) =>
      client.query<{ name: string }>(`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'network_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_table_privilege('reserve_app', c.oid, 'select')`)
    )
    const open = new Set(['network_addresses', 'directory_entries'])
    assert.ok(tables.length > 20)
    for (const { name } of tables) {
      const client = await pool.connect()
      try {
        await client.query(`begin; set local app.network_id = '${theirs.network_id}'`)
        const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${name} where network_id = $1`, [ours.network_id])
        assert.equal(rows[0]?.count === 0, !open.has(name) || rows[0]?.count === 0, `${name} showed ${rows[0]?.count} rows`)
        await client.query('rollback; begin')
        const closed = await client.query<{ count: number }>(`select count(*)::int as count from ${name}`)
        if (!open.has(name)) assert.equal(closed.rows[0]?.count, 0, `${name} shows rows without a network`)
        await client.query('rollback')
      } finally {
        client.release()
      }
    }
    for (const statement of ['select * from accounts', 'update ledger_entries set kind = kind', 'delete from ledger_chain', 'alter table clients disable row level security', 'set role reserve_identity', 'select * from graphile_worker._private_jobs']) {
      await assert.rejects(pool.query(statement), { code: '42501' }, statement)
    }
    const { rows } = await pool.query<{ rolsuper: boolean; rolbypassrls: boolean }>('select rolsuper, rolbypassrls from pg_roles where rolname = current_user')
    assert.deepEqual(rows, [{ rolsuper: false, rolbypassrls: false }])
  })
})

async function ask({ method, operation, body }: Try, url: string) {
  const query = operation.parameters.filter((parameter) => parameter.in === 'query' && (parameter.required || parameter.name in ids)).map(({ name, schema }) => `${name}=${encodeURIComponent(String(sample(schema as Schema, name, ids)))}`)
  return house.server.inject({
    method: method.toUpperCase() as 'GET',
    url: query.length === 0 ? url : `${url}?${query.join('&')}`,
    headers: { cookie },
    ...(body === undefined ? {} : { payload: sample(body, '', ids) as object })
  })
}

/** One row of everything in the victim's network, each bearing the secret where it holds text. */
async function fillEveryTable(): Promise<Record<string, string>> {
  const made = { client_id: newId(), appointment_id: newId(), item_id: newId(), occupation_id: newId(), rule_id: newId(), field_id: newId(), exception_id: newId(), notice_id: newId(), hold_id: newId(), entry_id: newId(), subscription_id: newId(), busy_id: newId() }
  const { network_id, establishment_id } = ours
  const [agenda_id] = ours.agenda_ids
  const service_id = ours.services.cut
  const starts_at = Temporal.Instant.from('2027-09-01T09:00:00Z')
  const ends_at = starts_at.add({ minutes: 30 })
  await ours.run(async ({ db }) => {
    await db.updateTable('establishments').set({ description: secret, name: secret }).where('network_id', '=', network_id).execute()
    await db.updateTable('agendas').set({ name: secret }).where('network_id', '=', network_id).where('agenda_id', '=', agenda_id).execute()
    await db.insertInto('clients').values({ network_id, client_id: made.client_id, first_name: secret, last_name: secret, email: `${secret}@example.com`, phone: '+33639981234', note: secret }).execute()
    await db.insertInto('client_fields').values({ network_id, field_id: made.field_id, label: secret, kind: 'text' }).execute()
    await db.insertInto('notices').values({ network_id, notice_id: made.notice_id, locale: 'fr', version: 99, body: secret }).execute()
    await db.insertInto('agenda_rules').values({ network_id, rule_id: made.rule_id, agenda_id, kind: 'unavailable', starts_local: '2027-09-02T12:00', duration_minutes: 60, reason: secret }).execute()
    await db.insertInto('opening_exceptions').values({ network_id, exception_id: made.exception_id, establishment_id, day: '2027-09-03', reason: secret }).execute()
    await db.insertInto('appointments').values({ network_id, appointment_id: made.appointment_id, establishment_id, client_id: made.client_id, starts_at, ends_at, title: secret, note: secret, notice_id: made.notice_id, manage_token_digest: Buffer.alloc(32) }).execute()
    const occupation = { network_id, agenda_id, service_id, seats_taken: 1 }
    await db.insertInto('occupations').values({ ...occupation, occupation_id: made.occupation_id, starts_at, ends_at, blocked: `[${starts_at.toString()},${ends_at.toString()})` }).execute()
    await db.insertInto('appointment_items').values({ network_id, item_id: made.item_id, appointment_id: made.appointment_id, agenda_id, service_id, occupation_id: made.occupation_id, starts_at, ends_at }).execute()
    await db.insertInto('waiting_entries').values({ network_id, entry_id: made.entry_id, establishment_id, client_id: made.client_id, service_ids: [service_id], from_day: '2027-09-01', to_day: '2027-09-30', manage_token_digest: Buffer.alloc(32, 1) }).execute()
    await db.insertInto('calendar_subscriptions').values({ network_id, subscription_id: made.subscription_id, agenda_id, name: secret }).execute()
    await db.insertInto('external_busy').values({ network_id, busy_id: made.busy_id, agenda_id, subscription_id: made.subscription_id, uid: secret, summary: secret, starts_at, ends_at }).execute()
  })
  return { ...made, establishment_id, agenda_id, service_id, account_id: newId(), network: ours.slug }
}

/** A digest of every row of the victim's network. */
async function fingerprint(): Promise<Record<string, string>> {
  return owner(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'network_id' where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`
    )
    const prints: Record<string, string> = {}
    for (const { name } of tables) {
      const { rows } = await client.query<{ print: string }>(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from ${name} t where network_id = $1`, [ours.network_id])
      prints[name] = rows[0]?.print ?? ''
    }
    return prints
  })
}

async function owner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: house.house.config.DATABASE_URL })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
