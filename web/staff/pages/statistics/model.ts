/** What the statistics' plots and figures show, worked out of the server's answer. */
import type { Statistics } from '../../../../src/business/insight/schemas.ts'
import { type Language, locales } from '../../format.ts'

/** How a figure stands beside that of the days before. */
export type Change = { kind: 'unknown' } | { kind: 'same' } | { kind: 'more' | 'less'; by: number }

/** Compared by its share: 110 beside 100 is 0.1 more. */
export function changeOf(now: number | null, before: number | null): Change {
  if (now === null || before === null || before === 0) return { kind: 'unknown' }
  const by = now / before - 1
  if (Math.abs(by) < 0.005) return { kind: 'same' }
  return { kind: by > 0 ? 'more' : 'less', by: Math.abs(by) }
}

/** Compared by subtraction, for shares themselves: 12 % beside 10 % is two points more. */
export function pointsBetween(now: number | null, before: number | null): Change {
  if (now === null || before === null) return { kind: 'unknown' }
  const by = Math.round((now - before) * 1000) / 10
  if (by === 0) return { kind: 'same' }
  return { kind: by > 0 ? 'more' : 'less', by: Math.abs(by) }
}

/** "25 oct. – 23 nov. 2026". */
export function rangeOfDays(from: string, to: string, language: Language): string {
  return dated(language, { day: 'numeric', month: 'long', year: 'numeric' }).formatRange(noon(from), noon(to))
}

/** Under a plot over time: "lun. 3 nov.", the Monday of a week, "nov. 2026". */
export function stepLabel({ from }: { from: string }, grouping: Statistics['group_by'], language: Language): string {
  if (grouping === 'month') return dated(language, { month: 'short', year: 'numeric' }).format(noon(from))
  if (grouping === 'week') return dated(language, { day: 'numeric', month: 'short' }).format(noon(from))
  return dated(language, { weekday: 'short', day: 'numeric', month: 'short' }).format(noon(from))
}

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`)

function dated(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locales[language], { timeZone: 'UTC', ...options })
}

/** 4 January 2021 was a Monday. */
export function weekdayName(weekday: number, language: Language, length: 'long' | 'short' = 'long'): string {
  return dated(language, { weekday: length }).format(noon(`2021-01-${String(3 + weekday).padStart(2, '0')}`))
}

export type HeatMap = { hours: number[]; rows: { weekday: number; values: (number | null)[] }[] }

/** Fill by weekday and hour, over the hours in which anybody is ever open; null where nobody is. */
export function heatMap(hours: Statistics['hours']): HeatMap {
  const open = hours.filter(({ open_minutes }) => open_minutes > 0)
  const [first, last] = [Math.min(...open.map(({ hour }) => hour)), Math.max(...open.map(({ hour }) => hour))]
  const shown = open.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((weekday) => open.some((row) => row.weekday === weekday))
  return {
    hours: shown,
    rows: weekdays.map((weekday) => ({ weekday, values: shown.map((hour) => open.find((row) => row.weekday === weekday && row.hour === hour)?.fill_rate ?? null) })),
  }
}

/** The fullest hour of the week, if anybody was open. */
export function fullestHour(hours: Statistics['hours']): Statistics['hours'][number] | undefined {
  return greatest(hours, ({ fill_rate }) => fill_rate ?? -1)
}

/** The first of the greatest; undefined when all are nothing. */
export function greatest<Row>(rows: readonly Row[], of: (row: Row) => number): Row | undefined {
  return rows.reduce<Row | undefined>((best, row) => (of(row) > (best === undefined ? 0 : of(best)) ? row : best), undefined)
}

/** Names that several rows share say where they are from: "Coupe (Lyon)", "Coupe (Annecy)". */
export function distinctNames(rows: readonly { name: string; establishment_name: string }[]): string[] {
  const used = new Map<string, number>()
  return rows.map(({ name, establishment_name }) => {
    const label = rows.filter((row) => row.name === name).length > 1 && establishment_name !== '' ? `${name} (${establishment_name})` : name
    const count = (used.get(label) ?? 0) + 1
    used.set(label, count)
    return count === 1 ? label : `${label} ${count}`
  })
}

/** Those worth drawing, the greatest first; a plot of forty bars tells nobody anything. */
export function leading<Row>(rows: readonly Row[], of: (row: Row) => number, most: number): Row[] {
  return rows.filter((row) => of(row) > 0).toSorted((a, b) => of(b) - of(a)).slice(0, most)
}
