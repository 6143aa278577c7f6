import { sql } from 'kysely'
import type { Keeper } from '../../foundation/room.ts'

/** What shows that people are informed when their data is collected. */
export const noticeKeepers: readonly Keeper[] = [
  {
    id: 'A-22',
    kept_by: {
      fr: 'La notice est écrite d’après le catalogue des données, affichée sur chaque formulaire, et sa version reste avec le rendez-vous.',
      en: 'The notice is written from the catalogue of data, shown on each form, and its version stays with the appointment.'
    },
    test: 'src/protection/notices/notices.test.ts',
    async prove({ db, network_id }) {
      const { rows } = await sql<{ versions: number; informed: number; uninformed: number; last_at: Temporal.Instant | null }>`
        select
          (select count(*)::int from notices where network_id = ${network_id}) as versions,
          (select count(*)::int from appointments where network_id = ${network_id} and notice_id is not null) as informed,
          (select count(*)::int from appointments where network_id = ${network_id} and notice_id is null and created_by is null
            and origin not in ('staff', 'walk_in', 'import', 'api')) as uninformed,
          (select max(recorded_at) from ledger_entries where network_id = ${network_id} and kind in ('notice.published', 'notice.shown')) as last_at`.execute(db)
      const { versions, informed, uninformed, last_at } = rows[0]!
      return {
        state: uninformed > 0 ? 'broken' : 'kept',
        shown: {
          fr: `${versions} versions publiées ; ${informed} rendez-vous pris en ligne portent la leur, ${uninformed} non.`,
          en: `${versions} versions published; ${informed} appointments booked online carry theirs, ${uninformed} do not.`
        },
        last_at
      }
    }
  }
]
