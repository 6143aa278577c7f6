import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readComponents } from './components.ts'
import { readLines } from './lines.ts'
import { definedZone, writeVtimezone } from './vtimezone.ts'
import { windowsZones } from './windows-zones.ts'
import { ianaZone, instantOf, namedZone, offsetZone, secondsAt, wallAt, wallOf, wallSeconds } from './zones.ts'

const places = ['Europe/Paris', 'Asia/Kolkata', 'Pacific/Honolulu', 'Pacific/Fiji', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/New_York', 'Africa/Casablanca', 'Europe/Dublin', 'America/St_Johns', 'UTC', '+05:45']

const second = (year: number) => Date.UTC(year, 0, 1) / 1000

test('[A-1] conversions agree with Temporal, doubtful times included, in and out of the tables', () => {
  const anySecond = fc.integer({ min: second(1850), max: second(2150) })
  // Where it matters most: within two days of a change.
  const nearChange = fc.tuple(fc.constantFrom(...places), fc.integer({ min: second(1990), max: second(2060) }), fc.integer({ min: -200_000, max: 200_000 })).map(([id, at, shift]) => {
    const change = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(id).getTimeZoneTransition('next')
    return (change === null ? at : change.epochMilliseconds / 1000) + shift
  })
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.oneof(anySecond, nearChange), (id, at) => {
      const zone = ianaZone(id)
      const time = Temporal.Instant.fromEpochMilliseconds(at * 1000)
      assert.equal(wallAt(zone, at), wallSeconds(time.toZonedDateTimeISO(id).toPlainDateTime().round({ smallestUnit: 'second', roundingMode: 'floor' })))
      const wall = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO('UTC').toPlainDateTime()
      assert.equal(secondsAt(zone, at), Math.floor(wall.toZonedDateTime(id, { disambiguation: 'compatible' }).epochMilliseconds / 1000))
    }),
    { numRuns: 2000 }
  )
})

test('[A-1] a written VTIMEZONE says what Temporal says, for the dates asked and ten years on', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.integer({ min: 1980, max: 2040 }), fc.integer({ min: 0, max: 400_000_000 }), (id, year, seconds) => {
      const from = Temporal.Instant.fromEpochMilliseconds(second(year) * 1000)
      const to = from.add({ hours: 24 * 365 * 3 })
      const text = writeVtimezone(id, ianaZone(id), from, to)
      const lines = readLines(text, 10_000)!
      const zone = definedZone(readComponents(lines.lines, 1000)!.components[0]!)!
      // Thirteen years, the last of them just before the first change that was not asked for.
      const at = second(year) + seconds
      assert.equal(wallAt(zone, at), wallAt(ianaZone(id), at), `${id} at ${new Date(at * 1000).toISOString()}\n${text}`)
    }),
    { numRuns: 400 }
  )
})

test('[A-1] a VTIMEZONE of the European Union or the United States is a rule, which never ends', () => {
  const at = (text: string) => Temporal.Instant.from(text)
  const paris = writeVtimezone('Europe/Paris', ianaZone('Europe/Paris'), at('2026-01-01T00:00Z'), at('2026-12-31T00:00Z'))
  assert.match(paris, /RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:\+0100\r\nTZOFFSETTO:\+0200/)
  assert.match(paris, /RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:\+0200\r\nTZOFFSETTO:\+0100/)
  const newYork = writeVtimezone('America/New_York', ianaZone('America/New_York'), at('2026-01-01T00:00Z'), at('2026-12-31T00:00Z'))
  assert.match(newYork, /BYMONTH=3;BYDAY=2SU/)
  assert.match(newYork, /BYMONTH=11;BYDAY=1SU/)
  // Morocco follows the moon: no rule can say it.
  assert.doesNotMatch(writeVtimezone('Africa/Casablanca', ianaZone('Africa/Casablanca'), at('2026-01-01T00:00Z'), at('2026-12-31T00:00Z')), /RRULE/)
  assert.match(writeVtimezone('Asia/Kolkata', ianaZone('Asia/Kolkata'), at('2026-01-01T00:00Z'), at('2026-12-31T00:00Z')), /TZOFFSETTO:\+0530/)
})

test('[A-1] every Windows name stands for a zone that Temporal knows', () => {
  assert.ok(windowsZones.size > 130)
  for (const [name, id] of windowsZones) assert.notEqual(namedZone(name), null, `${name} → ${id}`)
  assert.deepEqual(namedZone('Romance Standard Time'), { kind: 'iana', id: 'Europe/Paris' })
  assert.deepEqual(namedZone('"Pacific Standard Time (Mexico)"'), { kind: 'iana', id: 'America/Tijuana' })
  assert.deepEqual(namedZone('Fiji Standard Time'), { kind: 'iana', id: 'Pacific/Fiji' })
})

test('[A-1] names behind a vendor prefix are read, and nothing else is taken for a name', () => {
  const id = (tzid: string) => {
    const zone = namedZone(tzid)
    return zone?.kind === 'iana' ? zone.id : null
  }
  assert.equal(id('/freeassociation.sourceforge.net/Europe/Paris'), 'Europe/Paris')
  assert.equal(id('/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires'), 'America/Argentina/Buenos_Aires')
  assert.equal(id('/mozilla.org/20070129_1/America/New_York'), 'America/New_York')
  assert.equal(id('/Europe/Stockholm'), 'Europe/Stockholm')
  assert.equal(id(' Europe/Paris '), 'Europe/Paris')
  for (const name of ['', 'custom_America/New_York', 'Western/Central Europe', '2024-01-01T00:00Z[Europe/Paris]', '2024-01-01', 'Nowhere/Land', '/', '/Cuba', 'x'.repeat(100_000), '/'.repeat(100_000)]) {
    assert.equal(namedZone(name), null, name.slice(0, 40))
  }
  assert.throws(() => ianaZone('Nowhere/Land'), RangeError)
})

test('[A-1] a name that is an offset is one, when nothing else is known of it', () => {
  assert.deepEqual(offsetZone('UTC+11'), { kind: 'iana', id: '+11:00' })
  assert.deepEqual(offsetZone('GMT-0330'), { kind: 'iana', id: '-03:30' })
  assert.equal(offsetZone('GMT +0100 (Standard) / GMT +0200 (Daylight)'), null)
  assert.equal(offsetZone('UTC+99'), null)
})

test('[A-1] the night that skips an hour and the night that repeats one, in Paris', () => {
  const paris = ianaZone('Europe/Paris')
  const instant = (wall: string) => instantOf(paris, Temporal.PlainDateTime.from(wall)).toString()
  assert.equal(instant('2026-03-29T02:30'), '2026-03-29T01:30:00Z', 'skipped: comes out as 03:30')
  assert.equal(instant('2026-10-25T02:30'), '2026-10-25T00:30:00Z', 'shown twice: the first')
  assert.equal(wallOf(paris, Temporal.Instant.from('2026-10-25T01:30:00Z')).toString(), '2026-10-25T02:30:00')
})

test('[A-1] the last change that an UNTIL in UTC allows still happens', () => {
  const lines = ['BEGIN:VTIMEZONE', 'TZID:T', 'BEGIN:DAYLIGHT', 'DTSTART:19960331T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20060326T010000Z', 'END:DAYLIGHT', 'BEGIN:STANDARD', 'DTSTART:19961027T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD', 'END:VTIMEZONE']
  const zone = definedZone(readComponents(readLines(lines.join('\n'), 1000)!.lines, 100)!.components[0]!)!
  const offset = (text: string) => wallAt(zone, Date.parse(text) / 1000) - Date.parse(text) / 1000
  assert.equal(offset('2006-07-01T00:00Z'), 7200)
  assert.equal(offset('2007-07-01T00:00Z'), 3600)
})

test('[A-1] a definition of which no part can be read is none', () => {
  const zoneOf = (lines: string[]) => definedZone(readComponents(readLines(['BEGIN:VTIMEZONE', ...lines, 'END:VTIMEZONE'].join('\n'), 1000)!.lines, 100)!.components[0]!)
  assert.equal(zoneOf(['TZID:Empty']), null)
  assert.equal(zoneOf(['BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+9900', 'TZOFFSETTO:+0100', 'END:STANDARD']), null)
  assert.equal(zoneOf(['BEGIN:STANDARD', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD']), null)
  const bomb = zoneOf(['TZID:Bomb', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=SECONDLY', 'END:STANDARD'])
  assert.equal(bomb?.changes.length, 1, 'its rule is left out, its start is not')
})
