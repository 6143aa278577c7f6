import { lookup as resolveName } from 'node:dns'
import { request as requestPlainly } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { BlockList, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { sql } from 'kysely'
import { z } from 'zod'
import type { App } from '../../foundation/http/app.ts'
import type { Job } from '../../foundation/room.ts'
import { subscriptionUrl, takeIn } from './calendars.ts'
import type { Fetched } from './calendars.ts'

const largest = 5_000_000
const patience = 15_000

/** Addresses of this machine and of private networks: a calendar's address must not make the server ask its own. */
const inside = new BlockList()
for (const [network, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.168.0.0', 16], ['192.0.0.0', 24], ['198.18.0.0', 15], ['224.0.0.0', 4], ['240.0.0.0', 4]] as const) inside.addSubnet(network, prefix)
for (const [network, prefix] of [['::', 128], ['::1', 128], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8], ['64:ff9b::', 96], ['2002::', 16]] as const) inside.addSubnet(network, prefix, 'ipv6')

/**
 * Fetches a calendar: five megabytes and fifteen seconds at most, three redirections,
 * never from an address inside. The address is checked where the connection is made: a
 * name that answers differently the second time gains nothing.
 * @param allowInside for tests, whose calendars are on this machine
 */
export async function fetchCalendar(url: string, etag: string | null, allowInside: boolean): Promise<Fetched> {
  const signal = AbortSignal.timeout(patience)
  let address = url.replace(/^webcal:/i, 'https:')
  try {
    for (let hops = 0; hops < 4; hops++) {
      const target = new URL(address)
      if (!/^https?:$/.test(target.protocol)) return { kind: 'failed', reason: 'protocol' }
      const answer = await ask(target, etag, allowInside, signal)
      const status = answer.statusCode ?? 0
      const next = answer.headers.location
      if (status >= 200 && status < 300) return await readLimited(answer)
      answer.destroy()
      if (status === 304) return { kind: 'same' }
      if (status < 300 || status >= 400 || next === undefined) return { kind: 'failed', reason: `http-${status}` }
      address = new URL(next, target).href
    }
    return { kind: 'failed', reason: 'redirections' }
  } catch (error) {
    if (error instanceof InsideError) return { kind: 'failed', reason: 'inside' }
    return { kind: 'failed', reason: signal.aborted ? 'timeout' : 'unreachable' }
  }
}

class InsideError extends Error {}

function ask(target: URL, etag: string | null, allowInside: boolean, signal: AbortSignal): Promise<IncomingMessage> {
  const bare = target.hostname.replace(/^\[|\]$/g, '')
  if (!allowInside && isIP(bare) !== 0 && isInside(bare)) return Promise.reject(new InsideError())
  const headers = { accept: 'text/calendar, */*;q=0.1', 'user-agent': 'Reserve', ...(etag === null ? {} : { 'if-none-match': etag }) }
  const request = target.protocol === 'https:' ? requestSecurely : requestPlainly
  return new Promise((resolve, reject) => {
    const sent = request(target, { headers, signal, agent: false, ...(allowInside ? {} : { lookup: outsideLookup }) }, resolve)
    sent.on('error', reject)
    sent.end()
  })
}

/** Resolves a name for a connection, unless any of its addresses is inside. */
const outsideLookup: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, '', 0)
    if (addresses.some(({ address }) => isInside(address))) return done(new InsideError() as NodeJS.ErrnoException, '', 0)
    const [first] = addresses
    return options.all === true ? done(null, addresses) : done(null, first?.address ?? '', first?.family ?? 4)
  })
}

function isInside(address: string): boolean {
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

async function readLimited(answer: IncomingMessage): Promise<Fetched> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > largest) return { kind: 'failed', reason: 'too-large' }
    parts.push(part)
  }
  return { kind: 'content', content: Buffer.concat(parts), etag: answer.headers.etag ?? null }
}

const payload = z.object({ network_id: z.uuid(), subscription_id: z.uuid() })

/** Fetches one subscription and takes in what came; the network call happens outside any transaction. */
async function refresh({ database, config }: App, given: unknown): Promise<void> {
  const { network_id, subscription_id } = payload.parse(given)
  const scope = { network_id, actor: { kind: 'system' as const, job: 'calendar-fetch' }, purpose: 'reservation' }
  const target = await database.transaction(scope, (context) => subscriptionUrl(context, subscription_id))
  if (target === undefined) return
  const fetched = await fetchCalendar(target.url, target.etag, config.NODE_ENV === 'test')
  await database.transaction(scope, (context) => takeIn(context, subscription_id, target.agenda_id, fetched))
}

export const calendarJobs: Job[] = [
  { name: 'calendar-fetch', run: refresh },
  {
    name: 'calendar-fetch-all',
    cron: '*/15 * * * *',
    async run(app) {
      const actor = { kind: 'system' as const, job: 'calendar-fetch-all' }
      const networks = await app.database.outside({ actor, purpose: 'reservation' }, ({ db }) => db.selectFrom('network_addresses').select('network_id').execute())
      for (const { network_id } of networks) {
        // A job each: one dead calendar holds up nobody.
        await app.database.transaction({ network_id, actor, purpose: 'reservation' }, ({ db }) =>
          sql`select enqueue_job('calendar-fetch', json_build_object('network_id', network_id, 'subscription_id', subscription_id), null, 'calendar-fetch ' || subscription_id)
            from calendar_subscriptions where network_id = ${network_id} and url_sealed is not null`.execute(db)
        )
      }
    }
  }
]
