/**
 * Recurrence rules (RFC 5545, section 3.3.10) on the local clock. Rules are expanded as wall-clock
 * times and become instants only afterwards, so a rule knows nothing of daylight saving: an
 * occurrence in the hour that spring skips happens an hour later instead of not at all.
 *
 * The first occurrence is `starts_local` if the rule itself generates it, not otherwise.
 */
import { RRuleTemporal } from 'rrule-temporal'
import { DAY_MS, dayOf, localText, localTime, weekdayOf } from './days.ts'
import { type Zone, toLocal } from './zones.ts'

export type Recurring = {
  /** 'YYYY-MM-DDTHH:MM', the first occurrence. */
  readonly starts_local: string
  /** RRULE value, with or without its 'RRULE:'; null for something that happens once. */
  readonly rrule: string | null
  /** Occurrences that do not take place, 'YYYY-MM-DDTHH:MM'. They still count towards COUNT. */
  readonly exdates: readonly string[]
}

/** Occurrences, as local times in ms, in [from, to]. */
type Expansion = (from_local: number, to_local: number) => number[]

/** Compiling costs up to 0.1 ms, expanding a month some µs: compiled rules stay, the oldest leave. */
const compiled = new Map<string, Expansion>()
const COMPILED_MAX = 10_000

/**
 * Occurrences of a rule between two local times (ms, both inclusive), ascending, as local times in ms.
 * The zone matters only to an UNTIL in UTC.
 *
 * Throws RangeError, in English and naming the part, for a rule that is malformed, bounded twice
 * (UNTIL and COUNT), repeats within a day, or combines parts so that no occurrence is found in a
 * reasonable time. To check a rule before storing it, ask for its first year.
 */
export function occurrences(rule: Recurring, zone: Zone, from_local: number, to_local: number): number[] {
  const start = localTime(rule.starts_local)
  const expand = rule.rrule === null ? once(start) : compiledRule(start, rule.rrule, zone)
  const times = from_local <= to_local ? expand(from_local, to_local) : []
  if (rule.exdates.length === 0) return times
  const excluded = new Set(rule.exdates.map(localTime))
  return times.filter((time) => !excluded.has(time))
}

function compiledRule(start: number, rrule: string, zone: Zone): Expansion {
  const key = `${zone.id} ${start} ${rrule}`
  let expansion = compiled.get(key)
  if (!expansion) {
    expansion = compile(start, readRule(rrule, zone))
    if (compiled.size >= COMPILED_MAX) compiled.delete(compiled.keys().next().value!)
    compiled.set(key, expansion)
  }
  return expansion
}

type Rule = { parts: Map<string, string>; interval: number; count: number; until_local: number }

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const listOf = (item: string) => new RegExp(`^${item}(?:,${item})*$`)
const NUMBERS = listOf('[+-]?\\d{1,3}')

/** The parts that a rule may have, and how their values look. */
const PARTS = new Map([
  ['FREQ', /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/],
  ['INTERVAL', /^[1-9]\d{0,5}$/],
  ['COUNT', /^[1-9]\d{0,5}$/],
  ['UNTIL', /^\d{8}(?:T\d{6}Z?)?$/],
  ['WKST', new RegExp(`^(?:${WEEKDAYS.join('|')})$`)],
  ['BYDAY', listOf(`(?:[+-]?[1-9]\\d?)?(?:${WEEKDAYS.join('|')})`)],
  ...['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYSETPOS', 'BYHOUR', 'BYMINUTE'].map((name) => [name, NUMBERS] as const),
])

function readRule(rrule: string, zone: Zone): Rule {
  const parts = new Map<string, string>()
  for (const part of rrule.trim().toUpperCase().replace(/^RRULE:/, '').split(';')) {
    const [name = '', value = '', more] = part.split('=')
    if (!PARTS.get(name)?.test(value) || more !== undefined) throw new RangeError(`recurrence rule: cannot read ${part || 'an empty part'}`)
    if (parts.has(name)) throw new RangeError(`recurrence rule: ${name} twice`)
    parts.set(name, value)
  }
  if (!parts.has('FREQ')) throw new RangeError('recurrence rule: FREQ is missing')
  if (/\d/.test(parts.get('BYDAY') ?? '') && !/MONTHLY|YEARLY/.test(parts.get('FREQ')!)) {
    throw new RangeError(`recurrence rule: BYDAY=${parts.get('BYDAY')} needs a month or a year`)
  }
  if (parts.has('UNTIL') && parts.has('COUNT')) throw new RangeError('recurrence rule: UNTIL and COUNT exclude each other')
  const until = parts.get('UNTIL')
  return {
    parts,
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: Number(parts.get('COUNT') ?? Infinity),
    until_local: until === undefined ? Infinity : readUntil(until, zone),
  }
}

/** Last local time (ms) an UNTIL allows: a date alone means all of that day, a Z means UTC. */
function readUntil(until: string, zone: Zone): number {
  const [, year, month, day, hour, minute, utc] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/.exec(until)!
  const time = localTime(`${year}-${month}-${day}T${hour ?? '23'}:${minute ?? '59'}`)
  return utc ? toLocal(zone, time) : time
}

function once(start: number): Expansion {
  return (from, to) => (from <= start && start <= to ? [start] : [])
}

function compile(start: number, rule: Rule): Expansion {
  const { parts } = rule
  const byDay = parts.get('BYDAY')?.split(',') ?? [WEEKDAYS[weekdayOf(dayOf(start)) - 1]!]
  const plain = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY']
  const weekly = parts.get('FREQ') === 'WEEKLY' && [...parts.keys()].every((name) => plain.includes(name))
  return weekly ? everyWeek(start, byDay, rule) : anyRule(start, rule)
}

/** FREQ=WEEKLY, by integers: nearly every rule of an agenda is one. */
function everyWeek(start: number, byDay: string[], { parts, interval, count, until_local }: Rule): Expansion {
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO')
  const startDay = dayOf(start)
  const timeOfDay = start - startDay * DAY_MS
  const firstWeek = startDay - ((weekdayOf(startDay) - 1 - weekStart + 7) % 7)
  const offsets = [...new Set(byDay.map((token) => (WEEKDAYS.indexOf(token) - weekStart + 7) % 7))].sort((a, b) => a - b)
  const timeAt = (week: number, offset: number) => (firstWeek + 7 * interval * week + offset) * DAY_MS + timeOfDay

  // COUNT becomes an UNTIL: so many in the first week, the rest in full ones.
  const skipped = offsets.filter((offset) => timeAt(0, offset) < start).length
  const lastIndex = skipped + count - 1
  const last = Number.isFinite(count)
    ? timeAt(Math.floor(lastIndex / offsets.length), offsets[lastIndex % offsets.length]!)
    : until_local

  return (from, to) => {
    const times: number[] = []
    const [earliest, latest] = [Math.max(from, start), Math.min(to, last)]
    const week = Math.max(0, Math.floor((dayOf(earliest) - firstWeek) / (7 * interval)))
    for (let at = week; timeAt(at, 0) <= latest; at++) {
      for (const offset of offsets) {
        const time = timeAt(at, offset)
        if (earliest <= time && time <= latest) times.push(time)
      }
    }
    return times
  }
}

/** Every other rule, through rrule-temporal with the local clock passed off as UTC. */
function anyRule(start: number, { parts, until_local }: Rule): Expansion {
  const until = () => localText(until_local).replace(/[-:]/g, '')
  const value = [...parts].map(([name, text]) => `${name}=${name === 'UNTIL' ? `${until()}00Z` : text}`).join(';')
  const named = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      throw new RangeError(`recurrence rule: cannot follow ${value}`, { cause })
    }
  }
  const dtstart = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO('UTC')
  const rule = named(() => new RRuleTemporal({ rruleString: `RRULE:${value}`, dtstart }))
  return (from, to) => named(() => rule.between(new Date(from), new Date(to), true)).map((time) => time.epochMilliseconds)
}
