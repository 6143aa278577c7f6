import type { Room } from '../../foundation/room.ts'
import { cookieRoutes } from './cookies.ts'
import { embedRoutes } from './embed.ts'
import { bookingJobs } from './jobs.ts'
import { onlineRoutes } from './online.ts'
import { bookingPages } from './pages.ts'
import { bookingTables } from './personal-data.ts'
import { bookingKeepers } from './promises.ts'
import { bookingRoutes } from './routes.ts'
import { bookingTexts } from './texts.ts'
import { waitingPages } from './waiting-pages.ts'
import { waitingRoutes } from './waiting-routes.ts'

export const bookingRoom: Room = {
  name: 'booking',
  routes: [...embedRoutes, ...bookingRoutes, ...bookingPages, ...waitingRoutes, ...waitingPages, ...onlineRoutes, ...cookieRoutes],
  tables: bookingTables,
  texts: bookingTexts,
  jobs: bookingJobs,
  promises: bookingKeepers
}
