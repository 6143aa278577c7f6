import { html } from '../../../src/foundation/http/html.ts'
import type { Html } from '../../../src/foundation/http/html.ts'
import type { Format } from '../../staff/format.ts'
import { fill } from './words.ts'
import type { BookingWords } from './words.ts'

export type ShownService = { service_id: string; name: string; category: string; description: string; duration_minutes: number; price_minor: number | null; currency: string; capacity: number }
export type ShownItem = { service_name: string; agenda_name: string; starts_at: string; ends_at: string; price_minor: number | null; currency: string | null; seats: number }
export type Hidden = readonly (readonly [name: string, value: string])[]

type Voice = { w: BookingWords; f: Format }

/** Fields that carry what was chosen from one page to the next. */
export function hiddenFields(values: Hidden): Html {
  return values.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`).join('')
}

/** A price, "free", or nothing when it is not said. */
export function priceOf({ w, f }: Voice, minor: number | null, currency: string | null): string {
  if (minor === null) return ''
  return minor === 0 ? w.free : f.money(minor, currency ?? 'EUR')
}

/** The services to choose from, grouped, as boxes to tick. */
export function servicesForm(voice: Voice, services: readonly ShownService[], chosen: ReadonlySet<string>, action: string, hidden: Hidden): Html {
  const { w, f } = voice
  const groups = [...Map.groupBy(services, ({ category }) => category)]
  const row = ({ service_id, name, description, duration_minutes, price_minor, currency }: ShownService): Html =>
    html`<li><label class="row"><input type="checkbox" name="service" value="${service_id}"!${chosen.has(service_id) ? ' checked' : ''}>
<span><strong>${name}</strong>!${description === '' ? '' : html`<br><span class="quiet">${description}</span>`}</span>
<span class="side">${f.duration(duration_minutes)}<br><span class="quiet">${priceOf(voice, price_minor, currency)}</span></span></label></li>`
  return html`<form method="get" action="${action}">!${hiddenFields(hidden)}
<h2 id="services">${w.choose_services}</h2><p class="quiet">${w.choose_services_hint}</p>
!${groups.map(([category, rows]) => html`!${category === '' ? '' : html`<h3>${category}</h3>`}<ul class="rows">!${rows.map(row).join('')}</ul>`).join('')}
<div class="bar"><button class="button wide">${w.continue}</button></div></form>`
}

/** What was chosen so far, always in sight. */
export function chosenBox({ w, f }: Voice, lines: readonly { name: string; detail: string; price: string }[], total: { minor: number; currency: string } | null, links: readonly { href: string; label: string }[]): Html {
  return html`<aside class="chosen" aria-label="${w.your_choice}">
!${lines.map(({ name, detail, price }) => html`<p class="line"><span><strong>${name}</strong>!${detail === '' ? '' : html`<br><span class="quiet">${detail}</span>`}</span><span class="figures">${price}</span></p>`).join('')}
!${total === null || lines.length < 2 ? '' : html`<p class="line"><strong>${w.total}</strong><strong class="figures">${f.money(total.minor, total.currency)}</strong></p>`}
<p>!${links.map(({ href, label }) => html`<a href="${href}">${label}</a>`).join(' · ')}</p></aside>`
}

export type MonthDay = { day: string; count: number; href: string; /** Before today. */ past: boolean }

/**
 * A month at a glance: days with free times are links, the others are plain, those before today dimmed.
 * @param days every day of the month, in order, and maybe the first of the next
 */
export function monthGrid({ w, f }: Voice, days: readonly MonthDay[], selected: string | null, previous: string | null, next: string | null): Html {
  const first = days[0]?.day ?? ''
  const lead = (new Date(`${first}T12:00:00Z`).getUTCDay() + 6) % 7
  const cells: Html[] = Array.from({ length: lead }, () => '<td></td>')
  for (const { day, count, href, past } of days) {
    const number = day.slice(8) === '01' && day !== first ? f.shortDay(day).slice(0, 5) : Number(day.slice(8))
    if (count === 0) cells.push(html`<td><span class="day !${past ? 'past' : 'none'}">${number}</span></td>`)
    else cells.push(html`<td><a class="day" href="${href}#horaires" aria-label="${fill(w.free_count, { day: f.fullDay(day), count })}"!${day === selected ? ' aria-current="date"' : ''}>${number}</a></td>`)
  }
  while (cells.length % 7 !== 0) cells.push('<td></td>')
  const rows = Array.from({ length: cells.length / 7 }, (_, week) => html`<tr>!${cells.slice(week * 7, week * 7 + 7).join('')}</tr>`).join('')
  const arrow = (href: string | null, label: string, sign: string): Html => (href === null ? html`<span class="arrow"></span>` : html`<a class="arrow" href="${href}" aria-label="${label}">${sign}</a>`)
  return html`<div class="month-head">!${arrow(previous, w.previous_month, '‹')}<h2>${f.month(first)}</h2>!${arrow(next, w.next_month, '›')}</div>
<table class="month"><caption class="unseen">${fill(w.month_label, { month: f.month(first) })}</caption><thead><tr>!${w.weekdays.map((name, at) => html`<th scope="col" abbr="${name}">${w.short_weekdays[at]}</th>`).join('')}</tr></thead><tbody>!${rows}</tbody></table>`
}

/** The free times of a day as buttons, by part of the day. */
export function timesForm({ w, f }: Voice, starts: readonly string[], action: string, hidden: Hidden): Html {
  const part = (instant: string): 'morning' | 'afternoon' | 'evening' => {
    const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: f.zone }).format(new Date(instant)))
    return hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  }
  const groups = [...Map.groupBy(starts, part)]
  return html`<form method="post" action="${action}">!${hiddenFields(hidden)}
!${groups.map(([name, times]) => html`<h3>${w[name]}</h3><div class="chips times">!${times.map((start) => html`<button class="chip" name="starts_at" value="${start}">${f.time(start)}</button>`).join('')}</div>`).join('')}</form>`
}

export type OwnField = { field_id: string; label: string; kind: string; choices: readonly string[]; required: boolean; help: string }
export type DetailsValues = { first_name: string; last_name: string; phone: string; email: string; note: string; fields: Record<string, string> }

/** The details needed, the network's own fields, and what becomes of them. */
export function detailsForm({ w }: Voice, parts: { action: string; hidden: Hidden; values: DetailsValues; errors: ReadonlyMap<string, string>; fields: readonly OwnField[]; notice: Html; submit: string; withNote: boolean; extra?: Html }): Html {
  const { values, errors } = parts
  const text = (name: string, label: string, value: string, more: { type?: string; autocomplete?: string; hint?: string; required?: boolean; input?: Html }): Html => {
    const error = errors.get(name)
    const described = [more.hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`].filter((id) => id !== '').join(' ')
    const attributes = html`id="${name}" name="${name}"!${more.required === true ? ' required' : ''}!${error === undefined ? '' : ' aria-invalid="true"'}!${described === '' ? '' : html` aria-describedby="${described}"`}`
    return html`<div class="field"><label for="${name}">${label}</label>!${more.hint === undefined ? '' : html`<span class="hint" id="${name}-hint">${more.hint}</span>`}
!${more.input === undefined ? html`<input !${attributes} type="${more.type ?? 'text'}" value="${value}"!${more.autocomplete === undefined ? '' : html` autocomplete="${more.autocomplete}"`} maxlength="254">` : more.input.replace('ATTRIBUTES', attributes)}
!${error === undefined ? '' : html`<span class="error" id="${name}-error">${error}</span>`}</div>`
  }
  const own = (field: OwnField): Html => {
    const name = `field-${field.field_id}`
    const value = values.fields[field.field_id] ?? ''
    const label = `${field.label}${field.required ? '' : ` (${w.optional})`}`
    const hint = field.help === '' ? {} : { hint: field.help }
    if (field.kind === 'choice') {
      const options = field.choices.map((choice) => html`<option!${choice === value ? ' selected' : ''}>${choice}</option>`).join('')
      return text(name, label, value, { ...hint, input: `<select ATTRIBUTES><option value=""></option>${options}</select>` })
    }
    if (field.kind === 'consent') return html`<label class="choice"><input type="checkbox" name="${name}" value="true"!${value === 'true' ? ' checked' : ''}!${field.required ? ' required' : ''}><span>${field.label}!${errors.has(name) ? html`<span class="error">${errors.get(name)}</span>` : ''}</span></label>`
    return text(name, label, value, { ...hint, type: field.kind === 'number' ? 'number' : field.kind === 'date' ? 'date' : 'text', required: field.required })
  }
  return html`<form method="post" action="${parts.action}" novalidate>!${hiddenFields(parts.hidden)}
!${parts.extra ?? ''}<div class="pair">!${text('first_name', w.first_name, values.first_name, { autocomplete: 'given-name', required: true })}!${text('last_name', w.last_name, values.last_name, { autocomplete: 'family-name', required: true })}</div>
<p class="hint">${w.contact_hint}</p>
<div class="pair">!${text('phone', w.phone, values.phone, { type: 'tel', autocomplete: 'tel', hint: w.phone_hint })}!${text('email', w.email, values.email, { type: 'email', autocomplete: 'email' })}</div>
!${parts.fields.map(own).join('')}
!${parts.withNote ? text('note', w.note, values.note, { hint: w.note_hint, input: html`<textarea ATTRIBUTES maxlength="2000">${values.note}</textarea>` }) : ''}
<div class="trap" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<details class="aside"><summary>${w.notice}</summary>!${parts.notice}</details>
<div class="bar"><button class="button wide">${parts.submit}</button></div></form>`
}

/** The facts of an appointment. */
export function appointmentFacts(voice: Voice, items: readonly ShownItem[], place: { name: string; address: string; phone: string | null; phone_text: string | null }): Html {
  const { w, f } = voice
  const first = items[0]
  const last = items.at(-1)
  if (first === undefined || last === undefined) return ''
  return html`<div class="aside facts"><p class="lead"><strong>${f.when(first.starts_at)}</strong></p>
<ul class="rows">!${items
    .map((item) => html`<li class="row"><span>${item.service_name}<br><span class="quiet">${f.span(item.starts_at, item.ends_at)} · ${w.with} ${item.agenda_name}</span></span><span class="side">${priceOf(voice, item.price_minor === null ? null : item.price_minor * item.seats, item.currency)}</span></li>`)
    .join('')}</ul>
<p>${place.name}<br><span class="quiet">${place.address}</span>!${place.phone === null ? '' : html`<br><a href="tel:${place.phone}">${place.phone_text ?? place.phone}</a>`}</p></div>`
}

/** Rules that only the booking pages need. */
export const bookingStyle = `
.bar{position:sticky;bottom:0;padding:.75rem 0;background:linear-gradient(transparent,var(--paper) 1rem)}
.line{display:flex;justify-content:space-between;gap:1rem;margin:0 0 .5rem;max-width:none}
.month-head{display:flex;align-items:center;justify-content:space-between}
.month-head h2{margin:0;font-family:inherit;font-size:1.0625rem}
.month-head h2::first-letter,.lead::first-letter,.facts strong::first-letter{text-transform:uppercase}
.arrow{display:inline-flex;align-items:center;justify-content:center;width:48px;height:48px;font-size:1.5rem;text-decoration:none}
.month{width:100%;border-collapse:collapse;table-layout:fixed;margin:0 0 1.5rem}
.month th{font-weight:400;font-size:.875rem;color:var(--ink-2);padding:.25rem 0}
.month td{padding:2px;text-align:center}
.day{display:flex;align-items:center;justify-content:center;min-height:44px;border-radius:var(--radius);font-variant-numeric:tabular-nums;text-decoration:none}
a.day{background:var(--accent-soft);color:var(--accent-deep);font-weight:600}
a.day:hover{outline:2px solid var(--accent)}
a.day[aria-current]{background:var(--accent);color:var(--on-accent)}
.day.none{color:#6b6860}
.day.past{color:#75726a;font-weight:300;font-size:.875rem}
.flat{margin:0 0 .25rem}
.times{display:grid;grid-template-columns:repeat(auto-fill,minmax(5.5rem,1fr))}
.times .chip{cursor:pointer}
.trap{position:absolute;left:-99rem;width:1px;height:1px;overflow:hidden}
summary{cursor:pointer;min-height:44px;display:flex;align-items:center;font-weight:600}
.hours{border-collapse:collapse}.hours th{text-align:left;font-weight:400;padding:.25rem 2rem .25rem 0}.hours td{font-variant-numeric:tabular-nums}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin:0 0 1.5rem}
.cookie{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center;margin:.5rem 0}
.cookie button{min-height:44px;padding:.25rem .5rem;border:0;background:none;color:var(--accent);font:inherit;text-decoration:underline;cursor:pointer}
`
