import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { Button } from '@mantine/core'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { dayAt } from '../../zone.ts'
import { type Client, type History, historyQuery, type Visit } from './data.ts'
import css from './history.module.css'
import { visitMonths } from './visit-months.ts'

/** What somebody came for, what he missed, what is to come. */
export function Past({ card }: { card: Client }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const { data, error, refetch } = useQuery(historyQuery(network.network_id, card.client_id))
  return (
    <section>
      <h2 className={css['title']}>{t('history.title')}</h2>
      {data !== undefined ? <Known history={data} /> : error !== null ? <ErrorState error={error} retry={() => void refetch()} /> : <SkeletonLines lines={6} />}
    </section>
  )
}

function Known({ history }: { history: History }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { summary, upcoming, past } = history
  if (upcoming.length + past.length === 0) return <p className={css['quiet']}>{t('history.none')}</p>
  return (
    <>
      <dl className={css['figures']}>
        <Figure name={t('history.visits')}>{format.number(summary.visits)}</Figure>
        <Figure name={t('history.no_shows')} {...(summary.no_shows > 0 ? { tone: 'caution' } : {})}>{format.number(summary.no_shows)}</Figure>
        <Figure name={t('history.cancelled')}>{format.number(summary.cancelled)}</Figure>
        {summary.spent.map(({ currency, amount_minor }) => <Figure key={currency} name={t('history.spent')}>{format.money(amount_minor, currency)}</Figure>)}
        {summary.last_visit_at !== null && <Figure name={t('history.last')}>{format.away(summary.last_visit_at)}</Figure>}
      </dl>
      {summary.visits + summary.no_shows > 2 && <Months past={past} />}
      {upcoming.length > 0 && <Visits title={t('history.upcoming')} visits={upcoming} />}
      {past.length > 0 && <Visits title={t('history.past')} visits={past} />}
    </>
  )
}

function Figure({ name, tone, children }: { name: string; tone?: 'caution'; children: ReactNode }): ReactNode {
  return <div data-tone={tone}><dt>{name}</dt><dd>{children}</dd></div>
}

const monthsShown = 24

/** Two years at a glance: a bar a month. The list below says the same in words. */
function Months({ past }: { past: readonly Visit[] }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { zone } = usePlace()
  const months = visitMonths(past.map(({ starts_at, status }) => ({ day: dayAt(starts_at, zone), status })), format.today(), monthsShown)
  const most = Math.max(1, ...months.map(({ visits, missed }) => visits + missed))
  const total = months.reduce((sum, { visits }) => sum + visits, 0)
  return (
    <figure className={css['months']}>
      <div role="img" aria-label={t('history.months', { count: total })}>
        {months.map(({ day, visits, missed }) => (
          <span key={day} title={t('history.month', { month: format.month(day), count: visits })} style={{ '--visits': visits / most, '--missed': missed / most } as CSSProperties}>
            <i data-kind="missed" /><i data-kind="visits" />
          </span>
        ))}
      </div>
      <figcaption><span>{format.month(months[0]?.day ?? format.today())}</span><span>{format.month(format.today())}</span></figcaption>
    </figure>
  )
}

const firstShown = 12

function Visits({ title, visits }: { title: string; visits: readonly Visit[] }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const [all, setAll] = useState(false)
  const { network } = usePlace()
  const places = new Map(network.establishments.map(({ establishment_id, name }) => [establishment_id, name]))
  const several = network.establishments.length > 1
  return (
    <section>
      <h3 className={css['subtitle']}>{title}</h3>
      <ol className={css['visits']}>
        {(all ? visits : visits.slice(0, firstShown)).map((visit) => (
          <li key={visit.appointment_id} data-status={visit.status}>
            <span className={css['swatch']} style={{ background: visit.services[0]?.colour ?? 'var(--grey-hue)' }} />
            <div>
              <time dateTime={visit.starts_at}>{format.opening(format.when(visit.starts_at))}</time>
              <p>{[format.list(visit.services.flatMap(({ name }) => name ?? [])), several ? places.get(visit.establishment_id) : ''].filter(Boolean).join(' · ')}</p>
              {visit.note !== '' && <p className={css['note']}>{visit.note}</p>}
            </div>
            <div className={css['end']}>
              <span className={css['status']}>{visit.status === 'cancelled' && visit.cancelled_by !== null ? t(`cancelled_by.${visit.cancelled_by}`) : t(`statuses.${visit.status}`)}</span>
              {visit.amount_minor !== null && visit.currency !== null && <span>{format.money(visit.amount_minor, visit.currency)}</span>}
            </div>
          </li>
        ))}
      </ol>
      {!all && visits.length > firstShown && <Button variant="subtle" size="compact-md" onClick={() => setAll(true)}>{t('history.all', { count: visits.length })}</Button>}
    </section>
  )
}
