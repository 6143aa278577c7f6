import { execFile } from 'node:child_process'
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedError } from './error.ts'
import { identity, serverEnvironment } from './server.ts'
import type { User } from './place.ts'
import type { Paths } from './server.ts'

const run = promisify(execFile)

/** The cluster's superuser, and the database that bears its name. */
export const superuser = 'reserve'

/** Made aside and renamed when whole, so that a kill in between leaves nothing half made. */
export async function createCluster(paths: Paths, password: string, user: User | undefined): Promise<void> {
  const partial = `${paths.cluster}.new`
  const passwordFile = `${paths.cluster}.password`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  try {
    if (user !== undefined) {
      await chown(partial, user.uid, user.gid)
      await chown(passwordFile, user.uid, user.gid)
    }
    const as = { ...identity(user), env: serverEnvironment, cwd: partial }
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
