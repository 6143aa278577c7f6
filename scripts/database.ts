import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '../src/foundation/database/embedded.ts'
import type { Embedded } from '../src/foundation/database/embedded.ts'
import { EmbeddedError } from '../src/foundation/database/embedded/error.ts'
import { root } from './bootstrap.mjs'
import { Stop, line, say } from './progress.mjs'

/** RESERVE_DATA, the same wherever in the checkout a command is given. */
export const dataFolder = resolve(root, process.env['RESERVE_DATA'] || 'data')

export const foreignData = say(
  'Le dossier de données appartient à un autre utilisateur, qui a lancé Réserve le premier. Relancez avec cet utilisateur, ou donnez un autre dossier : RESERVE_DATA=…',
  'The data folder belongs to another user, who started Réserve first. Start again as that user, or give another folder: RESERVE_DATA=…'
)

export type RunningDatabase = {
  url: string
  /** What the reader should know once: whom PostgreSQL runs as and where its data lies. */
  note: string | undefined
  /** Starts PostgreSQL again whenever it ends by itself; never returns, throws when that fails. */
  keepRunning(): Promise<never>
  stop(): Promise<void>
}

/**
 * The database that a script works on: DATABASE_URL's, or the embedded one in the data folder.
 * @throws Stop with a sentence for the reader
 */
export async function useDatabase(): Promise<RunningDatabase> {
  const given = process.env['DATABASE_URL']
  if (given) return { url: given, note: undefined, keepRunning: () => new Promise(() => {}), stop: async () => {} }
  const directory = join(dataFolder, 'postgres')
  let current = await startExplained(directory)
  let stopped = false
  return {
    url: current.url,
    note: current.created ? noteOn(current) : undefined,
    async keepRunning() {
      for (;;) {
        await sleep(1000, undefined, { ref: false })
        if (stopped || isAlive(current.pid)) continue
        line(say('PostgreSQL a été arrêté de l’extérieur ; il redémarre.', 'PostgreSQL was ended from outside; it starts again.'))
        await current.stop()
        const again = await startExplained(directory)
        if (again.url !== current.url) throw new Stop(say('PostgreSQL a changé de port ; relancez npm start.', 'PostgreSQL changed its port; run npm start again.'))
        current = again
      }
    },
    async stop() {
      stopped = true
      await current.stop()
    }
  }
}

async function startExplained(directory: string): Promise<Embedded> {
  try {
    return await startEmbedded({ directory })
  } catch (error) {
    throw explained(error)
  }
}

function noteOn({ user, cluster }: Embedded): string | undefined {
  if (user === undefined) return undefined
  return say(`PostgreSQL refuse root : il tourne sous « ${user} », données dans ${cluster}`, `PostgreSQL refuses root: it runs as ${user}, data in ${cluster}`)
}

function explained(error: unknown): unknown {
  if (!(error instanceof EmbeddedError)) return error
  const sentences = {
    'unsupported-platform': say(
      'Aucun PostgreSQL n’est fourni pour cette machine ; donnez le vôtre (15 ou plus récent) : DATABASE_URL=postgres://… npm start',
      'No PostgreSQL comes for this machine; bring yours (15 or later): DATABASE_URL=postgres://… npm start'
    ),
    'foreign-files': foreignData,
    'does-not-start': say('PostgreSQL ne démarre pas ; ses dernières lignes sont ci-dessus.', 'PostgreSQL does not start; its last lines are above.')
  }
  return new Stop(sentences[error.reason], error.detail || error.message)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
