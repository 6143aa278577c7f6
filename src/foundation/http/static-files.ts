import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import serveFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The built staff application. */
export const webFolder = fileURLToPath(new URL('../../../dist/web', import.meta.url))

/**
 * Serves the staff application under /app/: files with a digest in their name for a
 * year, everything else as its one page, whose router knows the addresses.
 */
export async function serveStaffApplication(server: FastifyInstance, folder = webFolder): Promise<void> {
  if (!existsSync(folder)) return
  await server.register(serveFiles, {
    root: folder,
    prefix: '/app/',
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  const shell = (_request: unknown, reply: { header(name: string, value: string): { sendFile(name: string): unknown } }): unknown => reply.header('cache-control', 'no-cache').sendFile('index.html')
  for (const address of ['/app', '/app/*']) server.get(address, shell as never)
}
