import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalize } from './canonical.ts'
import { entryDigest } from './entry.ts'
import type { Entry } from './entry.ts'
import { entryLine, trailerStatement, writeFile } from './file.ts'
import type { FileItem, SignedTrailer } from './file.ts'
import { chainHash, noHash } from './hashes.ts'
import { headStatement, keyEntryKind } from './head-statement.ts'
import type { SignedHead } from './head-statement.ts'
import { bookingEntry, bookingFile, chained, testNetwork, testSigner } from './testing.ts'
import { verifyFile } from './verify.ts'
import type { VerifyReport } from './verify.ts'

const signer = await testSigner(1)
const stranger = await testSigner(2)
const header = { network_id: testNetwork, exported_at: '2027-01-01T00:00:00.000000Z' }

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join('')
}

async function* chunks(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function verify(content: string | Uint8Array, expected_public_key?: string): Promise<VerifyReport> {
  return verifyFile(chunks(Buffer.from(content)), expected_public_key === undefined ? {} : { expected_public_key })
}

/** The codes found, each once. */
async function codes(content: string | Uint8Array, key?: string): Promise<string[]> {
  const report = await verify(content, key)
  assert.equal(report.intact, report.finding_count === 0)
  return [...new Set(report.findings.map((finding) => finding.code))]
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/)
}

/** A file of these entries, a head after all of them. */
function fileOf(entries: readonly Entry[], by = signer): Promise<string> {
  return textOf(writeFile(header, chained(entries, by, (size) => size === entries.length), by))
}

const small = await textOf(bookingFile(2, 2, signer))
const larger = await textOf(bookingFile(150, 15, signer))

test('[A-29] finds an intact file intact and tells what it holds', async () => {
  assert.deepEqual(await verify(larger, signer.public_key), {
    intact: true,
    network_id: testNetwork,
    exported_at: '2027-01-01T00:00:00.000000Z',
    public_key: signer.public_key,
    key_id: signer.key_id,
    key_expected: true,
    entries: 150,
    heads: 10,
    entries_after_last_head: 0,
    last_head: { day: '2026-01-11', size: 150 },
    first_recorded_at: '2026-01-01T00:00:00.000000Z',
    last_recorded_at: '2026-01-01T00:02:29.000000Z',
    former_key_ids: [],
    finding_count: 0,
    findings: []
  })
  const tail = await verify(await textOf(bookingFile(5, 3, signer)))
  assert.deepEqual([tail.intact, tail.key_expected, tail.entries_after_last_head, tail.last_head?.size], [true, false, 2, 3])
  const empty = await verify(await textOf(bookingFile(0, 1, signer)))
  assert.deepEqual([empty.intact, empty.entries, empty.heads, empty.last_head, empty.first_recorded_at], [true, 0, 0, null, null])
})

test('reads the same whatever the pieces that it comes in', async () => {
  for (const [text, sizes] of [[small, [1, 2, 577, 578]], [larger, [61, 4096]]] as const) {
    const whole = await verify(text)
    assert.equal(whole.intact, true)
    for (const size of sizes) assert.deepEqual(await verifyFile(chunks(Buffer.from(text), size)), whole, `pieces of ${size}`)
  }
})

test('[A-29] finds any one changed byte, at every place of a file', async () => {
  const bytes = Buffer.from(small)
  for (let at = 0; at < bytes.length; at++) {
    // One bit, and the other case of a letter.
    for (const mask of [1 << (at % 8), 0x20]) {
      const original = bytes.readUInt8(at)
      bytes.writeUInt8(original ^ mask, at)
      const report = await verify(bytes)
      bytes.writeUInt8(original, at)
      assert.equal(report.intact, false, `byte ${at}: ${small.slice(Math.max(0, at - 20), at + 20)}`)
    }
  }
  assert.equal((await verify(bytes)).intact, true)
})

test('[A-29] finds any one byte changed, added or taken away in a larger file', async () => {
  const bytes = Buffer.from(larger)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(255), async (at, mask, added) => {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
      assert.notDeepEqual(await codes(changed), [])
      assert.notDeepEqual(await codes(Buffer.concat([bytes.subarray(0, at), Buffer.from([added]), bytes.subarray(at)])), [])
      assert.notDeepEqual(await codes(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])), [])
    }),
    { numRuns: 250 }
  )
})

test('[A-29] finds any line taken away, repeated, or exchanged with the next', async () => {
  const all = lines(await textOf(bookingFile(6, 2, signer)))
  for (let at = 0; at < all.length; at++) {
    assert.notDeepEqual(await codes(all.toSpliced(at, 1).join('')), [], `without line ${at + 1}`)
    assert.notDeepEqual(await codes(all.toSpliced(at, 0, all[at] as string).join('')), [], `line ${at + 1} twice`)
    if (at + 1 < all.length) assert.notDeepEqual(await codes(all.toSpliced(at, 2, all[at + 1] as string, all[at] as string).join('')), [], `line ${at + 1} after the next`)
  }
})

test('says that a file is cut short, wherever it was cut', async () => {
  for (let length = 1; length < small.length; length += 7) {
    const found = await codes(small.slice(0, length))
    assert.ok(found.includes(length <= small.indexOf('\n') ? 'no-header' : 'truncated'), `${length}: ${found.join()}`)
  }
  assert.deepEqual(await codes(small.slice(0, -1)), ['truncated'])
  assert.deepEqual(await codes(lines(small).slice(0, -1).join('')), ['truncated'])
})

test('names the entry that was changed, and only that one', async () => {
  const all = lines(larger)
  const at = all.findIndex((line) => line.endsWith('"seq":123}\n'))
  const changed = all.with(at, (all[at] as string).replace('"origin":"site"', '"origin":"shop"')).join('')
  const report = await verify(changed)
  assert.deepEqual(report.findings[0], { code: 'entry-digest', line: at + 1, seq: 123 })
  assert.deepEqual([...new Set(report.findings.slice(1).map((finding) => finding.code))], ['head-root'], 'the heads after it no longer fit')
})

test('[A-29] finds a past that was rewritten by someone without the key', async () => {
  // Everything is computed anew, digests, chain and roots; only the signatures are those of another key, or the old ones.
  const entries = Array.from({ length: 5 }, (_, at) => bookingEntry(at))
  const rewritten = entries.with(1, { ...(entries[1] as Entry), body: { appointment_id: 'none' } })
  const forged = await fileOf(rewritten, stranger)
  assert.deepEqual(await codes(forged), [], 'consistent in itself: only the key tells')
  assert.deepEqual(await codes(forged, signer.public_key), ['other-key'])
  const disguised = forged.replaceAll(stranger.public_key, signer.public_key).replaceAll(stranger.key_id, signer.key_id)
  assert.deepEqual(await codes(disguised, signer.public_key), ['head-signature', 'trailer-frame', 'trailer-signature'])
  assert.deepEqual(await codes(await fileOf(rewritten), signer.public_key), [], 'with the key itself nothing can be found: heads are worth publishing')
})

test('takes entries of any allowed shape, and no other spelling of them', async () => {
  const [first] = [bookingEntry(0)]
  const odd: Entry = { ...first, subject_digest: null, promise_ids: [], body: {} }
  assert.deepEqual(await codes(await fileOf([odd])), [])
  const respelled: ((line: string) => string)[] = [
    (line) => line.replace('{"chain_hash"', '{ "chain_hash"'),
    (line) => line.replace('\n', '\r\n'),
    (line) => line.replace('\n', ' \n'),
    (line) => line.replace('booking', String.raw`\u0062ooking`),
    (line) => line.replace('"seq":1', '"seq":1.0'),
    (line) => line.replace('"seq":1', '"seq":01'),
    (line) => line.replace('"seq":1', '"extra":0,"seq":1'),
    (line) => line.replace(/("digest":"\w+"),("entry":.*),"seq"/, '$2,$1,"seq"'),
    (line) => line.replace(/"digest":"(\w+)"/, (_, hex: string) => `"digest":"${hex.toUpperCase()}"`),
    (line) => line.replace('"notice_version":3', '"notice_version":3e0'),
    (line) => line.replace('"promise_ids":["A-22","A-29"]', '"promise_ids":["A-22", "A-29"]'),
    (line) => line.replace('000000Z', '000Z')
  ]
  const all = lines(await fileOf([first]))
  for (const [at, respell] of respelled.entries()) {
    const line = respell(all[1] as string)
    assert.notEqual(line, all[1], `spelling ${at}`)
    assert.ok((await codes(all.with(1, line).join(''))).includes('malformed'), `spelling ${at}`)
  }
  for (const place of [0, 2, 3]) {
    const spaced = all.with(place, (all[place] as string).replace('":', '": ')).join('')
    assert.ok((await codes(spaced)).includes(place === 0 ? 'no-header' : 'malformed'), `line ${place + 1}`)
    const more = all.with(place, (all[place] as string).replace('"}}', '","zz":1}}').replace(/(\d)}}/, '$1,"zz":1}}')).join('')
    assert.ok((await codes(more)).includes(place === 0 ? 'no-header' : 'malformed'), `line ${place + 1} with another member`)
  }
})

/** A file whose signer holds the key but breaks the rules of the format. */
function dishonest(items: readonly FileItem[]): Promise<string> {
  return textOf(writeFile(header, (async function* () {
    yield* items
  })(), signer))
}

async function itemsOf(entries: readonly Entry[]): Promise<FileItem[]> {
  return Array.fromAsync(chained(entries, signer, () => true))
}

test('[A-29] finds gaps, duplicates, other networks and misplaced heads even when the signer made them', async () => {
  const [one, two] = [bookingEntry(1), bookingEntry(2)]
  assert.deepEqual(await codes(await fileOf([one, two, one])), ['duplicate'])
  assert.deepEqual(await codes(await fileOf([one, { ...two, network_id: '0192f0a0-0000-7000-8000-000000000099' }])), ['other-network'])
  const items = await itemsOf([one, two])
  assert.deepEqual(await codes(await dishonest(items)), [])
  assert.deepEqual(await codes(await dishonest(items.toSpliced(0, 2))), ['sequence', 'head-root'])
  assert.deepEqual(await codes(await dishonest(items.toSpliced(2, 1))), ['head-size', 'head-chain', 'head-root'])
  assert.deepEqual(await codes(await dishonest([...items, items[3] as FileItem])), ['head-day'])
  assert.deepEqual(await codes(await dishonest([items[0], items[2], items[1], items[3]] as FileItem[])), ['head-size', 'head-chain', 'head-root'])
  const { signature: _, ...head } = (items[1] as { head: SignedHead }).head
  const elsewhere = { ...head, network_id: '0192f0a0-0000-7000-8000-000000000099' }
  const signed = { head: { ...elsewhere, signature: await signer.sign(headStatement(elsewhere)) } }
  assert.deepEqual(await codes(await dishonest(items.with(1, signed))), ['other-network'])
})

test('finds an end that counts wrong, even when it is signed', async () => {
  const all = lines(small)
  const { signature: _, ...trailer } = (JSON.parse(all.at(-1) as string) as { trailer: SignedTrailer }).trailer
  for (const wrong of [{ ...trailer, entries: 3 }, { ...trailer, heads: 0 }]) {
    const signature = await signer.sign(trailerStatement(testNetwork, wrong))
    const end = `${canonicalize({ trailer: { ...wrong, signature } })}\n`
    assert.deepEqual(await codes(all.toSpliced(-1, 1, end).join('')), ['trailer-count'])
  }
})

test('accepts the head of a former key that the chain announced, and no other', async () => {
  const announcement: Entry = { ...bookingEntry(0), kind: keyEntryKind, subject_digest: null, body: { algorithm: 'ed25519', public_key: stranger.public_key } }
  const written = (entries: readonly Entry[]): Promise<string> => textOf(writeFile(header, chained(entries, stranger, (size) => size === 2), signer))
  const report = await verify(await written([announcement, bookingEntry(1)]), signer.public_key)
  assert.deepEqual([report.intact, report.former_key_ids], [true, [stranger.key_id]])
  assert.deepEqual(await codes(await written([bookingEntry(0), bookingEntry(1)])), ['head-key'])
  assert.deepEqual(await codes(await written([{ ...announcement, kind: 'ledger.kez' }, bookingEntry(1)])), ['head-key'])
  const altered = (await written([{ ...announcement, body: { public_key: signer.public_key } }, bookingEntry(1)])).replace(`"body":{"public_key":"${signer.public_key}"`, `"body":{"public_key":"${stranger.public_key}"`)
  assert.deepEqual(await codes(altered), ['entry-digest', 'head-root', 'head-key'], 'an altered entry announces nothing')
})

test('finds a chain hash that follows from nothing', async () => {
  const entry = bookingEntry(0)
  const digest = entryDigest(entry)
  const wrong = chainHash(noHash, Buffer.from(digest, 'hex'), 2).toString('hex')
  const all = lines(await fileOf([entry]))
  assert.deepEqual(await codes(all.with(1, entryLine({ seq: 1, digest, chain_hash: wrong, entry })).join('')), ['chain', 'head-chain', 'trailer-chain'])
})

test('says that anything else is no ledger, within bounded memory', async () => {
  for (const content of ['', '\n', 'hello\n', '{"header":{}}\n', '\u0000'.repeat(1000), lines(small).slice(1).join('')]) {
    assert.ok((await codes(content)).includes('no-header'), JSON.stringify(content.slice(0, 30)))
  }
  let sent = 0
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (; ; sent++) yield Buffer.alloc(10_000, 'a')
  }
  assert.equal((await verifyFile(endless())).intact, false)
  assert.ok(sent < 10, 'stops at a line that cannot be one')
  assert.deepEqual(await codes(`${small}\n`), ['misplaced'])
  assert.deepEqual(await codes(`${small}more`), ['misplaced'])
})

test('keeps the first fifty faults and counts them all', async () => {
  const report = await verify(larger.replaceAll('"origin":"site"', '"origin":"shop"'))
  assert.equal(report.findings.length, 50)
  assert.equal(report.finding_count, 150 + 10)
})
