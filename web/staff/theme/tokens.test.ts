import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agendaColourNames, agendaColours, colours, type ColourToken, type Scheme, tokenSheet } from './tokens.ts'

/** Relative luminance of an sRGB hex colour, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

const schemes: Scheme[] = ['light', 'dark']
const backgrounds: ColourToken[] = ['canvas', 'rail', 'raised', 'sunken', 'hover']

/** Text, what it stands on, and the contrast that it owes. */
const textPairs: [ColourToken, ColourToken, number][] = [
  ...backgrounds.flatMap((background): [ColourToken, ColourToken, number][] => [
    ['ink', background, 7],
    ['ink-2', background, 4.5],
    ['ink-3', background, 4.5],
    ['accent', background, 4.5],
    ['danger', background, 4.5],
    ['caution', background, 4.5],
    ['positive', background, 4.5],
  ]),
  ['ink', 'press', 7],
  ['ink', 'accent-soft', 7],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['accent-ink', 'accent-soft', 4.5],
  ['on-danger', 'danger', 4.5],
  ['on-danger', 'danger-hover', 4.5],
  ['danger', 'danger-soft', 4.5],
  ['caution', 'caution-soft', 4.5],
  ['positive', 'positive-soft', 4.5],
]

for (const scheme of schemes) {
  test(`text reads on what it stands on, ${scheme}`, () => {
    const palette = colours[scheme]
    const poor = textPairs
      .map(([text, background, owed]) => ({ text, background, owed, ratio: contrast(palette[text], palette[background]) }))
      .filter(({ ratio, owed }) => ratio < owed)
    assert.deepEqual(poor, [])
  })

  test(`the edge of a control is seen, ${scheme}`, () => {
    for (const background of ['canvas', 'raised'] as const) {
      assert.ok(contrast(colours[scheme]['line-control'], colours[scheme][background]) >= 3)
    }
  })

  test(`appointments read in every agenda colour, ${scheme}`, () => {
    const poor = Object.entries(agendaColours)
      .map(([name, colour]) => ({ name, ratio: contrast(colour[scheme].text, colour[scheme].fill) }))
      .filter(({ ratio }) => ratio < 7)
    assert.deepEqual(poor, [])
  })
}

test('the order of the agenda colours names each once', () => {
  assert.deepEqual([...agendaColourNames].sort(), Object.keys(agendaColours).sort())
})

test('both schemes give every token to the style sheet', () => {
  const sheet = tokenSheet()
  for (const token of Object.keys(colours.light)) {
    assert.equal(sheet.split(`--${token}:`).length - 1, 2, token)
  }
})
