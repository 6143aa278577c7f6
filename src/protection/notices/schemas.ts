import { z } from 'zod'
import { instant, uuid } from '../../foundation/http/route.ts'

export const locale = z.enum(['fr', 'en'])

export const noticeVersion = z.object({
  notice_id: uuid,
  /** Null for the text of the whole network. */
  establishment_id: uuid.nullable(),
  locale,
  version: z.int(),
  /** Light markup: `## ` a heading, `- ` an item, an empty line between paragraphs. */
  body: z.string(),
  published_at: instant
})
export type NoticeVersion = z.infer<typeof noticeVersion>

export const noticeDesk = z.object({
  current: noticeVersion.nullable(),
  proposed: z.string(),
  history: z.array(noticeVersion.omit({ body: true, locale: true }))
})
export type NoticeDesk = z.infer<typeof noticeDesk>

export const newNotice = z.strictObject({ establishment_id: uuid.nullable(), locale, body: z.string().trim().min(1).max(20_000) })
export type NewNotice = z.infer<typeof newNotice>

export const shownNotice = z.object({ notice_id: uuid, version: z.int(), body: z.string() })
