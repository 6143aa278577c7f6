import type { Room } from '../../foundation/room.ts'
import { calendarJobs } from './calendar-fetch.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { agendaTables } from './personal-data.ts'
import { agendaPromises } from './promises.ts'
import { agendaRoutes } from './routes.ts'
import { ruleRoutes } from './rules-routes.ts'
import { agendaTexts } from './texts.ts'

export const agendaRoom: Room = { name: 'agenda', routes: [...agendaRoutes, ...ruleRoutes, ...calendarRoutes], tables: agendaTables, texts: agendaTexts, promises: agendaPromises, jobs: calendarJobs }
