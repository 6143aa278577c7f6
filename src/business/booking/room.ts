import type { Room } from '../../foundation/room.ts'
import { cookieRoutes } from './cookies.ts'
import { bookingPages } from './pages.ts'
import { bookingTables } from './personal-data.ts'
import { bookingRoutes } from './routes.ts'
import { bookingTexts } from './texts.ts'

export const bookingRoom: Room = { name: 'booking', routes: [...bookingRoutes, ...bookingPages, ...cookieRoutes], tables: bookingTables, texts: bookingTexts }
