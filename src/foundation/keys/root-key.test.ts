import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { inspect } from 'node:util'
import { loadRootKey, rootKeyFromBytes } from './root-key.ts'

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'reserve-keys-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

test('makes the root key at the first start, for the owner only, and finds it again', async (t) => {
  const keys = join(await folder(t), 'keys')
  const first = await loadRootKey({ folder: keys })
  const second = await loadRootKey({ folder: keys })
  assert.deepEqual(await first.derive('a'), await second.derive('a'))
  assert.equal((await stat(join(keys, 'root.key'))).mode & 0o777, 0o600)
  assert.equal((await stat(keys)).mode & 0o777, 0o700)
  assert.equal(Buffer.from(await readFile(join(keys, 'root.key'), 'utf8'), 'base64').length, 32)
})

test('ten first starts at once agree on one root key and leave nothing aside', async (t) => {
  const keys = await folder(t)
  const roots = await Promise.all(Array.from({ length: 10 }, () => loadRootKey({ folder: keys })))
  const derived = await Promise.all(roots.map((root) => root.derive('a')))
  assert.equal(new Set(derived.map((each) => each.toString('hex'))).size, 1)
  assert.deepEqual(await readdir(keys), ['root.key'])
})

test('refuses a root key of its own that others can read', async (t) => {
  const keys = await folder(t)
  await loadRootKey({ folder: keys })
  await chmod(join(keys, 'root.key'), 0o640)
  await assert.rejects(loadRootKey({ folder: keys }), { code: 'root-key-readable-by-others' })
})

test('takes the root key from its setting: base64, a file with base64, a file with raw bytes', async (t) => {
  const keys = await folder(t)
  const bytes = randomBytes(32)
  const [text, raw] = [join(keys, 'text'), join(keys, 'raw')]
  await writeFile(text, `${bytes.toString('base64')}\n`)
  await writeFile(raw, bytes)
  const expected = await rootKeyFromBytes(bytes).derive('a')
  for (const setting of [bytes.toString('base64'), text, raw]) {
    assert.deepEqual(await (await loadRootKey({ folder: keys, setting })).derive('a'), expected)
  }
  assert.deepEqual((await readdir(keys)).sort(), ['raw', 'text'], 'no key of its own is made beside a given one')
})

test('refuses a setting that is no key, without repeating it', async (t) => {
  const keys = await folder(t)
  const short = join(keys, 'short')
  await writeFile(short, 'too short')
  await assert.rejects(loadRootKey({ folder: keys, setting: short }), { code: 'root-key-malformed' })
  await assert.rejects(loadRootKey({ folder: keys, setting: 'c2VjcmV0' }), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'root-key-missing')
    return !inspect(error).includes('c2VjcmV0')
  })
})

test('derives another key for another label, and never the key itself', async () => {
  const bytes = randomBytes(32)
  const root = rootKeyFromBytes(bytes)
  const [one, again, other] = await Promise.all([root.derive('a'), root.derive('a'), root.derive('b')])
  assert.deepEqual(one, again)
  assert.notDeepEqual(one, other)
  assert.notDeepEqual(one, bytes)
  assert.equal(one.length, 32)
})

test('unwraps what it wrapped, under the same context and root key only', async () => {
  const [root, stranger] = [rootKeyFromBytes(randomBytes(32)), rootKeyFromBytes(randomBytes(32))]
  const key = randomBytes(32)
  const wrapped = await root.wrap(key, 'network/key')
  assert.deepEqual(await root.unwrap(wrapped, 'network/key'), key)
  assert.notDeepEqual(await root.wrap(key, 'network/key'), wrapped, 'a nonce of its own each time')
  const changed = Buffer.from(wrapped)
  changed.writeUInt8(changed.readUInt8(20) ^ 1, 20)
  await assert.rejects(root.unwrap(wrapped, 'other/key'), { code: 'root-key-wrong' })
  await assert.rejects(stranger.unwrap(wrapped, 'network/key'), { code: 'root-key-wrong' })
  await assert.rejects(root.unwrap(changed, 'network/key'), { code: 'root-key-wrong' })
  await assert.rejects(root.unwrap(wrapped.subarray(0, 20), 'network/key'), { code: 'root-key-wrong' })
})

test('shows nothing of the root key when it is printed or serialised', () => {
  const bytes = Buffer.from('the secret that nobody may print')
  const root = rootKeyFromBytes(bytes)
  const shown = inspect(root, { depth: 9, showHidden: true }) + JSON.stringify({ root })
  for (const encoding of ['utf8', 'hex', 'base64'] as const) assert.ok(!shown.includes(bytes.toString(encoding)))
  assert.ok(!/\d+, \d+|<Buffer/.test(shown))
})
