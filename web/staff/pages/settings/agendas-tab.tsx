import { Button, Checkbox, Menu, ActionIcon, SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { IconDeviceDesktop, IconDoor, IconDots, IconPlus, IconUser } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { api } from '../../api.ts'
import { useCommands } from '../../commands.ts'
import { Sheet } from '../../components/dialog.tsx'
import { Field, ServerForm, SubmitButton } from '../../components/form.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { Archived } from './archived.tsx'
import { ColourChoice } from './colour-choice.tsx'
import { type Agenda, agendasQuery, type Establishment, membersQuery, networkPath, type Service, servicesQuery, useAct, useRefresh } from './data.ts'
import { Reorder } from './reorder.tsx'
import css from './settings.module.css'
import { leastUsed } from './least-used.ts'
import { changed } from './values.ts'

const kinds = ['person', 'room', 'device'] as const
const icons = { person: IconUser, room: IconDoor, device: IconDeviceDesktop }

type Opened = { agenda: Agenda | null } | null

/** What can be booked here: people, rooms, devices. */
export function AgendasTab({ place }: { place: Establishment }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const agendas = useQuery(agendasQuery(network.network_id, place.establishment_id))
  const services = useQuery(servicesQuery(network.network_id, place.establishment_id))
  const [opened, setOpened] = useState<Opened>(null)
  const act = useAct()
  const path = `${networkPath(network.network_id)}/agendas`
  useCommands([{ id: 'new-agenda', label: t('agendas.add'), shortcut: 'n', run: () => setOpened({ agenda: null }) }])

  const error = agendas.error ?? services.error
  if (error && !(agendas.data && services.data)) return <ErrorState error={error} retry={() => void Promise.all([agendas.refetch(), services.refetch()])} />
  if (!agendas.data || !services.data) return <SkeletonTable rows={5} columns={3} />
  const live = agendas.data.filter(({ archived_at }) => archived_at === null)
  const liveServices = services.data.filter(({ archived_at }) => archived_at === null)
  const order = (ids: string[]): Promise<unknown> => {
    const before = live.map(({ agenda_id }) => agenda_id)
    return act.mutateAsync({ write: () => api.put(`${path}/order`, { ids }), done: t('order.done'), undo: () => api.put(`${path}/order`, { ids: before }) })
  }
  const turn = (agenda: Agenda, online: boolean): void =>
    act.mutate({ write: () => api.patch(`${path}/${agenda.agenda_id}`, { online }), done: online ? t('agendas.done_online', { name: agenda.name }) : t('agendas.done_offline', { name: agenda.name }), undo: () => api.patch(`${path}/${agenda.agenda_id}`, { online: !online }) })

  return (
    <div className={css['column']}>
      <div className={css['foot']}>
        <p className={`${css['quiet'] ?? ''} ${css['away'] ?? ''}`}>{t('agendas.intro')}</p>
        <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setOpened({ agenda: null })}>{t('agendas.add')}</Button>
      </div>
      {live.length === 0 && <EmptyState title={t('agendas.empty')}>{t('agendas.empty_text')}</EmptyState>}
      {live.length > 0 && (
        <Reorder label={t('tabs.agendas')} items={live} idOf={({ agenda_id }) => agenda_id} nameOf={({ name }) => name} onOrder={order}>
          {(agenda) => <AgendaRow agenda={agenda} services={liveServices.length} onOpen={() => setOpened({ agenda })} onTurn={(online) => turn(agenda, online)} onArchive={() => act.mutate({ write: () => api.post(`${path}/${agenda.agenda_id}/archive`), done: t('agendas.archived', { name: agenda.name }), undo: () => restored(path, agenda) })} />}
        </Reorder>
      )}
      <Archived items={agendas.data.filter(({ archived_at }) => archived_at !== null)} idOf={({ agenda_id }) => agenda_id} nameOf={({ name }) => name} restore={({ agenda_id }) => act.mutate({ write: () => api.post(`${path}/${agenda_id}/restore`) })} />
      <Sheet opened={opened !== null} onClose={() => setOpened(null)} title={opened?.agenda?.name ?? t('agendas.add')}>
        {opened && <div className={css['panel']}><AgendaForm place={place} agenda={opened.agenda} others={live} services={liveServices} onDone={() => setOpened(null)} /></div>}
      </Sheet>
    </div>
  )
}

/** Archiving took it offline; taking that back shows it again as it was. */
async function restored(path: string, { agenda_id, online }: Agenda): Promise<void> {
  await api.post(`${path}/${agenda_id}/restore`)
  if (online) await api.patch(`${path}/${agenda_id}`, { online })
}

function AgendaRow({ agenda, services, onOpen, onTurn, onArchive }: { agenda: Agenda; services: number; onOpen: () => void; onTurn: (online: boolean) => void; onArchive: () => void }): ReactNode {
  const t = useText('settings')
  const { agenda_id, name, kind, colour, online, service_ids } = agenda
  const Icon = icons[kind]
  const given = service_ids.length === 0 ? t('agendas.gives_none') : service_ids.length === services ? t('agendas.gives_all') : t('agendas.gives', { count: service_ids.length, of: services })
  return (
    <>
      <span className={css['mark']} style={{ background: colour }} />
      <Icon size={18} aria-hidden="true" />
      <span className={css['what']}>
        <button type="button" onClick={onOpen}>{name}</button>
        <span>{t(`agendas.kinds.${kind}`)} · {given}</span>
      </span>
      <span className={css['side']}>
        <Switch key={agenda_id} label={<span className={css['figure']}>{t('online.online_short')}</span>} aria-label={t('agendas.online_what', { name })} checked={online} onChange={({ currentTarget }) => onTurn(currentTarget.checked)} />
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon aria-label={t('more_of', { name })}><IconDots size={18} aria-hidden="true" /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onOpen}>{t('edit')}</Menu.Item>
            <Menu.Item onClick={onArchive}>{t('archive')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </span>
    </>
  )
}

type Values = Pick<Agenda, 'name' | 'kind' | 'account_id' | 'colour' | 'online' | 'service_ids'>

function AgendaForm({ place, agenda, others, services, onDone }: { place: Establishment; agenda: Agenda | null; others: readonly Agenda[]; services: readonly Service[]; onDone: () => void }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const refresh = useRefresh()
  const offerUndo = useUndo()
  const { data: members = [] } = useQuery(membersQuery(network.network_id))
  const path = `${networkPath(network.network_id)}/agendas`
  const before: Values = agenda
    ? { name: agenda.name, kind: agenda.kind, account_id: agenda.account_id, colour: agenda.colour, online: agenda.online, service_ids: agenda.service_ids }
    : { name: '', kind: 'person', account_id: null, colour: leastUsed(others.map(({ colour }) => colour)), online: false, service_ids: services.map(({ service_id }) => service_id) }
  const form = useForm<Values>({ initialValues: before })
  const { values } = form

  async function save(after: Values): Promise<void> {
    if (agenda === null) {
      const made = await api.post<Agenda>(path, { ...after, establishment_id: place.establishment_id })
      offerUndo({ done: t('agendas.created', { name: made.name }), undo: () => api.post(`${path}/${made.agenda_id}/archive`).finally(refresh) })
    } else {
      const change = changed(before, after)
      const back = Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof Values]]))
      await api.patch(`${path}/${agenda.agenda_id}`, change)
      offerUndo({ done: t('agendas.saved', { name: after.name }), undo: () => api.patch(`${path}/${agenda.agenda_id}`, back).finally(refresh) })
    }
    await refresh()
  }

  return (
    <ServerForm form={form} onSubmit={save} onDone={onDone} failure={t('not_saved')}>
      <Field form={form} name="name"><TextInput label={t('agendas.name')} required maxLength={120} autoComplete="off" data-autofocus /></Field>
      <div>
        <p className={css['label']} id="agenda-kind">{t('agendas.kind')}</p>
        <SegmentedControl fullWidth aria-labelledby="agenda-kind" data={kinds.map((value) => ({ value, label: t(`agendas.kinds.${value}`) }))} value={values.kind} onChange={(kind) => form.setFieldValue('kind', kind as Agenda['kind'])} />
      </div>
      {values.kind === 'person' && (
        <Field form={form} name="account_id"><Select label={t('agendas.member')} description={t('agendas.member_hint')} clearable data={members.map(({ account_id, display_name }) => ({ value: account_id, label: display_name }))} /></Field>
      )}
      <ColourChoice label={t('colour')} value={values.colour} onChange={(colour) => form.setFieldValue('colour', colour)} />
      <Field form={form} name="online" type="checkbox"><Switch label={t('agendas.online')} description={t('agendas.online_hint')} /></Field>
      {services.length > 0 && (
        <Checkbox.Group label={t('agendas.services')} value={values.service_ids} onChange={(service_ids) => form.setFieldValue('service_ids', service_ids)} error={form.errors['service_ids']}>
          <div className={css['boxes']}>
            {services.map(({ service_id, name }) => <Checkbox key={service_id} value={service_id} label={name} />)}
          </div>
        </Checkbox.Group>
      )}
      <div className={css['foot']}><SubmitButton variant="filled">{t('form.save')}</SubmitButton></div>
    </ServerForm>
  )
}
