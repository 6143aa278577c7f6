import { Button, Menu, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { IconAdjustments, IconArrowsJoin, IconDots, IconDownload, IconFilter, IconSearch, IconUpload, IconUserPlus } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { api } from '../../api.ts'
import { useCommands } from '../../commands.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { dayAt } from '../../zone.ts'
import css from './clients-page.module.css'
import { type ClientList, type Filters, type ListedClient, listNameOf, networkPath } from './data.ts'
import { FilterLine, filterCount } from './filters.tsx'
import { NewClientDialog } from './new-client-dialog.tsx'

const sorts = ['name', '-last_activity', '-created'] as const
type Sort = (typeof sorts)[number]

/** The file of clients: found as one types, opened with Enter. */
export function ClientsPage(): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { network, can, zone } = usePlace()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [sort, setSort] = useState<Sort>('name')
  const [filters, setFilters] = useState<Filters>({})
  const [filtering, setFiltering] = useState(false)
  const [making, setMaking] = useState(false)
  const [q] = useDebouncedValue(text.trim(), 120)
  const asked = { ...filters, ...(q === '' ? { sort } : { q }) }
  const query = useInfiniteQuery({
    queryKey: [network.network_id, 'clients', {}, 'list', asked],
    queryFn: ({ pageParam, signal }) => api.get<ClientList>(`${networkPath(network.network_id)}/clients`, { query: { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })
  const open = (client_id: string): void => void navigate({ to: '/$network/clients/$client_id', params: { network: network.slug, client_id } })
  const writable = can('clients:write')
  const go = (to: '/$network/clients/duplicates' | '/$network/clients/import' | '/$network/clients/fields'): void => void navigate({ to, params: { network: network.slug } })
  useCommands([
    { id: 'search', label: t('search'), shortcut: 'f', icon: IconSearch, run: () => input.current?.focus() },
    ...(writable ? [
      { id: 'new', label: t('new'), shortcut: 'n', icon: IconUserPlus, run: () => setMaking(true) },
      { id: 'duplicates', label: t('duplicates.title'), icon: IconArrowsJoin, run: () => go('/$network/clients/duplicates') },
      { id: 'import', label: t('import.title'), icon: IconUpload, run: () => go('/$network/clients/import') },
    ] : []),
    ...(can('network:configure') ? [{ id: 'fields', label: t('fields.title'), icon: IconAdjustments, run: () => go('/$network/clients/fields') }] : []),
  ])

  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  const total = query.data?.pages[0]?.total ?? null
  const count = filterCount(filters)
  const shortDay = (instant: string | null): string => (instant === null ? '' : format.shortDay(dayAt(instant, zone)))
  const columns: Column<ListedClient>[] = [
    { id: 'name', header: t('columns.name'), cell: listNameOf },
    { id: 'phone', header: t('columns.phone'), cell: ({ phone_text }) => phone_text ?? '', width: '10rem' },
    { id: 'email', header: t('columns.email'), cell: ({ email }) => email ?? '', notOnPhone: true },
    { id: 'last', header: t('columns.last_visit'), cell: ({ last_visit_at }) => shortDay(last_visit_at), width: '8rem' },
    { id: 'next', header: t('columns.next_visit'), cell: ({ next_visit_at }) => shortDay(next_visit_at), width: '8rem' },
    { id: 'missed', header: t('columns.no_shows'), cell: ({ no_shows }) => (no_shows === 0 ? '' : format.number(no_shows)), align: 'end', width: '6rem', notOnPhone: true },
  ]

  /** From the box down into the list, or straight to the first card. */
  function onSearchKey(event: KeyboardEvent): void {
    const first = list.current?.querySelector<HTMLButtonElement>('[data-row]')
    if (!first || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return
    event.preventDefault()
    if (event.key === 'ArrowDown') first.focus()
    else if (q === text.trim() && !query.isPlaceholderData) first.click()
  }

  return (
    <Page
      title={t('title')}
      actions={
        <>
          {writable && <Button variant="filled" leftSection={<IconUserPlus size={16} aria-hidden="true" />} onClick={() => setMaking(true)}>{t('new')}</Button>}
          <PageMenu asked={asked} go={go} found={q !== '' || count > 0} />
        </>
      }
    >
      <div className={css['bar']}>
        <TextInput ref={input} className={css['search'] ?? ''} type="search" aria-label={t('search')} placeholder={t('search')} leftSection={<IconSearch size={16} aria-hidden="true" />} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} onKeyDown={onSearchKey} />
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden="true" />} aria-expanded={filtering} onClick={() => setFiltering((now) => !now)}>{count > 0 ? t('filters.open_count', { count }) : t('filters.open')}</Button>
        {q === '' && <NativeSelect className={css['sort'] ?? ''} aria-label={t('sort.label')} value={sort} onChange={({ currentTarget }) => setSort(currentTarget.value as Sort)} data={[{ value: 'name', label: t('sort.name') }, { value: '-last_activity', label: t('sort.activity') }, { value: '-created', label: t('sort.created') }]} />}
        <span className={css['total']} role="status">{total !== null ? t('total', { count: total }) : query.isPlaceholderData || query.data === undefined ? '' : t('found', { count: rows.length, more: query.hasNextPage ? '+' : '' })}</span>
      </div>
      {filtering && <FilterLine filters={filters} onChange={setFilters} />}
      <div ref={list} className={css['list']}>
        {query.isError && query.data === undefined ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <SkeletonTable rows={12} columns={5} />
        ) : rows.length > 0 ? (
          <DataTable
            caption={t('title')}
            columns={columns}
            rows={rows}
            rowKey={({ client_id }) => client_id}
            onOpen={({ client_id }) => open(client_id)}
            footer={query.hasNextPage ? <Button variant="default" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button> : undefined}
          />
        ) : q === '' && count === 0 ? (
          <EmptyState title={t('empty.title')} action={writable ? <div className={css['first']}><Button variant="default" onClick={() => setMaking(true)}>{t('new')}</Button><Link to="/$network/clients/import" params={{ network: network.slug }}>{t('empty.import')}</Link></div> : undefined}>{t('empty.text')}</EmptyState>
        ) : (
          <EmptyState title={t('empty.none')} action={count > 0 ? <Button variant="default" onClick={() => setFilters({})}>{t('filters.clear')}</Button> : undefined}>{t('empty.none_text')}</EmptyState>
        )}
      </div>
      <NewClientDialog opened={making} onClose={() => setMaking(false)} onDone={(client) => { setMaking(false); open(client.client_id) }} />
    </Page>
  )
}

type MenuProps = { asked: Record<string, string | number | boolean>; go: (to: '/$network/clients/duplicates' | '/$network/clients/import' | '/$network/clients/fields') => void; found: boolean }

/** What is done to the file as a whole. */
function PageMenu({ asked, go, found }: MenuProps): ReactNode {
  const t = useText('clients')
  const language = useLanguage()
  const { network, can } = usePlace()
  const address = (format: 'csv' | 'json'): string => {
    const { sort: _, ...filters } = asked
    const parameters = new URLSearchParams({ ...Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, String(value)])), format, lang: language })
    return `${networkPath(network.network_id)}/clients/export?${parameters.toString()}`
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="default" px="xs" aria-label={t('menu')}><IconDots size={18} aria-hidden="true" /></Button></Menu.Target>
      <Menu.Dropdown>
        {can('clients:write') && <Menu.Item leftSection={<IconArrowsJoin size={16} />} onClick={() => go('/$network/clients/duplicates')}>{t('duplicates.title')}</Menu.Item>}
        {can('clients:write') && <Menu.Item leftSection={<IconUpload size={16} />} onClick={() => go('/$network/clients/import')}>{t('import.title')}</Menu.Item>}
        {can('network:configure') && <Menu.Item leftSection={<IconAdjustments size={16} />} onClick={() => go('/$network/clients/fields')}>{t('fields.title')}</Menu.Item>}
        {can('clients:export') && (
          <>
            <Menu.Divider />
            <Menu.Label>{found ? t('export.found') : t('export.all')}</Menu.Label>
            <Menu.Item leftSection={<IconDownload size={16} />} component="a" href={address('csv')} download>{t('export.csv')}</Menu.Item>
            <Menu.Item leftSection={<IconDownload size={16} />} component="a" href={address('json')} download>{t('export.json')}</Menu.Item>
            <p className={css['recorded']}>{t('export.recorded')}</p>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
