export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The one canonical JSON text of a value (RFC 8785): no white space, keys in order of their UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Throws TypeError for what JSON cannot say: NaN, infinities, undefined, lone surrogates.
 */
export function canonicalize(value: Json): string {
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no such number')
    return JSON.stringify(value)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(canonicalize).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalString(key)}:${canonicalize(value[key] as Json)}`)
  return `{${members.join(',')}}`
}

function canonicalString(text: string): string {
  // JSON.stringify would write a lone surrogate as an escape; RFC 8785, section 3.2.2.2 wants an error.
  if (!text.isWellFormed()) throw new TypeError('JSON has no lone surrogate')
  return JSON.stringify(text)
}

// Array.isArray alone does not narrow a readonly array.
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
