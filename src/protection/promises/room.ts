import { api, inNetwork } from '../../foundation/http/route.ts'
import type { Room } from '../../foundation/room.ts'
import { promiseList } from './schemas.ts'
import { promiseStates } from './states.ts'

/**
 * Shows a network what was promised and what is true.
 * @param house asked at the time of a request, because this room is itself one of them
 */
export function promisesRoom(house: () => readonly Room[]): Room {
  return {
    name: 'promises',
    routes: [
      api({
        method: 'GET',
        path: '/api/networks/:network_id/promises',
        access: { kind: 'member', right: 'promises:read' },
        purpose: 'evidence',
        tag: 'promises',
        summary: 'Every promise with its state, what keeps it and its last proof',
        params: inNetwork,
        response: promiseList,
        async handle(context) {
          const states = await promiseStates(context, house())
          const { locale } = context
          return {
            as_of: context.now.toString(),
            items: states.map(({ id, title, state, kept_by, shown, last_at }) => ({ id, title: title[locale], state, kept_by: kept_by?.[locale] ?? null, shown: shown?.[locale] ?? null, last_at }))
          }
        }
      })
    ]
  }
}
