/**
 * Every visual decision of the staff application, in one place: Mantine's theme, the style sheets and the plots are
 * built from here. Colours are sRGB hex, lengths are CSS. Pairs that carry text are held to WCAG AA by
 * `tokens.test.ts`.
 */
export type Scheme = 'light' | 'dark'

/** Neutral greys, one accent, and three words of status that never stand without their shape and their word. */
const light = {
  canvas: '#ffffff',
  rail: '#f4f5f5',
  raised: '#ffffff',
  sunken: '#f4f5f5',
  hover: '#eceeee',
  press: '#e2e5e5',
  line: '#e4e6e6',
  'line-strong': '#cdd1d2',
  'line-control': '#878e90',
  ink: '#161a1b',
  'ink-2': '#4c5355',
  'ink-3': '#646b6d',
  accent: '#0b5a68',
  'accent-hover': '#08464f',
  'on-accent': '#ffffff',
  'accent-soft': '#e1eff1',
  'accent-ink': '#094f5b',
  danger: '#a3260f',
  'danger-hover': '#841d0a',
  'danger-soft': '#fbeae6',
  'on-danger': '#ffffff',
  caution: '#7a4a00',
  'caution-soft': '#faf0dc',
  positive: '#17603a',
  'positive-soft': '#e3f2e8',
  shade: 'rgb(16 20 21 / 0.38)',
  shadow: '0 1px 2px rgb(16 20 21 / 0.06), 0 8px 24px rgb(16 20 21 / 0.12)',
} as const

const dark: Record<keyof typeof light, string> = {
  canvas: '#141617',
  rail: '#0f1112',
  raised: '#1d2021',
  sunken: '#101213',
  hover: '#212526',
  press: '#2a2f30',
  line: '#272b2c',
  'line-strong': '#3a4041',
  'line-control': '#717a7c',
  ink: '#e9ebeb',
  'ink-2': '#abb3b4',
  'ink-3': '#8b9496',
  accent: '#62b9c7',
  'accent-hover': '#7fcbd7',
  'on-accent': '#06252b',
  'accent-soft': '#12333a',
  'accent-ink': '#86ced9',
  danger: '#ff9c8a',
  'danger-hover': '#ffb3a5',
  'danger-soft': '#3c1c16',
  'on-danger': '#390c03',
  caution: '#efbc62',
  'caution-soft': '#35280f',
  positive: '#79cf9b',
  'positive-soft': '#14301f',
  shade: 'rgb(0 0 0 / 0.6)',
  shadow: '0 1px 2px rgb(0 0 0 / 0.4), 0 8px 24px rgb(0 0 0 / 0.5)',
}

export type ColourToken = keyof typeof light

export const colours: Record<Scheme, Record<ColourToken, string>> = { light, dark }

/**
 * The agenda colours: Okabe and Ito's set, told apart by people with any colour vision ("Color Universal Design",
 * 2008). `hue` is the published colour, for edges, dots and plots; `fill` and `text` are the same hue made quiet
 * enough to read a whole day of appointments on (7:1 and more).
 */
export const agendaColours = {
  orange: { hue: '#e69f00', light: { fill: '#fdf1d6', text: '#5c3d00' }, dark: { fill: '#3a2a08', text: '#f8d48a' } },
  sky: { hue: '#56b4e9', light: { fill: '#e3f2fc', text: '#0f4468' }, dark: { fill: '#123247', text: '#a9d9f6' } },
  green: { hue: '#009e73', light: { fill: '#ddf3eb', text: '#004d38' }, dark: { fill: '#08352a', text: '#84dcc0' } },
  yellow: { hue: '#f0e442', light: { fill: '#fbf8cd', text: '#4b4600' }, dark: { fill: '#35320c', text: '#f1e97c' } },
  blue: { hue: '#0072b2', light: { fill: '#deecf7', text: '#003f63' }, dark: { fill: '#0b2c44', text: '#92c9ee' } },
  vermillion: { hue: '#d55e00', light: { fill: '#fbe8da', text: '#6b2d00' }, dark: { fill: '#401f08', text: '#f6b48a' } },
  purple: { hue: '#cc79a7', light: { fill: '#f8e8f1', text: '#66264a' }, dark: { fill: '#3d2031', text: '#efbcd8' } },
  grey: { hue: '#7f8688', light: { fill: '#eceeee', text: '#33393b' }, dark: { fill: '#2a2f30', text: '#cdd3d4' } },
} as const

export type AgendaColour = keyof typeof agendaColours

/** The agenda colours in the order in which new agendas and plot series take them: neighbours differ most, and yellow, which is faint on white, is last. */
export const agendaColourNames = ['blue', 'orange', 'green', 'purple', 'sky', 'vermillion', 'grey', 'yellow'] as const satisfies readonly AgendaColour[]

/** Type, space and shape. Sizes in rem where they must follow the reader's own text size, px for hairlines. */
const measures = {
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", Menlo, Consolas, monospace',
  'text-xs': '0.75rem',
  'text-sm': '0.8125rem',
  'text-md': '0.875rem',
  'text-lg': '1rem',
  'text-xl': '1.25rem',
  'text-2xl': '1.75rem',
  's1': '0.25rem',
  's2': '0.5rem',
  's3': '0.75rem',
  's4': '1rem',
  's5': '1.5rem',
  's6': '2rem',
  's7': '3rem',
  radius: '4px',
  'radius-lg': '8px',
  hairline: '1px',
  'focus-width': '2px',
  'control-height': '2.125rem',
  'row-height': '2.125rem',
  'rail-width': '14rem',
  'rail-narrow': '3.25rem',
  'top-height': '3rem',
  'tabs-height': '3.5rem',
  quick: '120ms cubic-bezier(0.2, 0, 0, 1)',
} as const

/** Breakpoint below which the phone's layout takes over, in em as media queries want it. */
export const phoneBelow = 48

/** On touch, everything that is pressed grows to a finger's width. */
const touch = { 'control-height': '2.75rem', 'row-height': '2.75rem', 'top-height': '3.5rem' }

const declarations = (values: Record<string, string>): string =>
  Object.entries(values).map(([name, value]) => `--${name}:${value};`).join('')

function schemeDeclarations(scheme: Scheme): string {
  const agenda = Object.entries(agendaColours).map(([name, colour]) =>
    declarations({ [`${name}-hue`]: colour.hue, [`${name}-fill`]: colour[scheme].fill, [`${name}-text`]: colour[scheme].text }),
  )
  return `color-scheme:${scheme};${declarations(colours[scheme])}${agenda.join('')}`
}

/**
 * The tokens as a style sheet of custom properties on the root element (`var(--ink)`, `var(--s3)`,
 * `var(--sky-fill)`…), switched by the attribute that Mantine and `boot.js` set.
 */
export function tokenSheet(): string {
  return [
    `:root{${declarations(measures)}${schemeDeclarations('light')}}`,
    `:root[data-mantine-color-scheme="dark"]{${schemeDeclarations('dark')}}`,
    `@media (pointer:coarse){:root{${declarations(touch)}}}`,
    'html{background:var(--canvas);color:var(--ink);font-family:var(--font)}',
  ].join('\n')
}
