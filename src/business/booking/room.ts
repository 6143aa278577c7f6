import type { Room } from '../../foundation/room.ts'
import { bookingTables } from './personal-data.ts'

export const bookingRoom: Room = { name: 'booking', tables: bookingTables }
