import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** A stored number as people dial it: `04 65 71 01 12` in France, `+41 79 123 45 67` elsewhere. */
export function phoneText(e164: string | null): string | null {
  const number = e164 === null ? undefined : parsePhoneNumberFromString(e164)
  return number === undefined ? e164 : number.countryCallingCode === '33' ? number.formatNational() : number.formatInternational()
}
