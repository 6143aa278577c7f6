import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max'
import { z } from 'zod'

/**
 * Where a number without its country's code is dialled: France, then the overseas departments,
 * whose numbers (0692…, 0590…) are nobody else's in the French plan but carry codes of their own.
 */
const homes: readonly CountryCode[] = ['FR', 'RE', 'GP', 'MQ', 'GF', 'YT', 'PM']

/**
 * A phone number as E.164 (`+33612345678`), however it was typed; null when it is none. What was
 * typed is kept nowhere. A number in a range that is not allotted yet, or set aside for fiction
 * (06 39 98 …), passes when its length is right: a refused customer costs more than a wrong digit.
 */
export function normalPhone(typed: string): string | null {
  const text = typed.normalize('NFKC').trim()
  if (text.length > 40) return null
  const athome = parsePhoneNumberFromString(text, homes[0]!)
  const number = athome?.isValid() === true ? athome : (overseas(text) ?? (isPlausible(athome) ? athome : undefined))
  if (number === undefined || number.ext !== undefined) return null
  return /^\+[1-9]\d{4,14}$/.test(number.number) ? number.number : null
}

/** The number as one of an overseas department, where it is valid as such. */
function overseas(text: string): PhoneNumber | undefined {
  for (const home of homes.slice(1)) {
    const number = parsePhoneNumberFromString(text, home)
    if (number?.isValid() === true) return number
  }
  return undefined
}

const isPlausible = (number: PhoneNumber | undefined): boolean => number?.isPossible() === true && !number.nationalNumber.startsWith('0')

/** A stored number as people write it: `06 12 34 56 78` in France, `+41 79 123 45 67` elsewhere. */
export function phoneText(e164: string | null): string | null {
  if (e164 === null) return null
  // Nearly every number of a list; the library takes a hundred times as long.
  if (/^\+33[1-9]\d{8}$/.test(e164)) return `0${e164.slice(3)}`.replaceAll(/(\d\d)(?=\d)/g, '$1 ')
  const number = parsePhoneNumberFromString(e164)
  if (number === undefined) return e164
  return homes.includes(number.country ?? 'FR') && /^\+(33|262|590|594|596|508)/.test(e164) ? number.formatNational() : number.formatInternational()
}

const address = z.email().max(254)

/** An e-mail address in lower case, null when it is none. Lower case throughout, so that equality finds it. */
export function normalEmail(typed: string): string | null {
  const checked = address.safeParse(typed.normalize('NFKC').trim().toLowerCase())
  return checked.success ? checked.data : null
}

/** Characters that steer the writing's direction or cannot be seen: harmless to a name without, able to disguise it with. */
const unseen = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Text on one line: composed characters, single spaces, nothing invisible. Joiners stay, because emoji and Persian need them. */
export function oneLine(typed: string): string {
  return typed.normalize('NFC').replaceAll(/\s+/gu, ' ').replaceAll(unseen, '').trim()
}

/** Text on several lines, without the control characters that no keyboard makes. */
export function manyLines(typed: string): string {
  return typed.normalize('NFC').replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '').trim()
}

/** What of a name is compared: letters and digits without accents or case. "Saint-Exupéry", "SAINT EXUPERY" and "saintexupery" are one. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
