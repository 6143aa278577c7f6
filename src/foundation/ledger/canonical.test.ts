import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalize } from './canonical.ts'
import type { Json } from './canonical.ts'

test('writes the examples of RFC 8785', () => {
  const example = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false]
  }
  assert.equal(
    canonicalize(example),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`
  )
})

test('sorts keys by UTF-16 code units, as in section 3.2.3 of RFC 8785', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
  assert.deepEqual(Object.keys(JSON.parse(canonicalize(Object.fromEntries(keys.map((each) => [`_${each}`, 0]))))), sorted.map((each) => `_${each}`))
})

test('writes numbers as ECMAScript does (RFC 8785, appendix B)', () => {
  const numbers: [number, string][] = [
    [-0, '0'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [1e21, '1e+21'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [0.000001, '0.000001'],
    [333333333.33333325, '333333333.33333325']
  ]
  for (const [value, text] of numbers) assert.equal(canonicalize(value), text)
})

test('means the same as what it was given, and has one text for it whatever the order of keys', () => {
  const reversed = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return (value as Json[]).map(reversed)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, reversed(member as Json)] as const).reverse())
  }
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = canonicalize(value as Json)
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
      assert.equal(canonicalize(reversed(value as Json)), text)
      assert.equal(canonicalize(JSON.parse(text) as Json), text)
    })
  )
})

test('refuses what JSON cannot say', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }, undefined, { a: undefined }, [undefined], 1n, () => 1]) {
    assert.throws(() => canonicalize(value as Json), TypeError)
  }
})
