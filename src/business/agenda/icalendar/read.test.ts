import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCalendar } from './read.ts'
import type { CalendarEvent, EventTime } from './calendar.ts'

const zone = 'Europe/Paris'

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: string[]) => calendar('BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT')

const moment = (time: EventTime) => (time.kind === 'day' ? time.on : String(time.at))
const span = ({ starts, ends }: CalendarEvent) => `${moment(starts)} ${moment(ends)}`

/** The only event of a text, which must hold nothing refused. */
function only(input: string | Uint8Array): CalendarEvent {
  const { events, refused } = readCalendar(input, { zone })
  assert.deepEqual(refused.map(({ code, line }) => `${code} ${line}`), [])
  assert.equal(events.length, 1)
  return events[0]!
}

/** What was refused, as 'code line uid'. */
function refusals(input: string | Uint8Array): string[] {
  return readCalendar(input, { zone }).refused.map(({ code, line, uid }) => `${code} ${line} ${uid}`)
}

test('[A-1] times: UTC, a zone, the reader’s clock, ISO 8601, 24:00, a leap second', () => {
  const start = (line: string) => moment(only(event(line)).starts)
  assert.equal(start('DTSTART:20260105T100000Z'), '2026-01-05T10:00:00Z')
  assert.equal(start('DTSTART;TZID=America/New_York:20260105T100000'), '2026-01-05T15:00:00Z')
  assert.equal(start('DTSTART;TZID="Romance Standard Time":20260105T100000'), '2026-01-05T09:00:00Z')
  assert.equal(start('DTSTART;TZID=Fiji Standard Time:20260105T100000'), '2026-01-04T22:00:00Z')
  assert.equal(start('DTSTART:20260105T100000'), '2026-01-05T09:00:00Z')
  assert.equal(start('DTSTART;TZID=Europe/Paris:20260105T100000Z'), '2026-01-05T10:00:00Z')
  assert.equal(start('DTSTART:2026-01-05T10:00:00+02:00'), '2026-01-05T08:00:00Z')
  assert.equal(start('DTSTART:20260105T240000Z'), '2026-01-06T00:00:00Z')
  assert.equal(start('DTSTART:20261231T235960Z'), '2026-12-31T23:59:59Z')
  assert.equal(start('DTSTART;VALUE=DATE:20260105'), '2026-01-05')
  assert.equal(start('dtstart;value=date:20260105'), '2026-01-05')
  assert.equal(start('DTSTART:00010101'), '0001-01-01')
})

test('[A-1] the end: DTEND, DURATION, or what the standard says without', () => {
  const ends = (...lines: string[]) => moment(only(event(...lines)).ends)
  assert.equal(ends('DTSTART:20260105T100000Z', 'DTEND:20260105T113000Z'), '2026-01-05T11:30:00Z')
  assert.equal(ends('DTSTART:20260105T100000Z', 'DURATION:PT1H30M'), '2026-01-05T11:30:00Z')
  assert.equal(ends('DTSTART:20260105T100000Z'), '2026-01-05T10:00:00Z')
  assert.equal(ends('DTSTART;VALUE=DATE:20260105'), '2026-01-06')
  assert.equal(ends('DTSTART;VALUE=DATE:20260105', 'DTEND;VALUE=DATE:20260105'), '2026-01-06', 'an inclusive end')
  assert.equal(ends('DTSTART;VALUE=DATE:20260105', 'DURATION:P2W'), '2026-01-19')
  // A nominal day is as long as that day is: 25 hours in October, when a stopwatch would say 24.
  assert.equal(ends('DTSTART;TZID=Europe/Paris:20261024T120000', 'DURATION:P1D'), '2026-10-25T11:00:00Z')
  assert.equal(ends('DTSTART;TZID=Europe/Paris:20261024T120000', 'DURATION:PT24H'), '2026-10-25T10:00:00Z')
  assert.equal(ends('DTSTART;VALUE=DATE:20260105', 'DTEND:20260105T120000Z'), '2026-01-05T12:00:00Z')
  // Outlook's whole day, midnight to midnight in its own zone, is a day wherever it is read.
  assert.equal(span(only(event('DTSTART;TZID=Pacific Standard Time:20260105T000000', 'DTEND;TZID=Pacific Standard Time:20260107T000000', 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'))), '2026-01-05 2026-01-07')
})

test('[A-1] texts, status, transparency and version', () => {
  const read = only(event(
    'DTSTART:20260105T100000Z', 'SUMMARY;LANGUAGE=fr:Coupe\\, couleur\\; soin \\\\o/', 'DESCRIPTION:un\\ndeux\\Ntrois', 'LOCATION:Salle « 3 »',
    'STATUS:Tentative', 'TRANSP:TRANSPARENT', 'SEQUENCE:4', 'LAST-MODIFIED:20260101T000000Z'
  ))
  assert.equal(read.summary, 'Coupe, couleur; soin \\o/')
  assert.equal(read.description, 'un\ndeux\ntrois')
  assert.equal(read.location, 'Salle « 3 »')
  assert.equal(read.status, 'tentative')
  assert.equal(read.transparent, true)
  assert.equal(read.sequence, 4)
  assert.equal(String(read.last_modified), '2026-01-01T00:00:00Z')
  assert.equal(only(event('DTSTART:20260105T100000Z', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE')).transparent, true)
  assert.equal(only(event('DTSTART:20260105T100000Z', 'X-MICROSOFT-CDO-BUSYSTATUS:OOF')).transparent, false)
  assert.equal(only(event('DTSTART:20260105T100000Z', 'STATUS:whatever')).status, 'confirmed')
  assert.equal(only(calendar('METHOD:CANCEL', 'BEGIN:VEVENT', 'UID:1', 'DTSTART:20260105T100000Z', 'END:VEVENT')).status, 'cancelled')
})

test('[A-1] bytes: byte-order mark, UTF-16, Latin-1, folds inside a character, any line end, zero bytes', () => {
  const text = event('DTSTART:20260105T100000Z', 'SUMMARY:Épilation à 25 € 💇')
  const summary = 'Épilation à 25 € 💇'
  assert.equal(only(`\uFEFF${text}`).summary, summary)
  assert.equal(only(Buffer.from(`\uFEFF${text}`)).summary, summary)
  assert.equal(only(Buffer.from(`\uFEFF${text}`, 'utf16le')).summary, summary)
  assert.equal(only(Buffer.from(text, 'utf16le')).summary, summary, 'without a mark')
  assert.equal(only(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()).summary, summary)
  assert.equal(only(text.replaceAll('\r\n', '\n')).summary, summary)
  assert.equal(only(text.replaceAll('\r\n', '\r')).summary, summary)
  assert.equal(only(text.replaceAll('\r\n', '\r\r\n')).summary, summary)
  assert.equal(only(text.replace(/\n/g, '\n\n\n')).summary, summary)
  assert.equal(only(text.replace('SUMMARY', 'SUM\0MARY')).summary, summary)
  // Every place to fold a line, in the middle of a character too.
  const bytes = Buffer.from(text)
  for (let at = bytes.indexOf('SUMMARY') + 1; at < bytes.indexOf('END:VEVENT') - 1; at++) {
    assert.equal(only(Buffer.concat([bytes.subarray(0, at), Buffer.from('\r\n\t'), bytes.subarray(at)])).summary, summary)
  }
  // A file that is UTF-8 but for one old line loses neither.
  const mixed = Buffer.concat([Buffer.from(calendar().replace('END:VCALENDAR\r\n', '')), Buffer.from('BEGIN:VEVENT\r\nUID:é\r\nDTSTART:20260105T100000Z\r\nSUMMARY:Caf'), Buffer.from([0xe9, 0x80]), Buffer.from('\r\nEND:VEVENT\r\nEND:VCALENDAR')])
  const read = readCalendar(mixed, { zone })
  assert.deepEqual([read.events[0]?.uid, read.events[0]?.summary, read.warnings.map(({ code }) => code)], ['é', 'Café€', ['not-utf-8']])
})

test('[A-1] one bad line costs only itself', () => {
  const read = readCalendar(event('DTSTART:20260105T100000Z', 'X-APPLE-RADIUS=49.9', 'SUMMARY:Toujours là', '<html>', 'EXDATE:20260106T100000Z,demain', 'RRULE:FREQ=DAILY'), { zone })
  assert.deepEqual(read.events.map(({ summary, exdates, rrules }) => [summary, exdates.length, rrules.length]), [['Toujours là', 1, 1]])
  assert.deepEqual(read.refused.map(({ code, line, uid, verbatim }) => [code, line, uid, verbatim]), [
    ['unreadable-line', 6, '1', 'X-APPLE-RADIUS=49.9\r\n'],
    ['unreadable-line', 8, '1', '<html>\r\n'],
    ['bad-date', 9, '1', 'EXDATE:20260106T100000Z,demain\r\n']
  ])
  assert.deepEqual(read.refused[2]!.sentence, {
    fr: 'La date « demain » (EXDATE) n’est pas lisible : elle est laissée de côté.',
    en: 'The date “demain” (EXDATE) cannot be read, so it was left aside.'
  })
})

test('[A-1] what cannot be read is refused with its line, its reason and its text', () => {
  assert.deepEqual(refusals(event('SUMMARY:sans date')), ['no-start 3 1'])
  assert.deepEqual(refusals(event('DTSTART:')), ['bad-start 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260231T100000Z')), ['bad-start 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T256000Z')), ['bad-start 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T100000Z', 'DTEND:tomorrow')), ['bad-end 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T100000Z', 'DURATION:1 hour')), ['bad-duration 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T100000Z', 'DTEND:20260105T090000Z')), ['end-before-start 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T100000Z', 'DURATION:-PT1H')), ['end-before-start 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T100000Z', 'DURATION:P999999999W')), ['out-of-range 3 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T100000Z', 'RRULE:FREQ=OFTEN')), ['bad-rule 6 1'])
  assert.deepEqual(refusals(event('DTSTART:20260105T100000Z', 'EXRULE:FREQ=DAILY')), ['exclusion-rule 6 1'])
  assert.deepEqual(refusals(calendar('BEGIN:VTODO', 'UID:t', 'END:VTODO', 'BEGIN:VJOURNAL', 'END:VJOURNAL')), ['not-an-event 3 t', 'not-an-event 6 null'])
  const todo = calendar('BEGIN:VTODO', 'UID:t', 'DESCRIPTION:plié', ' en deux', 'END:VTODO')
  assert.equal(readCalendar(todo, { zone }).refused[0]!.verbatim, 'BEGIN:VTODO\r\nUID:t\r\nDESCRIPTION:plié\r\n en deux\r\nEND:VTODO\r\n')
})

test('[A-1] files that are no calendar are refused whole', () => {
  assert.deepEqual(refusals(''), ['empty-file 0 null'])
  assert.deepEqual(refusals(' \r\n\r\n'), ['not-a-calendar 0 null'])
  assert.deepEqual(refusals('<!DOCTYPE html><p>Not found'), ['not-a-calendar 0 null'])
  assert.deepEqual(refusals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254])), ['not-a-calendar 0 null'])
  assert.deepEqual(refusals('x'.repeat(5_000_001)), ['too-large 0 null'])
  assert.deepEqual(refusals('X\n'.repeat(450_000)), ['too-many-lines 0 null'])
  assert.deepEqual(refusals('BEGIN:X\n'.repeat(60_000)), ['too-many-components 0 null'])
  assert.throws(() => readCalendar('', { zone: 'Nowhere/Land' }), RangeError)
})

test('[A-1] missing and misplaced ENDs cost at most what they touch', () => {
  const good = ['BEGIN:VEVENT', 'UID:good', 'DTSTART:20260105T100000Z', 'END:VEVENT']
  const read = (...lines: string[]) => {
    const { events, refused, warnings } = readCalendar(lines.join('\n'), { zone })
    return [events.map(({ uid }) => uid), refused.map(({ code, line }) => `${code} ${line}`), warnings.map(({ code }) => code)]
  }
  assert.deepEqual(read('BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:open', 'DTSTART:20260105T100000Z', ...good, 'END:VCALENDAR'), [['open', 'good'], [], ['unclosed']])
  assert.deepEqual(read('BEGIN:VCALENDAR', ...good, 'BEGIN:VEVENT', 'UID:cut', 'DTSTART:2026010'), [['good'], ['cut-short 6'], ['calendar-cut-short']])
  assert.deepEqual(read('BEGIN:VCALENDAR', 'END:VEVENT', ...good, 'END:VTODO', 'END:VCALENDAR'), [['good'], [], []])
  assert.deepEqual(read(...good), [['good'], [], ['misplaced']])
  assert.deepEqual(read('BEGIN:VCALENDAR', 'BEGIN:X-BOX', ...good, 'END:X-BOX', 'END:VCALENDAR'), [['good'], ['not-an-event 2'], ['misplaced']])
  assert.deepEqual(read('BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', 'BEGIN:VALARM', 'DTSTART:20250101T000000Z', 'DTSTART:20260105T100000Z', 'END:VEVENT', 'END:VCALENDAR'), [[], ['no-start 2'], []])
  assert.deepEqual(read('BEGIN:VCALENDAR', ...good, 'BEGIN:VCALENDAR', ...good.map((line) => line.replace('good', 'two')), 'END:VCALENDAR'), [['good', 'two'], [], []])
})

test('[A-1] what follows an alarm belongs to the event again', () => {
  assert.equal(only(event('BEGIN:VALARM', 'TRIGGER:-PT15M', 'SUMMARY:alarme', 'END:VALARM', 'DTSTART:20260105T100000Z', 'SUMMARY:Coupe')).summary, 'Coupe')
})

test('[A-1] a folded line that is refused comes back whole, folds and all', () => {
  const { refused } = readCalendar(event('DTSTART:20260105T100000Z', 'pas une\r\n  ligne\r\n\tdu tout'), { zone })
  assert.deepEqual(refused.map(({ line, last_line, verbatim }) => [line, last_line, verbatim]), [[6, 8, 'pas une\r\n  ligne\r\n\tdu tout\r\n']])
})

test('[A-1] versions of one event: the latest stays, equals once, different ones that share a UID all', () => {
  const version = (uid: string, sequence: number, start: string, stamp = '20260101T000000Z') => ['BEGIN:VEVENT', `UID:${uid}`, `DTSTAMP:${stamp}`, `SEQUENCE:${sequence}`, `DTSTART:${start}`, 'END:VEVENT']
  const read = readCalendar(calendar(
    ...version('a', 1, '20260105T100000Z'), ...version('a', 2, '20260105T110000Z'),
    ...version('b', 0, '20260106T100000Z'), ...version('b', 0, '20260106T100000Z', '20260202T000000Z'),
    ...version('null', 0, '20260107T100000Z'), ...version('null', 0, '20260108T100000Z')
  ), { zone })
  assert.deepEqual(read.events.map(({ uid, starts }) => `${uid} ${moment(starts)}`), ['a 2026-01-05T11:00:00Z', 'b 2026-01-06T10:00:00Z', 'null 2026-01-07T10:00:00Z', 'null 2026-01-08T10:00:00Z'])
  assert.deepEqual(read.refused.map(({ code, line, sentence }) => [code, line, sentence.fr]), [
    ['superseded', 3, 'Une version plus récente de cet événement figure à la ligne 9.'],
    ['duplicate', 21, 'Le même événement figure déjà à la ligne 15.']
  ])
})

test('[A-1] an event without UID gets one that stays while its content does', () => {
  const text = (stamp: string, summary: string) => calendar('BEGIN:VEVENT', `DTSTAMP:${stamp}`, 'DTSTART:20260105T100000Z', `SUMMARY:${summary}`, 'END:VEVENT')
  const uid = (stamp: string, summary: string) => only(text(stamp, summary)).uid
  assert.equal(uid('20260101T000000Z', 'A'), uid('20260202T000000Z', 'A'))
  assert.notEqual(uid('20260101T000000Z', 'A'), uid('20260101T000000Z', 'B'))
})

test('[A-1] zones that the file defines are used, unknown ones are read on the reader’s clock and said', () => {
  const definition = ['BEGIN:VTIMEZONE', 'TZID:Chez nous', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0300', 'TZOFFSETTO:+0300', 'END:STANDARD', 'END:VTIMEZONE']
  const there = ['BEGIN:VEVENT', 'UID:1', 'DTSTART;TZID=Chez nous:20260105T100000', 'END:VEVENT']
  assert.equal(moment(only(calendar(...definition, ...there)).starts), '2026-01-05T07:00:00Z')
  assert.equal(moment(only(calendar(...there, ...definition)).starts), '2026-01-05T07:00:00Z', 'defined after its use')
  const read = readCalendar(calendar(...there), { zone })
  assert.deepEqual([read.events[0]!.zone_guessed, moment(read.events[0]!.starts)], [true, '2026-01-05T09:00:00Z'])
  assert.deepEqual(read.warnings.map(({ code, line, sentence }) => [code, line, sentence.fr]), [
    ['unknown-zone', 5, 'Le fuseau « Chez nous » est inconnu et n’est pas défini dans le fichier : les heures sont lues à Europe/Paris. Vérifiez-les.']
  ])
  // Two calendars in one file, each with a zone of that name.
  const other = calendar(...definition.map((line) => line.replaceAll('+0300', '-0500')), ...there.map((line) => line.replace('UID:1', 'UID:2')))
  assert.deepEqual(readCalendar(calendar(...definition, ...there) + other, { zone }).events.map(({ starts }) => moment(starts)), ['2026-01-05T07:00:00Z', '2026-01-05T15:00:00Z'])
  // A definition that says nothing but where it is.
  const located = ['BEGIN:VTIMEZONE', 'TZID:Chez nous', 'X-LIC-LOCATION:Asia/Kolkata', 'END:VTIMEZONE']
  assert.equal(moment(only(calendar(...located, ...there)).starts), '2026-01-05T04:30:00Z')
})

test('[A-1] parameters as the standard writes them, and as no program does', () => {
  assert.equal(moment(only(event('DTSTART;X-A="a;b:c,d";TZID="Europe/Paris";X-B=^n^\':20260105T100000')).starts), '2026-01-05T09:00:00Z')
  assert.equal(only(event('DTSTART:20260105T100000Z', 'SUMMARY;ALTREP="data:text/html,%3Cb%3E;x:y":Bonjour: à tous')).summary, 'Bonjour: à tous')
  assert.deepEqual(refusals(event('DTSTART;TZID="Europe/Paris:20260105T100000')), ['no-start 3 1'])
  assert.deepEqual(refusals(event(`DTSTART${';A=b'.repeat(1_000_000)}:20260105T100000Z`)), ['no-start 3 1'])
})

test('[A-1] free/busy answers are busy times', () => {
  const read = readCalendar(calendar('BEGIN:VFREEBUSY', 'UID:f', 'FREEBUSY;FBTYPE=BUSY:20260105T100000Z/20260105T110000Z,20260106T100000Z/PT30M', 'FREEBUSY;FBTYPE=FREE:20260107T100000Z/PT1H', 'FREEBUSY:20260108T100000Z/later', 'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260109T100000Z/PT1H', 'END:VFREEBUSY'), { zone })
  assert.deepEqual(read.events.map((event) => [span(event), ...event.rdates.map(({ starts, ends }) => `${moment(starts)} ${moment(ends!)}`)]), [
    ['2026-01-05T10:00:00Z 2026-01-05T11:00:00Z', '2026-01-06T10:00:00Z 2026-01-06T10:30:00Z', '2026-01-09T10:00:00Z 2026-01-09T11:00:00Z']
  ])
  assert.deepEqual(read.refused.map(({ code, line }) => `${code} ${line}`), ['bad-date 7'])
  assert.deepEqual(refusals(calendar('BEGIN:VFREEBUSY', 'UID:f', 'END:VFREEBUSY')), ['no-busy-time 3 f'])
})

test('[A-1] thousands of bad lines are named up to a point and none is lost', () => {
  const bad = Array.from({ length: 1000 }, (_, index) => `bad ${index}`)
  const { refused, events } = readCalendar(event('DTSTART:20260105T100000Z', ...bad), { zone })
  assert.equal(events.length, 1)
  assert.equal(refused.length, 201)
  assert.equal(refused.map(({ verbatim }) => verbatim).join('').split('\r\n').length - 1, 1000)
  assert.deepEqual(refused.at(-1)!.sentence.fr, '800 autres lignes illisibles sont laissées de côté.')
})

test('[A-1] hostile depth and length are read in a moment', () => {
  const within = (milliseconds: number, input: string) => {
    const start = performance.now()
    const read = readCalendar(input, { zone })
    assert.ok(performance.now() - start < milliseconds, `${performance.now() - start} ms`)
    return read
  }
  // Generous: what is quadratic takes minutes.
  assert.equal(within(20_000, 'BEGIN:X\n'.repeat(49_000)).refused.length, 1)
  assert.equal(within(20_000, Array.from({ length: 49_000 }, (_, index) => `BEGIN:X${index}\nEND:Y${index}`).join('\n')).refused.length, 1)
  assert.equal(within(20_000, 'BEGIN:VEVENT\n'.repeat(49_000)).refused.length, 49_000)
  assert.equal(within(20_000, event('DTSTART:20260105T100000Z', `SUMMARY:${'\r\n a'.repeat(1_200_000)}`)).events[0]!.summary.length, 1_200_000)
  assert.equal(within(20_000, event('DTSTART:20260105T100000Z', `SUMMARY:${'\\,'.repeat(2_000_000)}`)).events[0]!.summary.length, 2_000_000)
  assert.equal(within(20_000, event('DTSTART:20260105T100000Z', `RDATE:${Array.from({ length: 200_000 }, () => '20260105T100000Z').join(',')}`)).events[0]!.rdates.length, 200_000)
})
