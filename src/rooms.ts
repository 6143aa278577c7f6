import { accountsRoom } from './business/accounts/room.ts'
import type { Identity } from './business/accounts/identity.ts'
import { agendaRoom } from './business/agenda/room.ts'
import { bookingRoom } from './business/booking/room.ts'
import { clientsRoom } from './business/clients/room.ts'
import { insightRoom } from './business/insight/room.ts'
import { networksRoom } from './business/networks/room.ts'
import { noticesRoom } from './protection/notices/room.ts'
import { promisesRoom } from './protection/promises/room.ts'
import { foundationTables } from './foundation/personal-data.ts'
import type { Room } from './foundation/room.ts'
import { foundationTexts } from './foundation/text/texts.ts'
import { ledgerRoom } from './foundation/ledger/room.ts'

/** The house, room by room. A feature is a folder and a line here. */
export function rooms(identity: Identity): Room[] {
  const house: Room[] = [
    { name: 'foundation', texts: foundationTexts, tables: foundationTables },
    ledgerRoom,
    accountsRoom(identity),
    networksRoom,
    agendaRoom,
    clientsRoom,
    noticesRoom,
    bookingRoom,
    insightRoom,
    promisesRoom(() => house)
  ]
  return house
}
