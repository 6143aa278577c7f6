import { EventEmitter } from 'node:events'
import pg from 'pg'

/** Something changed; browsers that show it fetch it again. Ids and days only. */
export type Signal = { network_id: string; kind: string; ids?: string[]; days?: string[] }

export type Hub = {
  publish(signal: Signal): void
  /** @returns a function that ends the subscription */
  subscribe(network_id: string, listener: (signal: Signal) => void): () => void
  close(): Promise<void>
}

/**
 * Signals within a process and, through PostgreSQL, between processes.
 *
 * NOTIFY inside the business transaction would queue every commit of the server behind
 * one lock, so signals leave after the commit, gathered over 100 ms, on a connection
 * of their own. A signal may be lost when a process dies; nothing but freshness is.
 */
export async function openHub(url: string, onError: (error: Error) => void): Promise<Hub> {
  const emitter = new EventEmitter().setMaxListeners(0)
  const self = crypto.randomUUID()
  let waiting: Signal[] = []
  let timer: NodeJS.Timeout | undefined
  let client: pg.Client | undefined
  let closed = false

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'reserve signals' })
    fresh.on('error', (error) => {
      onError(error)
      client = undefined
      reconnect()
    })
    fresh.on('notification', ({ payload }) => {
      const message = JSON.parse(payload ?? '{}') as { from: string; signals: Signal[] }
      if (message.from !== self) for (const signal of message.signals) emitter.emit(signal.network_id, signal)
    })
    await fresh.connect()
    await fresh.query('listen reserve')
    client = fresh
  }

  /** Tries each second until PostgreSQL is back. */
  function reconnect(): void {
    if (closed) return
    setTimeout(() => {
      connect().catch((error: Error) => {
        onError(error)
        reconnect()
      })
    }, 1000).unref()
  }

  function flush(): void {
    timer = undefined
    const signals = waiting
    waiting = []
    // A payload may hold 8,000 bytes.
    for (let at = 0; at < signals.length; at += 20) {
      client?.query('select pg_notify($1, $2)', ['reserve', JSON.stringify({ from: self, signals: signals.slice(at, at + 20) })]).catch(onError)
    }
  }

  await connect()
  return {
    publish(signal) {
      emitter.emit(signal.network_id, signal)
      waiting.push(signal)
      timer ??= setTimeout(flush, 100)
    },
    subscribe(network_id, listener) {
      emitter.on(network_id, listener)
      return () => void emitter.off(network_id, listener)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end()
    }
  }
}
