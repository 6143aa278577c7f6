import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { demoSignIns } from '../src/business/accounts/demo.ts'
import { compileCache, root } from './bootstrap.mjs'
import { dataFolder, foreignData, useDatabase } from './database.ts'
import type { RunningDatabase } from './database.ts'
import { Stop, dim, giveUp, lastLines, line, say, step } from './progress.mjs'
import { buildWeb } from './web-build.ts'

/**
 * `npm start`: pages built, PostgreSQL up, then the server as a child of this process, which
 * stays to stop both in the right order and to bring PostgreSQL back should it be killed.
 */
const stopLimit = 30_000

/** `passOn` shows what the server said so far on stderr, and from then on all it says. */
type Server = { child: ChildProcess; ended: Promise<number>; said: () => string; passOn: () => void }

const asked = stopRequests()
let database: RunningDatabase | undefined
let server: Server | undefined
try {
  const port = Number(process.env['PORT'] || 3000)
  await requirePort(port)
  const { path: log, output } = await openLog()
  server = loadServer(output)
  await buildWeb()
  database = await step('PostgreSQL', useDatabase)
  if (database.note !== undefined) line(dim(`  ${database.note}`))
  const starting = listen(server, { DATABASE_URL: database.url }, log)
  await step(say('Démarrage du serveur', 'Starting the server'), () => starting)
  server.passOn()
  showAddresses(port, log)
  const code = await Promise.race([server.ended, asked.first, database.keepRunning()])
  if (code === 'asked') {
    await step(say('Arrêt', 'Stopping'), () => stopAll(server, database))
    process.exit(0)
  }
  throw new Stop(
    say(`Le serveur s’est arrêté (code ${code}). Journal : ${log}. Rien de confirmé n’est perdu ; relancez npm start.`, `The server ended (code ${code}). Log: ${log}. Nothing confirmed is lost; run npm start again.`),
    server.said()
  )
} catch (error) {
  await stopAll(server, database)
  giveUp(error)
}

/** Resolves at the first signal, or when the process that started this one is gone. A later signal, not the same one twice, ends at once. */
function stopRequests(): { first: Promise<'asked'> } {
  let since = 0
  const first = new Promise<'asked'>((done) => {
    const ask = (): void => {
      if (since !== 0 && Date.now() - since > 1000) server?.child.kill('SIGKILL')
      since ||= Date.now()
      done('asked')
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
    process.once('disconnect', ask)
    process.channel?.unref()
  })
  return { first }
}

async function requirePort(port: number): Promise<void> {
  // The server itself refuses a PORT that is no port, with its other settings.
  if (!Number.isInteger(port) || port < 1 || port > 65535 || (await isFree(port))) return
  let other = port + 1
  while (!(await isFree(other))) other++
  throw new Stop(
    say(
      `Le port ${port} est pris, par un Réserve déjà lancé ou par un autre programme. Arrêtez celui-ci, ou choisissez un autre port : PORT=${other} npm start`,
      `Port ${port} is taken, by a Réserve that runs already or by another program. Stop that one, or choose another port: PORT=${other} npm start`
    )
  )
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((done) => {
    probe.once('error', () => done(false))
    probe.listen(port, process.env['HOST'] || '127.0.0.1', () => probe.close(() => done(true)))
  })
}

/** A new log for each start; the one before is kept beside it. */
async function openLog(): Promise<{ path: string; output: number }> {
  const path = join(dataFolder, 'server.log')
  try {
    await mkdir(dataFolder, { recursive: true })
    await rename(path, `${path}.1`).catch(() => {})
    return { path, output: openSync(path, 'a', 0o600) }
  } catch (error) {
    throw new Stop(foreignData, String(error))
  }
}

/** Starts the server's process, which loads and then waits for its settings. Its log goes to a file, what it says on stderr to the reader. */
function loadServer(output: number): Server {
  const child = spawn(process.execPath, ['--import', join(root, 'scripts', 'server-ahead.mjs'), join(root, 'src', 'main.ts')], {
    cwd: root,
    stdio: ['ignore', output, 'pipe', 'ipc'],
    env: { RESERVE_DEMO: String(demoByDefault()), NODE_COMPILE_CACHE: compileCache, ...process.env, RESERVE_DATA: dataFolder }
  })
  closeSync(output)
  let said = ''
  let live = false
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-20_000)
    if (live) process.stderr.write(text)
  })
  const ended = once(child, 'close').then(([code, signal]) => Number(code ?? (signal === 'SIGKILL' ? 137 : 1)))
  const passOn = (): void => {
    live = true
    if (said !== '') line(lastLines(said))
  }
  return { child, ended, said: () => said, passOn }
}

/** Gives the server its settings and returns when it listens. */
async function listen(server: Server, settings: Record<string, string>, log: string): Promise<void> {
  const listening = once(server.child, 'message').then(() => 'listening' as const)
  // A server that has ended already is told by `ended`.
  server.child.send(settings, () => {})
  const outcome = await Promise.race([listening, server.ended, asked.first])
  if (outcome === 'listening') return
  if (outcome === 'asked') throw new Stop(say('Arrêté avant la fin du démarrage.', 'Stopped before the start was complete.'))
  throw new Stop(say(`Le serveur n’a pas démarré. Corrigez ce qui est dit ci-dessus, puis relancez. Journal : ${log}`, `The server did not start. Mend what is said above, then start again. Log: ${log}`), server.said())
}

/** A newcomer with the embedded database gets the demonstration; whoever brings a database says so himself. */
function demoByDefault(): boolean {
  return !process.env['DATABASE_URL'] && process.env['NODE_ENV'] !== 'production'
}

function showAddresses(port: number, log: string): void {
  const address = process.env['PUBLIC_URL'] || `http://localhost:${port}`
  line()
  line(`  ${say('Réservation en ligne', 'Online booking').padEnd(22)} ${address}/`)
  line(`  ${say('Agenda des équipes', 'Staff diary').padEnd(22)} ${address}/app/`)
  const demo = process.env['RESERVE_DEMO'] ?? String(demoByDefault())
  if (['true', '1', 'yes', 'on'].includes(demo)) {
    line()
    line(`  ${say('Comptes de démonstration', 'Demonstration sign-ins')}`)
    for (const { email, password, name } of demoSignIns) line(`    ${email.padEnd(42)} ${password.padEnd(20)} ${dim(name)}`)
  }
  line()
  line(dim(say(`  Journal : ${log}. Ctrl-C pour arrêter.`, `  Log: ${log}. Ctrl-C to stop.`)))
}

/** The server first, so that it can finish what it does; then PostgreSQL. */
async function stopAll(running: Server | undefined, postgres: RunningDatabase | undefined): Promise<void> {
  if (running !== undefined) await endChild(running.child)
  await postgres?.stop()
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), stopLimit)
  await closed
  clearTimeout(late)
}
