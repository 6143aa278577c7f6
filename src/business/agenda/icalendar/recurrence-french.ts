/** What a recurrence rule says, in French. */
import type { Days, Phrase } from './recurrence-text.ts'

const units = {
  SECONDLY: { one: 'seconde', many: 'secondes', feminine: true },
  MINUTELY: { one: 'minute', many: 'minutes', feminine: true },
  HOURLY: { one: 'heure', many: 'heures', feminine: true },
  DAILY: { one: 'jour', many: 'jours', feminine: false },
  WEEKLY: { one: 'semaine', many: 'semaines', feminine: true },
  MONTHLY: { one: 'mois', many: 'mois', feminine: false },
  YEARLY: { one: 'an', many: 'ans', feminine: false }
} as const

const dayNames = { MO: 'lundi', TU: 'mardi', WE: 'mercredi', TH: 'jeudi', FR: 'vendredi', SA: 'samedi', SU: 'dimanche' } as const

const monthNames = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre']

/** The phrase as a French sentence, without capital or full stop. */
export function french(phrase: Phrase): string {
  return [dates(phrase), conditions(phrase), times(phrase), positions(phrase), end(phrase)].join('')
}

function dates(phrase: Phrase): string {
  const { freq, interval, picks } = phrase
  switch (freq) {
    case 'WEEKLY':
      return picks.kind === 'weekdays' ? `${weekly(picks.days, interval)}${inMonths(phrase)}` : every(phrase)
    case 'MONTHLY':
      return `${interval === 1 ? `${picked(phrase)} de chaque mois` : `${every(phrase)}, ${picked(phrase)}`}${inMonths(phrase)}`
    case 'YEARLY':
      return `${interval === 1 ? 'chaque année' : every(phrase)}, ${yearly(phrase)}`
    default:
      return `${every(phrase)}${inMonths(phrase)}`
  }
}

function every({ freq, interval }: Pick<Phrase, 'freq' | 'interval'>): string {
  const { one, many, feminine } = units[freq]
  if (interval === 2) return `${feminine ? 'une' : 'un'} ${one} sur deux`
  return `${feminine ? 'toutes' : 'tous'} les ${interval === 1 ? '' : `${interval} `}${many}`
}

function weekly(days: Days, interval: number): string {
  if (interval === 1) return everyOf(days)
  const [first, ...others] = days.list
  if (interval === 2 && others.length === 0) return `un ${dayNames[first!]} sur deux`
  return `${every({ freq: 'WEEKLY', interval })}, ${theDays(days)}`
}

/** « tous les lundis et mardis », « du lundi au vendredi » */
function everyOf(days: Days): string {
  if (days.as === 'every-day') return 'tous les jours'
  if (days.as === 'working-days') return 'du lundi au vendredi'
  return `tous les ${list(days.list.map((day) => `${dayNames[day]}s`))}`
}

/** « le lundi et le mardi », « du lundi au vendredi » */
function theDays(days: Days): string {
  if (days.as === 'every-day') return 'tous les jours'
  return days.as === 'working-days' ? 'du lundi au vendredi' : list(days.list.map((day) => `le ${dayNames[day]}`))
}

/** The days picked, as a noun: « le 1er et le dernier jour », « le deuxième mardi ». */
function picked({ picks }: Phrase): string {
  switch (picks.kind) {
    case 'none':
      return 'tous les jours'
    case 'dates':
      return list(picks.dates.map(monthDay))
    case 'weekdays':
      return everyOf(picks.days)
    case 'numbered':
      return list([...picks.which.map(({ nth, days }) => numbered(nth, oneOf(days))), ...(picks.every === null ? [] : [everyOf(picks.every)])])
    case 'year-days':
      return `${list(picks.days.map((day) => numbered(day, 'jour')))} de l’année`
    case 'weeks':
      return `${list(picks.weeks.map((week) => (week > 0 ? `la semaine ${week}` : `${numbered(week, 'semaine', true)} de l’année`)))}, ${theDays(picks.days)}`
  }
}

function oneOf(days: Days): string {
  if (days.list.length === 1) return dayNames[days.list[0]!]
  if (days.as === 'every-day') return 'jour'
  if (days.as === 'working-days') return 'jour ouvré (du lundi au vendredi)'
  return days.as === 'weekend' ? 'jour de week-end' : `jour parmi ${list(days.list.map((day) => dayNames[day]))}`
}

function yearly(phrase: Phrase): string {
  const { picks, months } = phrase
  const days = picked(phrase)
  if (picks.kind === 'year-days' || picks.kind === 'weeks') return `${days}${inMonths(phrase)}`
  const [month, ...others] = months.map((number) => monthNames[number - 1]!)
  if (month === undefined) return picks.kind === 'dates' ? `${days} de chaque mois` : `${days} de l’année`
  if (others.length > 0) return `${days}${inMonths(phrase)}`
  const dated = picks.kind === 'dates' && picks.dates.every((day) => day > 0)
  return `${days} ${dated ? '' : /^[ao]/.test(month) ? 'd’' : 'de '}${month}`
}

function inMonths({ months }: Phrase): string {
  return months.length === 0 ? '' : `, en ${list(months.map((month) => monthNames[month - 1]!))}`
}

function monthDay(day: number): string {
  if (day === 1) return 'le 1er'
  return day > 0 ? `le ${day}` : numbered(day, 'jour')
}

const ordinals = ['', 'premier', 'deuxième', 'troisième', 'quatrième', 'cinquième']

function numbered(nth: number, thing: string, feminine = false): string {
  const article = feminine ? 'la' : 'le'
  if (nth === -1) return `${article} ${feminine ? 'dernière' : 'dernier'} ${thing}`
  if (nth === -2) return `l’avant-${feminine ? 'dernière' : 'dernier'} ${thing}`
  if (nth < 0) return `${article} ${-nth}e ${thing} avant la fin`
  return `${article} ${nth === 1 && feminine ? 'première' : (ordinals[nth] ?? `${nth}e`)} ${thing}`
}

function conditions({ only, freq }: Phrase): string {
  const alternatives = (days: Days) => (days.as === 'working-days' ? 'jour ouvré (du lundi au vendredi)' : list(days.list.map((day) => dayNames[day]), 'ou'))
  return [
    only.days === null ? '' : freq === 'MONTHLY' || freq === 'YEARLY' ? `, si c’est un ${alternatives(only.days)}` : `, seulement ${theDays(only.days)}`,
    only.dates.length === 0 ? '' : `, seulement ${list(only.dates.map(monthDay))} du mois`,
    only.weeks.length === 0 ? '' : `, seulement en semaine ${list(only.weeks.map(String))}`
  ].join('')
}

function times({ hours, minutes, seconds }: Phrase): string {
  const clock = hours.length > 0 && minutes.length > 0 && hours.length * minutes.length <= 6
  const parts = clock
    ? [list(hours.flatMap((hour) => minutes.map((minute) => `à ${hour} h ${String(minute).padStart(2, '0')}`)))]
    : [list(hours.map((hour) => `à ${hour} h`)), minutes.length > 0 ? `à la minute ${list(minutes.map(String))}` : '']
  if (seconds.length > 0) parts.push(`à la seconde ${list(seconds.map(String))}`)
  return parts.filter((part) => part !== '').map((part) => `, ${part}`).join('')
}

function positions({ positions: kept }: Phrase): string {
  return kept.length === 0 ? '' : `, en ne gardant que ${list(kept.map((nth) => numbered(nth, 'date', true)))} de chaque période`
}

function end({ count, last }: Phrase): string {
  const repeated = count === null ? '' : count === 1 ? ', une seule fois' : `, ${count} fois`
  return last === null ? repeated : `${repeated} jusqu’au ${last.day === 1 ? '1er' : last.day} ${monthNames[last.month - 1]} ${last.year}`
}

function list(items: readonly string[], and = 'et'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`
}
