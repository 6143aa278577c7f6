import { ActionIcon, Button, Menu, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { api } from '../../api.ts'
import { useCommands } from '../../commands.ts'
import { Sheet } from '../../components/dialog.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { Archived } from './archived.tsx'
import { agendasQuery, type Establishment, networkPath, type Service, servicesQuery, useAct } from './data.ts'
import { Reorder } from './reorder.tsx'
import { ServiceForm } from './service-form.tsx'
import css from './settings.module.css'

type Opened = { service: Service | null } | null

/** What is offered here, in the order in which clients see it. */
export function ServicesTab({ place }: { place: Establishment }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const agendas = useQuery(agendasQuery(network.network_id, place.establishment_id))
  const services = useQuery(servicesQuery(network.network_id, place.establishment_id))
  const [opened, setOpened] = useState<Opened>(null)
  const act = useAct()
  const path = `${networkPath(network.network_id)}/services`
  useCommands([{ id: 'new-service', label: t('services.add'), shortcut: 'n', run: () => setOpened({ service: null }) }])

  const error = agendas.error ?? services.error
  if (error && !(agendas.data && services.data)) return <ErrorState error={error} retry={() => void Promise.all([agendas.refetch(), services.refetch()])} />
  if (!agendas.data || !services.data) return <SkeletonTable rows={6} columns={4} />
  const live = services.data.filter(({ archived_at }) => archived_at === null)
  const liveAgendas = agendas.data.filter(({ archived_at }) => archived_at === null)

  const order = (ids: string[]): Promise<unknown> => {
    const before = live.map(({ service_id }) => service_id)
    return act.mutateAsync({ write: () => api.put(`${path}/order`, { ids }), done: t('order.done'), undo: () => api.put(`${path}/order`, { ids: before }) })
  }
  const turn = (service: Service, online: boolean): void =>
    act.mutate({ write: () => api.patch(`${path}/${service.service_id}`, { online }), done: online ? t('services.done_online', { name: service.name }) : t('services.done_offline', { name: service.name }), undo: () => api.patch(`${path}/${service.service_id}`, { online: !online }) })
  const archive = (service: Service): void =>
    act.mutate({ write: () => api.post(`${path}/${service.service_id}/archive`), done: t('services.archived', { name: service.name }), undo: () => restored(path, service) })

  function duplicate(service: Service): void {
    let copy: Service | undefined
    act.mutate({
      write: async () => { copy = await api.post<Service>(`${path}/${service.service_id}/duplicate`, { name: t('services.copy_of', { name: service.name }).slice(0, 120) }) },
      done: t('services.duplicated', { name: service.name }),
      undo: () => api.post(`${path}/${copy?.service_id ?? ''}/archive`),
    })
  }

  return (
    <div className={css['column']}>
      <div className={css['foot']}>
        <p className={`${css['quiet'] ?? ''} ${css['away'] ?? ''}`}>{t('services.intro')}</p>
        <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setOpened({ service: null })}>{t('services.add')}</Button>
      </div>
      {live.length === 0 && <EmptyState title={t('services.empty')}>{t('services.empty_text')}</EmptyState>}
      {live.length > 0 && (
        <Reorder label={t('tabs.services')} items={live} idOf={({ service_id }) => service_id} nameOf={({ name }) => name} onOrder={order}>
          {(service) => <ServiceRow service={service} agendas={liveAgendas.length} onOpen={() => setOpened({ service })} onTurn={(online) => turn(service, online)} onDuplicate={() => duplicate(service)} onArchive={() => archive(service)} />}
        </Reorder>
      )}
      <Archived items={services.data.filter(({ archived_at }) => archived_at !== null)} idOf={({ service_id }) => service_id} nameOf={({ name }) => name} restore={({ service_id }) => act.mutate({ write: () => api.post(`${path}/${service_id}/restore`) })} />
      <Sheet opened={opened !== null} onClose={() => setOpened(null)} title={opened?.service?.name ?? t('services.add')}>
        {opened && <div className={css['panel']}><ServiceForm place={place} service={opened.service} others={live} agendas={liveAgendas} onDone={() => setOpened(null)} /></div>}
      </Sheet>
    </div>
  )
}

/** Archiving took it offline; taking that back shows it again as it was. */
async function restored(path: string, { service_id, online }: Service): Promise<void> {
  await api.post(`${path}/${service_id}/restore`)
  if (online) await api.patch(`${path}/${service_id}`, { online })
}

type RowProps = { service: Service; agendas: number; onOpen: () => void; onTurn: (online: boolean) => void; onDuplicate: () => void; onArchive: () => void }

function ServiceRow({ service, agendas, onOpen, onTurn, onDuplicate, onArchive }: RowProps): ReactNode {
  const t = useText('settings')
  const format = useFormat()
  const { service_id, name, category, colour, online, duration_minutes, capacity, price_minor, currency, agenda_ids } = service
  const given = agenda_ids.length === 0 ? t('services.by_none') : agenda_ids.length === agendas ? '' : t('services.by', { count: agenda_ids.length, of: agendas })
  const facts = [category, format.duration(duration_minutes), capacity > 1 ? t('services.seats', { seats: capacity }) : '', given]
  return (
    <>
      <span className={css['mark']} style={{ background: colour }} />
      <span className={css['what']}>
        <button type="button" onClick={onOpen}>{name}</button>
        <span>{facts.filter(Boolean).join(' · ')}</span>
      </span>
      <span className={css['side']}>
        <span>{price_minor === null ? '' : format.money(price_minor, currency)}</span>
        <Switch key={service_id} label={<span className={css['figure']}>{t('online.online_short')}</span>} aria-label={t('agendas.online_what', { name })} checked={online} onChange={({ currentTarget }) => onTurn(currentTarget.checked)} />
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon aria-label={t('more_of', { name })}><IconDots size={18} aria-hidden="true" /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onOpen}>{t('edit')}</Menu.Item>
            <Menu.Item onClick={onDuplicate}>{t('services.duplicate')}</Menu.Item>
            <Menu.Item onClick={onArchive}>{t('archive')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </span>
    </>
  )
}
