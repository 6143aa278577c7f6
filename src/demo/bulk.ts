import { sql } from 'kysely'
import type { Context } from '../foundation/database/context.ts'
import type { DB } from '../foundation/database/schema.generated.ts'

/** Rows of one table as JSON: instants in ISO 8601, ranges in PostgreSQL's notation, bytes as `\x…`. All have the same columns. */
export type Rows = readonly Readonly<Record<string, unknown>>[]

const PAGE = 5000

/**
 * Inserts many rows in the context's network, thousands a statement. Each travels as JSON
 * and becomes a row of the table by its own column types, so that every constraint of the
 * table is checked; columns that the rows do not name take their defaults.
 */
export async function insertAll(context: Context, table: keyof DB, rows: Rows): Promise<void> {
  if (rows[0] === undefined) return
  const columns = sql.join(['network_id', ...Object.keys(rows[0])].map((column) => sql.ref(column)))
  for (let at = 0; at < rows.length; at += PAGE) {
    const page = JSON.stringify(rows.slice(at, at + PAGE).map((row) => ({ network_id: context.network_id, ...row })))
    await sql`insert into ${sql.table(table)} (${columns}) select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${page}::jsonb)`.execute(context.db)
  }
}
