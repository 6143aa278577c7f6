import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found } from '../../foundation/http/problem.ts'
import { record } from '../../foundation/ledger/record.ts'
import type { NewNotice, NoticeVersion } from './schemas.ts'

/** One version, whatever came after it: what somebody was once shown stays readable. */
export async function findNotice({ db, network_id }: Context, notice_id: string): Promise<NoticeVersion> {
  const row = await db
    .selectFrom('notices')
    .select(['notice_id', 'establishment_id', 'locale', 'version', 'body', 'published_at'])
    .where('network_id', '=', network_id)
    .where('notice_id', '=', notice_id)
    .executeTakeFirst()
  const { locale, published_at, ...notice } = found(row)
  return { ...notice, locale: locale === 'en' ? 'en' : 'fr', published_at: published_at.toString() }
}

/**
 * Writes one version. When it exists already (written at this moment by another request) it is left as it is, or
 * refused by the database.
 * @returns its id, undefined when it was there
 */
export async function insertNotice(context: Context, notice: NewNotice & { version: number }, present: 'keep' | 'refuse' = 'keep'): Promise<string | undefined> {
  const { network_id, now } = context
  const notice_id = newId()
  const insert = context.db.insertInto('notices').values({ network_id, notice_id, ...notice, published_at: now })
  const { numInsertedOrUpdatedRows } = await (present === 'keep' ? insert.onConflict((conflict) => conflict.doNothing()) : insert).executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) return undefined
  await record(context, { kind: 'notice.published', promise_ids: ['A-22'], body: { notice_id, establishment_id: notice.establishment_id, language: notice.locale, version: notice.version } })
  return notice_id
}
