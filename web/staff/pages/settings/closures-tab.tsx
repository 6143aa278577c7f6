import { ActionIcon, Button, SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { IconChevronLeft, IconChevronRight, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { api, Problem } from '../../api.ts'
import { Field, ServerForm, SubmitButton } from '../../components/form.tsx'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { type Closures, closuresQuery, type Establishment, hoursQuery, networkPath, useAct, useRefresh, type WeeklyHours } from './data.ts'
import css from './closures.module.css'
import shared from './settings.module.css'
import { State } from './state.tsx'
import { Ranges } from './week-editor.tsx'
import { type Range, toWeek, type Week } from './week-model.ts'
import { dayKinds, YearView } from './year-view.tsx'

type Exception = Closures['exceptions'][number]
type Holiday = Closures['holidays'][number]

const regions = ['FR', 'FR-57', 'FR-67', 'FR-68', 'FR-971', 'FR-972', 'FR-973', 'FR-974', 'FR-975', 'FR-976', 'FR-977', 'FR-978', 'FR-986', 'FR-987', 'FR-988'] as const

/** The days on which the week does not hold: holidays, closures, other hours. */
export function ClosuresTab({ place }: { place: Establishment }): ReactNode {
  const { network } = usePlace()
  const format = useFormat()
  const [year, setYear] = useState(() => Number(format.today().slice(0, 4)))
  const closures = useQuery(closuresQuery(network.network_id, place.establishment_id, year))
  const hours = useQuery(hoursQuery(network.network_id, place.establishment_id))
  const error = closures.error ?? hours.error
  if (error && !(closures.data && hours.data)) return <ErrorState error={error} retry={() => void Promise.all([closures.refetch(), hours.refetch()])} />
  if (!closures.data || !hours.data) return <SkeletonLines lines={8} />
  return <Year place={place} year={year} onYear={setYear} closures={closures.data} hours={hours.data} />
}

type YearProps = { place: Establishment; year: number; onYear: (year: number) => void; closures: Closures; hours: WeeklyHours }

function Year({ place, year, onYear, closures, hours }: YearProps): ReactNode {
  const t = useText('settings')
  const week = toWeek(hours.ranges)
  const [picked, setPicked] = useState<{ from_day: string; to_day: string } | null>(null)
  return (
    <div className={css['layout']}>
      <div className={css['year']}>
        <div className={css['turn']}>
          <ActionIcon aria-label={t('closures.year_before')} onClick={() => onYear(year - 1)}><IconChevronLeft size={18} aria-hidden="true" /></ActionIcon>
          <h2 aria-live="polite">{year}</h2>
          <ActionIcon aria-label={t('closures.year_after')} onClick={() => onYear(year + 1)}><IconChevronRight size={18} aria-hidden="true" /></ActionIcon>
          <ul className={css['key']}>
            {(['closed', 'special', 'holiday'] as const).map((kind) => <li key={kind}><i data-kind={kind} aria-hidden="true" />{t(`closures.kinds.${kind}`)}</li>)}
          </ul>
        </div>
        <YearView year={year} kinds={dayKinds(year, closures, week)} onPick={setPicked} />
      </div>
      <div className={css['lists']}>
        <NewPeriod key={picked === null ? '' : `${picked.from_day}${picked.to_day}`} place={place} picked={picked} onDone={(from_day) => { setPicked(null); onYear(Number(from_day.slice(0, 4))) }} />
        <Periods place={place} year={year} exceptions={closures.exceptions} holidays={closures.holidays} />
        <Holidays place={place} holidays={closures.holidays} week={week} />
      </div>
    </div>
  )
}

type PeriodValues = { from_day: string; to_day: string; ranges: readonly Range[]; reason: string }

function NewPeriod({ place, picked, onDone }: { place: Establishment; picked: { from_day: string; to_day: string } | null; onDone: (from_day: string) => void }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const format = useFormat()
  const refresh = useRefresh()
  const today = format.today()
  const form = useForm<PeriodValues>({ initialValues: { from_day: picked?.from_day ?? today, to_day: picked?.to_day ?? today, ranges: [], reason: '' } })
  const { from_day, to_day, ranges } = form.values
  const path = `${networkPath(network.network_id)}/establishments/${place.establishment_id}/exceptions`

  async function save(values: PeriodValues): Promise<void> {
    try {
      await api.put(path, values)
    } catch (error) {
      throw error instanceof Problem ? new Problem(error.status, { ...error.document, errors: error.errors.map(({ field, message }) => ({ field: `body.${field.split('.')[0] ?? ''}`, message })) }) : error
    }
    await refresh()
    form.reset()
    onDone(values.from_day)
  }

  return (
    <section className={css['new']} aria-labelledby="new-period">
      <h2 id="new-period">{t('closures.add')}</h2>
      <ServerForm form={form} onSubmit={save} failure={t('not_saved')}>
        <div className={shared['pair']}>
          <TextInput type="date" label={t('closures.from')} required value={from_day} onChange={({ currentTarget: { value } }) => form.setValues({ from_day: value, to_day: to_day < value ? value : to_day })} error={form.errors['from_day']} />
          <Field form={form} name="to_day"><TextInput type="date" label={t('closures.to')} required min={from_day} /></Field>
        </div>
        <SegmentedControl
          fullWidth aria-label={t('closures.what')} value={ranges.length === 0 ? 'closed' : 'special'}
          data={[{ value: 'closed', label: t('closures.closed') }, { value: 'special', label: t('closures.special') }]}
          onChange={(value) => form.setFieldValue('ranges', value === 'closed' ? [] : [{ opens_minute: 540, closes_minute: 720 }])}
        />
        {ranges.length > 0 && (
          <div>
            <Ranges ranges={ranges} onChange={(next) => form.setFieldValue('ranges', next)} of={t('closures.these_days')} />
            <Button size="xs" variant="subtle" onClick={() => form.setFieldValue('ranges', [...ranges, { opens_minute: 840, closes_minute: 1080 }])}>{t('hours.add')}</Button>
            {form.errors['ranges'] && <p role="alert" className={shared['error']}>{form.errors['ranges']}</p>}
          </div>
        )}
        <Field form={form} name="reason"><TextInput label={t('closures.reason')} description={t('closures.reason_hint')} maxLength={120} /></Field>
        <div className={shared['foot']}><SubmitButton variant="default">{t('closures.save')}</SubmitButton></div>
      </ServerForm>
    </section>
  )
}

/** What a stretch of days says: "fermé", "10 h – 12 h, 14 h – 18 h". */
function useHoursText(): (ranges: readonly Range[]) => string {
  const t = useText('settings')
  const format = useFormat()
  return (ranges) => (ranges.length === 0 ? t('closures.closed') : ranges.map(({ opens_minute, closes_minute }) => `${format.clock(opens_minute)} – ${format.clock(closes_minute % 1440)}`).join(', '))
}

function Periods({ place, year, exceptions, holidays }: { place: Establishment; year: number; exceptions: readonly Exception[]; holidays: readonly Holiday[] }): ReactNode {
  const t = useText('settings')
  const format = useFormat()
  const { network } = usePlace()
  const hoursText = useHoursText()
  const act = useAct()
  const path = `${networkPath(network.network_id)}/establishments/${place.establishment_id}/exceptions`
  // A single holiday that was opened or closed stands in the list of holidays.
  const own = exceptions.filter(({ from_day, to_day }) => !(from_day === to_day && holidays.some(({ day }) => day === from_day)))
  const remove = (exception: Exception): void => {
    const { from_day, to_day } = exception
    act.mutate({ write: () => api.delete(path, { query: { from_day, to_day } }), done: t('closures.removed'), undo: () => api.put(path, exception) })
  }
  return (
    <section aria-labelledby="periods">
      <h2 id="periods" className={css['title']}>{t('closures.periods', { year })}</h2>
      {own.length === 0 && <p className={shared['quiet']}>{t('closures.none')}</p>}
      <ul className={shared['list']}>
        {own.map((exception) => {
          const { from_day, to_day, ranges, reason } = exception
          const days = from_day === to_day ? format.fullDay(from_day) : t('closures.span', { from: format.shortDay(from_day), to: format.shortDay(to_day) })
          return (
            <li key={from_day} className={shared['row']}>
              <span className={shared['what']}>
                <strong>{format.opening(days)}</strong>
                <span>{[hoursText(ranges), reason].filter(Boolean).join(' · ')}</span>
              </span>
              <ActionIcon aria-label={t('closures.remove', { days })} onClick={() => remove(exception)}><IconTrash size={16} aria-hidden="true" /></ActionIcon>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Holidays({ place, holidays, week }: { place: Establishment; holidays: readonly Holiday[]; week: Week }): ReactNode {
  const t = useText('settings')
  const format = useFormat()
  const { network } = usePlace()
  const act = useAct()
  const path = `${networkPath(network.network_id)}/establishments/${place.establishment_id}`
  const usual = (day: string): readonly Range[] => week[(new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7] ?? []
  const clear = (day: string) => () => api.delete(`${path}/exceptions`, { query: { from_day: day, to_day: day } })

  /** Open against the rule: the usual hours of that weekday, or a working day where there are none. */
  const set = (day: string, ranges: readonly Range[]) => () => api.put(`${path}/exceptions`, { from_day: day, to_day: day, ranges, reason: '' })
  function turn({ day, name, open, excepted }: Holiday): void {
    const hours = usual(day).length > 0 ? usual(day) : [{ opens_minute: 540, closes_minute: 1080 }]
    const against = set(day, open ? [] : hours)
    act.mutate({ write: excepted ? clear(day) : against, done: open ? t('closures.holiday_closed', { name }) : t('closures.holiday_opened', { name }), undo: excepted ? set(day, open ? hours : []) : clear(day) })
  }
  const patch = (body: object, before: object): void => act.mutate({ write: () => api.patch(path, body), done: t('identity.done'), undo: () => api.patch(path, before) })

  return (
    <section aria-labelledby="holidays">
      <h2 id="holidays" className={css['title']}>{t('closures.holidays')}</h2>
      <div className={css['rules']}>
        <Select label={t('closures.region')} data={regions.map((value) => ({ value, label: t(`closures.regions.${value}`) }))} value={place.holiday_region} allowDeselect={false} onChange={(region) => region && patch({ holiday_region: region }, { holiday_region: place.holiday_region })} />
        <Switch label={t('closures.open_on_holidays')} checked={place.open_on_holidays} onChange={({ currentTarget }) => patch({ open_on_holidays: currentTarget.checked }, { open_on_holidays: place.open_on_holidays })} />
      </div>
      <ul className={shared['list']}>
        {holidays.map((holiday) => (
          <li key={holiday.day} className={shared['row']}>
            <span className={shared['what']}>
              <strong>{holiday.name}</strong>
              <span>{format.fullDay(holiday.day)}</span>
            </span>
            <span className={shared['side']}>
              <State on={holiday.open ? t('closures.open') : null} off={t('closures.closed')} />
              <Button size="xs" variant="default" onClick={() => turn(holiday)} aria-label={holiday.open ? t('closures.close_what', { name: holiday.name }) : t('closures.open_what', { name: holiday.name })}>{holiday.open ? t('closures.close_anyway') : t('closures.open_anyway')}</Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
