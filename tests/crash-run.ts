import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../src/config.ts'
import { startEmbedded } from '../src/foundation/database/embedded.ts'
import type { Embedded } from '../src/foundation/database/embedded.ts'
import { freePort } from '../src/foundation/database/embedded/port.ts'
import { newId } from '../src/foundation/database/ids.ts'
import { openHouse, serveHouse } from '../src/house.ts'
import type { House } from '../src/house.ts'
import { testNetwork } from './house.ts'
import type { TestNetwork } from './house.ts'

/** A booking that somebody asked for: what he sent, under which key, and what he was answered at last. */
export type Asked = { key: string; email: string; body: object; appointment_id: string | null; refused: string | null }

export type Crashed = {
  salon: TestNetwork
  house: House
  asked: readonly Asked[]
  kills: { server: number; postgres: number }
  /** Requests that got no answer, or one that said to try again. */
  unanswered: number
  /** Sends a booking again, with its own key. */
  again(asked: Asked): Promise<Answer>
}
type Answer = { status: number; body: { appointment_id?: string; code?: string } }

const clients = 6
/** Longest wait for a server that starts, or for a write that is tried again and again. */
const patience = 60_000

/**
 * A server in a process of its own, on a PostgreSQL of its own that waits for the disk, is
 * killed again and again, as is PostgreSQL, while clients book; who got no answer asks again
 * with his key. When all have their answer, `judge` looks at what is there.
 * @param kills how often; every third is PostgreSQL with all its processes
 */
export async function crashAndJudge(kills: number, judge: (crashed: Crashed) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reserve-crash-'))
  const clusters: Embedded[] = []
  const startPostgres = async (): Promise<Embedded> => {
    const cluster = await startEmbedded({ directory: join(folder, 'postgres') })
    clusters.push(cluster)
    return cluster
  }
  let server: ChildProcess | undefined
  let house: House | undefined
  try {
    let cluster = await startPostgres()
    const settings = () => ({ LOG_LEVEL: 'silent', RESERVE_RATE_LIMIT: 'false', DATABASE_URL: cluster.url, RESERVE_DATA: folder })
    const open = (): Promise<House> => openHouse(readConfig({ ...settings(), PORT: '0', RESERVE_WORKER: 'false' }))
    house = await open()
    const furnished = await serveHouse(house)
    const salon = await testNetwork({ house, server: furnished }, 'crash')
    await furnished.close()
    await house.close()
    house = undefined

    const port = await freePort()
    const url = `http://127.0.0.1:${port}/api/public/${salon.slug}/establishments/${salon.establishment_slug}/bookings`
    const startServer = async (): Promise<void> => {
      server = spawn(process.execPath, ['src/main.ts'], { cwd: join(import.meta.dirname, '..'), env: { ...process.env, ...settings(), PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      const [said] = await Promise.race([once(server, 'message', { signal: AbortSignal.timeout(patience) }), once(server, 'exit').then(([code]) => [`ended with ${code}`])])
      if (said !== 'listening') throw new Error(`The server ${String(said)} instead of starting.`)
    }
    const killServer = async (): Promise<void> => {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
    }
    await startServer()

    const asked: Asked[] = []
    const done = { server: 0, postgres: 0 }
    let unanswered = 0
    let open_for_business = true
    const untilAnswered = async (one: Asked): Promise<Answer> => {
      for (const limit = Date.now() + patience; ; await sleep(50)) {
        const answer = await post(url, one).catch((error: Error) => error)
        if (!(answer instanceof Error) && answer.status < 500) return answer
        unanswered++
        if (Date.now() > limit) {
          const last = answer instanceof Error ? `${answer.message} ${String(answer.cause ?? '')}` : JSON.stringify(answer)
          throw new Error(`No answer for ${one.key} within ${patience} ms, after ${JSON.stringify(done)} kills; the last was ${last}.`)
        }
      }
    }
    const client = async (): Promise<void> => {
      while (open_for_business) {
        const one = wish(salon)
        asked.push(one)
        const { status, body } = await untilAnswered(one)
        if (status === 201) one.appointment_id = body.appointment_id ?? null
        else one.refused = body.code ?? String(status)
      }
    }
    const killer = async (): Promise<void> => {
      try {
        for (let kill = 1; kill <= kills; kill++) {
          await sleep(randomInt(50, 1500))
          if (kill % 3 !== 0) {
            done.server++
            await killServer()
            await startServer()
            continue
          }
          done.postgres++
          const { url: before } = cluster
          killFamily(cluster.pid)
          cluster = await startPostgres()
          // The server outlives its database; only an address that had to change makes it start again.
          if (cluster.url === before && server?.exitCode === null && server.signalCode === null) continue
          await killServer()
          await startServer()
        }
        await sleep(500)
      } finally {
        open_for_business = false
      }
    }
    await Promise.all([killer(), ...Array.from({ length: clients }, client)])
    const again = (one: Asked): Promise<Answer> => post(url, one)
    house = await open()
    const judged: House = house
    const run: TestNetwork['run'] = (work) => judged.database.transaction({ network_id: salon.network_id, actor: { kind: 'system', job: 'test' }, purpose: 'reservation' }, work)
    await judge({ salon: { ...salon, run }, house, asked, kills: done, unanswered, again })
  } finally {
    await house?.close()
    if (server !== undefined && server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
    }
    for (const cluster of clusters) await cluster.stop()
    await rm(folder, { recursive: true, force: true })
    // Where PostgreSQL's user could not reach the folder, its data lies elsewhere.
    const home = clusters[0] === undefined ? folder : dirname(clusters[0].cluster)
    await rm(home, { recursive: true, force: true })
  }
}

/** A haircut for one or a seat in a class, somewhere in the next weeks: now and then where another booked already. */
function wish({ services, agenda_ids }: TestNetwork): Asked {
  const key = newId()
  const email = `${key}@example.com`
  const at = Temporal.Now.plainDateISO('Europe/Paris').add({ days: randomInt(1, 25) }).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: { hour: randomInt(8, 19), minute: 30 * randomInt(0, 2) } })
  const service_id = randomInt(0, 4) === 0 ? services.class : services.cut
  const body = {
    services: [{ service_id, agenda_id: agenda_ids[randomInt(0, 2)] }],
    starts_at: at.toInstant().toString(),
    person: { first_name: 'Ada', last_name: `Crash ${key.slice(-6)}`, email, phone: null }
  }
  return { key, email, body, appointment_id: null, refused: null }
}

async function post(url: string, { key, body }: Asked): Promise<Answer> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

/** Kills a process and its children at one blow, so that none has time to tidy up. */
function killFamily(pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  for (const one of [pid, ...children]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // A worker that ended by itself in between.
    }
  }
}
