import { sql } from 'kysely'
import { catalogue } from '../../foundation/catalogue/known.ts'
import type { Context } from '../../foundation/database/context.ts'
import { found } from '../../foundation/http/problem.ts'
import { defaultNotice } from './default-text.ts'
import type { Identity } from './default-text.ts'
import type { NoticeDesk } from './schemas.ts'
import { findNotice, insertNotice } from './versions.ts'

export { noticeHtml } from './markup.ts'

type Locale = 'fr' | 'en'
export type Notice = { notice_id: string; version: number; body: string }

/**
 * What a person who gives data to an establishment is told now: the last text published for it or for its whole
 * network. Before anybody published one, the text that follows from the catalogue becomes version 1.
 * @throws Problem 404 for an establishment that does not exist
 */
export async function currentNotice(context: Context, establishment_id: string, locale: Locale): Promise<Notice> {
  const published = await lastPublished(context, establishment_id, locale)
  if (published !== undefined) return published
  await insertNotice(context, { establishment_id, locale, version: 1, body: await proposedNotice(context, establishment_id, locale) })
  // Of two people who come first at once one writes it, and both read it.
  return found(await lastPublished(context, establishment_id, locale))
}

async function lastPublished({ db, network_id }: Context, establishment_id: string | null, locale: Locale): Promise<Notice | undefined> {
  return db
    .selectFrom('notices')
    .select(['notice_id', 'version', 'body'])
    .where('network_id', '=', network_id)
    .where('locale', '=', locale)
    .where(sql<boolean>`(establishment_id is null or establishment_id = ${establishment_id})`)
    .orderBy('published_at', 'desc')
    .orderBy('notice_id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The text that follows from the catalogue today; an establishment's, or the whole network's for null. */
export async function proposedNotice(context: Context, establishment_id: string | null, locale: Locale): Promise<string> {
  return defaultNotice(catalogue(), await readIdentity(context, establishment_id), locale)
}

async function readIdentity({ db, network_id }: Context, establishment_id: string | null): Promise<Identity> {
  const { name, brand, siren } = found(await db.selectFrom('networks').select(['name', 'brand', 'siren']).where('network_id', '=', network_id).executeTakeFirst())
  if (establishment_id === null) return { network_name: name, brand, siren, establishment: null }
  const establishment = found(
    await db
      .selectFrom('establishments')
      .select(['name', 'street', 'postcode', 'commune_name', 'phone', 'email'])
      .where('network_id', '=', network_id)
      .where('establishment_id', '=', establishment_id)
      .executeTakeFirst()
  )
  return { network_name: name, brand, siren, establishment }
}

/**
 * What somebody who edits a notice needs: the text in force, the one that follows from the catalogue today, and
 * every version that concerns the place, the latest first.
 */
export async function readNoticeDesk(context: Context, establishment_id: string | null, locale: Locale): Promise<NoticeDesk> {
  const { db, network_id } = context
  const proposed = await proposedNotice(context, establishment_id, locale)
  const rows = await db
    .selectFrom('notices')
    .select(['notice_id', 'establishment_id', 'version', 'published_at'])
    .where('network_id', '=', network_id)
    .where('locale', '=', locale)
    .where(sql<boolean>`(establishment_id is null or establishment_id = ${establishment_id})`)
    .orderBy('published_at', 'desc')
    .orderBy('notice_id', 'desc')
    .limit(200)
    .execute()
  const current = rows[0]
  return {
    current: current === undefined ? null : await findNotice(context, current.notice_id),
    proposed,
    history: rows.map(({ published_at, ...row }) => ({ ...row, published_at: published_at.toString() }))
  }
}
