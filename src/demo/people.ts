import { newId } from '../foundation/database/ids.ts'
import { DAY_MS } from '../foundation/time/days.ts'
import { familyNames, mensNames, womensNames } from './names.ts'
import type { Random } from './random.ts'
import type { ScriptedEstablishment, ScriptedField, ScriptedNetwork } from './script.ts'

/** A client of the demonstration while his diary is being made up. */
export type Person = {
  client_id: string
  first_name: string
  last_name: string
  email: string | null
  phone: string | null
  language: 'fr' | 'en'
  preferred_channel: 'email' | 'sms' | 'phone'
  note: string
  /** His answers, by the key of the field. */
  answers: Record<string, string | number | boolean>
  /** Nothing is booked for him before (ms). */
  known_from_ms: number
  /** True when his card was made with his first appointment. */
  new_here: boolean
  /** How often he comes beside others: 1 to 4. */
  keenness: number
  /** Day numbers on which he comes, whatever the establishment. */
  days: number[]
  /** Appointments that are still to come. */
  upcoming: number
  first_booked_ms: number
  last_active_ms: number
}

/** The people of each establishment, by its key. Some go to two. */
export function makePeople(random: Random, network: ScriptedNetwork, window_ms: readonly [from: number, to: number]): Map<string, Person[]> {
  const taken = { emails: new Set<string>(), phones: new Set<string>() }
  const places = new Map<string, Person[]>()
  for (const establishment of network.establishments) {
    places.set(establishment.key, Array.from({ length: establishment.clients }, () => makePerson(random, network, establishment, window_ms, taken)))
  }
  const lists = [...places.values()]
  for (const [index, people] of lists.entries()) {
    const neighbours = lists[(index + 1) % lists.length]!
    // Copied first: whoever was lent by the previous place stays there.
    if (neighbours !== people) for (const person of people.slice(0, Math.floor(people.length * 0.08))) neighbours.push(person)
  }
  return places
}

function makePerson(
  random: Random,
  network: ScriptedNetwork,
  establishment: ScriptedEstablishment,
  [from, to]: readonly [number, number],
  taken: { emails: Set<string>; phones: Set<string> }
): Person {
  const first_name = random.pick(random.chance(establishment.women) ? womensNames : mensNames)
  const last_name = random.chance(0.03) ? `${random.pick(familyNames)}-${random.pick(familyNames)}` : random.pick(familyNames)
  const new_here = random.chance(0.28)
  const email = random.chance(0.83) ? freeEmail(random, first_name, last_name, taken.emails) : null
  const phone = email === null || random.chance(0.9) ? freePhone(random, taken.phones) : null
  return {
    client_id: newId(),
    first_name,
    last_name,
    email,
    phone,
    language: random.chance(0.03) ? 'en' : 'fr',
    preferred_channel: email === null ? random.pick(['sms', 'phone']) : phone === null ? 'email' : random.weighted([['email', 6], ['sms', 3], ['phone', 1]]),
    note: random.chance(0.14) ? random.pick(network.notes.clients) : '',
    answers: Object.fromEntries(network.fields.flatMap((field) => answer(random, field))),
    known_from_ms: new_here ? from + random.next() * (to - from) : from - random.next() * 900 * DAY_MS,
    new_here,
    keenness: random.weighted([[1, 5], [2, 4], [3, 2], [4, 1]]),
    days: [],
    upcoming: 0,
    first_booked_ms: Infinity,
    last_active_ms: -Infinity
  }
}

function answer(random: Random, field: ScriptedField): [string, string | number | boolean][] {
  if (!random.chance(field.online === true ? 0.7 : 0.4)) return []
  switch (field.kind) {
    case 'choice':
      return [[field.key, random.pick(field.choices ?? [])]]
    case 'number':
      return [[field.key, random.between(1, 24) * 10]]
    case 'consent':
      return [[field.key, random.chance(0.6)]]
    default:
      return []
  }
}

/** At a domain that RFC 2606 reserves: it never reaches anybody. */
function freeEmail(random: Random, first_name: string, last_name: string, taken: Set<string>): string {
  const name = `${first_name}.${last_name}`.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’\s]/g, '').replace(/ı/g, 'i').toLowerCase()
  const domain = random.pick(['example.com', 'example.org', 'example.net'])
  for (let number = 1; ; number++) {
    const email = `${name}${number === 1 ? '' : number}@${domain}`
    if (!taken.has(email)) {
      taken.add(email)
      return email
    }
  }
}

/** Of the numbers that Arcep keeps for films: 06 39 98 for mobiles, 01 99 00 for the rest. */
function freePhone(random: Random, taken: Set<string>): string {
  for (;;) {
    const phone = `${random.chance(0.9) ? '+3363998' : '+3319900'}${String(random.between(0, 9999)).padStart(4, '0')}`
    if (!taken.has(phone)) {
      taken.add(phone)
      return phone
    }
  }
}
