import { html } from '../../foundation/http/html.ts'
import type { Html } from '../../foundation/http/html.ts'
import { noticeBlocks } from './blocks.ts'

/** A notice as a fragment of a page; what people wrote is escaped. */
export function noticeHtml(body: string): Html {
  return noticeBlocks(body)
    .map((block) => {
      if (block.kind === 'heading') return html`<h2>${block.text}</h2>`
      if (block.kind === 'paragraph') return html`<p>${block.text}</p>`
      return `<ul>${block.items.map((item) => html`<li>${item}</li>`).join('')}</ul>`
    })
    .join('')
}
