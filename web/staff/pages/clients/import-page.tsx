import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { linkOptions, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { api } from '../../api.ts'
import { Page } from '../../components/page.tsx'
import { ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { type ClientImport, fieldsQuery, networkPath, useRefreshClients } from './data.ts'
import { ColumnsStep } from './import-columns.tsx'
import { FileStep } from './import-file.tsx'
import { Checked, Done, Failed, Writing } from './import-result.tsx'
import css from './import.module.css'
import type { ImportSearch } from './search.ts'

const steps = ['file', 'columns', 'check'] as const

/** Brings clients in from a file: understood, checked row by row, then written all at once. It can be left at any moment. */
export function ImportPage(): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const refreshClients = useRefreshClients()
  const import_id = (useSearch({ strict: false }) as ImportSearch).import
  const [again, setAgain] = useState(false)
  const path = `${networkPath(network.network_id)}/client-imports`
  const key = [network.network_id, 'client-imports', {}, import_id]
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<ClientImport>(key)
      const now = await api.get<ClientImport>(`${path}/${import_id ?? ''}`, { signal })
      if (before?.status === 'writing' && now.status === 'done') void refreshClients()
      return now
    },
    enabled: import_id !== undefined,
    // What is being written is looked at every second; the rest does not change by itself.
    refetchInterval: ({ state }) => (state.data?.status === 'writing' && !state.data.stalled ? 1000 : false),
  })
  const fields = useQuery(fieldsQuery(network.network_id))
  const set = (found: ClientImport): void => { queries.setQueryData([network.network_id, 'client-imports', {}, found.import_id], found) }
  const at = (id: string | undefined): void => void navigate({ to: '/$network/clients/import', params: { network: network.slug }, search: id === undefined ? {} : { import: id }, replace: true })

  const write = useMutation({ mutationFn: (id: string) => api.post<ClientImport>(`${path}/${id}/write`), meta: { failure: t('failed.import') }, onSuccess: set })
  const drop = useMutation({ mutationFn: (id: string) => api.delete(`${path}/${id}`), meta: { failure: t('failed.drop') }, onSuccess: () => at(undefined) })

  const found = import_id === undefined ? undefined : query.data
  const columns = found !== undefined && (found.status === 'read' || (again && found.status === 'checked'))
  const step = import_id === undefined ? 0 : columns ? 1 : 2
  const crumbs = [{ label: t('title'), link: linkOptions({ to: '/$network/clients', params: { network: network.slug } }) }]
  return (
    <Page title={t('import.title')} crumbs={crumbs}>
      <ol className={css['steps']} aria-label={t('import.steps')}>
        {steps.map((name, index) => <li key={name} aria-current={index === step ? 'step' : undefined} data-done={index < step ? '' : undefined}><span>{index + 1}</span> {t(`import.step_${name}`)}</li>)}
      </ol>
      {import_id === undefined ? (
        <FileStep onReceived={(received) => { set(received); setAgain(false); at(received.import_id) }} />
      ) : query.error !== null && found === undefined ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : found === undefined || fields.data === undefined ? (
        <SkeletonTable rows={6} columns={3} />
      ) : columns ? (
        <ColumnsStep key={found.import_id} found={found} fields={fields.data.items} onChecked={(checked) => { set(checked); setAgain(false) }} onDrop={() => drop.mutate(found.import_id)} />
      ) : found.status === 'checked' || found.status === 'read' ? (
        <Checked found={found} busy={write.isPending} onBack={() => setAgain(true)} onWrite={() => write.mutate(found.import_id)} />
      ) : found.status === 'writing' && !found.stalled ? (
        <Writing found={found} />
      ) : found.status === 'done' ? (
        <Done found={found} onNext={() => at(undefined)} />
      ) : (
        <Failed found={found} busy={write.isPending} onWrite={() => write.mutate(found.import_id)} onDrop={() => drop.mutate(found.import_id)} />
      )}
    </Page>
  )
}
