import { IconArrowDownRight, IconArrowUpRight, IconDownload, IconEqual } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Statistics } from '../../../../src/business/insight/schemas.ts'
import { useText } from '../../i18n/i18n.ts'
import { useFormat } from '../../place.ts'
import css from './headlines.module.css'
import { type Change, changeOf, pointsBetween } from './model.ts'

export type FileOf = (table: string) => string

/** The eight figures that say how things are going, each beside that of the days before, in words. */
export function Headlines({ statistics: { totals, totals_before: before, currency } }: { statistics: Statistics }): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  // Before the first appointment there is nothing to be better than.
  const since = (change: Change): Change => (before.booked === 0 ? { kind: 'unknown' } : change)
  const hours = (minutes: number): string => t('hours', { value: format.number(Math.round(minutes / 60)) })
  const share = (ratio: number | null): string => (ratio === null ? '–' : format.percent(ratio))
  const days = (count: number): string => t('days', { count })

  /** "2 h 30", "18 h", "8 jours": as exact as one speaks of it. */
  const ahead = (minutes: number): string => (minutes < 120 ? format.duration(minutes) : minutes < 48 * 60 ? format.duration(Math.round(minutes / 60) * 60) : days(Math.round(minutes / 1440)))

  return (
    <section aria-label={t('headlines.label')}>
      <dl className={css['figures']}>
        <Headline name={t('headlines.live')} value={format.number(totals.live)} detail={t('headlines.live_detail', { kept: format.number(totals.kept), upcoming: format.number(totals.upcoming) })} change={since(changeOf(totals.live, before.live))} good="more" />
        <Headline name={t('headlines.fill')} value={share(totals.fill_rate)} detail={t('headlines.fill_detail', { booked: hours(totals.booked_minutes), open: hours(totals.open_minutes) })} change={since(pointsBetween(totals.fill_rate, before.fill_rate))} points good="more" />
        <Headline name={t('headlines.revenue')} value={format.money(Math.round(totals.revenue_minor / 100) * 100, currency).replace(/[.,]00(?=\D*$)/, '')} detail={t('headlines.revenue_detail', { value: totals.live === 0 ? '–' : format.money(Math.round(totals.revenue_minor / totals.live), currency) })} change={since(changeOf(totals.revenue_minor, before.revenue_minor))} good="more" />
        <Headline name={t('headlines.new_clients')} value={format.number(totals.new_clients)} detail={t('headlines.new_clients_detail', { value: format.number(totals.clients) })} change={since(changeOf(totals.new_clients, before.new_clients))} good="more" />
        <Headline name={t('headlines.no_shows')} value={share(totals.no_show_rate)} detail={t('headlines.no_shows_detail', { count: totals.no_shows })} change={since(pointsBetween(totals.no_show_rate, before.no_show_rate))} points good="less" />
        <Headline name={t('headlines.cancelled')} value={share(totals.cancellation_rate)} detail={t('headlines.cancelled_detail', { client: format.number(totals.cancelled_by_client), staff: format.number(totals.cancelled_by_staff) })} change={since(pointsBetween(totals.cancellation_rate, before.cancellation_rate))} points good="less" />
        <Headline name={t('headlines.lead')} value={totals.lead_median_minutes === null ? '–' : ahead(totals.lead_median_minutes)} detail={t('headlines.lead_detail')} change={since(changeOf(totals.lead_median_minutes, before.lead_median_minutes))} />
        <Headline name={t('headlines.booked_hours')} value={hours(totals.booked_minutes)} detail={t('headlines.booked_hours_detail', { value: totals.live === 0 ? '–' : format.duration(Math.round(totals.booked_minutes / totals.live)) })} change={since(changeOf(totals.booked_minutes, before.booked_minutes))} good="more" />
      </dl>
    </section>
  )
}

type HeadlineProps = {
  name: string
  value: string
  detail: string
  change: Change
  /** Which way is welcome; without it neither is. */
  good?: 'more' | 'less'
  /** The change is counted in points, not in per cent. */
  points?: boolean
}

function Headline({ name, value, detail, change, good, points = false }: HeadlineProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const by = change.kind === 'more' || change.kind === 'less' ? (points ? t('points', { value: format.number(change.by) }) : format.percent(rounded(change.by))) : ''
  const words = change.kind === 'unknown' ? t('change.unknown') : change.kind === 'same' ? t('change.same') : t(`change.${change.kind}`, { by })
  const Arrow = { more: IconArrowUpRight, less: IconArrowDownRight, same: IconEqual, unknown: undefined }[change.kind]
  // Half a point or two per cent happen by chance: said, but not coloured.
  const small = 'by' in change && change.by < (points ? 0.5 : 0.02)
  const tone = good === undefined || small || change.kind === 'same' || change.kind === 'unknown' ? 'plain' : change.kind === good ? 'welcome' : 'unwelcome'
  return (
    <div className={css['figure']}>
      <dt className={css['name']}>{name}</dt>
      <dd className={css['value']}>{value}</dd>
      <dd className={css['change']} data-tone={tone}>{Arrow && <Arrow size={16} stroke={2} aria-hidden="true" />}{words}</dd>
      <dd className={css['detail']}>{detail}</dd>
    </div>
  )
}

/** "12 %", but "2,4 %": no decimals where they would be noise. */
const rounded = (ratio: number): number => (ratio >= 0.1 ? Math.round(ratio * 100) / 100 : ratio)

/** Takes a table away as a spreadsheet. */
export function FileLink({ href, what }: { href: string; what: string }): ReactNode {
  const t = useText('statistics')
  return (
    <a className={css['link']} href={href} download>
      <IconDownload size={14} aria-hidden="true" />
      {t('file')}<span className="unseen"> {what}</span>
    </a>
  )
}
