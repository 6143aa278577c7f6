/** What `/` searches beside the commands. An area that has things to find adds its line. */
import type { AreaId } from './areas.ts'

export type Hit = {
  id: string
  /** What was found, and what tells it from its namesakes. */
  label: string
  detail?: string
  /** Its page, after /app: `/salon-lumiere/clients/…`. */
  href: string
}

export type SearchSource = {
  area: AreaId
  /** @returns the best few hits, at most eight */
  search: (network: { network_id: string; slug: string }, text: string, signal: AbortSignal) => Promise<readonly Hit[]>
}

export const searchSources: readonly SearchSource[] = []
