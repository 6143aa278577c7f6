import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'
import { useDatabase } from './database.ts'
import { giveUp } from './progress.mjs'

/**
 * `npx reserve <command>`: src/cli.ts with the arguments given, on DATABASE_URL or on the
 * embedded database, which runs already or runs for as long as the command does.
 */
try {
  const database = await useDatabase()
  const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: database.url }
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'close')
  await database.stop()
  process.exit(Number(code ?? 1))
} catch (error) {
  giveUp(error)
}
