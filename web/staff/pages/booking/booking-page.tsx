import { Button, CopyButton, Select, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Online } from '../../../../src/business/booking/online.ts'
import type { WaitingEntry, WaitingPage } from '../../../../src/business/booking/waiting-schemas.ts'
import { api } from '../../api.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Page } from '../../components/page.tsx'
import { Plot } from '../../components/plot.tsx'
import { EmptyState, ErrorState, SkeletonLines, SkeletonTable } from '../../components/states.tsx'
import type { Format } from '../../format.ts'
import type { Say } from '../../i18n/catalogues.ts'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import css from './booking-page.module.css'
import { buttonCode, eachDay, type Mode } from './embed-code.ts'

type Here = Online['items'][number]
const origins = ['site', 'directory', 'google', 'facebook', 'pagesjaunes', 'link', 'api'] as const

/** Where clients can book, what to publish for it, where they come from, and who waits for a place. */
export function BookingPage(): ReactNode {
  const t = useText('booking')
  const { network, establishment } = usePlace()
  const { data, error, refetch } = useQuery({
    queryKey: [network.network_id, 'online'],
    queryFn: ({ signal }) => api.get<Online>(`/api/networks/${network.network_id}/online`, { signal }),
  })
  const shown = data?.items.filter(({ slug }) => establishment === null || slug === establishment.slug)
  return (
    <Page title={t('title')}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : !data || !shown ? <SkeletonLines lines={8} /> : shown.length === 0 ? (
        <EmptyState title={t('nothing')}>{t('nothing_detail')}</EmptyState>
      ) : (
        shown.map((here) => <Place key={here.establishment_id} here={here} from={data.from} to={data.to} />)
      )}
      <Waiting />
    </Page>
  )
}

function Place({ here, from, to }: { here: Here; from: string; to: string }): ReactNode {
  const t = useText('booking')
  const links = ['google', 'facebook', 'pagesjaunes'] as const
  return (
    <section className={css['place']} aria-label={here.name}>
      <h2 className={css['name']}>{here.name}</h2>
      {!here.online && <p className={css['warning']}>{t('offline')}</p>}
      <div className={css['columns']}>
        <div>
          <h3>{t('page')}</h3>
          <Address what={t('page')} href={here.page_url} />
          <h3>{t('links')}</h3>
          <p className={css['hint']}>{t('links_hint')}</p>
          {links.map((origin) => <Address key={origin} what={t(`link.${origin}`)} href={`${here.page_url}?o=${origin}`} named />)}
        </div>
        <EmbedButton here={here} />
      </div>
      <Visits here={here} from={from} to={to} />
    </section>
  )
}

function Copy({ what, value }: { what: string; value: string }): ReactNode {
  const t = useText('booking')
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => <Button size="xs" variant="default" onClick={copy} aria-label={t('copy_of', { what })}>{copied ? t('copied') : t('copy')}</Button>}
    </CopyButton>
  )
}

function Address({ what, href, named = false }: { what: string; href: string; named?: boolean }): ReactNode {
  return (
    <p className={css['address']}>
      <span>{named && <strong>{what}</strong>}<a href={href} target="_blank" rel="noopener">{href}</a></span>
      <Copy what={what} value={href} />
    </p>
  )
}

function EmbedButton({ here }: { here: Here }): ReactNode {
  const t = useText('booking')
  const [service, setService] = useState('')
  const [label, setLabel] = useState<string | null>(null)
  const [mode, setMode] = useState<Mode>('button')
  const wish = { page: here.page_url, script: here.script_url, service, label: label ?? t('label_default'), mode }
  const code = buttonCode(wish)
  return (
    <div>
      <h3>{t('button')}</h3>
      <p className={css['hint']}>{t('button_hint')}</p>
      <div className={css['choices']}>
        <TextInput label={t('label')} value={wish.label} maxLength={60} onChange={({ currentTarget }) => setLabel(currentTarget.value)} />
        <Select label={t('service')} value={service} allowDeselect={false} onChange={(value) => setService(value ?? '')} data={[{ value: '', label: t('all_services') }, ...here.services.map(({ service_id, name }) => ({ value: service_id, label: name }))]} />
        <SegmentedControl aria-label={t('mode')} value={mode} onChange={(value) => setMode(value === 'inline' ? 'inline' : 'button')} data={[{ value: 'button', label: t('mode_button') }, { value: 'inline', label: t('mode_inline') }]} />
      </div>
      <div className={css['codeHead']}><span>{t('code')}</span><Copy what={t('code')} value={code} /></div>
      <pre className={css['code']} tabIndex={0} aria-label={t('code')}>{code}</pre>
      {here.online && <><h4>{t('preview')}</h4><Preview key={code} wish={wish} /></>}
    </div>
  )
}

/** The button itself, from this very server, so that what is seen is what will be pasted. */
function Preview({ wish }: { wish: Parameters<typeof buttonCode>[0] }): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const { page, service, label, mode } = wish
  useEffect(() => {
    const holder = place.current
    if (!holder) return
    const link = document.createElement('a')
    link.href = new URL(page).pathname
    link.append(label)
    const script = document.createElement('script')
    script.src = '/embed.js'
    Object.assign(script.dataset, { reserve: new URL(page).pathname.slice(1), service, label, mode })
    link.append(script)
    // After a moment: typing a label must not fetch the pages at each letter.
    const timer = setTimeout(() => holder.replaceChildren(link), 400)
    return () => clearTimeout(timer)
  }, [page, service, label, mode])
  return <div ref={place} className={css['preview']} />
}

function Visits({ here, from, to }: { here: Here; from: string; to: string }): ReactNode {
  const t = useText('booking')
  const f = useFormat()
  const known = origins.filter((origin) => here.origins.some((row) => row.origin === origin))
  if (known.length === 0) return <EmptyState title={t('visits')}>{t('no_visits')}</EmptyState>
  const days = eachDay(from, to)
  const total = (kind: 'visits' | 'bookings'): number => here.origins.reduce((sum, row) => sum + row[kind], 0)
  const series = known
    .map((origin) => ({ name: t(`origin.${origin}`), values: days.map((day) => here.days.find((row) => row.day === day && row.origin === origin)?.visits ?? 0) }))
    .filter(({ values }) => values.some((value) => value > 0))
  const rows = here.origins.flatMap((row) => known.filter((origin) => origin === row.origin).map((origin) => ({ ...row, name: t(`origin.${origin}`) })))
  return (
    <div className={css['columns']}>
      <Plot title={t('visits')} summary={t('visits_summary', { visits: total('visits'), bookings: total('bookings') })} labelHeading={t('day')} data={{ kind: 'stacked', labels: days.map((day) => f.shortDay(day).slice(0, 5)), series, format: (value) => f.number(value) }} />
      <DataTable caption={t('origins')} rows={rows} rowKey={({ origin }) => origin} columns={originColumns(t, f)} />
    </div>
  )
}

function Waiting(): ReactNode {
  const t = useText('booking')
  const f = useFormat()
  const client = useQueryClient()
  const { network, establishment, can } = usePlace()
  const base = `/api/networks/${network.network_id}/waiting`
  const query = establishment ? { establishment_id: establishment.establishment_id } : {}
  const { data, error, refetch } = useQuery({
    queryKey: [network.network_id, 'waiting', {}, query],
    queryFn: ({ signal }) => api.get<WaitingPage>(base, { query, signal }),
    enabled: can('agenda:write'),
  })
  const withdraw = useMutation({
    mutationFn: ({ entry_id }: WaitingEntry) => api.post(`${base}/${entry_id}/withdraw`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [network.network_id, 'waiting'] }),
    meta: { failure: t('not_withdrawn') },
  })
  if (!can('agenda:write')) return null
  return (
    <section className={css['place']}>
      <h2 className={css['name']}>{t('waiting')}</h2>
      <p className={css['hint']}>{t('waiting_hint')}</p>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : !data ? <SkeletonTable rows={3} /> : data.items.length === 0 ? <EmptyState title={t('nobody')}>{t('nobody_detail')}</EmptyState> : (
        <DataTable caption={t('waiting')} rows={data.items} rowKey={({ entry_id }) => entry_id} columns={waitingColumns(t, f, (entry) => withdraw.mutate(entry))} />
      )}
    </section>
  )
}

/** Who, how to reach him, what he wishes, and whether a place is free for him now. */
function waitingColumns(t: Say<'booking'>, f: Format, withdraw: (entry: WaitingEntry) => void): Column<WaitingEntry>[] {
  const wish = ({ services, agenda_name }: WaitingEntry): string => (agenda_name === null ? f.list(services) : t('with', { services: f.list(services), person: agenda_name }))
  const hours = ({ from_minute, to_minute }: WaitingEntry): string => (from_minute === 0 && to_minute === 1440 ? '' : ` · ${f.clock(from_minute)} – ${f.clock(to_minute % 1440)}`)
  return [
    { id: 'client', header: t('client'), cell: ({ client: { first_name, last_name } }) => `${first_name} ${last_name}` },
    { id: 'contact', header: t('contact'), cell: ({ client: { phone, phone_text, email } }) => (phone ? <a href={`tel:${phone}`}>{phone_text}</a> : <a href={`mailto:${email}`}>{email}</a>) },
    { id: 'wish', header: t('wish'), cell: (entry) => <>{wish(entry)}<br /><span className={css['quiet']}>{t('days', { from: f.shortDay(entry.from_day), to: f.shortDay(entry.to_day) })}{hours(entry)}</span></> },
    { id: 'state', header: t('state'), cell: ({ offered_starts_at, created_at }) => (offered_starts_at ? <strong>{t('to_call', { when: f.when(offered_starts_at) })}</strong> : t('since', { when: f.shortDay(created_at.slice(0, 10)) })), sort: ({ offered_starts_at, created_at }) => `${offered_starts_at ? 0 : 1}${created_at}` },
    { id: 'actions', header: t('actions'), cell: (entry) => <Button size="xs" variant="default" onClick={() => withdraw(entry)}>{t('withdraw')}</Button> },
  ]
}

type OriginRow = Here['origins'][number] & { name: string }

function originColumns(t: Say<'booking'>, f: Format): Column<OriginRow>[] {
  return [
    { id: 'origin', header: t('origin_heading'), cell: ({ name }) => name, sort: ({ name }) => name },
    { id: 'visits', header: t('visits_heading'), cell: ({ visits }) => f.number(visits), sort: ({ visits }) => visits, align: 'end' },
    { id: 'bookings', header: t('bookings_heading'), cell: ({ bookings }) => f.number(bookings), sort: ({ bookings }) => bookings, align: 'end' },
  ]
}
