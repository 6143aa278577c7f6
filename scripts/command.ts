import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { compileCache, root } from './bootstrap.mjs'
import { dataFolder, useDatabase } from './database.ts'
import { giveUp } from './progress.mjs'

/**
 * `npx reserve <command>`: src/cli.ts with the arguments given, on DATABASE_URL or on the
 * embedded database, which runs already or runs for as long as the command does.
 */
const withoutDatabase = new Set([undefined, 'help', '--help', 'settings', 'verify'])

try {
  const database = withoutDatabase.has(process.argv[2]) ? undefined : await useDatabase()
  const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, RESERVE_DATA: dataFolder, ...(database === undefined ? {} : { DATABASE_URL: database.url }) }
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'close')
  await database?.stop()
  process.exit(Number(code ?? 1))
} catch (error) {
  giveUp(error)
}
