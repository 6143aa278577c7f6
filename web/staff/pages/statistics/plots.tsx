import type { ReactNode } from 'react'
import type { Statistics } from '../../../../src/business/insight/schemas.ts'
import { Plot, type PlotData } from '../../components/plot.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat } from '../../place.ts'
import { type FileOf, FileLink } from './headlines.tsx'
import { distinctNames, fullestHour, greatest, heatMap, leading, stepLabel, weekdayName } from './model.ts'
import css from './plots.module.css'

type PartProps = { statistics: Statistics; fileOf: FileOf }

/** Everything that is drawn; each plot has its figures one press away and its whole table as a file. */
export function Plots({ statistics, fileOf }: PartProps): ReactNode {
  return (
    <div className={css['plots']}>
      <Volume statistics={statistics} fileOf={fileOf} />
      <WeekHours statistics={statistics} fileOf={fileOf} />
      <Agendas statistics={statistics} fileOf={fileOf} />
      <Services statistics={statistics} fileOf={fileOf} />
      <Origins statistics={statistics} fileOf={fileOf} />
      <LeadTimes statistics={statistics} fileOf={fileOf} />
      <Losses statistics={statistics} fileOf={fileOf} />
      <Cancellations statistics={statistics} fileOf={fileOf} />
    </div>
  )
}

type FrameProps = { wide?: boolean; note: string; file: string; what: string; children: ReactNode }

function Frame({ wide = false, note, file, what, children }: FrameProps): ReactNode {
  return (
    <section className={css['plot']} data-wide={wide || undefined}>
      {children}
      <p className={css['note']}>{note} <FileLink href={file} what={what} /></p>
    </section>
  )
}

/** As many bars as one takes in; the files hold them all. */
const MOST = 16

/** Tall enough for its bars, whatever their number. */
const lyingHeight = (bars: number): number => 48 + Math.max(2, bars) * 30

function Volume({ statistics: { periods, group_by }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const most = greatest(periods, ({ live }) => live)
  const label = (step: { from: string }): string => stepLabel(step, group_by, format.language)
  const data: PlotData = {
    kind: 'stacked',
    labels: periods.map(label),
    series: [
      { name: t('outcomes.kept'), values: periods.map(({ kept }) => kept), colour: 'green' },
      { name: t('outcomes.upcoming'), values: periods.map(({ upcoming }) => upcoming), colour: 'sky' },
      { name: t('outcomes.no_shows'), values: periods.map(({ no_shows }) => no_shows), colour: 'vermillion' },
      { name: t('outcomes.cancelled'), values: periods.map(({ cancelled }) => cancelled), colour: 'grey' },
    ],
    format: format.number,
  }
  const summary = most === undefined ? t('volume.none') : t('volume.summary', { when: label(most), value: format.number(most.live) })
  return (
    <Frame wide note={t(`volume.note.${group_by}`)} file={fileOf('periods')} what={t('volume.title')}>
      <Plot title={t('volume.title')} summary={summary} labelHeading={t(`volume.heading.${group_by}`)} data={data} height={280} />
    </Frame>
  )
}

function WeekHours({ statistics: { hours }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const map = heatMap(hours)
  if (map.hours.length === 0) return null
  const fullest = fullestHour(hours)
  const data: PlotData = {
    kind: 'heat',
    labels: map.hours.map((hour) => format.clock(hour * 60)),
    series: map.rows.map(({ weekday, values }) => ({ name: weekdayName(weekday, format.language), values })),
    format: format.percent,
  }
  const summary = fullest === undefined ? t('week.none') : t('week.summary', { day: weekdayName(fullest.weekday, format.language), hour: format.clock(fullest.hour * 60), value: format.percent(fullest.fill_rate ?? 0) })
  return (
    <Frame wide note={`${summary} ${t('week.note')}`} file={fileOf('hours')} what={t('week.title')}>
      <Plot title={t('week.title')} summary={summary} labelHeading={t('week.heading')} data={data} height={60 + map.rows.length * 32} />
    </Frame>
  )
}

function Agendas({ statistics: { agendas }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const filled = agendas.filter(({ fill_rate }) => fill_rate !== null && fill_rate > 0)
  const shown = leading(filled, ({ fill_rate }) => fill_rate ?? 0, MOST)
  const [fullest] = shown
  const labels = distinctNames(shown)
  // Where people come in groups, a class with one person fills its hour but not its seats.
  const groups = shown.some(({ seats_offered }) => seats_offered > 0)
  const data: PlotData = {
    kind: 'lying',
    labels,
    series: [
      { name: t('agendas.time'), values: shown.map(({ fill_rate }) => fill_rate), colour: 'blue' },
      ...(groups ? [{ name: t('agendas.seats'), values: shown.map(({ seats_taken, seats_offered }) => (seats_offered > 0 ? seats_taken / seats_offered : null)), colour: 'orange' as const }] : []),
    ],
    format: format.percent,
  }
  const summary = fullest === undefined ? t('agendas.none') : t('agendas.summary', { name: fullest.name, value: format.percent(fullest.fill_rate ?? 0) })
  return (
    <Frame note={filled.length > shown.length ? t('agendas.note_cut', { value: shown.length }) : t('agendas.note')} file={fileOf('agendas')} what={t('agendas.title')}>
      <Plot title={t('agendas.title')} summary={summary} labelHeading={t('agendas.heading')} data={data} height={lyingHeight(labels.length)} />
    </Frame>
  )
}

function Services({ statistics: { services }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const shown = leading(services, ({ live }) => live, MOST).map((service) => ({ ...service, name: service.service_id === null ? t('services.without') : service.name }))
  const [first] = shown
  const labels = distinctNames(shown)
  const data: PlotData = { kind: 'lying', labels, series: [{ name: t('services.count'), values: shown.map(({ live }) => live), colour: 'purple' }], format: format.number }
  const summary = first === undefined ? t('services.none') : t('services.summary', { name: first.name, value: format.number(first.live) })
  return (
    <Frame note={services.filter(({ live }) => live > 0).length > shown.length ? t('services.note_cut', { value: shown.length }) : t('services.note')} file={fileOf('services')} what={t('services.title')}>
      <Plot title={t('services.title')} summary={summary} labelHeading={t('services.heading')} data={data} height={lyingHeight(labels.length)} />
    </Frame>
  )
}

function Origins({ statistics: { origins }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const shown = leading(origins, ({ booked }) => booked, 10)
  const [first] = shown
  const total = shown.reduce((sum, { booked }) => sum + booked, 0)
  const data: PlotData = { kind: 'lying', labels: shown.map(({ origin }) => t(`origin_names.${origin}`)), series: [{ name: t('origins.count'), values: shown.map(({ booked }) => booked), colour: 'orange' }], format: format.number }
  const summary = first === undefined || total === 0 ? t('origins.none') : t('origins.summary', { name: t(`origin_names.${first.origin}`), value: format.percent(first.booked / total) })
  const visits = origins.reduce((sum, origin) => sum + (origin.visits ?? 0), 0)
  const online = origins.filter((origin) => origin.visits !== null).reduce((sum, { booked }) => sum + booked, 0)
  return (
    <Frame note={visits === 0 ? summary : `${summary} ${t('origins.visits', { visits: format.number(visits), value: format.percent(online / visits) })}`} file={fileOf('origins')} what={t('origins.title')}>
      <Plot title={t('origins.title')} summary={summary} labelHeading={t('origins.heading')} data={data} height={lyingHeight(shown.length)} />
    </Frame>
  )
}

function LeadTimes({ statistics: { lead_times }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const range = useRange()
  const most = greatest(lead_times, ({ booked }) => booked)
  const data: PlotData = { kind: 'lying', labels: lead_times.map(range), series: [{ name: t('leads.count'), values: lead_times.map(({ booked }) => booked), colour: 'sky' }], format: format.number }
  const summary = most === undefined ? t('leads.none') : t('leads.summary', { range: range(most), value: format.number(most.booked) })
  return (
    <Frame note={t('leads.note')} file={fileOf('lead-times')} what={t('leads.title')}>
      <Plot title={t('leads.title')} summary={summary} labelHeading={t('leads.heading')} data={data} height={lyingHeight(lead_times.length)} />
    </Frame>
  )
}

function Losses({ statistics: { periods, group_by, totals }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const data: PlotData = {
    kind: 'lines',
    labels: periods.map((step) => stepLabel(step, group_by, format.language)),
    series: [
      { name: t('outcomes.no_shows'), values: periods.map(({ no_show_rate }) => no_show_rate), colour: 'vermillion' },
      { name: t('outcomes.cancelled'), values: periods.map(({ cancellation_rate }) => cancellation_rate), colour: 'grey' },
    ],
    format: format.percent,
  }
  const summary = t('losses.summary', { no_shows: format.percent(totals.no_show_rate ?? 0), cancelled: format.percent(totals.cancellation_rate ?? 0) })
  return (
    <Frame note={t('losses.note')} file={fileOf('periods')} what={t('losses.title')}>
      <Plot title={t('losses.title')} summary={summary} labelHeading={t(`volume.heading.${group_by}`)} data={data} />
    </Frame>
  )
}

function Cancellations({ statistics: { cancellations, totals }, fileOf }: PartProps): ReactNode {
  const t = useText('statistics')
  const format = useFormat()
  const range = useRange()
  if (totals.cancelled === 0) return null
  const late = cancellations.filter(({ from_minutes }) => from_minutes < 1440).reduce((sum, { by_client, by_staff }) => sum + by_client + by_staff, 0)
  const data: PlotData = {
    kind: 'stacked',
    labels: cancellations.map(range),
    series: [
      { name: t('cancellations.by_client'), values: cancellations.map(({ by_client }) => by_client), colour: 'orange' },
      { name: t('cancellations.by_staff'), values: cancellations.map(({ by_staff }) => by_staff), colour: 'blue' },
    ],
    format: format.number,
  }
  const summary = t('cancellations.summary', { value: format.percent(late / totals.cancelled) })
  return (
    <Frame note={summary} file={fileOf('cancellations')} what={t('cancellations.title')}>
      <Plot title={t('cancellations.title')} summary={summary} labelHeading={t('cancellations.heading')} data={data} />
    </Frame>
  )
}

/** "< 2 h", "2 h – 1 j", "1 – 3 j", "≥ 8 sem.". */
function useRange(): (range: { from_minutes: number; to_minutes: number | null }) => string {
  const t = useText('statistics')
  const inUnit = (minutes: number): { value: number; unit: 'hours' | 'days' | 'weeks' } =>
    minutes < 1440 ? { value: minutes / 60, unit: 'hours' } : minutes < 7 * 1440 ? { value: minutes / 1440, unit: 'days' } : { value: minutes / (7 * 1440), unit: 'weeks' }
  const said = ({ value, unit }: ReturnType<typeof inUnit>): string => t(`units.${unit}`, { value })
  return ({ from_minutes, to_minutes }) => {
    const from = inUnit(from_minutes)
    if (to_minutes === null) return t('ranges.over', { from: said(from) })
    const to = inUnit(to_minutes)
    if (from_minutes === 0) return t('ranges.under', { to: said(to) })
    return t('ranges.between', { from: from.unit === to.unit ? from.value : said(from), to: said(to) })
  }
}
