import { randomBytes } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Context } from '../database/context.ts'
import { chooseLanguage } from '../text/text.ts'
import type { Language } from '../text/text.ts'
import type { App, Gate, SignedIn } from './app.ts'
import { failurePage, wayBack } from './failure-page.ts'
import { once } from './idempotency.ts'
import type { Answer } from './idempotency.ts'
import { measureRequests } from './metrics.ts'
import { Instead, notFound, problem } from './problem.ts'
import { asProblem } from './refusals.ts'
import type { ApiRoute, Route } from './route.ts'
import { serveStaffApplication } from './static-files.ts'
import { validate } from './validate.ts'

export type ServerParts = App & { gate: Gate; routes: readonly Route[] }

declare module 'fastify' {
  interface FastifyRequest {
    language: Language
  }
}

/**
 * The HTTP server with every room's routes. It does not listen yet.
 * @returns a Fastify instance; `inject` serves tests
 */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { config } = parts
  const server = Fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    trustProxy: config.TRUST_PROXY,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    genReqId: () => randomBytes(6).toString('hex')
  })
  server.decorateRequest('language', 'fr')
  server.addHook('onRequest', async (request) => {
    request.language = readLanguage(request)
  })
  measureRequests(server)
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: { defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'], frameAncestors: ['*'], upgradeInsecureRequests: null }
    },
    frameguard: false,
    // Our own pages tell one another where somebody came from, other sites learn nothing.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: config.publicUrl.startsWith('https:')
  })
  await server.register(compress, { threshold: 1024 })
  await server.register(cookie)
  await server.register(formbody)
  if (config.RESERVE_RATE_LIMIT) {
    await server.register(rateLimit, { max: 300, timeWindow: '1 minute', errorResponseBuilder: () => problem('too-many-requests', 429) })
  }
  server.setNotFoundHandler(async (request, reply) => refuse(parts, request, reply, notFound()))
  server.setErrorHandler(async (error, request, reply) => refuse(parts, request, reply, error))
  for (const route of parts.routes) mount(server, parts, route)
  // Booking pages may stand in any site's frame; the staff application in nobody's.
  server.addHook('onSend', async (request, reply) => {
    const policy = reply.getHeader('content-security-policy')
    if (/^\/(app|docs|api)(\/|$|\?)/.test(request.url) && typeof policy === 'string') reply.header('content-security-policy', policy.replace('frame-ancestors *', "frame-ancestors 'self'"))
  })
  await serveStaffApplication(server)
  return server
}

function mount(server: FastifyInstance, parts: ServerParts, route: Route): void {
  const writes = route.method !== 'GET'
  server.route({
    method: route.method,
    url: route.path,
    config: { rateLimit: { max: route.rate ?? (writes ? 60 : 300), timeWindow: '1 minute' } },
    ...(route.body_limit === undefined ? {} : { bodyLimit: route.body_limit }),
    handler: async (request, reply) => {
      if (writes) refuseOtherSites(parts, request)
      const person = route.access.kind === 'public' || route.access.kind === 'none' ? null : await identify(parts.gate, request)
      const part = <S>(schema: S | undefined, value: unknown, name: string): unknown =>
        schema === undefined ? undefined : validate(schema as never, value ?? {}, name, request.language)
      const params = part(route.params, request.params, 'params')
      const query = part(route.query, request.query, 'query')
      const body = part(route.body, request.body, 'body')
      const held = holdBack(reply)
      const input = { params, query, body, request, reply: held.reply, app: parts, t: parts.texts.in(request.language) } as never
      const work = async (context: Context): Promise<unknown> => {
        if (route.access.kind === 'member' && !(await parts.gate.allows(context, person?.account_id ?? '', route.access.right))) {
          // A network that one does not belong to is not known to exist.
          throw problem('forbidden', 403)
        }
        if (route.kind === 'page') return route.handle(context, input)
        return answer(context, route, request, { params, query, body }, input)
      }
      const result = await inScope(parts, route, request, params as Scoped, person, work)
      if (route.kind === 'api') {
        const { status, body: content } = result as Answer
        return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(content ?? null))
      }
      return held.release() ?? reply
    }
  })
}

/**
 * A reply whose `send` and `redirect` wait until the transaction is committed: nobody is
 * told of what could still be undone.
 */
function holdBack(reply: FastifyReply): { reply: FastifyReply; release(): FastifyReply | undefined } {
  let waiting: (() => FastifyReply) | undefined
  const held: FastifyReply = new Proxy(reply, {
    get(target, name) {
      if (name === 'send') return (content: unknown) => ((waiting = () => target.send(content)), held)
      if (name === 'redirect') return (url: string, code?: number) => ((waiting = () => target.redirect(url, code)), held)
      // A reply is a promise of having been sent; waiting for it here would wait for ourselves.
      if (name === 'then') return undefined
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(member, target, given)
        return result === target ? held : result
      }
    }
  })
  return { reply: held, release: () => waiting?.() }
}

async function answer(context: Context, route: ApiRoute, request: FastifyRequest, given: object, input: never): Promise<Answer> {
  const act = async (): Promise<Answer> => {
    const value = await route.handle(context, input)
    // An answer that is not what the document says is our fault: nothing of it is kept.
    const checked = (route.response as import('zod').ZodType).parse(value)
    return { status: route.status, body: checked }
  }
  // Without a network there is nowhere to remember a key, and nothing that cannot be done twice.
  if (route.method === 'GET' || context.network_id === '' || context.network_id === undefined) return act()
  const key = request.headers['idempotency-key']
  return once(context, typeof key === 'string' ? key : undefined, { path: request.url, ...given }, act)
}

type Scoped = { network_id?: string; network?: string } | undefined

async function inScope(parts: ServerParts, route: Route, request: FastifyRequest, params: Scoped, person: SignedIn | null, work: (context: Context) => Promise<unknown>): Promise<unknown> {
  const actor: Actor = person === null ? { kind: 'public' } : { kind: 'account', account_id: person.account_id }
  const scope = { actor, purpose: route.purpose, locale: request.language }
  const { network_id, network } = params ?? {}
  if (route.access.kind === 'none') return work({} as Context)
  if (route.access.kind === 'member') return parts.database.transaction({ ...scope, network_id: network_id ?? '' }, work)
  if (network !== undefined && route.access.kind === 'public') {
    const address = await networkAt(parts, network)
    return parts.database.transaction({ ...scope, network_id: address }, work)
  }
  return parts.database.outside(scope, (context) => work(context as Context))
}

const addresses = new WeakMap<object, Map<string, { network_id: string; until: number }>>()

/** The network behind a public address; remembered for ten seconds. */
async function networkAt(parts: ServerParts, slug: string): Promise<string> {
  const known = addresses.get(parts) ?? new Map<string, { network_id: string; until: number }>()
  addresses.set(parts, known)
  const entry = known.get(slug)
  if (entry !== undefined && entry.until > performance.now()) return entry.network_id
  const row = await parts.database.outside({ actor: { kind: 'public' }, purpose: 'publication' }, ({ db }) =>
    db.selectFrom('network_addresses').select('network_id').where('slug', '=', slug).executeTakeFirst()
  )
  if (row === undefined) throw notFound()
  known.set(slug, { network_id: row.network_id, until: performance.now() + 10_000 })
  return row.network_id
}

async function identify(gate: Gate, request: FastifyRequest): Promise<SignedIn> {
  const headers = new Headers()
  for (const name of ['cookie', 'authorization']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const person = await gate.identify(headers)
  if (person === null) throw problem('not-signed-in', 401)
  return person
}

/** A browser says where a write comes from; another site's is refused whatever it carries. */
function refuseOtherSites({ config }: ServerParts, request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site === 'cross-site') throw problem('cross-site', 403)
  const origin = request.headers.origin
  if (origin === undefined || origin === 'null' || site === 'same-origin') return
  if (!URL.canParse(origin) || (new URL(origin).host !== request.headers.host && origin !== config.publicUrl)) throw problem('cross-site', 403)
}

function readLanguage(request: FastifyRequest): Language {
  const asked = new URLSearchParams(request.url.split('?')[1] ?? '').get('lang')
  if (asked === 'fr' || asked === 'en') return asked
  // Remembered with the reader's consent, for less than a day.
  const remembered = /(?:^|;\s*)reserve_language=(fr|en)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1]
  return remembered === 'fr' || remembered === 'en' ? remembered : chooseLanguage(request.headers['accept-language'])
}

async function refuse(parts: ServerParts, request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<FastifyReply> {
  if (error instanceof Instead) {
    if ('location' in error.answer) return reply.redirect(error.answer.location, 303)
    return reply.code(error.answer.status).type('text/html; charset=utf-8').send(await error.answer.page())
  }
  const refusal = asProblem(error, request.id)
  if (refusal.status >= 500) request.log.error({ err: error, reference: request.id, route: request.routeOptions.url }, refusal.code)
  const t = parts.texts.in(request.language)
  const say = (text: string): string => (/^[a-z]+:[\w.-]+$/.test(text) ? t(text) : text)
  const document = {
    type: `${parts.config.publicUrl}/docs/problems#${refusal.code}`,
    code: refusal.code,
    status: refusal.status,
    title: t(`${refusal.namespace}:problem.${refusal.code}.title`, refusal.values),
    detail: t(`${refusal.namespace}:problem.${refusal.code}.detail`, refusal.values),
    ...(refusal.errors.length > 0 ? { errors: refusal.errors.map(({ field, message }) => ({ field, message: say(message) })) } : {}),
    ...refusal.extra
  }
  reply.code(refusal.status)
  if (refusal.status === 429 || refusal.status === 503) reply.header('retry-after', refusal.status === 429 ? '30' : '5')
  const wantsPage = !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
  if (wantsPage) return reply.type('text/html; charset=utf-8').send(failurePage(document, request.language, wayBack({ url: request.url, referer: request.headers.referer, host: request.headers.host })))
  return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(document))
}
