import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { distanceToPrefix, searchWords } from './rules.ts'
import type { Commune } from './schemas.ts'

/**
 * Communes by name or postcode, as it is being typed: names that begin so, the most populous first; when nothing
 * begins so, what differs by a slip of the fingers.
 * @param typed at least two letters or digits; less finds nothing
 * @param finished true when no more will be typed: a commune of exactly this name then stands first
 */
export async function findCommunes(reader: Pick<Context, 'db'>, typed: string, limit: number, finished = false): Promise<Commune[]> {
  const words = searchWords(typed)
  if (words.length < 2) return []
  const begun = await beginning(reader, words, limit, finished)
  return begun.length > 0 || /^\d+$/.test(words) ? begun : nearest(reader, words, limit)
}

const columns = sql`commune_code, name, postcodes, department_code, department_name, region_name, population`

async function beginning({ db }: Pick<Context, 'db'>, words: string, limit: number, finished: boolean): Promise<Commune[]> {
  // Each word begins one of the commune's, "saint germain laye" too; a name that begins with them all stands first.
  const conditions = sql.join(words.split(' ').map((word) => sql`search like ${`% ${word}%`}`), sql` and `)
  const { rows } = await sql<Commune>`
    select ${columns} from communes where ${conditions}
    order by (${finished} and search ~ ${`^ ${words} [0-9]`}) desc, search like ${` ${words}%`} desc, population desc, commune_code limit ${limit}`.execute(db)
  return rows
}

/**
 * Candidates share trigrams with the longest word, because "saint" alone has 4,000 of them; then edit distance
 * decides, which trigrams judge badly ("marsielle").
 */
async function nearest({ db }: Pick<Context, 'db'>, words: string, limit: number): Promise<Commune[]> {
  const longest = words.split(' ').reduce((best, word) => (word.length > best.length ? word : best), '')
  await sql`set local pg_trgm.word_similarity_threshold = 0.38`.execute(db)
  const { rows } = await sql<Commune & { search: string }>`
    select ${columns}, search from communes where ${longest} <% search order by population desc limit 400`.execute(db)
  const allowed = words.length < 5 ? 1 : words.length < 9 ? 2 : 3
  return rows
    .map(({ search: _, ...commune }) => ({ commune, ...likelihood(words, commune) }))
    .filter(({ distance }) => distance <= allowed)
    .toSorted((a, b) => b.likelihood - a.likelihood)
    .slice(0, limit)
    .map(({ commune }) => commune)
}

/**
 * How likely somebody who typed this meant that commune, in powers of ten: the more people live there the more
 * look for it, and each slip is one time in thirty ("monpelier" is nearer to Montélier, and meant Montpellier).
 */
function likelihood(typed: string, { name, population }: Commune): { distance: number; likelihood: number } {
  const words = searchWords(name)
  const distance = distanceToPrefix(typed, words)
  const untyped = words.length > typed.length + distance ? 0.5 : 0
  return { distance, likelihood: Math.log10(population + 1) - 1.5 * distance - untyped }
}
