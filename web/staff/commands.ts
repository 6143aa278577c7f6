/**
 * What can be done here, by name and by key. Whoever is on screen registers commands with `useCommands`; the
 * palette, the help and the keyboard read them from one list. The matching of keys is plain functions.
 */
import type { ComponentType } from 'react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Where a command is listed: going somewhere, acting on this page, or the application itself. */
export type CommandGroup = 'go' | 'page' | 'app'

export type Command = {
  /** Unique among the commands of one `useCommands`. */
  id: string
  /** What it does, in the reader's language: "Nouveau rendez-vous". */
  label: string
  /** @default 'page' */
  group?: CommandGroup
  /**
   * Keys: one (`n`, `?`, `ArrowLeft`, `shift+d`), with Ctrl or ⌘ (`mod+k`), or two in a row (`g a`). Single keys are
   * left alone while someone types. A page's `n` means "new" by custom.
   */
  shortcut?: string
  /** Also while typing; only sensible with `mod`. */
  whileTyping?: boolean
  /** Listed in the help and heard on the keyboard, but not in the palette, where it would mean nothing. */
  keyOnly?: boolean
  /** Other words by which the palette finds it. */
  keywords?: string
  icon?: ComponentType<{ size?: number | string; stroke?: number | string }>
  run: () => void
}

/** The parts of a KeyboardEvent that decide. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & { altGraph?: boolean }

/**
 * Writes a key press the way shortcuts are written. What a layout types with Shift or AltGr (`?`, `/` on a French
 * keyboard) is the sign itself, whatever it took to type it.
 * @returns '' for a press that is no shortcut, such as Shift alone or Alt with a letter
 */
export function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey, altGraph = false }: KeyPress): string {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Unidentified', 'CapsLock'].includes(key)) return ''
  const held = altGraph ? false : ctrlKey || metaKey
  if (altKey && !altGraph) return ''
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase()
  const withShift = shiftKey && (letter || key.length > 1)
  const name = key === ' ' ? 'Space' : letter ? key.toLowerCase() : key
  return `${held ? 'mod+' : ''}${withShift ? 'shift+' : ''}${name}`
}

export type Reading = { pending: string; match?: string }

/**
 * Takes one more key into account.
 * @param pending the first key of a sequence begun before, or ''
 * @param shortcuts those that could be meant now
 * @returns the shortcut that is complete, if any, and what is now begun
 */
export function read(pending: string, name: string, shortcuts: readonly string[]): Reading {
  if (name === '') return { pending }
  const typed = pending ? `${pending} ${name}` : name
  if (shortcuts.includes(typed)) return { pending: '', match: typed }
  if (shortcuts.some((shortcut) => shortcut.startsWith(`${typed} `))) return { pending: typed }
  // A sequence that leads nowhere is forgotten, but its last key may begin or be another.
  return pending ? read('', name, shortcuts) : { pending: '' }
}

/** What a search box compares: without accents or case. */
export const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Commands whose label or keywords hold every word of `query`, those whose label begins with it first. */
export function find(commands: readonly Command[], query: string): Command[] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  const begins = (command: Command): boolean => folded(command.label).startsWith(words[0] ?? '')
  return commands
    .filter(({ label, keywords = '' }) => words.every((word) => folded(`${label} ${keywords}`).includes(word)))
    .toSorted((one, other) => Number(begins(other)) - Number(begins(one)))
}

const layers = new Map<symbol, readonly Command[]>()
const listeners = new Set<() => void>()
let listed: readonly Command[] = []

/** A page's key wins over the frame's, and a panel's, which opened later, over its page's. */
function changed(): void {
  const taken = new Set<string>()
  const ofFrame = ({ group = 'page' }: Command): number => Number(group !== 'page')
  listed = [...layers.values()]
    .reverse()
    .flat()
    .toSorted((one, other) => ofFrame(one) - ofFrame(other))
    .filter(({ shortcut }) => {
      if (!shortcut) return true
      const free = !taken.has(shortcut)
      taken.add(shortcut)
      return free
    })
  for (const listener of listeners) listener()
}

/** Makes a layer's commands available, or replaces them; a layer keeps the rank of its first time. */
export function setCommands(layer: symbol, commands: readonly Command[]): void {
  layers.set(layer, commands)
  changed()
}

/** Takes a layer's commands away. */
export function removeCommands(layer: symbol): void {
  layers.delete(layer)
  changed()
}

/** Every command available now, one for each shortcut: the page's first, then the frame's. */
export const commandsNow = (): readonly Command[] => listed

const signature = (commands: readonly Command[]): string =>
  JSON.stringify(commands.map(({ id, label, group, shortcut, keywords, whileTyping, keyOnly }) => [id, label, group, shortcut, keywords, whileTyping, keyOnly]))

/**
 * Makes commands available while the caller is on screen: in the palette (Ctrl K), in the help (`?`) and on the
 * keyboard. The array may be new on each render; `run` is always the latest.
 */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  const [layer] = useState(() => Symbol('commands'))
  const written = signature(commands)
  useEffect(() => {
    const run = (id: string) => (): void => latest.current.find((command) => command.id === id)?.run()
    setCommands(layer, latest.current.map((command) => ({ ...command, run: run(command.id) })))
  }, [layer, written])
  useEffect(() => () => removeCommands(layer), [layer])
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The commands available now, for whoever lists them. */
export const useCommandList = (): readonly Command[] => useSyncExternalStore(subscribe, commandsNow)
