/** The words in which a demonstration network is written down; `maison-orsel.ts` is one. */

/** ISO weekday, Monday 1 to Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** From and to, in minutes after local midnight. */
export type Hours = readonly [from: number, to: number]

export type ScriptedService = {
  key: string
  name: string
  category: string
  description?: string
  minutes: number
  buffer_before?: number
  buffer_after?: number
  capacity?: number
  /** In cents, tax included. */
  price: number
  colour: string
  /** True unless said otherwise. */
  online?: boolean
  agendas: readonly string[]
  /** How often it is asked for, beside the others of its agenda. */
  share: number
  /** A service of the same establishment that people like to have straight before this one. */
  after?: string
}

/** A class at a fixed time of the week. */
export type ScriptedClass = { weekday: Weekday; at: number; service: string }

export type ScriptedAgenda = {
  key: string
  name: string
  kind?: 'person' | 'room' | 'device'
  colour: string
  /** E-mail of the sign-in whose diary it is. */
  account?: string
  days_off?: readonly Weekday[]
  lunch?: Hours
  /** Weeks of absence, from a Monday. */
  holidays?: readonly Absence[]
  /** Share of the open time that fills on an ordinary afternoon, 0 to 1. */
  pace: number
  /** With classes the agenda works at their times only. */
  classes?: readonly ScriptedClass[]
}

export type Absence = 'early-august' | 'late-august' | 'christmas' | 'february'

export type ScriptedEstablishment = {
  key: string
  slug: string
  /** Four digits of the SIRET between SIREN and check digit. */
  number: string
  name: string
  /** A code of the directory's trades, or words of its own. */
  activity: string
  description: string
  street: string
  postcode: string
  commune_code: string
  commune_name: string
  department_code: string
  phone: string
  email: string
  website: string
  colour: string
  hours: Partial<Record<Weekday, readonly Hours[]>>
  open_on_holidays?: boolean
  /** Closed the week of 15 August. */
  closes_in_august?: boolean
  /** Open on the two Sundays before Christmas, at these hours. */
  december_sundays?: Hours
  rules?: { slot_step_minutes?: number; min_notice_minutes?: number; max_ahead_days?: number; change_notice_minutes?: number; min_gap_days?: number }
  agendas: readonly ScriptedAgenda[]
  services: readonly ScriptedService[]
  /** People who come without an appointment, among those who come. */
  walk_ins: number
  /** Whether they are usually women; forenames follow. */
  women: number
  clients: number
  /** Days between two visits of one person, at least. */
  gap_days: number
}

export type ScriptedField = {
  key: string
  label: string
  kind: 'text' | 'number' | 'date' | 'choice' | 'consent'
  choices?: readonly string[]
  online?: boolean
  help?: string
}

export type ScriptedNetwork = {
  slug: string
  name: string
  brand: string
  /** Eight digits; the ninth is worked out. */
  siren: string
  sector: string
  colour: string
  establishments: readonly ScriptedEstablishment[]
  fields: readonly ScriptedField[]
  notes: { clients: readonly string[]; appointments: readonly string[] }
}

/** Okabe and Ito's palette for all kinds of colour vision; black and the palest yellow left out. */
export const colours = {
  orange: '#e69f00',
  sky: '#56b4e9',
  green: '#009e73',
  blue: '#0072b2',
  vermilion: '#d55e00',
  purple: '#cc79a7'
} as const

/** `hm(9, 30)` is half past nine. */
export function hm(hour: number, minute = 0): number {
  return hour * 60 + minute
}

/** Appends the check digit of Luhn's formula (ISO/IEC 7812-1), as SIREN and SIRET have one. */
export function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
