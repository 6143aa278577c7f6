/** Reads what the sources ask of the catalogues, for `i18n.test.ts`. */
import { readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'vite'

/** One sentence asked for: `key` as written, `*` where a part is computed; the names of the values given, null if unknown. */
export type Use = { file: string; name: string; key: string; values: readonly string[] | null }

export type Reading = { uses: readonly Use[]; faults: readonly string[] }

type Node = { type: string; [member: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** The text of a literal, or of a template with `*` for what is computed; undefined for anything else. */
function written(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral') return undefined
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('*')
}

/** Names of the members of an object literal; null when it is not one, or spreads another. */
function memberNames(node: unknown): readonly string[] | null {
  if (node === undefined) return []
  if (!isNode(node) || node.type !== 'ObjectExpression') return null
  const members = node['properties'] as { type: string; key?: { name?: string } }[]
  return members.some(({ type }) => type !== 'Property') ? null : members.map(({ key }) => key?.name ?? '')
}

const calleeOf = (node: unknown): string | undefined => (isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined)

/**
 * What one source says: `const t = useText('clients')` ties `t` to a catalogue for the whole file, `t('key', values)`
 * and `say('clients:key', values)` use it. Keys must be written where they are used, whole or as a template.
 */
export function readSource(file: string): Reading {
  const { program } = parseSync(file, readFileSync(file, 'utf8'))
  const names = new Map<string, string>()
  const uses: Use[] = []
  const faults: string[] = []

  new Visitor({
    VariableDeclarator({ id, init }: { id: unknown; init?: unknown }) {
      if (!isNode(init) || init.type !== 'CallExpression' || calleeOf(init['callee']) !== 'useText') return
      const local = calleeOf(id)
      const name = written((init['arguments'] as unknown[])[0])
      if (!local || !name) return void faults.push(`${file}: useText wants a name of a catalogue and a variable`)
      if (names.has(local) && names.get(local) !== name) faults.push(`${file}: ${local} stands for two catalogues`)
      names.set(local, name)
    },
  } as object).visit(program)

  new Visitor({
    CallExpression({ callee, arguments: given }: { callee: unknown; arguments: unknown[] }) {
      const called = calleeOf(callee)
      const catalogue = called === 'say' ? '' : names.get(called ?? '')
      if (catalogue === undefined) return
      const text = written(given[0])
      if (text === undefined) return void faults.push(`${file}: ${called}(…) with a key that is not written out`)
      const [name = '', key = ''] = catalogue === '' ? text.split(':') : [catalogue, text]
      uses.push({ file, name, key, values: memberNames(given[1]) })
    },
  } as object).visit(program)

  return { uses, faults }
}
