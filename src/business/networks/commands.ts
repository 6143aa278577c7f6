/** Writes of the room that others may use. */
export { createNetwork, changeNetwork } from './network-commands.ts'
export { archiveEstablishment, changeEstablishment, createEstablishment } from './establishment-commands.ts'
