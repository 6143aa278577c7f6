import { sql } from 'kysely'
import type { Keeper } from '../../foundation/room.ts'

type Counts = { appointments: number; astray: number; last_at: Temporal.Instant | null }

export const agendaPromises: Keeper[] = [
  {
    id: 'A-1',
    kept_by: {
      fr: 'L’agenda de l’équipe : tout rendez-vous y est créé, déplacé, dupliqué, supprimé et rétabli ; la base refuse tout chevauchement.',
      en: 'The team’s diary: appointments are created, moved, duplicated, deleted and restored in it; the database refuses any overlap.'
    },
    test: 'src/business/agenda/appointments.test.ts',
    async prove({ db, network_id }) {
      const { rows } = await sql<Counts>`
        select count(*)::int as appointments, max(a.updated_at) as last_at,
          count(*) filter (where a.status <> 'cancelled' and a.deleted_at is null and exists (
            select from appointment_items i where i.network_id = a.network_id and i.appointment_id = a.appointment_id and i.occupation_id is null))::int as astray
        from appointments a where a.network_id = ${network_id}`.execute(db)
      const { appointments = 0, astray = 0, last_at = null } = rows[0] ?? {}
      return {
        state: astray === 0 ? 'kept' : 'broken',
        shown: {
          fr: `${appointments} rendez-vous, dont ${astray} sans place réservée dans un agenda.`,
          en: `${appointments} appointments, ${astray} of them without a place held in an agenda.`
        },
        last_at
      }
    }
  }
]
