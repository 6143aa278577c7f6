import { CompiledQuery, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'
import pg from 'pg'
import type { Pool, PoolClient } from 'pg'
import type { DB } from './schema.generated.ts'
import { columnTypes, parameter } from './types.ts'
import type { Signal } from '../events/hub.ts'

/** Who acts. Ids only: names stay in the database. */
export type Actor =
  | { kind: 'account'; account_id: string }
  | { kind: 'public' }
  | { kind: 'system'; job: string }

export type Locale = 'fr' | 'en'

/**
 * One unit of work for one network: who acts, why, when, in which language, and the
 * transaction that it happens in. The only way to the business tables.
 */
export type Context = {
  readonly network_id: string
  readonly actor: Actor
  /** Why data is touched, in the catalogue's terms; goes to logs and the ledger. */
  readonly purpose: string
  readonly locale: Locale
  /** The instant of the request; rules use it, never the system clock. */
  readonly now: Temporal.Instant
  readonly db: Kysely<DB>
  /** Tells browsers that show it, after the commit and never on a rollback. Ids and days only. */
  publish(signal: Omit<Signal, 'network_id'>): void
}

export type Scope = {
  network_id: string | null
  actor: Actor
  purpose: string
  locale?: Locale
  now?: Temporal.Instant
}

export type Database = {
  readonly pool: Pool
  /** Runs `work` in a transaction limited by row-level security to the scope's network. */
  transaction<T>(scope: Scope & { network_id: string }, work: (context: Context) => Promise<T>): Promise<T>
  /** The same without a network: sees public addresses, the directory and one's own memberships only. */
  outside<T>(scope: Omit<Scope, 'network_id'>, work: (context: Omit<Context, 'network_id'>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a UUID in its canonical lower-case form: safe inside a literal. */
export function isUuid(value: string): boolean {
  return uuidPattern.test(value)
}

export type DatabaseOptions = {
  /** Size of the pool; 12 unless told. */
  connections?: number
  clock?: () => Temporal.Instant
  /** Receives what committed transactions published. */
  onSignal?: (signal: Signal) => void
}

/**
 * Opens the pool of the application role.
 * @param url login that is a member of reserve_app
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const clock = options.clock ?? Temporal.Now.instant
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 12,
    application_name: 'reserve',
    types: columnTypes,
    // A minute in the queue is long enough to say that the server is overwhelmed.
    connectionTimeoutMillis: 60_000,
    options: '-c timezone=UTC -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s'
  })
  // A connection that dies is replaced by the pool, and the query that used it fails;
  // without listeners, idle or in use, it would end the process.
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))

  async function run<T>(scope: Scope, work: (context: Context) => Promise<T>): Promise<T> {
    const begin = beginStatement(scope)
    for (let attempt = 1; ; attempt++) {
      try {
        return await attemptOnce(begin, scope, work)
      } catch (error) {
        // Two transactions that wait for each other: one is told to start again.
        if (attempt < 3 && isTransient(error)) continue
        throw error
      }
    }
  }

  async function attemptOnce<T>(begin: string, scope: Scope, work: (context: Context) => Promise<T>): Promise<T> {
    const signals: Signal[] = []
    const client = await pool.connect()
    let broken: Error | undefined
    const result = await (async () => {
      try {
        await client.query(begin)
        const value = await work({
          network_id: scope.network_id ?? '',
          actor: scope.actor,
          purpose: scope.purpose,
          locale: scope.locale ?? 'fr',
          now: scope.now ?? clock(),
          db: kyselyOn(client),
          publish: (signal) => void signals.push({ network_id: scope.network_id ?? '', ...signal })
        })
        await client.query('commit')
        return value
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => (broken = failure))
        throw error
      } finally {
        client.release(broken)
      }
    })()
    for (const signal of signals) options.onSignal?.(signal)
    return result
  }

  return {
    pool,
    transaction: (scope, work) => run(scope, work),
    outside: (scope, work) => run({ ...scope, network_id: null }, work),
    close: () => pool.end()
  }
}

/**
 * BEGIN and the scope in one round trip. The settings are literals because Citus does
 * not carry set_config() to its workers; they are checked before they are written.
 */
function beginStatement(scope: Scope): string {
  const network = scope.network_id ?? ''
  const account = scope.actor.kind === 'account' ? scope.actor.account_id : ''
  for (const id of [network, account]) {
    if (id !== '' && !isUuid(id)) throw new Error('A context needs canonical UUIDs.')
  }
  return `begin; set local app.network_id = '${network}'; set local app.account_id = '${account}'`
}

function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '40P01' || code === '40001'
}

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()

/** A query builder bound to one connection whose transaction is already open. */
export function kyselyOn(client: PoolClient): Kysely<DB> {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const result = await client.query({ ...named(query.sql), text: query.sql, values: query.parameters.map(parameter) })
      const rows = result.rows as R[]
      return result.rowCount === null ? { rows } : { rows, numAffectedRows: BigInt(result.rowCount) }
    },
    async *streamQuery() {
      yield* []
      throw new Error('Stream with keyset pages.')
    }
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuseNesting,
    commitTransaction: refuseNesting,
    rollbackTransaction: refuseNesting,
    releaseConnection: async () => {},
    destroy: async () => {}
  }
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createQueryCompiler: () => compiler,
    createIntrospector: (db) => new PostgresIntrospector(db)
  }
  return new Kysely<DB>({ dialect })
}

const names = new Map<string, string>()
const namesMost = 500

/**
 * Statements are prepared once a connection and then only bound: planning the larger
 * ones costs more than running them. What is written with ever other shapes, such as
 * lists of other lengths, is left unnamed once there are many.
 */
function named(text: string): { name?: string } {
  const known = names.get(text)
  if (known !== undefined) return { name: known }
  if (names.size >= namesMost) return {}
  const name = `q${names.size}`
  names.set(text, name)
  return { name }
}

async function refuseNesting(): Promise<never> {
  throw new Error('The context has opened the transaction already.')
}
