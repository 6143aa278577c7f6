import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { invalid } from '../../foundation/http/problem.ts'
import { findCommunes } from './communes.ts'
import { searchWords } from './rules.ts'
import type { Commune, DirectoryEntry, DirectoryPage, DirectoryQuery } from './schemas.ts'
import { activityName, activityWords, trades } from './trades.ts'

/**
 * Publishes what is listed and withdraws what is not: the directory says at every commit exactly what the
 * establishments say.
 * @param establishment_id only this one; all of the network's when absent
 */
export async function publishDirectory(context: Context, establishment_id?: string): Promise<void> {
  const { network_id, db } = context
  const which = establishment_id === undefined ? sql`true` : sql`e.establishment_id = ${establishment_id}`
  const { rows: listed } = await sql<{ establishment_id: string; activity: string }>`
    select e.establishment_id, e.activity from establishments e
    where e.network_id = ${network_id} and ${which} and e.listed and e.archived_at is null`.execute(db)
  const ids = listed.map((row) => row.establishment_id)
  await sql`
    delete from directory_entries e where e.network_id = ${network_id} and ${which} and not (e.establishment_id = any(${ids}::uuid[]))`.execute(db)
  if (ids.length === 0) return
  await sql`
    insert into directory_entries (network_id, establishment_id, network_slug, network_name, slug, name, activity, street, postcode,
      commune_code, commune_name, department_code, colour, search)
    select e.network_id, e.establishment_id, n.slug, n.name, e.slug, e.name, e.activity, e.street, e.postcode,
      e.commune_code, e.commune_name, e.department_code, e.colour,
      ' ' || search_words(concat_ws(' ', e.name, n.name, n.brand, w.words, e.commune_name, e.postcode))
    from establishments e
    join networks n on n.network_id = e.network_id
    join unnest(${ids}::uuid[], ${listed.map(({ activity }) => activityWords(activity))}::text[]) as w (establishment_id, words) on w.establishment_id = e.establishment_id
    where e.network_id = ${network_id} and e.establishment_id = any(${ids}::uuid[])
    on conflict (network_id, establishment_id) do update set
      network_slug = excluded.network_slug, network_name = excluded.network_name, slug = excluded.slug, name = excluded.name, activity = excluded.activity,
      street = excluded.street, postcode = excluded.postcode, commune_code = excluded.commune_code, commune_name = excluded.commune_name,
      department_code = excluded.department_code, colour = excluded.colour, search = excluded.search`.execute(db)
}

/** What a search for a place was understood as. */
export type Place =
  | { kind: 'none' }
  /** With the communes elsewhere that have the same name: Vienne is two places. */
  | { kind: 'department'; code: string; name: string; communes: Commune[] }
  | { kind: 'communes'; communes: Commune[] }
  | { kind: 'postcode'; postcode: string; communes: Commune[] }
  | { kind: 'unknown' }

type Reader = Pick<Context, 'db'>

/** Paris, Lyon and Marseille are looked for as a whole, and written as arrondissements (law of 31 December 1982). */
const withArrondissements: Readonly<Record<string, string>> = { '75056': '751', '69123': '6938', '13055': '132' }

/**
 * Reads a place as people type it: a department by name or number, a postcode or its beginning, a commune by name,
 * forgiving typing errors. A name that several communes share means all of them.
 */
export async function understandPlace(reader: Reader, typed: string | undefined): Promise<Place> {
  const words = searchWords(typed ?? '')
  if (words === '') return { kind: 'none' }
  if (/^\d{4,5}$/.test(words)) return { kind: 'postcode', postcode: words, communes: await findCommunes(reader, words, 10) }
  const nearest = await findCommunes(reader, words, 20, true)
  const best = nearest[0]
  const department = (await departments(reader)).find(({ code, name }) => code.toLowerCase() === words || searchWords(name) === words)
  if (department !== undefined) return { kind: 'department', ...department, communes: nearest.filter(({ name, department_code }) => searchWords(name) === words && department_code !== department.code) }
  if (best === undefined) return { kind: 'unknown' }
  return { kind: 'communes', communes: nearest.filter(({ name }) => searchWords(name) === searchWords(best.name)) }
}

let known: readonly { code: string; name: string }[] | undefined

/** Every department; read once, because they change with a law and come with the package. */
async function departments({ db }: Reader): Promise<readonly { code: string; name: string }[]> {
  if (known === undefined || known.length === 0) {
    known = await db.selectFrom('communes').select(['department_code as code', 'department_name as name']).distinct().execute()
  }
  return known
}

/** Departments where something is listed, with how many. */
export async function listedDepartments(reader: Reader): Promise<{ code: string; name: string; count: number }[]> {
  const all = await departments(reader)
  const { rows } = await sql<{ code: string; count: number }>`
    select department_code as code, count(*)::int as count from directory_entries where department_code is not null group by 1 order by 1`.execute(reader.db)
  return rows.map((row) => ({ ...row, name: all.find(({ code }) => code === row.code)?.name ?? row.code }))
}

/** Activities that something listed has, by name in the reader's language, with how many. */
export async function listedActivities({ db }: Reader, language: 'fr' | 'en'): Promise<{ activity: string; name: string; count: number }[]> {
  const { rows } = await sql<{ activity: string; count: number }>`select activity, count(*)::int as count from directory_entries group by 1`.execute(db)
  return rows.map((row) => ({ ...row, name: activityName(row.activity, language) })).toSorted((a, b) => a.name.localeCompare(b.name, language))
}

export type Found = DirectoryPage & { place: Place }

/**
 * Searches the directory. As typed first; only when nothing matches, the nearest.
 * @param size entries a page
 */
export async function searchDirectory(reader: Reader, query: DirectoryQuery, language: 'fr' | 'en', size = 20): Promise<Found> {
  const place = await understandPlace(reader, query.place)
  const after = readCursor(query.cursor)
  const exact = after?.approximate === true ? undefined : await readPage(reader, query, place, false, after, size)
  const page = exact !== undefined && (exact.total > 0 || searchWords(query.name ?? '') === '') ? exact : await readPage(reader, query, place, true, after, size)
  return { ...page, place, items: page.items.map((row) => present(row, language)) }
}

export type Suggestion = { kind: 'without_name' | 'without_activity' | 'in_department' | 'without_place'; query: DirectoryQuery; total: number; department?: string }

/** Wider searches for one that found nothing: only those that find something, each dropping one thing. */
export async function suggestSearches(reader: Reader, query: DirectoryQuery, place: Place, language: 'fr' | 'en'): Promise<Suggestion[]> {
  const { cursor: _, ...asked } = query
  const department = place.kind === 'communes' || place.kind === 'postcode' ? place.communes[0] : undefined
  const candidates: Omit<Suggestion, 'total'>[] = [
    ...(department === undefined ? [] : [{ kind: 'in_department' as const, query: { ...asked, place: '', department: department.department_code }, department: department.department_name }]),
    ...(asked.name ? [{ kind: 'without_name' as const, query: { ...asked, name: '' } }] : []),
    ...(asked.activity ? [{ kind: 'without_activity' as const, query: { ...asked, activity: '' } }] : []),
    ...(asked.place || asked.department ? [{ kind: 'without_place' as const, query: { ...asked, place: '', department: '' } }] : [])
  ]
  const found: Suggestion[] = []
  for (const candidate of candidates) {
    const { total } = await searchDirectory(reader, candidate.query, language, 1)
    if (total > 0) found.push({ ...candidate, total })
  }
  return found
}

type Row = Omit<DirectoryEntry, 'path' | 'activity_name'> & { network_slug: string; slug: string; score: number }
type Cursor = { approximate: boolean; score: number; name: string; id: string }

async function readPage({ db }: Reader, query: DirectoryQuery, place: Place, approximate: boolean, after: Cursor | undefined, size: number) {
  const name = searchWords(query.name ?? '')
  // A slip in a short word makes another word; the threshold forgives about one letter in five.
  if (approximate) await sql`set local pg_trgm.word_similarity_threshold = 0.4`.execute(db)
  const score = approximate ? sql<number>`word_similarity(${name}, search)` : sql<number>`0::real`
  const conditions = [...activityConditions(query.activity), ...placeConditions(place), ...nameConditions(name, approximate), ...(query.department ? [sql`department_code = ${query.department.toUpperCase()}`] : [])]
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  const beyond = after === undefined ? sql`true` : sql`(-score, plain_text(name), establishment_id) > (${-after.score}::real, ${after.name}, ${after.id}::uuid)`
  const { rows } = await sql<Row & { total: number; key: string }>`
    with matching as materialized (
      select network_id, establishment_id, network_slug, network_name, slug, name, activity, street, postcode, commune_name, department_code, colour, ${score} as score
      from directory_entries where ${where}
    )
    select m.*, plain_text(m.name) as key, (select count(*)::int from matching) as total from matching m
    where ${beyond} order by -score, plain_text(name), establishment_id limit ${size + 1}`.execute(db)
  const last = rows.length > size ? rows[size - 1] : undefined
  return {
    items: rows.slice(0, size),
    total: rows[0]?.total ?? 0,
    approximate,
    next_cursor: last === undefined ? null : writeCursor({ approximate, score: last.score, name: last.key, id: last.establishment_id })
  }
}

type Condition = ReturnType<typeof sql>

function activityConditions(activity: string | undefined): Condition[] {
  if (activity === undefined || activity === '') return []
  if (activity in trades) return [sql`activity = ${activity}`]
  if (searchWords(activity) === '') return []
  return [sql`(search_words(activity) = search_words(${activity}) or search like ${`% ${searchWords(activity)}%`})`]
}

function placeConditions(place: Place): Condition[] {
  switch (place.kind) {
    case 'none':
      return []
    case 'unknown':
      return [sql`false`]
    case 'department': {
      const codes = place.communes.map(({ commune_code }) => commune_code)
      return [codes.length === 0 ? sql`department_code = ${place.code}` : sql`(department_code = ${place.code} or commune_code = any(${codes}::text[]))`]
    }
    case 'postcode':
      return [sql`postcode like ${`${place.postcode}%`}`]
    case 'communes': {
      const codes = place.communes.map(({ commune_code }) => commune_code)
      const parts = codes.map((code) => withArrondissements[code]).filter((prefix) => prefix !== undefined)
      return [sql`(commune_code = any(${codes}::text[]) ${parts.length === 0 ? sql`` : sql`or commune_code like any(${parts.map((prefix) => `${prefix}%`)}::text[])`})`]
    }
  }
}

/** As typed, every word begins one of the entry's; nearly, the words together look like some of its. */
function nameConditions(name: string, approximate: boolean): Condition[] {
  if (name === '') return []
  if (approximate) return [sql`${name} <% search`]
  return name.split(' ').map((word) => sql`search like ${`% ${word}%`}`)
}

function present({ network_slug, slug, score: _, ...row }: Row & { total?: number; key?: string }, language: 'fr' | 'en'): DirectoryEntry {
  const { network_id, establishment_id, name, network_name, activity, street, postcode, commune_name, department_code, colour } = row
  return { network_id, establishment_id, path: `/${network_slug}/${slug}`, name, network_name, activity, activity_name: activityName(activity, language), street, postcode, commune_name, department_code, colour }
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.approximate ? 1 : 0, cursor.score, cursor.name, cursor.id])).toString('base64url')
}

function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined || text === '') return undefined
  try {
    const [approximate, score, name, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [number, number, string, string]
    if (typeof score === 'number' && typeof name === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { approximate: approximate === 1, score, name, id }
  } catch {
    // Fall through: whatever it is, it is not a cursor of ours.
  }
  throw invalid('query.cursor', 'networks:field.cursor')
}
