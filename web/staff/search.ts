/** What `/` searches beside the commands. An area that has things to find adds its line. */
import type { ClientList } from '../../src/business/clients/schemas.ts'
import { api } from './api.ts'
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

export const searchSources: readonly SearchSource[] = [
  {
    area: 'clients',
    async search({ network_id, slug }, text, signal) {
      const { items } = await api.get<ClientList>(`/api/networks/${network_id}/clients`, { query: { q: text, limit: 8 }, signal })
      return items.map(({ client_id, first_name, last_name, phone_text, email }) => {
        const detail = phone_text ?? email
        return { id: client_id, label: `${first_name} ${last_name}`.trim() || (detail ?? ''), href: `/${slug}/clients/${client_id}`, ...(detail === null ? {} : { detail }) }
      })
    },
  },
]
