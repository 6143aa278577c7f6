import { html } from 'ghtml'
import type { Language } from '../text/text.ts'
import type { OpenApiDocument, Operation } from './openapi.ts'

const words = {
  fr: { title: 'L’interface de programmation', intro: 'Un seul document, tiré des schémas qui vérifient les requêtes : ', raw: 'le document OpenAPI', body: 'Corps', answer: 'Réponse', refusals: 'Refus', signIn: 'connexion', right: 'droit', open: 'public', required: 'obligatoire' },
  en: { title: 'The programming interface', intro: 'One document, made from the schemas that check requests: ', raw: 'the OpenAPI document', body: 'Body', answer: 'Answer', refusals: 'Refusals', signIn: 'sign-in', right: 'right', open: 'public', required: 'required' }
}

/** The OpenAPI document as a page to read, without scripts. */
export function documentationPage(document: OpenApiDocument, language: Language): string {
  const w = words[language]
  const groups = Map.groupBy(
    Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))),
    ({ operation }) => operation.tags[0] ?? ''
  )
  const contents = [...groups.keys()].map((tag) => html`<a href="#${tag}">${tag}</a>`).join('')
  const sections = [...groups]
    .map(([tag, rows]) => html`<section id="${tag}"><h2>${tag}</h2>!${rows.map((row) => operationHtml(row, w)).join('')}</section>`)
    .join('')
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${w.title} · Réserve</title>
<style>!${style}</style></head><body><header><h1>${w.title}</h1><p>${w.intro}<a href="/api/openapi.json">${w.raw}</a></p><nav>!${contents}</nav></header><main>!${sections}</main></body></html>`
}

function operationHtml({ path, method, operation }: { path: string; method: string; operation: Operation }, w: (typeof words)['fr']): string {
  const access = operation.security.length === 0 ? w.open : operation['x-right'] === undefined ? w.signIn : `${w.right} ${operation['x-right']}`
  const parameters = operation.parameters
    .map(({ name, in: where, required, schema }) => html`<li><code>${name}</code> <small>${where}${required ? `, ${w.required}` : ''}</small> <code class="type">${typeOf(schema)}</code></li>`)
    .join('')
  const body = (operation.requestBody as { content?: { 'application/json'?: { schema: object } } } | undefined)?.content?.['application/json']?.schema
  const answers = Object.entries(operation.responses).map(([status, response]) => ({ status, ...(response as { description: string; content?: Record<string, { schema: object }> }) }))
  return html`<details id="${operation.operationId}"><summary><span class="method ${method}">${method.toUpperCase()}</span><code>${path}</code><span class="what">${operation.summary}</span><small>${access}</small></summary>
!${parameters === '' ? '' : html`<ul>!${parameters}</ul>`}
!${body === undefined ? '' : html`<h3>${w.body}</h3><pre tabindex="0">${JSON.stringify(body, null, 2)}</pre>`}
!${answers
  .map(({ status, description, content }) =>
    status === 'default'
      ? html`<h3>${w.refusals}</h3><p>${description}</p>`
      : html`<h3>${w.answer} ${status}</h3><pre tabindex="0">${JSON.stringify(content?.['application/json']?.schema ?? {}, null, 2)}</pre>`
  )
  .join('')}</details>`
}

function typeOf(schema: Record<string, unknown>): string {
  const choices = schema['enum']
  if (Array.isArray(choices)) return choices.join(' | ')
  return [schema['type'], schema['format']].filter((part) => part !== undefined).join(' ')
}

const style = `body{font:16px/1.5 system-ui,sans-serif;color:#1c1c1a;background:#fbfaf7;margin:0}header,main{max-width:62rem;margin:auto;padding:24px}
h1{font-size:1.7rem;margin:.5em 0 .2em}h2{font-size:1.15rem;margin:2em 0 .5em;border-bottom:1px solid #d9d6cd;padding-bottom:.3em}h3{font-size:.9rem;margin:1.2em 0 .3em}
nav{display:flex;flex-wrap:wrap;gap:4px 20px}a{color:#1f4d3a}details{border-bottom:1px solid #e8e5dc}summary{display:grid;grid-template-columns:5rem minmax(0,2fr) minmax(0,2fr) auto;gap:12px;align-items:baseline;padding:10px 0;cursor:pointer}
summary code{overflow-wrap:anywhere}.method{font-weight:600;font-size:.8rem}.get{color:#0b5d8a}.post,.put,.patch{color:#1f6b3a}.delete{color:#a3391b}small{color:#5c5a52}pre{background:#f1efe8;padding:14px;overflow:auto;font-size:.8rem;max-height:26rem}
code{font-size:.87rem}.type{color:#5c5a52}@media(max-width:720px){summary{grid-template-columns:4rem 1fr}.what,summary small{grid-column:2}}`
