/**
 * A refusal that a person can act on (RFC 9457). `code` is stable; the sentences come
 * from the texts under `<namespace>:problem.<code>`.
 */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly namespace: string
  /** Values for the sentences. */
  readonly values: Record<string, unknown>
  /** Fields at fault; `message` is a text key, or already a sentence. */
  readonly errors: readonly FieldError[]
  /** Further members of the answer, such as alternatives to a taken time. */
  readonly extra: Record<string, unknown>

  constructor(code: string, status: number, details: ProblemDetails = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.namespace = details.namespace ?? 'foundation'
    this.values = details.values ?? {}
    this.errors = details.errors ?? []
    this.extra = details.extra ?? {}
  }
}

/** `field` is a path such as `body.services.0`. */
export type FieldError = { field: string; message: string }
export type ProblemDetails = {
  namespace?: string
  values?: Record<string, unknown>
  errors?: readonly FieldError[]
  extra?: Record<string, unknown>
}

/** Makes a refusal: `throw problem('slot-taken', 409, { namespace: 'booking' })`. */
export function problem(code: string, status: number, details?: ProblemDetails): Problem {
  return new Problem(code, status, details)
}

/** 404 `not-found`. */
export function notFound(): Problem {
  return new Problem('not-found', 404)
}

/** 400 `invalid-input` for one field. */
export function invalid(field: string, message: string): Problem {
  return new Problem('invalid-input', 400, { errors: [{ field, message }] })
}

/** The row, or 404. */
export function found<T>(row: T | undefined | null): T {
  if (row === undefined || row === null) throw notFound()
  return row
}

/**
 * Thrown by a page to answer with something else than what it was asked for, keeping
 * nothing of what it wrote: a form shown again with what is wrong, or another address.
 */
export class Instead extends Error {
  /** `page` is made after the rollback, when the connection is free again. */
  readonly answer: { status: number; page: () => Promise<string> } | { location: string }

  constructor(answer: Instead['answer']) {
    super('instead')
    this.name = 'Instead'
    this.answer = answer
  }
}
