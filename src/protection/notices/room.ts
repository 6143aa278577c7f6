import type { Room } from '../../foundation/room.ts'
import { noticeTables } from './personal-data.ts'
import { noticeKeepers } from './promises.ts'
import { noticeRoutes } from './routes.ts'
import { noticeTexts } from './texts.ts'

export const noticesRoom: Room = { name: 'notices', routes: noticeRoutes, texts: noticeTexts, tables: noticeTables, promises: noticeKeepers }
