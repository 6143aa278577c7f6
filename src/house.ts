import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import pg from 'pg'
import { createGate } from './business/accounts/gate.ts'
import { openIdentity } from './business/accounts/identity.ts'
import type { Identity } from './business/accounts/identity.ts'
import type { Config } from './config.ts'
import { checkCatalogue } from './foundation/catalogue/check.ts'
import { useCatalogue } from './foundation/catalogue/known.ts'
import { openDatabase } from './foundation/database/context.ts'
import { migrate } from './foundation/database/migrate.ts'
import { loginUrl } from './foundation/database/roles.ts'
import { openHub } from './foundation/events/hub.ts'
import type { App } from './foundation/http/app.ts'
import { houseRoutes } from './foundation/http/house-routes.ts'
import { createServer } from './foundation/http/server.ts'
import { startWorker } from './foundation/jobs/worker.ts'
import { useRootKey } from './foundation/keys/installation.ts'
import { loadRootKey } from './foundation/keys/root-key.ts'
import type { RootKey } from './foundation/keys/root-key.ts'
import { loadCommunes } from './foundation/places/communes.ts'
import type { Room } from './foundation/room.ts'
import { openTexts } from './foundation/text/text.ts'
import { rooms as allRooms } from './rooms.ts'

export const version: string = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version

/** Everything that is open while the program runs. */
export type House = App & { rooms: readonly Room[]; identity: Identity; rootKey: RootKey; close(): Promise<void> }

/**
 * Opens the house without serving it: keys, database brought up to date, catalogue held
 * against it, texts. What the server, the command line and the tests all start from.
 * @throws with a readable list when the database and the catalogue disagree
 */
export async function openHouse(config: Config, options: { log?: (line: string) => void; clock?: () => Temporal.Instant } = {}): Promise<House> {
  const log = pino({ level: config.LOG_LEVEL, base: null, redact: ['req.headers', 'headers'] })
  const rootKey = await loadRootKey({ folder: join(config.RESERVE_DATA, 'keys'), setting: config.RESERVE_ROOT_KEY })
  useRootKey(rootKey)
  await migrate(config.DATABASE_URL, rootKey, options.log)
  await loadCommunes(config.DATABASE_URL)
  const hub = await openHub(await loginUrl(config.DATABASE_URL, rootKey, 'app'), (error) => log.warn({ err: error }, 'signals interrupted'))
  const database = openDatabase(await loginUrl(config.DATABASE_URL, rootKey, 'app'), {
    connections: config.DATABASE_POOL,
    onSignal: (signal) => hub.publish(signal),
    ...(options.clock === undefined ? {} : { clock: options.clock })
  })
  const secret = (await rootKey.derive('identity-sessions')).toString('base64url')
  const identity = openIdentity(config, await loginUrl(config.DATABASE_URL, rootKey, 'identity'), secret)
  const rooms = allRooms(identity)
  useCatalogue(rooms.flatMap((room) => room.tables ?? []))
  const close = async (): Promise<void> => {
    await hub.close()
    await database.close()
    await identity.close()
  }
  try {
    await refuseDisagreement(config.DATABASE_URL, rooms)
  } catch (error) {
    await close()
    throw error
  }
  const texts = openTexts(Object.fromEntries(rooms.filter((room) => room.texts !== undefined).map((room) => [room.name, room.texts!])))
  return { config, database, hub, texts, log, rooms, identity, rootKey, close }
}

async function refuseDisagreement(url: string, rooms: readonly Room[]): Promise<void> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  try {
    const wrong = await checkCatalogue(owner, rooms.flatMap((room) => room.tables ?? []))
    if (wrong.length > 0) throw new Error(`The catalogue of personal data and the database disagree:\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
  } finally {
    await owner.end()
  }
}

/** The HTTP server of an open house; it does not listen yet. */
export async function serveHouse(house: House): Promise<FastifyInstance> {
  const routes = house.rooms.flatMap((room) => room.routes ?? [])
  return createServer({ ...house, gate: createGate(house.identity), routes: [...houseRoutes(routes, version), ...routes] })
}

/** Background jobs of an open house, in this process. */
export async function workHouse(house: House): Promise<{ stop(): Promise<void> }> {
  return startWorker(house, await loginUrl(house.config.DATABASE_URL, house.rootKey, 'jobs'), house.rooms.flatMap((room) => room.jobs ?? []))
}
