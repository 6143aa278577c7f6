import { inLanguage, languageField, publicPage } from '../../../web/public/layout.ts'
import { html } from '../../foundation/http/html.ts'
import type { Html } from '../../foundation/http/html.ts'
import type { Translate } from '../../foundation/text/text.ts'
import type { Found, Suggestion } from './directory.ts'
import type { DirectoryEntry, DirectoryQuery } from './schemas.ts'
import { activityName } from './trades.ts'

type Activity = { activity: string; name: string; count: number }
type Department = { code: string; name: string; count: number }
type Common = { language: 'fr' | 'en'; url: string; publicUrl: string; activities: readonly Activity[]; t: Translate }

/** The first page of the house: what it is, and a search. */
export function homeHtml({ language, url, publicUrl, activities, t }: Common): Html {
  const say = (key: string): string => t(`networks:directory.${key}`)
  const best = activities.toSorted((a, b) => b.count - a.count).slice(0, 12)
  return publicPage({
    language,
    url,
    title: 'Réserve',
    description: say('home.lead'),
    canonical: `${publicUrl}/`,
    style: formStyle,
    structured_data: {
      '@context': 'https://schema.org',
      '@type': 'WebSite',
      name: 'Réserve',
      url: `${publicUrl}/`,
      potentialAction: { '@type': 'SearchAction', target: { '@type': 'EntryPoint', urlTemplate: `${publicUrl}/annuaire?name={name}` }, 'query-input': 'required name=name' }
    },
    body: html`<h1>${say('home.title')}</h1><p class="lead">${say('home.lead')}</p>
!${searchForm({ url, query: {}, activities, t })}
!${
  best.length === 0
    ? html`<p class="aside">${say('home.none')}</p>`
    : html`<h2>${say('home.activities')}</h2><ul class="chips">!${best
        .map(({ activity, name, count }) => html`<li><a class="chip" href="${inLanguage(url, address({ activity }))}">${name}!${count > 1 ? html`&nbsp;<span class="count">${count}</span>` : ''}</a></li>`)
        .join('')}</ul>`
}
<hr><h2 class="first">${say('home.staff_title')}</h2><p>${say('home.staff')}</p><p><a href="/app/">${say('home.staff_link')}</a></p>`
  })
}

export type DirectoryParts = Common & { query: DirectoryQuery; found: Found; departments: readonly Department[]; suggestions: readonly Suggestion[] }

/** Results of a search, with its filters; what to try when there are none. */
export function directoryHtml(parts: DirectoryParts): Html {
  const { language, url, publicUrl, query, found, t } = parts
  const say = (key: string, values?: Record<string, unknown>): string => t(`networks:directory.${key}`, values)
  const heading = headingOf(parts)
  const asked = Boolean(query.activity || query.name || query.place || query.department)
  const form = searchForm({ url, query, activities: parts.activities, departments: parts.departments, t })
  const filters = html`<details class="filters"!${found.items.length === 0 || !asked ? ' open' : ''}><summary>${say('form.filters')}</summary>!${form}</details>`
  return publicPage({
    language,
    url,
    title: asked ? `${heading} · ${say('title')}` : say('title'),
    description: say('description'),
    indexed: found.items.length > 0 && !query.cursor,
    canonical: `${publicUrl}${address({ ...query, cursor: undefined })}`,
    style: formStyle,
    structured_data: itemList(found.items, publicUrl),
    body: html`<h1>${heading}</h1>
!${found.items.length === 0 ? `${emptyHtml(parts)}${filters}` : html`!${filters}<p role="status" class="quiet figures">${say('count', { count: found.total })}</p>!${samePlaces(parts)}
!${found.approximate ? html`<p class="aside">${say('approximate', { name: query.name })}</p>` : ''}<ul class="rows">!${found.items.map((entry) => entryHtml(entry, url, t)).join('')}</ul>`}
!${pagesHtml(parts)}`
  })
}

/** `Coiffeur : Lyon`, `Coiffeur`, `Tous les établissements : Rhône`. */
function headingOf({ query, found, departments, language, t }: DirectoryParts): string {
  const { place } = found
  const activity = query.activity ? activityName(query.activity, language) : ''
  const what = [query.name ? (language === 'fr' ? `« ${query.name} »` : `“${query.name}”`) : '', activity].filter(Boolean).join(', ') || t('networks:directory.heading.all')
  const where = [
    place.kind === 'department' ? place.name : place.kind === 'communes' ? (place.communes[0]?.name ?? '') : place.kind === 'none' ? '' : (query.place ?? ''),
    departments.find(({ code }) => code === query.department)?.name ?? query.department ?? ''
  ].filter(Boolean)
  return where.length === 0 ? what : t('networks:directory.heading.place', { what, where: where.join(', ') })
}

type FormParts = { url: string; query: DirectoryQuery; activities: readonly Activity[]; departments?: readonly Department[]; t: Translate }

function searchForm({ url, query, activities, departments, t }: FormParts): Html {
  const say = (key: string): string => t(`networks:directory.form.${key}`)
  const known = activities.some(({ activity }) => activity === query.activity)
  const options = activities.map(({ activity, name }) => html`<option value="${activity}"!${activity === query.activity ? ' selected' : ''}>${name}</option>`).join('')
  const places = (departments ?? []).map(({ code, name }) => html`<option value="${code}"!${code === query.department ? ' selected' : ''}>${code} ${name}</option>`).join('')
  return html`<form class="search" action="/annuaire" method="get" role="search">!${languageField(url)}
<div class="field"><label for="activity">${say('activity')}</label><select id="activity" name="activity"><option value="">${say('any_activity')}</option>!${query.activity && !known ? html`<option value="${query.activity}" selected>${query.activity}</option>` : ''}!${options}</select></div>
<div class="field"><label for="place">${say('place')}</label><input id="place" name="place" value="${query.place ?? ''}" autocomplete="address-level2" maxlength="120" enterkeyhint="search"></div>
<div class="field"><label for="name">${say('name')} <span class="hint-inline">${say('name_hint')}</span></label><input id="name" name="name" value="${query.name ?? ''}" autocomplete="off" maxlength="120" enterkeyhint="search"></div>
!${departments === undefined ? '' : html`<div class="field"><label for="department">${say('department')}</label><select id="department" name="department"><option value="">${say('any_department')}</option>!${places}</select></div>`}
<div class="field go"><button class="button wide">${say('search')}</button></div></form>`
}

const formStyle = `
.search{display:grid;gap:0 1rem;margin:1.5rem 0 .5rem}
@media(min-width:44rem){.search{grid-template-columns:1fr 1fr;align-items:end}}
.hint-inline{font-weight:400;color:var(--ink-2);font-size:.9375rem}
.filters{margin:0 0 1rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--sheet);padding:0 1rem}
.filters summary{min-height:48px;display:flex;align-items:center;gap:.5rem;cursor:pointer;font-weight:600}
.filters summary::before{content:"";width:.5rem;height:.5rem;border:solid var(--accent);border-width:0 2px 2px 0;transform:rotate(-45deg)}
.filters[open] summary::before{transform:rotate(45deg)}
.filters .search{margin-top:.25rem}
.row>.mark:first-child{flex:none;align-self:stretch;width:4px;border-radius:2px}
.row>.mark+*{flex:1}
.row h2{margin:0;font-size:1.125rem}
.row p{margin:.125rem 0 0}
.row .side{color:var(--accent);font-weight:600;text-decoration:underline;text-underline-offset:.18em;text-decoration-thickness:1px}
.count{color:var(--ink-2)}
.first{margin-top:0}
.pages{display:flex;flex-wrap:wrap;gap:.75rem}
`

function entryHtml(entry: DirectoryEntry, url: string, t: Translate): Html {
  const place = [entry.street, [entry.postcode, entry.commune_name].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  const network = entry.network_name === entry.name ? '' : ` · ${entry.network_name}`
  // The colour is a stranger's and checked once more where it enters a style.
  const colour = /^#[0-9a-f]{6}$/.test(entry.colour) ? entry.colour : 'transparent'
  return html`<li><a class="row" href="${inLanguage(url, `${entry.path}?o=directory`)}"><span class="mark" style="background:${colour}"></span><div><h2>${entry.name}</h2><p class="quiet">${entry.activity_name}${network}</p><p class="quiet">${place}</p></div><span class="side">${t('networks:directory.book')}</span></a></li>`
}

function samePlaces({ found: { place }, t }: DirectoryParts): Html {
  if (place.kind !== 'communes' || place.communes.length < 2) return ''
  const departments = place.communes.map((commune) => `${commune.name} (${commune.department_code})`).join(', ')
  return html`<p class="quiet">${t('networks:directory.many_places', { departments })}</p>`
}

function emptyHtml({ query, found, suggestions, url, t }: DirectoryParts): Html {
  const say = (key: string, values?: Record<string, unknown>): string => t(`networks:directory.${key}`, values)
  const unknown = found.place.kind === 'unknown' ? html`<p>${say('empty.unknown_place', { place: query.place })}</p>` : ''
  const links = suggestions.map(({ kind, query: wider, total, department }) => ({
    href: address(wider),
    text: say(`empty.${kind}`, { name: query.name, department, establishments: say('count', { count: total }) })
  }))
  const all = [...links, { href: '/annuaire', text: say('empty.all') }]
  return html`<section class="aside" role="status"><p><strong>${say('empty.title')}</strong></p>!${unknown}<p>${say('empty.suggestions')}</p><ul>!${all.map(({ href, text }) => html`<li><a href="${inLanguage(url, href)}">${text}</a></li>`).join('')}</ul></section>`
}

function pagesHtml({ query, found, url, t }: DirectoryParts): Html {
  const next = found.next_cursor === null ? '' : html`<a class="button plain" rel="next" href="${inLanguage(url, address({ ...query, cursor: found.next_cursor }))}">${t('networks:directory.next')}</a>`
  const first = query.cursor ? html`<a class="button plain" href="${inLanguage(url, address({ ...query, cursor: undefined }))}">${t('networks:directory.first')}</a>` : ''
  return next === '' && first === '' ? '' : html`<nav class="pages">!${first}!${next}</nav>`
}

/** Address of a search, with only what was asked for. */
function address(query: { [K in keyof DirectoryQuery]?: DirectoryQuery[K] }): string {
  const parameters = new URLSearchParams()
  for (const key of ['activity', 'name', 'place', 'department', 'cursor'] as const) if (query[key]) parameters.set(key, query[key])
  const text = parameters.toString()
  return text === '' ? '/annuaire' : `/annuaire?${text}`
}

function itemList(items: readonly DirectoryEntry[], publicUrl: string): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    itemListElement: items.map((entry, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      item: {
        '@type': 'LocalBusiness',
        name: entry.name,
        url: `${publicUrl}${entry.path}`,
        address: { '@type': 'PostalAddress', streetAddress: entry.street, postalCode: entry.postcode, addressLocality: entry.commune_name, addressCountry: 'FR' }
      }
    }))
  }
}
