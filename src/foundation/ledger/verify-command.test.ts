import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bookingFile, testSigner } from './testing.ts'
import { verifyCommand } from './verify-command.ts'
import { verifySentences } from './verify-texts.ts'

const folder = await mkdtemp(join(tmpdir(), 'reserve-verify-'))
after(() => rm(folder, { recursive: true }))
const signer = await testSigner()
const intact = join(folder, 'intact.ndjson')
const altered = join(folder, 'altered.ndjson')
const content = (await Array.fromAsync(bookingFile(3, 2, signer))).join('')
await writeFile(intact, content)
await writeFile(altered, content.replace('"origin":"site"', '"origin":"shop"'))

async function run(args: string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const code = await verifyCommand(args, {
    stdout: { write: (text: string) => (written.out += text) },
    stderr: { write: (text: string) => (written.err += text) },
    env
  })
  return { code, ...written }
}

test('says in French that a file is intact, and asks to compare its key', async () => {
  const { code, out, err } = await run([intact])
  assert.equal(code, 0)
  assert.equal(err, '')
  assert.match(out, /INTACT\. Rien n’a été changé/)
  assert.match(out, /Preuves : 3, du 1er janvier 2026 au 1er janvier 2026/)
  assert.match(out, /comparez cette clé/)
  assert.ok(out.includes(signer.public_key))
})

test('accepts the expected key in either case, and refuses another', async () => {
  assert.match((await run([intact, '--key', signer.public_key])).out, /celle de la clé attendue/)
  assert.equal((await run([intact, '--key', signer.public_key.toUpperCase()])).code, 0)
  const other = await run([intact, '--key', '0'.repeat(64)])
  assert.equal(other.code, 1)
  assert.match(other.out, /n’est pas signé par la clé attendue/)
})

test('says in English or in French where a file was altered', async () => {
  const english = await run([altered, '--lang', 'en'])
  assert.equal(english.code, 1)
  assert.match(english.out, /ALTERED OR INCOMPLETE\. 2 faults:/)
  assert.match(english.out, /line 2, entry 1: the content was changed/)
  assert.match(english.out, /line 4, head of 2 January 2026: its root is not/)
  const french = await run([altered])
  assert.match(french.out, /ligne 2, preuve 1 : le contenu a été changé/)
  assert.match(french.out, /ligne 4, tête du 2 janvier 2026 : sa racine/)
})

test('takes its language from the system unless told', async () => {
  assert.match((await run([intact], { LANG: 'en_GB.UTF-8' })).out, /Nothing was changed/)
  assert.match((await run([intact], { LANG: 'en_GB.UTF-8', LC_ALL: 'fr_FR.UTF-8' })).out, /Rien n’a été/)
  assert.match((await run([intact, '--lang', 'fr'], { LANG: 'en_GB.UTF-8' })).out, /Rien n’a été/)
})

test('reports to machines in JSON', async () => {
  const { code, out } = await run([altered, '--json'])
  assert.equal(code, 1)
  const report = JSON.parse(out) as { intact: boolean; findings: unknown[] }
  assert.equal(report.intact, false)
  assert.deepEqual(report.findings[0], { code: 'entry-digest', line: 2, seq: 1 })
})

test('ends with 2 for a wrong command or a file that cannot be read', async () => {
  for (const args of [[], [intact, altered], [intact, '--unknown'], [intact, '--key'], [intact, '--lang', 'de']]) {
    const { code, out, err } = await run(args)
    assert.deepEqual([code, out], [2, ''], args.join(' '))
    assert.match(err, /reserve verify FICHIER/)
  }
  assert.match((await run([intact, '--key', 'abc'])).err, /64 chiffres/)
  const missing = await run([join(folder, 'missing')])
  assert.equal(missing.code, 2)
  assert.match(missing.err, /missing » ne peut pas être lu \(ENOENT\)/)
  assert.equal((await run([folder, '--lang', 'en'])).code, 2)
  assert.match((await run(['--help', '--lang', 'en'])).out, /^Usage: reserve verify FILE/)
})

test('has each sentence in both languages, different from each other', () => {
  const { fr, en } = verifySentences
  assert.deepEqual(Object.keys(fr.findings), Object.keys(en.findings))
  for (const [code, sentence] of Object.entries(fr.findings)) assert.notEqual(sentence, en.findings[code as keyof typeof en.findings])
})

test('[A-29] verifies alone: no database, no data folder, no package', async () => {
  // The command in a process of its own, in an empty folder, with an empty environment.
  const program = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      if (resolved.url.includes('node_modules')) throw new Error('loads a package: ' + specifier)
      return resolved
    } })
    const { verifyCommand } = await import(${JSON.stringify(new URL('verify-command.ts', import.meta.url).href)})
    process.exitCode = await verifyCommand([${JSON.stringify(intact)}], process)`
  const empty = await mkdtemp(join(folder, 'empty-'))
  const { stdout, code } = await new Promise<{ stdout: string; code: number | string | null }>((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', program], { cwd: empty, env: {} }, (error, stdout, stderr) =>
      resolve({ stdout: stdout + stderr, code: error ? (error.code ?? null) : 0 })
    )
  })
  assert.equal(code, 0, stdout)
  assert.match(stdout, /INTACT/)
})

test('describes the format that it reads', async () => {
  const description = await readFile(fileURLToPath(new URL('FORMAT.md', import.meta.url)), 'utf8')
  const members = new Set([...content.matchAll(/"([a-z_]+)":/g)].map((match) => match[1] as string))
  for (const body of ['appointment_id', 'notice_version', 'online', 'origin']) members.delete(body)
  for (const member of members) assert.ok(description.includes(`\`${member}\``), member)
})
