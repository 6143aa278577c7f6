/** Every write of the room, for its routes, the command line, the demonstration and other rooms. */
export { createNetwork, changeNetwork } from './network-commands.ts'
export type { NewNetwork } from './network-commands.ts'
export { archiveEstablishment, changeEstablishment, createEstablishment, orderEstablishments, restoreEstablishment } from './establishment-commands.ts'
export { clearExceptionDays, setExceptionDays, setWeeklyHours } from './hours.ts'
export { archiveAgenda, changeAgenda, createAgenda, orderAgendas, restoreAgenda } from './agenda-commands.ts'
export { archiveService, changeService, createService, duplicateService, orderServices, restoreService } from './service-commands.ts'
export { publishDirectory } from './directory.ts'
