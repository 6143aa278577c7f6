/**
 * Recurrence rules on the wall clock: checked for sense, and expanded. A rule knows nothing of daylight
 * saving: its times are worked out as the clock shows them and become instants afterwards, so that one
 * in the hour which spring skips happens an hour later instead of not at all (RFC 5545, section 3.8.5.3).
 */
import { RRuleTemporal } from 'rrule-temporal'
import { dayToken, problem, readRule, weekdays } from './rule.ts'
import type { Rule, RuleProblem, RuleReading, Until } from './rule.ts'
import { secondsAt, utc, wallSeconds } from './zones.ts'
import type { Zone } from './zones.ts'

/**
 * Reads a rule that a person makes for an agenda, and refuses what cannot be meant: more often than
 * daily, parts that contradict each other or the standard, an end before the start, dates that never
 * come. `starts` is the first day and time on the wall of `zone`.
 */
export function checkRule(text: string, { starts, zone }: { starts: Temporal.PlainDateTime; zone: Zone }): RuleReading {
  const reading = readRule(text)
  if ('problem' in reading) return reading
  const { rule } = reading
  const refused = contradiction(rule)
  if (refused !== null) return problem(...refused)
  if (rule.until !== null && !reaches(rule.until, starts, zone)) return problem('ends-before-start', 'UNTIL')
  if (!everHappens(rule, wallSeconds(starts))) return problem('never-happens', lastNamedPart(text))
  return reading
}

/** What section 3.3.10 forbids, and what an agenda has no use for. */
function contradiction(rule: Rule): [RuleProblem['code'], string] | null {
  const { freq } = rule
  if (freq === 'SECONDLY' || freq === 'MINUTELY' || freq === 'HOURLY') return ['too-frequent', 'FREQ']
  if (rule.by_second.length > 0) return ['too-frequent', 'BYSECOND']
  if (rule.by_hour.length > 1) return ['too-frequent', 'BYHOUR']
  if (rule.by_minute.length > 1) return ['too-frequent', 'BYMINUTE']
  if (rule.count !== null && rule.until !== null) return ['count-and-until', 'UNTIL']
  if (rule.by_week_no.length > 0 && freq !== 'YEARLY') return ['wrong-frequency', 'BYWEEKNO']
  if (rule.by_year_day.length > 0 && freq !== 'YEARLY') return ['wrong-frequency', 'BYYEARDAY']
  if (rule.by_month_day.length > 0 && freq === 'WEEKLY') return ['wrong-frequency', 'BYMONTHDAY']
  const numbered = rule.by_day.some(({ nth }) => nth !== 0)
  if (numbered && (freq === 'DAILY' || freq === 'WEEKLY' || rule.by_week_no.length > 0)) return ['wrong-frequency', 'BYDAY']
  if (numbered && rule.by_month_day.length > 0) return ['not-together', 'BYDAY']
  if (rule.by_set_pos.length > 0 && !choosesDates(rule)) return ['needs-another-part', 'BYSETPOS']
  return null
}

function choosesDates(rule: Rule): boolean {
  return [rule.by_day, rule.by_month_day, rule.by_year_day, rule.by_week_no, rule.by_month].some((list) => list.length > 0)
}

function reaches(until: Until, starts: Temporal.PlainDateTime, zone: Zone): boolean {
  const wall = wallSeconds(starts)
  return allows(until, wall, secondsAt(zone, wall))
}

function everHappens(rule: Rule, starts: number): boolean {
  try {
    const first = compile({ ...rule, count: null, until: null }, starts, false, EFFORT_FOR_ONE).next(new Date(starts * 1000), true)
    return first !== null && (rule.until === null || first.epochMilliseconds / 1000 <= latestWall(rule.until))
  } catch {
    return false
  }
}

function lastNamedPart(text: string): string {
  return text.toUpperCase().match(/BY[A-Z]+|UNTIL|INTERVAL/g)?.at(-1) ?? 'RRULE'
}

/** Steps and candidates that rrule-temporal may try for one rule, to list its dates or to find the first. */
const EFFORT_MAX = 20_000
const EFFORT_FOR_ONE = 5000

/** Wall-clock occurrences in seconds (zones.ts), in order. `complete` is false when there are too many to list. */
type Walls = { walls: number[]; complete: boolean }

/**
 * Wall-clock occurrences of a rule in [from, to], all in wall-clock seconds, at most `limit`. An UNTIL
 * that is an instant is honoured to the day only: whoever knows the zone asks `allows` again. With
 * `includeStart` the start counts as the first occurrence even if the rule would not generate it, as
 * calendars do.
 */
export function wallOccurrences(
  rule: Rule,
  starts: number,
  from: number,
  to: number,
  { limit, includeStart = false }: { limit: number; includeStart?: boolean }
): Walls {
  if (to < starts) return { walls: [], complete: true }
  if (isPlain(rule)) {
    const strayStart = includeStart && !onRule(rule, starts)
    const count = rule.count === null || !strayStart ? rule.count : rule.count - 1
    const plain = plainOccurrences({ ...rule, count }, starts, from, to, limit)
    return strayStart && starts >= from ? { ...plain, walls: [starts, ...plain.walls] } : plain
  }
  try {
    const found = compile(rule, starts, includeStart).between(new Date(from * 1000), new Date(to * 1000), true)
    return { walls: found.slice(0, limit).map((time) => time.epochMilliseconds / 1000), complete: found.length <= limit }
  } catch {
    // Its only errors for a rule already read are "Maximum iterations/candidate evaluations exceeded".
    return { walls: [], complete: false }
  }
}

/** Daily, or weekly on weekdays: nearly every series there is, and twenty times faster by integers. */
function isPlain(rule: Rule): boolean {
  const others = [rule.by_second, rule.by_minute, rule.by_hour, rule.by_month_day, rule.by_year_day, rule.by_week_no, rule.by_month, rule.by_set_pos]
  if (others.some((list) => list.length > 0)) return false
  return rule.freq === 'WEEKLY' ? rule.by_day.every(({ nth }) => nth === 0) : rule.freq === 'DAILY' && rule.by_day.length === 0
}

/** Monday 0 to Sunday 6. The first day of 1970 was a Thursday. */
function weekdayOf(wall: number): number {
  return (((Math.floor(wall / DAY) + 3) % 7) + 7) % 7
}

/** Whether a plain rule generates its own start. */
function onRule(rule: Rule, starts: number): boolean {
  return rule.by_day.length === 0 || rule.by_day.some(({ weekday }) => weekdays.indexOf(weekday) === weekdayOf(starts))
}

function plainOccurrences(rule: Rule, starts: number, from: number, to: number, limit: number): Walls {
  const { interval, count } = rule
  const period = (rule.freq === 'WEEKLY' ? 7 : 1) * interval * DAY
  const weekStart = weekdays.indexOf(rule.week_start)
  const fromWeekStart = (weekday: number) => (weekday - weekStart + 7) % 7
  const chosen = rule.by_day.length > 0 ? rule.by_day.map(({ weekday }) => weekdays.indexOf(weekday)) : [weekdayOf(starts)]
  // Days after the period's first that have an occurrence; a day is its own period.
  const offsets = rule.freq === 'WEEKLY' ? chosen.map(fromWeekStart).sort((a, b) => a - b) : [0]
  const origin = rule.freq === 'WEEKLY' ? starts - fromWeekStart(weekdayOf(starts)) * DAY : starts
  const missed = offsets.filter((offset) => origin + offset * DAY < starts).length
  const last = Math.min(to, rule.until === null ? Infinity : latestWall(rule.until))
  const walls: number[] = []
  for (let index = Math.max(0, Math.floor((from - origin) / period)); origin + index * period <= last; index++) {
    for (const [place, offset] of offsets.entries()) {
      const wall = origin + index * period + offset * DAY
      if (wall < starts || wall < from) continue
      if (wall > last || (count !== null && index * offsets.length + place - missed >= count)) return { walls, complete: true }
      if (walls.length >= limit) return { walls, complete: false }
      walls.push(wall)
    }
  }
  return { walls, complete: true }
}

/**
 * Instants (epoch seconds) at which a rule happens in [from, to), in order: local wall time, right on
 * both daylight-saving nights. `complete` is false, and the list empty, when there are more than
 * `limit`. `starts` is wall-clock seconds on the clock of `zone`. Rules finer than a day and without
 * BYxxx count real hours, minutes and seconds.
 */
export function secondsOfRule(
  rule: Rule,
  { starts, zone, from, to, limit, includeStart = false }: { starts: number; zone: Zone; from: number; to: number; limit: number; includeStart?: boolean }
): { seconds: number[]; complete: boolean } {
  const elapsed = isElapsed(rule)
  const clock = elapsed ? utc : zone
  const origin = elapsed ? secondsAt(zone, starts) : starts
  // Clocks differ by a day at most; so many more may fall outside the window.
  const { walls, complete } = wallOccurrences(rule, origin, from - DAY, to + DAY, { limit: limit + SPARE, includeStart })
  const seconds: number[] = []
  for (const wall of walls) {
    const at = secondsAt(clock, wall)
    // Two times can meet in one instant in the hour that spring skips.
    if (at >= from && at < to && at !== seconds.at(-1) && allows(rule.until, wall, at)) seconds.push(at)
  }
  return complete && seconds.length <= limit ? { seconds, complete: true } : { seconds: [], complete: false }
}

const DAY = 86_400
const SPARE = 100

/**
 * Instants at which a rule happens in [from, to), in order, as `secondsOfRule` finds them. `starts` is
 * the first time on the wall of `zone`.
 */
export function expandRule(
  rule: Rule,
  { starts, zone, from, to, limit }: { starts: Temporal.PlainDateTime; zone: Zone; from: Temporal.Instant; to: Temporal.Instant; limit: number }
): { instants: Temporal.Instant[]; complete: boolean } {
  const [first, last] = [from, to].map((at) => Math.ceil(at.epochMilliseconds / 1000)) as [number, number]
  const { seconds, complete } = secondsOfRule(rule, { starts: wallSeconds(starts), zone, from: first, to: last, limit })
  return { instants: seconds.map((at) => Temporal.Instant.fromEpochMilliseconds(at * 1000)), complete }
}

function isElapsed(rule: Rule): boolean {
  const fine = rule.freq === 'HOURLY' || rule.freq === 'MINUTELY' || rule.freq === 'SECONDLY'
  return fine && !choosesDates(rule) && rule.by_hour.length + rule.by_minute.length + rule.by_second.length === 0
}

/** Whether UNTIL allows an occurrence: wall-clock seconds, and its instant in seconds or null for a whole day. */
export function allows(until: Until | null, wall: number, at: number | null): boolean {
  if (until === null) return true
  if (until.kind === 'day') return wall < until.wall + DAY
  if (until.kind === 'wall') return wall <= until.wall
  // A whole day has no instant of its own; writers give such an UNTIL the day's date in UTC.
  return at === null ? Math.floor(wall / DAY) <= Math.floor(until.at / DAY) : at <= until.at
}

/** The last wall-clock seconds that UNTIL can mean in any zone. */
function latestWall(until: Until): number {
  return until.kind === 'wall' ? until.wall : until.kind === 'day' ? until.wall + DAY - 1 : until.at + DAY
}

/**
 * The rule for rrule-temporal, with the wall clock passed off as UTC, which has no gaps. It works with
 * the runtime's own Temporal, whatever its types say.
 */
function compile(rule: Rule, starts: number, includeStart: boolean, effort = EFFORT_MAX): RRuleTemporal<Temporal.ZonedDateTime> {
  const list = (field: string, numbers: readonly number[]) => (numbers.length > 0 ? { [field]: [...numbers] } : {})
  return new RRuleTemporal({
    freq: rule.freq,
    interval: rule.interval,
    ...(rule.count === null ? {} : { count: rule.count }),
    ...(rule.until === null ? {} : { until: asUtc(latestWall(rule.until)) }),
    ...list('bySecond', rule.by_second),
    ...list('byMinute', rule.by_minute),
    ...list('byHour', rule.by_hour),
    ...(rule.by_day.length > 0 ? { byDay: numberedDays(rule).map(dayToken) } : {}),
    ...list('byMonthDay', rule.by_month_day),
    ...list('byYearDay', rule.by_year_day),
    ...list('byWeekNo', rule.by_week_no),
    ...list('byMonth', rule.by_month),
    ...list('bySetPos', rule.by_set_pos),
    wkst: rule.week_start,
    dtstart: asUtc(starts),
    includeDtstart: includeStart,
    maxIterations: effort,
    maxCandidateEvaluations: effort,
    cache: false
  })
}

/**
 * The weekdays of a rule for rrule-temporal, which in a yearly one forgets those without a number
 * beside those with one: every Tuesday is then the first to the fifty-second, and the last.
 */
function numberedDays({ freq, by_day, by_month }: Rule): Rule['by_day'] {
  const mixed = by_day.some(({ nth }) => nth === 0) && by_day.some(({ nth }) => nth !== 0)
  if (freq !== 'YEARLY' || by_month.length > 0 || !mixed) return by_day
  const plain = by_day.filter(({ nth }) => nth === 0).map(({ weekday }) => weekday)
  const others = by_day.filter(({ nth, weekday }) => nth !== 0 && !plain.includes(weekday))
  return [...others, ...plain.flatMap((weekday) => Array.from({ length: 53 }, (_, index) => ({ nth: index < 52 ? index + 1 : -1, weekday })))]
}

function asUtc(wall: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall * 1000).toZonedDateTimeISO('UTC')
}
