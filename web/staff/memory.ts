/** What this device remembers of its reader's choices. Never anything about clients. */
type Memory = 'language' | 'network' | 'rail' | 'keys'

/** The value kept under a name, or null; private windows may keep nothing. */
export function recall(name: Memory): string | null {
  try {
    return localStorage.getItem(`reserve-${name}`)
  } catch {
    return null
  }
}

/** Keeps a value; a browser that refuses to is not an error, the choice then lasts as long as the page. */
export function remember(name: Memory, value: string): void {
  try {
    localStorage.setItem(`reserve-${name}`, value)
  } catch {
    // Storage is off: nothing else depends on it.
  }
}
