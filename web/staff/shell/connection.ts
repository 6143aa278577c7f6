/** Whether what is on screen is kept up to date: the network is there, and others' changes arrive. */
import { onlineManager, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { followNetwork } from '../live.ts'

/** Interruptions shorter than this are nobody's business. */
const WORTH_SAYING_MS = 8_000

const subscribe = (listener: () => void): (() => void) => onlineManager.subscribe(listener)
const useOnline = (): boolean => useSyncExternalStore(subscribe, () => onlineManager.isOnline())

export type Connection = { state: 'fresh' | 'offline' | 'silent'; since: number }

/** Follows the network's changes while the caller is on screen. */
export function useConnection(network_id: string): Connection {
  const client = useQueryClient()
  const online = useOnline()
  const [connected, setConnected] = useState(true)
  const [since, setSince] = useState(0)
  const [silent, setSilent] = useState(false)

  useEffect(() => followNetwork(client, network_id, setConnected), [client, network_id])

  const fresh = online && connected
  useEffect(() => {
    setSilent(false)
    if (fresh) return
    setSince(Date.now())
    const timer = setTimeout(() => setSilent(true), WORTH_SAYING_MS)
    return () => clearTimeout(timer)
  }, [fresh])

  return { state: online ? (silent && !connected ? 'silent' : 'fresh') : 'offline', since }
}
