import { z } from 'zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../foundation/database/context.ts'
import { html } from '../../foundation/http/html.ts'
import type { Html } from '../../foundation/http/html.ts'
import { Instead, Problem, problem } from '../../foundation/http/problem.ts'
import { day, instant, page } from '../../foundation/http/route.ts'
import type { Input, Route } from '../../foundation/http/route.ts'
import { currentNotice, noticeHtml } from '../../protection/notices/queries.ts'
import { phoneText } from './phone.ts'
import { dayNumber, dayText } from '../../foundation/time/days.ts'
import { dayStart, zoneOf } from '../../foundation/time/zones.ts'
import { inLanguage, languageField, publicPage } from '../../../web/public/layout.ts'
import { appointmentFacts, bookingStyle, chosenBox, detailsForm, hiddenFields, monthGrid, priceOf, servicesForm, timesForm } from '../../../web/public/booking/templates.ts'
import type { DetailsValues, Hidden, MonthDay } from '../../../web/public/booking/templates.ts'
import { bookingWords, fill } from '../../../web/public/booking/words.ts'
import { createFormat } from '../../../web/staff/format.ts'
import { cookieChoice } from './cookies.ts'
import { findManaged, cancelManaged, holdSlot, moveManaged } from './commands.ts'
import { countVisit, listEstablishments, readEstablishment } from './establishment.ts'
import { findOnlineFields } from '../clients/queries.ts'
import type { PublicEstablishment } from './establishment.ts'
import { alternatives, findSlots, firstFree, localDay, readOffer } from './offer.ts'
import type { Offer, Wish } from './offer.ts'
import { formStamp, seemsHuman } from './robots.ts'
import { book, readWishes } from './routes.ts'
import { appointmentCalendar } from './calendar-file.ts'
import { atEstablishment, newBooking, publicOrigin, slug, wishes } from './schemas.ts'

const lang = { lang: z.string().max(5).optional() }
const choice = { service: wishes, o: publicOrigin.optional().catch(undefined), seats: z.coerce.number().int().min(1).max(50).optional() }
const access = { kind: 'public' } as const
const purpose = 'reservation'

export type Voice = { w: (typeof bookingWords)['fr']; f: ReturnType<typeof createFormat> }
export type Asked = Pick<Input<undefined, undefined, undefined>, 'request' | 'reply' | 't'>

/** Words and formats for a reader, in an establishment's zone. */
export function voiceFor(context: Context, zone: string): Voice {
  return { w: bookingWords[context.locale], f: createFormat(context.locale, zone) }
}

/** The booking pages: HTML first, everything works without scripts. */
export const bookingPages: Route[] = [
  page({
    method: 'GET',
    path: '/:network',
    access,
    purpose: 'publication',
    params: z.object({ network: slug }),
    query: z.object(lang),
    async handle(context, asked) {
      const { network, items } = await listEstablishments(context)
      const w = bookingWords[context.locale]
      const body = html`<h1>${network.name}</h1><h2>${w.establishments}</h2><ul class="rows">!${items
        .map((item) => html`<li><a class="row" href="${inLanguage(asked.request.url, `/${network.slug}/${item.slug}`)}"><span><strong>${item.name}</strong><br><span class="quiet">${item.street}, ${item.postcode} ${item.commune_name}</span></span></a></li>`)
        .join('')}</ul>`
      return send(asked.reply, publicPage({ language: context.locale, url: asked.request.url, title: network.name, establishment: { name: network.name, colour: network.colour, href: `/${network.slug}` }, cookie_choice: cookieChoice(context.locale, asked.request, network.slug), body }))
    }
  }),
  page({
    method: 'GET',
    path: '/:network/:establishment',
    access,
    purpose: 'publication',
    params: atEstablishment,
    query: z.object({ ...lang, service: wishes.optional().catch(undefined), o: publicOrigin.optional().catch(undefined) }),
    async handle(context, asked) {
      const here = await readEstablishment(context, { slug: asked.params.establishment })
      const voice = voiceFor(context, here.time_zone)
      const origin = asked.query.o ?? 'link'
      await countVisit(context, here.establishment_id, localDay(here.time_zone, context.now.epochMilliseconds), origin)
      const chosen = new Set(readWishes(asked.query.service ?? []).map(({ service_id }) => service_id))
      const form = here.services.length === 0 ? html`<p class="aside">${voice.w.nothing_online}</p>` : html`!${servicesForm(voice, here.services, chosen, `${pathOf(here)}/horaires`, carried(asked.query.o)).replace('<h2', `${languageField(asked.request.url)}<h2`)}`
      const body = html`<h1>${here.name}</h1>!${here.description === '' ? '' : html`<p class="lead">${here.description}</p>`}!${form}!${placeFacts(voice, here)}`
      return show(context, asked, here, { title: here.name, description: here.description, body, indexed: true, structured_data: structuredData(here, asked.app.config.publicUrl) })
    }
  }),
  page({
    method: 'GET',
    path: '/:network/:establishment/horaires',
    access,
    purpose,
    params: atEstablishment,
    query: z.object({ ...lang, ...choice, day: day.optional(), person: z.string().max(36).optional(), taken: instant.optional() }),
    async handle(context, asked) {
      const { query, params, request } = asked
      const here = await readEstablishment(context, { slug: params.establishment })
      const voice = voiceFor(context, here.time_zone)
      const wanted = wishesOf(query)
      const offer = await readOffer(context, { slug: params.establishment }, wanted)
      const seats = query.seats ?? 1
      const address = (change: Record<string, string | undefined>): string => inLanguage(request.url, `${pathOf(here)}/horaires?${queryText(query, change)}`)
      const times = await monthOf(context, offer, seats, query.day, (date) => address({ day: date }))
      const near = query.taken === undefined ? [] : await alternatives(context, offer, Date.parse(query.taken), seats)
      const hidden: Hidden = [...wanted.map((wish) => ['service', wishText(wish)] as const), ['seats', String(seats)], ...carried(query.o)]
      const keep = inLanguage(request.url, `${pathOf(here)}/garder`)
      const { w, f } = voice
      const body = html`<h1>${w.when}</h1>
!${near.length === 0 && query.taken === undefined ? '' : html`<div class="refusal" role="alert"><p>${w.was_taken}</p>!${timesWithDay(voice, near, keep, hidden)}</div>`}
!${choiceBox(voice, offer, seats, inLanguage(request.url, `${pathOf(here)}?${queryText(query, { day: undefined, person: undefined })}`))}
!${personChips(voice, here, offer, query.person ?? null, (person) => address({ person, day: undefined }))}
!${seatsField(voice, here, offer, seats, request.url, query)}
!${times.first === null ? '' : html`<div class="aside"><h2 class="flat">${w.first_free}</h2><form method="post" action="${keep}">!${hiddenFields(hidden)}<p class="lead">${f.when(times.first)}</p><button class="button" name="starts_at" value="${times.first}">${w.take_it}</button></form></div>`}
!${monthGrid(voice, times.days, times.selected, times.previous, times.next)}
<h2 id="horaires" tabindex="-1">${times.selected === null ? '' : f.fullDay(times.selected)}</h2>
!${times.starts.length === 0 ? html`<p>${times.days.some(({ count }) => count > 0) ? w.no_time_day : w.no_time_month}</p>` : timesForm(voice, times.starts, keep, hidden)}
<p><a href="${inLanguage(request.url, `${pathOf(here)}/attente?${queryText(query, { day: undefined })}`)}">${w.wait}</a></p>`
      return show(context, asked, here, { title: w.when, body })
    }
  }),
  page({
    method: 'POST',
    path: '/:network/:establishment/garder',
    access,
    purpose,
    rate: 30,
    params: atEstablishment,
    query: z.object(lang),
    body: z.object({ ...choice, starts_at: instant }),
    async handle(context, { params, body, reply, request }) {
      const wanted = readWishes(body.service)
      const offer = await readOffer(context, { slug: params.establishment }, wanted)
      const base = `/${params.network}/${params.establishment}`
      try {
        const held = await holdSlot(context, offer, Temporal.Instant.from(body.starts_at), body.seats ?? 1, body.o ?? 'link')
        return reply.redirect(inLanguage(request.url, `${base}/coordonnees?hold=${held.hold_id}`), 303)
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'slot-taken') throw error
        const back = new URLSearchParams([...body.service.map((text) => ['service', text]), ['taken', body.starts_at], ...carried(body.o).map(([name, value]) => [name, value])])
        throw new Instead({ location: inLanguage(request.url, `${base}/horaires?${back}`) })
      }
    }
  }),
  page({
    method: 'GET',
    path: '/:network/:establishment/coordonnees',
    access,
    purpose,
    params: atEstablishment,
    query: z.object({ ...lang, hold: z.uuid() }),
    async handle(context, asked) {
      const here = await readEstablishment(context, { slug: asked.params.establishment })
      return send(asked.reply, await detailsPage(context, asked, here, asked.query.hold, emptyDetails, new Map()))
    }
  }),
  page({
    method: 'POST',
    path: '/:network/:establishment/coordonnees',
    access,
    purpose,
    rate: 20,
    params: atEstablishment,
    query: z.object({ ...lang, hold: z.uuid() }),
    body: z.record(z.string().max(60), z.string().max(10_000)),
    async handle(context, asked) {
      const { params, query, body, reply, request } = asked
      const here = await readEstablishment(context, { slug: params.establishment })
      const values = detailsFrom(body)
      const again = async (errors: ReadonlyMap<string, string>, message?: string): Promise<never> => {
        // Made after the rollback, in a transaction of its own: what the refused one wrote is gone.
        const fresh = () => asked.app.database.transaction({ network_id: context.network_id, actor: context.actor, purpose, locale: context.locale }, (inner) => detailsPage(inner, asked, here, query.hold, values, errors, message))
        throw new Instead({ status: 400, page: fresh })
      }
      if (!(await seemsHuman(body, context.now))) return again(new Map(), bookingWords[context.locale].robot)
      const parsed = newBooking.safeParse({
        hold_id: query.hold,
        person: { first_name: values.first_name, last_name: values.last_name, email: values.email || null, phone: values.phone || null, language: context.locale },
        fields: fieldValues(await findOnlineFields(context), values.fields),
        note: values.note,
        notice_id: body['notice_id']
      })
      if (!parsed.success) return again(errorsOf(parsed.error, context.locale))
      try {
        const booked = await book(context, params, parsed.data, '')
        return reply.redirect(inLanguage(request.url, booked.manage_url.replace(/^.*(?=\/[^/]+\/rdv\/)/, '')), 303)
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error
        if (error.code === 'hold-expired') throw new Instead({ location: inLanguage(request.url, `${pathOf(here)}?expired=1`) })
        const said = asked.t(`${error.namespace}:problem.${error.code}.title`, error.values)
        const detail = asked.t(`${error.namespace}:problem.${error.code}.detail`, error.values)
        return again(new Map(error.errors.map(({ field, message }) => [nameOfField(field), sentence(asked, message)])), error.errors.length > 0 ? said : `${said} ${detail}`)
      }
    }
  }),
  page({
    method: 'GET',
    path: '/:network/rdv/:token',
    access,
    purpose,
    params: z.object({ network: slug, token: z.string().min(20).max(60) }),
    query: z.object(lang),
    handle: async (context, asked) => managedPage(context, asked, asked.params)
  }),
  page({
    method: 'GET',
    path: '/:network/rdv/:token/rendez-vous.ics',
    access,
    purpose,
    params: z.object({ network: slug, token: z.string().min(20).max(60) }),
    async handle(context, { params, reply, app }) {
      const { appointment } = await findManaged(context, params.token)
      const here = await readEstablishment(context, { establishment_id: appointment.establishment_id }, { hidden: true })
      const file = appointmentCalendar(appointment, here, `${app.config.publicUrl}/${params.network}/rdv/${params.token}`)
      return reply.type('text/calendar; charset=utf-8').header('content-disposition', 'attachment; filename="rendez-vous.ics"').send(file)
    }
  }),
  page({
    method: 'POST',
    path: '/:network/rdv/:token/annuler',
    access,
    purpose,
    rate: 20,
    params: z.object({ network: slug, token: z.string().min(20).max(60) }),
    query: z.object(lang),
    async handle(context, { params, reply, request }) {
      await cancelManaged(context, params.token)
      return reply.redirect(inLanguage(request.url, `/${params.network}/rdv/${params.token}`), 303)
    }
  }),
  page({
    method: 'GET',
    path: '/:network/rdv/:token/deplacer',
    access,
    purpose,
    params: z.object({ network: slug, token: z.string().min(20).max(60) }),
    query: z.object({ ...lang, day: day.optional(), taken: instant.optional() }),
    async handle(context, asked) {
      const { params, query, request, reply } = asked
      const { appointment, offer, changeable } = await findManaged(context, params.token)
      const back = inLanguage(request.url, `/${params.network}/rdv/${params.token}`)
      if (!changeable) return reply.redirect(back, 303)
      const here = await readEstablishment(context, { establishment_id: appointment.establishment_id }, { hidden: true })
      const voice = voiceFor(context, here.time_zone)
      const times = await monthOf(context, offer, appointment.items[0]?.seats ?? 1, query.day, (date) => inLanguage(request.url, `/${params.network}/rdv/${params.token}/deplacer?day=${date}`))
      const action = inLanguage(request.url, `/${params.network}/rdv/${params.token}/deplacer`)
      const body = html`<h1>${voice.w.moving}</h1>!${query.taken === undefined ? '' : html`<p class="refusal" role="alert">${voice.w.was_taken}</p>`}
<p class="chosen">${voice.f.when(appointment.starts_at)}<br><a href="${back}">${voice.w.back}</a></p>
!${monthGrid(voice, times.days, times.selected, times.previous, times.next)}<h2 id="horaires" tabindex="-1">${times.selected === null ? '' : voice.f.fullDay(times.selected)}</h2>
!${times.starts.length === 0 ? html`<p>${voice.w.no_time_month}</p>` : timesForm(voice, times.starts, action, [])}`
      return show(context, asked, here, { title: voice.w.moving, body })
    }
  }),
  page({
    method: 'POST',
    path: '/:network/rdv/:token/deplacer',
    access,
    purpose,
    rate: 20,
    params: z.object({ network: slug, token: z.string().min(20).max(60) }),
    query: z.object(lang),
    body: z.object({ starts_at: instant }),
    async handle(context, { params, body, reply, request }) {
      const here = `/${params.network}/rdv/${params.token}`
      try {
        await moveManaged(context, params.token, Temporal.Instant.from(body.starts_at))
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'slot-taken') throw error
        throw new Instead({ location: inLanguage(request.url, `${here}/deplacer?taken=${encodeURIComponent(body.starts_at)}`) })
      }
      return reply.redirect(inLanguage(request.url, here), 303)
    }
  })
]

/** Address of an establishment's first page. */
export function pathOf(here: Pick<PublicEstablishment, 'network_slug' | 'slug'>): string {
  return `/${here.network_slug}/${here.slug}`
}

/** Sends a page that nobody keeps. */
export function send(reply: FastifyReply, content: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(content)
}

type Shown = { title: string; body: Html; description?: string; indexed?: boolean; structured_data?: object }

/** Sends a page of an establishment, dressed in its colour. */
export function show(context: Context, asked: Pick<Asked, 'request' | 'reply'>, here: PublicEstablishment, shown: Shown): FastifyReply {
  return send(asked.reply, dressed(context, asked.request, here, shown))
}

/** A page of an establishment. */
export function dressed(context: Context, request: FastifyRequest, here: PublicEstablishment, { title, body, description, indexed, structured_data }: Shown): Html {
  return publicPage({
    language: context.locale,
    url: request.url,
    title,
    body,
    indexed: indexed ?? false,
    style: bookingStyle,
    // Only a page that stands in another site's frame says how tall it is.
    ...(request.headers['sec-fetch-dest'] === 'iframe' ? { script: '/embed-frame.js' } : {}),
    notice_href: `${pathOf(here)}/notice`,
    cookie_choice: cookieChoice(context.locale, request, here.network_slug),
    establishment: { name: here.name, colour: here.colour, href: pathOf(here), ...(here.network_name === here.name ? {} : { network: here.network_name }) },
    ...(description === undefined || description === '' ? {} : { description }),
    ...(structured_data === undefined ? {} : { structured_data })
  })
}

function carried(origin: string | undefined): (readonly [string, string])[] {
  return origin === undefined ? [] : [['o', origin]]
}

type ChoiceQuery = { service: string[]; o?: string | undefined; seats?: number | undefined; day?: string | undefined; person?: string | undefined }

/** Services with the person chosen for all of them. */
export function wishesOf({ service, person }: ChoiceQuery): Wish[] {
  return readWishes(service).map((wish) => ({ ...wish, agenda_id: wish.agenda_id ?? (person === undefined || person === '' ? null : person) }))
}

function wishText({ service_id, agenda_id }: Wish): string {
  return agenda_id === null ? service_id : `${service_id}@${agenda_id}`
}

function queryText(query: ChoiceQuery, change: Record<string, string | undefined>): string {
  const { service, o, seats, day: shown, person } = query
  const values: Record<string, string | undefined> = { o, seats: seats === undefined ? undefined : String(seats), day: shown, person, ...change }
  const text = new URLSearchParams(service.map((id) => ['service', id]))
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== '') text.set(name, value)
  return text.toString()
}

function choiceBox(voice: Voice, offer: Offer, seats: number, back: string): Html {
  const lines = offer.steps.map(({ service }) => ({ name: service.name, detail: voice.f.duration(service.duration_minutes), price: priceOf(voice, service.price_minor === null ? null : service.price_minor * seats, service.currency) }))
  return chosenBox(voice, lines, totalOf(offer, seats), [{ href: back, label: voice.w.change_services }])
}

function totalOf({ steps }: Offer, seats: number): { minor: number; currency: string } | null {
  const prices = steps.map(({ service }) => service.price_minor)
  if (prices.some((price) => price === null)) return null
  return { minor: prices.reduce<number>((sum, price) => sum + (price ?? 0) * seats, 0), currency: steps[0]?.service.currency ?? 'EUR' }
}

/** Whoever gives all the services, and nobody in particular. */
function personChips({ w }: Voice, here: PublicEstablishment, offer: Offer, chosen: string | null, href: (person: string | undefined) => string): Html {
  const able = here.agendas.filter(({ agenda_id, kind }) => kind === 'person' && offer.steps.every(({ service }) => here.services.find(({ service_id }) => service_id === service.service_id)?.agenda_ids.includes(agenda_id) === true))
  if (able.length < 2) return ''
  const chip = (id: string | null, name: string): Html => html`<li><a class="chip" href="${href(id ?? undefined)}"!${(chosen || null) === id ? ' aria-current="true"' : ''}>${name}</a></li>`
  return html`<h2>${w.with_whom}</h2><ul class="chips">!${chip(null, w.anybody)}!${able.map(({ agenda_id, name }) => chip(agenda_id, name)).join('')}</ul>`
}

function seatsField({ w }: Voice, here: PublicEstablishment, offer: Offer, seats: number, url: string, query: ChoiceQuery): Html {
  const capacity = Math.min(...offer.steps.map(({ service }) => service.capacity))
  if (capacity < 2) return ''
  const links = Array.from({ length: Math.min(capacity, 8) }, (_, index) => index + 1)
  return html`<h2>${w.seats}</h2><ul class="chips">!${links.map((count) => html`<li><a class="chip" href="${inLanguage(url, `${pathOf(here)}/horaires?${queryText(query, { seats: String(count), day: undefined })}`)}"!${count === seats ? ' aria-current="true"' : ''}>${count}</a></li>`).join('')}</ul>`
}

type Month = { days: MonthDay[]; selected: string | null; starts: string[]; previous: string | null; next: string | null; first: string | null }

/** The month that holds a day, or the one of the first free time. */
async function monthOf(context: Context, offer: Offer, seats: number, wanted: string | undefined, href: (day: string) => string): Promise<Month> {
  const { zone, max_ahead_days } = offer.establishment
  const today = localDay(zone, context.now.epochMilliseconds)
  const last = dayText(dayNumber(today) + max_ahead_days)
  const free = await firstFree(context, offer, seats)
  const first = free === null ? null : new Date(free.starts_at_ms).toISOString()
  const shown = wanted ?? (free === null ? today : localDay(zone, free.starts_at_ms))
  const month = shown.slice(0, 7)
  const from = `${month}-01`
  const end = lastOfMonth(month)
  // The last days of a month alone say little: the two weeks after stand below them.
  const to = month === today.slice(0, 7) && dayNumber(end) - dayNumber(today) < 7 ? dayText(dayNumber(end) + 14) : end
  const slots = await findSlots(context, offer, [dayStart(zoneOf(zone), dayNumber(from)), dayStart(zoneOf(zone), dayNumber(to) + 1)], seats)
  const byDay = Map.groupBy(slots, ({ starts_at_ms }) => localDay(zone, starts_at_ms))
  const days = Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, index) => {
    const date = dayText(dayNumber(from) + index)
    return { day: date, count: byDay.get(date)?.length ?? 0, past: date < today, href: href(date) }
  })
  const selected = byDay.has(shown) ? shown : (days.find(({ day: date, count }) => date >= shown && count > 0)?.day ?? null)
  const starts = (selected === null ? [] : (byDay.get(selected) ?? [])).map(({ starts_at_ms }) => new Date(starts_at_ms).toISOString())
  const before = dayText(dayNumber(from) - 1)
  const after = dayText(dayNumber(end) + 1)
  return { days, selected, starts, first, previous: before < today ? null : href(`${before.slice(0, 7)}-01`), next: after > last ? null : href(after) }
}

function lastOfMonth(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)
}

function timesWithDay({ f }: Voice, starts: readonly string[], action: string, hidden: Hidden): Html {
  return html`<form method="post" action="${action}">!${hiddenFields(hidden)}<div class="chips">!${starts.map((start) => html`<button class="chip" name="starts_at" value="${start}">${f.when(start)}</button>`).join('')}</div></form>`
}

/** Details before anything was typed. */
export const emptyDetails: DetailsValues = { first_name: '', last_name: '', phone: '', email: '', note: '', fields: {} }

/** What the details form sent. */
export function detailsFrom(body: Record<string, string>): DetailsValues {
  const fields = Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (name.startsWith('field-') ? [[name.slice(6), value]] : [])))
  return { first_name: body['first_name'] ?? '', last_name: body['last_name'] ?? '', phone: body['phone'] ?? '', email: body['email'] ?? '', note: body['note'] ?? '', fields }
}

/** What a form sent, typed by each field's kind; an empty answer is none. */
export function fieldValues(fields: readonly { field_id: string; kind: string }[], given: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ field_id, kind }): [string, unknown][] => {
      const text = given[field_id] ?? ''
      if (kind === 'consent') return [[field_id, text === 'true']]
      if (text === '') return []
      return [[field_id, kind === 'number' ? Number(text.replace(',', '.')) : text]]
    })
  )
}

/** What a schema refused, by the name of the form's field. */
export function errorsOf(error: z.ZodError, locale: 'fr' | 'en'): ReadonlyMap<string, string> {
  const say = locale === 'fr' ? z.locales.fr().localeError : z.locales.en().localeError
  return new Map(
    error.issues.map((issue) => {
      const name = String(issue.path.at(-1) ?? '')
      const said = say(issue as z.core.$ZodRawIssue)
      return [name, typeof said === 'string' ? said : (said?.message ?? issue.message)]
    })
  )
}

/** The form's field for a path in a refusal. */
export function nameOfField(path: string): string {
  const parts = path.split('.')
  return parts[1] === 'fields' ? `field-${parts[2] ?? ''}` : (parts.at(-1) ?? '')
}

/** A text's sentence, for a key or for a sentence already said. */
export function sentence({ t }: Pick<Asked, 't'>, text: string): string {
  return /^[a-z]+:[\w.-]+$/.test(text) ? t(text) : text
}

async function detailsPage(context: Context, asked: Pick<Asked, 'request'>, here: PublicEstablishment, hold_id: string, values: DetailsValues, errors: ReadonlyMap<string, string>, message?: string): Promise<Html> {
  const voice = voiceFor(context, here.time_zone)
  const { w, f } = voice
  const hold = await context.db.selectFrom('holds').select(['held_until', 'origin']).where('network_id', '=', context.network_id).where('hold_id', '=', hold_id).where('establishment_id', '=', here.establishment_id).where('held_until', '>', context.now).executeTakeFirst()
  if (hold === undefined) throw problem('hold-expired', 409, { namespace: 'booking' })
  const items = await context.db
    .selectFrom('hold_items as i')
    .innerJoin('services as s', (join) => join.onRef('s.network_id', '=', 'i.network_id').onRef('s.service_id', '=', 'i.service_id'))
    .innerJoin('agendas as a', (join) => join.onRef('a.network_id', '=', 'i.network_id').onRef('a.agenda_id', '=', 'i.agenda_id'))
    .select(['s.service_id', 's.name', 'a.name as agenda_name', 'i.starts_at', 'i.ends_at', 'i.seats', 's.price_minor', 's.currency'])
    .where('i.network_id', '=', context.network_id)
    .where('i.hold_id', '=', hold_id)
    .orderBy('i.position')
    .execute()
  const notice = await currentNotice(context, here.establishment_id, context.locale)
  const lines = items.map((item) => ({ name: item.name, detail: `${f.when(item.starts_at.toString())} · ${w.with} ${item.agenda_name}`, price: priceOf(voice, item.price_minor === null ? null : item.price_minor * item.seats, item.currency) }))
  const total = items.some(({ price_minor }) => price_minor === null) ? null : { minor: items.reduce((sum, item) => sum + (item.price_minor ?? 0) * item.seats, 0), currency: items[0]?.currency ?? 'EUR' }
  const back = new URLSearchParams([...items.map(({ service_id }) => ['service', service_id]), ['o', hold.origin]])
  const body = html`<h1>${w.details}</h1>
!${message === undefined && errors.size === 0 ? '' : html`<div class="refusal" role="alert"><p>${message ?? [...errors.values()].join(' ')}</p></div>`}
!${chosenBox(voice, lines, total, [{ href: inLanguage(asked.request.url, `${pathOf(here)}/horaires?${back}`), label: w.change_time }])}
<p class="quiet">${fill(w.held, { time: f.time(hold.held_until.toString()) })}</p>
!${detailsForm(voice, { action: inLanguage(asked.request.url, `${pathOf(here)}/coordonnees?hold=${hold_id}`), hidden: [['notice_id', notice.notice_id], ['stamp', await formStamp(context.now)]], values, errors, fields: await findOnlineFields(context), notice: noticeHtml(notice.body), submit: w.confirm, withNote: true })}`
  return dressed(context, asked.request, here, { title: w.details, body })
}

async function managedPage(context: Context, asked: Pick<Asked, 'request' | 'reply'>, params: { network: string; token: string }): Promise<FastifyReply> {
  const { appointment, changeable } = await findManaged(context, params.token)
  const here = await readEstablishment(context, { establishment_id: appointment.establishment_id }, { hidden: true })
  const voice = voiceFor(context, here.time_zone)
  const { w, f } = voice
  const cancelled = appointment.status === 'cancelled'
  const fresh = !cancelled && context.now.since(Temporal.Instant.from(appointment.created_at)).total('minutes') < 5
  const until = new Date(Date.parse(appointment.starts_at) - here.change_notice_minutes * 60_000).toISOString()
  const names = new Map(here.agendas.map(({ agenda_id, name }) => [agenda_id, name]))
  const items = appointment.items.map((item) => ({ ...item, service_name: item.service_name ?? '', agenda_name: names.get(item.agenda_id) ?? '' }))
  const to = (path: string): string => inLanguage(asked.request.url, `/${params.network}/rdv/${params.token}${path}`)
  const body = html`<h1>${cancelled ? w.cancelled : fresh ? w.confirmed : w.yours}</h1>
!${appointmentFacts(voice, items, { name: here.name, address: `${here.street}, ${here.postcode} ${here.commune_name}`, phone: here.phone, phone_text: phoneText(here.phone) })}
!${cancelled ? html`<p><a class="button" href="${inLanguage(asked.request.url, pathOf(here))}">${w.book_again}</a></p>` : html`<div class="actions"><a class="button" href="${to('/rendez-vous.ics')}">${w.add_to_calendar}</a>!${changeable ? html`<a class="button plain" href="${to('/deplacer')}">${w.move}</a><form method="post" action="${to('/annuler')}"><button class="button plain">${w.cancel}</button></form>` : ''}</div>
<p>${changeable ? fill(w.until, { when: f.when(until) }) : w.too_late}</p><p class="quiet">${w.keep_link}</p>`}`
  return show(context, asked, here, { title: cancelled ? w.cancelled : w.yours, body })
}

function placeFacts({ w, f }: Voice, here: PublicEstablishment): Html {
  const days = Map.groupBy(here.opening_hours, ({ weekday }) => weekday)
  const hours = w.weekdays
    .map((name, index) => {
      const spans = (days.get(index + 1) ?? []).map(({ opens_minute, closes_minute }) => `${f.clock(opens_minute)} – ${f.clock(closes_minute % 1440)}`)
      return html`<tr><th scope="row">${name}</th><td>${spans.length === 0 ? w.closed : spans.join(', ')}</td></tr>`
    })
    .join('')
  return html`<h2>${w.opening}</h2><table class="hours"><tbody>!${hours}</tbody></table><h2>${w.address}</h2><p>${here.street}<br>${here.postcode} ${here.commune_name}!${here.phone === null ? '' : html`<br><a href="tel:${here.phone}">${w.call} ${phoneText(here.phone)}</a>`}</p>`
}

/** schema.org facts: what search engines show, with the way to book. */
function structuredData(here: PublicEstablishment, publicUrl: string): object {
  const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  const clock = (minutes: number): string => `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const url = `${publicUrl}${pathOf(here)}`
  return {
    '@context': 'https://schema.org',
    '@type': 'LocalBusiness',
    '@id': url,
    name: here.name,
    url,
    ...(here.description === '' ? {} : { description: here.description }),
    ...(here.phone === null ? {} : { telephone: here.phone }),
    address: { '@type': 'PostalAddress', streetAddress: here.street, postalCode: here.postcode, addressLocality: here.commune_name, addressCountry: 'FR' },
    openingHoursSpecification: here.opening_hours.map(({ weekday, opens_minute, closes_minute }) => ({ '@type': 'OpeningHoursSpecification', dayOfWeek: names[weekday - 1], opens: clock(opens_minute), closes: clock(closes_minute) })),
    potentialAction: { '@type': 'ReserveAction', target: { '@type': 'EntryPoint', urlTemplate: `${url}?o=google`, actionPlatform: ['https://schema.org/DesktopWebPlatform', 'https://schema.org/MobileWebPlatform'] } },
    makesOffer: here.services.map(({ name, price_minor, currency }) => ({ '@type': 'Offer', itemOffered: { '@type': 'Service', name }, ...(price_minor === null ? {} : { price: (price_minor / 100).toFixed(2), priceCurrency: currency }) }))
  }
}
