import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { checkEntry, entryDigest, entryText, instantText, longestBody } from './entry.ts'
import type { Entry, EntryBody, EntryValue } from './entry.ts'
import { allowedBody } from './testing.ts'

const refused = { name: 'LedgerError', code: 'ledger-entry-refused' }

function check(body: unknown, kind = 'booking.confirmed', promise_ids = ['A-29']): void {
  checkEntry({ kind, promise_ids, body: body as EntryBody })
}

test('[A-29] takes ids, digests, numbers, booleans, dates and short codes', () => {
  check({
    appointment_id: randomUUID(),
    digest: 'ab'.repeat(32),
    count: 3,
    ratio: -0.25,
    online: true,
    nothing: null,
    day: '2026-11-03',
    starts_at: '2026-11-03T10:00:00Z',
    precise: '2026-11-03T10:00:00.123456Z',
    origin: 'google-profile',
    version: 'v2.1',
    email_digest: '0'.repeat(64),
    items: [{ service_id: randomUUID(), minutes: 30 }, []],
    nested: { a: { b: { c: 'deep' } } }
  })
  fc.assert(fc.property(allowedBody, (body) => check(body)))
})

const firstName = fc.constantFrom('Jean', 'Zoé', 'Marie-Claire', 'Ewa', 'João', 'Bjørn', 'Nguyễn', '山田')
const lastName = fc.constantFrom('Dupont', "O'Brien", 'de La Fontaine', 'Müller', 'Ben Ali', 'Le Goff', 'SCHMIDT', '太郎')
const name = fc.oneof(firstName, lastName, fc.tuple(firstName, lastName).map((both) => both.join(' ')), fc.tuple(firstName, lastName).map((both) => both.join(' ').toLowerCase()).filter((both) => both.includes(' ')))
const digits = (length: number): fc.Arbitrary<string> => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((each) => each.join(''))
const phone = fc
  .tuple(fc.constantFrom('0', '+33', '0033', '+44', '+1'), digits(9), fc.constantFrom('', ' ', '.', '-'))
  .map(([prefix, number, gap]) => prefix + (number.match(/../g) ?? []).join(gap) + gap + number.at(-1))
const sentence = fc.tuple(fc.constantFrom('allergic to latex', 'rappeler demain', 'Preferes the morning, please.', 'a\nb', '<b>', '=1+1'), fc.string()).map((both) => both.join(' '))
const personalData = fc.oneof(name, fc.emailAddress(), phone, sentence, fc.webUrl(), fc.ipV6().filter((ip) => ip.includes(':')))

/** Puts a value somewhere into a body. */
const placed = (value: fc.Arbitrary<string>): fc.Arbitrary<{ body: EntryBody; value: string }> =>
  fc.tuple(value, fc.constantFrom('origin', 'reason', 'by'), fc.nat(3)).map(([text, key, wraps]) => {
    let inner: EntryValue = text
    for (let at = 0; at < wraps; at++) inner = at % 2 === 0 ? [inner] : { inner }
    return { body: { ok: true, [key]: inner }, value: text }
  })

test('[A-29] refuses names, e-mails, phone numbers, addresses and any sentence, without repeating them', () => {
  fc.assert(
    fc.property(placed(personalData), ({ body, value }) => {
      assert.throws(() => check(body), (error: Error) => {
        assert.equal((error as { code?: string }).code, 'ledger-entry-refused')
        return value.trim().length < 4 || !inspect(error).split('\n')[0]?.includes(value)
      })
    }),
    { numRuns: 1000 }
  )
})

test('[A-29] refuses personal data as a key too, and a code under a key that announces a person', () => {
  for (const body of [
    { 'Jean Dupont': true },
    { 'jean@example.fr': 1 },
    { '0612345678': null },
    { last_name: 'dupont' },
    { client_email: 'jean' },
    { phone: 612345678 },
    { birth_date: '1980-01-01' },
    { contact: { address: ['rue-haute'] } },
    { telephone: 'x' },
    { nom: 'dupont' },
    { origin: 'tel-06-12-34-56-78' },
    { origin: 'p0612345678' }
  ]) {
    assert.throws(() => check(body), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'ledger-entry-refused')
      return !/jean|dupont|0612345678/i.test(error.message)
    })
  }
})

test('refuses what is neither JSON nor evidence', () => {
  let deep: EntryValue = 1
  for (let at = 0; at < 9; at++) deep = [deep]
  const cases: unknown[] = [null, [], 'text', { n: Number.NaN }, { n: Number.POSITIVE_INFINITY }, { u: undefined }, { d: new Date() }, { b: 1n }, { m: new Map() }]
  cases.push({ f: () => 1 }, { deep }, { day: '2026-02-30' }, { at: '2026-11-03T25:00:00Z' }, { at: '2026-11-03T10:00:00+01:00' }, { code: '' })
  cases.push({ code: 'a'.repeat(65) }, { code: 'Upper' }, { hex: 'ab'.repeat(33) }, { codes: Array.from({ length: longestBody }, () => 1) })
  for (const body of cases) assert.throws(() => check(body), refused, inspect(body).slice(0, 80))
})

test('refuses kinds and promises that are none', () => {
  for (const kind of ['', 'Booking', 'jean dupont', 'a'.repeat(65), '1st']) assert.throws(() => check({}, kind), refused)
  for (const id of ['A29', 'a-29', 'A-0', 'A-1000', 'Jean', '']) assert.throws(() => check({}, 'kind', [id]), refused)
  check({}, 'ledger.key', [])
})

const entry: Entry = {
  network_id: '0192f0a0-0000-7000-8000-000000000001',
  entry_id: '0192f0a0-0000-7000-8000-000000000002',
  recorded_at: '2026-11-03T10:00:00.000000Z',
  kind: 'booking.confirmed',
  promise_ids: ['A-22'],
  subject_digest: null,
  body: { b: 2, a: 1 }
}

test('[A-29] digests the canonical text of an entry behind the leaf prefix of RFC 6962', () => {
  const text =
    '{"body":{"a":1,"b":2},"entry_id":"0192f0a0-0000-7000-8000-000000000002","kind":"booking.confirmed",' +
    '"network_id":"0192f0a0-0000-7000-8000-000000000001","promise_ids":["A-22"],"recorded_at":"2026-11-03T10:00:00.000000Z","subject_digest":null}'
  assert.equal(entryText(entry), text)
  assert.equal(entryDigest(entry), createHash('sha256').update('\0').update(text).digest('hex'))
})

test('[A-29] gives another digest when anything in the entry changes', () => {
  const changes: Partial<Entry>[] = [
    { network_id: entry.entry_id },
    { entry_id: entry.network_id },
    { recorded_at: '2026-11-03T10:00:00.000001Z' },
    { kind: 'booking.cancelled' },
    { promise_ids: ['A-22', 'A-29'] },
    { promise_ids: [] },
    { subject_digest: '0'.repeat(64) },
    { body: { a: 1 } },
    { body: { a: 1, b: '2' } }
  ]
  const digests = changes.map((change) => entryDigest({ ...entry, ...change }))
  assert.equal(new Set([entryDigest(entry), ...digests]).size, changes.length + 1)
  assert.equal(entryDigest({ ...entry, body: { a: 1, b: 2 } }), entryDigest(entry), 'the order of keys says nothing')
})

test('writes instants with six decimals, as PostgreSQL keeps them', () => {
  assert.equal(instantText(Temporal.Instant.from('2026-11-03T10:00:00Z')), '2026-11-03T10:00:00.000000Z')
  assert.equal(instantText(Temporal.Instant.from('2026-11-03T10:00:00.123456789Z')), '2026-11-03T10:00:00.123456Z')
})
