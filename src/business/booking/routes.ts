import { z } from 'zod'
import type { Context } from '../../foundation/database/context.ts'
import { invalid, problem } from '../../foundation/http/problem.ts'
import { api, day, instant } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { dayNumber, dayText } from '../../foundation/time/days.ts'
import { dayStart, zoneOf } from '../../foundation/time/zones.ts'
import { currentNotice } from '../../protection/notices/queries.ts'
import { appointment } from '../agenda/schemas.ts'
import { findOrCreateClient } from '../clients/commands.ts'
import { bookHold, bookSlot, cancelManaged, findManaged, holdSlot, moveManaged, releaseHold } from './commands.ts'
import type { Booked as Written } from './commands.ts'
import { findSlots, firstFree, localDay, readOffer } from './offer.ts'
import type { Wish } from './offer.ts'
import { atEstablishment, booked, hold, newBooking, newHold, slots, slug, wishes } from './schemas.ts'
import type { Booked } from './schemas.ts'

const here = '/api/public/:network/establishments/:establishment'
const anybody = { access: { kind: 'public' }, purpose: 'reservation', tag: 'booking' } as const
const managed = z.object({ network: slug, token: z.string().min(20).max(60) })
const managedAnswer = z.object({ appointment: appointment.omit({ note: true, answers: true, client: true, origin: true }), changeable: z.boolean() })

/** Booking by programs and by the scripts of our own pages; the pages themselves are beside. */
export const bookingRoutes: Route[] = [
  api({
    ...anybody,
    method: 'GET',
    path: `${here}/slots`,
    summary: 'Free starts by local day, for one or several services in a row',
    params: atEstablishment,
    query: z.object({ service: wishes, from: day, to: day, seats: z.coerce.number().int().min(1).max(50).default(1) }),
    response: slots,
    problems: ['unknown-service', 'unknown-agenda'],
    async handle(context, { params, query }) {
      const offer = await readOffer(context, { slug: params.establishment }, readWishes(query.service))
      const { zone } = offer.establishment
      const last = Math.min(dayNumber(query.to), dayNumber(query.from) + 61)
      const window = [dayStart(zoneOf(zone), dayNumber(query.from)), dayStart(zoneOf(zone), last + 1)] as const
      const found = await findSlots(context, offer, window, query.seats)
      const days: Record<string, string[]> = {}
      for (const { starts_at_ms } of found) (days[localDay(zone, starts_at_ms)] ??= []).push(new Date(starts_at_ms).toISOString())
      const first = found[0] ?? (await firstFree(context, offer, query.seats))
      return { time_zone: zone, from: query.from, to: dayText(last), days, first: first === null ? null : new Date(first.starts_at_ms).toISOString() }
    }
  }),
  api({
    ...anybody,
    method: 'GET',
    path: `${here}/first`,
    summary: 'The first free start from now on, for one or several services in a row',
    params: atEstablishment,
    query: z.object({ service: wishes, seats: z.coerce.number().int().min(1).max(50).default(1) }),
    response: z.object({ time_zone: z.string(), first: instant.nullable() }),
    problems: ['unknown-service', 'unknown-agenda'],
    async handle(context, { params, query }) {
      const offer = await readOffer(context, { slug: params.establishment }, readWishes(query.service))
      const first = await firstFree(context, offer, query.seats)
      return { time_zone: offer.establishment.zone, first: first === null ? null : new Date(first.starts_at_ms).toISOString() }
    }
  }),
  api({
    ...anybody,
    method: 'POST',
    path: `${here}/holds`,
    summary: 'Keep a slot for a few minutes',
    params: atEstablishment,
    body: newHold,
    status: 201,
    response: hold,
    problems: ['slot-taken', 'too-soon', 'too-far', 'closed'],
    async handle(context, { params, body }) {
      const offer = await readOffer(context, { slug: params.establishment }, body.services)
      const held = await holdSlot(context, offer, Temporal.Instant.from(body.starts_at), body.seats, body.origin)
      return {
        hold_id: held.hold_id,
        held_until: held.held_until.toString(),
        items: held.items.map(({ occupation_id: _, ...item }) => ({ ...item, starts_at: item.starts_at.toString(), ends_at: item.ends_at.toString() }))
      }
    }
  }),
  api({
    ...anybody,
    method: 'DELETE',
    path: `${here}/holds/:hold_id`,
    summary: 'Give a held slot back',
    params: atEstablishment.extend({ hold_id: z.uuid() }),
    response: z.object({ released: z.literal(true) }),
    async handle(context, { params }) {
      await releaseHold(context, params.hold_id)
      return { released: true as const }
    }
  }),
  api({
    ...anybody,
    method: 'POST',
    path: `${here}/bookings`,
    summary: 'Book a held slot, or a time at once',
    params: atEstablishment,
    body: newBooking,
    status: 201,
    response: booked,
    problems: ['slot-taken', 'too-soon', 'too-far', 'closed', 'too-many', 'too-close', 'hold-expired', 'contact-needed'],
    handle: async (context, { params, body, app }) => book(context, params, body, app.config.publicUrl)
  }),
  api({
    ...anybody,
    method: 'GET',
    path: '/api/public/:network/appointments/:token',
    summary: 'The appointment of a client’s link',
    params: managed,
    response: managedAnswer,
    problems: ['link-unknown'],
    async handle(context, { params }) {
      const { appointment: present, changeable } = await findManaged(context, params.token)
      return { appointment: present, changeable }
    }
  }),
  api({
    ...anybody,
    method: 'POST',
    path: '/api/public/:network/appointments/:token/cancel',
    summary: 'Cancel through a client’s link',
    params: managed,
    body: z.strictObject({}),
    response: managedAnswer,
    problems: ['link-unknown', 'too-late'],
    handle: async (context, { params }) => ({ appointment: await cancelManaged(context, params.token), changeable: false })
  }),
  api({
    ...anybody,
    method: 'POST',
    path: '/api/public/:network/appointments/:token/move',
    summary: 'Move through a client’s link',
    params: managed,
    body: z.strictObject({ starts_at: instant }),
    response: managedAnswer,
    problems: ['link-unknown', 'too-late', 'slot-taken', 'too-soon', 'too-far', 'closed', 'too-close'],
    async handle(context, { params, body }) {
      await moveManaged(context, params.token, Temporal.Instant.from(body.starts_at))
      const { appointment: present, changeable } = await findManaged(context, params.token)
      return { appointment: present, changeable }
    }
  })
]

/** Parses `service@person` texts. */
export function readWishes(texts: readonly string[]): Wish[] {
  return texts.map((text) => {
    const [service_id = '', agenda_id] = text.split('@')
    return { service_id, agenda_id: agenda_id ?? null }
  })
}

/**
 * Books for somebody: his card, his slot, the notice that he was shown.
 * @param publicUrl for the link that manages the appointment
 */
export async function book(context: Context, at: z.output<typeof atEstablishment>, body: z.output<typeof newBooking>, publicUrl: string): Promise<Booked> {
  const { person, note, fields } = body
  if ((person.email ?? '') === '' && (person.phone ?? '') === '') {
    throw problem('contact-needed', 400, { namespace: 'booking', errors: [{ field: 'body.person.email', message: 'booking:field.contact-needed' }] })
  }
  const wishes_ = body.services ?? []
  if (body.hold_id === undefined && (body.starts_at === undefined || wishes_.length === 0)) throw invalid('body.hold_id', 'booking:field.hold-or-time')
  const language = person.language ?? context.locale
  const offer = await readOffer(context, { slug: at.establishment }, wishes_)
  const { client_id, created } = await findOrCreateClient(context, { ...person, language, fields })
  const notice_id = body.notice_id ?? (language === context.locale ? offer.notice_id : null) ?? (await currentNotice(context, offer.establishment.establishment_id, language)).notice_id
  const booking = { client_id, new_client: created, note, answers: fields, notice_id }
  const written =
    body.hold_id === undefined
      ? await bookSlot(context, offer, Temporal.Instant.from(body.starts_at!), { ...booking, origin: body.origin, seats: body.seats })
      : await bookHold(context, body.hold_id, booking)
  return presentBooked(written, `${publicUrl}/${at.network}/rdv/${written.manage_token}`)
}

function presentBooked({ appointment_id, offer, places }: Written, manage_url: string): Booked {
  const items = places.map((place, at) => ({
    service_id: place.service_id ?? '',
    service_name: offer.steps[at]?.service.name ?? '',
    agenda_id: place.agenda_id,
    agenda_name: offer.agenda_names.get(place.agenda_id) ?? '',
    starts_at: place.starts_at.toString(),
    ends_at: place.ends_at.toString(),
    price_minor: offer.steps[at]?.service.price_minor ?? null,
    currency: offer.steps[at]?.service.currency ?? null
  }))
  return { appointment_id, starts_at: items[0]!.starts_at, ends_at: items.map(({ ends_at }) => ends_at).toSorted().at(-1)!, items, manage_url }
}
