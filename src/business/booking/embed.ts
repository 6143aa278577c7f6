import { readFileSync } from 'node:fs'
import { page } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'

/** A script of web/public/embed as it is sent: without its indentation and comments. */
function script(name: string): string {
  const source = readFileSync(new URL(`../../../web/public/embed/${name}`, import.meta.url), 'utf8')
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n')
}

/** For an hour: a change reaches every client's site the same day. */
const kept = 'public, max-age=3600'

function file(path: string, name: string): Route {
  const content = script(name)
  return page({
    method: 'GET',
    path,
    access: { kind: 'none' },
    purpose: 'publication',
    handle: async (_context, { reply }) => reply.type('text/javascript; charset=utf-8').header('cache-control', kept).send(content)
  })
}

/** The script of the "Prendre RDV" button, and its counterpart in the pages that it shows. No cookie, no dependency. */
export const embedRoutes: Route[] = [file('/embed.js', 'button.js'), file('/embed-frame.js', 'frame.js')]
