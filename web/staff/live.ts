/**
 * What others change, as it happens. The server sends which kind of thing changed, ids and days only; what is on
 * screen and concerned is fetched again.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** `ids` are those of the agendas, clients… concerned; without `ids` or `days` anything of the kind may have changed. */
export type Change = { kind: string; ids?: readonly string[]; days?: readonly string[] }

/**
 * Keys of queries about a network: `[network_id, kind, scope?, ...]`. `scope` says what the answer covers, so that
 * a change elsewhere does not fetch it again: `{ ids?, from?, to? }`, days inclusive; more members are welcome.
 */
export type Scope = { ids?: readonly string[]; from?: string; to?: string }

const scopeOf = (part: unknown): Scope => (typeof part === 'object' && part !== null ? part : {})

/** Whether the answer held under `key` can have changed. When in doubt it can. */
export function concerns(key: QueryKey, network_id: string, change: Change): boolean {
  if (key[0] !== network_id || key[1] !== change.kind) return false
  const { ids, from, to } = scopeOf(key[2])
  if (ids && change.ids && !change.ids.some((id) => ids.includes(id))) return false
  if (change.days && !change.days.some((day) => (!from || day >= from) && (!to || day <= to))) return false
  return true
}

/** Fetches again what a change touched. */
export function applyChange(client: QueryClient, network_id: string, change: Change): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => concerns(queryKey, network_id, change) })
}

/** The part of EventSource that is used, so that a test can stand in for it. */
export type Stream = Pick<EventSource, 'onopen' | 'onmessage' | 'onerror' | 'close'>

export type FollowOptions = {
  open: () => Stream
  onChange: (change: Change) => void
  /** `true` when connected; the first time with `missed` false, later with true: changes may have gone by unheard. */
  onState: (connected: boolean, missed: boolean) => void
  /** Schedules a reconnection; returns what cancels it. */
  wait: (ms: number, act: () => void) => () => void
  random?: () => number
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/** How long to wait before the nth attempt: doubling up to 30 s, spread by half so that a restart is not met by everyone at once. */
export const backOff = (attempt: number, random: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2)

/**
 * Follows a stream of changes until told to stop. EventSource's own reconnection gives up for good on an HTTP error,
 * so each failure closes the stream and a new one is opened after a growing wait.
 * @returns what stops it
 */
export function follow({ open, onChange, onState, wait, random = Math.random }: FollowOptions): () => void {
  let stream: Stream | undefined
  let cancel = (): void => {}
  let attempt = 0
  let everConnected = false

  function connect(): void {
    const current = open()
    stream = current
    current.onopen = () => {
      attempt = 0
      onState(true, everConnected)
      everConnected = true
    }
    current.onmessage = ({ data }) => {
      const change = readChange(data)
      if (change) onChange(change)
    }
    current.onerror = () => {
      if (stream !== current) return
      current.close()
      stream = undefined
      onState(false, false)
      cancel = wait(backOff(attempt, random()), connect)
      attempt += 1
    }
  }

  connect()
  return () => {
    cancel()
    stream?.close()
    stream = undefined
  }
}

/** The change in a message, undefined for anything else: a newer server may say more than this page understands. */
function readChange(data: unknown): Change | undefined {
  try {
    const value: unknown = JSON.parse(String(data))
    return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' ? (value as Change) : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps the queries about a network fresh while it is looked at.
 * @param onConnection told whether others' changes are arriving
 * @returns what stops it
 */
export function followNetwork(client: QueryClient, network_id: string, onConnection: (connected: boolean) => void): () => void {
  return follow({
    open: () => new EventSource(`/api/networks/${network_id}/events`),
    onChange: (change) => applyChange(client, network_id, change),
    onState: (connected, missed) => {
      onConnection(connected)
      if (missed) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === network_id })
    },
    wait: (ms, act) => {
      const stop = (): void => {
        clearTimeout(timer)
        removeEventListener('online', now)
      }
      const now = (): void => {
        stop()
        act()
      }
      const timer = setTimeout(now, ms)
      // Coming back online is worth trying at once.
      addEventListener('online', now)
      return stop
    },
  })
}
