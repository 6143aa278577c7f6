import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalize } from './canonical.ts'
import type { Json } from './canonical.ts'
import { IdSet } from './id-set.ts'
import { scanValue } from './scan.ts'
import { allowedBody } from './testing.ts'

/** Whether the scanner takes all of a text for one canonical value. */
function scanned(text: string): boolean {
  const bytes = Buffer.from(`${text}\n`)
  return scanValue(bytes, 0, bytes.length - 1) === bytes.length - 1
}

/** The same question, answered by parsing and writing again. */
function canonical(text: string): boolean {
  if (/[^ -~]|\\/.test(text)) return false
  try {
    return canonicalize(JSON.parse(text) as Json) === text
  } catch {
    return false
  }
}

test('takes every value in its canonical form', () => {
  fc.assert(fc.property(allowedBody, (body) => assert.ok(scanned(canonicalize(body)))))
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => assert.ok(scanned(canonicalize(value)))))
})

test('agrees with parsing and writing again on texts that are nearly canonical', () => {
  const alphabet = fc.constantFrom(...'{}[]",:0123456789-+.eE truefalsnabz\\ \t\u0000\u007f\u00e9')
  const damaged = fc.tuple(allowedBody, fc.nat(), alphabet, fc.constantFrom('replace', 'insert', 'remove')).map(([body, place, letter, how]) => {
    const text = canonicalize(body)
    const at = place % text.length
    return text.slice(0, at) + (how === 'remove' ? '' : letter) + text.slice(how === 'insert' ? at : at + 1)
  })
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(damaged, (text) => {
      assert.equal(scanned(text), canonical(text), text)
      if (canonical(text)) taken++
      else refused++
    }),
    { numRuns: 3000 }
  )
  assert.ok(taken > 100 && refused > 1000, `both happen: ${taken}, ${refused}`)
})

test('refuses every other spelling of numbers, keys and white space', () => {
  const spellings = ['-0', '01', '1.0', '1e3', '1E+30', '+1', '.5', '1.', '1e400', '0x1', '--1', '-', '00', '1_0', '12345678901234567890123', '{"b":1,"a":2}']
  spellings.push('{"a":1,"a":1}', '{ "a":1}', '{"a":1 }', '[1,]', '[,1]', '[', '{', '{"a"}', '{"a":}', '{"a":1,}', '"a', '"\\u0061"', '"é"', 'True', 'nul', '')
  spellings.push('{"aa":1,"a":2}', '{"a":1,"A":2}', '"\u007f"', `${'['.repeat(18)}${']'.repeat(18)}`)
  for (const text of spellings) assert.ok(!scanned(text), text)
  for (const text of ['0', '-1', '{"A":1,"a":2}', '{"a":1,"aa":2}', '{"":1,"a":2}', '1e+30', '1e-7', '123456789012345', '1234567890123456']) {
    assert.ok(scanned(text), text)
  }
})

test('remembers which ids it has seen', () => {
  fc.assert(
    fc.property(fc.array(fc.uuid({ version: 7 }), { maxLength: 50 }), fc.array(fc.nat(), { maxLength: 100 }), (ids, again) => {
      const set = new IdSet()
      const seen = new Set<string>()
      for (const id of [...ids, ...again.flatMap((at) => ids[at % Math.max(1, ids.length)] ?? [])]) {
        assert.equal(set.add(Buffer.from(`"${id}"`), 1), !seen.has(id))
        seen.add(id)
      }
    })
  )
})

test('remembers ids in any order, beyond its first size, and tells apart those that differ in one digit', () => {
  const set = new IdSet()
  const id = (at: number): Buffer => Buffer.from(`0192f0a0-0000-7000-8000-${at.toString(16).padStart(12, '0')}`)
  // Mostly ascending, one in three far behind.
  const order = Array.from({ length: 20_000 }, (_, at) => (at % 3 === 2 ? 1 + ((at * 7919) % 20_000) * 2 : at * 2))
  const seen = new Set<number>()
  for (const at of [...order, ...order, ...order.toReversed()]) {
    assert.equal(set.add(id(at), 0), !seen.has(at))
    seen.add(at)
  }
  for (const at of [0, 1, 2, 39_996, 39_998]) assert.equal(set.add(id(at), 0), !seen.has(at))
  const text = '0192f0a0-0000-7000-9000-0123456789ab'
  assert.equal(set.add(Buffer.from(text), 0), true)
  for (let at = 0; at < text.length; at++) {
    const other = `${text.slice(0, at)}${text[at] === 'c' ? 'd' : 'c'}${text.slice(at + 1)}`
    if (text[at] !== '-') assert.equal(set.add(Buffer.from(other), 0), true, `digit ${at}`)
  }
})
