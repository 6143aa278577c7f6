import type { Room } from '../../foundation/room.ts'
import { clientJobs } from './jobs.ts'
import { clientTables } from './personal-data.ts'
import { clientPromises } from './promises.ts'
import { clientRoutes } from './routes.ts'
import { clientTexts } from './texts.ts'

export const clientsRoom: Room = { name: 'clients', routes: clientRoutes, tables: clientTables, texts: clientTexts, jobs: clientJobs, promises: clientPromises }
