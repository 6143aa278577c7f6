import { createServer } from 'node:net'

/** True when nothing listens on 127.0.0.1 at this port. */
export async function isFree(port: number): Promise<boolean> {
  return (await bind(port)) === port
}

/** A port of 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  const port = await bind(0)
  if (port === undefined) throw new Error('No port is free on 127.0.0.1.')
  return port
}

async function bind(port: number): Promise<number | undefined> {
  const server = createServer()
  return new Promise((done) => {
    server.once('error', () => done(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
