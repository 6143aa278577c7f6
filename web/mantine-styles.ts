import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** The module the application imports to get the style sheets of the Mantine components it uses. */
const virtualId = 'virtual:mantine-styles'

const require = createRequire(import.meta.url)
/** Folder of a Mantine package; its main file stands in `cjs/`. */
const mantine = (name: string): string => resolve(dirname(require.resolve(`@mantine/${name}`)), '..')
const corePackage = mantine('core')
const components = join(corePackage, 'esm/components')

/** Packages that draw with core components, and so need those components' styles too. */
const dependents = ['dates', 'modals', 'notifications', 'spotlight']

/** What a source takes out of '@mantine/core': `import { A, type B, C as D }` gives A, B and C. */
function namesFromCore(source: string): string[] {
  const lists = source.matchAll(/import\s+(?!type\b)\{([^}]*)\}\s*from\s*["']@mantine\/core["']/g)
  return [...lists].flatMap(([, list]) =>
    (list ?? '').split(',').map((name) => name.trim().replace(/^type\s+/, '').split(/\s/)[0] ?? ''),
  )
}

const sourcesIn = (folder: string, pattern: string): string[] =>
  globSync(pattern, { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'))

/** Folders of core components that `folder`'s own modules import, `../../Popover/Popover.mjs` → Popover. */
function neighbours(folder: string): string[] {
  return sourcesIn(join(components, folder), '**/*.mjs').flatMap((source) =>
    [...source.matchAll(/from "(?:\.\.\/)+([A-Z]\w+)\//g)].map(([, name]) => name ?? ''),
  )
}

/**
 * Style sheets needed by the components that the sources in `folder` import, theirs and their neighbours'.
 * An over-approximation: it looks at imports, not at what tree shaking keeps.
 */
function styleSheets(folder: string): string[] {
  const known = new Set(globSync('*', { cwd: components }))
  const application = sourcesIn(folder, '**/*.{ts,tsx}')
  const used = dependents.filter((name) => application.some((source) => source.includes(`'@mantine/${name}'`)))
  const queue = [...application, ...used.flatMap((name) => sourcesIn(join(mantine(name), 'esm'), '**/*.mjs'))]
    .flatMap(namesFromCore)
    .filter((name) => known.has(name))

  const folders = new Set<string>()
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (folders.has(next)) continue
    folders.add(next)
    queue.push(...neighbours(next).filter((name) => known.has(name)))
  }

  const modules = [...folders].flatMap((name) => globSync('**/*.module.mjs', { cwd: join(components, name) }))
  const drawn = modules.map((file) => file.replace(/^.*\//, '').replace('.module.mjs', ''))
  // InlineInput is drawn by every check box, switch and radio but lives outside the components' folders.
  const wanted = new Set(['baseline', 'default-css-variables', 'global', 'InlineInput', ...drawn].map((name) => `${name}.layer.css`))
  return [
    ...inOrder(globSync('*.layer.css', { cwd: join(corePackage, 'styles') }).filter((sheet) => wanted.has(sheet))).map((sheet) => `@mantine/core/styles/${sheet}`),
    ...used.filter((name) => name !== 'modals').map((name) => `@mantine/${name}/styles.layer.css`),
  ]
}

/** Sheets in the order in which Mantine's whole sheet has them: a button's must follow those of the plain button in it. */
function inOrder(sheets: readonly string[]): string[] {
  const whole = readFileSync(join(corePackage, 'styles.css'), 'utf8')
  const place = (sheet: string): number => {
    const at = whole.indexOf(readFileSync(join(corePackage, 'styles', sheet.replace('.layer', '')), 'utf8').trim())
    if (at < 0) throw new Error(`Mantine's whole style sheet does not hold ${sheet}: its order is unknown`)
    return at
  }
  return sheets.toSorted((one, other) => place(one) - place(other))
}

/**
 * Serves `virtual:mantine-styles`: only the Mantine style sheets that the application uses, in Mantine's cascade
 * layer. The whole sheet is 42 kB compressed, about twice what a page of ours needs, and a list kept by hand is
 * forgotten. In development everything is served, so that a newly imported component never looks naked.
 */
export function mantineStyles(folder: string): Plugin {
  let development = false
  return {
    name: 'mantine-styles',
    configResolved: (config) => {
      development = config.command === 'serve'
    },
    resolveId: (id) => (id === virtualId ? `\0${virtualId}` : undefined),
    load: (id) => {
      if (id !== `\0${virtualId}`) return undefined
      const sheets = development
        ? ['core', 'dates', 'notifications', 'spotlight'].map((name) => `@mantine/${name}/styles.layer.css`)
        : styleSheets(resolve(folder))
      return sheets.map((sheet) => `import '${sheet}'`).join('\n')
    },
  }
}
