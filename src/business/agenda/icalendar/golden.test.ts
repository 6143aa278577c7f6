/**
 * What real and hostile files are read as. golden.json was reviewed by hand, file by file; after a
 * change that is meant, `WRITE_GOLDEN=1 node --test golden.test.ts` writes it anew for review.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { busyIntervals } from './busy.ts'
import type { EventTime } from './calendar.ts'
import { readCalendar } from './read.ts'
import { writeRule } from './rule.ts'

const folder = new URL('../../../../../shared/data/ics/', import.meta.url)
const golden = new URL('golden.json', import.meta.url)
const skip = existsSync(folder) ? false : `the calendars are not there: ${folder.pathname}`

const zone = 'Europe/Paris'
const window = { from: '1996-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }
/** Busy times listed of a file; of longer series their number and the last one say enough. */
const LISTED = 6

function said(time: EventTime): string {
  if (time.kind === 'day') return time.on
  const clock = time.zone.kind === 'iana' ? time.zone.id : `defined ${time.zone.tzid}`
  return `${time.at} [${time.floating ? 'floating' : clock}]`
}

/** What a file is read as: one line an event, a refusal, a warning, a busy time. */
function summary(file: string) {
  const { events, refused, warnings, name } = readCalendar(readFileSync(new URL(file, folder)), { zone })
  const busy = busyIntervals(events, { from: Temporal.Instant.from(window.from), to: Temporal.Instant.from(window.to), zone })
  const intervals = busy.intervals.map(({ uid, starts_at, ends_at }) => `${starts_at}/${ends_at} ${uid.slice(0, 20)}`)
  return {
    name,
    events: events.map((event) =>
      [
        event.source?.component === 'VEVENT' ? '' : event.source?.component,
        event.uid.slice(0, 40), JSON.stringify(event.summary), said(event.starts), '→', said(event.ends),
        ...event.rrules.map((rule) => `repeats ${writeRule(rule)}`),
        event.rdates.length > 0 ? `and ${event.rdates.length} more` : '', event.exdates.length > 0 ? `but ${event.exdates.length}` : '',
        event.recurrence_id === null ? '' : `replaces ${said(event.recurrence_id)}${event.this_and_future ? ' and later' : ''}`,
        event.transparent ? 'free' : '', event.status === 'confirmed' ? '' : event.status, event.zone_guessed ? 'zone guessed' : ''
      ].filter((part) => part !== '').join(' ')
    ),
    refused: refused.map(({ code, line, last_line, component, uid }) => `${code} ${component ?? 'line'} ${line}–${last_line} ${uid ?? ''}`.trim()),
    warnings: warnings.map(({ code, line }) => `${code} ${line}`),
    busy: { count: intervals.length, first: intervals.slice(0, LISTED), last: intervals.length > LISTED ? intervals.at(-1) : null, refused: busy.refused.map(({ code, uid }) => `${code} ${uid}`) }
  }
}

test('[A-1] every calendar of the collection is read as a person would expect', { skip }, () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ics')).sort()
  const found = { zone, window, files: Object.fromEntries(files.map((file) => [file, summary(file)])) }
  if (process.env.WRITE_GOLDEN) writeFileSync(golden, `${JSON.stringify(found, null, 1)}\n`)
  const expected = JSON.parse(readFileSync(golden, 'utf8')) as typeof found
  assert.deepEqual(Object.keys(found.files), Object.keys(expected.files))
  for (const file of files) assert.deepEqual(found.files[file], expected.files[file], file)
})

test('[A-1] every refusal of the collection says why in both languages and gives its text back', { skip }, () => {
  let count = 0
  for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.ics'))) {
    const text = readFileSync(new URL(file, folder), 'utf8')
    for (const { sentence, verbatim } of readCalendar(text, { zone }).refused) {
      count++
      assert.ok(sentence.fr.length > 10 && sentence.en.length > 10 && sentence.fr !== sentence.en)
      assert.doesNotMatch(sentence.fr + sentence.en, /\{\{|undefined/)
      assert.ok(verbatim.length > 0 && text.includes(verbatim), `${file}: ${verbatim}`)
    }
  }
  assert.ok(count > 50)
})
