import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import pg from 'pg'

const packageName = '@etalab/decoupage-administratif'
const require = createRequire(import.meta.url)

/** What the package says of a commune, as far as we read it. */
type Commune = { code: string; nom: string; type: string; departement: string; region: string; codesPostaux?: string[]; population?: number }
type Place = { code: string; nom: string }

/**
 * Fills `communes` with the present communes of France, overseas included, and the arrondissements of Paris, Lyon
 * and Marseille, unless this version of the package has been loaded already (the table's comment remembers it).
 * @param url the owner's login
 * @returns how many were loaded; 0 when they were there
 */
export async function loadCommunes(url: string): Promise<number> {
  const { version } = await readJson<{ version: string }>('package.json')
  const loaded = `${packageName} ${version}`
  const owner = new pg.Client({ connectionString: url, application_name: 'reserve communes' })
  await owner.connect()
  try {
    if ((await comment(owner)) === loaded) return 0
    await owner.query('begin')
    // Two servers that start at once: the second waits here and finds the work done.
    await owner.query("select pg_advisory_xact_lock(hashtext('reserve communes'))")
    const count = (await comment(owner)) === loaded ? 0 : await replaceAll(owner, await readCommunes())
    await owner.query(`comment on table communes is ${pg.escapeLiteral(loaded)}`)
    await owner.query('commit')
    return count
  } finally {
    await owner.end()
  }
}

async function comment(owner: pg.Client): Promise<string | null> {
  const { rows } = await owner.query<{ comment: string | null }>("select obj_description('communes'::regclass) as comment")
  return rows[0]?.comment ?? null
}

async function readCommunes(): Promise<Commune[]> {
  const all = await readJson<Commune[]>('data/communes.json')
  // Former communes that are now part of another one are places no longer written in an address.
  return all.filter(({ type }) => type === 'commune-actuelle' || type === 'arrondissement-municipal')
}

async function replaceAll(owner: pg.Client, communes: readonly Commune[]): Promise<number> {
  const names = (places: readonly Place[]): Map<string, string> => new Map(places.map(({ code, nom }) => [code, nom]))
  const departments = names(await readJson<Place[]>('data/departements.json'))
  const regions = names(await readJson<Place[]>('data/regions.json'))
  // An index made afterwards costs a third of one kept up row by row: 1 s for all, where it would take 2.5.
  await owner.query('drop index communes_search')
  await owner.query('truncate communes')
  const { rowCount } = await owner.query(
    `insert into communes (commune_code, name, department_code, department_name, region_name, postcodes, population, search)
     select code, name, department_code, department_name, region_name, string_to_array(postcodes, ' '), population,
       ' ' || search_words(name) || ' ' || postcodes
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
       as t (code, name, department_code, department_name, region_name, postcodes, population)
     order by population desc`,
    [
      communes.map(({ code }) => code),
      communes.map(({ nom }) => nom),
      communes.map(({ departement }) => departement),
      communes.map(({ departement }) => departments.get(departement) ?? ''),
      communes.map(({ region }) => regions.get(region) ?? ''),
      communes.map(({ codesPostaux }) => (codesPostaux ?? []).join(' ')),
      communes.map(({ population }) => population ?? 0)
    ]
  )
  await owner.query('create index communes_search on communes using gin (search gin_trgm_ops)')
  return rowCount ?? 0
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(require.resolve(`${packageName}/${file}`), 'utf8')) as T
}
