import type { Room } from '../../foundation/room.ts'
import { clientTables } from './personal-data.ts'

export const clientsRoom: Room = { name: 'clients', tables: clientTables }
