import { once } from 'node:events'

/**
 * Loaded before src/main.ts by `npm start`. Most of a start is loading modules, so that is done
 * while the parent looks after pages and PostgreSQL; main.ts runs once the parent has sent the
 * settings. When the parent is gone, even by kill -9, the channel closes and the server stops.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// A terminal that closes tells both; the parent then stops this one in its own time.
process.on('SIGHUP', () => {})
const loading = import('../src/house.ts')
// A module that does not load is told below, when the parent listens.
loading.catch(() => {})
const [settings] = await once(process, 'message')
Object.assign(process.env, settings)
await loading
process.channel?.unref()
