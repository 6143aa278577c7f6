import type { RootKey } from './root-key.ts'

let current: RootKey | undefined

/** Sets the root key of this process: once, at start, before any request (tests set their own). */
export function useRootKey(root: RootKey): void {
  current = root
}

/** The root key of this process. Throws when the program forgot to set one. */
export function rootKey(): RootKey {
  if (!current) throw new Error('No root key yet: call useRootKey(await loadRootKey(…)) at start.')
  return current
}
