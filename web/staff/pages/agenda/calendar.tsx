import { type Calendar as Engine, createCalendar, DayGrid, destroyCalendar, Interaction, ResourceTimeGrid, TimeGrid } from '@event-calendar/core'
import '@event-calendar/core/index.css'
import { type ReactNode, useEffect, useRef } from 'react'
import './calendar.css'
import { type Block, dayOf, type DrawnEvent, fromWall, type View } from './diary-model.ts'

export type Placed = { starts_at: string; ends_at: string; agenda_id: string | undefined }

export type CalendarProps = {
  view: View
  day: string
  zone: string
  language: string
  /** Agendas as columns; without them one column a day. */
  columns: readonly { agenda_id: string; name: string; colour: string }[]
  sideBySide: boolean
  events: readonly DrawnEvent[]
  hours: { from: number; to: number }
  step: number
  editable: boolean
  /** The page's name, which the scrolling region takes. */
  label: string
  /** Says a block in words, for the label that screen readers and the tooltip give. */
  describe: (event: DrawnEvent, block: Block | undefined) => { mark: string; second: string; label: string; more: string }
  onOpen: (block: Block) => void
  /** A stretch of free time was pressed or drawn. */
  onPick: (place: Placed) => void
  onDay: (day: string) => void
  /** A block was dropped or resized; `revert` puts it back. */
  onMove: (block: Block, place: Placed, revert: () => void) => void
}

const views: Record<View, { single: string; sideBySide: string }> = {
  day: { single: 'resourceTimeGridDay', sideBySide: 'resourceTimeGridDay' },
  week: { single: 'timeGridWeek', sideBySide: 'resourceTimeGridWeek' },
  month: { single: 'dayGridMonth', sideBySide: 'dayGridMonth' },
}

/** The drawing of a day, a week or a month. What it shows is given; what a hand does to it is told. */
export function Calendar(props: CalendarProps): ReactNode {
  const element = useRef<HTMLDivElement>(null)
  const engine = useRef<Engine | null>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    if (!element.current) return undefined
    const made = createCalendar(element.current, [TimeGrid, DayGrid, ResourceTimeGrid, Interaction], { ...fixedOptions(latest), ...shownOptions(latest.current) })
    engine.current = made
    const stop = keepRoles(element.current, latest)
    applied.current.clear()
    return () => {
      stop()
      engine.current = null
      void destroyCalendar(made)
    }
  }, [])

  const applied = useRef(new Map<string, unknown>())
  useEffect(() => {
    const calendar = engine.current
    if (!calendar) return
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['block'] : undefined
    for (const [name, value] of Object.entries(shownOptions(props))) {
      // The drawing starts anew with each option it is given, changed or not.
      const mark = name === 'events' ? props.events : JSON.stringify(value)
      if (applied.current.get(name) === mark) continue
      applied.current.set(name, mark)
      calendar.setOption(name as keyof Engine.Options, value as never)
    }
    // A block that is drawn anew keeps the keyboard.
    if (held !== undefined) requestAnimationFrame(() => focusBlock(held))
  }, [props])

  return <div ref={element} className="diary" data-view={props.view} />
}

/**
 * The engine calls its drawing a table, without the cells that one has; here it is a plain region that scrolls, whose
 * blocks are buttons that say everything.
 * @returns what stops it
 */
function keepRoles(root: HTMLElement, latest: { current: CalendarProps }): () => void {
  const mend = (): void => {
    for (const part of root.querySelectorAll('[role="table"], [role="rowgroup"], [role="row"], [role="cell"], [role="columnheader"], [role="rowheader"]')) part.removeAttribute('role')
    for (const part of root.querySelectorAll('[aria-colindex], [aria-rowindex], [aria-colspan], [aria-rowspan], [aria-colcount], [aria-rowcount]')) {
      for (const name of ['aria-colindex', 'aria-rowindex', 'aria-colspan', 'aria-rowspan', 'aria-colcount', 'aria-rowcount']) part.removeAttribute(name)
    }
    for (const main of root.querySelectorAll('.ec-main:not([tabindex])')) {
      main.setAttribute('tabindex', '0')
      main.setAttribute('role', 'region')
      main.setAttribute('aria-label', latest.current.label)
    }
  }
  mend()
  const observer = new MutationObserver(mend)
  observer.observe(root, { childList: true, subtree: true })
  return () => observer.disconnect()
}

/** Gives the keyboard to a block, unless it is busy elsewhere. */
export function focusBlock(id: string): void {
  if (document.activeElement === null || document.activeElement === document.body) document.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`)?.focus()
}

/** Options that follow what is to be shown. */
function shownOptions({ view, day, language, columns, sideBySide, events, hours, step, editable }: CalendarProps): Engine.Options {
  return {
    view: views[view][sideBySide ? 'sideBySide' : 'single'],
    date: day,
    locale: language,
    resources: columns.map(({ agenda_id, name, colour }) => ({ id: agenda_id, title: name, extendedProps: { colour } })),
    events: events.map((event) => ({ ...event, display: event.display ?? 'auto', startEditable: editable && event.editable, durationEditable: editable && event.editable })) as Engine.Options['events'],
    slotMinTime: `${hours.from}:00`,
    slotMaxTime: `${hours.to}:00`,
    slotDuration: { minutes: step <= 30 ? 30 : 60 },
    snapDuration: { minutes: Math.min(step, 15) },
    editable,
    selectable: editable,
  } as Engine.Options
}

/** Options that hold for the life of the drawing; callbacks always see the latest properties. */
function fixedOptions(latest: { current: CalendarProps }): Engine.Options {
  const blockOf = (event: Engine.Event): Block | undefined => (event.extendedProps as DrawnEvent['extendedProps']).block
  const placeOf = (event: Engine.Event): Placed => ({
    starts_at: fromWall(event.start, latest.current.zone),
    ends_at: fromWall(event.end, latest.current.zone),
    agenda_id: event.resourceIds[0] === undefined ? undefined : String(event.resourceIds[0]),
  })
  const moved = ({ event, revert }: { event: Engine.Event; revert: () => void }): void => {
    const block = blockOf(event)
    if (block) latest.current.onMove(block, placeOf(event), revert)
  }
  return {
    headerToolbar: { start: '', center: '', end: '' },
    height: '100%',
    timeZone: 'UTC',
    firstDay: 1,
    allDaySlot: false,
    scrollTime: '00:00',
    eventOrder: (one: Engine.Event, other: Engine.Event) => (one.allDay && other.allDay ? String(one.id).localeCompare(String(other.id)) : one.start.getTime() - other.start.getTime()),
    nowIndicator: false,
    datesAboveResources: true,
    slotEventOverlap: false,
    slotHeight: 52,
    dayMaxEvents: true,
    moreLinkContent: ({ num }: { num: number }) => `+${num}`,
    selectMinDistance: 6,
    eventLongPressDelay: 350,
    selectLongPressDelay: 350,
    eventResizableFromStart: false,
    pointer: false,
    slotLabelFormat: (time: Date) => clock(time, latest.current.language),
    dayHeaderFormat: (date: Date) => date.toLocaleDateString(latest.current.language, latest.current.view === 'month' ? { weekday: 'short' } : { weekday: 'short', day: 'numeric' }),
    resourceLabelContent: ({ resource }: { resource: Engine.Resource }) => {
      const name = document.createElement('span')
      name.className = 'column-name'
      name.style.setProperty('--column', String((resource.extendedProps as { colour?: string }).colour ?? 'currentColor'))
      name.textContent = String(resource.title)
      return { domNodes: [name] }
    },
    eventContent: ({ event, timeText }: { event: Engine.Event; timeText: string }) => {
      if (event.display === 'background') return ''
      const shown = latest.current.describe(event as unknown as DrawnEvent, blockOf(event))
      const count = (event.extendedProps as DrawnEvent['extendedProps']).count
      const button = blockButton(String(event.title), count === undefined ? timeText : String(count), shown)
      button.dataset['block'] = String(event.id)
      button.addEventListener('click', () => {
        const block = blockOf(event)
        if (count !== undefined) latest.current.onDay(dayOf(event.start))
        else if (block) latest.current.onOpen(block)
      })
      return { domNodes: [button] }
    },
    eventTimeFormat: (start: Date) => clock(start, latest.current.language),
    eventDrop: moved,
    eventResize: moved,
    dateClick: ({ date, allDay, resource }: { date: Date; allDay: boolean; resource?: Engine.Resource }) => {
      const { zone, onDay, onPick } = latest.current
      if (allDay || latest.current.view === 'month') onDay(dayOf(date))
      else if (latest.current.editable) onPick({ starts_at: fromWall(date, zone), ends_at: '', agenda_id: resource === undefined ? undefined : String(resource.id) })
    },
    select: ({ start, end, resource }: { start: Date; end: Date; resource?: Engine.Resource }) => {
      const { zone, view, onPick } = latest.current
      if (view === 'month') return
      onPick({ starts_at: fromWall(start, zone), ends_at: fromWall(end, zone), agenda_id: resource === undefined ? undefined : String(resource.id) })
    },
  } as unknown as Engine.Options
}

function clock(time: Date, language: string): string {
  const hours = time.getHours()
  const minutes = String(time.getMinutes()).padStart(2, '0')
  if (language === 'fr') return minutes === '00' ? `${hours} h` : `${hours} h ${minutes}`
  return `${String(hours).padStart(2, '0')}:${minutes}`
}

/** A button of its own within each block: the drawing's own elements have no proper role. */
function blockButton(title: string, time: string, { mark, second, label, more }: { mark: string; second: string; label: string; more: string }): HTMLButtonElement {
  const make = (className: string, text: string): HTMLElement => {
    const node = document.createElement('span')
    node.className = className
    node.textContent = text
    return node
  }
  const body = document.createElement('button')
  body.type = 'button'
  body.className = 'block-body'
  body.title = label
  const first = make('block-title', title)
  if (mark !== '') first.prepend(make('block-mark', mark))
  body.append(make('block-time', time), first)
  if (second !== '') body.append(make('block-second', second))
  // What colour and shape say to the eye.
  if (more !== '') body.append(make('block-more', `, ${more}`))
  return body
}
