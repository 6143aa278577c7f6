import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { capture, root } from './bootstrap.mjs'
import { Stop, say, step } from './progress.mjs'

const built = join(root, 'dist', 'web')
const marker = join(root, 'dist', 'web.digest')

/** Builds dist/web with Vite when anything that goes into it has changed. */
export async function buildWeb(): Promise<void> {
  const wanted = webDigest()
  if (existsSync(built) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  await step(say('Construction des pages', 'Building the pages'), async () => {
    await rm(marker, { force: true })
    const { code, output } = await capture(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'])
    // Vite's own stack says nothing of the page that is wrong.
    const said = output.split('\n').filter((row) => !/^\s+at /.test(row)).join('\n')
    if (code !== 0) throw new Stop(say('Les pages ne se construisent pas ; rien d’autre n’a été touché.', 'The pages do not build; nothing else was touched.'), said)
    await mkdir(dirname(marker), { recursive: true })
    await writeFile(marker, wanted)
  })
}

/** SHA-256 of every file of web/, of what they import from src/, and of the versions of what builds them. */
function webDigest(): string {
  const files = new Set(['package-lock.json', 'tsconfig.json'].map((name) => join(root, name)))
  const pending = globSync('web/**', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
  const digest = createHash('sha256')
  for (const file of pending) {
    if (files.has(file)) continue
    files.add(file)
    if (/\.tsx?$/.test(file)) pending.push(...importsOf(file))
  }
  for (const file of [...files].toSorted()) digest.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return digest.digest('hex')
}

/** The files of the checkout that a module imports by a relative path. */
function importsOf(file: string): string[] {
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)
  return [...specifiers].map(([, path = '']) => resolve(dirname(file), path)).filter((path) => existsSync(path) && /\.\w+$/.test(path))
}
