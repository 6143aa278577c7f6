import { html } from '../../src/foundation/http/html.ts'
import type { Html } from '../../src/foundation/http/html.ts'
import type { Language } from '../../src/foundation/text/text.ts'
import { paper } from './colour.ts'
import { publicStyle } from './style.ts'

export type PublicPage = {
  language: Language
  /** This page as it was asked for, path and query (`request.url`): the language switch leads back to it. */
  url: string
  /** Names the page in the browser; the place is added. */
  title: string
  /** One or two sentences for search results and shared links. */
  description?: string
  /** Whose page it is: its name stands at the top, its colour dresses the page. Without one the page is the house's. */
  establishment?: {
    name: string
    /** `#rrggbb`, as chosen; kept readable. */
    colour: string
    /** Its own first page. */
    href: string
    /** The network's name, when it says more than the establishment's. */
    network?: string
  }
  /** What stands in `<main>`; begins with the one `<h1>`. */
  body: Html
  /** Where people read what happens to their data. */
  notice_href?: string
  /** The choice about technical cookies, shown at the foot of every page. */
  cookie_choice?: Html
  /** schema.org facts. */
  structured_data?: object
  /** Address without what only tells one visit from another, when it differs from `url`; absolute. */
  canonical?: string
  /** False for what no search engine should keep: a hold, a confirmation, one's own appointment. */
  indexed?: boolean
  /** Rules for this page only. */
  style?: string
  /** A script of ours that the page can do without. */
  script?: string
  /** More room, for lists with filters beside them. */
  wide?: boolean
}

const words = {
  fr: { skip: 'Aller au contenu', languages: 'Langue', notice: 'Vos données personnelles', directory: 'Trouver un établissement', staff: 'Espace professionnel', house: 'Réserve : la prise de rendez-vous discrète.' },
  en: { skip: 'Skip to the content', languages: 'Language', notice: 'Your personal data', directory: 'Find a place', staff: 'For professionals', house: 'Réserve: appointments, with discretion.' }
}
const languageNames: Record<Language, { short: string; long: string }> = { fr: { short: 'FR', long: 'Français' }, en: { short: 'EN', long: 'English' } }

/**
 * A public page, whole: HTML that works without scripts, its style inlined, nothing fetched from elsewhere.
 * @returns the document, to be sent as text/html
 */
export function publicPage(page: PublicPage): Html {
  const w = words[page.language]
  const { establishment } = page
  const link = (href: string): string => inLanguage(page.url, href)
  const place = establishment?.name ?? 'Réserve'
  const title = page.title === place ? place : `${page.title} · ${place}`
  return html`<!doctype html>
<html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
!${page.description === undefined ? '' : html`<meta name="description" content="${page.description}"><meta property="og:description" content="${page.description}">`}
<meta property="og:title" content="${title}"><meta property="og:type" content="website"><meta name="theme-color" content="${paper}">
!${page.indexed === false ? '<meta name="robots" content="noindex">' : alternates(page)}
<link rel="icon" href="data:image/svg+xml,!${icon}">
<style>!${publicStyle(establishment?.colour ?? '#1f4d3a', page.style)}</style>
!${page.structured_data === undefined ? '' : structuredData(page.structured_data)}!${page.script === undefined ? '' : html`<script async src="${page.script}"></script>`}</head>
<body!${page.wide === true ? ' class="wide"' : ''}><a class="skip" href="#content">${w.skip}</a>
<header class="frame top"><a class="brand" href="${link(establishment?.href ?? '/')}"><span>${place}</span>!${establishment?.network === undefined ? '' : html`<small>${establishment.network}</small>`}</a>
<nav class="languages" aria-label="${w.languages}">!${languageLinks(page)}</nav></header>
<main id="content" tabindex="-1"><div class="frame">!${page.body}</div></main>
<footer class="foot"><div class="frame"><nav>!${page.notice_href === undefined ? '' : html`<a href="${link(page.notice_href)}">${w.notice}</a>`}<a href="${link('/annuaire')}">${w.directory}</a><a href="/app/">${w.staff}</a></nav>!${page.cookie_choice ?? ''}<p>${w.house}</p></div></footer>
</body></html>`
}

/**
 * A link that keeps the language that the reader chose. A language that merely came from the browser is not
 * written into addresses, which stay clean.
 * @param from the present page's path and query
 */
export function inLanguage(from: string, href: string): string {
  const chosen = new URL(from, base).searchParams.get('lang')
  return chosen === 'fr' || chosen === 'en' ? withLanguage(href, chosen) : href
}

/** The same for a form sent with GET, whose fields replace the query: a hidden field, or nothing. */
export function languageField(from: string): Html {
  const chosen = new URL(from, base).searchParams.get('lang')
  return chosen === 'fr' || chosen === 'en' ? html`<input type="hidden" name="lang" value="${chosen}">` : ''
}

/** Relative addresses are read against this; it never shows. */
const base = 'http://reserve.invalid'

function withLanguage(href: string, language: Language): string {
  const address = new URL(href, base)
  address.searchParams.set('lang', language)
  return address.origin === base ? `${address.pathname}${address.search}${address.hash}` : address.href
}

function languageLinks({ language, url }: PublicPage): Html {
  return (['fr', 'en'] as const)
    .map((other) => {
      const { short, long } = languageNames[other]
      if (other === language) return html`<strong aria-current="true"><span aria-hidden="true">${short}</span><span class="unseen">${long}</span></strong>`
      return html`<a href="${withLanguage(url, other)}" hreflang="${other}" lang="${other}" rel="alternate"><span aria-hidden="true">${short}</span><span class="unseen">${long}</span></a>`
    })
    .join('')
}

function alternates({ canonical, url }: PublicPage): Html {
  const here = canonical ?? url
  return [
    canonical === undefined ? '' : html`<link rel="canonical" href="${canonical}">`,
    ...(['fr', 'en'] as const).map((language) => html`<link rel="alternate" hreflang="${language}" href="${withLanguage(here, language)}">`)
  ].join('')
}

/** JSON inside a script element: only `<` could end it. */
function structuredData(data: object): Html {
  return `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', String.raw`\u003c`)}</script>`
}

const icon = "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%231f4d3a'/%3E%3Cpath d='M10 24V8h7a5 5 0 0 1 1 9.9L23 24M10 18h7' fill='none' stroke='%23fbfaf7' stroke-width='3'/%3E%3C/svg%3E"
