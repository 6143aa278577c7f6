import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { RootKey } from '../keys/root-key.ts'
import { createRoles } from './roles.ts'

export const migrationsFolder = new URL('../../../migrations/', import.meta.url)

type Migration = { name: string; sql: string; digest: string }

/**
 * Brings a database to the present schema: roles, the job queue, then every numbered
 * file of `migrations/` not yet applied, each in a transaction of its own.
 * @param url the owner's login
 * @param rootKey the logins of the application follow from it
 * @returns the names applied by this call
 * @throws when a file that was already applied has changed since, or PostgreSQL is older than 15
 */
export async function migrate(url: string, rootKey: RootKey, log: (line: string) => void = () => {}): Promise<string[]> {
  const owner = new pg.Client({ connectionString: url, application_name: 'reserve migrate' })
  await owner.connect()
  try {
    await requireVersion(owner)
    // One migration at a time per database; a second server waits here.
    await owner.query("select pg_advisory_lock(hashtext('reserve migrate'))")
    const pending = await pendingMigrations(owner)
    // Roles and their passwords are settled at every start: the root key may be new here.
    await createRoles(owner, rootKey)
    await migrateQueue(url)
    for (const migration of pending) {
      await apply(owner, migration)
      log(migration.name)
    }
    return pending.map(({ name }) => name)
  } finally {
    await owner.end()
  }
}

async function requireVersion(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ version: string }>("select current_setting('server_version_num') as version")
  const version = Number(rows[0]?.version)
  if (version < 150000) throw new Error(`PostgreSQL 15 or later is needed; DATABASE_URL answers with ${Math.floor(version / 10000)}.`)
}

async function pendingMigrations(owner: pg.Client): Promise<Migration[]> {
  await owner.query(
    'create table if not exists migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())'
  )
  const { rows } = await owner.query<{ name: string; digest: string }>('select name, digest from migrations')
  const applied = new Map(rows.map((row) => [row.name, row.digest]))
  const migrations = await readMigrations()
  for (const { name, digest } of migrations) {
    const before = applied.get(name)
    if (before !== undefined && before !== digest) {
      throw new Error(`Migration ${name} was applied to this database and has changed since. Migrations only go forward: add a new file.`)
    }
  }
  return migrations.filter(({ name }) => !applied.has(name))
}

/** All migrations in order, each with the SHA-256 of its text. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, migrationsFolder), 'utf8')
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') }
    })
  )
}

async function apply(owner: pg.Client, migration: Migration): Promise<void> {
  try {
    await owner.query('begin')
    await owner.query(migration.sql)
    await owner.query('insert into migrations (name, digest) values ($1, $2)', [migration.name, migration.digest])
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw new Error(`Migration ${migration.name} failed, nothing of it was kept: ${String(error)}`, { cause: error })
  }
}

/** graphile-worker brings its own schema; it belongs to reserve_jobs. */
async function migrateQueue(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, options: '-c role=reserve_jobs', max: 2 })
  try {
    // graphile-worker asks for both listeners; a lost connection fails the query that uses it.
    pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
    await runMigrations({ pgPool: pool })
  } finally {
    await pool.end()
  }
}
