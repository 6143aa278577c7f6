import { z } from 'zod'
import type { Language } from '../text/text.ts'
import { problem } from './problem.ts'
import type { FieldError } from './problem.ts'

const sentences = { fr: z.locales.fr().localeError, en: z.locales.en().localeError }

/**
 * Checks one part of a request.
 * @param part `params`, `query` or `body`: the first word of the field names in the refusal
 * @throws Problem `invalid-input` that names every wrong field, in the reader's language
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, part: string, language: Language): z.output<S> {
  const zero = findZeroByte(value, part, 0)
  if (zero !== undefined) {
    throw problem('invalid-input', 400, { errors: [{ field: zero, message: 'foundation:field.zero-byte' }] })
  }
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw problem('invalid-input', 400, { errors: result.error.issues.flatMap((issue) => fieldErrors(issue, part, language)) })
}

function fieldErrors(issue: z.core.$ZodIssue, part: string, language: Language): FieldError[] {
  const path = [part, ...issue.path].map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: sentence(issue, language) }))
  }
  return [{ field: path.join('.'), message: sentence(issue, language) }]
}

function sentence(issue: z.core.$ZodIssue, language: Language): string {
  // A message given in a schema is a text key and wins over zod's own sentence.
  if (issue.code === 'custom' && issue.message !== '') return issue.message
  const said = sentences[language](issue as z.core.$ZodRawIssue)
  return typeof said === 'string' ? said : (said?.message ?? issue.message)
}

/** PostgreSQL text holds no U+0000; the path of the first one found, if any. */
function findZeroByte(value: unknown, path: string, depth: number): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? path : undefined
  if (value === null || typeof value !== 'object' || depth > 12) return undefined
  for (const [key, member] of Object.entries(value)) {
    const found = key.includes('\0') ? `${path}.${JSON.stringify(key)}` : findZeroByte(member, `${path}.${key}`, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
