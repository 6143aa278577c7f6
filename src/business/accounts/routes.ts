import { z } from 'zod'
import { notFound } from '../../foundation/http/problem.ts'
import { api, page } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { changeLanguage } from './commands.ts'
import { demoSignIns } from './demo.ts'
import type { Identity } from './identity.ts'
import { findMe } from './queries.ts'
import { demoAccounts, me } from './schemas.ts'

/** Routes of sign-in and of one's own account. */
export function accountRoutes(identity: Identity): Route[] {
  return [
    ...(['GET', 'POST'] as const).map((method) =>
      page({
        method,
        path: '/api/auth/*',
        access: { kind: 'none' },
        purpose: 'account',
        async handle(_context, { request, reply }) {
          const response = await identity.auth.handler(asWebRequest(request.raw.url ?? '/', request.method, request.headers, request.body, request.ip))
          reply.code(response.status)
          for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
          reply.header('set-cookie', response.headers.getSetCookie())
          return reply.send(await response.text())
        }
      })
    ),
    api({
      method: 'GET',
      path: '/api/me',
      // No transaction of its own: each network is read in one, and two at once could wait for each other.
      access: { kind: 'none' },
      purpose: 'account',
      tag: 'accounts',
      summary: 'Who is signed in, and the networks that he belongs to',
      response: me,
      handle: async (_context, { app, request }) => findMe(app.database, identity, request.headers.cookie ?? '')
    }),
    api({
      method: 'PATCH',
      path: '/api/me',
      access: { kind: 'account' },
      purpose: 'account',
      tag: 'accounts',
      summary: 'Change the language of one’s own account',
      body: z.strictObject({ language: z.enum(['fr', 'en']) }),
      response: z.object({ language: z.enum(['fr', 'en']) }),
      handle: async ({ actor }, { body }) => changeLanguage(identity, actor.kind === 'account' ? actor.account_id : '', body.language)
    }),
    api({
      method: 'GET',
      path: '/api/demo',
      access: { kind: 'none' },
      purpose: 'account',
      tag: 'accounts',
      summary: 'Sign-ins of the demonstration; 404 on a server without one',
      response: demoAccounts,
      async handle(_context, { app }) {
        if (!app.config.RESERVE_DEMO) throw notFound()
        return { accounts: demoSignIns }
      }
    })
  ]
}

/** What better-auth reads: a Request of the Fetch standard. */
function asWebRequest(path: string, method: string, given: Record<string, string | string[] | undefined>, body: unknown, ip: string): Request {
  const headers = new Headers({ 'x-forwarded-for': ip })
  for (const [name, value] of Object.entries(given)) {
    if (name !== 'x-forwarded-for' && name !== 'content-length') headers.set(name, Array.isArray(value) ? value.join(', ') : (value ?? ''))
  }
  return new Request(new URL(path, `http://${String(given['host'] ?? 'localhost')}`), {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) })
  })
}
