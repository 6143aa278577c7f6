import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../database/context.ts'
import type { Translate } from '../text/text.ts'
import type { App } from './app.ts'

/** Who may call a route. `right` is a word of the rights table of the accounts room. */
export type Access =
  /** Anybody, and the handler needs no database: files, health, sign-in. */
  | { kind: 'none' }
  /** Anybody. A `:network` parameter in the path is a public address and opens that network. */
  | { kind: 'public' }
  /** Whoever is signed in; no network is open. */
  | { kind: 'account' }
  /** A member of the network `:network_id` whose role has the right. */
  | { kind: 'member'; right: string }

type Schema = z.ZodType

type Output<S> = S extends Schema ? z.output<S> : undefined

/** What a handler receives beside its context. All parts are validated. */
export type Input<P, Q, B> = {
  params: Output<P>
  query: Output<Q>
  body: Output<B>
  request: FastifyRequest
  reply: FastifyReply
  t: Translate
  app: App
}

type Common<P, Q, B> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  access: Access
  /** Why data is touched, in the catalogue's terms. */
  purpose: string
  params?: P
  query?: Q
  body?: B
  /** Largest body in bytes; 1 MiB unless told. */
  body_limit?: number
  /** Requests a minute from one address; 300 for reading and 60 for writing unless told. */
  rate?: number
}

/** An API route: in the OpenAPI document, JSON in and out. */
export type ApiRoute<P = unknown, Q = unknown, B = unknown, R = unknown> = Common<P, Q, B> & {
  kind: 'api'
  summary: string
  tag: string
  status: number
  response: R
  /** Problem codes beyond those that any route may answer. */
  problems?: readonly string[]
  handle: (context: Context, input: Input<P, Q, B>) => Promise<unknown>
}

/** A page or file: whatever the handler sends through `reply`. */
export type PageRoute<P = unknown, Q = unknown, B = unknown> = Common<P, Q, B> & {
  kind: 'page'
  handle: (context: Context, input: Input<P, Q, B>) => Promise<unknown>
}

// eslint-disable-next-line typescript/no-explicit-any -- a list of routes forgets each one's own types
export type Route = ApiRoute<any, any, any, any> | PageRoute<any, any, any>

/**
 * Declares an API route. Limit, sign-in, validation, transaction, rights and idempotency
 * happen in this order before `handle`; what it returns is checked against `response`.
 */
export function api<P extends Schema | undefined = undefined, Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined, R extends Schema = Schema>(
  route: Omit<ApiRoute<P, Q, B, R>, 'kind' | 'status' | 'handle'> & {
    status?: number
    handle: (context: Context, input: Input<P, Q, B>) => Promise<z.input<R>>
  }
): Route {
  return { ...route, kind: 'api', status: route.status ?? 200 }
}

/** Declares a page. Failures are shown as a page, in the reader's language. */
export function page<P extends Schema | undefined = undefined, Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined>(
  route: Omit<PageRoute<P, Q, B>, 'kind'>
): Route {
  return { ...route, kind: 'page' }
}

/** Years that clocks, zones and the database all know. */
function withinReason(text: string): boolean {
  const year = Number(text.slice(0, 4))
  return year >= 1970 && year < 2100
}

/** A canonical UUID. */
export const uuid = z.uuid().toLowerCase()
/** A local day, `YYYY-MM-DD`, that exists. */
export const day = z.iso.date().refine(withinReason)
/** An instant in ISO 8601 with an offset or Z. */
export const instant = z.iso.datetime({ offset: true }).refine(withinReason)
/** Parameters of a member's route. */
export const inNetwork = z.object({ network_id: uuid })
/** Nothing. */
export const nothing = z.null()
