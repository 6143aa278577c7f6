import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabase } from '../src/foundation/database/testing.ts'
import { capture, root } from './bootstrap.mjs'
import { Stop, giveUp, line, say } from './progress.mjs'

/**
 * `npm run schema`: writes the types of the migrated schema to schema.generated.ts.
 * With `--check` writes nothing and fails when the file is not what the migrations say.
 */
const target = join(root, 'src', 'foundation', 'database', 'schema.generated.ts')
const folder = await mkdtemp(join(tmpdir(), 'reserve-schema-'))
const ends: (() => void)[] = []

/** How columns arrive through database/types.ts; the rest is as kysely-codegen knows it. */
const types = { timestamptz: 'Temporal.Instant', timestamp: 'string', date: 'string', int8: 'number', tstzrange: 'string', tsrange: 'string' }

try {
  const { url } = await testDatabase({ after: (end) => ends.push(end) })
  const fresh = join(folder, 'schema.generated.ts')
  await generate(url, fresh)
  if (process.argv.includes('--check')) await compare(fresh)
  else await copyFile(fresh, target)
} catch (error) {
  if (!(error instanceof Stop)) giveUp(error)
  line(`${error.detail}\n${error.message}`)
  process.exitCode = 1
} finally {
  // The database is dropped after this; the process ends once it is.
  for (const end of ends) end()
  await rm(folder, { recursive: true })
}

async function generate(url: string, file: string): Promise<void> {
  const { code, output } = await capture(process.execPath, [
    'node_modules/kysely-codegen/dist/cli/bin.js',
    ...['--dialect', 'postgres', '--url', url, '--out-file', file, '--log-level', 'error'],
    ...['--include-pattern', 'public.*', '--date-parser', 'string', '--type-mapping', JSON.stringify(types)]
  ])
  if (code !== 0) throw new Stop(say('Les types n’ont pas pu être lus dans la base.', 'The types could not be read from the database.'), output)
}

async function compare(fresh: string): Promise<void> {
  const [wanted, present] = await Promise.all([readFile(fresh, 'utf8'), readFile(target, 'utf8')])
  if (wanted === present) return
  throw new Stop(say('schema.generated.ts ne suit pas les migrations : lancez npm run schema.', 'schema.generated.ts does not follow the migrations: run npm run schema.'))
}
