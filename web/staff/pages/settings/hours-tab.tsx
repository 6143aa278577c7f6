import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api, Problem } from '../../api.ts'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { type Establishment, hoursQuery, networkPath, type WeeklyHours } from './data.ts'
import { SettingsForm } from './settings-form.tsx'
import css from './settings.module.css'
import { WeekEditor } from './week-editor.tsx'
import { fromWeek, openMinutes, overlapIn, toWeek, type Week } from './week-model.ts'

/** When the establishment is open in an ordinary week. */
export function HoursTab({ place }: { place: Establishment }): ReactNode {
  const { network } = usePlace()
  const { data, error, refetch } = useQuery(hoursQuery(network.network_id, place.establishment_id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={7} />
  return <HoursForm place={place} hours={data} />
}

type Values = { week: Week }

function HoursForm({ place, hours }: { place: Establishment; hours: WeeklyHours }): ReactNode {
  const t = useText('settings')
  const format = useFormat()
  const { network } = usePlace()
  const path = `${networkPath(network.network_id)}/establishments/${place.establishment_id}/hours`

  async function save({ week }: Partial<Values>): Promise<void> {
    if (!week) return
    const { ranges, places } = fromWeek(week)
    try {
      await api.put(path, { ranges })
    } catch (error) {
      throw error instanceof Problem ? atItsDay(error, places) : error
    }
  }

  return (
    <SettingsForm<Values>
      values={{ week: toWeek(hours.ranges) }} save={save} done={t('hours.done')} failure={t('not_saved')}
      validate={({ week }): Record<string, string> => (week.some((_, day) => overlapIn(week, day) !== -1) ? { week: t('hours.overlap') } : {})}
    >
      {(form) => (
        <>
          <p className={css['quiet']}>{t('hours.zone', { zone: place.time_zone, hours: format.duration(openMinutes(form.values.week)) })}</p>
          <WeekEditor week={form.values.week} onChange={(week) => form.setFieldValue('week', week)} />
          {form.errors['week'] && <p role="alert" className={css['error']}>{form.errors['week']}</p>}
        </>
      )}
    </SettingsForm>
  )
}

/** The server names the range in its own list; here it stands under its day. */
function atItsDay(problem: Problem, places: readonly { day: number; index: number }[]): Problem {
  const errors = problem.errors.map(({ field, message }) => {
    const at = places[Number(/^ranges\.(\d+)/.exec(field)?.[1] ?? -1)]
    return at ? { field: `body.week.${at.day}.${at.index}`, message } : { field: `body.${field}`, message }
  })
  return new Problem(problem.status, { ...problem.document, errors }, problem.retryAfter)
}
