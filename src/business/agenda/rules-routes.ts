import { z } from 'zod'
import { api, inNetwork, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { changeRule, createRule, deleteRule, findRule, listRules, restoreRule } from './rules-commands.ts'
import { agendaRule, agendaRuleChange, newAgendaRule } from './schemas.ts'

const base = '/api/networks/:network_id/agenda-rules'
const one = inNetwork.extend({ rule_id: uuid })
const common = { tag: 'agenda', purpose: 'reservation', response: agendaRule, access: { kind: 'member', right: 'agenda:write' } } as const

/** Availability and unavailability of an agenda, once or recurring. */
export const ruleRoutes: Route[] = [
  api({
    ...common,
    method: 'GET',
    path: base,
    access: { kind: 'member', right: 'agenda:read' },
    summary: 'When an agenda works and when it does not',
    params: inNetwork,
    query: z.object({ agenda_id: uuid }),
    response: z.object({ items: z.array(agendaRule) }),
    handle: async (context, { query }) => ({ items: await listRules(context, query.agenda_id) })
  }),
  api({
    ...common,
    method: 'POST',
    path: base,
    summary: 'Add available or unavailable time',
    params: inNetwork,
    body: newAgendaRule,
    status: 201,
    problems: ['unknown-agenda', 'bad-recurrence'],
    handle: async (context, { body }) => findRule(context, await createRule(context, body))
  }),
  api({ ...common, method: 'GET', path: `${base}/:rule_id`, access: { kind: 'member', right: 'agenda:read' }, summary: 'One rule', params: one, handle: async (context, { params }) => findRule(context, params.rule_id) }),
  api({
    ...common,
    method: 'PATCH',
    path: `${base}/:rule_id`,
    summary: 'Change a rule, or except days of it',
    params: one,
    body: agendaRuleChange,
    problems: ['bad-recurrence'],
    async handle(context, { params, body }) {
      await changeRule(context, params.rule_id, body)
      return findRule(context, params.rule_id)
    }
  }),
  api({
    ...common,
    method: 'DELETE',
    path: `${base}/:rule_id`,
    summary: 'Take a rule away; it can be restored',
    params: one,
    async handle(context, { params }) {
      await deleteRule(context, params.rule_id)
      return findRule(context, params.rule_id)
    }
  }),
  api({
    ...common,
    method: 'POST',
    path: `${base}/:rule_id/restore`,
    summary: 'Bring a rule back',
    params: one,
    body: z.strictObject({}),
    async handle(context, { params }) {
      await restoreRule(context, params.rule_id)
      return findRule(context, params.rule_id)
    }
  })
]
