/** Damaged calendars: never an error, never long, and every VEVENT comes back, read or refused. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { busyIntervals } from './busy.ts'
import { readCalendar } from './read.ts'
import { writeCalendar } from './write.ts'

const folder = new URL('../../../../../shared/data/ics/', import.meta.url)
const skip = existsSync(folder) ? false : `the calendars are not there: ${folder.pathname}`

/** Enough of everything to damage when the collection is not there. */
const inline = [
  'BEGIN:VCALENDAR\r\nX-WR-CALNAME:Réunion\r\nBEGIN:VTIMEZONE\r\nTZID:Ici\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Ici:20260105T100000\r\nDTEND;TZID=Ici:20260105T110000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270101T000000Z\r\nEXDATE;TZID=Ici:20260112T100000\r\nRDATE;VALUE=PERIOD:20260201T100000Z/PT1H\r\nSUMMARY:Une\\, deux\r\n  et trois\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Ici:20260119T100000\r\nDTSTART;TZID=Ici:20260120T100000\r\nDURATION:P1DT2H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  'BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20260105T100000Z/20260105T110000Z,20260106T100000Z/PT30M\nEND:VFREEBUSY\nBEGIN:VTODO\nUID:t\nEND:VTODO\nEND:VCALENDAR\n'
]

const originals = skip === false ? [...inline, ...readdirSync(folder).filter((file) => file.endsWith('.ics')).map((file) => readFileSync(new URL(file, folder)))] : inline

/** Lines that mean something, put where they do not belong. */
const fragments = [
  'BEGIN:VEVENT', 'END:VEVENT', 'BEGIN:VCALENDAR', 'END:VCALENDAR', 'BEGIN:VTIMEZONE', 'END:VTIMEZONE', 'BEGIN:VALARM', 'END:X', ' ', '\t', '', 'X', ':', ';:', 'DTSTART', 'DTSTART:', 'DTSTART:20260105T100000Z',
  'DTEND:19000101', 'DURATION:-P1W', 'DURATION:P999999999D', 'RRULE:FREQ=SECONDLY', 'RRULE:FREQ=DAILY;INTERVAL=1', 'RRULE:FREQ=MINUTELY;BYSECOND=1,2,3', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'EXDATE:20260105',
  'RDATE;VALUE=PERIOD:20260105T100000Z/P999999999W', 'RECURRENCE-ID:20260105T100000Z', 'RECURRENCE-ID;RANGE=THISANDFUTURE:00010101', 'TZID:Europe/Paris', 'DTSTART;TZID="', 'SUMMARY:\\', 'UID:', 'SEQUENCE:-1', '\0\0', '\uFEFF', '\u{1F600}', 'STATUS:CANCELLED', 'TZOFFSETTO:+9999'
]

type Damage = { kind: 'cut' | 'drop' | 'flip' | 'insert' | 'repeat' | 'byte'; at: number; size: number; pick: number }

const someDamage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('cut', 'drop', 'flip', 'insert', 'insert', 'insert', 'repeat', 'byte'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  size: fc.integer({ min: 1, max: 200 }),
  pick: fc.nat()
})

function damaged(original: Uint8Array | string, damages: readonly Damage[]): Buffer {
  return damages.reduce((bytes, { kind, at, size, pick }) => {
    const place = Math.floor(at * bytes.length)
    const end = Math.min(place + size, bytes.length)
    const parts: Record<Damage['kind'], () => Buffer[]> = {
      cut: () => [bytes.subarray(0, place)],
      drop: () => [bytes.subarray(0, place), bytes.subarray(end)],
      flip: () => [bytes.subarray(0, place), Buffer.from(bytes.subarray(place, end)).reverse(), bytes.subarray(end)],
      insert: () => {
        const line = bytes.indexOf('\n', place) + 1
        return [bytes.subarray(0, line), Buffer.from(`${fragments[pick % fragments.length]}\r\n`), bytes.subarray(line)]
      },
      repeat: () => [bytes.subarray(0, end), bytes.subarray(place)],
      byte: () => [bytes.subarray(0, place), Buffer.from([pick % 256]), bytes.subarray(place + 1)]
    }
    return Buffer.concat(parts[kind]())
  }, Buffer.from(original as Uint8Array))
}

/** VEVENTs begun in a file, counted without the reader: logical lines that are BEGIN:VEVENT. */
function countEvents(bytes: Buffer): number {
  // eslint-disable-next-line no-control-regex -- the reader drops them too
  const controls = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/g
  return bytes.toString('latin1').replaceAll('\0', '').replace(/[\r\n]+[ \t]/g, '').split(/[\r\n]+/).filter((line) => /^(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VEVENT\s*$/i.test(line.replace(controls, ''))).length
}

function check(bytes: Buffer): void {
  const start = process.cpuUsage()
  const { events, refused, warnings } = readCalendar(bytes, { zone: 'Europe/Paris' })
  const busy = busyIntervals(events, { from: Temporal.Instant.from('2007-01-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z'), zone: 'Europe/Paris' })
  const written = writeCalendar({ name: '', zone: 'Europe/Paris', events: events.map((event) => ({ ...event, last_modified: event.last_modified ?? Temporal.Instant.from('2026-01-01T00:00Z') })) })
  const { user, system } = process.cpuUsage(start)
  assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms of work`)
  if (refused.some(({ component }) => component === 'FILE')) {
    assert.equal(events.length, 0)
    return
  }
  const read = events.filter(({ source }) => source?.component === 'VEVENT').length
  const left = refused.filter(({ component }) => component === 'VEVENT').length
  assert.equal(read + left, countEvents(bytes), 'every VEVENT comes back')
  for (const { sentence, verbatim, line, last_line } of refused) {
    assert.ok(sentence.fr !== '' && sentence.en !== '' && line <= last_line)
    assert.ok(verbatim !== '')
  }
  for (const { sentence } of warnings) assert.ok(sentence.fr !== '')
  for (const { starts_at, ends_at } of busy.intervals) assert.ok(Temporal.Instant.compare(starts_at, ends_at) < 0)
  const again = readCalendar(written, { zone: 'Europe/Paris' })
  assert.deepEqual(again.refused.filter(({ code }) => code !== 'superseded' && code !== 'duplicate'), [], written)
  assert.equal(again.events.length + again.refused.length, events.length)
}

test('[A-1] damaged calendars of the collection are read as far as they can be', { skip }, () => {
  fc.assert(
    fc.property(fc.constantFrom(...originals), fc.array(someDamage, { minLength: 1, maxLength: 6 }), (original, damages) => check(damaged(original, damages))),
    { numRuns: 600 }
  )
})

test('[A-1] damaged calendars are read as far as they can be', () => {
  fc.assert(
    fc.property(fc.constantFrom(...inline), fc.array(someDamage, { minLength: 1, maxLength: 8 }), (original, damages) => check(damaged(original, damages))),
    { numRuns: 400 }
  )
})

test('[A-1] no bytes whatever make the reader fail', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((lines) => Buffer.from(lines.join('\n')))), (bytes) => {
      readCalendar(bytes, { zone: 'Europe/Paris' })
    }),
    { numRuns: 600 }
  )
})
