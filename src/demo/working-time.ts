import { newId } from '../foundation/database/ids.ts'
import { DAY_MS, dayNumber, dayText, weekdayOf } from '../foundation/time/days.ts'
import type { AgendaRule, EstablishmentException, OpeningHours } from '../business/agenda/availability/types.ts'
import type { Random } from './random.ts'
import type { Absence, Hours, ScriptedAgenda, ScriptedEstablishment, Weekday } from './script.ts'

export type DatedException = EstablishmentException & { exception_id: string; reason: string }
export type NamedRule = AgendaRule & { rule_id: string; reason: string }

/** Days for which the demonstration is made, as day numbers: the first one and the one after the last. */
export type Days = { readonly today: number; readonly first: number; readonly end: number }

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const shortNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

export function weeklyHours(establishment: ScriptedEstablishment): OpeningHours[] {
  return weekdays.flatMap((weekday) => (establishment.hours[weekday] ?? []).map(([opens_minute, closes_minute]) => ({ weekday, opens_minute, closes_minute })))
}

/** Days that are not like the week's: an early end on the eves of feasts, Advent Sundays, a week in August, a late evening soon. */
export function exceptionDays(establishment: ScriptedEstablishment, days: Days): DatedException[] {
  const exceptions: DatedException[] = []
  const add = (day: number, hours: Hours | null, reason: string): void => {
    if (day < days.first || day > days.today + 370) return
    exceptions.push({ exception_id: newId(), day: dayText(day), opens_minute: hours?.[0] ?? null, closes_minute: hours?.[1] ?? null, reason })
  }
  for (const year of yearsOf(days)) {
    for (const eve of ['12-24', '12-31']) {
      const day = dayNumber(`${year}-${eve}`)
      const usual = establishment.hours[weekdayOf(day) as Weekday]?.[0]
      if (usual !== undefined && usual[0] < 16 * 60) add(day, [usual[0], 17 * 60], eve === '12-24' ? 'Veille de Noël' : 'Saint-Sylvestre')
    }
    const christmas = dayNumber(`${year}-12-25`)
    const lastSunday = christmas - weekdayOf(christmas)
    if (establishment.december_sundays !== undefined) for (const day of [lastSunday - 7, lastSunday]) add(day, establishment.december_sundays, 'Dimanche de l’Avent')
    if (establishment.closes_in_august === true) {
      const assumption = dayNumber(`${year}-08-15`)
      const monday = assumption - weekdayOf(assumption) + 1
      for (let day = monday; day < monday + 7; day++) if (establishment.hours[weekdayOf(day) as Weekday]) add(day, null, 'Congés d’été')
    }
  }
  const thursday = days.today + 7 + ((4 - weekdayOf(days.today + 7) + 7) % 7)
  const usual = establishment.hours[4]?.[0]
  const taken = exceptions.some(({ day }) => day === dayText(thursday))
  if (usual !== undefined && !taken && usual[1] < 21 * 60) add(thursday, [usual[0], 21 * 60 + 30], 'Nocturne')
  return exceptions
}

/** When an agenda works within those hours: days off, lunch, holidays, classes and the odd morning elsewhere. */
export function agendaRules(random: Random, agenda: ScriptedAgenda, durations: ReadonlyMap<string, number>, days: Days): NamedRule[] {
  const rules: NamedRule[] = []
  const monday = days.first - 28 - weekdayOf(days.first) + 1
  const add = (kind: AgendaRule['kind'], day: number, minute: number, duration_minutes: number, rrule: string | null, reason: string): void => {
    const starts_local = new Date(day * DAY_MS + minute * 60_000).toISOString().slice(0, 16)
    rules.push({ rule_id: newId(), kind, starts_local, duration_minutes, rrule, exdates: [], reason })
  }
  for (const weekday of agenda.days_off ?? []) add('unavailable', monday + weekday - 1, 0, 1440, `FREQ=WEEKLY;BYDAY=${shortNames[weekday - 1]}`, 'Repos')
  if (agenda.lunch !== undefined) {
    const working = weekdays.filter((weekday) => !(agenda.days_off ?? []).includes(weekday)).map((weekday) => shortNames[weekday - 1])
    add('unavailable', monday, agenda.lunch[0], agenda.lunch[1] - agenda.lunch[0], `FREQ=WEEKLY;BYDAY=${working.join()}`, 'Déjeuner')
  }
  for (const { weekday, at, service } of agenda.classes ?? []) {
    add('available', monday + weekday - 1, at, durations.get(service)!, `FREQ=WEEKLY;BYDAY=${shortNames[weekday - 1]}`, '')
  }
  for (const year of yearsOf(days)) {
    for (const absence of agenda.holidays ?? []) {
      const [from, length] = absenceOf(absence, year)
      if (from + length > days.first && from < days.today + 370) add('unavailable', from, 0, length * 1440, null, 'Congés')
    }
  }
  if (agenda.kind === undefined && agenda.classes === undefined) {
    // Never today: what a newcomer looks at first should be a full working day.
    for (const day of [random.between(days.first, days.today - 3), random.between(days.today + 4, days.end - 1)]) {
      const morning = random.chance(0.5)
      add('unavailable', day, morning ? 8 * 60 : 14 * 60, morning ? 300 : 420, null, random.pick(['Formation', 'Salon professionnel', 'Rendez-vous personnel']))
    }
  }
  return rules
}

/** First day and number of days; in whole weeks, the turn of the year apart. */
function absenceOf(absence: Absence, year: number): [from: number, length: number] {
  const mondayOn = (day: number): number => day + ((8 - weekdayOf(day)) % 7)
  switch (absence) {
    case 'early-august':
      return [mondayOn(dayNumber(`${year}-08-01`)), 14]
    case 'late-august':
      return [mondayOn(dayNumber(`${year}-08-01`)) + 14, 14]
    case 'christmas':
      return [dayNumber(`${year}-12-24`), 9]
    case 'february':
      return [mondayOn(dayNumber(`${year}-02-15`)), 7]
  }
}

function yearsOf(days: Days): number[] {
  const year = Number(dayText(days.today).slice(0, 4))
  return [year - 1, year, year + 1]
}
