import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Interval } from '../../../foundation/time/intervals.ts'
import { openIntervals } from './open.ts'
import { oracleSequences } from './oracle.ts'
import { firstFree, sequenceSlots } from './sequence.ts'
import { agenda, midnightOf, NIGHTS, search, service } from './situations.ts'
import { freeSlots, readingWindow } from './slots.ts'
import type { AgendaTime, Service } from './types.ts'

const PARIS = 'Europe/Paris'
const MINUTE = 60_000
const at = (local: string) => Temporal.PlainDateTime.from(`2026-06-01T${local}`).toZonedDateTime(PARIS).epochMilliseconds
const clock = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(PARIS).toPlainTime().toString({ smallestUnit: 'minute' })

const make = (service_id: string, duration_minutes: number, before = 0, after = 0): Service =>
  ({ service_id, duration_minutes, buffer_before_minutes: before, buffer_after_minutes: after, capacity: 4 })
const time = (open: [string, string][], busy: [string, string][] = [], sessions: AgendaTime['sessions'] = []): AgendaTime => {
  const instants = (spans: [string, string][]) => spans.map(([from, to]): Interval => [at(from), at(to)])
  return { open: instants(open), busy: instants(busy), sessions }
}

/** Sequences of 1 June as 'service agenda start–end, …'. */
function sequences(steps: [Service, string[]][], agendas: Record<string, AgendaTime>, step = 30): string[] {
  const found = sequenceSlots({
    zone: PARIS,
    booking_rules: { slot_step_minutes: step, min_notice_minutes: 0, max_ahead_days: 9 },
    now_ms: at('00:00'),
    window: [at('00:00'), at('23:59')],
    steps: steps.map(([wanted, agenda_ids]) => ({ service: wanted, agenda_ids })),
    agendas: new Map(Object.entries(agendas)),
  })
  return found.map(({ starts_at_ms, steps: placed }) => {
    assert.equal(starts_at_ms, placed[0]!.starts_at_ms)
    return placed.map((each) => `${each.service_id} ${each.agenda_id} ${clock(each.starts_at_ms)}–${clock(each.ends_at_ms)}`).join(', ')
  })
}

const cut = make('cut', 30)
const colour = make('colour', 45)

test('[A-6] services follow one another, on one agenda or from one to the next', () => {
  assert.deepEqual(sequences([[cut, ['ana']], [colour, ['ana']]], { ana: time([['09:00', '10:45']]) }), [
    'cut ana 09:00–09:30, colour ana 09:30–10:15',
    'cut ana 09:30–10:00, colour ana 10:00–10:45',
  ])
  const agendas = { ana: time([['09:00', '09:30']]), bob: time([['09:30', '10:15']]) }
  assert.deepEqual(sequences([[cut, ['ana']], [colour, ['bob']]], agendas), ['cut ana 09:00–09:30, colour bob 09:30–10:15'])
  assert.deepEqual(sequences([[cut, ['bob']], [colour, ['ana']]], agendas), [])
})

test('[A-6] on one agenda the buffers of both services lie between them, on two agendas none', () => {
  const long = make('long', 30, 0, 10)
  const next = make('next', 20, 5, 0)
  assert.deepEqual(sequences([[long, ['ana']], [next, ['ana']]], { ana: time([['09:00', '10:05']]) }), ['long ana 09:00–09:30, next ana 09:45–10:05'])
  assert.deepEqual(sequences([[long, ['ana']], [next, ['bob']]], { ana: time([['09:00', '09:30']]), bob: time([['09:00', '09:50']]) }), [
    'long ana 09:00–09:30, next bob 09:30–09:50',
  ])
})

test('[A-6] an agenda that comes back is still blocked by its own buffer', () => {
  const long = make('long', 30, 0, 20)
  const short = make('short', 10)
  const agendas = { ana: time([['09:00', '12:00']]), bob: time([['09:00', '09:45']]) }
  assert.deepEqual(sequences([[long, ['ana']], [short, ['bob']], [short, ['ana']]], agendas), [])
  assert.deepEqual(sequences([[long, ['ana']], [make('short', 20), ['bob']], [short, ['ana']]], { ...agendas, bob: time([['09:00', '09:50']]) }), [
    'long ana 09:00–09:30, short bob 09:30–09:50, short ana 09:50–10:00',
  ])
})

test('[A-6] with no preference the agenda with the least booked that day serves, then the first named', () => {
  const open: [string, string][] = [['09:00', '09:30']]
  const busy = time(open, [['14:00', '15:00'], ['14:30', '15:00']])
  const busier = time(open, [['14:00', '15:01']])
  assert.deepEqual(sequences([[cut, ['busier', 'busy']]], { busier, busy }), ['cut busy 09:00–09:30'])
  assert.deepEqual(sequences([[cut, ['b', 'a']]], { a: busy, b: busy }), ['cut b 09:00–09:30'])
})

test('[A-6] the choice for a first service never hides a second one', () => {
  // ana is freer, but only ana can colour: bob must cut.
  const agendas = { ana: time([['09:00', '10:15']]), bob: time([['09:00', '09:30']], [['16:00', '18:00']]) }
  const buffered = make('cut', 30, 0, 15)
  assert.deepEqual(sequences([[buffered, ['ana', 'bob']], [colour, ['ana']]], agendas), ['cut bob 09:00–09:30, colour ana 09:30–10:15'])
})

test('[A-6] a sequence may begin or go on with a session that has room', () => {
  const session = { service_id: 'class', starts_at_ms: at('09:40'), ends_at_ms: at('10:30'), seats_left: 1 }
  const agendas = { gym: time([['09:00', '12:00']], [['09:40', '10:30']], [session]), ana: time([['09:00', '12:00']]) }
  const warmUp = make('warm-up', 40)
  assert.deepEqual(sequences([[make('class', 50), ['gym']], [cut, ['ana']]], agendas, 60), [
    'class gym 09:40–10:30, cut ana 10:30–11:00',
  ])
  assert.deepEqual(sequences([[warmUp, ['gym']], [make('class', 50), ['gym']]], agendas, 60), ['warm-up gym 09:00–09:40, class gym 09:40–10:30'])
})

test('[A-6] nothing is asked of nobody: no step or an unknown agenda gives no slot', () => {
  assert.deepEqual(sequences([], { ana: time([['09:00', '12:00']]) }), [])
  assert.deepEqual(sequences([[cut, ['nobody']]], { ana: time([['09:00', '12:00']]) }), [])
})

test('[A-6] many services without a possible end are given up quickly', () => {
  const ids = Array.from({ length: 30 }, (_, i) => `agenda ${i}`)
  const agendas = Object.fromEntries(ids.map((id) => [id, time([['08:00', '20:00']])]))
  const steps: [Service, string[]][] = [...Array.from({ length: 7 }, (_, i): [Service, string[]] => [make(`s${i}`, 20, 5, 5), ids]), [make('never', 900), ids]]
  assert.deepEqual(sequences(steps, agendas), []) // 30 ^ 7 beginnings for each start
})

test('[A-6] a dead end of one start is not taken for that of another, whose agenda is free sooner', () => {
  const day = time([['09:00', '12:00']])
  const steps: [Service, string[]][] = [
    [make('s0', 20, 20, 40), ['a', 'b']],
    [make('s1', 10, 0, 20), ['a', 'b']],
    [make('s2', 10, 10, 20), ['b', 'c']],
    [make('s3', 20, 0, 40), ['a']],
  ]
  const found = sequences(steps, { a: day, b: day, c: day }, 10)
  assert.equal(found.length, 10)
  assert.equal(found.at(-1), 's0 a 10:30–10:50, s1 b 10:50–11:00, s2 b 11:30–11:40, s3 a 11:40–12:00')
})

test('[A-6] after a session longer than its service no later service reaches into time that was not read', () => {
  const [late, midnight] = [at('23:00'), at('00:00') + 1440 * MINUTE]
  const one = midnight + 60 * MINUTE
  const gym = { open: [], busy: [[late, one] as const], sessions: [{ service_id: 'class', starts_at_ms: late, ends_at_ms: one, seats_left: 1 }] }
  const agendas = new Map<string, AgendaTime>([['gym', gym], ['ana', { open: [[late, one + 30 * MINUTE]], busy: [], sessions: [] }]])
  // The class was meant to last half an hour, so ana is known until 1:30. Her cut would end then, its buffer at 2:00.
  const found = (to: number) =>
    sequenceSlots({
      zone: PARIS,
      booking_rules: { slot_step_minutes: 15, min_notice_minutes: 0, max_ahead_days: 9 },
      now_ms: at('00:00'),
      window: [at('00:00'), to],
      steps: [{ service: make('class', 30), agenda_ids: ['gym'] }, { service: make('cut', 30, 0, 30), agenda_ids: ['ana'] }],
      agendas,
    }).length
  assert.equal(found(midnight), 0)
  assert.equal(found(midnight + 30 * MINUTE), 1)
})

/** One to three steps on one to three agendas; `coarse` ones, in half hours, meet sessions and buffers far more often. */
const situation = (zone: string, night: string, coarse = false) =>
  fc.tuple(...['a', 'b'].map((id) => (coarse ? service(id, [30, 60], [0, 30]) : service(id)))).chain((services) =>
    fc.record({
      input: search(zone, night),
      steps: fc.array(
        fc.record({ service: fc.constantFrom(...services), agenda_ids: fc.uniqueArray(fc.constantFrom('x', 'y', 'z', 'gone'), { minLength: 1 }) }),
        { minLength: 1, maxLength: 3 },
      ),
      known: fc.record({ x: known(zone, night, services, coarse), y: known(zone, night, services, coarse), z: known(zone, night, services, coarse) }),
    }),
  )

const known = (zone: string, night: string, services: Service[], coarse: boolean) =>
  agenda(zone, night, services, coarse ? 30 * MINUTE : MINUTE)

for (const [zone, night, coarse] of [...NIGHTS.map((each) => [...each, false] as const), [...NIGHTS[0], true] as const, [...NIGHTS[1], true] as const]) {
  test(`[A-6] sequences agree with trying every agenda at every minute: ${zone}, ${night}${coarse ? ', in half hours' : ''}`, () => {
    fc.assert(
      fc.property(situation(zone, night, coarse), ({ input, steps, known }) => {
        const window = readingWindow(input, steps.map((each) => each.service))
        const agendas = new Map(Object.entries(known).map(([id, each]) => [id, { ...each, open: openIntervals({ ...input, rules: each.rules, window }) }]))
        assert.deepEqual(sequenceSlots({ ...input, steps, agendas }), oracleSequences(input, steps, new Map(Object.entries(known))))
      }),
      { numRuns: coarse ? 200 : 40 },
    )
  })
}

test('[A-6] the first free slot is the first of all slots, read in windows that adjoin and widen', async () => {
  const [zone, night] = NIGHTS[0]
  await fc.assert(
    fc.asyncProperty(situation(zone, night), async ({ input: near, steps, known }) => {
      const input = { ...near, window: [near.window[0], near.window[0] + 20 * 1440 * MINUTE] as const }
      const services = steps.map((each) => each.service)
      const agendasIn = (window: Interval) =>
        new Map(Object.entries(known).map(([id, { rules, busy, sessions }]) => [
          id,
          {
            open: openIntervals({ ...input, rules, window }),
            busy: busy.filter(([start, end]) => start < window[1] && end > window[0]),
            sessions: sessions.filter((each) => each.starts_at_ms < window[1] && each.ends_at_ms > window[0]),
          },
        ]))
      const read: Interval[] = []
      const first = await firstFree({ ...input, steps }, (window) => (read.push(window), Promise.resolve(agendasIn(window))))
      const [expected] = sequenceSlots({ ...input, steps, agendas: agendasIn(readingWindow(input, services)) })
      assert.deepEqual(first, expected ?? null)
      if (first) assert.ok(read.at(-1)![0] <= first.starts_at_ms && first.starts_at_ms < read.at(-1)![1])
      for (const [i, [from, to]] of read.entries()) assert.ok(i === 0 || (from <= read[i - 1]![1] && to > read[i - 1]![1]))
    }),
    { numRuns: 60 },
  )
})

test('[A-6] the first free slot stops reading as soon as there is one, and reads the whole window before it says none', async () => {
  const from = midnightOf(PARIS, '2026-06-01')
  const base = { zone: PARIS, booking_rules: { slot_step_minutes: 30, min_notice_minutes: 0, max_ahead_days: 90 }, now_ms: from, steps: [{ service: cut, agenda_ids: ['ana'] }] }
  const day = 1440 * MINUTE
  const read: number[] = []
  const readFrom = (openFrom: number) => ([start, end]: Interval) => {
    read.push((start - from) / day)
    return new Map([['ana', { open: end > openFrom ? [[Math.max(start, openFrom), end] as const] : [], busy: [], sessions: [] }]])
  }
  const window: Interval = [from, from + 30 * day]
  const first = await firstFree({ ...base, window }, readFrom(from + 5 * day))
  assert.equal(first?.starts_at_ms, from + 5 * day)
  assert.deepEqual(read.splice(0), [0, 1, 3])
  assert.equal(await firstFree({ ...base, window }, readFrom(Infinity)), null)
  assert.deepEqual(read.splice(0), [0, 1, 3, 7, 15])
  assert.equal(await firstFree({ ...base, now_ms: from + 40 * day, window }, readFrom(0)), null)
  assert.deepEqual(read, [])
  assert.equal(await firstFree({ ...base, window: [from, from + day / 2] }, readFrom(from + day / 2)), null, 'nothing after the window')
})

test('[A-6] a sequence of one service on one agenda is its slots', () => {
  const [zone, night] = NIGHTS[0]
  fc.assert(
    fc.property(situation(zone, night), ({ input, steps: [step], known: { x } }) => {
      const open = openIntervals({ ...input, rules: x.rules, window: readingWindow(input, [step!.service]) })
      const found = sequenceSlots({ ...input, steps: [{ service: step!.service, agenda_ids: ['x'] }], agendas: new Map([['x', { ...x, open }]]) })
      assert.deepEqual(found.map((each) => each.starts_at_ms), freeSlots({ ...input, ...x, open, service: step!.service }))
    }),
  )
})
