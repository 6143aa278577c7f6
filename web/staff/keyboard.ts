/** Turns what is typed into commands. One listener for the whole application. */
import { useEffect, useState } from 'react'
import { commandsNow, nameOf, read } from './commands.ts'
import { recall, remember } from './memory.ts'

/** How long the first key of `g a` waits for its second. */
const SEQUENCE_MS = 1_500

const typingIn = '[contenteditable=""], [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select'
/** Widgets that have their own use for letters and arrows. */
const ownKeys = '[role="menu"], [role="listbox"], [role="combobox"], [role="slider"], [role="radiogroup"], [role="tablist"], [data-own-keys]'

/** People who dictate, or whose hands shake, can turn single keys off (WCAG 2.1.4); Ctrl and ⌘ shortcuts stay. */
export const singleKeys = (): boolean => recall('keys') !== 'off'
export const setSingleKeys = (on: boolean): void => remember('keys', on ? 'on' : 'off')

/**
 * Listens to the keyboard and runs the commands registered with `useCommands`.
 * @returns the first key of a sequence that was begun, or ''
 */
export function useKeyboard(): string {
  const [pending, setPending] = useState('')

  useEffect(() => {
    let begun = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const begin = (keys: string): void => {
      clearTimeout(timer)
      begun = keys
      setPending(keys)
      if (keys) timer = setTimeout(() => begin(''), SEQUENCE_MS)
    }

    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return
      const name = nameOf({ ...pick(event), altGraph: event.getModifierState('AltGraph') })
      if (!name) return
      const target = event.target instanceof Element ? event.target : null
      const held = name.startsWith('mod+')
      const typing = target?.closest(typingIn) != null
      const inWidget = !held && target?.closest(ownKeys) != null
      // A dialogue has the keyboard to itself, but for shortcuts that hold everywhere.
      const inDialogue = document.querySelector('[aria-modal="true"]') !== null
      const possible = commandsNow().filter(({ shortcut, whileTyping }) => {
        if (!shortcut) return false
        if (typing || inDialogue) return whileTyping === true
        return held || (!inWidget && singleKeys())
      })
      const reading = read(begun, name, possible.map(({ shortcut = '' }) => shortcut))
      if (reading.pending !== begun) begin(reading.pending)
      if (reading.match === undefined && reading.pending === '') return
      event.preventDefault()
      if (reading.match === undefined || (event.repeat && !event.key.startsWith('Arrow'))) return
      possible.find(({ shortcut }) => shortcut === reading.match)?.run()
    }

    document.addEventListener('keydown', onKeyDown)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [])

  return pending
}

const pick = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => ({ key, ctrlKey, metaKey, altKey, shiftKey })

/** How a key is written on a cap: `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function capOf(key: string): string {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)
  const caps: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', shift: '⇧', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Enter: '↵' }
  return caps[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}
