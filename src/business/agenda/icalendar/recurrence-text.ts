/** Recurrence rules as people say them: what a rule chooses, as plain data that each language puts into words. */
import type { Sentence } from './messages.ts'
import { english } from './recurrence-english.ts'
import { french } from './recurrence-french.ts'
import { weekdays } from './rule.ts'
import type { Frequency, Rule, Until, Weekday } from './rule.ts'
import { wallAt, wallTime } from './zones.ts'
import type { Zone } from './zones.ts'

/** Weekdays that have a name together. */
export type Days = { list: readonly Weekday[]; as: 'every-day' | 'working-days' | 'weekend' | null }

/** What a rule says, sorted as it is said. Lists are empty where the rule says nothing. */
export type Phrase = {
  freq: Frequency
  interval: number
  /** The days that the rule picks in its period. */
  picks:
    | { kind: 'none' }
    /** Days of the month: 1 the first, -1 the last. */
    | { kind: 'dates'; dates: readonly number[] }
    /** Every such weekday. */
    | { kind: 'weekdays'; days: Days }
    /** The first, second, last … of a weekday, or of a group of weekdays. */
    | { kind: 'numbered'; which: readonly { nth: number; days: Days }[]; every: Days | null }
    | { kind: 'year-days'; days: readonly number[] }
    | { kind: 'weeks'; weeks: readonly number[]; days: Days }
  months: readonly number[]
  /** Conditions that only leave dates out. */
  only: { days: Days | null; dates: readonly number[]; weeks: readonly number[] }
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
  /** Positions kept among the dates of a period. */
  positions: readonly number[]
  count: number | null
  last: Temporal.PlainDate | null
}

/**
 * A rule as a sentence without capital or full stop: « tous les mardis jusqu’au 30 juin 2027 », "every
 * Tuesday until 30 June 2027". What a rule leaves to its start (the weekday of a weekly one, the day of
 * a monthly one) is taken from `starts`; `zone` is where an end given as an instant is a date.
 */
export function describeRule(rule: Rule, { starts, zone }: { starts: Temporal.PlainDateTime; zone: Zone }): Sentence {
  const phrase = phraseOf(complete(rule, starts), zone)
  return { fr: french(phrase), en: english(phrase) }
}

/** The rule with the parts that it leaves to its start (section 3.3.10), so that they can be said. */
function complete(rule: Rule, starts: Temporal.PlainDateTime): Rule {
  const own = [{ nth: 0, weekday: weekdays[starts.dayOfWeek - 1]! }]
  if (rule.by_week_no.length > 0 && rule.by_day.length === 0) return { ...rule, by_day: own }
  if (rule.by_day.length + rule.by_month_day.length + rule.by_year_day.length > 0) return rule
  if (rule.freq === 'WEEKLY') return { ...rule, by_day: own }
  if (rule.freq === 'MONTHLY') return { ...rule, by_month_day: [starts.day] }
  if (rule.freq !== 'YEARLY') return rule
  return { ...rule, by_month_day: [starts.day], by_month: rule.by_month.length > 0 ? rule.by_month : [starts.month] }
}

function phraseOf(rule: Rule, zone: Zone): Phrase {
  // Daily on some weekdays is what people call weekly.
  const freq = rule.freq === 'DAILY' && rule.interval === 1 && rule.by_day.length > 0 ? 'WEEKLY' : rule.freq
  const picks = picksOf({ ...rule, freq })
  const said = (kind: Phrase['picks']['kind']) => picks.kind === kind
  const days = rule.by_day.length > 0 ? daysOf(rule.by_day.map(({ weekday }) => weekday)) : null
  const named = said('weekdays') || said('numbered') || said('weeks')
  return {
    freq,
    interval: rule.interval,
    picks,
    months: rule.by_month,
    only: {
      days: named ? null : days,
      dates: said('dates') ? [] : inOrder(rule.by_month_day),
      weeks: said('weeks') ? [] : inOrder(rule.by_week_no)
    },
    hours: rule.by_hour,
    minutes: rule.by_minute,
    seconds: rule.by_second,
    positions: numbersWeekdays(rule) ? [] : inOrder(rule.by_set_pos),
    count: rule.count,
    last: rule.until === null ? null : lastDay(rule.until, zone)
  }
}

function picksOf(rule: Rule): Phrase['picks'] {
  const { freq } = rule
  const plain = rule.by_day.filter(({ nth }) => nth === 0).map(({ weekday }) => weekday)
  if (freq === 'WEEKLY') return { kind: 'weekdays', days: daysOf(plain) }
  if (freq !== 'MONTHLY' && freq !== 'YEARLY') return { kind: 'none' }
  if (rule.by_week_no.length > 0) return { kind: 'weeks', weeks: inOrder(rule.by_week_no), days: daysOf(plain) }
  if (rule.by_year_day.length > 0) return { kind: 'year-days', days: inOrder(rule.by_year_day) }
  if (rule.by_month_day.length > 0) return { kind: 'dates', dates: inOrder(rule.by_month_day) }
  if (numbersWeekdays(rule)) return { kind: 'numbered', which: inOrder(rule.by_set_pos).map((nth) => ({ nth, days: daysOf(plain) })), every: null }
  const numbered = rule.by_day.filter(({ nth }) => nth !== 0).toSorted((a, b) => fromFirst(a.nth) - fromFirst(b.nth))
  if (numbered.length === 0) return { kind: 'weekdays', days: daysOf(plain) }
  return {
    kind: 'numbered',
    which: numbered.map(({ nth, weekday }) => ({ nth, days: daysOf([weekday]) })),
    every: plain.length > 0 ? daysOf(plain) : null
  }
}

/** A BYSETPOS that picks among plain weekdays is said as their number: "the last working day". */
function numbersWeekdays(rule: Rule): boolean {
  const others = rule.by_month_day.length + rule.by_year_day.length + rule.by_week_no.length
  const oneMonth = rule.freq === 'MONTHLY' || (rule.freq === 'YEARLY' && rule.by_month.length === 1)
  return oneMonth && others === 0 && rule.by_set_pos.length > 0 && rule.by_day.length > 0 && rule.by_day.every(({ nth }) => nth === 0)
}

function daysOf(chosen: readonly Weekday[]): Days {
  const list = weekdays.filter((weekday) => chosen.includes(weekday))
  const as = ({ 'MO,TU,WE,TH,FR,SA,SU': 'every-day', 'MO,TU,WE,TH,FR': 'working-days', 'SA,SU': 'weekend' } as const)[list.join()]
  return { list, as: as ?? null }
}

/** From the first to the last: 1, 2, …, -2, -1. */
function inOrder(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => fromFirst(a) - fromFirst(b))
}

function fromFirst(number: number): number {
  return number < 0 ? 1000 + number : number
}

function lastDay(until: Until, zone: Zone): Temporal.PlainDate {
  return wallTime(until.kind === 'instant' ? wallAt(zone, until.at) : until.wall).toPlainDate()
}
