/** What the addresses of these pages say beside their path. */

/** Cards to compare, chosen elsewhere; without them, all that were found. */
export type DuplicatesSearch = { with?: string }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function readDuplicatesSearch(search: Record<string, unknown>): DuplicatesSearch {
  const ids = typeof search['with'] === 'string' ? search['with'].split(',').filter((id) => uuid.test(id)) : []
  return ids.length >= 2 ? { with: ids.slice(0, 4).join() } : {}
}

/** The import that is under way, so that one can leave and come back. */
export type ImportSearch = { import?: string }

export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  return typeof search['import'] === 'string' && uuid.test(search['import']) ? { import: search['import'] } : {}
}
