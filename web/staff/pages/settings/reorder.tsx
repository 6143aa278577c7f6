import { IconGripVertical } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from './settings.module.css'

export type ReorderProps<Item> = {
  /** What the list holds, for screen readers. */
  label: string
  items: readonly Item[]
  idOf: (item: Item) => string
  nameOf: (item: Item) => string
  /** The new order, once it was let go. Of a promise, it shows at once and until the promise is settled. */
  onOrder: (ids: string[]) => Promise<unknown> | void
  /** What stands in a row, after its handle. */
  children: (item: Item) => ReactNode
}

type Drag = { id: string; from: number; startY: number; middles: number[]; height: number; y: number }

/** A list that is put in order by its handles: dragged with mouse or finger, moved with the arrows from the keyboard. */
export function Reorder<Item>({ label, items: given, idOf, nameOf, onOrder, children }: ReorderProps<Item>): ReactNode {
  const t = useText('settings')
  const list = useRef<HTMLUListElement>(null)
  const [drag, setDrag] = useState<Drag | null>(null)
  const [said, setSaid] = useState('')
  const [wanted, setWanted] = useState<readonly string[] | null>(null)
  const items = wanted === null ? given : given.toSorted((a, b) => wanted.indexOf(idOf(a)) - wanted.indexOf(idOf(b)))
  const ids = items.map(idOf)
  const to = drag ? placeAt(drag) : -1

  function moved(from: number, target: number): string[] {
    const order = [...ids]
    order.splice(target, 0, ...order.splice(from, 1))
    return order
  }

  function put(order: string[]): void {
    setWanted(order)
    // Only the last order asked for decides when the server's own shows again.
    void Promise.resolve(onOrder(order)).catch(() => {}).finally(() => setWanted((now) => (now === order ? null : now)))
  }

  function start(event: PointerEvent<HTMLButtonElement>, from: number): void {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const boxes = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
    setDrag({ id: ids[from] ?? '', from, startY: event.clientY, y: event.clientY, middles: boxes.map(({ top, height }) => top + height / 2), height: boxes[from]?.height ?? 0 })
  }

  function stop(): void {
    if (drag && to !== drag.from) put(moved(drag.from, to))
    setDrag(null)
  }

  function onKeyDown(event: KeyboardEvent, from: number): void {
    const target = from + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0)
    if (target === from || target < 0 || target >= items.length) return
    event.preventDefault()
    put(moved(from, target))
    setSaid(t('order.said', { name: nameOf(items[from] as Item), place: target + 1, of: items.length }))
  }

  return (
    <>
      <ul ref={list} className={css['list']} aria-label={label}>
        {items.map((item, index) => (
          <li key={idOf(item)} className={css['row']} data-dragged={drag?.id === idOf(item) ? '' : undefined} style={drag ? { transform: `translateY(${shiftOf(index, drag, to)}px)` } : undefined}>
            <button
              type="button" data-own-keys="" className={css['handle']} aria-label={t('order.handle', { name: nameOf(item) })} title={t('order.hint')}
              onPointerDown={(event) => start(event, index)} onPointerMove={({ clientY }) => drag && setDrag({ ...drag, y: clientY })} onPointerUp={stop} onPointerCancel={() => setDrag(null)}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              <IconGripVertical size={16} aria-hidden="true" />
            </button>
            {children(item)}
          </li>
        ))}
      </ul>
      <p className="unseen" role="status">{said}</p>
    </>
  )
}

/** The place over which a row is held: as many rows as have their middle above its own. */
function placeAt({ from, startY, y, middles }: Drag): number {
  const middle = (middles[from] ?? 0) + y - startY
  return middles.filter((other, index) => index !== from && other < middle).length
}

/** How far a row stands from its place while another, or itself, is dragged. */
function shiftOf(index: number, { from, startY, y, height }: Drag, to: number): number {
  if (index === from) return y - startY
  if (from < index && index <= to) return -height
  if (to <= index && index < from) return height
  return 0
}
