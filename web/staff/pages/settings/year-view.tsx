import { type ReactNode, useMemo, useState } from 'react'
import { locales } from '../../format.ts'
import { useLanguage } from '../../i18n/i18n.ts'
import type { Closures } from './data.ts'
import css from './closures.module.css'
import { useDayNames } from './week-editor.tsx'
import type { Week } from './week-model.ts'

/** What a day is: as in every week, or not. A closed holiday is a holiday. */
export type DayKind = 'usual' | 'weekly_closed' | 'closed' | 'special' | 'holiday'

const dayText = (year: number, month: number, day: number): string => `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`
const weekdayOf = (day: string): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7

/** Every day of a year that is not simply open. */
export function dayKinds(year: number, closures: Closures, week: Week): ReadonlyMap<string, DayKind> {
  const kinds = new Map<string, DayKind>()
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    if ((week[weekdayOf(day)] ?? []).length === 0) kinds.set(day, 'weekly_closed')
  }
  for (const { day, open } of closures.holidays) if (!open) kinds.set(day, 'holiday')
  for (const { from_day, to_day, ranges } of closures.exceptions) {
    for (const at = new Date(`${from_day}T12:00:00Z`); at.toISOString().slice(0, 10) <= to_day; at.setUTCDate(at.getUTCDate() + 1)) {
      const day = at.toISOString().slice(0, 10)
      if (kinds.get(day) !== 'holiday') kinds.set(day, ranges.length === 0 ? 'closed' : 'special')
    }
  }
  return kinds
}

/**
 * Twelve months at a glance. Dragging over days picks them for a new period; whoever cannot see or point has the
 * same in the lists and the form beside it, so this picture is kept from screen readers.
 */
export function YearView({ year, kinds, onPick }: { year: number; kinds: ReadonlyMap<string, DayKind>; onPick: (days: { from_day: string; to_day: string }) => void }): ReactNode {
  const language = useLanguage()
  const initials = useDayNames('short').map((name) => name.slice(0, 1).toUpperCase())
  const months = useMemo(() => {
    const name = new Intl.DateTimeFormat(locales[language], { month: 'long', timeZone: 'UTC' })
    return Array.from({ length: 12 }, (_, month) => name.format(Date.UTC(2026, month, 15)))
  }, [language])
  const [drag, setDrag] = useState<{ from: string; to: string } | null>(null)
  const within = (day: string): boolean => drag !== null && day >= (drag.from < drag.to ? drag.from : drag.to) && day <= (drag.from < drag.to ? drag.to : drag.from)
  const dayUnder = (x: number, y: number): string | undefined => document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-day]')?.dataset['day']

  function finish(): void {
    if (drag) onPick(drag.from < drag.to ? { from_day: drag.from, to_day: drag.to } : { from_day: drag.to, to_day: drag.from })
    setDrag(null)
  }

  return (
    <div
      className={css['months']} aria-hidden="true"
      onPointerDown={({ clientX, clientY, pointerType }) => {
        // A finger scrolls here; it picks a day by a tap.
        const day = dayUnder(clientX, clientY)
        if (day && pointerType === 'mouse') setDrag({ from: day, to: day })
      }}
      onPointerMove={({ clientX, clientY }) => {
        const day = drag ? dayUnder(clientX, clientY) : undefined
        if (drag && day) setDrag({ ...drag, to: day })
      }}
      onPointerUp={finish} onPointerLeave={() => setDrag(null)}
      onClick={({ clientX, clientY, nativeEvent }) => {
        const day = (nativeEvent as globalThis.PointerEvent).pointerType === 'mouse' ? undefined : dayUnder(clientX, clientY)
        if (day) onPick({ from_day: day, to_day: day })
      }}
    >
      {months.map((name, month) => {
        const first = dayText(year, month, 1)
        const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
        return (
          <div key={name} className={css['month']}>
            <strong>{name}</strong>
            <div className={css['days']}>
              {initials.map((initial, index) => <b key={index}>{initial}</b>)}
              {Array.from({ length: count }, (_, index) => {
                const day = dayText(year, month, index + 1)
                return <span key={day} data-day={day} data-kind={kinds.get(day)} data-picked={within(day) ? '' : undefined} style={index === 0 ? { gridColumnStart: weekdayOf(first) + 1 } : undefined}>{index + 1}</span>
              })}
            </div>
          </div>
        )
      })}
    </div>
  )
}
