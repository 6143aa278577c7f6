import { problem } from '../../foundation/http/problem.ts'
import type { Problem } from '../../foundation/http/problem.ts'
import { checkRule, expandRule } from './icalendar/recurrence.ts'

const longest = 104
const tooLong = {
  fr: `Une série compte au plus ${longest} rendez-vous : donnez un nombre de fois ou une date de fin.`,
  en: `A series has at most ${longest} appointments: give a number of times or an end date.`
}

/**
 * The starts of a series, the first included, at the same time of the local clock.
 * @param rrule RFC 5545, with COUNT or UNTIL, at most 104 times and two years
 * @throws Problem `bad-recurrence` that names what is wrong with the rule
 */
export function seriesStarts(rrule: string, first: Temporal.Instant, time_zone: string, language: 'fr' | 'en'): Temporal.Instant[] {
  const zone = { kind: 'iana' as const, id: time_zone }
  const starts = first.toZonedDateTimeISO(time_zone).toPlainDateTime()
  const reading = checkRule(rrule, { starts, zone })
  if ('problem' in reading) throw badRecurrence(reading.problem.sentence[language])
  const to = first.add({ hours: 24 * 731 })
  const { instants, complete } = expandRule(reading.rule, { starts, zone, from: first, to, limit: longest })
  if (!complete || (reading.rule.count === null && reading.rule.until === null)) {
    throw badRecurrence(tooLong[language])
  }
  return instants
}

function badRecurrence(reason: string): Problem {
  return problem('bad-recurrence', 400, { namespace: 'agenda', values: { reason }, errors: [{ field: 'body.rrule', message: reason }] })
}
