import { html } from 'ghtml'
import type { Language } from '../text/text.ts'

type FailureDocument = { status: number; title: string; detail: string; errors?: { field: string; message: string }[] }

/** A refusal as a page: what happened, that nothing was lost, and the way back. */
export function failurePage(failure: FailureDocument, language: Language): string {
  const back = language === 'fr' ? 'Revenir à la page précédente' : 'Back to the previous page'
  const home = language === 'fr' ? 'Aller à l’accueil' : 'Go to the home page'
  const errors = (failure.errors ?? []).map(({ message }) => html`<li>${message}</li>`).join('')
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${failure.title}</title>
<style>body{font:17px/1.55 system-ui,sans-serif;color:#1c1c1a;background:#fbfaf7;margin:0;padding:12vh 24px}main{max-width:34rem;margin:auto}h1{font-size:1.6rem;line-height:1.2;margin:0 0 .6em}a{color:#1f4d3a;display:inline-block;padding:12px 0;margin-right:24px}</style></head>
<body><main><h1>${failure.title}</h1><p>${failure.detail}</p>!${errors === '' ? '' : `<ul>${errors}</ul>`}<p><a href="javascript:history.back()">${back}</a><a href="/">${home}</a></p></main></body></html>`
}
