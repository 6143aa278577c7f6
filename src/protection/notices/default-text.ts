import type { Purpose, Retention, TableDeclaration } from '../../foundation/catalogue/catalogue.ts'
import { categoryWords, commonTerms, purposeWords, retentionWords } from './words.ts'
import type { Terms } from './words.ts'

/** Who decides, and where he is reached. */
export type Identity = {
  network_name: string
  brand: string | null
  siren: string | null
  /** Null for the text of the whole network. */
  establishment: { name: string; street: string; postcode: string; commune_name: string; phone: string | null; email: string | null } | null
}

// eslint-disable-next-line typescript/no-explicit-any -- a list of declarations forgets each one's own table
type Declarations = readonly TableDeclaration<any>[]
type Language = 'fr' | 'en'

/**
 * The notice that the law asks for (GDPR article 13), written from what the catalogue says is collected and from
 * who the establishment says it is: a column that is declared tomorrow is in tomorrow's text.
 * @returns light markup, see markup.ts
 */
export function defaultNotice(declarations: Declarations, identity: Identity, language: Language, terms: Terms = commonTerms): string {
  const collected = collectedFromClients(declarations)
  const text = { fr: french, en: english }[language]({
    who: whoDecides(identity, language),
    place: identity.establishment?.name ?? null,
    contact: contactOf(identity, language),
    purposes: purposesIn(collected, language),
    categories: categoriesIn(collected, language),
    durations: durationsIn(collected, language, terms)
  })
  // French punctuation holds on to its word.
  return language === 'fr' ? text.replaceAll(/ ([:;?!])/g, '\u00a0$1') : text
}

type Collected = { category: string; purpose: Purpose; retention: Retention; free_text: boolean }

/** Everything personal that the catalogue declares of clients. */
export function collectedFromClients(declarations: Declarations): Collected[] {
  return declarations
    .filter(({ subject }) => subject === 'client')
    .flatMap(({ columns }) => Object.values(columns as Record<string, { personal: boolean } & Partial<Collected>>))
    .flatMap(({ personal, category, purpose, retention, free_text }) => (personal && category && purpose && retention ? [{ category, purpose, retention, free_text: free_text === true }] : []))
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

function categoriesIn(collected: readonly Collected[], language: Language): string[] {
  return unique(collected.map(({ category }) => categoryWords[category]?.[language] ?? category))
}

function purposesIn(collected: readonly Collected[], language: Language): { why: string; basis: string }[] {
  // Taking an appointment comes first, because that is what the person is doing.
  const purposes = unique<Purpose>(['reservation', ...collected.map(({ purpose }) => purpose), 'statistics'])
  return purposes.map((purpose) => ({ why: purposeWords[purpose].why[language], basis: purposeWords[purpose].basis[language] }))
}

function durationsIn(collected: readonly Collected[], language: Language, terms: Terms): string[] {
  const said = unique<Retention>([...collected.map(({ retention }) => retention), 'evidence']).map((retention) => retentionWords(retention, terms)?.[language])
  return unique(said.filter((text) => text !== undefined))
}

function whoDecides({ network_name, brand, siren, establishment }: Identity, language: Language): string {
  const name = brand === null || brand === '' || brand === network_name ? network_name : `${network_name} (${brand})`
  const number = siren === null ? '' : `, SIREN ${siren.replace(/(\d{3})(\d{3})(\d{3})/, '$1 $2 $3')}`
  if (establishment === null || establishment.name === network_name) return `${name}${number}`
  return language === 'fr' ? `${name}${number}, pour son établissement ${establishment.name}` : `${name}${number}, for its establishment ${establishment.name}`
}

function contactOf({ establishment, network_name }: Identity, language: Language): string {
  if (establishment === null) {
    return language === 'fr'
      ? 'Adressez-vous à l’établissement où vous prenez rendez-vous : ses coordonnées sont sur sa page de réservation.'
      : 'Write to the establishment where you book: its details are on its booking page.'
  }
  const { name, street, postcode, commune_name, phone, email } = establishment
  const town = [postcode, commune_name].filter(Boolean).join(' ')
  const ways = [email, phone, [name, street, town].filter(Boolean).join(', ')].filter((way) => way !== null && way !== '')
  return language === 'fr' ? `Écrivez ou téléphonez à ${network_name} : ${ways.join(' ; ')}.` : `Write to or telephone ${network_name}: ${ways.join('; ')}.`
}

type Parts = { who: string; place: string | null; contact: string; purposes: { why: string; basis: string }[]; categories: string[]; durations: string[] }

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')

function french({ who, contact, purposes, categories, durations }: Parts): string {
  return `## Qui est responsable de vos données

${who}, décide pourquoi et comment vos données sont utilisées.

## Pourquoi nous les utilisons

${list(purposes.map(({ why, basis }) => `${why} : ${basis}.`))}

## Ce que nous recueillons

${list(categories.map((category) => `${category} ;`)).replace(/ ;$/, '.')}

Les champs marqués comme obligatoires sont nécessaires pour réserver ; les autres sont facultatifs. N’écrivez rien de sensible (santé, religion, opinions…) dans les champs libres.

## Qui les reçoit

Les personnes habilitées de l’établissement et de son réseau, et le prestataire technique qui héberge le service pour leur compte, tenu au secret. Elles ne sont ni vendues ni cédées, et aucun transfert hors de l’Union européenne n’est prévu.

## Combien de temps

${list(durations)}

## Vos droits

Vous pouvez demander à voir vos données, à les corriger, à les effacer, à en limiter l’usage ou à les recevoir dans un format lisible, et vous opposer à leur usage. Si vous avez donné un accord, vous pouvez le retirer à tout moment.

${contact} Une réponse vous est due sous un mois.

Si elle ne vous convient pas, vous pouvez saisir la CNIL : 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr.

## Cookies

Ces pages n’utilisent que des cookies techniques, effacés sous 24 heures et seulement si vous les acceptez. Ils ne servent à aucun suivi.`
}

function english({ who, contact, purposes, categories, durations }: Parts): string {
  return `## Who answers for your data

${who}, decides why and how your data is used.

## Why we use it

${list(purposes.map(({ why, basis }) => `${why}: ${basis}.`))}

## What we collect

${list(categories.map((category) => `${category};`)).replace(/;$/, '.')}

The fields marked as required are needed to book; the others are optional. Write nothing sensitive (health, religion, opinions…) in free fields.

## Who receives it

The authorised people of the establishment and its network, and the technical provider that hosts the service on their behalf, bound to secrecy. It is neither sold nor passed on, and no transfer outside the European Union is planned.

## For how long

${list(durations)}

## Your rights

You can ask to see your data, to correct it, to erase it, to restrict its use or to receive it in a readable format, and you can object to its use. If you gave consent, you can withdraw it at any time.

${contact} An answer is due to you within one month.

If it does not satisfy you, you can complain to the CNIL: 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, France, www.cnil.fr.

## Cookies

These pages use technical cookies only, gone within 24 hours and set only if you accept them. They follow nobody.`
}
