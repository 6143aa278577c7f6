/**
 * From lines to components, forgivingly: a BEGIN without END, an END without BEGIN or a file cut
 * short costs at most what it touches. Iterative and linear, however deep the file nests.
 */
import type { Line } from './lines.ts'

/** A component with its own lines (its children's are theirs) and how it came to its end. */
export type Component = {
  name: string
  /** The component it stands in; null at the top of the file. */
  parent: Component | null
  lines: Line[]
  children: Component[]
  first: Line
  last: Line
  /** 'end': its END; 'implied': what follows shows that its END is missing; 'cut': the file stopped. */
  closed: 'end' | 'implied' | 'cut'
}

export type Components = {
  /** Every component of the file, in the order of their BEGIN. */
  components: Component[]
  /** Lines that belong nowhere: outside every component, or an END that nothing began. */
  strays: Line[]
}

/** Components that never hold one another, so a second BEGIN shows that an END is missing. */
const SIBLINGS = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE'])

const FRAME = /^\s*(BEGIN|END)\s*:\s*(\S+)\s*$/i

/**
 * Arranges lines into components. Stops at `limit` components and returns null: a file of that many
 * is not a calendar that anyone keeps.
 */
export function readComponents(lines: readonly Line[], limit: number): Components | null {
  const components: Component[] = []
  const strays: Line[] = []
  const open: Component[] = []
  /** How many open components bear a name: an END that closes nothing is known without a search. */
  const counts = new Map<string, number>()

  const push = (name: string, line: Line) => {
    const parent = open.at(-1) ?? null
    const component: Component = { name, parent, lines: [], children: [], first: line, last: line, closed: 'cut' }
    parent?.children.push(component)
    components.push(component)
    open.push(component)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const pop = (closed: Component['closed'], last: Line): Component => {
    const component = open.pop()!
    component.closed = closed
    component.last = last
    counts.set(component.name, counts.get(component.name)! - 1)
    return component
  }

  let previous: Line | null = null
  for (const line of lines) {
    const [, keyword, word] = FRAME.exec(line.text) ?? []
    const name = word?.toUpperCase() ?? ''
    if (keyword === undefined) {
      const into = open.at(-1)
      if (into) into.lines.push(line)
      else strays.push(line)
    } else if (keyword.toUpperCase() === 'BEGIN') {
      const unfinished = unfinishedBy(name, counts)
      while (unfinished.some((sibling) => counts.get(sibling))) pop('implied', previous!)
      if (components.length >= limit) return null
      push(name, line)
    } else if (counts.get(name)) {
      while (open.at(-1)!.name !== name) pop('implied', previous!)
      pop('end', line)
    } else {
      const into = open.at(-1)
      if (into) into.lines.push(line)
      else strays.push(line)
    }
    previous = line
  }
  while (open.length > 0) pop('cut', previous!)
  return { components, strays }
}

/** What cannot still be open when a component of this name begins. */
function unfinishedBy(name: string, counts: ReadonlyMap<string, number>): readonly string[] {
  if (name === 'VCALENDAR') return counts.get('VCALENDAR') ? ['VCALENDAR'] : []
  return SIBLINGS.has(name) ? [...SIBLINGS] : []
}
