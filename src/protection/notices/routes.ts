import { z } from 'zod'
import { publicPage } from '../../../web/public/layout.ts'
import { html } from '../../foundation/http/html.ts'
import type { Context } from '../../foundation/database/context.ts'
import { found } from '../../foundation/http/problem.ts'
import { api, inNetwork, page, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { publishNotice } from './commands.ts'
import { noticeHtml } from './markup.ts'
import { currentNotice, readNoticeDesk } from './queries.ts'
import { locale, newNotice, noticeDesk, noticeVersion, shownNotice } from './schemas.ts'
import { findNotice } from './versions.ts'

const base = '/api/networks/:network_id/notices'
const configure = { kind: 'member', right: 'network:configure' } as const
const open = { kind: 'public' } as const
const purpose = 'information'
const place = z.object({ network: z.string(), establishment: z.string() })

export const noticeRoutes: Route[] = [
  api({
    method: 'GET', path: base, access: configure, purpose, tag: 'notices', summary: 'The information notice of an establishment or of the whole network: text in force, text proposed, versions',
    params: inNetwork, query: z.object({ establishment_id: uuid.optional(), locale }), response: noticeDesk,
    handle: async (context, { query }) => readNoticeDesk(context, query.establishment_id ?? null, query.locale)
  }),
  api({
    method: 'POST', path: base, access: configure, purpose, tag: 'notices', summary: 'Publish a new version; the older ones never change',
    params: inNetwork, body: newNotice, response: noticeVersion, status: 201,
    handle: async (context, { body }) => publishNotice(context, body)
  }),
  api({
    method: 'GET', path: `${base}/:notice_id`, access: configure, purpose, tag: 'notices', summary: 'One version of a notice',
    params: inNetwork.extend({ notice_id: uuid }), response: noticeVersion,
    handle: async (context, { params }) => findNotice(context, params.notice_id)
  }),
  api({
    method: 'GET', path: '/api/public/:network/:establishment/notice', access: open, purpose, tag: 'public', summary: 'What people are told when they give data to an establishment',
    params: place, query: z.object({ lang: z.string().max(20).optional() }), response: shownNotice,
    handle: async (context, { params }) => currentNotice(context, (await findPlace(context, params.establishment)).establishment_id, context.locale)
  }),
  page({
    method: 'GET', path: '/:network/:establishment/notice', access: open, purpose,
    params: place, query: z.object({ lang: z.string().max(20).optional() }),
    async handle(context, { params, request, reply, t }) {
      const establishment = await findPlace(context, params.establishment)
      const notice = await currentNotice(context, establishment.establishment_id, context.locale)
      return reply.type('text/html; charset=utf-8').send(noticePage({ ...notice, published_at: null }, establishment, params, context.locale, request.url, t))
    }
  }),
  page({
    method: 'GET', path: '/:network/:establishment/notice/:notice_id', access: open, purpose,
    params: place.extend({ notice_id: uuid }), query: z.object({ lang: z.string().max(20).optional() }),
    async handle(context, { params, request, reply, t }) {
      const establishment = await findPlace(context, params.establishment)
      const notice = await findNotice(context, params.notice_id)
      return reply.type('text/html; charset=utf-8').send(noticePage(notice, establishment, params, context.locale, request.url, t))
    }
  })
]

type Establishment = { establishment_id: string; name: string; colour: string; network_name: string }

async function findPlace({ db, network_id }: Context, slug: string): Promise<Establishment> {
  return found(
    await db
      .selectFrom('establishments as e')
      .innerJoin('networks as n', 'n.network_id', 'e.network_id')
      .select(['e.establishment_id', 'e.name', 'e.colour', 'n.name as network_name'])
      .where('e.network_id', '=', network_id)
      .where('e.slug', '=', slug)
      .executeTakeFirst()
  )
}

type Shown = { version: number; body: string; published_at: string | null }

/** `published_at` of a version read by its number; null for the one in force. */
function noticePage(notice: Shown, { name, colour, network_name }: Establishment, params: { network: string; establishment: string }, language: 'fr' | 'en', url: string, t: (key: string, values?: Record<string, unknown>) => string): string {
  const day = notice.published_at === null ? '' : new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeZone: 'Europe/Paris' }).format(Date.parse(notice.published_at))
  return publicPage({
    language,
    url,
    title: t('notices:page.title'),
    establishment: { name, colour, href: `/${params.network}/${params.establishment}`, ...(network_name === name ? {} : { network: network_name }) },
    notice_href: `/${params.network}/${params.establishment}/notice`,
    indexed: notice.published_at === null,
    body: html`<h1>${t('notices:page.title')}</h1>
<p class="quiet">${notice.published_at === null ? t('notices:page.current', { version: notice.version }) : t('notices:page.version', { version: notice.version, day })}</p>
!${noticeHtml(notice.body)}`
  })
}
