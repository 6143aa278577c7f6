import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { localText } from './days.ts'
import { dayStart, offsetAt, toInstant, toLocal, zoneOf } from './zones.ts'

const ZONES = [
  'UTC', 'Europe/Paris', 'Asia/Kolkata', 'Pacific/Honolulu', 'Pacific/Fiji', 'America/St_Johns', 'Australia/Lord_Howe',
  'America/Havana', 'Africa/Casablanca', 'Pacific/Apia', 'Indian/Reunion', 'America/Cayenne', 'Pacific/Marquesas', 'Asia/Pyongyang',
]

/** Moments of 1970–2099 in a zone, half of them within a day of a change of its clock. */
const moment = (id: string) => {
  const { bounds } = zoneOf(id)
  const minute = (min: number, max: number) => fc.integer({ min: Math.ceil(min / 60_000), max: Math.floor(max / 60_000) }).map((n) => n * 60_000)
  const changes = Array.from(bounds.slice(1, -1))
  const anywhere = minute(Date.UTC(1970, 0, 3), Date.UTC(2099, 11, 29))
  if (changes.length === 0) return anywhere
  const near = fc.tuple(fc.constantFrom(...changes), minute(-90_000_000, 90_000_000)).map(([change, minutes]) => change + minutes)
  return fc.oneof(anywhere, near, fc.constantFrom(...changes, ...changes.map((change) => change - 60_000)))
}

for (const id of ZONES) {
  test(`conversions agree with Temporal around every change of the clock: ${id}`, () => {
    const zone = zoneOf(id)
    fc.assert(
      fc.property(moment(id), (at) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(id)
        assert.equal(offsetAt(zone, at), zoned.offsetNanoseconds / 1e6)
        assert.equal(localText(toLocal(zone, at)), zoned.toPlainDateTime().toString({ smallestUnit: 'minute' }))

        // Any number of ms is also a local time, existing or not.
        const local = Temporal.PlainDateTime.from(localText(at))
        for (const disambiguation of ['compatible', 'later'] as const) {
          assert.equal(toInstant(zone, at, disambiguation), local.toZonedDateTime(id, { disambiguation }).epochMilliseconds)
          const shown = toLocal(zone, at)
          assert.equal(toInstant(zone, shown, disambiguation), zoned.toPlainDateTime().toZonedDateTime(id, { disambiguation }).epochMilliseconds)
        }
      }),
      { numRuns: 1000 },
    )
  })
}

test('the tables hold every change of the clock that Temporal knows', () => {
  assert.equal(zoneOf('Asia/Kolkata').offsets.length, 1)
  const { bounds, offsets } = zoneOf('Europe/Paris')
  assert.equal(bounds.length, offsets.length + 1)
  assert.ok(bounds.includes(Date.UTC(2026, 2, 29, 1)) && bounds.includes(Date.UTC(2026, 9, 25, 1)))
  assert.equal(zoneOf('Europe/Paris'), zoneOf('Europe/Paris'), 'built once')
})

test('a day begins after a skipped midnight, and at the first of two', () => {
  const havana = zoneOf('America/Havana')
  const day = (text: string) => Date.parse(text) / 86_400_000
  assert.equal(dayStart(havana, day('2026-03-08')), Date.parse('2026-03-08T01:00-04:00'))
  assert.equal(dayStart(havana, day('2026-11-01')), Date.parse('2026-11-01T00:00-04:00'))
})

test('an unknown zone and a year out of reach are refused', () => {
  assert.throws(() => zoneOf('Mars/Olympus'), RangeError)
  for (const at of [NaN, Date.UTC(1969, 11, 31), Date.UTC(2100, 0, 1), Infinity]) assert.throws(() => toLocal(zoneOf('UTC'), at), RangeError)
})
