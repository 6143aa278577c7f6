import type { Keeper } from '../../foundation/room.ts'
import { countTwice } from './queries.ts'

/** What shows that the statistics are as promised. */
export const insightKeepers: readonly Keeper[] = [
  {
    id: 'A-11',
    kept_by: {
      fr: 'Les statistiques sont comptées à la demande sur les rendez-vous eux-mêmes : par agenda, prestation, origine, jour et heure ; chaque tableau s’exporte en CSV.',
      en: 'Statistics are counted on demand from the appointments themselves: by agenda, service, origin, weekday and hour; every table exports to CSV.'
    },
    test: 'src/business/insight/statistics.test.ts',
    async prove(context) {
      const { by_day, by_origin, there } = await countTwice(context)
      return {
        state: by_day === there && by_origin === there ? 'kept' : 'broken',
        shown: {
          fr: `Rendez-vous des trente derniers jours : ${there} ; dans les statistiques par jour : ${by_day}, par origine : ${by_origin}.`,
          en: `Appointments of the last thirty days: ${there}; in the statistics by day: ${by_day}, by origin: ${by_origin}.`
        },
        last_at: context.now
      }
    }
  }
]
