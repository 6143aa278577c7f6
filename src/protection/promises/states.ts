import type { Context } from '../../foundation/database/context.ts'
import type { Keeper, Room } from '../../foundation/room.ts'
import { promises } from './list.ts'

export type PromiseState = {
  id: string
  title: { fr: string; en: string }
  state: 'not_built' | 'kept' | 'at_risk' | 'broken'
  kept_by: { fr: string; en: string } | null
  shown: { fr: string; en: string } | null
  test: string | null
  last_at: string | null
}

/**
 * The state of every promise for one network: what keeps it, and its proof asked now.
 * A proof that fails to answer is a broken promise, not a missing row.
 */
export async function promiseStates(context: Context, rooms: readonly Room[]): Promise<PromiseState[]> {
  const keepers = new Map(rooms.flatMap((room) => room.promises ?? []).map((keeper) => [keeper.id, keeper]))
  const states: PromiseState[] = []
  for (const { id, fr, en } of promises) {
    const keeper = keepers.get(id)
    const title = { fr, en }
    if (keeper === undefined) {
      states.push({ id, title, state: 'not_built', kept_by: null, shown: null, test: null, last_at: null })
      continue
    }
    const proof = await keeper.prove(context)
    states.push({ id, title, state: proof.state, kept_by: keeper.kept_by, shown: proof.shown, test: keeper.test, last_at: proof.last_at?.toString() ?? null })
  }
  return states
}

/** Keepers of promises that no list knows, or two keepers of one promise: a mistake of ours. */
export function misboundKeepers(rooms: readonly Room[]): string[] {
  const known = new Set(promises.map(({ id }) => id))
  const keepers = rooms.flatMap((room) => room.promises ?? [])
  const twice = Map.groupBy(keepers, (keeper: Keeper) => keeper.id)
  return [
    ...keepers.filter(({ id }) => !known.has(id)).map(({ id }) => `${id} is no promise`),
    ...[...twice].filter(([, same]) => same.length > 1).map(([id]) => `${id} has two keepers`)
  ]
}
