import { z } from 'zod'
import type { Language } from '../text/text.ts'
import { documentationPage } from './documentation-page.ts'
import { registry } from './metrics.ts'
import { openApiDocument } from './openapi.ts'
import { problem } from './problem.ts'
import { page } from './route.ts'
import type { Route } from './route.ts'

/**
 * Health, metrics and the API's documentation.
 * @param all every room's routes, for the document
 */
export function houseRoutes(all: readonly Route[], version: string): Route[] {
  let document: ReturnType<typeof openApiDocument> | undefined
  const access = { kind: 'none' } as const
  return [
    page({ method: 'GET', path: '/health/live', access, purpose: 'security', handle: async (_context, { reply }) => reply.send({ status: 'live' }) }),
    page({
      method: 'GET',
      path: '/health/ready',
      access,
      purpose: 'security',
      async handle(_context, { app, reply }) {
        await app.database.pool.query('select 1').catch(() => {
          throw problem('unavailable', 503)
        })
        return reply.send({ status: 'ready' })
      }
    }),
    page({
      method: 'GET',
      path: '/metrics',
      access,
      purpose: 'security',
      handle: async (_context, { reply }) => reply.type(registry.contentType).send(await registry.metrics())
    }),
    page({
      method: 'GET',
      path: '/api/openapi.json',
      access,
      purpose: 'publication',
      async handle(_context, { app, reply }) {
        document ??= openApiDocument(all, app.config.publicUrl, version)
        return reply.send(document)
      }
    }),
    page({
      method: 'GET',
      path: '/docs',
      access,
      purpose: 'publication',
      query: z.object({ lang: z.enum(['fr', 'en']).optional() }),
      async handle(_context, { app, reply, request }) {
        document ??= openApiDocument(all, app.config.publicUrl, version)
        return reply.type('text/html; charset=utf-8').send(documentationPage(document, request.language as Language))
      }
    })
  ]
}
