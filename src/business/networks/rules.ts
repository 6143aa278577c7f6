import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { CountryCode } from 'libphonenumber-js'

/**
 * The check digit of SIREN and SIRET (ISO/IEC 7812-1 annex B, "Luhn"): every second digit from the right doubled,
 * the digits summed, the sum a multiple of ten.
 */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** Nine digits that check. */
export function isSiren(value: string): boolean {
  return /^\d{9}$/.test(value) && Number(value) > 0 && passesLuhn(value)
}

/** La Poste has more establishments than check digits: its SIRETs sum to a multiple of five instead (Insee). */
const laPoste = '356000000'

/** Fourteen digits that check: a SIREN, then five of the establishment's own. */
export function isSiret(value: string): boolean {
  if (!/^\d{14}$/.test(value) || !isSiren(value.slice(0, 9))) return false
  if (passesLuhn(value)) return true
  return value.startsWith(laPoste) && [...value].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
}

/** Addresses of the house itself, which no network can have. The database refuses most of them too. */
export const reservedAddresses: readonly string[] = ['api', 'app', 'assets', 'docs', 'embed', 'health', 'metrics', 'rdv', 'annuaire', 'directory', 'cookies', 'ledger']

/** What an address looks like: `salon-lumiere`. */
export const addressPattern = /^[a-z0-9](-?[a-z0-9])*$/

/**
 * An address made from a name: 'Salon Lumière & Fils' → 'salon-lumiere-fils'.
 * @returns at most 60 characters of `[a-z0-9-]`; `fallback` when the name has no such letter
 */
export function addressFrom(name: string, fallback: string): string {
  const words = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll(/[^a-z0-9]+/g, '-')
  const address = words.slice(0, 56).replaceAll(/^-|-$/g, '')
  return address.length < 3 || reservedAddresses.includes(address) ? `${fallback}${address === '' ? '' : `-${address}`}` : address
}

export type WeeklyRange = { weekday: number; opens_minute: number; closes_minute: number }
export type Range = { opens_minute: number; closes_minute: number }

const week = 7 * 1440

/**
 * Index of the first range of a week that runs into another one, across midnight and from Sunday to Monday too;
 * -1 when none does. Ranges that touch do not overlap.
 */
export function firstOverlap(ranges: readonly WeeklyRange[]): number {
  const sorted = ranges
    .map((range, index) => ({ index, from: (range.weekday - 1) * 1440 + range.opens_minute, length: range.closes_minute - range.opens_minute }))
    .toSorted((a, b) => a.from - b.from)
  const late = sorted.findIndex(({ from, length }, at) => {
    const next = sorted[(at + 1) % sorted.length]!
    const gap = at + 1 < sorted.length ? next.from - from : next.from + week - from
    return length > gap
  })
  // The one that comes second is the one to correct, as a reader of the list sees it.
  return late === -1 ? -1 : sorted[(late + 1) % sorted.length]!.index
}

/** The same for one day's hours; the last may end the next day. */
export function firstOverlapInDay(ranges: readonly Range[]): number {
  const sorted = ranges.map((range, index) => ({ ...range, index })).toSorted((a, b) => a.opens_minute - b.opens_minute)
  const at = sorted.findIndex((range, index) => index > 0 && range.opens_minute < sorted[index - 1]!.closes_minute)
  return at === -1 ? -1 : sorted[at]!.index
}

type Overseas = { country: CountryCode; time_zone: string }

/** Overseas departments and collectivities: the country that their telephone numbers count as, and their clock. */
const overseas: Readonly<Record<string, Overseas>> = {
  '971': { country: 'GP', time_zone: 'America/Guadeloupe' },
  '972': { country: 'MQ', time_zone: 'America/Martinique' },
  '973': { country: 'GF', time_zone: 'America/Cayenne' },
  '974': { country: 'RE', time_zone: 'Indian/Reunion' },
  '975': { country: 'PM', time_zone: 'America/Miquelon' },
  '976': { country: 'YT', time_zone: 'Indian/Mayotte' },
  '977': { country: 'BL', time_zone: 'America/St_Barthelemy' },
  '978': { country: 'MF', time_zone: 'America/Marigot' },
  '986': { country: 'WF', time_zone: 'Pacific/Wallis' },
  '987': { country: 'PF', time_zone: 'Pacific/Tahiti' },
  '988': { country: 'NC', time_zone: 'Pacific/Noumea' }
}

/** Departments with public holidays of their own; elsewhere 'FR' says it all. */
export const holidayRegions: readonly string[] = ['FR', 'FR-57', 'FR-67', 'FR-68', ...Object.keys(overseas).map((code) => `FR-${code}`)]

/** Clock and public holidays of a department, for an establishment that says nothing else. */
export function localCustoms(department_code: string | null): { time_zone: string; holiday_region: string } {
  const region = `FR-${department_code ?? ''}`
  return {
    time_zone: overseas[department_code ?? '']?.time_zone ?? 'Europe/Paris',
    holiday_region: holidayRegions.includes(region) ? region : 'FR'
  }
}

/**
 * A telephone number as it is stored (E.164), read as a local of the department would dial it.
 * @returns null for what cannot be a number
 */
export function normalPhone(typed: string, department_code: string | null): string | null {
  const number = parsePhoneNumberFromString(typed, overseas[department_code ?? '']?.country ?? 'FR')
  return number?.isValid() === true ? number.number : null
}

/** True for a zone of the IANA database by its name; an offset such as '+02:00' has no summer and is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * The colours of agendas and services: Okabe and Ito's set ("Color Universal Design", 2008), told apart with any
 * colour vision, in the order in which new ones take them; neighbours differ most. The names are the interface's.
 */
export const agendaColours = {
  blue: '#0072b2',
  orange: '#e69f00',
  green: '#009e73',
  purple: '#cc79a7',
  sky: '#56b4e9',
  vermillion: '#d55e00',
  yellow: '#f0e442',
  grey: '#7f8688'
} as const

/** The colour that fewest of `taken` have; among equals the first of the order. */
export function nextColour(taken: readonly string[]): string {
  const count = (colour: string): number => taken.filter((other) => other === colour).length
  return Object.values(agendaColours).toSorted((a, b) => count(a) - count(b))[0]!
}

/**
 * How far `typed` is from the nearest beginning of `name`: insertions, deletions, changes and swaps of neighbours
 * (optimal string alignment, Damerau 1964). Both in search words.
 */
export function distanceToPrefix(typed: string, name: string): number {
  let before: number[] = []
  let previous = Array.from({ length: name.length + 1 }, (_, column) => column)
  for (let row = 1; row <= typed.length; row++) {
    const current = [row]
    for (let column = 1; column <= name.length; column++) {
      const same = typed[row - 1] === name[column - 1]
      let best = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && typed[row - 1] === name[column - 2] && typed[row - 2] === name[column - 1]
      if (swapped) best = Math.min(best, before[column - 2]! + 1)
      current.push(best)
    }
    before = previous
    previous = current
  }
  return Math.min(...previous)
}

/** What `search_words` of the database makes of a text: no accents, no punctuation, 'St' written out. */
export function searchWords(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss')
  return plain.replaceAll(/[^a-z0-9]+/g, ' ').trim().replaceAll(/\bst(e?)\b/g, 'saint$1')
}
