import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { rootKeyFromBytes } from '../keys/root-key.ts'
import type { RootKey } from '../keys/root-key.ts'
import { loadCommunes } from '../places/communes.ts'
import { startEmbedded } from './embedded.ts'
import { migrate, readMigrations } from './migrate.ts'

export type TestDatabase = {
  /** Owner login of a database of its own: migrated, empty, with fsync off when the server is ours. */
  url: string
  /** The root key that the logins of the application in this database follow from; the same in every test. */
  rootKey: RootKey
  /** The same two as settings, for readConfig(). */
  settings: { DATABASE_URL: string; RESERVE_ROOT_KEY: string }
}

/** Anything with node:test's `after`: a test's context, or `{ after }` imported for the whole file. */
export type Scope = { after(work: () => void): void }

/** The embedded cluster of the tests: shared by every run from this checkout, stopped by the last. */
export const testCluster = fileURLToPath(new URL('../../../data/test-postgres', import.meta.url))

const rootKeyBytes = createHash('sha256').update('the root key of tests').digest()

/**
 * A migrated database for one test or file, dropped once the scope is over and its
 * connections are closed. The server is DATABASE_URL's (PostgreSQL 15 or later, a login
 * that may create databases and roles), which `npm test` supplies, or else the embedded one.
 * A copy of a template: 50 ms instead of the seconds that migrating takes.
 */
export async function testDatabase(scope: Scope): Promise<TestDatabase> {
  const server = await openServer()
  const name = `reserve_test_${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString('hex')}`
  try {
    await cloneTemplate(server.url, name)
  } catch (error) {
    await server.stop()
    throw error
  }
  scope.after(() => {
    // Not awaited: hooks run in order, and those that close the connections come after this one.
    void dropWhenLeft(server.url, name).finally(server.stop)
  })
  const url = on(server.url, name)
  return {
    url,
    rootKey: rootKeyFromBytes(rootKeyBytes),
    settings: { DATABASE_URL: url, RESERVE_ROOT_KEY: rootKeyBytes.toString('base64') }
  }
}

async function openServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env['DATABASE_URL']
  if (url) return { url, stop: async () => {} }
  return startEmbedded({ directory: testCluster, disposable: true })
}

/** Copies the template, which the first to come makes while the others wait. */
async function cloneTemplate(server: string, name: string): Promise<void> {
  const template = `reserve_template_${await migrationsDigest()}`
  await connected(server, async (client) => {
    // Held on the server's own database: advisory locks count per database, roles per server.
    await client.query("select pg_advisory_lock(hashtext('reserve test template'))")
    if (!(await exists(client, template))) await makeTemplate(client, server, template)
    await client.query("select pg_advisory_unlock(hashtext('reserve test template'))")
    await client.query(`create database ${name} template ${template}`)
  })
}

/** Under another name until it is whole, so that a killed run leaves no half migrated template. */
async function makeTemplate(client: pg.Client, server: string, template: string): Promise<void> {
  const partial = `${template}_new`
  await client.query(`drop database if exists ${partial} with (force)`)
  await client.query(`create database ${partial} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  await migrate(on(server, partial), rootKeyFromBytes(rootKeyBytes))
  // In the template, so that no test waits for the second that it takes.
  await loadCommunes(on(server, partial))
  await client.query(`alter database ${partial} rename to ${template}`)
  await client.query(`alter database ${template} allow_connections false`)
}

/** What decides the schema: the migrations, and the code that runs them. */
async function migrationsDigest(): Promise<string> {
  const digest = createHash('sha256')
  for (const migration of await readMigrations()) digest.update(migration.name).update(migration.digest)
  for (const file of ['migrate.ts', 'roles.ts']) digest.update(await readFile(new URL(file, import.meta.url)))
  return digest.digest('hex').slice(0, 12)
}

/** Drops the database once nobody is connected; whoever has not left after ten seconds is put out. */
async function dropWhenLeft(server: string, name: string): Promise<void> {
  await connected(server, async (client) => {
    for (let waited = 0; waited < 10_000; waited += 25) {
      const { rows } = await client.query<{ left: boolean }>(
        "select not exists (select from pg_stat_activity where datname = $1 and backend_type = 'client backend') as left",
        [name]
      )
      if (rows[0]?.left === true) break
      await sleep(25)
    }
    await client.query(`drop database if exists ${name} with (force)`)
  })
}

/** Drops what killed runs left: copies a day old, and on our own cluster templates of other migrations. */
export async function sweepTestDatabases(server: string, ours: boolean): Promise<void> {
  const current = await migrationsDigest()
  await connected(server, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where datname ~ '^reserve_(test_[0-9]+|template)_'"
    )
    for (const { name } of rows) {
      const made = Number(/^reserve_test_(\d+)_/.exec(name)?.[1] ?? Number.NaN)
      const stale = Number.isNaN(made) ? ours && !name.endsWith(current) : made < Date.now() / 1000 - 86_400
      if (stale) await client.query(`drop database if exists ${name}`).catch(unlessInUse)
    }
  })
}

/** object_in_use: another run has it, and will see to it. */
function unlessInUse(error: unknown): void {
  if (!(error instanceof pg.DatabaseError && error.code === '55006')) throw error
}

async function exists(client: pg.Client, database: string): Promise<boolean> {
  return ((await client.query('select from pg_database where datname = $1', [database])).rowCount ?? 0) > 0
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'reserve tests' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function on(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}
