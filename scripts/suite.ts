import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { startEmbedded } from '../src/foundation/database/embedded.ts'
import { sweepTestDatabases, testCluster } from '../src/foundation/database/testing.ts'
import { capture, root } from './bootstrap.mjs'
import { Stop, giveUp, lastLines, line, say, step } from './progress.mjs'
import { buildWeb } from './web-build.ts'

/**
 * `npm test [-- paths and options]`: types, lint, unused code, the schema's types and every test, the browser's too.
 *
 * - paths (a file or a folder) run the tests under them and skip the checks of the whole
 * - `--tests-only` skips those checks as well
 * - `--soak` runs `*.soak.ts` instead: long races and loads
 * - every other option goes to Node's test runner, such as `--test-name-pattern=…`
 *
 * DATABASE_URL chooses the PostgreSQL; without it the embedded one is used, with fsync off.
 */
const own = new Set(['--tests-only', '--soak'])
const given = process.argv.slice(2)
const options = given.filter((argument) => argument.startsWith('-') && !own.has(argument))
const paths = given.filter((argument) => !argument.startsWith('-'))
const soak = given.includes('--soak')
/** Longest that a file may take, in milliseconds; on two cores the slowest takes about one minute. */
const fileLimit = (soak ? 120 : 6) * 60_000
const wholeChecks = paths.length === 0 && !soak && !given.includes('--tests-only')

try {
  const failed: string[] = []
  const chromium = await findChromium()
  if (wholeChecks) failed.push(...(await checkWhole()))
  await buildWeb().catch((error: unknown) => {
    if (!(error instanceof Stop)) throw error
    line(lastLines(error.detail))
    failed.push(say('pages', 'pages'))
  })
  if (!(await runTests(testFiles(), chromium))) failed.push(say('tests', 'tests'))
  if (failed.length > 0) throw new Stop(say(`À corriger : ${failed.join(', ')}.`, `To mend: ${failed.join(', ')}.`))
  process.exit(0)
} catch (error) {
  giveUp(error)
}

/** Runs every check, so that one run tells all there is to mend. */
async function checkWhole(): Promise<string[]> {
  const checks = [
    { label: say('Types', 'Types'), command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'] },
    { label: say('Types des pages', 'Types of the pages'), command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'web/tsconfig.json'] },
    { label: 'oxlint', command: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'] },
    { label: say('Code inutilisé', 'Unused code'), command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
    { label: say('Types de la base', 'Types of the database'), command: ['scripts/schema.ts', '--check'] }
  ]
  const failed: string[] = []
  for (const { label, command } of checks) {
    let said = ''
    try {
      await step(label, async () => {
        const { code, output } = await capture(process.execPath, command)
        said = output
        if (code !== 0) throw new Stop(label)
      })
    } catch {
      line(said)
      failed.push(label)
    }
  }
  return failed
}

function testFiles(): string[] {
  const ending = soak ? 'soak' : 'test'
  const wanted = (paths.length > 0 ? paths : ['src', 'web', 'tests', 'scripts', 'bench']).map((path) =>
    statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ? `${path}/**/*.${ending}.ts` : path
  )
  const files = [...new Set(wanted.flatMap((pattern) => globSync(pattern, { cwd: root })))].toSorted()
  if (files.length === 0) throw new Stop(say(`Aucun test sous : ${wanted.join(', ')}`, `No test under: ${wanted.join(', ')}`))
  return files
}

async function runTests(files: string[], chromium: string | undefined): Promise<boolean> {
  const database = await openDatabase()
  const seen = new Map<number, number>()
  try {
    const runner = spawn(
      process.execPath,
      ['--test', '--test-reporter=spec', '--test-concurrency=2', `--test-timeout=${fileLimit}`, ...options, ...files],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: database.url, ...(chromium === undefined ? {} : { CHROMIUM: chromium }) }
      }
    )
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => runner.kill(signal))
    const watching = setInterval(() => endStuckFiles(runner.pid, seen), 2000)
    const [code] = await once(runner, 'close')
    clearInterval(watching)
    return code === 0
  } finally {
    await database.stop()
  }
}

/**
 * Ends the process of a test file that does not end: one that loops, or failed before its hooks could close what it
 * had opened, is out of reach of the limit that Node sets on tests. The runner then names the file among the failures.
 */
function endStuckFiles(runner: number | undefined, seen: Map<number, number>): void {
  const list = `/proc/${runner}/task/${runner}/children`
  if (!existsSync(list)) return
  for (const pid of readFileSync(list, 'utf8').split(' ').filter(Boolean).map(Number)) {
    const since = seen.get(pid) ?? Date.now()
    seen.set(pid, since)
    if (Date.now() - since > fileLimit) process.kill(pid, 'SIGKILL')
  }
}

async function openDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env['DATABASE_URL']
  const database = url ? { url, stop: async () => {} } : await startEmbedded({ directory: testCluster, disposable: true })
  await sweepTestDatabases(database.url, !url)
  return database
}

/**
 * The browser of the browser tests: CHROMIUM or Debian's, installed when root may do so. Without one those
 * tests are reported as skipped, except in continuous integration, which then stops.
 */
async function findChromium(): Promise<string | undefined> {
  const present = lookUp()
  if (present !== undefined) return present
  if (!process.env['CHROMIUM'] && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await step(say('Installation de Chromium (paquet Debian)', 'Installing Chromium (Debian package)'), async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      const refreshed = await capture('apt-get', ['update', '-q'], env)
      const installed = await capture('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation'], env)
      if (installed.code !== 0) line(`${refreshed.output}\n${installed.output}`)
    })
  }
  const found = lookUp()
  if (found !== undefined) return found
  const how = say(
    'Sans Chromium, les essais dans le navigateur sont passés. Pour les avoir : apt-get install chromium, ou CHROMIUM=/chemin/de/chromium npm test',
    'Without Chromium the browser tests are skipped. To have them: apt-get install chromium, or CHROMIUM=/path/to/chromium npm test'
  )
  if (process.env['CI']) throw new Stop(how)
  line(how)
  return undefined
}

function lookUp(): string | undefined {
  const named = process.env['CHROMIUM']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = named ? [named] : ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name)))
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
