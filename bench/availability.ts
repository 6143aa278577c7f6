/**
 * How fast a month of slots is computed, against the npm package slot-calculator and against a bare
 * sorted sweep that gets the open intervals for nothing. All sides get the same months and must give
 * the same answers. Every measured call starts from rows; only zone tables outlive it.
 *
 * `node bench/availability.ts` prints the table.
 */
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import slotCalculator from 'slot-calculator'
import { openIntervals } from '../src/business/agenda/availability/open.ts'
import { freeSlots, readingWindow } from '../src/business/agenda/availability/slots.ts'
import type { BookingRules, EstablishmentException, OpeningHours, Service } from '../src/business/agenda/availability/types.ts'
import type { Interval } from '../src/foundation/time/intervals.ts'
import type { BenchRow } from './row.ts'

const ZONE = 'Europe/Paris'
const HALF_HOUR_MS = 1_800_000

/** October 2026: the clock goes back on the 25th. */
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).epochMilliseconds
const WINDOW: Interval = [at('2026-10-01'), at('2026-11-01')]

/** Monday to Saturday, 8:00–12:00 and 13:00–20:00. */
const HOURS: OpeningHours[] = [1, 2, 3, 4, 5, 6].flatMap((weekday) => [
  { weekday, opens_minute: 480, closes_minute: 720 },
  { weekday, opens_minute: 780, closes_minute: 1200 },
])
/** A short Wednesday, a closed Friday, an open Sunday (that of the clock change). */
const EXCEPTIONS: EstablishmentException[] = [
  { day: '2026-10-07', opens_minute: 600, closes_minute: 840 },
  { day: '2026-10-16', opens_minute: null, closes_minute: null },
  { day: '2026-10-25', opens_minute: 600, closes_minute: 960 },
]
const CLOSED_DAYS: ReadonlySet<string> = new Set(['2026-07-14', '2026-08-15', '2026-11-01'])
const ESTABLISHMENT = { zone: ZONE, opening_hours: HOURS, exceptions: EXCEPTIONS, closed_days: CLOSED_DAYS }

type Case = { service: Service; booking_rules: BookingRules }

const RULES: BookingRules = { slot_step_minutes: 30, min_notice_minutes: 0, max_ahead_days: 60 }
const HALF_HOURS: Case = {
  service: { service_id: 's', duration_minutes: 30, buffer_before_minutes: 0, buffer_after_minutes: 0, capacity: 1 },
  booking_rules: RULES,
}
const BUFFERED: Case = {
  service: { service_id: 's', duration_minutes: 20, buffer_before_minutes: 5, buffer_after_minutes: 5, capacity: 1 },
  booking_rules: { ...RULES, slot_step_minutes: 5 },
}

/** From rows to slots: what is measured. */
function monthOfSlots({ service, booking_rules }: Case, busy: Interval[]): number[] {
  const search = { zone: ZONE, booking_rules, now_ms: WINDOW[0], window: WINDOW }
  const open = openIntervals({ ...ESTABLISHMENT, rules: [], window: readingWindow(search, [service]) })
  return freeSlots({ ...search, service, open, busy, sessions: [] })
}

/** The limit: sort the appointments, walk the open intervals, emit. It knows no zone, hours or rules. */
function bareSweep({ service, booking_rules }: Case, open: readonly Interval[], busy: Interval[]): number[] {
  const [before, duration, after] = [service.buffer_before_minutes, service.duration_minutes, service.buffer_after_minutes].map((m) => m * 60_000) as [number, number, number]
  const step = booking_rules.slot_step_minutes * 60_000
  const sorted = [...busy].sort((a, b) => a[0] - b[0])
  const slots: number[] = []
  let next = 0
  for (const [from, to] of open) {
    for (let start = from; start + duration <= to; start += step) {
      while (next < sorted.length && sorted[next]![1] <= start - before) next++
      if (next === sorted.length || sorted[next]![0] >= start + duration + after) slots.push(start)
    }
  }
  return slots
}

/** The peer's own form of the same rows, made outside the measured time. Its exceptions are subtractions and additions. */
function peerMonth(busy: Interval[]): () => number[] {
  const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
  const iso = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString()
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const between = (from: string, to: string) => ({ from: iso(at(from)), to: iso(at(to)) })
  const availability = [
    ...HOURS.map(({ weekday, opens_minute, closes_minute }) => ({
      day: { text: names[weekday - 1]!, locale: 'en' }, from: clock(opens_minute), to: clock(closes_minute), timezone: ZONE,
    })),
    between('2026-10-07T12:00', '2026-10-07T13:00'),
    between('2026-10-25T10:00', '2026-10-25T16:00'),
  ]
  const unavailability = [
    between('2026-10-07T08:00', '2026-10-07T10:00'),
    between('2026-10-07T14:00', '2026-10-07T20:00'),
    between('2026-10-16T08:00', '2026-10-16T20:00'),
    ...busy.map(([from, to]) => ({ from: iso(from), to: iso(to) })),
  ]
  return () => {
    const { availableSlots } = slotCalculator.getSlots({
      from: iso(WINDOW[0]), to: iso(WINDOW[1]), availability, unavailability, duration: 30, outputTimezone: ZONE,
    })
    return availableSlots.map(({ from }) => Date.parse(from))
  }
}

/** Months with 400 appointments of half an hour, in no order; the same on every run. */
function months(count: number): Interval[][] {
  let state = 42
  const random = () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32
  const all = monthOfSlots(HALF_HOURS, [])
  return Array.from({ length: count }, () => {
    const left = [...all]
    return Array.from({ length: 400 }, (): Interval => {
      const [start] = left.splice(Math.floor(random() * left.length), 1)
      return [start!, start! + HALF_HOUR_MS]
    })
  })
}

/** Median milliseconds of a call, over each month `rounds` times. */
function time<T>(inputs: readonly T[], rounds: number, call: (input: T) => unknown): number {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const input of inputs) {
      const start = performance.now()
      call(input)
      times.push(performance.now() - start)
    }
  }
  return times.sort((a, b) => a - b)[times.length >> 1]!
}

export async function run(): Promise<BenchRow[]> {
  const inputs = months(8)
  const open = openIntervals({ ...ESTABLISHMENT, rules: [], window: WINDOW })
  const peers = inputs.map(peerMonth)
  for (const [i, busy] of inputs.entries()) {
    const slots = monthOfSlots(HALF_HOURS, busy)
    assert.ok(slots.length > 100)
    assert.deepEqual(slots, peers[i]!())
    assert.deepEqual(slots, bareSweep(HALF_HOURS, open, busy))
    assert.deepEqual(monthOfSlots(BUFFERED, busy), bareSweep(BUFFERED, open, busy))
  }
  const name = 'availability: a month of slots, 400 appointments'
  const row = (label: string, value: number, peer: string, peer_value: number, ratio: number, target: string, ok: boolean): BenchRow =>
    ({ name: label, value, unit: 'ms', peer, peer_value, ratio, target, ok })

  const rows: BenchRow[] = []
  for (const [label, theCase] of [[name, HALF_HOURS], [`${name}, buffers, step of 5 min`, BUFFERED]] as const) {
    const engine = () => time(inputs, 250, (busy) => monthOfSlots(theCase, busy))
    const sweep = () => time(inputs, 250, (busy) => bareSweep(theCase, open, busy))
    engine()
    sweep()
    const [value, limit] = [engine(), sweep()]
    if (theCase === HALF_HOURS) {
      const peer = time(peers, 1, (call) => call())
      rows.push(row(label, value, 'slot-calculator 2.2.1', peer, peer / value, '≥ 200 × faster', peer / value >= 200))
    }
    rows.push(row(label, value, 'bare sorted sweep', limit, value / limit, '≤ 3 × as long', value / limit <= 3))
  }
  return rows
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.table(await run())
