import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react'
import { locales } from '../../format.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import css from './week-editor.module.css'
import { readTime, writeTime } from './values.ts'
import { copyDay, nextRange, overlapIn, type Range, rangeOf, type Week, withDay } from './week-model.ts'

/** Names of the days, Monday first. */
export function useDayNames(form: 'long' | 'short' = 'long'): readonly string[] {
  const language = useLanguage()
  return useMemo(() => {
    const name = new Intl.DateTimeFormat(locales[language], { weekday: form, timeZone: 'UTC' })
    // 5 January 2026 was a Monday.
    return Array.from({ length: 7 }, (_, day) => name.format(Date.UTC(2026, 0, 5 + day)))
  }, [language, form])
}

/** A week of opening hours: each day its ranges, a picture of them, and the way to copy them to other days. */
export function WeekEditor({ week, onChange }: { week: Week; onChange: (week: Week) => void }): ReactNode {
  const names = useDayNames()
  return (
    <div className={css['week']}>
      {names.map((name, day) => (
        <Day key={name} name={name} ranges={week[day] ?? []} wrong={overlapIn(week, day)} onChange={(ranges) => onChange(withDay(week, day, ranges))} onCopy={(days) => onChange(copyDay(week, day, days))} day={day} />
      ))}
    </div>
  )
}

type DayProps = { name: string; day: number; ranges: readonly Range[]; wrong: number; onChange: (ranges: readonly Range[]) => void; onCopy: (days: readonly number[]) => void }

function Day({ name, day, ranges, wrong, onChange, onCopy }: DayProps): ReactNode {
  const t = useText('settings')
  return (
    <fieldset className={css['day']}>
      <legend>{name}</legend>
      <Picture ranges={ranges} />
      <Ranges ranges={ranges} wrong={wrong} onChange={onChange} of={name} />
      <div className={css['tools']}>
        <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => onChange([...ranges, nextRange(ranges)])} aria-label={t('hours.add_to', { day: name })}>{t('hours.add')}</Button>
        <CopyTo day={day} name={name} onCopy={onCopy} />
      </div>
    </fieldset>
  )
}

/** The ranges of one day, each with two times and the way to remove it. `of` names the day for screen readers. */
export function Ranges({ ranges, wrong = -1, onChange, of }: { ranges: readonly Range[]; wrong?: number; onChange: (ranges: readonly Range[]) => void; of: string }): ReactNode {
  const t = useText('settings')
  const replace = (index: number, range: Range): void => onChange(ranges.map((before, at) => (at === index ? range : before)))
  if (ranges.length === 0) return <p className={css['closed']}>{t('hours.closed')}</p>
  return (
    <ul className={css['ranges']}>
      {ranges.map((range, index) => (
        // Ranges have no id: their place is what tells them apart.
        <li key={index}>
          <Time label={t('hours.opens', { day: of })} value={range.opens_minute} wrong={index === wrong} onChange={(opens) => replace(index, rangeOf(opens, range.closes_minute % 1440))} />
          <span aria-hidden="true">–</span>
          <Time label={t('hours.closes', { day: of })} value={range.closes_minute} wrong={index === wrong} onChange={(closes) => replace(index, rangeOf(range.opens_minute, closes))} />
          {range.closes_minute > 1440 && <span className={css['next']}>{t('hours.next_day')}</span>}
          <ActionIcon aria-label={t('hours.remove', { day: of, number: index + 1 })} onClick={() => onChange(ranges.filter((_, at) => at !== index))}><IconX size={16} aria-hidden="true" /></ActionIcon>
        </li>
      ))}
    </ul>
  )
}

/** A time as the reader's language writes it, typed in any way; the arrows move it by a quarter of an hour. */
function Time({ label, value, wrong, onChange }: { label: string; value: number; wrong: boolean; onChange: (minutes: number) => void }): ReactNode {
  const t = useText('settings')
  const [typed, setTyped] = useState<string | null>(null)
  const unread = typed !== null && readTime(typed) === undefined

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowUp: 15, ArrowDown: -15 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    setTyped(null)
    onChange((((Math.round(value / 15) * 15 + step) % 1440) + 1440) % 1440)
  }

  return (
    <TextInput
      aria-label={label} className={css['time'] ?? ''} value={typed ?? writeTime(value)} error={wrong || unread} title={unread ? t('hours.unread') : undefined} inputMode="numeric" autoComplete="off" maxLength={8}
      onFocus={({ currentTarget }) => currentTarget.select()} onKeyDown={onKeyDown}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        const minutes = readTime(currentTarget.value)
        // A few digits may be the beginning of more: "1" and "123" on the way to "12:30". They count when one leaves.
        if (minutes !== undefined && /^\d{1,2}\D+\d{2}$|^\d{4}$/.test(currentTarget.value.trim())) onChange(minutes)
      }}
      onBlur={() => {
        const minutes = typed === null ? undefined : readTime(typed)
        if (minutes !== undefined && minutes !== value % 1440) onChange(minutes)
        setTyped(null)
      }}
    />
  )
}

/** The day from midnight to midnight, what is open filled in; small hours of the night show at its end. */
function Picture({ ranges }: { ranges: readonly Range[] }): ReactNode {
  const share = (minutes: number): string => `${(Math.min(minutes, 1440) / 1440) * 100}%`
  return (
    <div className={css['picture']} aria-hidden="true">
      {ranges.map(({ opens_minute, closes_minute }, index) => <span key={index} style={{ insetInlineStart: share(opens_minute), width: share(Math.min(closes_minute, 1440) - opens_minute) }} />)}
    </div>
  )
}

function CopyTo({ day, name, onCopy }: { day: number; name: string; onCopy: (days: readonly number[]) => void }): ReactNode {
  const t = useText('settings')
  const names = useDayNames()
  const [opened, setOpened] = useState(false)
  const [chosen, setChosen] = useState<readonly number[]>([])
  const others = names.map((other, index) => ({ other, index })).filter(({ index }) => index !== day)

  function copy(): void {
    onCopy(chosen)
    setOpened(false)
  }

  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="bottom-end" withinPortal>
      <Popover.Target>
        <Button size="xs" variant="subtle" leftSection={<IconCopy size={14} aria-hidden="true" />} aria-label={t('hours.copy_of', { day: name })} onClick={() => { setChosen(day < 5 ? [0, 1, 2, 3, 4].filter((other) => other !== day) : []); setOpened(!opened) }}>{t('hours.copy')}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <fieldset className={css['copy']}>
          <legend>{t('hours.copy_to', { day: name })}</legend>
          {others.map(({ other, index }) => (
            <Checkbox key={other} label={other} checked={chosen.includes(index)} onChange={({ currentTarget }) => setChosen(currentTarget.checked ? [...chosen, index] : chosen.filter((one) => one !== index))} />
          ))}
          <Button size="xs" variant="default" disabled={chosen.length === 0} onClick={copy}>{t('hours.copy_now')}</Button>
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  )
}
