/** Who is signed in, and the networks that he works in. */
import { queryOptions } from '@tanstack/react-query'
import type { Right } from '../../src/business/accounts/rights.ts'
import type { DemoAccounts, Me } from '../../src/business/accounts/schemas.ts'
import { api, Problem } from './api.ts'
import type { Language } from './format.ts'
import { recall, remember } from './memory.ts'

export type { DemoAccounts, Me, Right }
export type Network = Me['networks'][number]
export type Establishment = Network['establishments'][number]

/** Whoever is signed in. @throws Problem 401 when nobody is */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/api/me', { signal }),
  staleTime: 5 * 60_000,
})

/** The sign-ins of a demonstration server, null on any other. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: ({ signal }) =>
    api.get<DemoAccounts>('/api/demo', { signal }).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return null
      throw error
    }),
  staleTime: Infinity,
  retry: false,
})

export type Credentials = { email: string; password: string }

/** Opens a session. @throws Problem `invalid-email-or-password`, or 429 after too many attempts */
export async function signIn({ email, password }: Credentials): Promise<void> {
  await api.post('/api/auth/sign-in/email', { email, password })
}

/** Closes the session on the server. */
export async function signOut(): Promise<void> {
  await api.post('/api/auth/sign-out')
}

/** Keeps the account's language on the server, where messages to it are written. */
export async function saveLanguage(language: Language): Promise<void> {
  await api.patch('/api/me', { language })
}

/** Where somebody worked last: a network, and the establishment looked at or all of them. */
export type LastPlace = { network: string; establishment?: string }

export function rememberPlace({ network, establishment }: LastPlace): void {
  remember('network', establishment ? `${network}/${establishment}` : network)
}

/** The place remembered on this device, if the account still belongs to it; else its only network; else null. */
export function lastPlace(me: Me): LastPlace | null {
  const [slug, establishment] = recall('network')?.split('/') ?? []
  const network = me.networks.find((candidate) => candidate.slug === slug)
  if (network) {
    return network.establishments.some((candidate) => candidate.slug === establishment) && establishment
      ? { network: network.slug, establishment }
      : { network: network.slug }
  }
  const [only, ...others] = me.networks
  return only && others.length === 0 ? { network: only.slug } : null
}
