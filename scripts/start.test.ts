import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../src/foundation/database/embedded/port.ts'
import { root } from './bootstrap.mjs'

/** A second checkout, with data of its own; built pages and dependencies are the first's. */
const checkout = await mkdtemp(join(tmpdir(), 'reserve-checkout-'))
const port = await freePort()
const running = new Set<ChildProcess>()
await chmod(checkout, 0o755)
for (const name of await readdir(root)) {
  if (['node_modules', 'data', '.git'].includes(name)) continue
  await cp(join(root, name), join(checkout, name), { recursive: true })
}
await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'))
after(async () => {
  for (const child of running) child.kill('SIGKILL')
  const pid = await postgresPid()
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  await rm(checkout, { recursive: true, maxRetries: 5 })
})

type Run = { child: ChildProcess; said: () => string; printed: () => string; ended: Promise<number | null> }

function launch(script: string, args: string[] = [], settings: Record<string, string> = {}): Run {
  const { DATABASE_URL: _, ...environment } = process.env
  const child = spawn(process.execPath, [join(checkout, 'scripts', script), ...args], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, LANG: 'en_US.UTF-8', NODE_ENV: 'development', RESERVE_DEMO: 'false', PORT: String(port), ...settings }
  })
  running.add(child)
  let said = ''
  let printed = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  return { child, said: () => said, printed: () => printed, ended }
}

async function started(settings: Record<string, string> = {}): Promise<Run> {
  const run = launch('start.mjs', [], settings)
  let over = false
  void run.ended.then(() => (over = true))
  while (!run.said().includes('Ctrl-C to stop')) {
    assert.equal(over, false, run.said())
    await sleep(20)
  }
  return run
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const limit = Date.now() + 30_000; Date.now() < limit; await sleep(50)) {
    if (await holds()) return
  }
  assert.fail(`never: ${what}`)
}

async function answers(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/ready`).then(({ ok }) => ok, () => false)
}

async function postgresPid(): Promise<number | undefined> {
  const text = await readFile(join(checkout, 'data', 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Number(text.split('\n')[0])
}

test('starts, says where it is, and leaves nothing running when stopped', async () => {
  const run = await started()
  assert.match(run.said(), new RegExp(`http://localhost:${port}/app/`))
  assert.equal(await answers(), true)
  assert.ok(await postgresPid())
  run.child.kill('SIGINT')
  assert.equal(await run.ended, 0, run.said())
  assert.equal(await answers(), false)
  assert.equal(await postgresPid(), undefined)
})

test('a start that was killed takes its server with it, and the next one takes over its PostgreSQL', async () => {
  const killed = await started()
  const postgres = await postgresPid()
  killed.child.kill('SIGKILL')
  await killed.ended
  await until('the server ends', async () => !(await answers()))
  assert.equal(await postgresPid(), postgres, 'PostgreSQL is still there')
  const next = await started()
  assert.equal(await postgresPid(), postgres, 'and the same one is used')
  next.child.kill('SIGTERM')
  assert.equal(await next.ended, 0, next.said())
  assert.equal(await postgresPid(), undefined)
})

test('a killed PostgreSQL comes back under the running server', async () => {
  const run = await started()
  const before = await postgresPid()
  assert.ok(before)
  process.kill(before, 'SIGKILL')
  await until('PostgreSQL is back', async () => ![undefined, before].includes(await postgresPid()) && (await answers()))
  assert.match(run.said(), /PostgreSQL was ended from outside/)
  run.child.kill('SIGTERM')
  assert.equal(await run.ended, 0, run.said())
  assert.equal(await postgresPid(), undefined)
})

test('a taken port is told in a sentence that names a free one', async () => {
  const first = await started()
  const second = launch('start.mjs')
  assert.equal(await second.ended, 1)
  assert.match(second.said(), new RegExp(`Port ${port} is taken.*PORT=\\d+ npm start`))
  assert.equal(await answers(), true, 'the first goes on')
  first.child.kill('SIGTERM')
  await first.ended
})

test('wrong settings end the start with what is wrong, and stop PostgreSQL again', async () => {
  const run = launch('start.mjs', [], { PUBLIC_URL: 'nowhere', DATABASE_POOL: 'many' })
  assert.equal(await run.ended, 1)
  assert.match(run.said(), /PUBLIC_URL/)
  assert.match(run.said(), /DATABASE_POOL/)
  assert.equal(await postgresPid(), undefined)
})

test('reserve <command> uses the running database, or runs it for the command alone', async () => {
  const server = await started()
  const postgres = await postgresPid()
  const beside = launch('reserve.mjs', ['migrate'])
  assert.equal(await beside.ended, 0, beside.said())
  assert.match(beside.printed(), /up to date/)
  assert.equal(await postgresPid(), postgres)
  assert.equal(await answers(), true)
  server.child.kill('SIGTERM')
  await server.ended

  const alone = launch('reserve.mjs', ['migrate'])
  await until('PostgreSQL runs', async () => (await postgresPid()) !== undefined)
  assert.equal(await alone.ended, 0, alone.said())
  assert.equal(await postgresPid(), undefined)

  const unknown = launch('reserve.mjs', ['settings'])
  assert.equal(await unknown.ended, 0)
  assert.match(unknown.printed(), /DATABASE_URL/)
})
