import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCluster, superuser } from './embedded/create.ts'
import { EmbeddedError, errorCode } from './embedded/error.ts'
import { homeFor, reachableBinaries, serverUser } from './embedded/place.ts'
import { freePort, isFree } from './embedded/port.ts'
import { launch, listeningPort, runningServer, stopServer } from './embedded/server.ts'
import { lockAlone, lockShared, tryLockAlone } from './file-lock.ts'
import type { User } from './embedded/place.ts'
import type { Paths } from './embedded/server.ts'
import type { Release } from './file-lock.ts'

export type Embedded = {
  /** Login of the cluster's superuser on its database `reserve`. */
  url: string
  /** Process id of the PostgreSQL server. */
  pid: number
  /** True when this call made the cluster. */
  created: boolean
  /** True when the server was running already, left by an earlier start or used by another command. */
  reused: boolean
  /** Where the data lies: not in `directory` when PostgreSQL's user cannot reach that. */
  cluster: string
  /** The user that PostgreSQL runs as, when it is another than the caller. */
  user: string | undefined
  /** Gives the server up; whoever does so last stops it. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Folder for the data, the password, the locks and the log; made when absent. */
  directory: string
  /** For tests: does not wait for the disk, so that a power cut may lose the data. */
  disposable?: boolean
}

/** What outlives a run; readable by the owner only, for the password. `home` is the cluster's folder, '.' for here. */
type Settings = { port: number; password: string; home: string }

/**
 * Starts PostgreSQL in `directory`, or joins the one that runs there already, and
 * returns once it accepts connections. It listens on 127.0.0.1 alone, on a port that
 * the directory keeps, and asks for a password. Root cannot run PostgreSQL, so that
 * root's is run as an unprivileged user.
 * @throws EmbeddedError
 */
export async function startEmbedded({ directory, disposable = false }: EmbeddedOptions): Promise<Embedded> {
  const root = resolve(directory)
  await mkdir(root, { recursive: true })
  const mine = await lockAlone(join(root, 'starting.lock')).catch((error: unknown) => {
    throw foreignFiles(root, error)
  })
  let inUse: Release | undefined
  try {
    inUse = lockShared(join(root, 'in-use.lock'))
    const known = await readSettings(root)
    const user = await serverUser(resolve(root, known?.home ?? '.', 'cluster'))
    const settings = known ?? (await firstSettings(root, user))
    const paths = {
      binaries: await reachableBinaries(root, user),
      cluster: resolve(root, settings.home, 'cluster'),
      log: join(root, 'postgres.log')
    }
    const created = !existsSync(paths.cluster)
    if (created) await createCluster(paths, settings.password, user)
    const before = await runningServer(paths.cluster)
    const pid = before ?? (await startServer(root, paths, settings, user, disposable))
    return {
      url: `postgres://${superuser}:${settings.password}@127.0.0.1:${await listeningPort(paths.cluster)}/reserve`,
      pid,
      created,
      reused: before !== undefined,
      cluster: paths.cluster,
      user: user?.name,
      stop: once(() => giveUp(root, paths.cluster, inUse))
    }
  } catch (error) {
    inUse?.()
    throw error
  } finally {
    mine()
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}

async function giveUp(root: string, cluster: string, inUse: Release | undefined): Promise<void> {
  const mine = await lockAlone(join(root, 'starting.lock'))
  try {
    inUse?.()
    const last = tryLockAlone(join(root, 'in-use.lock'))
    if (last === undefined) return
    await stopServer(cluster)
    last()
  } finally {
    mine()
  }
}

async function readSettings(root: string): Promise<Settings | undefined> {
  try {
    return JSON.parse(await readFile(join(root, 'settings.json'), 'utf8')) as Settings
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw foreignFiles(root, error)
  }
}

async function firstSettings(root: string, user: User | undefined): Promise<Settings> {
  const settings = { port: await freePort(), password: randomBytes(24).toString('base64url'), home: await homeFor(root, user) }
  await writeSettings(root, settings)
  return settings
}

async function writeSettings(root: string, settings: Settings): Promise<void> {
  const path = join(root, 'settings.json')
  await writeFile(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  // Root may start what another made; it stays his.
  const { uid, gid } = await stat(root)
  await chown(`${path}.new`, uid, gid)
  await rename(`${path}.new`, path)
}

function foreignFiles(root: string, error: unknown): unknown {
  const denied = errorCode(error) === 'EACCES' || (error instanceof Error && /readonly|unable to open/.test(error.message))
  return denied ? new EmbeddedError('foreign-files', `${root} belongs to another user, who started it first.`) : error
}

async function startServer(root: string, paths: Paths, settings: Settings, user: User | undefined, disposable: boolean): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    if (!(await isFree(settings.port))) {
      settings.port = await freePort()
      await writeSettings(root, settings)
    }
    const { pid, failed } = await launch(paths, settings.port, user, disposable)
    if (failed === undefined) return pid
    // Another program took the port in between, or processes of a killed server still end.
    const passing = /Address already in use|shared memory block .* is still in use|lock file .* already exists/.test(failed)
    if (!passing || attempt === 20) throw new EmbeddedError('does-not-start', 'PostgreSQL does not start.', failed)
    await sleep(250)
  }
}
