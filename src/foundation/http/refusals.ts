import { Problem, problem } from './problem.ts'

/**
 * Any failure as a refusal. What the database refused is recognised by SQLSTATE, never
 * by a constraint's name: shards rename them.
 * @param reference id of the request, quoted to the person when the fault is ours
 */
export function asProblem(error: unknown, reference: string): Problem {
  if (error instanceof Problem) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const bySqlState = sqlStates[code]
  if (bySqlState !== undefined) return problem(...bySqlState)
  const byFastify = fastifyCodes[code]
  if (byFastify !== undefined) return problem(...byFastify)
  // A date or number that passes its pattern and still cannot be.
  if (error instanceof RangeError) return problem('invalid-input', 400)
  if (error instanceof Error && error.message === 'timeout exceeded when trying to connect') return problem('unavailable', 503)
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) return problem('invalid-input', status)
  return problem('internal', 500, { values: { reference }, extra: { reference } })
}

const sqlStates: Record<string, [code: string, status: number]> = {
  '23505': ['conflict', 409],
  '23503': ['unknown-reference', 409],
  '23514': ['invalid-input', 400],
  '22021': ['invalid-input', 400],
  '22P02': ['invalid-input', 400],
  '22007': ['invalid-input', 400],
  '22P05': ['invalid-input', 400],
  '22003': ['invalid-input', 400],
  '22008': ['invalid-input', 400],
  '57014': ['unavailable', 503],
  '57P01': ['unavailable', 503],
  '57P02': ['unavailable', 503],
  '57P03': ['unavailable', 503],
  '53300': ['unavailable', 503],
  '08006': ['unavailable', 503],
  '40P01': ['unavailable', 503],
  '40001': ['unavailable', 503],
  ECONNREFUSED: ['unavailable', 503],
  ECONNRESET: ['unavailable', 503],
  EPIPE: ['unavailable', 503]
}

const fastifyCodes: Record<string, [code: string, status: number]> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid-json', 400],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid-json', 400],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 415],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 413],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid-json', 400]
}
