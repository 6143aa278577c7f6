/**
 * The catalogues, one an area, typed from the French ones: a key that does not exist does not compile. A new area
 * adds its two lines here and `fr/<area>.json`, `en/<area>.json`; it is fetched with the first page that uses it.
 * They are not declared to i18next itself, whose types are global and would bind the server's texts as well.
 */
import type agenda from './fr/agenda.json'
import type booking from './fr/booking.json'
import type calendars from './fr/calendars.json'
import type clients from './fr/clients.json'
import type common from './fr/common.json'
import type promises from './fr/promises.json'
import type settings from './fr/settings.json'
import type shell from './fr/shell.json'
import type statistics from './fr/statistics.json'

export type Catalogues = {
  agenda: typeof agenda
  booking: typeof booking
  calendars: typeof calendars
  clients: typeof clients
  common: typeof common
  promises: typeof promises
  settings: typeof settings
  shell: typeof shell
  statistics: typeof statistics
}

export type CatalogueName = keyof Catalogues

type Plural<Key extends string> = Key extends `${infer Base}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}` ? Base : Key

type Paths<Part> = { [Key in keyof Part & string]: Part[Key] extends string ? Plural<Key> : `${Key}.${Paths<Part[Key]>}` }[keyof Part & string]

/** Keys of a catalogue, `sign_in.title`; plural forms count as one, `count` without `_one` and `_other`. */
export type TextKey<Name extends CatalogueName> = Paths<Catalogues[Name]>

/** Keys with their catalogue: `common:retry`. */
export type FullTextKey = { [Name in CatalogueName]: `${Name}:${TextKey<Name>}` }[CatalogueName]

/** What stands in for `{{name}}` in a sentence; `count` also chooses the plural form. */
export type TextValues = Readonly<Record<string, string | number>>

/** Says a sentence of one catalogue in the reader's language. */
export type Say<Name extends CatalogueName> = (key: TextKey<Name>, values?: TextValues) => string
