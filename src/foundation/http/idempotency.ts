import { createHash } from 'node:crypto'
import type { Context } from '../database/context.ts'
import { problem } from './problem.ts'

export type Answer = { status: number; body: unknown }

/**
 * Runs a write once per key: a repetition gets the first answer again, a concurrent one
 * waits for it on the primary key, and the same key with another request is refused.
 * The row stands in the write's own transaction, so a failed write frees its key.
 */
export async function once(context: Context, key: string | undefined, request: unknown, write: () => Promise<Answer>): Promise<Answer> {
  if (key === undefined) return write()
  if (key.length < 8 || key.length > 200) {
    throw problem('invalid-input', 400, { errors: [{ field: 'headers.idempotency-key', message: '8–200' }] })
  }
  const actor = context.actor.kind === 'account' ? context.actor.account_id : context.actor.kind
  const digest = createHash('sha256').update(JSON.stringify(request)).digest()
  const inserted = await context.db
    .insertInto('idempotency_keys')
    .values({ network_id: context.network_id, actor, key, request_digest: digest })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    const before = await context.db
      .selectFrom('idempotency_keys')
      .select(['request_digest', 'status', 'response'])
      .where('network_id', '=', context.network_id)
      .where('actor', '=', actor)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    if (!before.request_digest.equals(digest) || before.status === null) throw problem('idempotency-key-reused', 422)
    return { status: before.status, body: before.response }
  }
  const answer = await write()
  await context.db
    .updateTable('idempotency_keys')
    .set({ status: answer.status, response: JSON.stringify(answer.body ?? null) })
    .where('network_id', '=', context.network_id)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute()
  return answer
}
