import type { TableDeclaration } from './catalogue.ts'

// eslint-disable-next-line typescript/no-explicit-any -- a list of declarations forgets each one's own table
type AnyDeclaration = TableDeclaration<any>

let declared: readonly AnyDeclaration[] | undefined

/** Makes the rooms' declarations known to what is derived from them: once, at start, when the rooms are known. */
export function useCatalogue(declarations: readonly AnyDeclaration[]): void {
  declared = declarations
}

/** Every table's declaration. Throws when the program forgot to make them known. */
export function catalogue(): readonly AnyDeclaration[] {
  if (!declared) throw new Error('No catalogue yet: call useCatalogue(…) at start.')
  return declared
}
