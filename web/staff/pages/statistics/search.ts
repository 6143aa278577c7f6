/** What the statistics' address says: which days, and what they are narrowed to. */
import { addDays, daysBetween } from '../../zone.ts'

export const periods = ['week', 'month', 'quarter', 'year', 'custom'] as const
export type Period = (typeof periods)[number]

/** `from` and `to` only with 'custom'; the establishment is part of every address of the network. */
export type StatisticsSearch = { period?: Period; from?: string; to?: string; agenda?: string; service?: string; origin?: string }

/** Reads an address typed, kept or shared by somebody; what cannot be meant is left out. */
export function readSearch(search: Record<string, unknown>): StatisticsSearch {
  const text = (name: string): string | undefined => (typeof search[name] === 'string' && search[name] !== '' ? search[name] : undefined)
  const day = (name: string): string | undefined => (isDay(text(name)) ? text(name) : undefined)
  const period = periods.find((known) => known === text('period'))
  const [from, to] = [day('from'), day('to')]
  const custom = period === 'custom' && from !== undefined && to !== undefined && from <= to && daysBetween(from, to) < LONGEST
  return Object.fromEntries(
    Object.entries({
      period: period === 'custom' && !custom ? undefined : period,
      ...(custom ? { from, to } : {}),
      agenda: text('agenda'),
      service: text('service'),
      origin: text('origin'),
    }).filter(([, value]) => value !== undefined),
  )
}

/** The server answers no more days at a time. */
export const LONGEST = 800

/** A day of the calendar, 'YYYY-MM-DD'. */
export function isDay(value: string | undefined): value is string {
  if (value === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

/** The days of an address, both included. All but custom ones end today; a month is thirty days unless none is named. */
export function daysOf({ period = 'month', from, to }: StatisticsSearch, today: string): { from: string; to: string } {
  if (period === 'custom' && from !== undefined && to !== undefined) return { from, to }
  if (period === 'week') return { from: addDays(today, -6), to: today }
  if (period === 'quarter') return { from: addDays(monthsBefore(today, 3), 1), to: today }
  if (period === 'year') return { from: addDays(monthsBefore(today, 12), 1), to: today }
  return { from: addDays(today, -29), to: today }
}

/** The same day some months earlier, or that month's last day where it has no such day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10)
}
