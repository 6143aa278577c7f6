import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { busyIntervals } from './busy.ts'
import type { CalendarEvent, EventTime } from './calendar.ts'
import { readCalendar } from './read.ts'
import { readRule } from './rule.ts'
import type { Rule } from './rule.ts'
import { cleanText, writeCalendar } from './write.ts'
import type { OutgoingEvent } from './write.ts'
import { ianaZone, instantOf } from './zones.ts'

const zone = 'Europe/Paris'
const paris = ianaZone(zone)
const stamp = Temporal.Instant.from('2026-01-02T03:04:05Z')

const at = (text: string, id = zone): EventTime => ({ kind: 'instant', at: Temporal.Instant.from(text), zone: ianaZone(id), floating: false })
const day = (on: string): EventTime => ({ kind: 'day', on })

function ruleOf(text: string): Rule {
  const reading = readRule(text)
  assert.ok('rule' in reading)
  return reading.rule
}

const haircut: OutgoingEvent = {
  uid: '0198-1@reserve', summary: 'Occupé', status: 'confirmed', sequence: 3, last_modified: stamp,
  starts: at('2026-03-03T09:00:00Z'), ends: at('2026-03-03T09:45:00Z')
}

const linesOf = (text: string) => text.split('\r\n')
const unfolded = (text: string) => linesOf(text.replaceAll('\r\n ', ''))

test('[A-1] a feed: busy blocks with their own UID, version and state, and the definition of their zone', () => {
  const text = writeCalendar({ name: 'Agenda de Chloé', zone, method: 'PUBLISH', refresh_seconds: 900, events: [haircut, { ...haircut, uid: '0198-2@reserve', status: 'cancelled', sequence: 4 }] })
  const lines = unfolded(text)
  for (const line of [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:PUBLISH', 'X-WR-CALNAME:Agenda de Chloé', 'X-WR-TIMEZONE:Europe/Paris', 'REFRESH-INTERVAL;VALUE=DURATION:PT15M', 'TZID:Europe/Paris',
    'UID:0198-1@reserve', 'SEQUENCE:3', 'DTSTAMP:20260102T030405Z', 'DTSTART;TZID=Europe/Paris:20260303T100000', 'DTEND;TZID=Europe/Paris:20260303T104500', 'SUMMARY:Occupé',
    'TRANSP:OPAQUE', 'STATUS:CONFIRMED', 'LAST-MODIFIED:20260102T030405Z', 'STATUS:CANCELLED', 'SEQUENCE:4'
  ]) assert.ok(lines.includes(line), `${line} in\n${text}`)
  // Nobody is named, nothing is described, unless the caller says so.
  assert.doesNotMatch(text, /^(?:ORGANIZER|ATTENDEE|DESCRIPTION|LOCATION|URL)/m)
  assert.equal(text, writeCalendar({ name: 'Agenda de Chloé', zone, method: 'PUBLISH', refresh_seconds: 900, events: [haircut, { ...haircut, uid: '0198-2@reserve', status: 'cancelled', sequence: 4 }] }), 'the same text every time')
})

test('[A-1] an attachment: what is asked or called off, of whom and by whom', () => {
  const booking: OutgoingEvent = {
    ...haircut, summary: 'Coupe', description: 'Apportez :\n- une serviette', location: '3, rue de l’Église; Lyon', url: 'https://rdv.example/annuler?x=1',
    organizer: { name: 'Salon "Chez\r\nATTENDEE:mailto:x@y" ; Chloé', email: 'salon@example.fr' }, attendees: [{ name: 'Zoé, 林', email: ' zoe@example.fr\r\nX: ' }, { name: 'sans adresse', email: ' ' }]
  }
  const lines = unfolded(writeCalendar({ name: '', zone, method: 'REQUEST', events: [booking] }))
  assert.ok(lines.includes('METHOD:REQUEST'))
  assert.ok(lines.includes('ORGANIZER;CN="Salon  Chez ATTENDEE:mailto:x@y  ; Chloé":mailto:salon@example.fr'), lines.join('\n'))
  assert.ok(lines.includes('ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE;CN="Zoé, 林":MAILTO:zoe@example.frX'), lines.join('\n'))
  assert.equal(lines.filter((line) => line.startsWith('ATTENDEE')).length, 1)
  assert.ok(lines.includes('LOCATION:3\\, rue de l’Église\\; Lyon'))
  assert.ok(lines.includes('DESCRIPTION:Apportez :\\n- une serviette'))
  assert.ok(!lines.some((line) => line.startsWith('X-WR-CALNAME')))
  const cancelled = unfolded(writeCalendar({ name: '', zone, method: 'CANCEL', events: [booking] }))
  assert.ok(cancelled.includes('METHOD:CANCEL') && cancelled.includes('STATUS:CANCELLED'))
})

test('[A-1] what cannot be written is refused', () => {
  assert.throws(() => writeCalendar({ name: '', zone: 'Nowhere/Land', events: [] }), RangeError)
  assert.throws(() => writeCalendar({ name: '', zone, events: [{ ...haircut, uid: ' \n' }] }), RangeError)
  assert.deepEqual(readCalendar(writeCalendar({ name: 'Vide', zone, events: [] }), { zone }), { events: [], refused: [], warnings: [], name: 'Vide' })
})

test('[A-1] a series with exceptions and changes, written and read, takes up the same time', () => {
  const series: OutgoingEvent = {
    ...haircut, uid: 's', starts: at('2026-03-26T22:00:00Z'), ends: at('2026-03-27T02:00:00Z'), lasts: { days: 0, seconds: 14_400 },
    rrules: [ruleOf('FREQ=DAILY;UNTIL=20260405')], exdates: [at('2026-03-27T22:00:00Z')], rdates: [{ starts: at('2026-05-01T10:00:00Z'), ends: at('2026-05-01T11:00:00Z') }, { starts: at('2026-05-02T10:00:00Z'), ends: null }]
  }
  const change: OutgoingEvent = { ...haircut, uid: 's', starts: at('2026-03-30T08:00:00Z'), ends: at('2026-03-30T09:00:00Z'), recurrence_id: at('2026-03-29T21:00:00Z') }
  const nominal: OutgoingEvent = { ...haircut, uid: 'n', starts: at('2026-10-23T20:00:00Z'), ends: at('2026-10-24T20:30:00Z'), lasts: { days: 1, seconds: 1800 }, rrules: [ruleOf('FREQ=DAILY;COUNT=2')] }
  const days: OutgoingEvent = { ...haircut, uid: 'd', starts: day('2026-08-01'), ends: day('2026-08-03'), lasts: { days: 2, seconds: 0 }, rrules: [ruleOf('FREQ=WEEKLY;UNTIL=20260815T000000Z')], exdates: [day('2026-08-08')] }
  const dayChange: OutgoingEvent = { ...haircut, uid: 'd', starts: day('2026-08-16'), ends: day('2026-08-17'), recurrence_id: day('2026-08-15') }
  const text = writeCalendar({ name: '', zone, events: [series, change, nominal, days, dayChange] })
  for (const line of ['RRULE:FREQ=DAILY;UNTIL=20260405T215959Z', 'EXDATE;TZID=Europe/Paris:20260327T230000', 'RDATE;VALUE=PERIOD:20260501T100000Z/20260501T110000Z', 'DURATION:P1DT1800S', 'RECURRENCE-ID;VALUE=DATE:20260815', 'EXDATE;VALUE=DATE:20260808']) {
    assert.ok(unfolded(text).includes(line), `${line} in\n${text}`)
  }
  const read = readCalendar(text, { zone })
  assert.deepEqual(read.refused, [])
  const { intervals } = busyIntervals(read.events, { from: Temporal.Instant.from('2026-01-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z'), zone })
  const said = (uid: string) => intervals.filter((interval) => interval.uid === uid).map(({ starts_at, ends_at }) => `${String(starts_at).slice(5, 16)} ${String(ends_at).slice(5, 16)}`)
  assert.deepEqual(said('s'), [
    '03-26T22:00 03-27T02:00', '03-28T22:00 03-29T02:00', '03-30T08:00 03-30T09:00', '03-30T21:00 03-31T01:00', '03-31T21:00 04-01T01:00', '04-01T21:00 04-02T01:00',
    '04-02T21:00 04-03T01:00', '04-03T21:00 04-04T01:00', '04-04T21:00 04-05T01:00', '04-05T21:00 04-06T01:00', '05-01T10:00 05-01T11:00', '05-02T10:00 05-02T14:00'
  ])
  assert.deepEqual(said('n'), ['10-23T20:00 10-24T20:30', '10-24T20:00 10-25T21:30'])
  assert.deepEqual(said('d'), ['07-31T22:00 08-02T22:00', '08-15T22:00 08-16T22:00'])
})

const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(
    fc.constantFrom('é', '💇🏽‍♀️', 'مرحبا', '\u202e', '\r\n', '\n', '\r', ',', ';', '\\', '\\n', ':', '"', ' ', '\t', '\0', '\u0007', '\ud800', 'BEGIN:VEVENT', 'END:VEVENT\r\n', '\r\nDTSTART:20200101', '=CMD()', '\ufeff', '\u2028', '\u0085', '日本語', 'x'.repeat(80)),
    { maxLength: 12 }
  ).map((parts) => parts.join(''))
)

const zones = ['Europe/Paris', 'Asia/Kolkata', 'Pacific/Honolulu', 'Pacific/Fiji', 'America/New_York', 'Australia/Lord_Howe', 'UTC', '+03:30']

/** Instants anywhere, and within hours of both Paris nights. */
const someInstant = fc.oneof(
  fc.integer({ min: Date.UTC(1975, 0, 1) / 1000, max: Date.UTC(2090, 0, 1) / 1000 }),
  fc.integer({ min: -10_000, max: 10_000 }).map((seconds) => Date.UTC(2026, 9, 25, 1) / 1000 + seconds),
  fc.integer({ min: -10_000, max: 10_000 }).map((seconds) => Date.UTC(2026, 2, 29, 1) / 1000 + seconds)
)

const someEvent = fc
  .record({
    uid: hostileText, summary: hostileText, description: fc.option(hostileText, { nil: null }), location: fc.option(hostileText, { nil: null }),
    status: fc.constantFrom('confirmed' as const, 'tentative' as const, 'cancelled' as const), transparent: fc.boolean(),
    sequence: fc.integer({ min: 0, max: 999_999 }), last_modified: someInstant, starts: someInstant, seconds: fc.integer({ min: 0, max: 200_000 }),
    whole: fc.boolean(), floating: fc.boolean(), id: fc.constantFrom(...zones), other: fc.constantFrom(...zones)
  })
  .map(({ last_modified, starts, seconds, whole, floating, id, other, ...rest }): OutgoingEvent => {
    const instant = (epoch: number) => Temporal.Instant.fromEpochMilliseconds(epoch * 1000)
    const date = (epoch: number) => instant(epoch).toZonedDateTimeISO('UTC').toPlainDate()
    // A floating time is whatever the clock shows, so it never is the second of an hour shown twice.
    const shown = floating ? instantOf(paris, instant(starts).toZonedDateTimeISO('UTC').toPlainDateTime()) : instant(starts)
    const ends = floating ? instantOf(paris, instant(starts + seconds).toZonedDateTimeISO('UTC').toPlainDateTime()) : instant(starts + seconds)
    return {
      ...rest,
      last_modified: instant(last_modified),
      ...(whole
        ? { starts: day(date(starts).toString()), ends: day(date(starts).add({ days: 1 + (seconds % 20) }).toString()) }
        : { starts: { kind: 'instant', at: shown, zone: floating ? paris : ianaZone(id), floating }, ends: { kind: 'instant', at: ends, zone: floating ? paris : ianaZone(other), floating } })
    }
  })
  .filter(({ uid, starts, ends }) => cleanText(uid).trim() !== '' && (starts.kind === 'day' || ends.kind === 'day' || Temporal.Instant.compare(starts.at, ends.at) <= 0))

const facts = (event: Pick<CalendarEvent, 'uid' | 'summary' | 'description' | 'location' | 'status' | 'transparent' | 'sequence' | 'last_modified' | 'starts' | 'ends'>) => ({
  uid: event.uid, summary: event.summary, description: event.description, location: event.location, status: event.status, transparent: event.transparent, sequence: event.sequence,
  last_modified: String(event.last_modified), starts: event.starts.kind === 'day' ? event.starts.on : String(event.starts.at), ends: event.ends.kind === 'day' ? event.ends.on : String(event.ends.at)
})

test('[A-1] what is written reads back as the same events, whatever they hold, and any reader can read it', () => {
  const text = (value: string | null | undefined) => cleanText(value ?? '') || null
  fc.assert(
    fc.property(hostileText, fc.uniqueArray(someEvent, { maxLength: 4, selector: ({ uid }) => cleanText(uid).replaceAll('\n', ' ').trim() }), (name, events) => {
      const written = writeCalendar({ name, zone, events, method: 'PUBLISH' })
      const read = readCalendar(written, { zone })
      assert.deepEqual(read.refused, [])
      assert.deepEqual(read.warnings, [])
      assert.equal(read.name, cleanText(name).trim() === '' ? null : cleanText(name))
      const expected = events.map((event) => ({
        ...facts({ ...event, description: text(event.description), location: text(event.location), transparent: event.transparent ?? false }),
        uid: cleanText(event.uid).replaceAll('\n', ' ').trim(), summary: cleanText(event.summary)
      }))
      assert.deepEqual(read.events.map(facts), expected)
      assert.deepEqual(readCalendar(Buffer.from(written), { zone }).events.map(facts), expected, 'as bytes')

      assert.ok(written.endsWith('END:VCALENDAR\r\n'))
      for (const line of linesOf(written)) {
        assert.ok(Buffer.byteLength(line) <= 75, line)
        assert.doesNotMatch(line, /[\r\n]/)
      }
      const [, , components] = ICAL.parse(written) as [string, unknown, [string, [string, Record<string, string>, string, string][]][]]
      const named = new Set(components.filter(([kind]) => kind === 'vtimezone').map(([, properties]) => properties.find(([property]) => property === 'tzid')![3]))
      const used = components.filter(([kind]) => kind === 'vevent').flatMap(([, properties]) => properties.map(([, parameters]) => parameters.tzid)).filter((tzid) => tzid !== undefined)
      for (const tzid of used) assert.ok(named.has(tzid), `a VTIMEZONE for ${tzid}`)
    }),
    { numRuns: 300 }
  )
})

test('[A-1] series read back take up the same time as before they were written', () => {
  const rules = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,WE,FR', 'FREQ=WEEKLY;INTERVAL=2;COUNT=9', 'FREQ=MONTHLY;BYDAY=-1SU', 'FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=YEARLY;BYMONTH=5,6;BYMONTHDAY=20', 'FREQ=DAILY;UNTIL=20261101T003000Z', 'FREQ=DAILY;UNTIL=20260401', 'FREQ=DAILY;UNTIL=20260401T120000']
  const series = fc.record({ rule: fc.constantFrom(...rules), event: someEvent, excluded: fc.integer({ min: 0, max: 9 }) }).map(({ rule, event, excluded }) => {
    const { starts } = event
    // A series cannot begin in the second pass of an hour shown twice: no calendar can say so.
    const first: EventTime = starts.kind === 'day' ? day('2026-03-20') : { ...starts, at: instantOf(starts.zone, Temporal.PlainDateTime.from('2026-03-20T02:30').add({ minutes: Number(starts.at.epochMilliseconds / 1000) % 1440 })) }
    const seconds = 5400
    const later = (time: EventTime, days: number): EventTime => time.kind === 'day' ? day(Temporal.PlainDate.from(time.on).add({ days }).toString()) : { ...time, at: time.at.add({ hours: 24 * days }) }
    return {
      ...event, uid: 'series', status: 'confirmed' as const, transparent: false, starts: first,
      ends: first.kind === 'day' ? later(first, 1) : { ...first, at: first.at.add({ seconds }) },
      lasts: first.kind === 'day' ? { days: 1, seconds: 0 } : { days: 0, seconds }, rrules: [ruleOf(rule)], exdates: [later(first, excluded)]
    }
  })
  fc.assert(
    fc.property(series, (event) => {
      const window = { from: Temporal.Instant.from('2026-03-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z'), zone }
      const whole: CalendarEvent = { ...event, description: null, location: null, rdates: [], recurrence_id: null, this_and_future: false, zone_guessed: false, source: null }
      const intervals = (events: readonly CalendarEvent[]) => busyIntervals(events, window).intervals.map(({ starts_at, ends_at }) => `${starts_at} ${ends_at}`)
      const expected = intervals([whole])
      assert.ok(expected.length > 0)
      assert.deepEqual(intervals(readCalendar(writeCalendar({ name: '', zone, events: [event] }), { zone }).events), expected, writeCalendar({ name: '', zone, events: [event] }))
    }),
    { numRuns: 200 }
  )
})

test('[A-1] a series on a clock that has no name keeps that clock, with its definition', () => {
  const halfPast = { ...haircut, starts: at('2026-03-20T20:30:00Z', '+03:30'), ends: at('2026-03-20T21:30:00Z', '+03:30'), rrules: [ruleOf('FREQ=WEEKLY;BYDAY=SA;COUNT=3')] }
  const custom = { ...halfPast, uid: 'custom', starts: { ...halfPast.starts, zone: { kind: 'custom' as const, tzid: 'any; "thing"', before: 0, changes: [{ at: 0, offset: 20_700 }] } } as EventTime }
  const text = writeCalendar({ name: '', zone, events: [halfPast, custom, { ...halfPast, uid: 'again' }] })
  assert.deepEqual(unfolded(text).filter((line) => /^(?:TZID|DTSTART;)/.test(line)), [
    'TZID:Zone 1', 'TZID:Zone 2', 'DTSTART;TZID=Zone 1:20260321T000000', 'DTSTART;TZID=Zone 2:20260321T021500', 'DTSTART;TZID=Zone 1:20260321T000000'
  ])
  const read = readCalendar(text, { zone })
  assert.deepEqual(read.warnings, [])
  const { intervals } = busyIntervals(read.events, { from: Temporal.Instant.from('2026-01-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z'), zone })
  assert.deepEqual(intervals.filter(({ uid }) => uid === '0198-1@reserve').map(({ starts_at }) => String(starts_at)), ['2026-03-20T20:30:00Z', '2026-03-27T20:30:00Z', '2026-04-03T20:30:00Z'])
})

test('[A-1] the second 02:30 of an autumn night is written so that it stays the second', () => {
  const event = { ...haircut, starts: at('2026-10-25T01:30:00Z'), ends: at('2026-10-25T02:00:00Z') }
  const text = writeCalendar({ name: '', zone, events: [event, { ...event, uid: 'first', starts: at('2026-10-25T00:30:00Z'), ends: at('2026-10-25T00:45:00Z') }] })
  assert.match(text, /DTSTART:20261025T013000Z/)
  assert.match(text, /DTSTART;TZID=Europe\/Paris:20261025T023000/)
  assert.deepEqual(readCalendar(text, { zone }).events.map(({ starts }) => (starts.kind === 'day' ? '' : String(starts.at))), ['2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z'])
})
