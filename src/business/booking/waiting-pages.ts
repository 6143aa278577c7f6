import { z } from 'zod'
import type { Context } from '../../foundation/database/context.ts'
import { html } from '../../foundation/http/html.ts'
import type { Html } from '../../foundation/http/html.ts'
import { Instead, Problem } from '../../foundation/http/problem.ts'
import { page } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { dayNumber, dayText } from '../../foundation/time/days.ts'
import { currentNotice, noticeHtml } from '../../protection/notices/queries.ts'
import { inLanguage } from '../../../web/public/layout.ts'
import { detailsForm } from '../../../web/public/booking/templates.ts'
import type { DetailsValues } from '../../../web/public/booking/templates.ts'
import { fill } from '../../../web/public/booking/words.ts'
import { readEstablishment } from './establishment.ts'
import { findOnlineFields } from '../clients/queries.ts'
import type { PublicEstablishment } from './establishment.ts'
import { localDay } from './offer.ts'
import { detailsFrom, dressed, emptyDetails, errorsOf, fieldValues, nameOfField, pathOf, send, sentence, show, voiceFor } from './pages.ts'
import type { Asked, Voice } from './pages.ts'
import { formStamp, seemsHuman } from './robots.ts'
import { readWishes } from './routes.ts'
import { atEstablishment, slug, wishes } from './schemas.ts'
import { findWaiting, withdrawWaiting } from './waiting.ts'
import { wait } from './waiting-routes.ts'
import { dayPart, dayParts, newWaiting } from './waiting-schemas.ts'

const lang = { lang: z.string().max(5).optional() }
const common = { access: { kind: 'public' }, purpose: 'reservation' } as const
const byLink = z.object({ network: slug, token: z.string().min(20).max(60) })
const text = z.union([z.string().max(10_000), z.array(z.string().max(60)).max(6)])

type Part = z.output<typeof dayPart>
type Wanted = { services: ReadonlySet<string>; person: string; from: string; to: string; part: Part }

/** The waiting list for people: HTML first, like the booking pages that lead to it. */
export const waitingPages: Route[] = [
  page({
    ...common,
    method: 'GET',
    path: '/:network/:establishment/attente',
    params: atEstablishment,
    query: z.object({ ...lang, service: wishes.optional().catch(undefined), person: z.string().max(36).optional() }),
    async handle(context, asked) {
      const here = await readEstablishment(context, { slug: asked.params.establishment })
      const today = localDay(here.time_zone, context.now.epochMilliseconds)
      const chosen = readWishes(asked.query.service ?? [])
      const wanted: Wanted = { services: new Set(chosen.map(({ service_id }) => service_id)), person: asked.query.person ?? chosen[0]?.agenda_id ?? '', from: today, to: dayText(dayNumber(today) + 14), part: 'any' }
      return send(asked.reply, await waitingPage(context, asked, here, wanted, emptyDetails, new Map()))
    }
  }),
  page({
    ...common,
    method: 'POST',
    path: '/:network/:establishment/attente',
    rate: 20,
    params: atEstablishment,
    query: z.object({ ...lang, service: z.unknown().optional(), person: z.unknown().optional() }),
    body: z.record(z.string().max(60), text),
    async handle(context, asked) {
      const { params, body, reply, request } = asked
      const here = await readEstablishment(context, { slug: params.establishment })
      const flat = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : (value[0] ?? '')]))
      const services = [body['service'] ?? []].flat()
      const part = dayPart.safeParse(flat['part']).data ?? 'any'
      const wanted: Wanted = { services: new Set(services), person: flat['person'] ?? '', from: flat['from_day'] ?? '', to: flat['to_day'] ?? '', part }
      const values = detailsFrom(flat)
      const again = async (errors: ReadonlyMap<string, string>, message?: string): Promise<never> => {
        const fresh = () => asked.app.database.transaction({ network_id: context.network_id, actor: context.actor, purpose: common.purpose, locale: context.locale }, (inner) => waitingPage(inner, asked, here, wanted, values, errors, message))
        throw new Instead({ status: 400, page: fresh })
      }
      const { w } = voiceFor(context, here.time_zone)
      if (!(await seemsHuman(flat, context.now))) return again(new Map(), w.robot)
      if (services.length === 0) return again(new Map([['service', w.wait_none]]))
      const [from_minute, to_minute] = dayParts[part]
      const parsed = newWaiting.safeParse({
        service_ids: services,
        agenda_id: wanted.person === '' ? null : wanted.person,
        from_day: wanted.from,
        to_day: wanted.to,
        from_minute,
        to_minute,
        person: { first_name: values.first_name, last_name: values.last_name, email: values.email || null, phone: values.phone || null, language: context.locale },
        fields: fieldValues(await findOnlineFields(context), values.fields),
        notice_id: flat['notice_id']
      })
      if (!parsed.success) return again(errorsOf(parsed.error, context.locale))
      try {
        const { token } = await wait(context, params, parsed.data)
        return reply.redirect(inLanguage(request.url, `/${params.network}/attente/${token}`), 303)
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error
        const said = asked.t(`${error.namespace}:problem.${error.code}.title`, error.values)
        const detail = asked.t(`${error.namespace}:problem.${error.code}.detail`, error.values)
        return again(new Map(error.errors.map(({ field, message }) => [nameOfField(field), sentence(asked, message)])), error.errors.length > 0 ? undefined : `${said}. ${detail}`)
      }
    }
  }),
  page({ ...common, method: 'GET', path: '/:network/attente/:token', params: byLink, query: z.object(lang), handle: async (context, asked) => ownPage(context, asked, asked.params) }),
  page({
    ...common,
    method: 'POST',
    path: '/:network/attente/:token/quitter',
    rate: 20,
    params: byLink,
    query: z.object(lang),
    async handle(context, { params, reply, request }) {
      await withdrawWaiting(context, (await findWaiting(context, params.token)).entry_id, 'client')
      return reply.redirect(inLanguage(request.url, `/${params.network}/attente/${params.token}`), 303)
    }
  })
]

async function waitingPage(context: Context, asked: Pick<Asked, 'request'>, here: PublicEstablishment, wanted: Wanted, values: DetailsValues, errors: ReadonlyMap<string, string>, message?: string): Promise<Html> {
  const voice = voiceFor(context, here.time_zone)
  const { w } = voice
  const notice = await currentNotice(context, here.establishment_id, context.locale)
  const form = detailsForm(voice, {
    action: inLanguage(asked.request.url, `${pathOf(here)}/attente`),
    hidden: [['notice_id', notice.notice_id], ['stamp', await formStamp(context.now)]],
    values,
    errors,
    fields: await findOnlineFields(context),
    notice: noticeHtml(notice.body),
    submit: w.wait_send,
    withNote: false,
    extra: wishFields(voice, here, wanted, errors)
  })
  const body = html`<h1>${w.wait_title}</h1><p class="lead">${w.wait_lead}</p>
!${message === undefined && errors.size === 0 ? '' : html`<div class="refusal" role="alert"><p>${message ?? [...new Set(errors.values())].join(' ')}</p></div>`}!${form}`
  return dressed(context, asked.request, here, { title: w.wait_title, body })
}

/** What, with whom, which days and what part of them. */
function wishFields({ w }: Voice, here: PublicEstablishment, wanted: Wanted, errors: ReadonlyMap<string, string>): Html {
  const said = (name: string): Html => (errors.has(name) ? html`<span class="error" id="${name}-error">${errors.get(name)}</span>` : '')
  const flaw = (name: string): Html => (errors.has(name) ? html` aria-invalid="true" aria-describedby="${name}-error"` : '')
  const service = ({ service_id, name }: { service_id: string; name: string }): Html => html`<label class="choice"><input type="checkbox" name="service" value="${service_id}"!${wanted.services.has(service_id) ? ' checked' : ''}><span>${name}</span></label>`
  const people = here.agendas.filter(({ kind }) => kind === 'person')
  const person = people.length < 2 ? '' : html`<div class="field"><label for="person">${w.wait_who}</label><select id="person" name="person"><option value="">${w.anybody}</option>!${people.map(({ agenda_id, name }) => html`<option value="${agenda_id}"!${agenda_id === wanted.person ? ' selected' : ''}>${name}</option>`).join('')}</select></div>`
  const date = (name: 'from_day' | 'to_day', label: string, value: string): Html => html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" type="date" required value="${value}"!${flaw(name)}>!${said(name)}</div>`
  const parts: Record<Part, string> = { any: w.wait_any, morning: w.morning, afternoon: w.afternoon, evening: w.evening }
  const chosen = here.services.filter(({ service_id }) => wanted.services.has(service_id))
  const list = html`<fieldset!${flaw('service')}><legend>${w.wait_services}</legend>!${here.services.map(service).join('')}!${said('service')}</fieldset>`
  return html`!${chosen.length === 0 ? list : html`<aside class="chosen" aria-label="${w.your_choice}"><p><strong>${chosen.map(({ name }) => name).join(', ')}</strong></p>!${chosen.map(({ service_id }) => html`<input type="hidden" name="service" value="${service_id}">`).join('')}<p><a href="${pathOf(here)}/attente">${w.change_services}</a></p></aside>`}
!${person}<div class="pair">!${date('from_day', w.wait_from, wanted.from)}!${date('to_day', w.wait_to, wanted.to)}</div>
<fieldset><legend>${w.wait_when}</legend>!${dayPart.options.map((part) => html`<label class="choice"><input type="radio" name="part" value="${part}"!${part === wanted.part ? ' checked' : ''}><span>${parts[part]}</span></label>`).join('')}</fieldset>
<h2>${w.details}</h2>`
}

async function ownPage(context: Context, asked: Pick<Asked, 'request' | 'reply'>, params: { network: string; token: string }) {
  const entry = await findWaiting(context, params.token)
  const here = await readEstablishment(context, { establishment_id: entry.establishment_id })
  const { w, f } = voiceFor(context, here.time_zone)
  const title = { waiting: w.wait_done, offered: w.wait_offered, booked: w.wait_booked, withdrawn: w.wait_left, expired: w.wait_expired }[entry.status as 'waiting']
  const names = entry.service_ids.map((id) => here.services.find(({ service_id }) => service_id === id)?.name ?? '').filter((name) => name !== '')
  const person = here.agendas.find(({ agenda_id }) => agenda_id === entry.agenda_id)?.name
  const times = new URLSearchParams(entry.service_ids.map((id) => ['service', id]))
  if (entry.agenda_id !== null) times.set('person', entry.agenda_id)
  if (entry.offered_starts_at !== null) times.set('day', localDay(here.time_zone, entry.offered_starts_at.epochMilliseconds))
  const to = (path: string): string => inLanguage(asked.request.url, path)
  const open = entry.status === 'waiting' || entry.status === 'offered'
  const hours = entry.from_minute === 0 && entry.to_minute === 1440 ? w.wait_any : `${f.clock(entry.from_minute)} – ${f.clock(entry.to_minute % 1440)}`
  const body = html`<h1>${title}</h1>
<div class="aside"><p><strong>${names.join(', ')}</strong>!${person === undefined ? '' : html` ${w.with} ${person}`}</p><p>${fill(w.wait_days, { from: f.fullDay(entry.from_day), to: f.fullDay(entry.to_day) })}<br><span class="quiet">${hours}</span></p></div>
!${entry.status === 'offered' && entry.offered_starts_at !== null ? html`<div class="chosen"><p class="lead">${f.when(entry.offered_starts_at.toString())}</p><p><a class="button" href="${to(`${pathOf(here)}/horaires?${times}`)}">${w.book}</a></p></div>` : ''}
!${open ? html`<form method="post" action="${to(`/${params.network}/attente/${params.token}/quitter`)}"><button class="button plain">${w.wait_leave}</button></form><p class="quiet">${w.wait_keep}</p>` : html`<p><a class="button" href="${to(pathOf(here))}">${w.book}</a></p>`}`
  return show(context, asked, here, { title, body })
}
