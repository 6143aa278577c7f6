/** What the settings pages read, and the one way in which they write. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Agenda, Closures, Commune, Establishment, Member, Network, Service, WeeklyHours } from '../../../../src/business/networks/schemas.ts'
import type { NoticeDesk, NoticeVersion } from '../../../../src/protection/notices/schemas.ts'
import { api } from '../../api.ts'
import { useUndo } from '../../components/undo.tsx'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'

export type { Agenda, Closures, Commune, Establishment, Member, Network, Service, WeeklyHours }

type List<T> = { items: T[] }

export const networkPath = (network_id: string): string => `/api/networks/${network_id}`

export const networkQuery = (network_id: string) =>
  queryOptions({ queryKey: [network_id, 'network'], queryFn: ({ signal }) => api.get<Network>(networkPath(network_id), { signal }) })

/** Archived ones included: a page shows them apart. */
export const establishmentsQuery = (network_id: string) =>
  queryOptions({
    queryKey: [network_id, 'establishments'],
    queryFn: async ({ signal }) => (await api.get<List<Establishment>>(`${networkPath(network_id)}/establishments`, { query: { archived: true }, signal })).items,
  })

export const hoursQuery = (network_id: string, establishment_id: string) =>
  queryOptions({
    queryKey: [network_id, 'hours', { ids: [establishment_id] }, 'week'],
    queryFn: ({ signal }) => api.get<WeeklyHours>(`${networkPath(network_id)}/establishments/${establishment_id}/hours`, { signal }),
  })

export const closuresQuery = (network_id: string, establishment_id: string, year: number) =>
  queryOptions({
    queryKey: [network_id, 'hours', { ids: [establishment_id] }, year],
    queryFn: ({ signal }) => api.get<Closures>(`${networkPath(network_id)}/establishments/${establishment_id}/closures`, { query: { year }, signal }),
    placeholderData: keepPreviousData,
  })

export const agendasQuery = (network_id: string, establishment_id: string) =>
  queryOptions({
    queryKey: [network_id, 'agendas', {}, establishment_id],
    queryFn: async ({ signal }) => (await api.get<List<Agenda>>(`${networkPath(network_id)}/agendas`, { query: { establishment_id, archived: true }, signal })).items,
  })

export const servicesQuery = (network_id: string, establishment_id: string) =>
  queryOptions({
    queryKey: [network_id, 'services', {}, establishment_id],
    queryFn: async ({ signal }) => (await api.get<List<Service>>(`${networkPath(network_id)}/services`, { query: { establishment_id, archived: true }, signal })).items,
  })

export const membersQuery = (network_id: string) =>
  queryOptions({ queryKey: [network_id, 'members'], queryFn: async ({ signal }) => (await api.get<List<Member>>(`${networkPath(network_id)}/members`, { signal })).items })

export const noticeQuery = (network_id: string, establishment_id: string | null, locale: 'fr' | 'en') =>
  queryOptions({
    queryKey: [network_id, 'notices', {}, establishment_id, locale],
    queryFn: ({ signal }) => api.get<NoticeDesk>(`${networkPath(network_id)}/notices`, { query: { locale, ...(establishment_id === null ? {} : { establishment_id }) }, signal }),
  })

export const noticeVersionQuery = (network_id: string, notice_id: string) =>
  queryOptions({
    queryKey: [network_id, 'notice', {}, notice_id],
    queryFn: ({ signal }) => api.get<NoticeVersion>(`${networkPath(network_id)}/notices/${notice_id}`, { signal }),
    // A published version never changes.
    staleTime: Infinity,
  })

export const communesQuery = (q: string) =>
  queryOptions({
    queryKey: ['communes', q],
    queryFn: async ({ signal }) => (await api.get<List<Commune>>('/api/communes', { query: { q }, signal })).items,
    enabled: q.trim().length > 1,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })

export type Act = {
  write: () => Promise<unknown>
  /** What was done, offered to be taken back: "Agenda archivé". */
  done?: string
  undo?: () => Promise<unknown>
}

/** Everything that shows a setting, wherever it is read. */
const kinds = ['network', 'establishments', 'hours', 'agendas', 'services', 'notices', 'agenda']

/** Reads again whatever may show a setting that was just written. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient()
  const { network } = usePlace()
  return async () => {
    await Promise.all([client.invalidateQueries({ queryKey: ['me'] }), ...kinds.map((kind) => client.invalidateQueries({ queryKey: [network.network_id, kind] }))])
  }
}

/** Writes at once, shows what became of it, and offers to take it back. */
export function useAct() {
  const t = useText('settings')
  const offerUndo = useUndo()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ write }: Act) => write().finally(refresh),
    meta: { failure: t('not_saved') },
    onSuccess: (_, { done, undo }) => {
      if (done && undo) offerUndo({ done, undo: () => undo().finally(refresh) })
    },
  })
}
