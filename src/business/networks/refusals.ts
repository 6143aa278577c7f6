import { problem } from '../../foundation/http/problem.ts'
import type { Problem } from '../../foundation/http/problem.ts'

/** 409: another network, or another establishment of the network, has the address. */
export function addressTaken(slug: string): Problem {
  return problem('address-taken', 409, { namespace: 'networks', values: { slug }, errors: [{ field: 'body.slug', message: 'networks:field.address-taken' }] })
}

/** 409: what is archived is brought back before it is changed. */
export function archived(): Problem {
  return problem('archived', 409, { namespace: 'networks' })
}
