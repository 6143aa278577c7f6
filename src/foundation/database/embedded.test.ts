import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { startEmbedded } from './embedded.ts'

const asRoot = process.getuid?.() === 0

/** A checkout's data folder of its own; what lies elsewhere is removed with it. */
async function dataFolder(): Promise<string> {
  const checkout = await mkdtemp(join(tmpdir(), 'reserve-embedded-'))
  await chmod(checkout, 0o755)
  const directory = join(checkout, 'data', 'postgres')
  after(async () => {
    const home = await readFile(join(directory, 'settings.json'), 'utf8').then((text) => String(JSON.parse(text).home), () => '.')
    if (home.startsWith('/var/lib/reserve-')) await rm(home, { recursive: true })
    await rm(checkout, { recursive: true, force: true })
  })
  return directory
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows[0] ?? []
  } finally {
    await client.end()
  }
}

test('keeps its data and its port from one start to the next, with fsync on and a password asked for', async () => {
  const directory = await dataFolder()
  const first = await startEmbedded({ directory })
  assert.equal(first.created, true)
  await query(first.url, 'create table kept as select 1 as one')
  const settings = await query(first.url, "select current_setting('fsync'), current_setting('listen_addresses'), current_setting('server_encoding')")
  assert.deepEqual(settings, ['on', '127.0.0.1', 'UTF8'])
  assert.deepEqual(await query(first.url, "select lower('ÉLODIE'), 'é' > 'z', to_tsvector('simple', 'Élodie')::text"), ['élodie', true, "'élodie':1"])
  const wrong = new URL(first.url)
  wrong.password = 'guess'
  await assert.rejects(query(wrong.href, 'select 1'), /password authentication failed/)
  assert.equal((await stat(join(directory, 'settings.json'))).mode & 0o077, 0, 'the password is readable by its owner only')
  await first.stop()
  await assert.rejects(query(first.url, 'select 1'), /ECONNREFUSED/)

  const second = await startEmbedded({ directory })
  assert.deepEqual([second.created, second.reused, second.url], [false, false, first.url])
  assert.deepEqual(await query(second.url, 'select one from kept'), [1])
  await second.stop()
})

test('recovers what was committed before a kill -9 of PostgreSQL', async () => {
  const directory = await dataFolder()
  const first = await startEmbedded({ directory })
  await query(first.url, 'create table kept as select 1 as one')
  process.kill(first.pid, 'SIGKILL')
  await first.stop()
  const second = await startEmbedded({ directory })
  assert.deepEqual([second.reused, await query(second.url, 'select one from kept')], [false, [1]])
  await second.stop()
})

test('joins the server that a killed process left running, and stops it in its place', async () => {
  const directory = await dataFolder()
  const program = `import { startEmbedded } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))}
    console.log((await startEmbedded({ directory: ${JSON.stringify(directory)} })).pid); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = Number(String((await once(child.stdout, 'data'))[0]))
  child.kill('SIGKILL')
  await once(child, 'exit')
  const next = await startEmbedded({ directory })
  assert.deepEqual([next.reused, next.pid], [true, pid])
  await next.stop()
  await assert.rejects(query(next.url, 'select 1'), /ECONNREFUSED/)
})

test('the last of several users stops the server, not the first', async () => {
  const directory = await dataFolder()
  const [one, two] = await Promise.all([startEmbedded({ directory }), startEmbedded({ directory })])
  assert.equal(one.pid, two.pid)
  await one.stop()
  assert.deepEqual(await query(two.url, 'select 1'), [1])
  await two.stop()
  await assert.rejects(query(two.url, 'select 1'), /ECONNREFUSED/)
})

test('is not fooled by a pid file whose number now belongs to another program', async () => {
  const directory = await dataFolder()
  const first = await startEmbedded({ directory })
  const pidFile = join(first.cluster, 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8')).split('\n')
  await first.stop()
  const stranger = spawn('sleep', ['60'])
  await writeFile(pidFile, [String(stranger.pid), ...lines.slice(1)].join('\n'))
  const second = await startEmbedded({ directory })
  assert.equal(second.reused, false)
  await second.stop()
  assert.equal(stranger.exitCode, null, 'the other program was left alone')
  stranger.kill()
})

test('takes another port when its own is taken, and keeps that one', async () => {
  const directory = await dataFolder()
  const first = await startEmbedded({ directory })
  await first.stop()
  const port = Number(new URL(first.url).port)
  const squatter = createServer().listen(port, '127.0.0.1')
  await once(squatter, 'listening')
  const second = await startEmbedded({ directory })
  squatter.close()
  assert.notEqual(new URL(second.url).port, String(port))
  assert.deepEqual(await query(second.url, 'select 1'), [1])
  await second.stop()
  const third = await startEmbedded({ directory })
  assert.equal(third.url, second.url)
  await third.stop()
})

test('says so when it cannot start, with the last lines of the log', async () => {
  const directory = await dataFolder()
  const first = await startEmbedded({ directory })
  await first.stop()
  await writeFile(join(first.cluster, 'PG_VERSION'), '14\n')
  await assert.rejects(startEmbedded({ directory }), { name: 'EmbeddedError', reason: 'does-not-start', detail: /initialized by PostgreSQL version 14/ })
})

test('run by root in a folder closed to others, keeps data and programs where PostgreSQL reaches them', { skip: !asRoot && 'needs root' }, async () => {
  const directory = await dataFolder()
  await chmod(dirname(dirname(directory)), 0o700)
  const embedded = await startEmbedded({ directory })
  assert.match(embedded.cluster, /^\/var\/lib\/reserve-[0-9a-f]{10}\/cluster$/)
  assert.ok(embedded.user)
  await query(embedded.url, 'create table kept as select 1 as one')
  await embedded.stop()
  const again = await startEmbedded({ directory })
  assert.deepEqual([again.cluster, await query(again.url, 'select one from kept')], [embedded.cluster, [1]])
  await again.stop()
})

test('tells another user whose files these are', { skip: !asRoot && 'needs root' }, async () => {
  const directory = await dataFolder()
  await (await startEmbedded({ directory })).stop()
  assert.match(await startAsNobody(directory), /foreign-files/)
})

test('root starts the cluster of another user as that user', { skip: !asRoot && 'needs root' }, async () => {
  const directory = await dataFolder()
  const checkout = dirname(dirname(directory))
  await chown(checkout, nobody, nobody)
  assert.match(await startAsNobody(directory), /^started/)
  const embedded = await startEmbedded({ directory })
  assert.equal(embedded.user, 'nobody')
  await embedded.stop()
  assert.match(await startAsNobody(directory), /^started/)
})

const nobody = 65534

async function startAsNobody(directory: string): Promise<string> {
  const program = `import { startEmbedded } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))}
    await startEmbedded({ directory: ${JSON.stringify(directory)} })
      .then(async (embedded) => { await embedded.stop(); console.log('started', embedded.user) }, (error) => console.log(error.reason ?? error))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { uid: nobody, gid: nobody, stdio: ['ignore', 'pipe', 'inherit'] })
  return String((await once(child.stdout, 'data'))[0])
}
