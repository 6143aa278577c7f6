/** What a recurrence rule says, in English. */
import type { Days, Phrase } from './recurrence-text.ts'

const units = {
  SECONDLY: 'second', MINUTELY: 'minute', HOURLY: 'hour', DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year'
} as const

const dayNames = { MO: 'Monday', TU: 'Tuesday', WE: 'Wednesday', TH: 'Thursday', FR: 'Friday', SA: 'Saturday', SU: 'Sunday' } as const

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** The phrase as an English sentence, without capital or full stop. */
export function english(phrase: Phrase): string {
  return [dates(phrase), conditions(phrase), times(phrase), positions(phrase), end(phrase)].join('')
}

function dates(phrase: Phrase): string {
  const { freq, interval, picks } = phrase
  switch (freq) {
    case 'WEEKLY':
      return picks.kind === 'weekdays' ? `${weekly(picks.days, interval)}${inMonths(phrase)}` : every(phrase)
    case 'MONTHLY':
      return `${interval === 1 ? `${picked(phrase)} of every month` : `${every(phrase)}, ${picked(phrase)}`}${inMonths(phrase)}`
    case 'YEARLY':
      return `${every(phrase)}, ${yearly(phrase)}`
    default:
      return `${every(phrase)}${inMonths(phrase)}`
  }
}

function every({ freq, interval }: Pick<Phrase, 'freq' | 'interval'>): string {
  const unit = units[freq]
  return interval === 1 ? `every ${unit}` : interval === 2 ? `every other ${unit}` : `every ${interval} ${unit}s`
}

function weekly(days: Days, interval: number): string {
  if (interval === 1) return everyOf(days)
  const [first, ...others] = days.list
  if (interval === 2 && others.length === 0) return `every other ${dayNames[first!]}`
  return `${every({ freq: 'WEEKLY', interval })}, ${onDays(days)}`
}

function everyOf(days: Days): string {
  if (days.as === 'every-day') return 'every day'
  return days.as === 'working-days' ? 'every weekday, Monday to Friday' : `every ${list(days.list.map((day) => dayNames[day]))}`
}

function onDays(days: Days): string {
  if (days.as === 'every-day') return 'every day'
  return days.as === 'working-days' ? 'Monday to Friday' : `on ${list(days.list.map((day) => dayNames[day]))}`
}

function picked({ picks }: Phrase): string {
  switch (picks.kind) {
    case 'none':
      return 'every day'
    case 'dates':
      return `on ${list(picks.dates.map(monthDay))}`
    case 'weekdays':
      return everyOf(picks.days)
    case 'numbered':
      return `on ${list([...picks.which.map(({ nth, days }) => numbered(nth, oneOf(days))), ...(picks.every === null ? [] : [everyOf(picks.every)])])}`
    case 'year-days':
      return `on ${list(picks.days.map((day) => numbered(day, 'day')))} of the year`
    case 'weeks':
      return `in ${list(picks.weeks.map((week) => (week > 0 ? `week ${week}` : `${numbered(week, 'week')} of the year`)))}, ${onDays(picks.days)}`
  }
}

function oneOf(days: Days): string {
  if (days.list.length === 1) return dayNames[days.list[0]!]
  if (days.as === 'every-day') return 'day'
  if (days.as === 'working-days') return 'weekday (Monday to Friday)'
  return days.as === 'weekend' ? 'weekend day' : `day among ${list(days.list.map((day) => dayNames[day]))}`
}

function yearly(phrase: Phrase): string {
  const { picks, months } = phrase
  const days = picked(phrase)
  if (picks.kind === 'year-days' || picks.kind === 'weeks') return `${days}${inMonths(phrase)}`
  const [month, ...others] = months.map((number) => monthNames[number - 1]!)
  if (month === undefined) return picks.kind === 'dates' ? `${days} of every month` : `${days} of the year`
  if (others.length > 0) return `${days}${inMonths(phrase)}`
  if (picks.kind === 'dates' && picks.dates.every((day) => day > 0)) return `on ${list(picks.dates.map(String))} ${month}`
  return `${days} of ${month}`
}

function inMonths({ months }: Phrase): string {
  return months.length === 0 ? '' : `, in ${list(months.map((month) => monthNames[month - 1]!))}`
}

function monthDay(day: number): string {
  return day > 0 ? `the ${withSuffix(day)}` : numbered(day, 'day')
}

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth']

function numbered(nth: number, thing: string): string {
  if (nth === -1) return `the last ${thing}`
  const ordinal = ordinals[Math.abs(nth)] ?? withSuffix(Math.abs(nth))
  return nth < 0 ? `the ${ordinal}-to-last ${thing}` : `the ${ordinal} ${thing}`
}

function withSuffix(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13
  return `${number}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`
}

function conditions({ only, freq }: Phrase): string {
  const alternatives = (days: Days) => (days.as === 'working-days' ? 'weekday (Monday to Friday)' : list(days.list.map((day) => dayNames[day]), 'or'))
  return [
    only.days === null ? '' : freq === 'MONTHLY' || freq === 'YEARLY' ? `, if it is a ${alternatives(only.days)}` : `, only ${onDays(only.days)}`,
    only.dates.length === 0 ? '' : `, only on ${list(only.dates.map(monthDay))} of the month`,
    only.weeks.length === 0 ? '' : `, only in week ${list(only.weeks.map(String))}`
  ].join('')
}

function times({ hours, minutes, seconds }: Phrase): string {
  const clock = hours.length > 0 && minutes.length > 0 && hours.length * minutes.length <= 6
  const two = (number: number) => String(number).padStart(2, '0')
  const parts = clock
    ? [`at ${list(hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)))}`]
    : [hours.length > 0 ? `in hour ${list(hours.map(String))}` : '', minutes.length > 0 ? `at minute ${list(minutes.map(String))}` : '']
  if (seconds.length > 0) parts.push(`at second ${list(seconds.map(String))}`)
  return parts.filter((part) => part !== '').map((part) => `, ${part}`).join('')
}

function positions({ positions: kept }: Phrase): string {
  return kept.length === 0 ? '' : `, keeping only ${list(kept.map((nth) => numbered(nth, 'date')))} of each period`
}

function end({ count, last }: Phrase): string {
  const repeated = count === null ? '' : count === 1 ? ', once' : `, ${count} times`
  return last === null ? repeated : `${repeated} until ${last.day} ${monthNames[last.month - 1]} ${last.year}`
}

function list(items: readonly string[], and = 'and'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`
}
