/**
 * How dates, durations, money and numbers are said, in the reader's language and the establishment's time zone.
 * The few words here are grammar, not copy ("demain à 14 h 30"), which is why they are not in the catalogues.
 */
import { addDays, dayAt, daysBetween, epoch, type Instant, minutesAt } from './zone.ts'

export type Language = 'fr' | 'en'

/** English as Europe writes it: day before month, twenty-four hours. */
export const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }

const NBSP = '\u00a0'

const grammar = {
  fr: { at: ' à ', hour: 'h', minute: 'min', dash: ' – ', workingDay: 'jour ouvré', workingDays: 'jours ouvrés', in: 'dans' },
  en: { at: ' at ', hour: 'h', minute: 'min', dash: ' – ', workingDay: 'working day', workingDays: 'working days', in: 'in' },
} as const

const MINUTE = 60_000
const HOUR = 3_600_000

/** @param zone IANA name of the establishment's time zone */
export type Format = ReturnType<typeof createFormat>

/**
 * The ways to say things for one language and one zone. Days are 'YYYY-MM-DD', instants ISO text or epoch
 * milliseconds, `now` defaults to the present and is given by tests.
 */
export function createFormat(language: Language, zone: string) {
  const locale = locales[language]
  const words = grammar[language]
  const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`)
  const dated = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    // The day is already the zone's own: it is written at noon in UTC, where no clock changes.
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })

  const formatters = {
    day: dated({ weekday: 'long', day: 'numeric', month: 'long' }),
    dayYear: dated({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    short: dated({ day: '2-digit', month: '2-digit', year: 'numeric' }),
    month: dated({ month: 'long', year: 'numeric' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    counted: new Intl.RelativeTimeFormat(locale, { numeric: 'always' }),
    number: new Intl.NumberFormat(locale),
    percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    plural: new Intl.PluralRules(locale),
  }

  /** "14 h 30", "9 h", "14:30". */
  function clock(minutes: number): string {
    const hours = Math.floor(minutes / 60)
    const rest = String(minutes % 60).padStart(2, '0')
    if (language === 'en') return `${String(hours).padStart(2, '0')}:${rest}`
    return minutes % 60 === 0 ? `${hours}${NBSP}h` : `${hours}${NBSP}h${NBSP}${rest}`
  }

  const time = (instant: Instant): string => clock(minutesAt(instant, zone))

  /** "aujourd’hui", "demain", "hier", else "mardi 3 mars", with its year when it is not this one. */
  function day(value: string, now: number = Date.now()): string {
    const today = dayAt(now, zone)
    const away = daysBetween(today, value)
    if (Math.abs(away) <= 1) return formatters.relative.format(away, 'day')
    const formatter = value.slice(0, 4) === today.slice(0, 4) ? formatters.day : formatters.dayYear
    return formatter.format(noon(value))
  }

  /** "demain à 14 h 30", "mardi 3 mars à 9 h". */
  const when = (instant: Instant, now?: number): string => `${day(dayAt(instant, zone), now)}${words.at}${time(instant)}`

  /** "14 h 30 – 15 h 15"; the end carries its day when it is another one. */
  function span(start: Instant, end: Instant, now?: number): string {
    const sameDay = dayAt(start, zone) === dayAt(epoch(end) - 1, zone)
    return `${time(start)}${words.dash}${sameDay ? time(end) : when(end, now)}`
  }

  /** "maintenant", "dans 20 minutes", "il y a 3 heures", "demain", "dans 3 jours", "il y a 2 mois": days are the calendar's. */
  function away(instant: Instant, now: number = Date.now()): string {
    const ms = epoch(instant) - now
    const days = daysBetween(dayAt(now, zone), dayAt(instant, zone))
    if (Math.abs(ms) < MINUTE) return formatters.relative.format(0, 'second')
    if (Math.abs(ms) < HOUR) return formatters.counted.format(Math.trunc(ms / MINUTE), 'minute')
    if (days === 0 || Math.abs(ms) < 6 * HOUR) return formatters.counted.format(Math.trunc(ms / HOUR), 'hour')
    if (Math.abs(days) < 60) return formatters.relative.format(days, 'day')
    if (Math.abs(days) < 730) return formatters.counted.format(Math.trunc(days / 30.44), 'month')
    return formatters.counted.format(Math.trunc(days / 365.25), 'year')
  }

  /** "45 min", "1 h", "1 h 30"; English closes with its unit: "1 h 30 min". */
  function duration(minutes: number): string {
    const hours = Math.floor(minutes / 60)
    const rest = minutes % 60
    if (hours === 0) return `${rest}${NBSP}${words.minute}`
    if (rest === 0) return `${hours}${NBSP}${words.hour}`
    const tail = language === 'fr' ? String(rest).padStart(2, '0') : `${rest}${NBSP}${words.minute}`
    return `${hours}${NBSP}${words.hour}${NBSP}${tail}`
  }

  /** "dans 3 jours ouvrés", "in 1 working day". */
  function workingDays(count: number): string {
    const unit = formatters.plural.select(count) === 'one' ? words.workingDay : words.workingDays
    return `${words.in}${NBSP}${formatters.number.format(count)}${NBSP}${unit}`
  }

  /** An amount in minor units (cents) of an ISO 4217 currency: 4500, 'EUR' → "45,00 €". */
  function money(minor: number, currency: string): string {
    const formatter = new Intl.NumberFormat(locale, { style: 'currency', currency })
    return formatter.format(minor / 10 ** (formatter.resolvedOptions().maximumFractionDigits ?? 2))
  }

  return {
    language, zone, clock, time, day, when, span, away, duration, workingDays, money,
    /** "mardi 3 mars 2026": never relative, for headings and proofs. */
    fullDay: (value: string): string => formatters.dayYear.format(noon(value)),
    /** "03/03/2026": for columns. */
    shortDay: (value: string): string => formatters.short.format(noon(value)),
    /** "mars 2026" of the month that holds `value`. */
    month: (value: string): string => formatters.month.format(noon(value)),
    number: (value: number): string => formatters.number.format(value),
    /** A ratio: 0.385 → "38,5 %". */
    percent: (ratio: number): string => formatters.percent.format(ratio),
    list: (items: readonly string[]): string => formatters.list.format(items),
    today: (now: number = Date.now()): string => dayAt(now, zone),
    tomorrow: (now: number = Date.now()): string => addDays(dayAt(now, zone), 1),
    /** The first letter raised, for a phrase that opens a sentence or a heading. */
    opening: (phrase: string): string => phrase.slice(0, 1).toLocaleUpperCase(locale) + phrase.slice(1),
  }
}
