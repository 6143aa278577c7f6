/** Where somebody is working: a network, and one of its establishments or all of them. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { notFound, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { Format } from './format.ts'
import { useFormatIn } from './i18n/i18n.ts'
import { type Establishment, meQuery, type Network, rememberPlace, type Right } from './session.ts'

export type Place = {
  network: Network
  /** The establishment looked at; null means all of the network. */
  establishment: Establishment | null
  /** The zone in which days and times are meant here: the establishment's, else that of the network's first. */
  zone: string
  /** What the account may do here. The server refuses all the same. */
  can: (right: Right) => boolean
  /** Looks at another establishment, or at all (null), on the same page. */
  look: (establishment: Establishment | null) => void
}

/** The place in the address. @throws NotFound when the account does not, or no longer, belong to the network */
export function usePlace(): Place {
  const { network: slug } = useParams({ from: '/in/$network' })
  const { establishment: wanted } = useSearch({ from: '/in/$network' })
  const { data: me } = useSuspenseQuery(meQuery)
  const navigate = useNavigate()
  const network = me.networks.find((candidate) => candidate.slug === slug)
  if (!network) throw notFound()
  const establishment = network.establishments.find((candidate) => candidate.slug === wanted) ?? null
  return {
    network,
    establishment,
    zone: (establishment ?? network.establishments[0])?.time_zone ?? 'Europe/Paris',
    can: (right) => network.rights.includes(right),
    look: (next) => {
      rememberPlace({ network: slug, ...(next ? { establishment: next.slug } : {}) })
      void navigate({ to: '.', search: (search: { establishment?: string | undefined }) => ({ ...search, establishment: next?.slug }) })
    },
  }
}

/** How dates, durations, money and numbers are said at this place. */
export function useFormat(): Format {
  return useFormatIn(usePlace().zone)
}
