import { z } from 'zod'
import { api, page } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { findCommunes } from './communes.ts'
import { listedActivities, listedDepartments, searchDirectory, suggestSearches } from './directory.ts'
import { directoryHtml, homeHtml } from './directory-pages.ts'
import { commune, directoryPage, directoryQuery } from './schemas.ts'

const access = { kind: 'public' } as const
const purpose = 'publication'
const language = { lang: z.string().max(20).optional() }

/** What anybody may ask: where, what, who. */
export const publicRoutes: Route[] = [
  api({
    method: 'GET', path: '/api/communes', access, purpose, tag: 'public', summary: 'Communes of France by name or postcode, forgiving typing errors, the most populous first',
    query: z.object({ q: z.string().min(1).max(80), limit: z.coerce.number().int().min(1).max(20).default(8) }),
    response: z.object({ items: z.array(commune), next_cursor: z.null() }),
    handle: async (context, { query }) => ({ items: await findCommunes(context, query.q, query.limit), next_cursor: null })
  }),
  api({
    method: 'GET', path: '/api/public-directory', access, purpose, tag: 'public', summary: 'Establishments that take appointments online, by activity, name and place',
    query: directoryQuery.extend(language), response: directoryPage,
    async handle(context, { query }) {
      const { items, total, approximate, next_cursor } = await searchDirectory(context, query, context.locale)
      return { items, total, approximate, next_cursor }
    }
  }),
  page({
    method: 'GET', path: '/', access, purpose, query: z.object(language),
    async handle(context, { request, reply, t, app }) {
      const activities = await listedActivities(context, context.locale)
      return reply.type('text/html; charset=utf-8').send(homeHtml({ language: context.locale, url: request.url, publicUrl: app.config.publicUrl, activities, t }))
    }
  }),
  page({
    method: 'GET', path: '/annuaire', access, purpose, query: directoryQuery.extend(language),
    async handle(context, { query, request, reply, t, app }) {
      const found = await searchDirectory(context, query, context.locale)
      const activities = await listedActivities(context, context.locale)
      const departments = await listedDepartments(context)
      const suggestions = found.items.length === 0 ? await suggestSearches(context, query, found.place, context.locale) : []
      return reply
        .type('text/html; charset=utf-8')
        .send(directoryHtml({ language: context.locale, url: request.url, publicUrl: app.config.publicUrl, query, found, activities, departments, suggestions, t }))
    }
  })
]
