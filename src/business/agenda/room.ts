import type { Room } from '../../foundation/room.ts'
import { agendaTables } from './personal-data.ts'

export const agendaRoom: Room = { name: 'agenda', tables: agendaTables }
