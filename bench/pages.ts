/**
 * What the first visit of a phone costs: the whole booking page, compressed, with nothing fetched from elsewhere; and
 * what the server costs while nobody comes.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { testDatabase } from '../src/foundation/database/testing.ts'
import type { BenchRow } from './row.ts'

const mostBytes = 30_000
const mostMegabytes = 200
const idleSeconds = 10

export async function run(): Promise<BenchRow[]> {
  const after: (() => void | Promise<void>)[] = []
  const { settings } = await testDatabase({ after: (work) => void after.push(work) })
  const folder = await mkdtemp(join(tmpdir(), 'reserve-bench-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const environment = { ...process.env, ...settings, RESERVE_DATA: folder, RESERVE_DEMO: 'true', RESERVE_RATE_LIMIT: 'false', PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' }
  try {
    const pages = await whileServing(environment, async () => measurePages(origin))
    // Started again: the first start seeded the demonstration, which is not rest.
    const resident = await whileServing(environment, async (pid) => {
      await sleep(idleSeconds * 1000)
      return residentMegabytes(pid)
    })
    return [...pages, limit('server at rest, resident, demo loaded', resident, 'MB', mostMegabytes)]
  } finally {
    await rm(folder, { recursive: true, force: true })
    for (const work of after) await work()
  }

  async function whileServing<T>(env: NodeJS.ProcessEnv, measure: (pid: number) => Promise<T>): Promise<T> {
    const server = spawn(process.execPath, ['src/main.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    const ended = once(server, 'exit')
    try {
      await ready(origin, server)
      return await measure(server.pid!)
    } finally {
      server.kill('SIGTERM')
      await ended
    }
  }
}

/** The two heaviest steps of a booking: the establishment with its services, then a month of times. */
async function measurePages(origin: string): Promise<BenchRow[]> {
  const directory = await text(`${origin}/annuaire`)
  const place = /href="(\/[a-z0-9-]+\/[a-z0-9-]+)\?o(?:=|&#61;)directory/.exec(directory.html)?.[1]
  if (place === undefined) throw new Error('The directory of the demonstration lists nobody.')
  const first = await text(`${origin}${place}`)
  const service = /name="service" value="([^"]+)"/.exec(first.html)?.[1]
  if (service === undefined) throw new Error(`${place} offers no service.`)
  const times = await text(`${origin}${place}/horaires?service=${service}`)
  const foreign = [...foreignRequests(first.html, origin), ...foreignRequests(times.html, origin)]
  const heaviest = Math.max(first.bytes, times.bytes)
  return [
    limit('booking page, all of it, compressed', heaviest / 1000, 'kB', mostBytes / 1000),
    { name: 'requests of the booking page to elsewhere', value: foreign.length, unit: 'requests', peer: 'limit', peer_value: 0, ratio: foreign.length, target: 'none', ok: foreign.length === 0 }
  ]
}

/** Bytes on the wire of the page and of everything that it makes a browser fetch. */
async function text(url: string): Promise<{ html: string; bytes: number }> {
  const { body, bytes } = await compressed(url)
  const own = fetched(body).map((address) => new URL(address, url)).filter(({ protocol, origin }) => protocol.startsWith('http') && origin === new URL(url).origin)
  const parts = await Promise.all(own.map(async ({ href }) => (await compressed(href)).bytes))
  return { html: body, bytes: parts.reduce((sum, part) => sum + part, bytes) }
}

/** Read with node:http, because fetch undoes the compression before it can be weighed. */
async function compressed(url: string): Promise<{ body: string; bytes: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  get(url, { headers: { accept: 'text/html', 'accept-encoding': 'gzip', 'accept-language': 'fr' } }, (answer) => {
    if (answer.statusCode !== 200) return reject(new Error(`${url} answered ${answer.statusCode}`))
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject)
  }).on('error', reject)
  const content = await promise
  const zipped = content[0] === 0x1f && content[1] === 0x8b
  return { body: (zipped ? gunzipSync(content) : content).toString(), bytes: content.length }
}

/** Addresses that a browser fetches by itself: scripts, styles, pictures, frames, fonts. */
function fetched(html: string): string[] {
  const sources = [...html.matchAll(/<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*\bsrc="([^"]+)"/g)]
  const links = [...html.matchAll(/<link\b(?=[^>]*rel="(?:stylesheet|icon|preload|preconnect|manifest|modulepreload)")[^>]*\bhref="([^"]+)"/g)]
  const styles = [...html.matchAll(/url\(["']?([^"')]+)|@import\s+["']([^"']+)/g)]
  return [...sources, ...links, ...styles].map((match) => match[1] ?? match[2] ?? '').filter((address) => address !== '' && !address.startsWith('data:'))
}

function foreignRequests(html: string, origin: string): string[] {
  return fetched(html).filter((address) => new URL(address, origin).origin !== origin)
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024 / 1e6
}

async function ready(origin: string, server: { exitCode: number | null }): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 200) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`)
    const answer = await fetch(`${origin}/health/ready`).catch(() => undefined)
    if (answer?.ok === true) return
    await sleep(200)
  }
  throw new Error('The server was not ready after two minutes.')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function limit(name: string, value: number, unit: string, most: number): BenchRow {
  return { name, value, unit, peer: 'limit', peer_value: most, ratio: value / most, target: `≤ ${most} ${unit}`, ok: value <= most }
}
