import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { startEmbedded } from '../src/foundation/database/embedded.ts'
import { newId } from '../src/foundation/database/ids.ts'
import { openHouse, serveHouse } from '../src/house.ts'
import type { House } from '../src/house.ts'

export type BenchHouse = { house: House; address: string; url: string; close(): Promise<void> }

/**
 * A house that listens on loopback, on an embedded server of its own that waits for the
 * disk: the figures are those of a server that loses nothing.
 */
export async function benchHouse(): Promise<BenchHouse> {
  const directory = await mkdtemp(join(tmpdir(), 'reserve-bench-'))
  const cluster = await startEmbedded({ directory })
  const house = await openHouse(
    readConfig({ LOG_LEVEL: 'silent', PORT: '0', RESERVE_RATE_LIMIT: 'false', RESERVE_WORKER: 'false', DATABASE_POOL: '16', DATABASE_URL: cluster.url, RESERVE_DATA: directory })
  )
  const server = await serveHouse(house)
  const address = await server.listen({ port: 0, host: '127.0.0.1' })
  return {
    house,
    address,
    url: cluster.url,
    async close() {
      await server.close()
      await house.close()
      await cluster.stop()
      await rm(directory, { recursive: true, force: true })
      // Where PostgreSQL's user could not reach the folder, its data lies elsewhere.
      await rm(dirname(cluster.cluster), { recursive: true, force: true })
    }
  }
}

export type BenchSalon = { network_id: string; slug: string; establishment_id: string; service_id: string; agenda_ids: string[] }

/** A network with one establishment open from 8 to 20 every day, some agendas and a half-hour service. */
export async function benchSalon({ house }: BenchHouse, agendas: number): Promise<BenchSalon> {
  const network_id = newId()
  const slug = `bench-${network_id.slice(-8)}`
  const establishment_id = newId()
  const service_id = newId()
  const agenda_ids = Array.from({ length: agendas }, () => newId())
  await house.database.transaction({ network_id, actor: { kind: 'system', job: 'bench' }, purpose: 'reservation' }, async ({ db }) => {
    await db.insertInto('networks').values({ network_id, slug, name: 'Bench' }).execute()
    await db.insertInto('network_addresses').values({ slug, network_id }).execute()
    await db.insertInto('establishments').values({ network_id, establishment_id, slug: 'salon', name: 'Salon', activity: 'coiffure', online: true, max_ahead_days: 400, min_notice_minutes: 0, max_upcoming_per_client: 100 }).execute()
    await db.insertInto('opening_hours').values([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ network_id, establishment_id, weekday, opens_minute: 480, closes_minute: 1200 }))).execute()
    for (let at = 0; at < agenda_ids.length; at += 200) {
      await db.insertInto('agendas').values(agenda_ids.slice(at, at + 200).map((agenda_id, position) => ({ network_id, agenda_id, establishment_id, name: `Agenda ${at + position}`, online: true, position: at + position }))).execute()
    }
    await db.insertInto('services').values({ network_id, service_id, establishment_id, name: 'Coupe', duration_minutes: 30, online: true, price_minor: 3000 }).execute()
    for (let at = 0; at < agenda_ids.length; at += 200) {
      await db.insertInto('service_agendas').values(agenda_ids.slice(at, at + 200).map((agenda_id) => ({ network_id, service_id, agenda_id }))).execute()
    }
  })
  return { network_id, slug, establishment_id, service_id, agenda_ids }
}
