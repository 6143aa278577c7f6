import { Button, Chip, Menu, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { IconDots, IconSearch, IconUserPlus } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import type { ClientList, ListedClient } from '../../../../src/business/clients/schemas.ts'
import { api } from '../../api.ts'
import { useCommands } from '../../commands.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { dayAt } from '../../zone.ts'
import css from './clients-page.module.css'

/** The file of clients: found as one types, opened with Enter. */
export function ClientsPage(): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { network, can, zone } = usePlace()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [filters, setFilters] = useState<string[]>([])
  const [q] = useDebouncedValue(text.trim(), 180)
  const asked = {
    ...(q === '' ? {} : { q }),
    ...(filters.includes('no_shows') ? { no_shows: 1 } : {}),
    ...(filters.includes('has_phone') ? { has_phone: true } : {}),
    ...(filters.includes('deleted') ? { deleted: true } : {}),
  }
  const base = `/api/networks/${network.network_id}/clients`
  const query = useInfiniteQuery({
    queryKey: [network.network_id, 'clients', asked],
    queryFn: ({ pageParam, signal }) => api.get<ClientList>(base, { query: { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })
  const open = (client_id: string): void => void navigate({ to: `/${network.slug}/clients/${client_id}` })
  const create = (): void => open('new')
  useCommands([...(can('clients:write') ? [{ id: 'new', label: t('new'), shortcut: 'n', icon: IconUserPlus, run: create }] : [])])

  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  const total = query.data?.pages[0]?.total ?? null
  const shortDay = (instant: string | null): string => (instant === null ? '' : format.shortDay(dayAt(instant, zone)))
  const columns: Column<ListedClient>[] = [
    { id: 'name', header: t('columns.name'), cell: (row) => `${row.last_name} ${row.first_name}`.trim() || (row.phone_text ?? row.email ?? '') },
    { id: 'phone', header: t('columns.phone'), cell: ({ phone_text }) => phone_text ?? '', width: '9rem' },
    { id: 'email', header: t('columns.email'), cell: ({ email }) => email ?? '', notOnPhone: true },
    { id: 'last', header: t('columns.last_visit'), cell: ({ last_visit_at }) => shortDay(last_visit_at), width: '8rem' },
    { id: 'next', header: t('columns.next_visit'), cell: ({ next_visit_at }) => shortDay(next_visit_at), width: '8rem' },
    { id: 'missed', header: t('columns.no_shows'), cell: ({ no_shows }) => (no_shows === 0 ? '' : format.number(no_shows)), align: 'end', width: '6rem', notOnPhone: true },
  ]
  return (
    <Page
      title={t('title')}
      actions={
        <>
          {can('clients:write') && <Button leftSection={<IconUserPlus size={16} aria-hidden="true" />} onClick={create}>{t('new')}</Button>}
          {can('clients:export') && (
            <Menu position="bottom-end">
              <Menu.Target><Button variant="default" aria-label={t('export')}><IconDots size={18} /></Button></Menu.Target>
              <Menu.Dropdown><Menu.Item component="a" href={`${base}/export?format=csv`} download>{t('export')}</Menu.Item></Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      <div className={css['bar']}>
        <TextInput ref={input} className={css['search'] ?? ''} type="search" aria-label={t('search')} placeholder={t('search')} leftSection={<IconSearch size={16} aria-hidden="true" />} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <Chip.Group multiple value={filters} onChange={setFilters}>
          <div className={css['chips']} role="group" aria-label={t('filters.label')}>
            {(['no_shows', 'has_phone', 'deleted'] as const).map((name) => <Chip key={name} value={name} size="sm">{t(`filters.${name}`)}</Chip>)}
          </div>
        </Chip.Group>
        {total !== null && <span className={css['total']}>{t('total', { count: total })}</span>}
      </div>
      {query.isError && query.data === undefined ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonTable rows={12} columns={5} />
      ) : rows.length === 0 ? (
        q === '' && filters.length === 0 ? (
          <EmptyState title={t('empty.title')} action={can('clients:write') ? <Button onClick={create}>{t('new')}</Button> : undefined}>{t('empty.detail')}</EmptyState>
        ) : (
          <EmptyState title={t('empty.none_found')}>{t('empty.none_found_detail')}</EmptyState>
        )
      ) : (
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={rows}
          rowKey={({ client_id }) => client_id}
          onOpen={({ client_id }) => open(client_id)}
          footer={query.hasNextPage ? <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button> : undefined}
        />
      )}
    </Page>
  )
}

