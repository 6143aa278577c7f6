import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, dayAt, daysBetween, instantAt, minutesAt } from './zone.ts'

/** Paris and its two nights, half hours, none at all, southern, a skipped day (Apia, December 2011), Lord Howe's 30 minutes. */
const zones = ['Europe/Paris', 'Asia/Kolkata', 'Pacific/Honolulu', 'Pacific/Fiji', 'America/Santiago', 'Australia/Lord_Howe', 'UTC']
const zone = fc.constantFrom(...zones)
const instant = fc.integer({ min: Date.UTC(2012, 0, 2), max: Date.UTC(2037, 11, 30) })

test('the day and the minute are those of Temporal', () => {
  fc.assert(fc.property(zone, instant, (timeZone, ms) => {
    const expected = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)
    assert.equal(dayAt(ms, timeZone), expected.toPlainDate().toString())
    assert.equal(minutesAt(ms, timeZone), expected.hour * 60 + expected.minute)
  }))
})

test('a wall time becomes the instant that Temporal says', () => {
  fc.assert(fc.property(zone, instant, fc.integer({ min: 0, max: 1439 }), (timeZone, ms, minutes) => {
    const day = new Date(ms).toISOString().slice(0, 10)
    const expected = Temporal.PlainDate.from(day).toZonedDateTime({
      timeZone, plainTime: Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 }),
    })
    assert.equal(instantAt(day, minutes, timeZone), expected.epochMilliseconds)
  }))
})

for (const [name, day, timeZone] of [
  ['spring in Paris', '2026-03-29', 'Europe/Paris'],
  ['autumn in Paris', '2026-10-25', 'Europe/Paris'],
  ['spring on Lord Howe', '2026-10-04', 'Australia/Lord_Howe'],
  ['autumn on Lord Howe', '2026-04-05', 'Australia/Lord_Howe'],
  ['midnight skipped in Santiago', '2026-09-06', 'America/Santiago'],
] as const) {
  test(`every minute of the night the clocks change: ${name}`, () => {
    for (let minutes = 0; minutes < 1440; minutes += 5) {
      const expected = Temporal.PlainDateTime.from(day).add({ minutes }).toZonedDateTime(timeZone)
      assert.equal(instantAt(day, minutes, timeZone), expected.epochMilliseconds, `${day} ${minutes}`)
    }
  })
}

test('days are counted over month ends, leap years and changes of clock', () => {
  assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  assert.equal(addDays('2026-03-28', 2), '2026-03-30')
  assert.equal(addDays('2026-01-01', -1), '2025-12-31')
  assert.equal(daysBetween('2026-10-24', '2026-10-26'), 2)
  assert.equal(daysBetween('2026-03-02', '2026-02-27'), -3)
})

test('an instant comes from the API as text or from arithmetic as a number', () => {
  assert.equal(dayAt('2026-03-29T23:30:00Z', 'Europe/Paris'), '2026-03-30')
  assert.equal(dayAt(Date.UTC(2026, 2, 29, 23, 30), 'Europe/Paris'), '2026-03-30')
})
