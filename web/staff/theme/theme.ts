import { createTheme, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core'
import overrides from './mantine.module.css'
import { agendaColours, type ColourToken, colours } from './tokens.ts'

const colour = (token: ColourToken): string => `var(--${token})`

/** Mantine wants ten shades of each colour; ours are few, so neighbours repeat. Only `gray` and `dark` are read much. */
const tuple = (...shades: string[]): MantineColorsTuple =>
  Array.from({ length: 10 }, (_, index) => shades[Math.min(index, shades.length - 1)] ?? '') as unknown as MantineColorsTuple

const { light, dark } = colours

const gray = tuple(
  light.sunken, light.hover, light.line, light['line-strong'], light['line-strong'],
  light['ink-3'], light['ink-3'], light['ink-2'], light.ink, light.ink,
)
const darkGray = tuple(
  dark.ink, dark['ink-2'], dark['ink-3'], dark['ink-3'], dark['line-strong'],
  dark.hover, dark.raised, dark.canvas, dark.sunken, dark.rail,
)

/**
 * How buttons take colour: the accent for the one thing to do, plain for the rest, danger (`color="danger"`) only
 * where nothing can be undone. Other colours do not exist on purpose.
 */
const variantColorResolver: VariantColorsResolver = ({ color, variant }) => {
  const danger = color === 'danger'
  const main = danger ? colour('danger') : colour('accent')
  const soft = danger ? colour('danger-soft') : colour('accent-soft')
  const clear = '1px solid transparent'
  switch (variant) {
    case 'filled':
      return {
        background: main,
        hover: danger ? colour('danger-hover') : colour('accent-hover'),
        color: danger ? colour('on-danger') : colour('on-accent'),
        border: clear,
      }
    case 'light':
      return { background: soft, hover: soft, color: danger ? main : colour('accent-ink'), border: clear }
    case 'subtle':
    case 'transparent':
      return { background: 'transparent', hover: colour('hover'), color: danger ? main : colour('ink-2'), border: clear }
    default:
      return {
        background: colour('raised'),
        hover: colour('hover'),
        color: danger ? main : colour('ink'),
        border: `1px solid ${danger ? main : colour('line-strong')}`,
      }
  }
}

/** Where menus, lists and tooltips are drawn: a labelled region, so that no content stands outside the landmarks. */
const layer = { target: '#layer' }

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: {
    accent: tuple(light['accent-soft'], light.accent),
    danger: tuple(light['danger-soft'], light.danger),
    red: tuple(light['danger-soft'], light.danger),
    gray,
    dark: darkGray,
    ...Object.fromEntries(Object.entries(agendaColours).map(([name, { hue }]) => [`agenda-${name}`, tuple(hue)])),
  },
  variantColorResolver,
  white: light.canvas,
  black: light.ink,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: 'var(--text-xs)', sm: 'var(--text-sm)', md: 'var(--text-md)', lg: 'var(--text-lg)', xl: 'var(--text-xl)' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.35' },
  spacing: { xs: 'var(--s2)', sm: 'var(--s3)', md: 'var(--s4)', lg: 'var(--s5)', xl: 'var(--s6)' },
  radius: { xs: 'var(--radius)', sm: 'var(--radius)', md: 'var(--radius)', lg: 'var(--radius-lg)', xl: 'var(--radius-lg)' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: 'var(--shadow)', lg: 'var(--shadow)', xl: 'var(--shadow)' },
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: 'var(--text-xl)', lineHeight: '1.25' },
      h2: { fontSize: 'var(--text-lg)', lineHeight: '1.35' },
      h3: { fontSize: 'var(--text-md)', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  activeClassName: '',
  components: {
    Button: { classNames: { root: overrides['button'] } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 'lg' }, classNames: { root: overrides['icon'] } },
    Input: { classNames: { wrapper: overrides['input'], input: overrides['inputField'] } },
    InputWrapper: { classNames: { label: overrides['label'], description: overrides['description'], error: overrides['error'] } },
    Menu: {
      defaultProps: { shadow: 'md', transitionProps: { duration: 80 }, position: 'bottom-start', withInitialFocusPlaceholder: false },
      classNames: { dropdown: overrides['dropdown'], item: overrides['item'], label: overrides['menuLabel'] },
    },
    Combobox: { classNames: { dropdown: overrides['dropdown'], option: overrides['item'] } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 }, portalProps: layer }, classNames: { dropdown: overrides['dropdown'] } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 }, portalProps: layer }, classNames: { tooltip: overrides['tooltip'] } },
    Modal: {
      defaultProps: { transitionProps: { duration: 100, transition: 'fade' }, overlayProps: { color: 'var(--shade)', backgroundOpacity: 1 } },
      classNames: { content: overrides['dialog'], title: overrides['dialogTitle'], overlay: overrides['overlay'] },
    },
    Drawer: {
      defaultProps: { transitionProps: { duration: 120 }, overlayProps: { color: 'var(--shade)', backgroundOpacity: 1 }, position: 'right' },
      classNames: { content: overrides['dialog'], title: overrides['dialogTitle'], overlay: overrides['overlay'] },
    },
    Notification: { classNames: { root: overrides['toast'], title: overrides['toastTitle'], description: overrides['toastText'] } },
    Checkbox: { classNames: { input: overrides['box'] } },
    Radio: { classNames: { radio: overrides['box'] } },
    Skeleton: { classNames: { root: overrides['skeleton'] } },
  },
})

/** Hands our tokens to the names that Mantine's own style sheets read, so that both schemes switch in one place. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const scheme = {
    '--mantine-color-body': colour('canvas'),
    '--mantine-color-text': colour('ink'),
    '--mantine-color-bright': colour('ink'),
    '--mantine-color-dimmed': colour('ink-2'),
    '--mantine-color-placeholder': colour('ink-3'),
    '--mantine-color-anchor': colour('accent'),
    '--mantine-color-error': colour('danger'),
    '--mantine-color-success': colour('positive'),
    '--mantine-color-default': colour('raised'),
    '--mantine-color-default-hover': colour('hover'),
    '--mantine-color-default-color': colour('ink'),
    '--mantine-color-default-border': colour('line-strong'),
    '--mantine-color-disabled': colour('hover'),
    '--mantine-color-disabled-color': colour('ink-3'),
    '--mantine-color-disabled-border': colour('line'),
    '--mantine-color-accent-filled': colour('accent'),
    '--mantine-color-accent-filled-hover': colour('accent-hover'),
    '--mantine-color-accent-light': colour('accent-soft'),
    '--mantine-color-accent-light-hover': colour('accent-soft'),
    '--mantine-color-accent-light-color': colour('accent-ink'),
    '--mantine-color-accent-outline': colour('accent'),
    '--mantine-color-accent-text': colour('accent'),
    '--mantine-color-red-filled': colour('danger'),
    '--mantine-color-red-text': colour('danger'),
    '--mantine-color-danger-filled': colour('danger'),
    '--mantine-color-danger-text': colour('danger'),
    '--mantine-primary-color-contrast': colour('on-accent'),
  }
  return { variables: {}, light: scheme, dark: scheme }
}
