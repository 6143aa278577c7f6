import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import { newId } from '../../foundation/database/ids.ts'
import { html } from '../../foundation/http/html.ts'
import type { Html } from '../../foundation/http/html.ts'
import { page } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { bookingWords } from '../../../web/public/booking/words.ts'
import { slug } from './schemas.ts'

/** Version of the question's wording, kept with each answer. */
const textVersion = 1
/** Under the 24 hours promised: how long what was accepted is kept, in seconds. */
export const cookieSeconds = 23 * 3600
const names = { choice: 'reserve_choice', language: 'reserve_language' } as const

/** The choice at the foot of every public page. Nothing was set before it. */
export function cookieChoice(language: 'fr' | 'en', request: FastifyRequest, network: string): Html {
  const w = bookingWords[language]
  const accepted = request.cookies[names.choice] !== undefined
  const button = (value: string, label: string): Html => html`<button name="choice" value="${value}">${label}</button>`
  return html`<form class="cookie" method="post" action="/${network}/cookies"><input type="hidden" name="back" value="${request.url}"><input type="hidden" name="language" value="${language}">
<span>${accepted ? w.cookie_kept : `${w.cookie_none} ${w.cookie_question}`}</span>!${accepted ? button('refused', w.cookie_withdraw) : `${button('accepted', w.cookie_accept)}${button('refused', w.cookie_refuse)}`}</form>`
}

/** Records the choice on the server and acts on it: a refusal sets nothing and clears what was set. */
export const cookieRoutes: Route[] = [
  page({
    method: 'POST',
    path: '/:network/cookies',
    access: { kind: 'public' },
    purpose: 'information',
    params: z.object({ network: slug }),
    body: z.object({ choice: z.enum(['accepted', 'refused']), back: z.string().max(2000), language: z.enum(['fr', 'en']) }),
    async handle(context, { params, body, request, reply, app }) {
      const known = z.uuid().safeParse(request.cookies[names.choice])
      const choice_id = known.success ? known.data : newId()
      await context.db.insertInto('cookie_choices').values({ network_id: context.network_id, choice_id, choice: body.choice, text_version: textVersion, chosen_at: context.now }).execute()
      const options = { path: '/', maxAge: cookieSeconds, httpOnly: true, sameSite: 'lax' as const, secure: app.config.publicUrl.startsWith('https:') }
      if (body.choice === 'accepted') {
        reply.setCookie(names.choice, choice_id, options).setCookie(names.language, body.language, options)
      } else {
        for (const name of Object.values(names)) if (request.cookies[name] !== undefined) reply.clearCookie(name, { path: '/' })
      }
      // Only a path of ours: an address elsewhere would be an open redirect.
      const back = /^\/(?![/\\])[\x21-\x7e]*$/.test(body.back) ? body.back : `/${params.network}`
      return reply.redirect(back, 303)
    }
  })
]
