import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayNumber, dayOf, dayText, localText, localTime, weekdayOf } from './days.ts'

const date = fc.integer({ min: -200_000, max: 200_000 }).map((days) => Temporal.PlainDate.from('1970-01-01').add({ days }))

test('days and weekdays are those of the calendar, before 1970 too', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 1439 }), (day, minute) => {
      const number = dayNumber(day.toString())
      assert.equal(number, Temporal.PlainDate.from('1970-01-01').until(day).days)
      assert.equal(dayText(number), day.toString())
      assert.equal(weekdayOf(number), day.dayOfWeek)
      const text = day.toPlainDateTime().add({ minutes: minute }).toString({ smallestUnit: 'minute' })
      assert.equal(localText(localTime(text)), text)
      assert.equal(dayOf(localTime(text)), number)
    }),
  )
})

test('what is not a date or a time is refused, never rolled over', () => {
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '2026-01-32', '2026-04-31', '26-04-01', '0026-04-01', '', '2026-04-01T10:00']) {
    assert.throws(() => dayNumber(text), RangeError, text)
  }
  for (const text of ['2026-02-28T24:00', '2026-02-28T10:60', '2026-02-28T1:00', '2026-02-28 10:00', '2026-02-28T10:00Z', '2026-02-28']) {
    assert.throws(() => localTime(text), RangeError, text)
  }
})
