/** VTIMEZONE: the zone that one defines, and the one that defines a zone for a reader without a table. */
import type { Component } from './components.ts'
import { looksLikeProperty, readProperty, readTime } from './content-line.ts'
import type { Property } from './content-line.ts'
import { wallOccurrences } from './recurrence.ts'
import { readRule, weekdays } from './rule.ts'
import { changesBetween, wallAt, wallDigits, wallSeconds, wallTime } from './zones.ts'
import type { CustomZone, Zone } from './zones.ts'

/** Years a rule of a definition is worked out for: a century of it takes some ms. */
const DEFINED_FROM = Date.UTC(1970, 0, 1) / 1000
const DEFINED_TO = Date.UTC(2070, 0, 1) / 1000

/** An observance changes a few times a year at most; the rest are mistakes or attacks. */
const CHANGES_MAX = 1000

/**
 * The zone that a VTIMEZONE defines, or null when no part of it can be used. A part that cannot be
 * read is left out, as the others may still cover the dates at hand.
 */
export function definedZone(definition: Component): CustomZone | null {
  const changes = definition.children
    .filter(({ name }) => name === 'STANDARD' || name === 'DAYLIGHT')
    .slice(0, CHANGES_MAX)
    .flatMap(readObservance)
    .toSorted((a, b) => a.at - b.at)
  if (changes.length === 0) return null
  const tzid = propertiesOf(definition, 'tzid')[0]?.value.trim() ?? ''
  return { kind: 'custom', tzid, before: changes[0]!.from, changes: changes.map(({ at, offset }) => ({ at, offset })) }
}

/** The changes that a STANDARD or DAYLIGHT names: when, from which offset, to which. */
function readObservance(component: Component): { at: number; from: number; offset: number }[] {
  const value = (name: string) => propertiesOf(component, name)[0]?.value
  const from = readOffset(value('tzoffsetfrom'))
  const offset = readOffset(value('tzoffsetto'))
  const starts = readOnset(value('dtstart'))
  if (from === null || offset === null || starts === null) return []
  const extra = propertiesOf(component, 'rdate').flatMap(({ value: dates }) => dates.split(',').slice(0, CHANGES_MAX).map((text) => readOnset(text.split('/')[0])))
  const repeated = propertiesOf(component, 'rrule').slice(0, 4).flatMap(({ value: text }) => {
    const reading = readRule(text)
    if ('problem' in reading || reading.rule.freq !== 'YEARLY') return []
    const { until } = reading.rule
    const last = until?.kind === 'instant' ? { kind: 'wall' as const, wall: until.at + from } : until
    return wallOccurrences({ ...reading.rule, until: last }, starts, DEFINED_FROM, DEFINED_TO, { limit: CHANGES_MAX }).walls
  })
  return [starts, ...extra.filter((wall) => wall !== null), ...repeated].map((wall) => ({ at: wall - from, from, offset }))
}

/** Wall-clock seconds of a DTSTART or RDATE; a bare date is its midnight. */
function readOnset(text: string | undefined): number | null {
  const time = readTime(text ?? '')
  return time === null ? null : time.kind === 'instant' ? time.at : time.wall
}

function readOffset(text: string | undefined): number | null {
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(text?.trim() ?? '') ?? []
  if (sign === undefined || +hours! > 23 || +minutes! > 59) return null
  return (sign === '-' ? -1 : 1) * (+hours! * 3600 + +minutes! * 60 + +seconds)
}

function propertiesOf(component: Component, name: string): Property[] {
  return component.lines
    .filter((line) => looksLikeProperty(line) && line.text.toLowerCase().startsWith(name))
    .map(readProperty)
    .filter((property) => property !== null && property.name === name) as Property[]
}

type Change = { onset: Temporal.PlainDateTime; from: number; to: number }

/** Years past the last date that a written definition covers when the changes follow no simple rule. */
const YEARS_AHEAD = 10

/**
 * The VTIMEZONE of a zone under a TZID, right for every instant of [from, to], lines ended by CRLF.
 * Where the changes fall every year on the same weekday of a month, as in the European Union, it stays
 * right after; elsewhere for ten years more.
 */
export function writeVtimezone(tzid: string, zone: Zone, from: Temporal.Instant, to: Temporal.Instant): string {
  const until = to.toZonedDateTimeISO('UTC').add({ years: YEARS_AHEAD })
  const lines = ['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...(zone.kind === 'iana' && zone.id === tzid ? [`X-LIC-LOCATION:${tzid}`] : [])]
  const changes = changesOf(zone, seconds(from), Math.floor(until.epochMilliseconds / 1000))
  for (const group of groupChanges(changes)) lines.push(...writeObservances(group, until.year))
  return [...lines, 'END:VTIMEZONE', ''].join('\r\n')
}

/** The change in force at `from` and those up to `until`; before the first there is, one that changes nothing. */
function changesOf(zone: Zone, from: number, until: number): Change[] {
  const changes = changesBetween(zone, from, until).map((change) => ({ onset: wallTime(change.at + change.from), from: change.from, to: change.to, at: change.at }))
  if (changes[0] !== undefined && changes[0].at <= from) return changes
  const offset = wallAt(zone, from) - from
  return [{ onset: wallTime(Math.min(from, 0) + offset), from: offset, to: offset }, ...changes]
}

function seconds(at: Temporal.Instant): number {
  return Math.floor(at.epochMilliseconds / 1000)
}

function groupChanges(changes: readonly Change[]): Change[][] {
  return Object.values(Object.groupBy(changes, ({ from, to }) => `${from} ${to}`)) as Change[][]
}

/** Lines of the changes between the same two offsets: the yearly ones as a rule, the others one by one. */
function writeObservances(changes: readonly Change[], lastYear: number): string[] {
  const { from, to } = changes[0]!
  const name = to > from ? 'DAYLIGHT' : 'STANDARD'
  const observance = (onsets: readonly Temporal.PlainDateTime[], rule: string | null) => [
    `BEGIN:${name}`,
    `DTSTART:${wallDigits(wallSeconds(onsets[0]!))}`,
    ...(rule === null ? onsets.slice(1).map((onset) => `RDATE:${wallDigits(wallSeconds(onset))}`) : [`RRULE:${rule}`]),
    `TZOFFSETFROM:${writeOffset(from)}`,
    `TZOFFSETTO:${writeOffset(to)}`,
    `END:${name}`
  ]
  const onsets = changes.map(({ onset }) => onset)
  const { rule, since } = yearlyRule(onsets, lastYear)
  return [
    ...(since > 0 ? observance(onsets.slice(0, since), null) : []),
    ...(rule === null ? [] : observance(onsets.slice(since), rule))
  ]
}

/** The rule that the onsets follow, one a year up to the last year known, and the index of the first that does. */
function yearlyRule(onsets: readonly Temporal.PlainDateTime[], lastYear: number): { rule: string | null; since: number } {
  const last = onsets.at(-1)!
  const run = (follows: (onset: Temporal.PlainDateTime) => boolean) => {
    let since = onsets.length - 1
    while (since > 0 && follows(onsets[since - 1]!) && onsets[since - 1]!.year === onsets[since]!.year - 1) since--
    return since
  }
  const same = (onset: Temporal.PlainDateTime) =>
    onset.month === last.month && onset.dayOfWeek === last.dayOfWeek && onset.toPlainTime().equals(last.toPlainTime())
  const isLast = (onset: Temporal.PlainDateTime) => onset.day + 7 > onset.daysInMonth
  const nth = (onset: Temporal.PlainDateTime) => Math.ceil(onset.day / 7)
  const candidates = [
    ...(isLast(last) ? [{ nth: -1, since: run((onset) => same(onset) && isLast(onset)) }] : []),
    { nth: nth(last), since: run((onset) => same(onset) && nth(onset) === nth(last)) }
  ]
  const best = candidates.reduce((a, b) => (b.since < a.since ? b : a))
  // Summer time that was abolished meanwhile (Samoa, 2021) must not go on by rule.
  if (onsets.length - best.since < YEARS_AHEAD / 2 || last.year < lastYear - 1) return { rule: null, since: onsets.length }
  return { rule: `FREQ=YEARLY;BYMONTH=${last.month};BYDAY=${best.nth}${weekdays[last.dayOfWeek - 1]}`, since: best.since }
}

function writeOffset(offset: number): string {
  const two = (number: number) => String(Math.trunc(number)).padStart(2, '0')
  const size = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${two(size / 3600)}${two((size % 3600) / 60)}${size % 60 === 0 ? '' : two(size % 60)}`
}
