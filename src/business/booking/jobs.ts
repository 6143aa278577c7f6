import type { Context } from '../../foundation/database/context.ts'
import type { App } from '../../foundation/http/app.ts'
import type { Job } from '../../foundation/room.ts'
import { releaseHolds } from '../agenda/commands.ts'
import { matchWaiting } from './waiting.ts'

/** Rows of one transaction: short enough that nobody waits for it. */
const chunk = 200
/** How long the answer to a write can be had again by its key. */
const keyHours = 24

export const bookingJobs: readonly Job[] = [
  { name: 'booking-sweep', cron: '* * * * *', run: (app) => inEveryNetwork(app, 'booking-sweep', sweep) },
  { name: 'waiting-match', cron: '* * * * *', run: (app) => inEveryNetwork(app, 'waiting-match', matchIfAnybody) }
]

/** Runs work in a transaction of each network, again as long as it says that there is more. */
async function inEveryNetwork({ database }: App, job: string, work: (context: Context) => Promise<boolean>): Promise<void> {
  const actor = { kind: 'system' as const, job }
  const purpose = 'reservation'
  const networks = await database.outside({ actor, purpose }, ({ db }) => db.selectFrom('network_addresses').select('network_id').execute())
  for (const { network_id } of networks) {
    while (await database.transaction({ network_id, actor, purpose }, work)) {
      // What is left goes in the next transaction.
    }
  }
}

/** Ends holds that ran out and forgets keys of writes after a day. @returns whether there is more */
export async function sweep(context: Context): Promise<boolean> {
  const { db, network_id, now } = context
  const holds = await db.selectFrom('holds').select('hold_id').where('network_id', '=', network_id).where('held_until', '<=', now).orderBy('held_until').limit(chunk).forUpdate().skipLocked().execute()
  if ((await releaseHolds(context, holds.map(({ hold_id }) => hold_id))) > 0) context.publish({ kind: 'agenda' })
  const old = now.subtract({ hours: keyHours })
  const keys = await db
    .deleteFrom('idempotency_keys')
    .where('network_id', '=', network_id)
    .where(({ eb, refTuple, selectFrom }) =>
      eb(refTuple('actor', 'key'), 'in', selectFrom('idempotency_keys').select(['actor', 'key']).where('network_id', '=', network_id).where('created_at', '<', old).limit(chunk).$asTuple('actor', 'key'))
    )
    .executeTakeFirst()
  return holds.length === chunk || Number(keys.numDeletedRows) === chunk
}

async function matchIfAnybody(context: Context): Promise<boolean> {
  const somebody = await context.db.selectFrom('waiting_entries').select('entry_id').where('network_id', '=', context.network_id).where('status', 'in', ['waiting', 'offered']).limit(1).executeTakeFirst()
  if (somebody !== undefined) await matchWaiting(context)
  return false
}
