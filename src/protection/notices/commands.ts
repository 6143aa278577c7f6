import type { Context } from '../../foundation/database/context.ts'
import { found } from '../../foundation/http/problem.ts'
import type { NewNotice, NoticeVersion } from './schemas.ts'
import { findNotice, insertNotice } from './versions.ts'

/**
 * Publishes a new version; the older ones stay as they were, for those who were shown them.
 * @throws Problem 409 `conflict` when somebody else published at the same moment
 */
export async function publishNotice(context: Context, { establishment_id, locale, body }: NewNotice): Promise<NoticeVersion> {
  const { db, network_id } = context
  if (establishment_id !== null) {
    found(await db.selectFrom('establishments').select('establishment_id').where('network_id', '=', network_id).where('establishment_id', '=', establishment_id).executeTakeFirst())
  }
  const { last } = await db
    .selectFrom('notices')
    .select(({ fn }) => fn.max('version').as('last'))
    .where('network_id', '=', network_id)
    .where('locale', '=', locale)
    .where('establishment_id', establishment_id === null ? 'is' : '=', establishment_id)
    .executeTakeFirstOrThrow()
  const notice_id = found(await insertNotice(context, { establishment_id, locale, version: (last ?? 0) + 1, body }, 'refuse'))
  context.publish({ kind: 'notices' })
  return findNotice(context, notice_id)
}
