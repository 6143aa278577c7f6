import { ActionIcon, Button, CopyButton, FileButton, NativeSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { CalendarReport, CalendarSubscription } from '../../../../src/business/agenda/calendar-routes.ts'
import type { Diary } from '../../../../src/business/agenda/schemas.ts'
import { api } from '../../api.ts'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { dayAt } from '../../zone.ts'
import css from './calendars-page.module.css'

/** Calendars from elsewhere that make an agenda busy, and the agenda's own feed. */
export function CalendarsPage(): ReactNode {
  const t = useText('calendars')
  const { network, establishment: looked } = usePlace()
  const establishment = looked ?? network.establishments[0]
  const base = `/api/networks/${network.network_id}`
  const [today] = useState(() => dayAt(Date.now(), establishment?.time_zone ?? 'Europe/Paris'))
  const diary = useQuery({
    queryKey: [network.network_id, 'agenda', { from: today, to: today, establishment_id: establishment?.establishment_id }],
    queryFn: ({ signal }) => api.get<Diary>(`${base}/diary`, { query: { establishment_id: establishment?.establishment_id ?? '', from: today, to: today }, signal }),
    enabled: establishment !== undefined,
  })
  const [chosen, setChosen] = useState<string | null>(null)
  const agendas = diary.data?.agendas ?? []
  const agenda_id = agendas.some((agenda) => agenda.agenda_id === chosen) ? chosen : (agendas[0]?.agenda_id ?? null)
  return (
    <Page title={t('title')} width="text">
      <p className={css['lead']}>{t('lead')}</p>
      {diary.isError ? (
        <ErrorState error={diary.error} retry={() => void diary.refetch()} />
      ) : agenda_id === null ? (
        <SkeletonLines lines={6} />
      ) : (
        <>
          <NativeSelect className={css['agenda'] ?? ''} label={t('agenda')} value={agenda_id} onChange={({ currentTarget }) => setChosen(currentTarget.value)} data={agendas.map((agenda) => ({ value: agenda.agenda_id, label: agenda.name }))} />
          <Agenda key={agenda_id} network_id={network.network_id} base={`${base}/agendas/${agenda_id}`} />
        </>
      )}
    </Page>
  )
}

function Agenda({ network_id, base }: { network_id: string; base: string }): ReactNode {
  const t = useText('calendars')
  const format = useFormat()
  const client = useQueryClient()
  const key = [network_id, 'calendars', base]
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<{ items: CalendarSubscription[] }>(`${base}/calendars`, { signal }),
    // A calendar just followed is being read.
    refetchInterval: ({ state }) => (state.data?.items.some(({ status }) => status === 'new') === true ? 2000 : false),
  })
  const tell = (message: string): void => void notifications.show({ message })
  const refresh = (): void => void client.invalidateQueries({ queryKey: [network_id] })
  const remove = useMutation({
    mutationFn: (id: string) => api.delete(`/api/networks/${network_id}/calendars/${id}`),
    meta: { failure: t('failed') },
    onSuccess: () => { refresh(); tell(t('done.removed')) },
  })
  const items = list.data?.items ?? []
  return (
    <>
      <h2 className={css['heading']}>{t('list')}</h2>
      {list.isError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <SkeletonLines lines={3} />
      ) : items.length === 0 ? (
        <EmptyState title={t('none')} level={2}>{t('none_detail')}</EmptyState>
      ) : (
        <ul className={css['list']}>
          {items.map((item) => (
            <li key={item.subscription_id} className={css['row']}>
              <span className={css['grow']}>
                <strong>{item.name || t('unnamed')}</strong>
                <span className={css['quiet']}>
                  {t(`states.${item.status}`)} · {t('busy', { count: item.busy })} · {item.followed ? (item.fetched_at === null ? '' : t('read_at', { when: format.when(item.fetched_at) })) : t('file')}
                  {item.refused_count > 0 && ` · ${t('refused', { count: item.refused_count })}`}
                </span>
                {item.status === 'failing' && <span className={css['failing']}>{t('failing_detail', { reason: item.failure })}</span>}
              </span>
              <ActionIcon variant="subtle" size="lg" aria-label={t('remove', { name: item.name || t('unnamed') })} onClick={() => remove.mutate(item.subscription_id)}><IconTrash size={18} /></ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Follow base={base} onDone={() => { refresh(); tell(t('done.followed')) }} />
      <Import base={base} onDone={() => { refresh(); tell(t('done.imported')) }} />
      <Feed base={base} onClosed={() => tell(t('done.closed'))} />
    </>
  )
}

function Follow({ base, onDone }: { base: string; onDone: () => void }): ReactNode {
  const t = useText('calendars')
  const [url, setUrl] = useState('')
  const [name, setName] = useState('')
  const send = useMutation({ mutationFn: () => api.post(`${base}/calendars`, { url, name }), meta: { failure: t('failed') }, onSuccess: () => { setUrl(''); setName(''); onDone() } })
  const submit = (event: FormEvent): void => { event.preventDefault(); send.mutate() }
  return (
    <form onSubmit={submit} className={css['part']}>
      <h2 className={css['heading']}>{t('follow')}</h2>
      <p className={css['quiet']}>{t('follow_hint')}</p>
      <div className={css['fields']}>
        <TextInput className={css['grow'] ?? ''} type="url" required label={t('address')} value={url} onChange={({ currentTarget }) => setUrl(currentTarget.value)} />
        <TextInput label={t('name')} maxLength={120} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <Button type="submit" loading={send.isPending}>{t('follow_now')}</Button>
      </div>
    </form>
  )
}

function Import({ base, onDone }: { base: string; onDone: () => void }): ReactNode {
  const t = useText('calendars')
  const [file, setFile] = useState<{ name: string; content: string; report: CalendarReport } | null>(null)
  const inspect = useMutation({
    mutationFn: async (given: File) => {
      const content = await given.text()
      setFile({ name: given.name.replace(/\.ics$/i, ''), content, report: await api.post<CalendarReport>(`${base}/calendars/inspect`, { content }) })
    },
    meta: { failure: t('failed') },
  })
  const keep = useMutation({ mutationFn: () => api.post(`${base}/calendars/import`, { content: file?.content, name: file?.name }), meta: { failure: t('failed') }, onSuccess: () => { setFile(null); onDone() } })
  return (
    <section className={css['part']}>
      <h2 className={css['heading']}>{t('import')}</h2>
      <FileButton accept="text/calendar,.ics" onChange={(given) => { if (given) inspect.mutate(given) }}>{(props) => <Button variant="default" {...props} loading={inspect.isPending}>{t('choose_file')}</Button>}</FileButton>
      {file !== null && (
        <div className={css['preview']}>
          <p><strong>{file.name}</strong> · {t('preview', { events: file.report.events, busy: file.report.busy })}</p>
          {file.report.refused.length > 0 && (
            <details>
              <summary>{t('refused', { count: file.report.refused.length })}</summary>
              <ul>{file.report.refused.slice(0, 100).map((refusal, at) => <li key={at}>{t('line', { line: refusal.line })} · {refusal.sentence}<pre className={css['verbatim']}>{refusal.verbatim.slice(0, 2000)}</pre></li>)}</ul>
            </details>
          )}
          {file.report.warnings.length > 0 && <ul className={css['quiet']}>{file.report.warnings.slice(0, 20).map((warning) => <li key={warning}>{warning}</li>)}</ul>}
          <Button disabled={file.report.busy === 0} loading={keep.isPending} onClick={() => keep.mutate()}>{t('keep')}</Button>
        </div>
      )}
    </section>
  )
}

function Feed({ base, onClosed }: { base: string; onClosed: () => void }): ReactNode {
  const t = useText('calendars')
  const [url, setUrl] = useState<string | null>(null)
  const openFeed = useMutation({ mutationFn: async () => setUrl((await api.post<{ url: string }>(`${base}/feed`)).url), meta: { failure: t('failed') } })
  const closeFeed = useMutation({ mutationFn: () => api.delete(`${base}/feed`), meta: { failure: t('failed') }, onSuccess: () => { setUrl(null); onClosed() } })
  return (
    <section className={css['part']}>
      <h2 className={css['heading']}>{t('feed')}</h2>
      <p className={css['quiet']}>{t('feed_hint')}</p>
      {url !== null && (
        <div className={css['preview']}>
          <code className={css['address']}>{url}</code>
          <p className={css['quiet']}>{t('feed_once')}</p>
          <CopyButton value={url}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t('copied') : t('copy')}</Button>}</CopyButton>
        </div>
      )}
      <div className={css['fields']}>
        <Button variant="default" loading={openFeed.isPending} onClick={() => openFeed.mutate()}>{t('feed_open')}</Button>
        <Button variant="subtle" onClick={() => closeFeed.mutate()}>{t('feed_close')}</Button>
      </div>
    </section>
  )
}
