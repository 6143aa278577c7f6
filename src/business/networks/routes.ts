import { z } from 'zod'
import { api, day, inNetwork, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { archiveAgenda, changeAgenda, createAgenda, orderAgendas, restoreAgenda } from './agenda-commands.ts'
import { archiveEstablishment, changeEstablishment, createEstablishment, orderEstablishments, restoreEstablishment } from './establishment-commands.ts'
import { clearExceptionDays, readClosures, readWeeklyHours, setExceptionDays, setWeeklyHours } from './hours.ts'
import { changeNetwork } from './network-commands.ts'
import { findAgenda, findAgendas, findEstablishment, findEstablishments, findMembers, findNetwork, findService, findServices } from './queries.ts'
import {
  agenda, agendaChange, closures, establishment, establishmentChange, exceptionDays, member, network, networkChange,
  newAgenda, newEstablishment, newService, order, service, serviceChange, weeklyHours
} from './schemas.ts'
import { archiveService, changeService, createService, duplicateService, orderServices, restoreService } from './service-commands.ts'

const base = '/api/networks/:network_id'
const purpose = 'account'
const read = { kind: 'member', right: 'network:read' } as const
const configure = { kind: 'member', right: 'network:configure' } as const
const agendaConfigure = { kind: 'member', right: 'agenda:configure' } as const

const oneEstablishment = inNetwork.extend({ establishment_id: uuid })
const oneAgenda = inNetwork.extend({ agenda_id: uuid })
const oneService = inNetwork.extend({ service_id: uuid })
const which = z.object({ archived: z.stringbool().default(false) })
const whichOf = which.extend({ establishment_id: uuid.optional() })
const done = z.object({ done: z.literal(true) })

const networkRoutes: Route[] = [
  api({ method: 'GET', path: base, access: read, purpose, tag: 'networks', summary: 'The network', params: inNetwork, response: network, handle: findNetwork }),
  api({
    method: 'PATCH', path: base, access: configure, purpose, tag: 'networks', summary: 'Change what the network says of itself',
    params: inNetwork, body: networkChange, response: network, problems: ['address-taken', 'siret-of-another'],
    handle: async (context, { body }) => changeNetwork(context, body)
  }),
  api({
    method: 'GET', path: `${base}/members`, access: configure, purpose, tag: 'networks', summary: 'Who has access to the network',
    params: inNetwork, response: z.object({ items: z.array(member), next_cursor: z.null() }),
    handle: async (context) => ({ items: await findMembers(context), next_cursor: null })
  })
]

const establishmentRoutes: Route[] = [
  api({
    method: 'GET', path: `${base}/establishments`, access: read, purpose, tag: 'establishments', summary: 'The network’s establishments',
    params: inNetwork, query: which, response: z.object({ items: z.array(establishment), next_cursor: z.null() }),
    handle: async (context, { query }) => ({ items: await findEstablishments(context, query), next_cursor: null })
  }),
  api({
    method: 'POST', path: `${base}/establishments`, access: configure, purpose, tag: 'establishments', summary: 'Open an establishment, neither online nor listed',
    params: inNetwork, body: newEstablishment, response: establishment, status: 201, problems: ['address-taken'],
    handle: async (context, { body }) => createEstablishment(context, body)
  }),
  api({
    method: 'PUT', path: `${base}/establishments/order`, access: configure, purpose, tag: 'establishments', summary: 'Put establishments in order',
    params: inNetwork, body: order, response: done,
    handle: async (context, { body }) => (await orderEstablishments(context, body.ids), { done: true as const })
  }),
  api({
    method: 'GET', path: `${base}/establishments/:establishment_id`, access: read, purpose, tag: 'establishments', summary: 'One establishment',
    params: oneEstablishment, response: establishment,
    handle: async (context, { params }) => findEstablishment(context, params.establishment_id)
  }),
  api({
    method: 'PATCH', path: `${base}/establishments/:establishment_id`, access: configure, purpose, tag: 'establishments', summary: 'Change an establishment: identity, booking rules, online, listed',
    params: oneEstablishment, body: establishmentChange, response: establishment, problems: ['address-taken', 'not-online', 'archived'],
    handle: async (context, { params, body }) => changeEstablishment(context, params.establishment_id, body)
  }),
  api({
    method: 'POST', path: `${base}/establishments/:establishment_id/archive`, access: configure, purpose, tag: 'establishments', summary: 'Archive an establishment where nobody is expected',
    params: oneEstablishment, response: establishment, problems: ['establishment-awaited'],
    handle: async (context, { params }) => archiveEstablishment(context, params.establishment_id)
  }),
  api({
    method: 'POST', path: `${base}/establishments/:establishment_id/restore`, access: configure, purpose, tag: 'establishments', summary: 'Bring an establishment back, private',
    params: oneEstablishment, response: establishment,
    handle: async (context, { params }) => restoreEstablishment(context, params.establishment_id)
  }),
  api({
    method: 'GET', path: `${base}/establishments/:establishment_id/hours`, access: read, purpose, tag: 'establishments', summary: 'Weekly opening hours',
    params: oneEstablishment, response: weeklyHours,
    handle: async (context, { params }) => readWeeklyHours(context, params.establishment_id)
  }),
  api({
    method: 'PUT', path: `${base}/establishments/:establishment_id/hours`, access: configure, purpose, tag: 'establishments', summary: 'Replace the weekly opening hours',
    params: oneEstablishment, body: weeklyHours, response: weeklyHours,
    handle: async (context, { params, body }) => setWeeklyHours(context, params.establishment_id, body)
  }),
  api({
    method: 'GET', path: `${base}/establishments/:establishment_id/closures`, access: read, purpose, tag: 'establishments', summary: 'A year’s exceptional days and public holidays',
    params: oneEstablishment, query: z.object({ year: z.coerce.number().int().min(2000).max(2098) }), response: closures,
    handle: async (context, { params, query }) => readClosures(context, params.establishment_id, query.year)
  }),
  api({
    method: 'PUT', path: `${base}/establishments/:establishment_id/exceptions`, access: configure, purpose, tag: 'establishments', summary: 'Give days hours of their own, or close them',
    params: oneEstablishment, body: exceptionDays, response: closures,
    async handle(context, { params, body }) {
      await setExceptionDays(context, params.establishment_id, body)
      return readClosures(context, params.establishment_id, Number(body.from_day.slice(0, 4)))
    }
  }),
  api({
    method: 'DELETE', path: `${base}/establishments/:establishment_id/exceptions`, access: configure, purpose, tag: 'establishments', summary: 'Give days their weekly hours again',
    params: oneEstablishment, query: z.object({ from_day: day, to_day: day }), response: closures,
    async handle(context, { params, query }) {
      await clearExceptionDays(context, params.establishment_id, query.from_day, query.to_day)
      return readClosures(context, params.establishment_id, Number(query.from_day.slice(0, 4)))
    }
  })
]

const agendaRoutes: Route[] = [
  api({
    method: 'GET', path: `${base}/agendas`, access: read, purpose, tag: 'agendas', summary: 'The network’s agendas, or one establishment’s',
    params: inNetwork, query: whichOf, response: z.object({ items: z.array(agenda), next_cursor: z.null() }),
    handle: async (context, { query }) => ({ items: await findAgendas(context, query), next_cursor: null })
  }),
  api({
    method: 'POST', path: `${base}/agendas`, access: agendaConfigure, purpose, tag: 'agendas', summary: 'Open an agenda: a person’s, a room’s or a device’s',
    params: inNetwork, body: newAgenda, response: agenda, status: 201, problems: ['archived'],
    handle: async (context, { body }) => createAgenda(context, body)
  }),
  api({
    method: 'PUT', path: `${base}/agendas/order`, access: agendaConfigure, purpose, tag: 'agendas', summary: 'Put agendas in order',
    params: inNetwork, body: order, response: done,
    handle: async (context, { body }) => (await orderAgendas(context, body.ids), { done: true as const })
  }),
  api({
    method: 'GET', path: `${base}/agendas/:agenda_id`, access: read, purpose, tag: 'agendas', summary: 'One agenda',
    params: oneAgenda, response: agenda,
    handle: async (context, { params }) => findAgenda(context, params.agenda_id)
  }),
  api({
    method: 'PATCH', path: `${base}/agendas/:agenda_id`, access: agendaConfigure, purpose, tag: 'agendas', summary: 'Change an agenda',
    params: oneAgenda, body: agendaChange, response: agenda, problems: ['archived'],
    handle: async (context, { params, body }) => changeAgenda(context, params.agenda_id, body)
  }),
  api({
    method: 'POST', path: `${base}/agendas/:agenda_id/archive`, access: agendaConfigure, purpose, tag: 'agendas', summary: 'Archive an agenda on which nobody is expected',
    params: oneAgenda, response: agenda, problems: ['agenda-awaited'],
    handle: async (context, { params }) => archiveAgenda(context, params.agenda_id)
  }),
  api({
    method: 'POST', path: `${base}/agendas/:agenda_id/restore`, access: agendaConfigure, purpose, tag: 'agendas', summary: 'Bring an agenda back, not online',
    params: oneAgenda, response: agenda,
    handle: async (context, { params }) => restoreAgenda(context, params.agenda_id)
  })
]

const serviceRoutes: Route[] = [
  api({
    method: 'GET', path: `${base}/services`, access: read, purpose, tag: 'services', summary: 'The network’s services, or one establishment’s',
    params: inNetwork, query: whichOf, response: z.object({ items: z.array(service), next_cursor: z.null() }),
    handle: async (context, { query }) => ({ items: await findServices(context, query), next_cursor: null })
  }),
  api({
    method: 'POST', path: `${base}/services`, access: agendaConfigure, purpose, tag: 'services', summary: 'Open a service',
    params: inNetwork, body: newService, response: service, status: 201, problems: ['archived'],
    handle: async (context, { body }) => createService(context, body)
  }),
  api({
    method: 'PUT', path: `${base}/services/order`, access: agendaConfigure, purpose, tag: 'services', summary: 'Put services in order',
    params: inNetwork, body: order, response: done,
    handle: async (context, { body }) => (await orderServices(context, body.ids), { done: true as const })
  }),
  api({
    method: 'GET', path: `${base}/services/:service_id`, access: read, purpose, tag: 'services', summary: 'One service',
    params: oneService, response: service,
    handle: async (context, { params }) => findService(context, params.service_id)
  }),
  api({
    method: 'PATCH', path: `${base}/services/:service_id`, access: agendaConfigure, purpose, tag: 'services', summary: 'Change a service',
    params: oneService, body: serviceChange, response: service, problems: ['archived'],
    handle: async (context, { params, body }) => changeService(context, params.service_id, body)
  }),
  api({
    method: 'POST', path: `${base}/services/:service_id/duplicate`, access: agendaConfigure, purpose, tag: 'services', summary: 'Copy a service under another name, not online',
    params: oneService, body: z.strictObject({ name: z.string().trim().min(1).max(120) }), response: service, status: 201,
    handle: async (context, { params, body }) => duplicateService(context, params.service_id, body.name)
  }),
  api({
    method: 'POST', path: `${base}/services/:service_id/archive`, access: agendaConfigure, purpose, tag: 'services', summary: 'Take a service out of what can be booked',
    params: oneService, response: service,
    handle: async (context, { params }) => archiveService(context, params.service_id)
  }),
  api({
    method: 'POST', path: `${base}/services/:service_id/restore`, access: agendaConfigure, purpose, tag: 'services', summary: 'Bring a service back, not online',
    params: oneService, response: service,
    handle: async (context, { params }) => restoreService(context, params.service_id)
  })
]

export const settingRoutes: Route[] = [...networkRoutes, ...establishmentRoutes, ...agendaRoutes, ...serviceRoutes]
