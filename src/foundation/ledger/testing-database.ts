import pg from 'pg'
import { openDatabase } from '../database/context.ts'
import type { Context, Database } from '../database/context.ts'
import { loginUrl } from '../database/roles.ts'
import { testDatabase } from '../database/testing.ts'
import { useRootKey } from '../keys/installation.ts'
import type { RootKey } from '../keys/root-key.ts'

export type TestLedger = {
  database: Database
  rootKey: RootKey
  /** Work in a transaction of the application for one network; `now` is the context's clock. */
  within<T>(network_id: string, work: (context: Context) => Promise<T>, now?: Temporal.Instant): Promise<T>
  /** One statement with the owner's rights: what tests look with, and what an intruder could do. */
  asOwner<Row extends pg.QueryResultRow>(network_id: string, statement: string, values?: unknown[]): Promise<Row[]>
  /** How many rows of a table a network has. */
  count(table: string, network_id: string): Promise<number>
}

/** A database for the tests of keys and ledger, gone with the scope. */
export async function openTestLedger(scope: { after(work: () => unknown): void }): Promise<TestLedger> {
  const { url, rootKey } = await testDatabase(scope)
  useRootKey(rootKey)
  const database = openDatabase(await loginUrl(url, rootKey, 'app'))
  const owner = new pg.Pool({ connectionString: url, max: 2 })
  scope.after(() => Promise.all([database.close(), owner.end()]))

  const asOwner: TestLedger['asOwner'] = async (network_id, statement, values = []) => {
    const client = await owner.connect()
    try {
      // Row-level security holds for an owner who is no superuser.
      await client.query(`set app.network_id = '${network_id}'`)
      return (await client.query(statement, values)).rows
    } finally {
      client.release()
    }
  }
  return {
    database,
    rootKey,
    within: (network_id, work, now) =>
      database.transaction({ network_id, actor: { kind: 'system', job: 'test' }, purpose: 'test', ...(now === undefined ? {} : { now }) }, work),
    asOwner,
    count: async (table, network_id) => (await asOwner(network_id, `select 1 from ${table} where network_id = $1`, [network_id])).length
  }
}
