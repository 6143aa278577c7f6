/** `reason` tells a program what `message` tells a person; `detail` holds the last lines of PostgreSQL's log. */
export class EmbeddedError extends Error {
  readonly reason: 'unsupported-platform' | 'foreign-files' | 'does-not-start'
  readonly detail: string
  constructor(reason: EmbeddedError['reason'], message: string, detail = '') {
    super(message)
    this.name = 'EmbeddedError'
    this.reason = reason
    this.detail = detail
  }
}

/** The code of a system error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
