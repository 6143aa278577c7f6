import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, problem } from '../../foundation/http/problem.ts'
import { networkKey } from '../../foundation/keys/network-key.ts'
import { open, seal, sealedBy } from '../../foundation/keys/seal.ts'
import { busyIntervals } from './icalendar/busy.ts'
import type { Refusal } from './icalendar/calendar.ts'
import { readCalendar } from './icalendar/read.ts'
import { writeCalendar } from './icalendar/write.ts'
import type { OutgoingEvent } from './icalendar/write.ts'
import { findAppointments } from './queries.ts'

/** How far busy time is read and feeds are written. */
const before = { hours: 24 * 31 }
const ahead = { hours: 24 * 400 }

export type CalendarReport = {
  name: string | null
  events: number
  busy: number
  refused: { code: string; line: number; uid: string | null; sentence: string; verbatim: string }[]
  warnings: string[]
}

/**
 * Reads a calendar file as an agenda would: what is busy, what was refused and why.
 * Writes nothing.
 */
export async function inspectCalendar(context: Context, agenda_id: string, content: Uint8Array | string): Promise<CalendarReport & { intervals: ReturnType<typeof busyIntervals>['intervals'] }> {
  const { zone } = await agendaPlace(context, agenda_id)
  const reading = readCalendar(content, { zone })
  const { intervals, refused } = busyIntervals(reading.events, { from: context.now.subtract(before), to: context.now.add(ahead), zone })
  const say = ({ code, line, uid, sentence, verbatim }: Refusal) => ({ code, line, uid, sentence: sentence[context.locale], verbatim })
  return {
    name: reading.name,
    events: reading.events.length,
    busy: intervals.length,
    refused: [...reading.refused, ...refused].map(say),
    warnings: reading.warnings.map(({ sentence }) => sentence[context.locale]),
    intervals
  }
}

/** Keeps a file's busy time on an agenda, until somebody takes the calendar away. */
export async function importCalendar(context: Context, agenda_id: string, content: string, name: string): Promise<{ subscription_id: string; report: CalendarReport }> {
  const { intervals, ...report } = await inspectCalendar(context, agenda_id, content)
  if (report.events === 0 && report.refused.length > 0) {
    const reason = report.refused[0]?.sentence ?? ''
    throw problem('calendar-unreadable', 422, { namespace: 'agenda', values: { reason }, extra: { refused: report.refused } })
  }
  const subscription_id = newId()
  await context.db
    .insertInto('calendar_subscriptions')
    .values({ network_id: context.network_id, subscription_id, agenda_id, name: name || (report.name ?? ''), status: 'ok', refused_count: report.refused.length, fetched_at: context.now })
    .execute()
  await replaceBusy(context, agenda_id, subscription_id, intervals)
  return { subscription_id, report }
}

/** Follows a calendar elsewhere. Its address is a secret of somebody's, so it is kept sealed. */
export async function subscribe(context: Context, agenda_id: string, url: string, name: string): Promise<string> {
  await agendaPlace(context, agenda_id)
  const subscription_id = newId()
  const url_sealed = seal(await networkKey(context), 'vault', Buffer.from(url), `calendar_subscriptions/${subscription_id}`)
  await context.db.insertInto('calendar_subscriptions').values({ network_id: context.network_id, subscription_id, agenda_id, name, url_sealed }).execute()
  await sql`select enqueue_job('calendar-fetch', ${JSON.stringify({ network_id: context.network_id, subscription_id })}::json)`.execute(context.db)
  return subscription_id
}

/** The address of a subscription, for whoever fetches it; undefined for an imported file. */
export async function subscriptionUrl(context: Context, subscription_id: string): Promise<{ agenda_id: string; url: string; etag: string | null } | undefined> {
  const row = await context.db
    .selectFrom('calendar_subscriptions')
    .select(['agenda_id', 'url_sealed', 'etag'])
    .where('network_id', '=', context.network_id)
    .where('subscription_id', '=', subscription_id)
    .executeTakeFirst()
  if (row?.url_sealed == null) return undefined
  const key = await networkKey(context, sealedBy(row.url_sealed))
  return { agenda_id: row.agenda_id, etag: row.etag, url: open(key, 'vault', row.url_sealed, `calendar_subscriptions/${subscription_id}`).toString() }
}

export type Fetched = { kind: 'same' } | { kind: 'content'; content: Uint8Array; etag: string | null } | { kind: 'failed'; reason: string }

/** Takes in what fetching a calendar gave. A failure keeps the busy time of the last success. */
export async function takeIn(context: Context, subscription_id: string, agenda_id: string, fetched: Fetched): Promise<void> {
  const set: Record<string, unknown> = { fetched_at: context.now }
  if (fetched.kind === 'failed') Object.assign(set, { status: 'failing', failure: fetched.reason })
  if (fetched.kind === 'same') Object.assign(set, { status: 'ok', failure: '' })
  if (fetched.kind === 'content') {
    const { intervals, ...report } = await inspectCalendar(context, agenda_id, fetched.content)
    const nothing = report.events === 0 && report.refused.length > 0
    Object.assign(set, nothing ? { status: 'failing', failure: report.refused[0]?.sentence ?? '' } : { status: 'ok', failure: '', etag: fetched.etag, refused_count: report.refused.length })
    if (!nothing) await replaceBusy(context, agenda_id, subscription_id, intervals)
  }
  await context.db.updateTable('calendar_subscriptions').set(set).where('network_id', '=', context.network_id).where('subscription_id', '=', subscription_id).execute()
}

async function replaceBusy(context: Context, agenda_id: string, subscription_id: string, intervals: readonly { uid: string; starts_at: Temporal.Instant; ends_at: Temporal.Instant; summary: string }[]): Promise<void> {
  const { network_id } = context
  await context.db.deleteFrom('external_busy').where('network_id', '=', network_id).where('subscription_id', '=', subscription_id).execute()
  for (let at = 0; at < intervals.length; at += 1000) {
    const rows = intervals.slice(at, at + 1000).map(({ uid, starts_at, ends_at, summary }) => ({ network_id, agenda_id, subscription_id, busy_id: newId(), uid: uid.slice(0, 500), starts_at, ends_at, summary: summary.slice(0, 500) }))
    await context.db.insertInto('external_busy').values(rows).execute()
  }
  context.publish({ kind: 'agenda', ids: [agenda_id] })
}

/** Calendars that make an agenda busy. */
export async function listSubscriptions(context: Context, agenda_id: string) {
  const rows = await context.db
    .selectFrom('calendar_subscriptions')
    .select(['subscription_id', 'agenda_id', 'name', 'status', 'failure', 'refused_count', 'fetched_at'])
    .select(sql<boolean>`url_sealed is not null`.as('followed'))
    .select(sql<number>`(select count(*)::int from external_busy b where b.network_id = calendar_subscriptions.network_id and b.subscription_id = calendar_subscriptions.subscription_id)`.as('busy'))
    .where('network_id', '=', context.network_id)
    .where('agenda_id', '=', agenda_id)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({ ...row, status: row.status as 'new' | 'ok' | 'failing', fetched_at: row.fetched_at?.toString() ?? null }))
}

/** Takes a calendar away, with the busy time that came from it. */
export async function unsubscribe(context: Context, subscription_id: string): Promise<void> {
  const row = found(await context.db.deleteFrom('calendar_subscriptions').where('network_id', '=', context.network_id).where('subscription_id', '=', subscription_id).returning('agenda_id').executeTakeFirst())
  context.publish({ kind: 'agenda', ids: [row.agenda_id] })
}

/** Opens an agenda's private feed, ending the address it had before. @returns the secret, shown once */
export async function openFeed(context: Context, agenda_id: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await setFeed(context, agenda_id, digestOf(token))
  return token
}

export async function closeFeed(context: Context, agenda_id: string): Promise<void> {
  await setFeed(context, agenda_id, null)
}

async function setFeed(context: Context, agenda_id: string, feed_token_digest: Buffer | null): Promise<void> {
  const result = await context.db.updateTable('agendas').set({ feed_token_digest }).where('network_id', '=', context.network_id).where('agenda_id', '=', agenda_id).executeTakeFirst()
  if (result.numUpdatedRows === 0n) throw problem('unknown-agenda', 404, { namespace: 'agenda' })
}

/** The private feed of an agenda: its appointments with names, for whoever holds the address. @throws 404 */
export async function writeFeed(context: Context, token: string): Promise<string> {
  const agenda = found(
    await context.db.selectFrom('agendas').select(['agenda_id', 'name', 'establishment_id']).where('network_id', '=', context.network_id).where('feed_token_digest', '=', digestOf(token)).where('archived_at', 'is', null).executeTakeFirst()
  )
  const { zone } = await agendaPlace(context, agenda.agenda_id)
  const appointments = await findAppointments(context, { establishment_id: agenda.establishment_id, between: [context.now.subtract(before), context.now.add(ahead)] }, 20_000)
  const at = (instant: string) => ({ kind: 'instant' as const, at: Temporal.Instant.from(instant), zone: { kind: 'iana' as const, id: zone }, floating: false })
  const events = appointments.flatMap((appointment) =>
    appointment.items
      .filter(({ agenda_id }) => agenda_id === agenda.agenda_id)
      .map((item): OutgoingEvent => {
        const { client, status, title, revision, created_at } = appointment
        const who = client === null ? title : `${client.first_name} ${client.last_name}`.trim()
        return {
          uid: `${item.item_id}@reserve`,
          summary: [item.service_name ?? '', who].filter((part) => part !== '').join(' – '),
          status: status === 'cancelled' ? 'cancelled' : 'confirmed',
          sequence: revision - 1,
          starts: at(item.starts_at),
          ends: at(item.ends_at),
          last_modified: Temporal.Instant.from(created_at)
        }
      })
  )
  return writeCalendar({ name: agenda.name, zone, events, method: 'PUBLISH', refresh_seconds: 900 })
}

async function agendaPlace(context: Context, agenda_id: string): Promise<{ zone: string }> {
  const row = await context.db
    .selectFrom('agendas as a')
    .innerJoin('establishments as e', (join) => join.onRef('e.network_id', '=', 'a.network_id').onRef('e.establishment_id', '=', 'a.establishment_id'))
    .select('e.time_zone as zone')
    .where('a.network_id', '=', context.network_id)
    .where('a.agenda_id', '=', agenda_id)
    .executeTakeFirst()
  if (row === undefined) throw problem('unknown-agenda', 404, { namespace: 'agenda' })
  return row
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
