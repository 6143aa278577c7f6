import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { localText, MINUTE_MS } from '../../foundation/time/days.ts'
import { occurrences } from '../../foundation/time/recurrence.ts'
import { toInstant, toLocal, zoneOf } from '../../foundation/time/zones.ts'
import type { Interval } from '../../foundation/time/intervals.ts'

/** One stretch of a rule, for showing. */
export type RuleOccurrence = {
  agenda_id: string
  rule_id: string
  kind: 'available' | 'unavailable'
  starts_at: string
  ends_at: string
  /** The occurrence's own start on the local clock: what an exception names. */
  starts_local: string
  reason: string
  recurring: boolean
}

/**
 * The stretches of agendas' rules within a window, one-off and recurring, for the diary.
 * @param window instants in ms
 */
export async function ruleOccurrences(context: Context, agenda_ids: readonly string[], time_zone: string, window: Interval): Promise<RuleOccurrence[]> {
  if (agenda_ids.length === 0) return []
  const zone = zoneOf(time_zone)
  const minute = (column: string): ReturnType<typeof sql<string>> => sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM-DD"T"HH24:MI')`
  const rules = await context.db
    .selectFrom('agenda_rules')
    .select(['rule_id', 'agenda_id', 'kind', 'duration_minutes', 'rrule', 'reason', 'exdates'])
    .select(minute('starts_local').as('starts_local'))
    .where('network_id', '=', context.network_id)
    .where('agenda_id', 'in', [...agenda_ids])
    .where('deleted_at', 'is', null)
    .execute()
  return rules.flatMap((rule) => {
    const duration = rule.duration_minutes * MINUTE_MS
    const exdates = rule.exdates.map((text) => text.slice(0, 16))
    const from = toLocal(zone, window[0]) - duration
    return occurrences({ ...rule, exdates }, zone, from, toLocal(zone, window[1])).flatMap((start) => {
      const starts = toInstant(zone, start, 'compatible')
      const ends = toInstant(zone, start + duration, 'later')
      if (ends <= window[0] || starts >= window[1]) return []
      return {
        agenda_id: rule.agenda_id,
        rule_id: rule.rule_id,
        kind: rule.kind as RuleOccurrence['kind'],
        starts_at: new Date(starts).toISOString(),
        ends_at: new Date(ends).toISOString(),
        starts_local: localText(start),
        reason: rule.reason,
        recurring: rule.rrule !== null
      }
    })
  })
}
