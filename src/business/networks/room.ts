import type { Room } from '../../foundation/room.ts'
import { networkTables } from './personal-data.ts'
import { networkKeepers } from './promises.ts'
import { publicRoutes } from './public-routes.ts'
import { settingRoutes } from './routes.ts'
import { networkTexts } from './texts.ts'

export const networksRoom: Room = { name: 'networks', routes: [...settingRoutes, ...publicRoutes], texts: networkTexts, tables: networkTables, promises: networkKeepers }
