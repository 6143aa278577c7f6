/**
 * An establishment chooses any colour; text and controls in it stay readable. Contrast is
 * WCAG 2's (relative luminance of sRGB), darkening keeps the hue (OKLab, Ottosson 2020).
 */

/** What pages are printed on. */
export const paper = '#fbfaf7'
export const ink = '#1c1c1a'

export type Accent = {
  /** For links, buttons and lines: at least 5.5:1 on paper and under `on_accent`. */
  accent: string
  /** The same, pressed or pointed at. */
  accent_deep: string
  /** Text on `accent`. */
  on_accent: string
  /** A breath of the colour, for what is chosen: ink on it stays above 12:1. */
  accent_soft: string
  /** The colour as it was chosen, for what carries no meaning. */
  chosen: string
}

type Triple = readonly [number, number, number]

/** Contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/**
 * The colours of a page dressed in `chosen`.
 * @param chosen `#rrggbb`; anything else counts as the house's green
 */
export function accentOf(chosen: string): Accent {
  const colour = /^#[0-9a-f]{6}$/i.test(chosen) ? chosen.toLowerCase() : '#1f4d3a'
  const accent = darkenUntil(colour, (candidate) => contrast(candidate, paper) >= 5.5)
  return {
    accent,
    accent_deep: darkenUntil(accent, (candidate) => contrast(candidate, paper) >= Math.min(contrast(accent, paper) * 1.35, 18)),
    on_accent: '#ffffff',
    accent_soft: mix(accent, paper, 0.93),
    chosen: colour
  }
}

/** Lowers OKLab lightness by hundredths, and chroma with it, until `enough`; black always is. */
function darkenUntil(colour: string, enough: (candidate: string) => boolean): string {
  const [lightness, a, b] = toOklab(colour)
  for (let share = 1; share > 0; share -= 0.01) {
    const candidate = fromOklab([lightness * share, a * share, b * share])
    if (enough(candidate)) return candidate
  }
  return '#000000'
}

/** `share` of `other` in `one`, mixed in OKLab. */
function mix(one: string, other: string, share: number): string {
  const [x, y] = [toOklab(one), toOklab(other)]
  const between = (index: 0 | 1 | 2): number => x[index] * (1 - share) + y[index] * share
  return fromOklab([between(0), between(1), between(2)])
}

function luminance(colour: string): number {
  const [red, green, blue] = toLinear(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function toLinear(colour: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function fromLinear(linear: Triple): string {
  const channel = (value: number): string => {
    const clipped = Math.min(1, Math.max(0, value))
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255).toString(16).padStart(2, '0')
  }
  return `#${linear.map(channel).join('')}`
}

function toOklab(colour: string): Triple {
  const [r, g, b] = toLinear(colour)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ]
}

function fromOklab([lightness, a, b]: Triple): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return fromLinear([
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
  ])
}
