/**
 * The pages. One line each, under `networkRoute`; the first segment of the path is an area of `areas.ts`, which the
 * navigation shows as soon as its first page stands here.
 *
 * ```ts
 * createRoute({ getParentRoute: () => networkRoute, path: 'clients', component: lazyRouteComponent(() => import('./pages/clients/clients-page.tsx'), 'ClientsPage') }),
 * ```
 */
import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { networkRoute } from './base-routes.tsx'
import { readDuplicatesSearch, readImportSearch } from './pages/clients/search.ts'
import { readSearch as readStatistics } from './pages/statistics/search.ts'

export const pages = [
  createRoute({ getParentRoute: () => networkRoute, path: 'agenda', component: lazyRouteComponent(() => import('./pages/agenda/agenda-page.tsx'), 'AgendaPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'agenda/calendars', component: lazyRouteComponent(() => import('./pages/calendars/calendars-page.tsx'), 'CalendarsPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'clients', component: lazyRouteComponent(() => import('./pages/clients/clients-page.tsx'), 'ClientsPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'clients/duplicates', validateSearch: readDuplicatesSearch, component: lazyRouteComponent(() => import('./pages/clients/duplicates-page.tsx'), 'DuplicatesPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'clients/fields', component: lazyRouteComponent(() => import('./pages/clients/fields-page.tsx'), 'FieldsPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'clients/import', validateSearch: readImportSearch, component: lazyRouteComponent(() => import('./pages/clients/import-page.tsx'), 'ImportPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'clients/$client_id', component: lazyRouteComponent(() => import('./pages/clients/client-page.tsx'), 'ClientPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'promises', component: lazyRouteComponent(() => import('./pages/promises/promises-page.tsx'), 'PromisesPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'settings', component: lazyRouteComponent(() => import('./pages/settings/establishments-page.tsx'), 'EstablishmentsPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'settings/network', component: lazyRouteComponent(() => import('./pages/settings/network-page.tsx'), 'NetworkPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'settings/members', component: lazyRouteComponent(() => import('./pages/settings/members-page.tsx'), 'MembersPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'settings/notice', component: lazyRouteComponent(() => import('./pages/settings/notice-page.tsx'), 'NoticePage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'settings/establishments/$establishment/$tab', component: lazyRouteComponent(() => import('./pages/settings/establishment-page.tsx'), 'EstablishmentPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'statistics', validateSearch: readStatistics, component: lazyRouteComponent(() => import('./pages/statistics/statistics-page.tsx'), 'StatisticsPage') }),
  createRoute({ getParentRoute: () => networkRoute, path: 'booking', component: lazyRouteComponent(() => import('./pages/booking/booking-page.tsx'), 'BookingPage') }),
] as const satisfies readonly AnyRoute[]
