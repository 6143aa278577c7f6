import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, problem } from '../../foundation/http/problem.ts'
import { checkRule } from './icalendar/recurrence.ts'
import { describeRule } from './icalendar/recurrence-text.ts'
import type { AgendaRuleRow } from './schemas.ts'

export type RuleWish = { agenda_id: string; kind: 'available' | 'unavailable'; starts_local: string; duration_minutes: number; rrule: string | null; exdates: string[]; reason: string }

/**
 * Says when an agenda works or does not.
 * @throws Problem `unknown-agenda`, `bad-recurrence` naming what is wrong with the rule
 */
export async function createRule(context: Context, wish: RuleWish): Promise<string> {
  await checkRecurrence(context, wish.agenda_id, wish)
  const rule_id = newId()
  await context.db.insertInto('agenda_rules').values({ network_id: context.network_id, rule_id, ...wish }).execute()
  context.publish({ kind: 'agenda', ids: [wish.agenda_id] })
  return rule_id
}

/** Changes a rule, or one day of it by its `exdates`. */
export async function changeRule(context: Context, rule_id: string, given: { [K in keyof Omit<RuleWish, 'agenda_id'>]?: RuleWish[K] | undefined }): Promise<void> {
  const before = await findRule(context, rule_id)
  const change: Partial<RuleWish> = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  await checkRecurrence(context, before.agenda_id, { ...before, ...change })
  await update(context, rule_id, before.agenda_id, change)
}

/** Takes a rule away; it can be restored. */
export async function deleteRule(context: Context, rule_id: string): Promise<void> {
  const { agenda_id } = await findRule(context, rule_id)
  await update(context, rule_id, agenda_id, { deleted_at: context.now })
}

export async function restoreRule(context: Context, rule_id: string): Promise<void> {
  const { agenda_id } = await findRule(context, rule_id)
  await update(context, rule_id, agenda_id, { deleted_at: null })
}

async function update(context: Context, rule_id: string, agenda_id: string, set: Record<string, unknown>): Promise<void> {
  if (Object.keys(set).length > 0) {
    await context.db.updateTable('agenda_rules').set(set).where('network_id', '=', context.network_id).where('rule_id', '=', rule_id).execute()
  }
  context.publish({ kind: 'agenda', ids: [agenda_id] })
}

/** Rules of an agenda, in force only; each in words too. */
export async function listRules(context: Context, agenda_id: string): Promise<AgendaRuleRow[]> {
  const zone = await zoneOfAgenda(context, agenda_id)
  const rows = await rules(context).where('agenda_id', '=', agenda_id).where('deleted_at', 'is', null).orderBy('starts_local').execute()
  return rows.map((row) => present(context, row, zone))
}

/** One rule, deleted or not. */
export async function findRule(context: Context, rule_id: string): Promise<AgendaRuleRow> {
  const row = found(await rules(context).where('rule_id', '=', rule_id).executeTakeFirst())
  return present(context, row, await zoneOfAgenda(context, row.agenda_id))
}

type RuleRow = { rule_id: string; agenda_id: string; kind: string; starts_local: string; duration_minutes: number; rrule: string | null; exdates: string[]; reason: string }

function rules(context: Context) {
  return context.db
    .selectFrom('agenda_rules')
    .select(['rule_id', 'agenda_id', 'kind', 'duration_minutes', 'rrule', 'reason', 'exdates'])
    .select(sql<string>`to_char(starts_local, 'YYYY-MM-DD"T"HH24:MI')`.as('starts_local'))
    .where('network_id', '=', context.network_id)
}

function present({ locale }: Context, row: RuleRow, zone: string): AgendaRuleRow {
  const kind = row.kind === 'available' ? 'available' : 'unavailable'
  return { ...row, kind, exdates: row.exdates.map((text) => text.slice(0, 16)), sentence: row.rrule === null ? '' : sentenceOf(row.rrule, row.starts_local, zone)[locale] }
}

function sentenceOf(rrule: string, starts_local: string, zone: string): { fr: string; en: string } {
  const starts = Temporal.PlainDateTime.from(starts_local)
  const wall = { kind: 'iana' as const, id: zone }
  const reading = checkRule(rrule, { starts, zone: wall })
  return 'rule' in reading ? describeRule(reading.rule, { starts, zone: wall }) : reading.problem.sentence
}

async function zoneOfAgenda(context: Context, agenda_id: string): Promise<string> {
  const row = await context.db
    .selectFrom('agendas as a')
    .innerJoin('establishments as e', (join) => join.onRef('e.network_id', '=', 'a.network_id').onRef('e.establishment_id', '=', 'a.establishment_id'))
    .select('e.time_zone')
    .where('a.network_id', '=', context.network_id)
    .where('a.agenda_id', '=', agenda_id)
    .executeTakeFirst()
  if (row === undefined) throw problem('unknown-agenda', 404, { namespace: 'agenda' })
  return row.time_zone
}

async function checkRecurrence(context: Context, agenda_id: string, wish: Pick<RuleWish, 'rrule' | 'starts_local'>): Promise<void> {
  const zone = await zoneOfAgenda(context, agenda_id)
  if (wish.rrule === null) return
  const reading = checkRule(wish.rrule, { starts: Temporal.PlainDateTime.from(wish.starts_local), zone: { kind: 'iana', id: zone } })
  if ('rule' in reading) return
  const reason = reading.problem.sentence[context.locale]
  throw problem('bad-recurrence', 400, { namespace: 'agenda', values: { reason }, errors: [{ field: 'body.rrule', message: reason }] })
}
