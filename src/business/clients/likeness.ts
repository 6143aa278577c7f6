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

/** A card with its names as they are compared. */
type Prepared = Comparable & { first: string; last: string }

const prepared = (card: Comparable): Prepared => ({ ...card, first: folded(card.first_name), last: folded(card.last_name) })

/**
 * How alike two cards are. A shared number or address counts most, and together with the name is
 * near certain; families share numbers, so that another name takes half of it back. A name alone
 * weighs little, and nothing when both cards have a number or both an address and these differ.
 */
export function likeness(one: Comparable, other: Comparable): Likeness {
  return likenessOf(prepared(one), prepared(other))
}

const unlike: Likeness = { score: 0, reasons: [] }

function likenessOf(one: Prepared, other: Prepared): Likeness {
  const samePhone = one.phone !== null && one.phone === other.phone
  const sameEmail = one.email !== null && one.email === other.email
  // Without a shared contact, "Mathilde" and "Mathieu" are two people and "Marie" and "Marie" are no evidence.
  if (!samePhone && !sameEmail && !(isWhole(one) && isWhole(other) && isOneSlip(one, other))) return unlike
  const names = nameLikeness(one, other)
  const reasons: LikenessReason[] = [...(samePhone ? (['same_phone'] as const) : []), ...(sameEmail ? (['same_email'] as const) : [])]
  if (names >= 0.999) reasons.push('same_name')
  else if (names >= 0.82) reasons.push('similar_name')
  if (samePhone || sameEmail) {
    const shared = samePhone && sameEmail ? 0.9 : 0.75
    const unnamed = one.first + one.last === '' || other.first + other.last === ''
    return { score: rounded(unnamed ? shared : names >= 0.82 ? Math.max(shared, 0.9 + names * 0.09) : shared * (0.6 + names * 0.3)), reasons }
  }
  const contradicts = (one.phone !== null && other.phone !== null) || (one.email !== null && other.email !== null)
  return { score: rounded(names < 0.82 ? 0 : contradicts ? names * 0.45 : names * 0.75), reasons }
}

const isWhole = ({ first, last }: Prepared): boolean => first !== '' && last !== ''

/** Each part equal or off by one slip, in either order of first and last. */
function isOneSlip(one: Prepared, other: Prepared): boolean {
  return (slips(one.first, other.first) <= 1 && slips(one.last, other.last) <= 1) || (slips(one.first, other.last) <= 1 && slips(one.last, other.first) <= 1)
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

/** Likeness of two whole names from 0 to 1, in either order of first and last. */
function nameLikeness({ first: a, last: b }: Prepared, { first: c, last: d }: Prepared): number {
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

/** Similar names are compared within blocks up to this size, equal facts up to the other. */
const largestBlock = { similar: 60, equal: 400 }

const whole = (card: Prepared, key: string): string | null => (isWhole(card) ? key : null)

/** What cards must share to be compared at all. One map at a time: of 200,000 cards each weighs 20 MB. */
const sharedBy: readonly { fact: 'contact' | 'name' | 'similar'; key(card: Prepared): string | null }[] = [
  { fact: 'contact', key: ({ phone }) => phone },
  { fact: 'contact', key: ({ email }) => email },
  { fact: 'name', key: (card) => whole(card, [card.first, card.last].toSorted().join('/')) },
  { fact: 'similar', key: (card) => whole(card, `${card.last}/${card.first.slice(0, 1)}`) },
  { fact: 'similar', key: (card) => whole(card, `${card.first}/${card.last.slice(0, 2)}`) }
]

/**
 * Pairs of cards that look like one person. Cards are compared only where they share a number, an
 * address, or a beginning of their names, because all with all would be twenty billion pairs in a
 * network of 200,000. Lets other work through while it runs.
 * @param told apart by somebody before: `id/other_id`, the smaller first
 * @returns strongest first
 */
export async function findPairs(cards: readonly Comparable[], told: ReadonlySet<string> = new Set()): Promise<Pair[]> {
  const all = cards.map(prepared)
  const pairs = new Map<string, Pair>()
  let work = 0
  const breathe = async (done: number): Promise<void> => {
    work += done
    if (work < 5000) return
    work = 0
    await setImmediate()
  }
  for (const { fact, key } of sharedBy) {
    const blocks = new Map<string, Prepared[]>()
    for (const card of all) {
      const shared = key(card)
      const block = shared === null ? undefined : blocks.get(shared)
      if (block !== undefined) block.push(card)
      else if (shared !== null) blocks.set(shared, [card])
      await breathe(1)
    }
    for (const block of blocks.values()) {
      if (block.length < 2 || (fact === 'similar' && block.length > largestBlock.similar)) continue
      const within = block.slice(0, largestBlock.equal)
      for (const [place, one] of within.entries()) {
        for (let at = place + 1; at < within.length; at++) {
          const other = within[at]!
          // A common name is many people's: what their contacts refute already is not looked at.
          if (fact === 'contact' || !refuted(one, other)) addPair(pairs, one, other, told)
        }
        await breathe(within.length - place)
      }
    }
  }
  return [...pairs.values()].toSorted((a, b) => b.score - a.score || compare(a.client_ids[0], b.client_ids[0]) || compare(a.client_ids[1], b.client_ids[1]))
}

/** Both have a number or both an address: these are the same, which another block finds, or they speak against it. */
const refuted = (one: Prepared, other: Prepared): boolean => (one.phone !== null && other.phone !== null) || (one.email !== null && other.email !== null)

function addPair(pairs: Map<string, Pair>, one: Prepared, other: Prepared, told: ReadonlySet<string>): void {
  if (one.client_id === other.client_id) return
  const { score, reasons } = likenessOf(one, other)
  if (score < worthShowing) return
  const client_ids: [string, string] = one.client_id < other.client_id ? [one.client_id, other.client_id] : [other.client_id, one.client_id]
  const id = client_ids.join('/')
  if (!told.has(id)) pairs.set(id, { client_ids, score, reasons })
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
