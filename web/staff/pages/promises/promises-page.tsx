import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { PromiseList } from '../../../../src/protection/promises/schemas.ts'
import { api } from '../../api.ts'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import css from './promises-page.module.css'

const states = ['kept', 'at_risk', 'broken', 'not_built'] as const
type State = (typeof states)[number]
const shapes: Record<State, string> = { kept: '✓', at_risk: '!', broken: '✕', not_built: '○' }

/** What was promised beside what is true: the clause, its state in one word, its proof. */
export function PromisesPage(): ReactNode {
  const t = useText('promises')
  const format = useFormat()
  const { network } = usePlace()
  const [shown, setShown] = useState<State | 'all'>('all')
  const query = useQuery({ queryKey: [network.network_id, 'promises'], queryFn: ({ signal }) => api.get<PromiseList>(`/api/networks/${network.network_id}/promises`, { signal }) })
  const items = query.data?.items ?? []
  const count = (state: State): number => items.filter((item) => item.state === state).length
  const groups = [...Map.groupBy(items.filter(({ state }) => shown === 'all' || state === shown), ({ id }) => id.charAt(0) as 'H' | 'A' | 'P' | 'O')]
  return (
    <Page title={t('title')} width="text" actions={<Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>{t('check_again')}</Button>}>
      <p className={css['lead']}>{t('lead')}</p>
      {query.isError && query.data === undefined ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonTable rows={12} columns={3} />
      ) : (
        <>
          <p className={css['summary']}><strong>{t('summary', { kept: count('kept'), at_risk: count('at_risk'), broken: count('broken'), not_built: count('not_built') })}</strong><br /><span className={css['quiet']}>{t('as_of', { when: format.when(query.data.as_of) })}</span></p>
          <div className={css['filter']}>
            <SegmentedControl aria-label={t('filter')} value={shown} onChange={(value) => setShown(value as State | 'all')} data={[{ value: 'all', label: t('all') }, ...states.map((value) => ({ value, label: `${t(`states.${value}`)} ${count(value)}` }))]} />
          </div>
          {groups.length === 0 && <EmptyState title={t('none')}>{''}</EmptyState>}
          {groups.map(([letter, rows]) => (
            <section key={letter} aria-labelledby={`group-${letter}`}>
              <h2 id={`group-${letter}`} className={css['group']}>{t(`groups.${letter}`)}</h2>
              <ul className={css['list']}>
                {rows.map((row) => (
                  <li key={row.id} className={css['row']} id={row.id}>
                    <div className={css['clause']}><span className={css['id']}>{row.id}</span> {row.title}{row.kept_by !== null && <p className={css['by']}>{row.kept_by}</p>}</div>
                    <div className={css['truth']}>
                      <span className={css['state']} data-state={row.state}><span aria-hidden="true">{shapes[row.state]}</span> {t(`states.${row.state}`)}</span>
                      {row.shown !== null && <p className={css['by']}>{row.shown}</p>}
                      {row.state !== 'not_built' && <p className={css['quiet']}>{t('last')}{format.language === 'fr' ? ' : ' : ': '}{row.last_at === null ? t('never') : format.when(row.last_at)}</p>}
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </Page>
  )
}
