/**
 * Recurrence rules (RFC 5545, section 3.3.10) as data: read from an RRULE, refused with a reason that
 * names the part, and written back.
 */
import { readTime } from './content-line.ts'
import { fillSentence } from './messages.ts'
import type { Sentence } from './messages.ts'
import { wallDigits } from './zones.ts'

const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]

/**
 * The last moment a rule allows: all of a day, a time on the clock of the series, or an instant. In the
 * seconds of zones.ts; a day is its midnight.
 */
export type Until = { kind: 'day'; wall: number } | { kind: 'wall'; wall: number } | { kind: 'instant'; at: number }

/** A rule, each part with its RFC meaning. Lists are sorted, without doubles, empty when absent. */
export type Rule = {
  freq: Frequency
  interval: number
  count: number | null
  until: Until | null
  by_second: number[]
  by_minute: number[]
  by_hour: number[]
  /** `nth` 0 means every such weekday, 1 the first, -1 the last. */
  by_day: { nth: number; weekday: Weekday }[]
  by_month_day: number[]
  by_year_day: number[]
  by_week_no: number[]
  by_month: number[]
  by_set_pos: number[]
  week_start: Weekday
}

const problems = {
  empty: { fr: 'la règle est vide', en: 'the rule is empty' },
  'too-long': { fr: 'la règle est trop longue', en: 'the rule is too long' },
  'no-frequency': { fr: 'la fréquence (FREQ) manque', en: 'the frequency (FREQ) is missing' },
  'unknown-part': { fr: '« {{part}} » n’est pas une partie de règle connue', en: '“{{part}}” is not a known part of a rule' },
  twice: { fr: '{{part}} figure deux fois', en: '{{part}} stands twice' },
  'bad-value': { fr: 'valeur illisible pour {{part}}', en: 'unreadable value for {{part}}' },
  'out-of-range': { fr: 'valeur hors limites pour {{part}}', en: 'value out of range for {{part}}' },
  'other-calendar': { fr: 'seul le calendrier grégorien est lu ({{part}})', en: 'only the Gregorian calendar is read ({{part}})' },
  'too-frequent': { fr: 'une règle se répète au plus une fois par jour ({{part}})', en: 'a rule repeats once a day at most ({{part}})' },
  'count-and-until': { fr: 'donnez un nombre de fois ou une date de fin, pas les deux ({{part}})', en: 'give a number of times or an end date, not both ({{part}})' },
  'wrong-frequency': { fr: '{{part}} ne va pas avec cette fréquence', en: '{{part}} does not go with this frequency' },
  'not-together': { fr: '{{part}} numéroté ne va pas avec des jours du mois', en: 'numbered {{part}} does not go with days of the month' },
  'needs-another-part': { fr: '{{part}} doit accompagner un autre choix de dates', en: '{{part}} needs another choice of dates beside it' },
  'ends-before-start': { fr: 'la date de fin ({{part}}) précède le début', en: 'the end date ({{part}}) comes before the start' },
  'never-happens': { fr: 'aucune date ne correspond jamais à cette règle ({{part}})', en: 'no date ever matches this rule ({{part}})' }
} as const satisfies Record<string, Sentence>

/** Why a rule is refused; `part` is the name of the part at fault ('BYDAY'), or the text in its place. */
export type RuleProblem = { code: keyof typeof problems; part: string; sentence: Sentence }

export type RuleReading = { rule: Rule } | { problem: RuleProblem }

/** A refusal of a rule, with the part at fault. */
export function problem(code: RuleProblem['code'], part: string): { problem: RuleProblem } {
  return { problem: { code, part, sentence: fillSentence(problems[code], { part }) } }
}

const RULE_LENGTH_MAX = 4000

/** Lists of numbers: their field, and the greatest value; negative ones count from the end where allowed. */
const lists = {
  BYSECOND: { field: 'by_second', from: 0, to: 60, negative: false },
  BYMINUTE: { field: 'by_minute', from: 0, to: 59, negative: false },
  BYHOUR: { field: 'by_hour', from: 0, to: 23, negative: false },
  BYMONTHDAY: { field: 'by_month_day', from: 1, to: 31, negative: true },
  BYYEARDAY: { field: 'by_year_day', from: 1, to: 366, negative: true },
  BYWEEKNO: { field: 'by_week_no', from: 1, to: 53, negative: true },
  BYMONTH: { field: 'by_month', from: 1, to: 12, negative: false },
  BYSETPOS: { field: 'by_set_pos', from: 1, to: 366, negative: true }
} as const
type ListName = keyof typeof lists

/**
 * Reads an RRULE value, with or without its 'RRULE:', as calendars in the wild write it: spaces, lower
 * case and a trailing semicolon do no harm. Checks each part, not whether the whole makes sense; for a
 * rule that a person makes, use `checkRule`.
 */
export function readRule(text: string): RuleReading {
  if (text.length > RULE_LENGTH_MAX) return problem('too-long', 'RRULE')
  const parts = text.toUpperCase().replace(/\s+/g, '').replace(/^RRULE:/, '').split(';').filter((part) => part !== '')
  if (parts.length === 0) return problem('empty', 'RRULE')
  const rule: Rule = {
    freq: 'DAILY', interval: 1, count: null, until: null, by_second: [], by_minute: [], by_hour: [], by_day: [],
    by_month_day: [], by_year_day: [], by_week_no: [], by_month: [], by_set_pos: [], week_start: 'MO'
  }
  const seen = new Set<string>()
  for (const part of parts) {
    const [name = '', value = ''] = part.split(/=(.*)/s)
    if (seen.has(name)) return problem('twice', name)
    seen.add(name)
    const refused = readPart(rule, name, value)
    if (refused !== null) return problem(refused, name)
  }
  return seen.has('FREQ') ? { rule } : problem('no-frequency', 'FREQ')
}

/** Puts one part into the rule, or says what is wrong with it. */
function readPart(rule: Rule, name: string, value: string): RuleProblem['code'] | null {
  switch (name) {
    case 'FREQ': {
      const freq = frequencies.find((word) => word === value)
      if (freq === undefined) return 'bad-value'
      rule.freq = freq
      return null
    }
    case 'INTERVAL':
    case 'COUNT': {
      if (!/^\d+$/.test(value)) return 'bad-value'
      if (+value < 1 || +value > 999_999) return 'out-of-range'
      if (name === 'COUNT') rule.count = +value
      else rule.interval = +value
      return null
    }
    case 'UNTIL': {
      const time = readTime(value)
      if (time === null) return 'bad-value'
      rule.until = time.kind === 'day' ? { kind: 'day', wall: time.wall } : time
      return null
    }
    case 'WKST': {
      const day = weekdays.find((word) => word === value)
      if (day === undefined) return 'bad-value'
      rule.week_start = day
      return null
    }
    case 'BYDAY':
      return readByDay(rule, value)
    case 'RSCALE':
      return value === 'GREGORIAN' ? null : 'other-calendar'
    case 'SKIP':
      return value === 'OMIT' ? null : 'other-calendar'
    default:
      return name in lists ? readList(rule, name as ListName, value) : 'unknown-part'
  }
}

function readByDay(rule: Rule, value: string): RuleProblem['code'] | null {
  const days: Rule['by_day'] = []
  for (const token of value.split(',')) {
    const [, digits, word] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(token) ?? []
    const weekday = weekdays.find((day) => day === word)
    if (weekday === undefined) return 'bad-value'
    const nth = Number(digits ?? 0)
    if (Math.abs(nth) > 53 || (digits !== undefined && nth === 0)) return 'out-of-range'
    if (!days.some((day) => day.nth === nth && day.weekday === weekday)) days.push({ nth, weekday })
  }
  const rank = (day: { weekday: Weekday }) => weekdays.indexOf(day.weekday)
  rule.by_day = days.sort((a, b) => a.nth - b.nth || rank(a) - rank(b))
  return null
}

function readList(rule: Rule, name: ListName, value: string): RuleProblem['code'] | null {
  const { field, from, to, negative } = lists[name]
  const numbers = new Set<number>()
  for (const token of value.split(',')) {
    if (!/^[+-]?\d{1,3}$/.test(token)) return 'bad-value'
    const number = Number(token)
    const magnitude = negative ? Math.abs(number) : number
    if (magnitude < from || magnitude > to) return 'out-of-range'
    numbers.add(number)
  }
  rule[field] = [...numbers].sort((a, b) => a - b)
  return null
}

/** A rule as an RRULE value, its parts in the order of the standard. */
export function writeRule(rule: Rule): string {
  const parts: [string, string | number | null][] = [
    ['FREQ', rule.freq],
    ['UNTIL', rule.until === null ? null : writeUntil(rule.until)],
    ['COUNT', rule.count],
    ['INTERVAL', rule.interval === 1 ? null : rule.interval],
    ['BYSECOND', rule.by_second.join(',')],
    ['BYMINUTE', rule.by_minute.join(',')],
    ['BYHOUR', rule.by_hour.join(',')],
    ['BYDAY', rule.by_day.map(dayToken).join(',')],
    ['BYMONTHDAY', rule.by_month_day.join(',')],
    ['BYYEARDAY', rule.by_year_day.join(',')],
    ['BYWEEKNO', rule.by_week_no.join(',')],
    ['BYMONTH', rule.by_month.join(',')],
    ['BYSETPOS', rule.by_set_pos.join(',')],
    ['WKST', rule.week_start === 'MO' ? null : rule.week_start]
  ]
  return parts.filter(([, value]) => value !== null && value !== '').map(([name, value]) => `${name}=${value}`).join(';')
}

function writeUntil(until: Until): string {
  if (until.kind === 'instant') return `${wallDigits(until.at)}Z`
  return until.kind === 'day' ? wallDigits(until.wall).slice(0, 8) : wallDigits(until.wall)
}

/** A weekday as BYDAY names it: 'MO', '-1FR'. */
export function dayToken({ nth, weekday }: { nth: number; weekday: Weekday }): string {
  return `${nth === 0 ? '' : nth}${weekday}`
}
