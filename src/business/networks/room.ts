import type { Room } from '../../foundation/room.ts'
import { networkTables } from './personal-data.ts'

export const networksRoom: Room = { name: 'networks', tables: networkTables }
