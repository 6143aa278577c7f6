import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Statistics } from '../../../../src/business/insight/schemas.ts'
import { api, Problem } from '../../api.ts'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonLines, SkeletonPlot } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { Filters } from './filters.tsx'
import { FileLink, Headlines } from './headlines.tsx'
import { rangeOfDays } from './model.ts'
import { Plots } from './plots.tsx'
import { daysOf, type StatisticsSearch } from './search.ts'
import css from './statistics-page.module.css'

/** Statistics on appointments: how full, how early, by which way, and how many did not come. */
export function StatisticsPage(): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const { network, establishment } = usePlace()
  const search = useSearch({ from: '/in/$network/statistics' })
  const navigate = useNavigate({ from: '/$network/statistics' })
  const days = daysOf(search, format.today())
  const path = `/api/networks/${network.network_id}/statistics`
  const asked = {
    ...days,
    ...(establishment ? { establishment_id: establishment.establishment_id } : {}),
    ...(search.agenda ? { agenda_id: search.agenda } : {}),
    ...(search.service ? { service_id: search.service } : {}),
    ...(search.origin ? { origin: search.origin } : {}),
  }
  const query = useQuery({
    queryKey: [network.network_id, 'statistics', { from: days.from, to: days.to }, asked],
    queryFn: ({ signal }) => api.get<Statistics>(path, { query: asked, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const change = (next: StatisticsSearch): void =>
    void navigate({ search: (before: { establishment?: string | undefined }) => ({ ...(before.establishment ? { establishment: before.establishment } : {}), ...next }), replace: true })
  const fileOf = (table: string): string => `${path}/${table}.csv?${new URLSearchParams({ ...asked, lang: format.language })}`
  const statistics = query.data
  // An agenda chosen in one establishment is not there in the next one looked at.
  const elsewhere = (search.agenda !== undefined || search.service !== undefined) && query.error instanceof Problem && query.error.status === 404

  return (
    <Page title={t('title')}>
      <Filters search={search} days={days} change={change} />
      {elsewhere ? (
        <NothingFound search={search} change={change} />
      ) : query.isError && statistics === undefined ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : statistics === undefined ? (
        <div className={css['waiting']}><SkeletonLines lines={4} /><SkeletonPlot height={260} /></div>
      ) : (
        <div className={css['answer']} data-stale={query.isPlaceholderData || undefined}>
          <p className={css['scope']} aria-live="polite">
            {t('scope', { days: rangeOfDays(statistics.from, statistics.to, format.language), before: rangeOfDays(statistics.before.from, statistics.before.to, format.language) })}{' '}
            <FileLink href={fileOf('totals')} what={t('headlines.label')} />
          </p>
          {statistics.totals.booked === 0 ? (
            <NothingFound search={search} change={change} />
          ) : (
            <>
              <Headlines statistics={statistics} />
              <Plots statistics={statistics} fileOf={fileOf} />
            </>
          )}
        </div>
      )}
    </Page>
  )
}

/** Nothing was counted: by the filters' doing, or because nothing was there. */
function NothingFound({ search, change }: { search: StatisticsSearch; change: (search: StatisticsSearch) => void }): ReactNode {
  const t = useText('statistics')
  const narrowed = search.agenda !== undefined || search.service !== undefined || search.origin !== undefined
  const action = narrowed ? <Button variant="default" onClick={() => change(withoutFilters(search))}>{t('empty.unfilter')}</Button>
    : search.period === 'year' ? undefined
    : <Button variant="default" onClick={() => change({ period: 'year' })}>{t('empty.longer')}</Button>
  return <EmptyState title={t('empty.title')} action={action}>{narrowed ? t('empty.narrowed') : t('empty.detail')}</EmptyState>
}

function withoutFilters({ period, from, to }: StatisticsSearch): StatisticsSearch {
  return { ...(period ? { period } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }
}
