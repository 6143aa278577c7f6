import { Anchor, Select, Switch } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { api } from '../../api.ts'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { type Establishment, networkPath, useAct } from './data.ts'
import css from './online.module.css'
import type { EstablishmentTab } from './establishment-page.tsx'
import shared from './settings.module.css'
import { withValue } from './values.ts'

/** The rules of booking, each with values that make sense and the unit that says them. */
const rules = {
  max_ahead_days: { options: [7, 14, 30, 60, 90, 120, 180, 365, 730], unit: 'days' },
  min_notice_minutes: { options: [0, 15, 30, 60, 120, 240, 720, 1440, 2880, 10_080], unit: 'minutes' },
  slot_step_minutes: { options: [5, 10, 15, 20, 30, 60, 120], unit: 'minutes' },
  hold_minutes: { options: [3, 5, 10, 15, 20], unit: 'minutes' },
  change_notice_minutes: { options: [0, 60, 120, 240, 720, 1440, 2880, 4320, 10_080], unit: 'minutes' },
  max_upcoming_per_client: { options: [1, 2, 3, 5, 10, 20, 50], unit: 'count' },
  min_gap_days: { options: [0, 1, 2, 3, 7, 14, 30], unit: 'days' },
} as const
type Rule = keyof typeof rules

/** Whether the establishment is public, and by which rules it is booked. Each change is saved at once. */
export function OnlineTab({ place }: { place: Establishment }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const act = useAct()
  const path = `${networkPath(network.network_id)}/establishments/${place.establishment_id}`
  const address = `${window.location.origin}/${network.slug}/${place.slug}`
  const patch = (body: Partial<Establishment>, done: string): void => {
    const before = Object.fromEntries(Object.keys(body).map((key) => [key, place[key as keyof Establishment]]))
    act.mutate({ write: () => api.patch(path, body), done, undo: () => api.patch(path, body.online === false ? { online: true, listed: place.listed } : before) })
  }

  return (
    <div className={shared['column']}>
      <section className={shared['section']}>
        <Switch
          label={t('online.online')} description={place.online ? t('online.online_yes') : t('online.online_no')} checked={place.online}
          onChange={({ currentTarget: { checked } }) => patch({ online: checked }, checked ? t('online.done_online') : t('online.done_offline'))}
        />
        {place.online && <p className={css['address']}><Anchor href={address} target="_blank" rel="noopener">{address}</Anchor></p>}
        <Switch
          label={t('online.listed')} description={t('online.listed_hint')} checked={place.listed} disabled={!place.online}
          onChange={({ currentTarget: { checked } }) => patch({ listed: checked }, checked ? t('online.done_listed') : t('online.done_unlisted'))}
        />
        <Missing place={place} />
      </section>
      <section className={shared['section']}>
        <h2>{t('online.rules')}</h2>
        <InWords place={place} />
        <div className={css['rules']}>
          {(Object.keys(rules) as Rule[]).map((rule) => <RuleLine key={rule} rule={rule} place={place} onChange={(value) => patch({ [rule]: value }, t('online.done_rule'))} />)}
        </div>
      </section>
    </div>
  )
}

/** What a client would not find yet. */
function Missing({ place }: { place: Establishment }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const steps: { id: 'hours' | 'agendas' | 'services'; tab: EstablishmentTab; done: boolean }[] = [
    { id: 'hours', tab: 'hours', done: place.has_hours },
    { id: 'agendas', tab: 'agendas', done: place.agendas > 0 },
    { id: 'services', tab: 'services', done: place.bookable_services > 0 },
  ]
  if (steps.every(({ done }) => done)) return null
  return (
    <div className={css['missing']}>
      <p><strong>{t('online.missing')}</strong></p>
      <ul>
        {steps.map(({ id, tab, done }) => (
          <li key={id} data-done={done ? '' : undefined}>
            {done ? <IconCircleCheck size={18} aria-hidden="true" /> : <IconCircleDashed size={18} aria-hidden="true" />}
            {done ? <span>{t(`online.step_done.${id}`)}</span> : <Link to="/$network/settings/establishments/$establishment/$tab" params={{ network: network.slug, establishment: place.establishment_id, tab }}>{t(`online.step.${id}`)}</Link>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A value of a rule with its unit, "1 heure", "90 jours", "3". */
function useAmount(): (rule: Rule, value: number) => string {
  const t = useText('settings')
  const format = useFormat()
  return (rule, value) => {
    const { unit } = rules[rule]
    if (unit === 'count') return format.number(value)
    if (unit === 'days') return t('amount.days', { count: value })
    if (value >= 1440 && value % 1440 === 0) return t('amount.days', { count: value / 1440 })
    if (value >= 60 && value % 60 === 0) return t('amount.hours', { count: value / 60 })
    return value > 60 ? format.duration(value) : t('amount.minutes', { count: value })
  }
}

/** The rules as somebody would say them to a client. */
function InWords({ place }: { place: Establishment }): ReactNode {
  const t = useText('settings')
  const amount = useAmount()
  const ahead = amount('max_ahead_days', place.max_ahead_days)
  const change = amount('change_notice_minutes', place.change_notice_minutes)
  const sentences = [
    place.min_notice_minutes === 0 ? t('words.ahead_only', { ahead }) : t('words.ahead', { ahead, notice: amount('min_notice_minutes', place.min_notice_minutes) }),
    place.change_notice_minutes === 0 ? t('words.change_any') : t('words.change', { change }),
    t('words.upcoming', { count: place.max_upcoming_per_client }),
    place.min_gap_days === 0 ? '' : t('words.gap', { gap: amount('min_gap_days', place.min_gap_days) }),
  ]
  return <p className={css['words']}>{sentences.filter(Boolean).join(' ')}</p>
}

function RuleLine({ rule, place, onChange }: { rule: Rule; place: Establishment; onChange: (value: number) => void }): ReactNode {
  const t = useText('settings')
  const amount = useAmount()
  const value = place[rule]
  const none = rule === 'min_gap_days' ? t('online.no_gap') : rule === 'min_notice_minutes' ? t('online.no_notice') : t('online.no_change_notice')
  return (
    <Select
      className={css['rule'] ?? ''} label={t(`online.rule.${rule}`)} description={t(`online.hint.${rule}`)} allowDeselect={false} value={String(value)}
      data={withValue(rules[rule].options, value).map((option) => ({ value: String(option), label: option === 0 ? none : amount(rule, option) }))}
      onChange={(text) => { if (text !== null && Number(text) !== value) onChange(Number(text)) }}
    />
  )
}
