import { setImmediate } from 'node:timers/promises'
import { folded } from './contact.ts'

/** What of a card is compared. */
export type Comparable = { client_id: string; first_name: string; last_name: string; email: string | null; phone: string | null }

/** What two cards share, strongest first. `same_name`: equal but for accents, case, punctuation, or first and last exchanged. */
export type LikenessReason = 'same_phone' | 'same_email' | 'same_name' | 'similar_name'

export type Likeness = {
  /** From 0 to 1: how likely one person is behind both. */
  score: number
  reasons: LikenessReason[]
}

/** Below it two cards are not shown as duplicates. */
export const worthShowing = 0.5

/**
 * How alike two cards are. A shared number or address counts most, and together with the name is
 * near certain; families share numbers, so that another name takes half of it back. A name alone
 * weighs little, and nothing when both cards have a number or both an address and these differ.
 */
export function likeness(one: Comparable, other: Comparable): Likeness {
  const names = nameLikeness(one, other)
  const samePhone = one.phone !== null && one.phone === other.phone
  const sameEmail = one.email !== null && one.email === other.email
  const reasons: LikenessReason[] = [...(samePhone ? (['same_phone'] as const) : []), ...(sameEmail ? (['same_email'] as const) : [])]
  const similar = names >= 0.82 && (samePhone || sameEmail || isOneSlip(one, other))
  if (names >= 0.999) reasons.push('same_name')
  else if (similar) reasons.push('similar_name')
  if (samePhone || sameEmail) {
    const shared = samePhone && sameEmail ? 0.9 : 0.75
    const unnamed = isNameless(one) || isNameless(other)
    return { score: rounded(unnamed ? shared : names >= 0.82 ? Math.max(shared, 0.9 + names * 0.09) : shared * (0.6 + names * 0.3)), reasons }
  }
  // "Marie" and "Marie" are no evidence.
  const whole = [one, other].every(({ first_name, last_name }) => folded(first_name) !== '' && folded(last_name) !== '')
  const contradicts = (one.phone !== null && other.phone !== null) || (one.email !== null && other.email !== null)
  return { score: rounded(!similar || !whole ? 0 : contradicts ? names * 0.45 : names * 0.75), reasons }
}

/** Without a shared contact, "Mathilde" and "Mathieu" are two people: each part may be off by one slip, no more. */
function isOneSlip(one: Comparable, other: Comparable): boolean {
  const [a, b, c, d] = [folded(one.first_name), folded(one.last_name), folded(other.first_name), folded(other.last_name)] as const
  return (slips(a, c) <= 1 && slips(b, d) <= 1) || (slips(a, d) <= 1 && slips(b, c) <= 1)
}

/** 0 for equal words, 1 for a letter wrong, missing, too many or two neighbours exchanged, 2 for anything further (Damerau, 1964). */
export function slips(one: string, other: string): 0 | 1 | 2 {
  if (one === other) return 0
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return 2
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1) ? 1 : 2
  if (short.slice(at + 1) === long.slice(at + 1)) return 1
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2) ? 1 : 2
}

const rounded = (score: number): number => Math.round(score * 100) / 100
const isNameless = (card: Comparable): boolean => folded(card.first_name + card.last_name) === ''

/** Likeness of two whole names from 0 to 1, in either order of first and last. */
export function nameLikeness(one: Pick<Comparable, 'first_name' | 'last_name'>, other: Pick<Comparable, 'first_name' | 'last_name'>): number {
  const [a, b, c, d] = [folded(one.first_name), folded(one.last_name), folded(other.first_name), folded(other.last_name)] as const
  if (a + b === '' || c + d === '') return 0
  // A card with a last name only says nothing of the first: it is no proof of sameness.
  const straight = Math.min(partLikeness(a, c), partLikeness(b, d))
  const crossed = Math.min(partLikeness(a, d), partLikeness(b, c))
  return Math.max(straight, crossed)
}

function partLikeness(one: string, other: string): number {
  if (one === other) return 1
  if (one === '' || other === '') return 0.6
  return jaroWinkler(one, other)
}

/** Jaro's similarity with Winkler's bonus for a common beginning (Winkler 1990), from 0 to 1. */
export function jaroWinkler(one: string, other: string): number {
  const [a, b] = [[...one], [...other]]
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = b.map(() => false)
  const matched: string[] = []
  for (const [at, letter] of a.entries()) {
    for (let to = Math.max(0, at - reach); to < Math.min(b.length, at + reach + 1); to++) {
      if (taken[to] === true || b[to] !== letter) continue
      taken[to] = true
      matched.push(letter)
      break
    }
  }
  if (matched.length === 0) return 0
  const opposite = b.filter((_, at) => taken[at])
  const exchanged = matched.filter((letter, at) => letter !== opposite[at]).length / 2
  const jaro = (matched.length / a.length + matched.length / b.length + (matched.length - exchanged) / matched.length) / 3
  const shorter = Math.min(4, a.length, b.length)
  let common = 0
  while (common < shorter && a[common] === b[common]) common++
  return jaro + common * 0.1 * (1 - jaro)
}

export type Pair = Likeness & { client_ids: [string, string] }

/** Similar names are compared within blocks up to this size, equal ones up to the other. */
const largestBlock = { similar: 60, equal: 400 }

/** What cards must share to be compared at all. One map at a time: of 200,000 cards each weighs 20 MB. */
const sharedBy: readonly { kind: 'similar' | 'equal'; key(card: Comparable, first: string, last: string): string | null }[] = [
  { kind: 'equal', key: ({ phone }) => phone },
  { kind: 'equal', key: ({ email }) => email },
  { kind: 'equal', key: (_, first, last) => (first === '' || last === '' ? null : [first, last].toSorted().join('/')) },
  { kind: 'similar', key: (_, first, last) => (first === '' || last === '' ? null : `${last}/${first.slice(0, 1)}`) },
  { kind: 'similar', key: (_, first, last) => (first === '' || last === '' ? null : `${first}/${last.slice(0, 2)}`) }
]

/**
 * Pairs of cards that look like one person. Cards are compared only where they share a number, an
 * address, or a beginning of their names, because all with all would be twenty billion pairs in a
 * network of 200,000. Lets other work through while it runs.
 * @param told apart by somebody before: `id/other_id`, the smaller first
 * @returns strongest first
 */
export async function findPairs(cards: readonly Comparable[], told: ReadonlySet<string> = new Set()): Promise<Pair[]> {
  const names = cards.map(({ first_name, last_name }) => [folded(first_name), folded(last_name)] as const)
  const pairs = new Map<string, Pair>()
  for (const { kind, key } of sharedBy) {
    const blocks = new Map<string, number[]>()
    for (const [at, card] of cards.entries()) {
      const shared = key(card, ...names[at]!)
      if (shared === null) continue
      const block = blocks.get(shared)
      if (block === undefined) blocks.set(shared, [at])
      else block.push(at)
    }
    await setImmediate()
    let compared = 0
    for (const block of blocks.values()) {
      if (block.length < 2 || (kind === 'similar' && block.length > largestBlock.similar)) continue
      const within = block.slice(0, largestBlock.equal)
      for (const [place, at] of within.entries()) {
        for (const to of within.slice(place + 1)) addPair(pairs, cards[at]!, cards[to]!, told)
        compared += within.length - place
        if (compared > 2000) {
          compared = 0
          await setImmediate()
        }
      }
    }
  }
  return [...pairs.values()].toSorted((a, b) => b.score - a.score || compare(a.client_ids[0], b.client_ids[0]) || compare(a.client_ids[1], b.client_ids[1]))
}

function addPair(pairs: Map<string, Pair>, one: Comparable, other: Comparable, told: ReadonlySet<string>): void {
  if (one.client_id === other.client_id) return
  const client_ids: [string, string] = one.client_id < other.client_id ? [one.client_id, other.client_id] : [other.client_id, one.client_id]
  const id = client_ids.join('/')
  if (told.has(id) || pairs.has(id)) return
  const { score, reasons } = likeness(one, other)
  if (score >= worthShowing) pairs.set(id, { client_ids, score, reasons })
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

export type Group = { client_ids: string[]; score: number; reasons: LikenessReason[] }

/** Pairs that hang together, each with the weakest score that ties it: what is merged in one go. */
export function groupPairs(pairs: readonly Pair[]): Group[] {
  const group = new Map<string, Group>()
  for (const { client_ids, score, reasons } of pairs) {
    const found = [...new Set(client_ids.flatMap((id) => group.get(id) ?? []))]
    const joined: Group = {
      client_ids: [...new Set([...found.flatMap((one) => one.client_ids), ...client_ids])],
      score: Math.min(score, ...found.map((one) => one.score)),
      reasons: [...new Set([...found.flatMap((one) => one.reasons), ...reasons])]
    }
    for (const id of joined.client_ids) group.set(id, joined)
  }
  return [...new Set(group.values())].toSorted((a, b) => b.score - a.score)
}
