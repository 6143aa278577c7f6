/** Writes of the room that others may use. */
export { createNetwork, changeNetwork } from './network-commands.ts'
export { archiveEstablishment, changeEstablishment, createEstablishment, recordVisibility } from './establishment-commands.ts'
export { publishDirectory } from './directory.ts'
