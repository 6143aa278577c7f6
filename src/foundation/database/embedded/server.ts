import { execFile, spawn } from 'node:child_process'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { EmbeddedError, errorCode } from './error.ts'
import type { User } from './place.ts'

export type Paths = { binaries: string; cluster: string; log: string }

const run = promisify(execFile)
const startLimit = 5 * 60_000
const stopLimit = 60_000

export function identity(user: User | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

/** Nothing of the caller's environment: PGPORT and its like would change the server. */
export const serverEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

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

const disposableSettings = ['max_connections=300', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0']

/** The process id of a ready server on the cluster; waits for one that is starting or stopping to be done with it. */
export async function runningServer(cluster: string): Promise<number | undefined> {
  for (const limit = Date.now() + startLimit; Date.now() < limit; await sleep(20)) {
    const found = await readPidFile(cluster)
    if (found === undefined) return undefined
    if (!(await isServerOf(found.pid, cluster))) {
      // PostgreSQL sees for itself that a process is gone, but not that its number went to a stranger.
      if (!(found.pid > 0) || isAlive(found.pid)) await rm(join(cluster, 'postmaster.pid'))
      return undefined
    }
    if (found.status === 'ready') return found.pid
  }
  throw new EmbeddedError('does-not-start', `PostgreSQL runs on ${cluster} but does not become ready.`)
}

/** Starts PostgreSQL in a session of its own, so that Ctrl-C in the terminal leaves it to whoever started it. */
export async function launch(paths: Paths, port: number, user: User | undefined, disposable: boolean): Promise<{ pid: number; failed?: string }> {
  await rename(paths.log, `${paths.log}.1`).catch(() => {})
  const log = await open(paths.log, 'a', 0o600)
  const settings = [...serverSettings, ...(disposable ? disposableSettings : [])]
  const child = spawn(
    join(paths.binaries, 'postgres'),
    ['-D', paths.cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity(user), env: serverEnvironment, cwd: paths.cluster, detached: true, stdio: ['ignore', log.fd, log.fd] }
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
export async function stopServer(cluster: string): Promise<void> {
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
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

export async function listeningPort(cluster: string): Promise<number> {
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
    return errorCode(error) === 'EPERM'
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-20).join('\n')
}
