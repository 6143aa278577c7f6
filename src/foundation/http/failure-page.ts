import { html } from 'ghtml'
import type { Language } from '../text/text.ts'

type FailureDocument = { status: number; title: string; detail: string; errors?: { field: string; message: string }[] }

/**
 * A refusal as a page: what happened, that nothing was lost, and the way back.
 * @param back path of the page before, or of the place that the address belongs to; null when there is none
 */
export function failurePage(failure: FailureDocument, language: Language, back: string | null): string {
  const previous = language === 'fr' ? 'Revenir en arrière' : 'Go back'
  const home = language === 'fr' ? 'Aller à l’accueil' : 'Go to the home page'
  const errors = (failure.errors ?? []).map(({ message }) => html`<li>${message}</li>`).join('')
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${failure.title}</title>
<style>body{font:17px/1.55 system-ui,sans-serif;color:#1c1c1a;background:#fbfaf7;margin:0;padding:12vh 24px}main{max-width:34rem;margin:auto}h1{font-size:1.6rem;line-height:1.2;margin:0 0 .6em}a{color:#1f4d3a;display:inline-block;padding:12px 0;margin-right:24px}</style></head>
<body><main><h1>${failure.title}</h1><p>${failure.detail}</p>!${errors === '' ? '' : `<ul>${errors}</ul>`}<p>!${back === null ? '' : html`<a href="${back}">${previous}</a>`}<a href="/">${home}</a></p></main></body></html>`
}

/**
 * Where a person goes back to: the page of ours that he came from, else the first page of the place in the address.
 * @param from the request's path and query, its Referer and its Host
 */
export function wayBack(from: { url: string; referer: string | undefined; host: string | undefined }): string | null {
  if (from.referer !== undefined && URL.canParse(from.referer)) {
    const { host, pathname, search } = new URL(from.referer)
    if (host === from.host && `${pathname}${search}` !== from.url) return `${pathname}${search}`
  }
  const [network, place, ...rest] = (from.url.split('?')[0] ?? '').split('/').filter((part) => part !== '')
  if (network === undefined || place === undefined) return null
  // `/network/rdv/…` is somebody's own page; only an establishment has pages under its name.
  return place === 'rdv' || place === 'attente' || rest.length === 0 ? `/${network}` : `/${network}/${place}`
}
