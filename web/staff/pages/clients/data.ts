/** What the pages of clients read, and how they name somebody. */
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { Client, ClientField, ClientFieldList, ClientImport, ClientList, DuplicateGroup, DuplicateList, History, ListedClient, LookAlikes, Merged, SavedClient, SavedClientField, Visit } from '../../../../src/business/clients/schemas.ts'
import { api } from '../../api.ts'
import { usePlace } from '../../place.ts'

export type { Client, ClientField, ClientFieldList, ClientImport, ClientList, DuplicateGroup, DuplicateList, History, ListedClient, LookAlikes, Merged, SavedClient, SavedClientField, Visit }

/** Filters of the list, as the server names them. */
export type Filters = { has_phone?: boolean; has_email?: boolean; no_shows?: number; last_visit_before?: string; field_id?: string; field_value?: string; deleted?: boolean }

export const networkPath = (network_id: string): string => `/api/networks/${network_id}`

export const clientQuery = (network_id: string, client_id: string) =>
  queryOptions({
    queryKey: [network_id, 'clients', { ids: [client_id] }, 'card'],
    queryFn: ({ signal }) => api.get<Client>(`${networkPath(network_id)}/clients/${client_id}`, { signal }),
  })

export const fieldsQuery = (network_id: string, archived = false) =>
  queryOptions({
    queryKey: [network_id, 'client-fields', {}, archived],
    queryFn: ({ signal }) => api.get<ClientFieldList>(`${networkPath(network_id)}/client-fields`, { query: { archived }, signal }),
  })

/** Under `agenda`: whatever changes appointments changes it. */
export const historyQuery = (network_id: string, client_id: string) =>
  queryOptions({
    queryKey: [network_id, 'agenda', {}, 'history', client_id],
    queryFn: ({ signal }) => api.get<History>(`${networkPath(network_id)}/clients/${client_id}/history`, { signal }),
  })

export const lookAlikesQuery = (network_id: string, client_id: string) =>
  queryOptions({
    queryKey: [network_id, 'clients', {}, 'look-alikes', client_id],
    queryFn: ({ signal }) => api.get<LookAlikes>(`${networkPath(network_id)}/clients/${client_id}/look-alikes`, { signal }),
  })

/** A few cards for a text, best first. */
export const foundQuery = (network_id: string, text: string, limit: number) =>
  queryOptions({
    queryKey: [network_id, 'clients', {}, 'found', text, limit],
    queryFn: ({ signal }) => api.get<ClientList>(`${networkPath(network_id)}/clients`, { query: { q: text, limit }, signal }),
    placeholderData: keepPreviousData,
  })

/** Fetches again whatever shows cards. */
export function useRefreshClients(): () => Promise<unknown> {
  const client = useQueryClient()
  const { network } = usePlace()
  return () => Promise.all(['clients', 'agenda'].map((kind) => client.invalidateQueries({ queryKey: [network.network_id, kind] })))
}

type Named = { first_name: string; last_name: string; email: string | null; phone: string | null; phone_text?: string | null }

/** How somebody is called: by name, else by number or address. */
export const nameOf = ({ first_name, last_name, email, phone, phone_text }: Named): string =>
  `${first_name} ${last_name}`.trim() || (phone_text ?? phone ?? email ?? '')

/** The same as lists have it, last name first. */
export const listNameOf = (client: Named): string => `${client.last_name} ${client.first_name}`.trim() || nameOf(client)
