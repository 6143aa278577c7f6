import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { problem } from '../../foundation/http/problem.ts'

/**
 * Refuses when somebody is expected on one of the agendas: an appointment to come, or a slot held at this moment.
 * The caller has locked the agendas' rows, which whoever takes a place must lock too.
 * @throws Problem 409 `code` with `count` and `next_at` among its members
 */
export async function refuseIfAwaited(context: Context, agenda_ids: readonly string[], code: 'agenda-awaited' | 'establishment-awaited'): Promise<void> {
  if (agenda_ids.length === 0) return
  const { rows } = await sql<{ count: number; next_at: Temporal.Instant | null }>`
    select count(*)::int as count, min(starts_at) as next_at from (
      select i.appointment_id, min(i.starts_at) as starts_at from appointment_items i
      where i.network_id = ${context.network_id} and i.agenda_id = any(${agenda_ids}::uuid[]) and i.occupation_id is not null and i.ends_at > ${context.now}
      group by 1
      union all
      select h.hold_id, min(i.starts_at) from holds h join hold_items i on i.network_id = h.network_id and i.hold_id = h.hold_id
      where h.network_id = ${context.network_id} and h.held_until > ${context.now} and i.agenda_id = any(${agenda_ids}::uuid[])
      group by 1
    ) expected`.execute(context.db)
  const { count, next_at } = rows[0]!
  if (count > 0) throw problem(code, 409, { namespace: 'networks', values: { count }, extra: { count, next_at: next_at?.toString() ?? null } })
}
