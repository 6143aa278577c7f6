import type { Room } from '../../foundation/room.ts'
import { noticeTables } from './personal-data.ts'

export const noticesRoom: Room = { name: 'notices', tables: noticeTables }
