import { Button, Checkbox, Radio } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, linkOptions, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import { api, Problem } from '../../api.ts'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import css from './duplicates.module.css'
import { clientQuery, type DuplicateGroup, type DuplicateList, fieldsQuery, historyQuery, type Merged, nameOf, networkPath, useRefreshClients } from './data.ts'
import { cardToKeep, type Choice, defaultChoice, mergeBody, type MergeColumn, type MergeLine, mergeLines } from './merge-values.ts'
import type { DuplicatesSearch } from './search.ts'

type Compared = DuplicateGroup['clients'][number]

/** Cards that look like one person, side by side: merged by choosing what stands, or told apart for good. */
export function DuplicatesPage(): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const chosen = (useSearch({ strict: false }) as DuplicatesSearch).with
  const crumbs = [{ label: t('title'), link: linkOptions({ to: '/$network/clients', params: { network: network.slug } }) }]
  return (
    <Page title={t('duplicates.title')} crumbs={crumbs}>
      {chosen === undefined ? <Found /> : <Chosen ids={chosen.split(',')} />}
    </Page>
  )
}

function Found(): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const query = useInfiniteQuery({
    queryKey: [network.network_id, 'clients', {}, 'duplicates'],
    queryFn: ({ pageParam, signal }) => api.get<DuplicateList>(`${networkPath(network.network_id)}/client-duplicates`, { query: { limit: 10, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })
  if (query.data === undefined) return query.error === null ? <SkeletonTable rows={10} columns={3} /> : <ErrorState error={query.error} retry={() => void query.refetch()} />
  const groups = query.data.pages.flatMap(({ items }) => items)
  if (groups.length === 0) return <EmptyState title={t('duplicates.none')}>{t('duplicates.none_text')}</EmptyState>
  return (
    <>
      <p className={css['total']}>{t('duplicates.total', { count: query.data.pages[0]?.total ?? 0 })}</p>
      {groups.map((group, index) => <Group key={group.clients.map(({ client_id, revision }) => `${client_id}/${revision}`).join()} group={group} number={index + 1} onDone={() => {}} />)}
      {query.hasNextPage && <Button variant="default" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button>}
    </>
  )
}

/** Cards that somebody chose to compare. */
function Chosen({ ids }: { ids: readonly string[] }): ReactNode {
  const { network } = usePlace()
  const navigate = useNavigate()
  const cards = useQueries({ queries: ids.map((id) => clientQuery(network.network_id, id)) })
  const histories = useQueries({ queries: ids.map((id) => historyQuery(network.network_id, id)) })
  const failed = [...cards, ...histories].find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  const clients = cards.flatMap(({ data }, at): Compared[] => {
    const visits = histories[at]?.data?.summary.visits
    return data === undefined || visits === undefined ? [] : [{ ...data, visits }]
  })
  if (clients.length < ids.length) return <SkeletonTable rows={8} columns={3} />
  return (
    <Group
      key={clients.map(({ client_id, revision }) => `${client_id}/${revision}`).join()}
      group={{ clients, score: 0, reasons: [] }}
      number={1}
      onDone={(kept) => void navigate(kept === null ? { to: '/$network/clients/duplicates', params: { network: network.slug }, search: {} } : { to: '/$network/clients/$client_id', params: { network: network.slug, client_id: kept } })}
    />
  )
}

/** One person, or several: the cards, line by line. */
function Group({ group, number, onDone }: { group: DuplicateGroup; number: number; onDone: (kept: string | null) => void }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const reader = useLanguage()
  const { network } = usePlace()
  const queries = useQueryClient()
  const refresh = useRefreshClients()
  const offerUndo = useUndo()
  const id = useId()
  const { data: own } = useQuery(fieldsQuery(network.network_id))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const cards = group.clients.filter(({ client_id }) => !left.has(client_id))
  const [keptId, setKept] = useState(() => group.clients[cardToKeep(group.clients)]?.client_id ?? '')
  const kept = Math.max(0, cards.findIndex(({ client_id }) => client_id === keptId))
  const lines = mergeLines(cards, own?.items ?? [], reader)
  const [picked, setPicked] = useState<Choice>({})
  const choice = { ...defaultChoice(lines, kept), ...picked }
  const base = networkPath(network.network_id)

  const merge = useMutation({
    mutationFn: () => {
      const seen = cards.map(({ client_id, revision }) => ({ client_id, revision }))
      return api.post<Merged>(`${base}/client-merges`, { keep: seen[kept], merge: seen.filter((_, at) => at !== kept), values: mergeBody(lines, choice) })
    },
    meta: { failure: t('failed.merge') },
    onSuccess: ({ merge_id, client }) => {
      offerUndo({ done: t('done.merged', { name: nameOf(client) }), undo: () => api.post(`${base}/client-merges/${merge_id}/undo`).finally(refresh) })
      queries.setQueryData(clientQuery(network.network_id, client.client_id).queryKey, client)
      void refresh()
      onDone(client.client_id)
    },
    // What is shown is old: the present cards come instead.
    onError: (error) => { if (error instanceof Problem && error.code === 'stale') void refresh() },
  })
  const distinguish = useMutation({
    mutationFn: async () => {
      const ids = cards.map(({ client_id }) => client_id)
      for (const [at, one] of ids.entries()) for (const other of ids.slice(at + 1)) await api.post(`${base}/client-distinctions`, { client_ids: [one, other] })
    },
    meta: { failure: t('failed.distinguish') },
    onSuccess: () => { void refresh(); onDone(null) },
  })
  const busy = merge.isPending || distinguish.isPending
  const leave = (client_id: string, inside: boolean): void => {
    setPicked({})
    setLeft((now) => new Set(inside ? [...now].filter((id) => id !== client_id) : [...now, client_id]))
  }

  return (
    <section className={css['group']}>
      <div className={css['head']}>
        <h2>{nameOf(group.clients[0]!)}</h2>
        {group.reasons.length > 0 && <p>{format.opening(group.reasons.map((reason) => t(`reasons.${reason}`)).join(', '))} · {t('duplicates.likely', { percent: format.percent(group.score) })}</p>}
      </div>
      {group.clients.length > 2 && (
        <div className={css['members']} role="group" aria-label={t('duplicates.members')}>
          {group.clients.map((card) => <Checkbox key={card.client_id} label={nameOf(card)} checked={!left.has(card.client_id)} disabled={!left.has(card.client_id) && cards.length <= 2} onChange={({ currentTarget }) => leave(card.client_id, currentTarget.checked)} />)}
        </div>
      )}
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('duplicates.group', { number, name: nameOf(group.clients[0]!) })}>
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col"><span className="unseen">{t('duplicates.line')}</span></th>
              {cards.map((card, at) => (
                <th key={card.client_id} scope="col" data-kept={at === kept ? '' : undefined}>
                  <Radio size="xs" name={`${id}-kept`} label={at === kept ? t('duplicates.kept') : t('duplicates.keep')} checked={at === kept} onChange={() => { setKept(card.client_id); setPicked({}) }} />
                  <small>{t('duplicates.visits', { count: card.visits })} · {t('card.since', { when: format.away(card.created_at) })}</small>
                  <Link to="/$network/clients/$client_id" params={{ network: network.slug, client_id: card.client_id }}>{t('duplicates.open')}</Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.name} group={id} line={line} label={own?.items.find(({ field_id }) => field_id === line.name)?.label ?? t(`columns.${line.name as MergeColumn}`)} chosen={choice[line.name] ?? kept} onChoose={(at) => setPicked({ ...picked, [line.name]: at })} />
            ))}
          </tbody>
        </table>
      </div>
      <div className={css['foot']}>
        <Button variant="subtle" disabled={busy} onClick={() => distinguish.mutate()}>{t('duplicates.distinct', { count: cards.length })}</Button>
        <Button variant="default" disabled={busy} onClick={() => merge.mutate()}>{t('duplicates.merge', { count: cards.length })}</Button>
      </div>
    </section>
  )
}

function Line({ group, line, label, chosen, onChoose }: { group: string; line: MergeLine; label: string; chosen: number; onChoose: (at: number) => void }): ReactNode {
  const t = useText('clients')
  const show = useShown(line)
  const name = `${group}-${line.name}`
  return (
    <tr>
      <th scope="row">
        {label}
        {line.name === 'note' && line.differs && <Radio name={name} size="xs" label={t('duplicates.both')} checked={chosen === -1} onChange={() => onChoose(-1)} />}
      </th>
      {line.values.map((value, at) => (
        <td key={at} data-chosen={!line.differs || chosen === at || chosen === -1 ? '' : undefined}>
          {line.differs ? <Radio size="xs" name={name} label={value === '' ? t('duplicates.nothing') : show(value)} checked={chosen === at} onChange={() => onChoose(at)} /> : show(value)}
        </td>
      ))}
    </tr>
  )
}

/** A value in words. */
function useShown({ name, own }: MergeLine): (value: string) => string {
  const t = useText('clients')
  return (value) => {
    if (name === 'language' && (value === 'fr' || value === 'en')) return t(`languages.${value}`)
    if (name === 'preferred_channel') return t(`channels.${value as 'email'}`)
    if (own && (value === 'yes' || value === 'no')) return t(`consent.${value}`)
    return value
  }
}
