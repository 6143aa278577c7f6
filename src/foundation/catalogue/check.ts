import type { Client, Pool } from 'pg'
import type { TableDeclaration } from './catalogue.ts'

type AnyDeclaration = Pick<TableDeclaration, 'table' | 'subject' | 'path' | 'shared'> & { columns: Record<string, unknown> }

/**
 * Holds the catalogue against the database that is really there: every table and
 * column declared, none declared that does not exist, row-level security forced and
 * the network first in every key except where the declaration says why not.
 * @returns one readable line per difference; empty when they agree
 */
export async function checkCatalogue(database: Client | Pool, declarations: readonly AnyDeclaration[]): Promise<string[]> {
  const wrong: string[] = []
  const declared = new Map(declarations.map((declaration) => [declaration.table as string, declaration]))
  const { rows: columns } = await database.query<{ table_name: string; column_name: string }>(
    `select c.relname as table_name, a.attname as column_name
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
     order by 1, a.attnum`
  )
  const found = Map.groupBy(columns, (row) => row.table_name)
  for (const [table, rows] of found) {
    const declaration = declared.get(table)
    if (declaration === undefined) {
      wrong.push(`table ${table} is not in the catalogue`)
      continue
    }
    const names = new Set(rows.map((row) => row.column_name))
    for (const name of names) if (!(name in declaration.columns)) wrong.push(`column ${table}.${name} is not in the catalogue`)
    for (const name of Object.keys(declaration.columns)) if (!names.has(name)) wrong.push(`column ${table}.${name} is declared but does not exist`)
  }
  for (const table of declared.keys()) if (!found.has(table)) wrong.push(`table ${table} is declared but does not exist`)
  return [...wrong, ...(await checkIsolation(database, declared))]
}

async function checkIsolation(database: Client | Pool, declared: ReadonlyMap<string, AnyDeclaration>): Promise<string[]> {
  const { rows } = await database.query<{ table_name: string; secured: boolean; forced: boolean; keyed: boolean }>(
    `select c.relname as table_name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
       exists (
         select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
         where i.indrelid = c.oid and i.indisprimary and a.attname = 'network_id'
       ) as keyed
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`
  )
  return rows.flatMap(({ table_name, secured, forced, keyed }) => {
    const declaration = declared.get(table_name)
    if (declaration === undefined || declaration.shared !== undefined) return []
    const wrong: string[] = []
    if (!secured || !forced) wrong.push(`table ${table_name} has no forced row-level security`)
    if (!keyed) wrong.push(`the primary key of ${table_name} does not begin with network_id`)
    return wrong
  })
}
