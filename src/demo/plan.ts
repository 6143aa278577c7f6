import { openIntervals } from '../business/agenda/availability/open.ts'
import type { OpeningHours } from '../business/agenda/availability/types.ts'
import { newId } from '../foundation/database/ids.ts'
import { dayOf, dayText } from '../foundation/time/days.ts'
import { publicHolidays } from '../foundation/time/holidays.ts'
import type { Interval } from '../foundation/time/intervals.ts'
import { dayStart, toLocal, zoneOf } from '../foundation/time/zones.ts'
import { makeDiary } from './diary.ts'
import type { Diary } from './diary.ts'
import { makePeople } from './people.ts'
import type { Person } from './people.ts'
import { seeded } from './random.ts'
import type { Random } from './random.ts'
import type { ScriptedEstablishment, ScriptedNetwork } from './script.ts'
import { agendaRules, exceptionDays, weeklyHours } from './working-time.ts'
import type { DatedException, Days, NamedRule } from './working-time.ts'

/** Where the demonstration takes place. */
export const zone = zoneOf('Europe/Paris')

/** Four months that were and six weeks that will be. */
const days_back = 122
const days_ahead = 42

/** Database ids of what the script calls by keys. */
export type Ids = { establishment_id: string; agendas: ReadonlyMap<string, string>; services: ReadonlyMap<string, string> }

export type Place = {
  establishment: ScriptedEstablishment
  ids: Ids
  opening_hours: OpeningHours[]
  exceptions: DatedException[]
  /** Rules and open time of each agenda, by its key. */
  rules: ReadonlyMap<string, readonly NamedRule[]>
  open: ReadonlyMap<string, readonly Interval[]>
}

export type Plan = { network: ScriptedNetwork; now_ms: number; days: Days; random: Random; places: (Place & { diary: Diary })[]; people: ReadonlySet<Person> }

/**
 * Everything that a scripted network is on a day, made up without touching the database.
 * The same day gives the same plan, ids apart; the hour changes the statuses of today only.
 */
export async function planNetwork(network: ScriptedNetwork, now: Temporal.Instant): Promise<Plan> {
  const now_ms = now.epochMilliseconds
  const today = dayOf(toLocal(zone, now_ms))
  const days: Days = { today, first: today - days_back, end: today + days_ahead + 1 }
  const random = seeded(`${network.slug} ${dayText(today)}`)
  const holidays = await holidaysBetween(days)
  const places = network.establishments.map((establishment) => planPlace(random, establishment, days, holidays))
  const people = makePeople(random, network, [dayStart(zone, days.first), dayStart(zone, today)])
  return {
    network,
    now_ms,
    days,
    random,
    people: new Set([...people.values()].flat()),
    places: places.map((place) => {
      const { establishment, open } = place
      // A generator for each place, so that what the clock decides in one changes nothing in the next.
      const own = seeded(`${network.slug} ${establishment.key} ${dayText(today)}`)
      return { ...place, diary: makeDiary({ random: own, network, establishment, people: people.get(establishment.key)!, open, days, zone, now_ms }) }
    })
  }
}

function planPlace(random: Random, establishment: ScriptedEstablishment, days: Days, holidays: ReadonlySet<string>): Place {
  const { agendas, services } = establishment
  const durations = new Map(services.map(({ key, minutes }) => [key, minutes]))
  const window: Interval = [dayStart(zone, days.first), dayStart(zone, days.end)]
  const opening_hours = weeklyHours(establishment)
  const exceptions = exceptionDays(establishment, days)
  const closed_days = establishment.open_on_holidays === true ? new Set<string>() : holidays
  const rules = new Map(agendas.map((agenda) => [agenda.key, agendaRules(random, agenda, durations, days)]))
  return {
    establishment,
    ids: { establishment_id: newId(), agendas: new Map(agendas.map(({ key }) => [key, newId()])), services: new Map(services.map(({ key }) => [key, newId()])) },
    opening_hours,
    exceptions,
    rules,
    open: new Map([...rules].map(([key, own]) => [key, openIntervals({ zone: zone.id, opening_hours, exceptions, closed_days, rules: own, window })]))
  }
}

async function holidaysBetween(days: Days): Promise<Set<string>> {
  const years = new Set([days.first, days.end].map((day) => Number(dayText(day).slice(0, 4))))
  const calendars = await Promise.all([...years].map((year) => publicHolidays('FR', year)))
  return new Set(calendars.flatMap((calendar) => [...calendar.keys()]))
}
