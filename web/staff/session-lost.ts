/** Whether the session ended while somebody was working; the frame then asks to sign in again, over the page. */
import { useSyncExternalStore } from 'react'

let lost = false
const listeners = new Set<() => void>()

function set(value: boolean): void {
  if (lost === value) return
  lost = value
  for (const listener of listeners) listener()
}

export const sessionLost = (): void => set(true)
export const sessionFound = (): void => set(false)

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useSessionLost = (): boolean => useSyncExternalStore(subscribe, () => lost)
