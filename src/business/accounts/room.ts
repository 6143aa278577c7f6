import type { Room } from '../../foundation/room.ts'
import type { Identity } from './identity.ts'
import { accountTables } from './personal-data.ts'
import { accountRoutes } from './routes.ts'

export function accountsRoom(identity: Identity): Room {
  return { name: 'accounts', routes: accountRoutes(identity), tables: accountTables }
}
