import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, invalid } from '../../foundation/http/problem.ts'
import { publicHolidays } from '../../foundation/time/holidays.ts'
import { noteChange } from './changes.ts'
import { firstOverlap, firstOverlapInDay } from './rules.ts'
import type { Closures, ExceptionDays, WeeklyHours } from './schemas.ts'

/** Weekly hours, in the order of the week. */
export async function readWeeklyHours(context: Context, establishment_id: string): Promise<WeeklyHours> {
  await findEstablishmentRow(context, establishment_id)
  const ranges = await context.db
    .selectFrom('opening_hours')
    .select(['weekday', 'opens_minute', 'closes_minute'])
    .where('network_id', '=', context.network_id)
    .where('establishment_id', '=', establishment_id)
    .orderBy('weekday')
    .orderBy('opens_minute')
    .execute()
  return { ranges }
}

/**
 * Replaces the weekly hours. Several ranges a day; one may run past midnight into the next day.
 * @throws Problem 400 naming the range that overlaps another
 */
export async function setWeeklyHours(context: Context, establishment_id: string, { ranges }: WeeklyHours): Promise<WeeklyHours> {
  const overlap = firstOverlap(ranges)
  if (overlap !== -1) throw invalid(`body.ranges.${overlap}`, 'networks:field.range-overlap')
  await lockEstablishment(context, establishment_id)
  const { network_id, db } = context
  await db.deleteFrom('opening_hours').where('network_id', '=', network_id).where('establishment_id', '=', establishment_id).execute()
  if (ranges.length > 0) await db.insertInto('opening_hours').values(ranges.map((range) => ({ network_id, establishment_id, ...range }))).execute()
  await noteChange(context, 'hours', 'changed', [establishment_id])
  return readWeeklyHours(context, establishment_id)
}

/**
 * Gives days hours of their own in place of the weekly ones; no range closes them. What these days said before goes.
 * @throws Problem 400 for days in the wrong order, more than a year of them, or overlapping ranges
 */
export async function setExceptionDays(context: Context, establishment_id: string, { from_day, to_day, ranges, reason }: ExceptionDays): Promise<void> {
  const days = daysBetween(from_day, to_day)
  const overlap = firstOverlapInDay(ranges)
  if (overlap !== -1) throw invalid(`body.ranges.${overlap}`, 'networks:field.range-overlap')
  await lockEstablishment(context, establishment_id)
  await deleteExceptions(context, establishment_id, from_day, to_day)
  const hours = ranges.length === 0 ? [{ opens_minute: null, closes_minute: null }] : ranges
  const { network_id, db } = context
  const rows = days.flatMap((day) => hours.map((range) => ({ network_id, exception_id: newId(), establishment_id, day, reason, ...range })))
  await db.insertInto('opening_exceptions').values(rows).execute()
  await noteChange(context, 'hours', 'changed', [establishment_id])
}

/** Gives days, both included, their weekly hours again. */
export async function clearExceptionDays(context: Context, establishment_id: string, from_day: string, to_day: string): Promise<void> {
  daysBetween(from_day, to_day)
  await lockEstablishment(context, establishment_id)
  await deleteExceptions(context, establishment_id, from_day, to_day)
  await noteChange(context, 'hours', 'changed', [establishment_id])
}

async function deleteExceptions({ db, network_id }: Context, establishment_id: string, from_day: string, to_day: string): Promise<void> {
  await db
    .deleteFrom('opening_exceptions')
    .where('network_id', '=', network_id)
    .where('establishment_id', '=', establishment_id)
    .where('day', '>=', from_day)
    .where('day', '<=', to_day)
    .execute()
}

function daysBetween(from_day: string, to_day: string): string[] {
  const from = Temporal.PlainDate.from(from_day)
  const count = from.until(Temporal.PlainDate.from(to_day)).days + 1
  if (count < 1) throw invalid('body.to_day', 'networks:field.days-order')
  if (count > 366) throw invalid('body.to_day', 'networks:field.days-count')
  return Array.from({ length: count }, (_, index) => from.add({ days: index }).toString())
}

/** A year of an establishment: its exceptions, days in a row gathered, and the public holidays of its region. */
export async function readClosures(context: Context, establishment_id: string, year: number): Promise<Closures> {
  const place = await findEstablishmentRow(context, establishment_id)
  const days = await readExceptionDays(context, establishment_id, year)
  const holidays = [...(await publicHolidays(place.holiday_region, year))].map(([day, name]) => {
    const exception = days.find((other) => other.day === day)
    return { day, name: name[context.locale], open: exception === undefined ? place.open_on_holidays : exception.ranges.length > 0, excepted: exception !== undefined }
  })
  return { year, exceptions: gather(days), holidays }
}

type ExceptionDay = { day: string; ranges: { opens_minute: number; closes_minute: number }[]; reason: string }

/** One row a day. A row without hours closes its day, whatever the others say. */
async function readExceptionDays({ db, network_id }: Context, establishment_id: string, year: number): Promise<ExceptionDay[]> {
  const { rows } = await sql<ExceptionDay>`
    select day, max(reason) as reason,
      case when bool_or(opens_minute is null) then '[]'::jsonb
        else jsonb_agg(jsonb_build_object('opens_minute', opens_minute, 'closes_minute', closes_minute) order by opens_minute) end as ranges
    from opening_exceptions
    where network_id = ${network_id} and establishment_id = ${establishment_id} and day between ${`${year}-01-01`} and ${`${year}-12-31`}
    group by day order by day`.execute(db)
  return rows
}

function gather(days: readonly ExceptionDay[]): Closures['exceptions'] {
  const stretches: Closures['exceptions'] = []
  for (const { day, ranges, reason } of days) {
    const last = stretches.at(-1)
    const follows = last !== undefined && Temporal.PlainDate.from(last.to_day).add({ days: 1 }).toString() === day
    if (follows && last.reason === reason && JSON.stringify(last.ranges) === JSON.stringify(ranges)) last.to_day = day
    else stretches.push({ from_day: day, to_day: day, ranges, reason })
  }
  return stretches
}

async function findEstablishmentRow({ db, network_id }: Context, establishment_id: string): Promise<{ holiday_region: string; open_on_holidays: boolean }> {
  return found(
    await db
      .selectFrom('establishments')
      .select(['holiday_region', 'open_on_holidays'])
      .where('network_id', '=', network_id)
      .where('establishment_id', '=', establishment_id)
      .executeTakeFirst()
  )
}

/** Two who write the same hours at once would otherwise mix them. */
async function lockEstablishment({ db, network_id }: Context, establishment_id: string): Promise<void> {
  found(
    await db
      .selectFrom('establishments')
      .select('establishment_id')
      .where('network_id', '=', network_id)
      .where('establishment_id', '=', establishment_id)
      .forNoKeyUpdate()
      .executeTakeFirst()
  )
}
