import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { describeRule } from './recurrence-text.ts'
import { checkRule, expandRule, wallOccurrences } from './recurrence.ts'
import { readRule, weekdays, writeRule } from './rule.ts'
import type { Rule } from './rule.ts'
import { ianaZone, wallSeconds, wallTime } from './zones.ts'

const paris = ianaZone('Europe/Paris')

function ruleOf(text: string): Rule {
  const reading = readRule(text)
  assert.ok('rule' in reading, text)
  return reading.rule
}

const wall = (text: string) => wallSeconds(Temporal.PlainDateTime.from(text))

/** Occurrences of a rule as local times, 'YYYY-MM-DDTHH:MM'. */
function occurrences(text: string, starts: string, from: string, to: string, limit = 1000): string[] {
  const { walls, complete } = wallOccurrences(ruleOf(text), wall(starts), wall(from), wall(to), { limit })
  assert.ok(complete)
  return walls.map((seconds) => wallTime(seconds).toString({ smallestUnit: 'minute' }))
}

const dates = (text: string, starts: string, from: string, to: string) => occurrences(text, starts, from, to).map((time) => time.slice(0, 10))

test('[A-1] the examples of RFC 5545 give the dates that it lists', () => {
  const all = (text: string, to: string, starts = '1997-09-02T09:00') => dates(text, starts, '1997-01-01T00:00', to)
  assert.equal(all('FREQ=DAILY;COUNT=10', '2000-01-01T00:00').at(-1), '1997-09-11')
  assert.deepEqual(all('FREQ=DAILY;INTERVAL=10;COUNT=5', '2000-01-01T00:00'), ['1997-09-02', '1997-09-12', '1997-09-22', '1997-10-02', '1997-10-12'])
  assert.deepEqual(all('FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', '2000-01-01T00:00'), [
    '1997-09-02', '1997-09-04', '1997-09-16', '1997-09-18', '1997-09-30', '1997-10-02', '1997-10-14', '1997-10-16'
  ])
  assert.deepEqual(all('FREQ=MONTHLY;COUNT=10;BYDAY=1FR', '1998-01-10T00:00', '1997-09-05T09:00'), ['1997-09-05', '1997-10-03', '1997-11-07', '1997-12-05', '1998-01-02'])
  assert.deepEqual(all('FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '2000-01-01T00:00', '1997-09-22T09:00'), ['1997-09-22', '1997-10-20', '1997-11-17', '1997-12-22', '1998-01-19', '1998-02-16'])
  assert.deepEqual(all('FREQ=MONTHLY;BYMONTHDAY=-3', '1998-01-01T00:00', '1997-09-28T09:00'), ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29'])
  assert.deepEqual(all('FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1', '2000-01-01T00:00', '1997-09-30T09:00'), ['1997-09-30', '1997-10-01', '1997-10-31', '1997-11-01'])
  assert.deepEqual(all('FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200', '2010-01-01T00:00', '1997-01-01T09:00'), ['1997-01-01', '1997-04-10', '1997-07-19', '2000-01-01'])
  assert.deepEqual(all('FREQ=YEARLY;BYDAY=20MO', '1999-12-31T00:00', '1997-05-19T09:00'), ['1997-05-19', '1998-05-18', '1999-05-17'])
  assert.deepEqual(all('FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1999-12-31T00:00', '1997-05-12T09:00'), ['1997-05-12', '1998-05-11', '1999-05-17'])
  assert.deepEqual(all('FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '1999-12-31T00:00'), ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13'])
  assert.deepEqual(all('FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', '2005-01-01T00:00', '1996-11-05T09:00').slice(-3), ['1996-11-05', '2000-11-07', '2004-11-02'].slice(-2))
  assert.deepEqual(all('FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '2000-01-01T00:00', '1997-09-04T09:00'), ['1997-09-04', '1997-10-07', '1997-11-06'])
  assert.deepEqual(all('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', '1998-01-01T00:00', '1997-09-29T09:00'), ['1997-09-29', '1997-10-30', '1997-11-27', '1997-12-30'])
  assert.deepEqual(all('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '2000-01-01T00:00', '1997-08-05T09:00'), ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'])
  assert.deepEqual(all('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '2000-01-01T00:00', '1997-08-05T09:00'), ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'])
  assert.deepEqual(all('FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2008-01-01T00:00', '2007-01-15T09:00'), ['2007-01-15', '2007-01-30', '2007-02-15', '2007-03-15', '2007-03-30'])
})

test('[A-1] UNTIL of the first example of RFC 5545 ends it before Christmas Eve in New York', () => {
  const { instants } = expandRule(ruleOf('FREQ=DAILY;UNTIL=19971224T000000Z'), {
    starts: Temporal.PlainDateTime.from('1997-09-02T09:00'), zone: ianaZone('America/New_York'),
    from: Temporal.Instant.from('1997-01-01T00:00Z'), to: Temporal.Instant.from('1999-01-01T00:00Z'), limit: 1000
  })
  assert.equal(instants.length, 113)
  assert.equal(String(instants.at(-1)), '1997-12-23T14:00:00Z')
})

/** The days of a rule by its definition, one day after the other. Knows DAILY to YEARLY without BYSETPOS, BYWEEKNO and BYYEARDAY. */
function daysByDefinition(rule: Rule, starts: Temporal.PlainDate, horizon: Temporal.PlainDate): string[] {
  const found: string[] = []
  const weekOf = (day: Temporal.PlainDate) => {
    const back = (day.dayOfWeek - 1 - weekdays.indexOf(rule.week_start) + 7) % 7
    return day.subtract({ days: back })
  }
  for (let day = starts; Temporal.PlainDate.compare(day, horizon) <= 0; day = day.add({ days: 1 })) {
    const periods =
      rule.freq === 'DAILY' ? starts.until(day, { largestUnit: 'days' }).days
      : rule.freq === 'WEEKLY' ? weekOf(starts).until(weekOf(day), { largestUnit: 'days' }).days / 7
      : rule.freq === 'MONTHLY' ? (day.year - starts.year) * 12 + day.month - starts.month
      : day.year - starts.year
    if (periods % rule.interval !== 0) continue
    if (rule.by_month.length > 0 && !rule.by_month.includes(day.month)) continue
    if (rule.by_month_day.length > 0 && !rule.by_month_day.some((number) => (number > 0 ? number : day.daysInMonth + number + 1) === day.day)) continue
    const ofYear = rule.freq === 'YEARLY' && rule.by_month.length === 0
    const [index, length] = ofYear ? [day.dayOfYear, day.daysInYear] : [day.day, day.daysInMonth]
    const matches = rule.by_day.some(({ nth, weekday }) =>
      weekdays[day.dayOfWeek - 1] === weekday && (nth === 0 || (nth > 0 ? Math.ceil(index / 7) === nth : Math.ceil((length - index + 1) / 7) === -nth))
    )
    if (rule.by_day.length > 0 && !matches) continue
    if (rule.by_day.length === 0 && rule.by_month_day.length === 0) {
      if (rule.freq === 'WEEKLY' && day.dayOfWeek !== starts.dayOfWeek) continue
      if ((rule.freq === 'MONTHLY' || rule.freq === 'YEARLY') && day.day !== starts.day) continue
      if (rule.freq === 'YEARLY' && rule.by_month.length === 0 && day.month !== starts.month) continue
    }
    if (rule.until !== null && rule.until.kind === 'day' && wallSeconds(day.toPlainDateTime()) > rule.until.wall) break
    found.push(day.toString())
    if (rule.count !== null && found.length >= rule.count) break
  }
  return found
}

const someRule = fc
  .record({
    freq: fc.constantFrom('DAILY' as const, 'WEEKLY' as const, 'MONTHLY' as const, 'YEARLY' as const),
    interval: fc.integer({ min: 1, max: 5 }),
    count: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
    until: fc.option(fc.integer({ min: 0, max: 1500 }), { nil: null }),
    by_day: fc.uniqueArray(fc.record({ nth: fc.constantFrom(0, 0, 0, 1, 2, -1), weekday: fc.constantFrom(...weekdays) }), { maxLength: 3, selector: ({ nth, weekday }) => `${nth}${weekday}` }),
    by_month_day: fc.uniqueArray(fc.constantFrom(1, 13, 15, 28, 29, 30, 31, -1, -2, -31), { maxLength: 3 }),
    by_month: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    week_start: fc.constantFrom('MO' as const, 'SU' as const),
    start: fc.integer({ min: 0, max: 3000 })
  })
  .map(({ start, until, ...parts }) => {
    const starts = Temporal.PlainDate.from('2020-01-01').add({ days: start })
    const numbered = parts.freq === 'MONTHLY' || parts.freq === 'YEARLY'
    const rule: Rule = {
      ...ruleOf('FREQ=DAILY'), ...parts,
      by_day: numbered && parts.by_month_day.length === 0 ? parts.by_day : weekdays.filter((day) => parts.by_day.some(({ weekday }) => weekday === day)).map((weekday) => ({ nth: 0, weekday })),
      by_month_day: parts.freq === 'WEEKLY' ? [] : parts.by_month_day.toSorted((a, b) => a - b),
      by_month: parts.by_month.toSorted((a, b) => a - b),
      until: until === null || parts.count !== null ? null : { kind: 'day', wall: wallSeconds(starts.add({ days: until }).toPlainDateTime()) }
    }
    return { rule, starts }
  })

test('[A-1] rules expand to the days that their definition gives', () => {
  fc.assert(
    fc.property(someRule, fc.integer({ min: -100, max: 800 }), ({ rule, starts }, later) => {
      const horizon = starts.add({ days: 900 })
      const from = starts.add({ days: later })
      const expected = daysByDefinition(rule, starts, horizon).filter((day) => day >= from.toString())
      const first = wallSeconds(starts.toPlainDateTime('09:30'))
      const { walls, complete } = wallOccurrences(rule, first, wallSeconds(from.toPlainDateTime()), wallSeconds(horizon.toPlainDateTime('23:59:59')), { limit: 5000 })
      assert.ok(complete)
      assert.deepEqual(walls.map((seconds) => wallTime(seconds).toString()), expected.map((day) => `${day}T09:30:00`), writeRule(rule))
    }),
    { numRuns: 300 }
  )
})

test('[A-1] the short way for daily and weekly rules gives what the long way gives, start counted or not', () => {
  fc.assert(
    fc.property(someRule.filter(({ rule }) => rule.freq === 'DAILY' || rule.freq === 'WEEKLY'), fc.boolean(), ({ rule, starts }, includeStart) => {
      const plain: Rule = { ...rule, by_month: [], by_month_day: [], by_day: rule.freq === 'DAILY' ? [] : rule.by_day }
      const first = wallSeconds(starts.toPlainDateTime('22:15'))
      const last = first + 500 * 86_400
      const engine = new RRuleTemporal({
        rruleString: `RRULE:${writeRule({ ...plain, until: plain.until === null ? null : { kind: 'instant', at: plain.until.kind === 'day' ? plain.until.wall + 86_399 : 0 } })}`,
        dtstart: starts.toPlainDateTime('22:15').toZonedDateTime('UTC'), includeDtstart: includeStart
      })
      const expected = engine.between(new Date(first * 1000), new Date(last * 1000), true).map(({ epochMilliseconds }) => epochMilliseconds / 1000)
      assert.deepEqual(wallOccurrences(plain, first, first, last, { limit: 5000, includeStart }).walls, expected, writeRule(plain))
    }),
    { numRuns: 300 }
  )
})

test('[A-1] a rule keeps its time on the wall through both nights, one in the skipped hour comes an hour later', () => {
  const expand = (text: string, starts: string, from: string, to: string, zone = paris) =>
    expandRule(ruleOf(text), { starts: Temporal.PlainDateTime.from(starts), zone, from: Temporal.Instant.from(from), to: Temporal.Instant.from(to), limit: 100 }).instants.map(String)
  assert.deepEqual(expand('FREQ=DAILY', '2026-03-28T09:00', '2026-03-28T00:00Z', '2026-03-31T00:00Z'), ['2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z', '2026-03-30T07:00:00Z'])
  assert.deepEqual(expand('FREQ=DAILY', '2026-03-28T02:30', '2026-03-28T00:00Z', '2026-03-31T00:00Z'), ['2026-03-28T01:30:00Z', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z'])
  assert.deepEqual(expand('FREQ=DAILY', '2026-10-24T02:30', '2026-10-24T00:00Z', '2026-10-27T00:00Z'), ['2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'])
  assert.deepEqual(expand('FREQ=WEEKLY', '2026-01-02T08:00', '2026-03-20T00:00Z', '2026-04-10T00:00Z', ianaZone('Asia/Kolkata')), ['2026-03-20T02:30:00Z', '2026-03-27T02:30:00Z', '2026-04-03T02:30:00Z'])
  // The window is half open.
  assert.deepEqual(expand('FREQ=DAILY', '2026-01-01T09:00', '2026-01-02T08:00Z', '2026-01-03T08:00Z'), ['2026-01-02T08:00:00Z'])
  // Wherever the clock is ahead or behind by most of a day.
  assert.deepEqual(expand('FREQ=DAILY', '2026-01-01T09:00', '2026-03-01T18:59Z', '2026-03-01T19:01Z', ianaZone('Pacific/Kiritimati')), ['2026-03-01T19:00:00Z'])
  assert.deepEqual(expand('FREQ=DAILY', '2026-01-01T20:00', '2026-03-02T06:59Z', '2026-03-02T07:01Z', ianaZone('Pacific/Pago_Pago')), ['2026-03-02T07:00:00Z'])
  // Hours are real ones: a night of 25 hours has 25.
  assert.equal(expand('FREQ=HOURLY', '2026-10-25T00:00', '2026-10-24T22:00Z', '2026-10-25T23:00Z').length, 25)
})

test('[A-1] UNTIL as an instant is exact, as a day it takes the whole day', () => {
  const expand = (text: string) =>
    expandRule(ruleOf(text), { starts: Temporal.PlainDateTime.from('2026-03-01T23:30'), zone: paris, from: Temporal.Instant.from('2026-01-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z'), limit: 400 }).instants.length
  assert.equal(expand('FREQ=DAILY;UNTIL=20260303'), 3)
  assert.equal(expand('FREQ=DAILY;UNTIL=20260303T223000Z'), 3)
  assert.equal(expand('FREQ=DAILY;UNTIL=20260303T222959Z'), 2)
  assert.equal(expand('FREQ=DAILY;UNTIL=20260303T233000'), 3)
})

test('[A-1] rules that would never stop are given up, not followed', () => {
  const window = { starts: Temporal.PlainDateTime.from('1970-01-01T00:00'), zone: paris, from: Temporal.Instant.from('2026-01-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z'), limit: 1000 }
  for (const text of ['FREQ=SECONDLY', 'FREQ=MINUTELY', 'FREQ=SECONDLY;COUNT=999999', 'FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8;BYMINUTE=1,2,3,4,5,6,7,8;BYSECOND=1,2,3,4,5,6,7,8', 'FREQ=SECONDLY;BYMONTH=1']) {
    assert.deepEqual(expandRule(ruleOf(text), window), { instants: [], complete: false }, text)
  }
  assert.deepEqual(expandRule(ruleOf('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), window), { instants: [], complete: true })
})

test('[A-1] a rule that a person made is refused with the part at fault and a reason', () => {
  const options = { starts: Temporal.PlainDateTime.from('2026-09-15T10:00'), zone: paris }
  const refusal = (text: string) => {
    const reading = checkRule(text, options)
    return 'problem' in reading ? `${reading.problem.code} ${reading.problem.part}` : 'fine'
  }
  const expected: Record<string, string> = {
    '': 'empty RRULE', ';;': 'empty RRULE', 'BYDAY=MO': 'no-frequency FREQ', 'FREQ=': 'bad-value FREQ', 'FREQ=OFTEN': 'bad-value FREQ',
    'FREQ=WEEKLY;BYDAY=XX': 'bad-value BYDAY', 'FREQ=WEEKLY;BYDAY=': 'bad-value BYDAY', 'FREQ=MONTHLY;BYDAY=0MO': 'out-of-range BYDAY', 'FREQ=MONTHLY;BYDAY=99MO': 'out-of-range BYDAY',
    'FREQ=WEEKLY;FREQ=DAILY': 'twice FREQ', 'FREQ=WEEKLY;BYFOO=3': 'unknown-part BYFOO', 'FREQ=WEEKLY;__PROTO__=1': 'unknown-part __PROTO__', 'FREQ=WEEKLY;CONSTRUCTOR=1': 'unknown-part CONSTRUCTOR',
    'FREQ=WEEKLY;INTERVAL=0': 'out-of-range INTERVAL', 'FREQ=WEEKLY;INTERVAL=1.5': 'bad-value INTERVAL', 'FREQ=DAILY;COUNT=-1': 'bad-value COUNT', 'FREQ=DAILY;COUNT=9999999': 'out-of-range COUNT',
    'FREQ=DAILY;UNTIL=20270231': 'bad-value UNTIL', 'FREQ=DAILY;BYMONTH=13': 'out-of-range BYMONTH', 'FREQ=MONTHLY;BYMONTHDAY=0': 'out-of-range BYMONTHDAY', 'FREQ=MONTHLY;BYMONTHDAY=1,,2': 'bad-value BYMONTHDAY',
    'FREQ=HOURLY': 'too-frequent FREQ', 'FREQ=SECONDLY': 'too-frequent FREQ', 'FREQ=DAILY;BYHOUR=9,14': 'too-frequent BYHOUR', 'FREQ=DAILY;BYSECOND=1': 'too-frequent BYSECOND',
    'FREQ=WEEKLY;COUNT=3;UNTIL=20270101': 'count-and-until UNTIL', 'FREQ=DAILY;BYDAY=2MO': 'wrong-frequency BYDAY', 'FREQ=MONTHLY;BYWEEKNO=3': 'wrong-frequency BYWEEKNO',
    'FREQ=WEEKLY;BYMONTHDAY=3': 'wrong-frequency BYMONTHDAY', 'FREQ=DAILY;BYYEARDAY=3': 'wrong-frequency BYYEARDAY', 'FREQ=MONTHLY;BYSETPOS=1': 'needs-another-part BYSETPOS',
    'FREQ=WEEKLY;UNTIL=20200101': 'ends-before-start UNTIL', 'FREQ=WEEKLY;UNTIL=20260915T075959Z': 'ends-before-start UNTIL', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30': 'never-happens BYMONTHDAY',
    'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260917': 'never-happens UNTIL', 'FREQ=WEEKLY;RSCALE=CHINESE': 'other-calendar RSCALE', ['FREQ=DAILY;'.padEnd(5000, 'X')]: 'too-long RRULE',
    // And what looks odd but can be meant.
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29': 'fine', ' rrule:freq=weekly; byday=mo, tu ;': 'fine', 'FREQ=WEEKLY;UNTIL=20260915T080000Z': 'fine', 'FREQ=WEEKLY;UNTIL=20260915': 'fine', 'FREQ=DAILY;BYHOUR=9;BYMINUTE=30': 'fine'
  }
  for (const [text, reason] of Object.entries(expected)) assert.equal(refusal(text), reason, text.slice(0, 60))
  const reading = checkRule('FREQ=WEEKLY;COUNT=3;UNTIL=20270101', options)
  assert.ok('problem' in reading)
  assert.deepEqual(reading.problem.sentence, {
    fr: 'donnez un nombre de fois ou une date de fin, pas les deux (UNTIL)',
    en: 'give a number of times or an end date, not both (UNTIL)'
  })
})

test('[A-1] reading a rule never throws and never goes on for long, and what it reads it can write', () => {
  const token = fc.constantFrom('FREQ=', 'DAILY', 'WEEKLY', 'YEARLY', 'BYDAY=', 'MO', '-1SU', ',', ';', '=', 'COUNT=', '99999', 'UNTIL=', '20270101T000000Z', 'BYSETPOS=', '-1', 'INTERVAL=', 'BYWEEKNO=', '53', 'BYHOUR=', '\0', 'é', 'BYMONTHDAY=', '31')
  fc.assert(
    fc.property(fc.oneof(fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join('')), fc.string({ unit: 'binary' })), (text) => {
      const reading = readRule(text)
      checkRule(text, { starts: Temporal.PlainDateTime.from('2026-09-15T10:00'), zone: paris })
      if ('rule' in reading) {
        assert.deepEqual(readRule(writeRule(reading.rule)), reading)
        describeRule(reading.rule, { starts: Temporal.PlainDateTime.from('2026-09-15T10:00'), zone: paris })
      }
    }),
    { numRuns: 400 }
  )
})

test('[A-1] rules are said as people say them', () => {
  const said = (text: string) => {
    const { fr, en } = describeRule(ruleOf(text), { starts: Temporal.PlainDateTime.from('2026-09-15T10:00'), zone: paris })
    return [fr, en]
  }
  const expected: Record<string, [string, string]> = {
    'FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630': ['tous les mardis jusqu’au 30 juin 2027', 'every Tuesday until 30 June 2027'],
    'FREQ=WEEKLY;UNTIL=20261231T233000Z': ['tous les mardis jusqu’au 1er janvier 2027', 'every Tuesday until 1 January 2027'],
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO': ['un lundi sur deux', 'every other Monday'],
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE': ['une semaine sur deux, le lundi et le mercredi', 'every other week, on Monday and Wednesday'],
    'FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR': ['toutes les 3 semaines, du lundi au vendredi', 'every 3 weeks, Monday to Friday'],
    'FREQ=WEEKLY;BYDAY=SA,SU;BYMONTH=7,8': ['tous les samedis et dimanches, en juillet et août', 'every Saturday and Sunday, in July and August'],
    'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=10': ['du lundi au vendredi, 10 fois', 'every weekday, Monday to Friday, 10 times'],
    'FREQ=DAILY': ['tous les jours', 'every day'],
    'FREQ=DAILY;INTERVAL=2': ['un jour sur deux', 'every other day'],
    'FREQ=DAILY;INTERVAL=3;BYDAY=SA,SU': ['tous les 3 jours, seulement le samedi et le dimanche', 'every 3 days, only on Saturday and Sunday'],
    'FREQ=MONTHLY': ['le 15 de chaque mois', 'on the 15th of every month'],
    'FREQ=MONTHLY;BYMONTHDAY=1,22,-1': ['le 1er, le 22 et le dernier jour de chaque mois', 'on the 1st, the 22nd and the last day of every month'],
    'FREQ=MONTHLY;BYDAY=1MO': ['le premier lundi de chaque mois', 'on the first Monday of every month'],
    'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR': ['tous les 3 mois, le dernier vendredi', 'every 3 months, on the last Friday'],
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1': ['le dernier jour ouvré (du lundi au vendredi) de chaque mois', 'on the last weekday (Monday to Friday) of every month'],
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13': ['le 13 de chaque mois, si c’est un vendredi', 'on the 13th of every month, if it is a Friday'],
    'FREQ=YEARLY': ['chaque année, le 15 septembre', 'every year, on 15 September'],
    'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU': ['chaque année, le dernier dimanche d’octobre', 'every year, on the last Sunday of October'],
    'FREQ=YEARLY;BYYEARDAY=100,-1': ['chaque année, le 100e jour et le dernier jour de l’année', 'every year, on the 100th day and the last day of the year'],
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO': ['chaque année, la semaine 20, le lundi', 'every year, in week 20, on Monday'],
    'FREQ=MONTHLY;BYMONTHDAY=10,11,12;BYSETPOS=1': ['le 10, le 11 et le 12 de chaque mois, en ne gardant que la première date de chaque période', 'on the 10th, the 11th and the 12th of every month, keeping only the first date of each period'],
    'FREQ=WEEKLY;BYDAY=TU;BYHOUR=9;BYMINUTE=5;COUNT=1': ['tous les mardis, à 9 h 05, une seule fois', 'every Tuesday, at 09:05, once'],
    'FREQ=HOURLY;INTERVAL=3;BYDAY=MO': ['toutes les 3 heures', 'every 3 hours']
  }
  for (const [text, sentences] of Object.entries(expected)) assert.deepEqual(said(text), text.startsWith('FREQ=HOURLY') ? sentences.map((part, index) => part + [', seulement le lundi', ', only on Monday'][index]) : sentences, text)
})
