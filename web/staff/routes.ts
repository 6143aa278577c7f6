/**
 * The pages. One line each, under `networkRoute`; the first segment of the path is an area of `areas.ts`, which the
 * navigation shows as soon as its first page stands here.
 *
 * ```ts
 * createRoute({ getParentRoute: () => networkRoute, path: 'clients', component: lazyRouteComponent(() => import('./pages/clients/clients-page.tsx'), 'ClientsPage') }),
 * ```
 */
import type { AnyRoute } from '@tanstack/react-router'

export const pages = [] as const satisfies readonly AnyRoute[]
