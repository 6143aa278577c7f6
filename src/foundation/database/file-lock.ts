import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

/** Gives the lock back. A process that dies gives it back too: the kernel holds it, not a pid in a file. */
export type Release = () => void

/**
 * Waits until nobody else holds the lock at `path`, then holds it alone.
 * SQLite brings the locks: real ones on every system, which Node itself does not offer.
 */
export async function lockAlone(path: string): Promise<Release> {
  for (;;) {
    const release = tryLockAlone(path)
    if (release !== undefined) return release
    await sleep(20)
  }
}

/** Holds the lock at `path` alone, or returns undefined when anybody holds it. */
export function tryLockAlone(path: string): Release | undefined {
  return hold(path, 'begin exclusive')
}

/** Holds the lock at `path` together with others. Throws while somebody holds it alone. */
export function lockShared(path: string): Release {
  const release = hold(path, 'begin; select count(*) from sqlite_schema')
  if (release === undefined) throw new Error(`${path} is held by another process.`)
  return release
}

/** Collecting a database as garbage would close it and give its lock away, so it is kept here. */
const held = new Set<DatabaseSync>()

function hold(path: string, statement: string): Release | undefined {
  const database = new DatabaseSync(path)
  try {
    database.exec(statement)
    held.add(database)
    return () => {
      held.delete(database)
      database.close()
    }
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return undefined
    throw error
  }
}

/** SQLITE_BUSY */
const busy = 5
