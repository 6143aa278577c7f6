import type { Room } from '../../foundation/room.ts'
import { insightKeepers } from './promises.ts'
import { insightRoutes } from './routes.ts'
import { insightTexts } from './texts.ts'

/** Statistics: counts what other rooms keep, keeps nothing itself. */
export const insightRoom: Room = { name: 'insight', routes: insightRoutes, texts: insightTexts, promises: insightKeepers }
