import { z } from 'zod'
import { day, instant, uuid } from '../../foundation/http/route.ts'
import { person } from './schemas.ts'

const minute = z.int().min(0).max(1440)

/** Parts of the day that a person can choose, in minutes from local midnight. */
export const dayParts = { any: [0, 1440], morning: [0, 720], afternoon: [720, 1080], evening: [1080, 1440] } as const
export const dayPart = z.enum(['any', 'morning', 'afternoon', 'evening'])

export const newWaiting = z
  .strictObject({
    service_ids: z.array(uuid).min(1).max(6),
    agenda_id: uuid.nullable().default(null),
    from_day: day,
    to_day: day,
    from_minute: minute.max(1439).default(0),
    to_minute: minute.default(1440),
    person,
    fields: z.record(uuid, z.unknown()).default({}),
    notice_id: uuid.optional()
  })
  .refine(({ from_minute, to_minute }) => to_minute > from_minute, { path: ['to_minute'] })

export const waitingStatus = z.enum(['waiting', 'offered', 'booked', 'withdrawn', 'expired'])
const wish = { service_ids: z.array(uuid), agenda_id: uuid.nullable(), from_day: day, to_day: day, from_minute: minute, to_minute: minute, status: waitingStatus, offered_starts_at: instant.nullable() }

/** What the person's own link shows. */
export const ownWaiting = z.object(wish)
export const joined = z.object({ entry_id: uuid, leave_url: z.url() })

export const waitingEntry = z.object({
  entry_id: uuid,
  establishment_id: uuid,
  ...wish,
  services: z.array(z.string()),
  agenda_name: z.string().nullable(),
  offered_at: instant.nullable(),
  created_at: instant,
  client: z.object({ client_id: uuid, first_name: z.string(), last_name: z.string(), phone: z.string().nullable(), /** As people write it. */ phone_text: z.string().nullable(), email: z.string().nullable() })
})
export type WaitingEntry = z.infer<typeof waitingEntry>

export const waitingQuery = z.object({ establishment_id: uuid.optional(), open: z.stringbool().default(true), cursor: z.string().max(100).optional() })
export const waitingPage = z.object({ items: z.array(waitingEntry), next_cursor: z.string().nullable() })
export type WaitingPage = z.infer<typeof waitingPage>
