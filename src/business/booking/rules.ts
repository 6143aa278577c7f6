import { dayOf } from '../../foundation/time/days.ts'
import { dayStart, toLocal, zoneOf } from '../../foundation/time/zones.ts'

/** What an establishment allows its clients. */
export type ClientRules = {
  zone: string
  min_notice_minutes: number
  max_ahead_days: number
  change_notice_minutes: number
  max_upcoming_per_client: number
  min_gap_days: number
}

/** Why a time is refused, before anything is looked up. */
export type TimeRefusal = 'too-soon' | 'too-far'

/**
 * Whether a start is near or far enough.
 * @param starts_at_ms and `now_ms` are instants in ms
 */
export function refuseTime(rules: ClientRules, starts_at_ms: number, now_ms: number): TimeRefusal | null {
  if (starts_at_ms < now_ms + rules.min_notice_minutes * 60_000) return 'too-soon'
  const zone = zoneOf(rules.zone)
  const lastDay = dayOf(toLocal(zone, now_ms)) + rules.max_ahead_days
  return starts_at_ms >= dayStart(zone, lastDay + 1) ? 'too-far' : null
}

/** Whether a client may have one more appointment, given the starts (ms) of his others to come. */
export function refuseClient(rules: ClientRules, starts_at_ms: number, others: readonly number[]): 'too-many' | 'too-close' | null {
  if (others.length >= rules.max_upcoming_per_client) return 'too-many'
  if (rules.min_gap_days === 0) return null
  const zone = zoneOf(rules.zone)
  const day = dayOf(toLocal(zone, starts_at_ms))
  return others.some((other) => Math.abs(dayOf(toLocal(zone, other)) - day) < rules.min_gap_days) ? 'too-close' : null
}

/** Whether a client may still move or cancel by himself. */
export function mayChange(rules: ClientRules, starts_at_ms: number, now_ms: number): boolean {
  return starts_at_ms - now_ms >= rules.change_notice_minutes * 60_000
}
