/** The router: the base routes, the pages, and what shows while one is on its way or missing. */
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { choiceRoute, insideRoute, networkRoute, rootRoute, RouteError, signInRoute } from './base-routes.tsx'
import { PageSkeleton } from './components/states.tsx'
import { NotFound } from './pages/not-found.tsx'
import { pages } from './routes.ts'
import { areaLink, registeredAreas } from './shell/navigation.ts'

/** A network's own address leads to the first area that the account may see. */
const landingRoute = createRoute({
  getParentRoute: () => networkRoute,
  path: '/',
  beforeLoad: ({ context: { network, paths } }) => {
    const [first] = registeredAreas(paths, (right) => network.rights.includes(right))
    if (first) throw redirect(areaLink(network.slug, first.id))
  },
  component: lazyRouteComponent(() => import('./pages/nothing-open.tsx'), 'NothingOpen'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  insideRoute.addChildren([choiceRoute, networkRoute.addChildren([landingRoute, ...pages])]),
])

export function createAppRouter(client: QueryClient) {
  const router = createRouter({
    routeTree,
    basepath: '/app',
    context: { client, paths: {} },
    defaultPreload: 'intent',
    // Freshness is the query client's business.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })
  router.update({ context: { client, paths: router.routesByPath } })
  return router
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
