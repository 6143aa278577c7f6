import { stringify } from 'csv-stringify/sync'
import type { Language, Translate } from '../../foundation/text/text.ts'
import type { Statistics, TableName, Totals } from './schemas.ts'

/** Figures as a spreadsheet takes them: days in ISO 8601, numbers without grouping, hours and percentages with two decimals. */
type Cell = string | number | null

/**
 * One table of the statistics as CSV: semicolons and decimal commas in French, as Excel
 * reads there, commas and points in English; UTF-8 with its mark; nothing that a
 * spreadsheet would take for a formula.
 */
export function csvOf(statistics: Statistics, table: TableName, t: Translate, language: Language): string {
  const { headings, rows } = tableOf(statistics, table, t, language)
  const written = (cell: Cell): string => (cell === null ? '' : typeof cell === 'string' ? cell : decimal(cell, language))
  return stringify([headings, ...rows.map((row) => row.map(written))], { bom: true, delimiter: language === 'fr' ? ';' : ',', record_delimiter: 'windows', escape_formulas: true })
}

function decimal(value: number, language: Language): string {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2)
  return language === 'fr' ? text.replace('.', ',') : text
}

type Table = { headings: string[]; rows: Cell[][] }

/** A column: its heading's key and its value in a row. */
type Column<Row> = readonly [key: string, value: (row: Row) => Cell]

function tableOf(statistics: Statistics, table: TableName, t: Translate, language: Language): Table {
  const { currency } = statistics
  const build = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Table => ({
    headings: columns.map(([key]) => t(`insight:column.${key}`, { currency })),
    rows: rows.map((row) => columns.map(([, value]) => value(row)))
  })
  const origin = (name: string): string => t(`insight:origin.${name}`)
  switch (table) {
    case 'totals':
      return build<{ from: string; to: string } & Totals>(
        [['from', (row) => row.from], ['to', (row) => row.to], ...outcomes, ['cancelled_by_client', (row) => row.cancelled_by_client], ['cancelled_by_staff', (row) => row.cancelled_by_staff], ...worth(currency), ...filling,
          ['lead_median_hours', (row) => hours(row.lead_median_minutes)], ['clients', (row) => row.clients], ['new_clients', (row) => row.new_clients]],
        [{ from: statistics.from, to: statistics.to, ...statistics.totals }, { ...statistics.before, ...statistics.totals_before }]
      )
    case 'periods':
      return build([['from', (row) => row.from], ['to', (row) => row.to], ...outcomes, ...worth(currency), ...filling], statistics.periods)
    case 'agendas':
      return build([['agenda', (row) => row.name], ['establishment', (row) => row.establishment_name], ...outcomes, ...worth(currency), ...filling, ...seats], statistics.agendas)
    case 'services':
      return build(
        [['service', (row) => (row.service_id === null ? t('insight:without_service') : row.name)], ['establishment', (row) => row.establishment_name], ...outcomes, ...worth(currency), ...seats],
        statistics.services
      )
    case 'origins':
      return build([['origin', (row) => origin(row.origin)], ...outcomes, ...worth(currency), ['visits', (row) => row.visits]], statistics.origins)
    case 'hours':
      return build(
        [['weekday', (row) => weekdayName(row.weekday, language)], ['hour', (row) => row.hour], ['starts', (row) => row.starts], ['booked_hours', (row) => hours(row.booked_minutes)], ...filling],
        statistics.hours
      )
    case 'lead-times':
      return build([...range, ['booked', (row) => row.booked]], statistics.lead_times)
    case 'cancellations':
      return build([...range, ['cancelled_by_client', (row) => row.by_client], ['cancelled_by_staff', (row) => row.by_staff]], statistics.cancellations)
  }
}

type Outcomes = Pick<Totals, 'booked' | 'live' | 'upcoming' | 'kept' | 'no_shows' | 'cancelled' | 'no_show_rate' | 'cancellation_rate'>

const outcomes: readonly Column<Outcomes>[] = [
  ['booked', (row) => row.booked],
  ['live', (row) => row.live],
  ['upcoming', (row) => row.upcoming],
  ['kept', (row) => row.kept],
  ['no_shows', (row) => row.no_shows],
  ['cancelled', (row) => row.cancelled],
  ['no_show_rate', (row) => percent(row.no_show_rate)],
  ['cancellation_rate', (row) => percent(row.cancellation_rate)]
]

const filling: readonly Column<{ open_minutes: number; fill_rate: number | null }>[] = [
  ['open_hours', (row) => hours(row.open_minutes)],
  ['fill_rate', (row) => percent(row.fill_rate)]
]

const seats: readonly Column<{ seats_taken: number; seats_offered: number }>[] = [
  ['seats_taken', (row) => (row.seats_offered === 0 ? null : row.seats_taken)],
  ['seats_offered', (row) => (row.seats_offered === 0 ? null : row.seats_offered)]
]

const range: readonly Column<{ from_minutes: number; to_minutes: number | null }>[] = [
  ['from_hours', (row) => hours(row.from_minutes)],
  ['to_hours', (row) => hours(row.to_minutes)]
]

function worth(currency: string): readonly Column<{ booked_minutes: number; revenue_minor: number }>[] {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return [
    ['booked_hours', (row) => hours(row.booked_minutes)],
    ['revenue', (row) => row.revenue_minor / 10 ** digits]
  ]
}

function hours(minutes: number | null): number | null {
  return minutes === null ? null : minutes / 60
}

function percent(ratio: number | null): number | null {
  return ratio === null ? null : ratio * 100
}

/** 4 January 2021 was a Monday. */
function weekdayName(weekday: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2021, 0, 3 + weekday))
}
