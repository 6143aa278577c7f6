/**
 * The one way to the server. Reads and writes JSON under /api, with the session's cookie, in the reader's language;
 * a refusal arrives as a `Problem`, silence as a `NoAnswer`.
 */
import type { Language } from './format.ts'

/** One field at fault: its path in the request (`services.0.duration_minutes`) and a sentence about it. */
export type FieldError = { field: string; message: string }

/** A refusal by the server (RFC 9457), already in the reader's language. */
export class Problem extends Error {
  override readonly name = 'Problem'
  /** HTTP status. */
  readonly status: number
  /** Stable name of the refusal, such as `slot-taken`. */
  readonly code: string
  /** What happened, in a few words. */
  readonly title: string
  /** What was kept and what to do now, or '' when the server did not say. */
  readonly detail: string
  readonly errors: readonly FieldError[]
  /** The whole answer: some refusals carry more, such as the nearest free times. */
  readonly document: Readonly<Record<string, unknown>>
  /** How long the server asks to wait, in seconds. */
  readonly retryAfter: number | undefined

  constructor(status: number, document: Record<string, unknown>, retryAfter?: number) {
    const text = (name: string): string => (typeof document[name] === 'string' ? document[name] : '')
    const code = text('code')
    super(text('title') || code || `HTTP ${status}`)
    this.status = status
    // Sign-in answers are better-auth's: `{ code: 'INVALID_EMAIL_OR_PASSWORD', message }`.
    this.code = code.toLowerCase().replaceAll('_', '-')
    this.title = text('title') || text('message')
    this.detail = text('detail')
    this.errors = Array.isArray(document['errors']) ? document['errors'].filter(isFieldError).map(withoutPart) : []
    this.document = document
    this.retryAfter = retryAfter
  }
}

/** The request left and no answer came back: it may or may not have been carried out. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

const isFieldError = (error: unknown): error is FieldError =>
  typeof error === 'object' && error !== null && 'field' in error && typeof error.field === 'string' && 'message' in error && typeof error.message === 'string'

/** The server says where in the request (`body.name`); a form knows its fields without that first word. */
const withoutPart = ({ field, message }: FieldError): FieldError => ({ field: field.replace(/^(body|query|params)\./, ''), message })

type Query = Record<string, string | number | boolean | readonly string[] | undefined>
export type RequestOptions = { query?: Query; signal?: AbortSignal }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

let language: Language = 'fr'

/** Sets the language in which the server answers from now on. */
export function setApiLanguage(chosen: Language): void {
  language = chosen
}

/**
 * Keys of writes that got no answer, by what they asked. Asking the same thing again within the hour sends the same
 * key, so that the server, which may have carried out the first, does not do it twice.
 */
const unanswered = new Map<string, { key: string; at: number }>()
const REMEMBERED_MS = 3_600_000

function keyFor(request: string): string {
  const before = unanswered.get(request)
  return before && Date.now() - before.at < REMEMBERED_MS ? before.key : crypto.randomUUID()
}

function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}

/** Statuses that a proxy or an overloaded server gives without having said what became of the request. */
const isUnsure = (status: number): boolean => status === 502 || status === 503 || status === 504

async function send<T>(method: Method, path: string, body: unknown, { query, signal }: RequestOptions = {}): Promise<T> {
  const address = addressOf(path, query)
  const content = body === undefined ? undefined : JSON.stringify(body)
  const request = `${method} ${address} ${content ?? ''}`
  // Sign-in has nothing to repeat, and its password is not for keeping.
  const key = method === 'GET' || path.startsWith('/api/auth/') ? undefined : keyFor(request)
  const headers = new Headers({ accept: 'application/json, application/problem+json', 'accept-language': language })
  if (content !== undefined) headers.set('content-type', 'application/json')
  if (key) headers.set('idempotency-key', key)

  let response: Response
  try {
    response = await fetch(address, { method, headers, credentials: 'same-origin', ...(content === undefined ? {} : { body: content }), ...(signal ? { signal } : {}) })
  } catch (error) {
    if (signal?.aborted) throw error
    if (key) unanswered.set(request, { key, at: Date.now() })
    throw new NoAnswer('no answer', { cause: error })
  }
  if (key && isUnsure(response.status)) unanswered.set(request, { key, at: Date.now() })
  else unanswered.delete(request)
  if (!response.ok) throw await readProblem(response)
  return (await readJson(response)) as T
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw new NoAnswer('answer cut short', { cause })
  })
  return text === '' ? null : JSON.parse(text)
}

async function readProblem(response: Response): Promise<Problem> {
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
  const document: unknown = isJson ? await readJson(response).catch(() => null) : null
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new Problem(response.status, isRecord(document) ? document : {}, Number.isFinite(wait) ? wait : undefined)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The server's verbs. `path` starts with `/api/`; the answer's type is the caller's claim, best taken from the
 * room's `schemas.ts`. Every write carries an Idempotency-Key.
 * @throws Problem when the server refuses, NoAnswer when it cannot be reached
 */
export const api = {
  get: <T>(path: string, options?: RequestOptions): Promise<T> => send<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> => send<T>('POST', path, body ?? {}, options),
  put: <T>(path: string, body: unknown, options?: RequestOptions): Promise<T> => send<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options?: RequestOptions): Promise<T> => send<T>('PATCH', path, body, options),
  delete: <T>(path: string, options?: RequestOptions): Promise<T> => send<T>('DELETE', path, undefined, options),
}
