import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from './migrate.ts'
import { loginUrl } from './roles.ts'
import { testDatabase } from './testing.ts'

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

// Keeps the server up for the whole file, so that the tests can look at it after their own scope.
const outer = await testDatabase({ after })
const server = await connect(outer.url)
after(() => server.end())

async function present(url: string): Promise<boolean> {
  return ((await server.query('select from pg_database where datname = $1', [new URL(url).pathname.slice(1)])).rowCount ?? 0) > 0
}

test('gives each scope a migrated database of its own and drops it afterwards', async (t) => {
  const seen: string[] = []
  await t.test('in a scope', async (inner) => {
    const [one, two] = await Promise.all([testDatabase(inner), testDatabase(inner)])
    seen.push(one.url, two.url)
    const clients = await Promise.all([connect(one.url), connect(two.url)])
    inner.after(() => Promise.all(clients.map((client) => client.end())))
    await clients[0].query('create table only_here ()')
    await assert.rejects(clients[1].query('select from only_here'), { code: '42P01' })
    assert.deepEqual(await migrate(one.url, one.rootKey), [], 'nothing is left to migrate')
    const application = await connect(await loginUrl(one.url, one.rootKey, 'app'))
    inner.after(() => application.end())
    await assert.rejects(application.query('create table not_allowed ()'), { code: '42501' })
  })
  assert.equal(seen.length, 2)
  for (const url of seen) {
    while (await present(url)) await sleep(20)
  }
  assert.equal(await present(outer.url), true)
})
