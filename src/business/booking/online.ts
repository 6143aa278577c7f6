import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '../../foundation/database/context.ts'
import { dayNumber, dayText } from '../../foundation/time/days.ts'
import { api, day, inNetwork, uuid } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { localDay } from './offer.ts'

/** Days of visits and bookings that are shown, today included. */
const shownDays = 30

const byOrigin = z.object({ origin: z.string(), visits: z.int(), bookings: z.int() })

export const online = z.object({
  from: day,
  to: day,
  items: z.array(
    z.object({
      establishment_id: uuid,
      slug: z.string(),
      name: z.string(),
      online: z.boolean(),
      listed: z.boolean(),
      /** Address of its booking page, to which `?o=` adds where somebody came from. */
      page_url: z.url(),
      /** Address of the button's script. */
      script_url: z.url(),
      services: z.array(z.object({ service_id: uuid, name: z.string() })),
      origins: z.array(byOrigin),
      days: z.array(z.object({ day, origin: z.string(), visits: z.int() }))
    })
  )
})
export type Online = z.infer<typeof online>

export const onlineRoutes: Route[] = [
  api({
    method: 'GET',
    path: '/api/networks/:network_id/online',
    access: { kind: 'member', right: 'network:configure' },
    purpose: 'publication',
    tag: 'booking',
    summary: 'Where each establishment can be booked, and where people come from',
    params: inNetwork,
    response: online,
    handle: async (context, { app }) => findOnline(context, app.config.publicUrl)
  })
]

type Row = { establishment_id: string; slug: string; name: string; network_slug: string; online: boolean; listed: boolean; services: { service_id: string; name: string }[]; days: { day: string; origin: string; visits: number }[]; bookings: { origin: string; bookings: number }[]; time_zone: string }

/** Visits are counted by day and origin only: nobody is followed, so nothing more can be said of them. */
async function findOnline(context: Context, publicUrl: string): Promise<Online> {
  const { network_id, now, db } = context
  const zone = (await db.selectFrom('establishments').select('time_zone').where('network_id', '=', network_id).orderBy('position').limit(1).executeTakeFirst())?.time_zone ?? 'Europe/Paris'
  const to = localDay(zone, now.epochMilliseconds)
  const from = dayText(dayNumber(to) - shownDays + 1)
  const { rows } = await sql<Row>`
    select e.establishment_id, e.slug, e.name, n.slug as network_slug, e.online, e.listed, e.time_zone,
      (select coalesce(jsonb_agg(jsonb_build_object('service_id', s.service_id, 'name', s.name) order by s.position, s.name), '[]') from services s
        where s.network_id = e.network_id and s.establishment_id = e.establishment_id and s.online and s.archived_at is null) as services,
      (select coalesce(jsonb_agg(jsonb_build_object('day', v.day, 'origin', v.origin, 'visits', v.visits) order by v.day, v.origin), '[]') from origin_visits v
        where v.network_id = e.network_id and v.establishment_id = e.establishment_id and v.day between ${from} and ${to}) as days,
      (select coalesce(jsonb_agg(jsonb_build_object('origin', b.origin, 'bookings', b.bookings)), '[]') from (
        select a.origin, count(*)::int as bookings from appointments a
        where a.network_id = e.network_id and a.establishment_id = e.establishment_id and a.deleted_at is null
          and a.created_at >= ${from}::date::timestamp at time zone e.time_zone and a.origin not in ('staff', 'import', 'walk_in')
        group by a.origin) b) as bookings
    from establishments e join networks n on n.network_id = e.network_id
    where e.network_id = ${network_id} and e.archived_at is null
    order by e.position, e.name`.execute(db)
  return {
    from,
    to,
    items: rows.map(({ network_slug, bookings, time_zone: _, ...row }) => {
      const counts = new Map<string, { origin: string; visits: number; bookings: number }>()
      const count = (origin: string): { visits: number; bookings: number } => {
        const known = counts.get(origin) ?? { origin, visits: 0, bookings: 0 }
        counts.set(origin, known)
        return known
      }
      for (const { origin, visits } of row.days) count(origin).visits += visits
      for (const { origin, bookings: made } of bookings) count(origin).bookings += made
      return {
        ...row,
        page_url: `${publicUrl}/${network_slug}/${row.slug}`,
        script_url: `${publicUrl}/embed.js`,
        origins: [...counts.values()].toSorted((a, b) => b.visits + b.bookings - a.visits - a.bookings)
      }
    })
  }
}
