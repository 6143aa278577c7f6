import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import type { App } from '../../foundation/http/app.ts'
import type { Job } from '../../foundation/room.ts'
import { subscriptionUrl, takeIn } from './calendars.ts'
import type { Fetched } from './calendars.ts'

const largest = 5_000_000
const patience = 15_000

/** Addresses of this machine and of private networks: a calendar's address must not make the server ask its own. */
const inside = new BlockList()
for (const [network, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.168.0.0', 16], ['224.0.0.0', 4]] as const) inside.addSubnet(network, prefix)
for (const [network, prefix] of [['::', 128], ['::1', 128], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]] as const) inside.addSubnet(network, prefix, 'ipv6')

/**
 * Fetches a calendar: five megabytes and fifteen seconds at most, three redirections,
 * never from an address inside.
 * @param allowInside for tests, whose calendars are on this machine
 */
export async function fetchCalendar(url: string, etag: string | null, allowInside: boolean): Promise<Fetched> {
  const signal = AbortSignal.timeout(patience)
  let address = url.replace(/^webcal:/i, 'https:')
  try {
    for (let hops = 0; hops < 4; hops++) {
      const target = new URL(address)
      if (!/^https?:$/.test(target.protocol)) return { kind: 'failed', reason: 'protocol' }
      if (!allowInside && (await isInside(target.hostname))) return { kind: 'failed', reason: 'inside' }
      const answer = await fetch(target, { redirect: 'manual', signal, headers: { accept: 'text/calendar, */*;q=0.1', ...(etag === null ? {} : { 'if-none-match': etag }) } })
      if (answer.status === 304) return { kind: 'same' }
      const next = answer.headers.get('location')
      if (answer.status >= 300 && answer.status < 400 && next !== null) {
        address = new URL(next, target).href
        continue
      }
      if (!answer.ok) return { kind: 'failed', reason: `http-${answer.status}` }
      return await readLimited(answer)
    }
    return { kind: 'failed', reason: 'redirections' }
  } catch (error) {
    return { kind: 'failed', reason: signal.aborted ? 'timeout' : error instanceof TypeError ? 'unreachable' : 'error' }
  }
}

async function readLimited(answer: Response): Promise<Fetched> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.length
    if (size > largest) return { kind: 'failed', reason: 'too-large' }
    parts.push(part)
  }
  return { kind: 'content', content: Buffer.concat(parts), etag: answer.headers.get('etag') }
}

async function isInside(hostname: string): Promise<boolean> {
  const bare = hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(bare) === 0 ? await lookup(bare, { all: true }) : [{ address: bare, family: isIP(bare) }]
  return addresses.some(({ address, family }) => inside.check(address, family === 6 ? 'ipv6' : 'ipv4'))
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
        const rows = await app.database.transaction({ network_id, actor, purpose: 'reservation' }, ({ db }) =>
          db.selectFrom('calendar_subscriptions').select('subscription_id').where('network_id', '=', network_id).where('url_sealed', 'is not', null).execute()
        )
        // One dead calendar fails alone: its fetch gives up by itself and says why.
        for (const { subscription_id } of rows) await refresh(app, { network_id, subscription_id })
      }
    }
  }
]
