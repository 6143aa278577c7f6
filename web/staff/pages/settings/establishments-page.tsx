import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { activityName } from '../../../../src/business/networks/trades.ts'
import { api } from '../../api.ts'
import { useCommands } from '../../commands.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Field, ServerForm, SubmitButton } from '../../components/form.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { ActivityInput } from './activity-input.tsx'
import { Archived } from './archived.tsx'
import { type Establishment, establishmentsQuery, networkPath, useAct, useRefresh } from './data.ts'
import { Reorder } from './reorder.tsx'
import { SettingsPage } from './settings-page.tsx'
import css from './settings.module.css'
import { State } from './state.tsx'

/** The network's establishments, in the order in which they are shown everywhere. */
export function EstablishmentsPage(): ReactNode {
  const t = useText('settings')
  const language = useLanguage()
  const { network } = usePlace()
  const { data, error, refetch } = useQuery(establishmentsQuery(network.network_id))
  const [adding, setAdding] = useState(false)
  const act = useAct()
  const path = `${networkPath(network.network_id)}/establishments`
  useCommands([{ id: 'new-establishment', label: t('establishments.add'), shortcut: 'n', run: () => setAdding(true) }])

  const add = <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>{t('establishments.add')}</Button>
  const live = data?.filter(({ archived_at }) => archived_at === null) ?? []
  const order = (ids: string[]): Promise<unknown> => {
    const before = live.map(({ establishment_id }) => establishment_id)
    return act.mutateAsync({ write: () => api.put(`${path}/order`, { ids }), done: t('order.done'), undo: () => api.put(`${path}/order`, { ids: before }) })
  }

  return (
    <SettingsPage part="establishments" actions={add}>
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonTable rows={4} columns={3} />}
      {data && live.length === 0 && <EmptyState title={t('establishments.empty')} action={<Button variant="default" onClick={() => setAdding(true)}>{t('establishments.add')}</Button>}>{t('establishments.empty_text')}</EmptyState>}
      {live.length > 0 && (
        <Reorder label={t('parts.establishments')} items={live} idOf={({ establishment_id }) => establishment_id} nameOf={({ name }) => name} onOrder={order}>
          {(place) => (
            <>
              <span className={css['mark']} style={{ background: place.colour }} />
              <span className={css['what']}>
                <Link to="/$network/settings/establishments/$establishment/$tab" params={{ network: network.slug, establishment: place.establishment_id, tab: 'identity' }}>{place.name}</Link>
                <span>{[activityName(place.activity, language), place.commune_name].filter(Boolean).join(' · ')}</span>
              </span>
              <span className={css['side']}>
                <State on={place.listed ? t('online.listed_short') : place.online ? t('online.online_short') : null} off={t('online.private_short')} />
              </span>
            </>
          )}
        </Reorder>
      )}
      <Archived items={data?.filter(({ archived_at }) => archived_at !== null) ?? []} idOf={({ establishment_id }) => establishment_id} nameOf={({ name }) => name} restore={({ establishment_id }) => act.mutate({ write: () => api.post(`${path}/${establishment_id}/restore`) })} />
      <Dialog opened={adding} onClose={() => setAdding(false)} title={t('establishments.add')}>
        <NewEstablishmentForm path={path} />
      </Dialog>
    </SettingsPage>
  )
}

/** Two facts are enough to begin; the rest is set on its own pages. */
function NewEstablishmentForm({ path }: { path: string }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const form = useForm({ initialValues: { name: '', activity: '' } })

  async function create(values: { name: string; activity: string }): Promise<void> {
    const { establishment_id } = await api.post<Establishment>(path, values)
    await refresh()
    await navigate({ to: '/$network/settings/establishments/$establishment/$tab', params: { network: network.slug, establishment: establishment_id, tab: 'identity' } })
  }

  return (
    <ServerForm form={form} onSubmit={create} failure={t('not_saved')}>
      <Field form={form} name="name"><TextInput label={t('identity.name')} data-autofocus required maxLength={120} autoComplete="off" /></Field>
      <ActivityInput label={t('identity.activity')} description={t('identity.activity_hint')} value={form.values.activity} onChange={(activity) => form.setFieldValue('activity', activity)} error={form.errors['activity']} />
      <p className={css['quiet']}>{t('establishments.private')}</p>
      <div className={css['foot']}><SubmitButton variant="filled">{t('establishments.create')}</SubmitButton></div>
    </ServerForm>
  )
}
