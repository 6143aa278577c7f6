import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { BenchRow } from './row.ts'

/**
 * `npm run bench [-- NAME…]`: every bench, or those named, one after the other; prints a
 * table and writes bench/results.json. Each has its own database on the embedded server
 * and compares both sides within the run, because machines are noisy.
 */
const benches: Record<string, () => Promise<{ run(): Promise<BenchRow[]> }>> = {
  availability: () => import('./availability.ts'),
  slots: () => import('./slots.ts'),
  bookings: () => import('./bookings.ts'),
  clients: () => import('./clients.ts'),
  ledger: () => import('./ledger.ts'),
  pages: () => import('./pages.ts')
}

const { positionals } = parseArgs({ allowPositionals: true })
const chosen = positionals.length === 0 ? Object.keys(benches) : positionals
const rows: BenchRow[] = []
for (const name of chosen) {
  const load = benches[name]
  if (load === undefined) throw new Error(`No bench ${name}. There are: ${Object.keys(benches).join(', ')}`)
  process.stderr.write(`${name}…\n`)
  const { run } = await load()
  rows.push(...(await run()))
}

const shown = rows.map((row) => ({
  name: row.name,
  value: `${round(row.value)} ${row.unit}`,
  against: `${row.peer}: ${round(row.peer_value)}`,
  ratio: round(row.ratio),
  target: row.target,
  '': row.ok ? 'met' : 'MISSED'
}))
console.table(shown)
if (positionals.length === 0) {
  await mkdir(new URL('.', import.meta.url), { recursive: true })
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model ?? 'unknown', node: process.version }
  await writeFile(new URL('results.json', import.meta.url), `${JSON.stringify({ measured_on: new Date().toISOString().slice(0, 10), machine, rows }, null, 2)}\n`)
}
process.exitCode = rows.every((row) => row.ok) ? 0 : 1
setTimeout(() => process.exit(), 2000).unref()

function round(value: number): number {
  return Number(value.toPrecision(3))
}
