/** What people type in settings, read and written back: amounts, durations, hours. */
import type { Language } from '../../format.ts'

/**
 * An amount as it is typed, "35", "35,5", "1 250,00 €", "35.50".
 * @param digits decimals of the currency: 2 for euros
 * @returns minor units; null for nothing typed, undefined for what is no amount
 */
export function readAmount(typed: string, digits = 2): number | null | undefined {
  const text = typed.replaceAll(/[\s\u00a0\u202f€]|EUR/gi, '').replace(',', '.')
  if (text === '') return null
  if (!/^\d{1,9}(\.\d*)?$/.test(text) || (text.split('.')[1]?.length ?? 0) > digits) return undefined
  // By digits, not by multiplication: 0.29 * 100 is 28.999999999999996.
  const [whole = '0', part = ''] = text.split('.')
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0') || '0')
}

/** An amount as it is typed in a field: 3500 → "35,00" in French, "35.00" in English. */
export function writeAmount(minor: number | null, language: Language, digits = 2): string {
  if (minor === null) return ''
  return (minor / 10 ** digits).toFixed(digits).replace('.', language === 'fr' ? ',' : '.')
}

/**
 * A duration as it is typed: "45", "45 min", "1 h 15", "1h", "1:30", "1,5 h".
 * @returns minutes, undefined for what is no duration
 */
export function readDuration(typed: string): number | undefined {
  const text = typed.trim().toLowerCase().replaceAll(/[\s\u00a0\u202f]+/g, '').replace(',', '.')
  const minutes = /^(\d{1,4})(?:min|mn|m)?$/.exec(text)
  if (minutes) return Number(minutes[1])
  const hours = /^(\d{1,2})(?:h|:)(\d{1,2})?(?:min|mn|m)?$/.exec(text)
  if (hours) return Number(hours[1]) * 60 + Number(hours[2] ?? 0)
  const parts = /^(\d{1,2}\.\d{1,2})h$/.exec(text)
  return parts ? Math.round(Number(parts[1]) * 60) : undefined
}

/**
 * A time of day however it is typed: "9", "9h", "9 h 30", "09:30", "930", "9.30".
 * @returns minutes after midnight, undefined for what is no time
 */
export function readTime(typed: string): number | undefined {
  const text = typed.trim().toLowerCase().replaceAll(/[\s\u00a0\u202f]+/g, '')
  const parts = /^(\d{1,2})(?:[h:.](\d{2})?)?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text)
  if (!parts) return undefined
  const [hours, minutes] = [Number(parts[1]), Number(parts[2] ?? 0)]
  if (hours === 24 && minutes === 0) return 0
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined
}

/** What a time field shows for minutes after midnight; those of the next morning start again: 1500 → "01:00". */
export function writeTime(minutes: number): string {
  const within = minutes % 1440
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

/** The options with `value` among them, in order. */
export function withValue(options: readonly number[], value: number): number[] {
  return [...new Set([...options, value])].sort((a, b) => a - b)
}

/** What differs from before, member by member; lists are compared by what they hold. */
export function changed<T extends Record<string, unknown>>(before: T, after: T): Partial<T> {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value))) as Partial<T>
}
