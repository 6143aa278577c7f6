/** The routes that hold the others: outside, signed in, within a network. Pages hang themselves on `networkRoute`. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, type ErrorComponentProps, lazyRouteComponent, notFound, Outlet, redirect, retainSearchParams, useRouter } from '@tanstack/react-router'
import i18next from 'i18next'
import type { ReactNode } from 'react'
import { Problem } from './api.ts'
import { ErrorState } from './components/states.tsx'
import { adoptLanguage, hasCatalogue } from './i18n/i18n.ts'
import { NotFound, Whole } from './pages/not-found.tsx'
import { lastPlace, meQuery, rememberPlace } from './session.ts'

export const rootRoute = createRootRouteWithContext<{ client: QueryClient; paths: Readonly<Record<string, unknown>> }>()({
  component: Outlet,
  notFoundComponent: NotFound,
})

/** A page that could not be read or drawn, in its place. */
export function RouteError({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter()
  const retry = (): void => {
    reset()
    void router.invalidate()
  }
  return <Whole><ErrorState level={1} error={error} retry={retry} /></Whole>
}

/** An address of ours to go to after signing in; anything else is dropped, so that no link can send people elsewhere. */
const ownAddress = (value: unknown): string | undefined => (typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined)

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = ownAddress(search['to'])
    return to ? { to } : {}
  },
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-route.tsx'), 'SignInRoute'),
})

export const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'in',
  beforeLoad: async ({ context: { client }, location }) => {
    try {
      const me = await client.ensureQueryData(meQuery)
      await adoptLanguage(me.account.language)
      return { me }
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } })
      }
      throw error
    }
  },
})

export const choiceRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/',
  beforeLoad: ({ context: { me } }) => {
    const last = lastPlace(me)
    if (last) throw redirect({ to: '/$network', params: { network: last.network }, search: { ...(last.establishment ? { establishment: last.establishment } : {}) } })
  },
  component: lazyRouteComponent(() => import('./pages/networks/networks-page.tsx'), 'NetworksPage'),
})

type NetworkSearch = { establishment?: string | undefined }

export const networkRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '$network',
  validateSearch: (search: Record<string, unknown>): NetworkSearch => (typeof search['establishment'] === 'string' ? { establishment: search['establishment'] } : {}),
  // The establishment looked at stays while one goes from page to page.
  search: { middlewares: [retainSearchParams<NetworkSearch>(['establishment'])] },
  beforeLoad: ({ context: { me }, params, search }) => {
    const network = me.networks.find(({ slug }) => slug === params.network)
    if (!network) throw notFound()
    rememberPlace({ network: network.slug, ...(search.establishment ? { establishment: search.establishment } : {}) })
    return { network }
  },
  // An area's sentences come along with its page, not after it.
  loader: ({ location }) => {
    const area = location.pathname.split('/')[2] ?? ''
    return hasCatalogue(area) ? i18next.loadNamespaces(area) : undefined
  },
  shouldReload: true,
  component: lazyRouteComponent(() => import('./shell/frame.tsx'), 'Frame'),
  notFoundComponent: NotFound,
})
