import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { accentOf, contrast, ink, paper } from './colour.ts'

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('whatever colour an establishment chooses, its text and buttons stay readable', () => {
  fc.assert(
    fc.property(anyColour, (chosen) => {
      const { accent, accent_deep, accent_soft, on_accent } = accentOf(chosen)
      assert.ok(contrast(accent, paper) >= 5.5, `${chosen} → ${accent} on paper`)
      assert.ok(contrast(on_accent, accent) >= 4.5, `${on_accent} on ${accent}`)
      assert.ok(contrast(on_accent, accent_deep) >= contrast(on_accent, accent), `${accent_deep} is not deeper than ${accent}`)
      assert.ok(contrast(ink, accent_soft) >= 12, `ink on ${accent_soft}`)
      assert.ok(contrast(accent, accent_soft) >= 4.5, `${accent} on ${accent_soft}`)
    }),
    { numRuns: 2000 }
  )
})

test('a colour that is readable already is kept as it is', () => {
  assert.equal(accentOf('#1f4d3a').accent, '#1f4d3a')
})

test('what is not a colour never reaches the style sheet', () => {
  const { chosen, accent } = accentOf('red;}</style><script>')
  assert.deepEqual([chosen, accent], ['#1f4d3a', '#1f4d3a'])
})

test('contrast agrees with the values of the standard', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54')
})
