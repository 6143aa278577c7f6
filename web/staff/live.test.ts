import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backOff, type Change, concerns, follow, type Stream } from './live.ts'

const network = 'n1'

test('a change fetches again what it can have touched and nothing else', () => {
  const change: Change = { kind: 'agenda', ids: ['a1'], days: ['2026-03-03'] }
  const week = { ids: ['a1', 'a2'], from: '2026-03-02', to: '2026-03-08' }
  assert.equal(concerns([network, 'agenda', week], network, change), true)
  assert.equal(concerns([network, 'agenda'], network, change), true)
  assert.equal(concerns([network, 'agenda', 'slots'], network, change), true)
  assert.equal(concerns(['n2', 'agenda', week], network, change), false)
  assert.equal(concerns([network, 'clients'], network, change), false)
  assert.equal(concerns(['me'], network, change), false)
  assert.equal(concerns([network, 'agenda', { ...week, ids: ['a2'] }], network, change), false)
  assert.equal(concerns([network, 'agenda', { ...week, from: '2026-03-04' }], network, change), false)
  assert.equal(concerns([network, 'agenda', { ...week, to: '2026-03-02' }], network, change), false)
})

test('a change that does not say where touches the whole kind', () => {
  assert.equal(concerns([network, 'agenda', { ids: ['a2'], from: '2026-03-04' }], network, { kind: 'agenda' }), true)
})

type Fake = Stream & { closed: boolean }

function followed() {
  const streams: Fake[] = []
  const waits: { ms: number; act: () => void; cancelled: boolean }[] = []
  const heard: Change[] = []
  const states: [boolean, boolean][] = []
  const stop = follow({
    open: () => {
      const stream: Fake = { onopen: null, onmessage: null, onerror: null, closed: false, close: () => void (stream.closed = true) }
      streams.push(stream)
      return stream
    },
    onChange: (change) => heard.push(change),
    onState: (connected, missed) => states.push([connected, missed]),
    wait: (ms, act) => {
      const one = { ms, act, cancelled: false }
      waits.push(one)
      return () => void (one.cancelled = true)
    },
    random: () => 1,
  })
  const at = (index: number): Fake => streams.at(index)!
  const opens = (): void => at(-1).onopen?.call(at(-1) as unknown as EventSource, {} as Event)
  const fails = (): void => at(-1).onerror?.call(at(-1) as unknown as EventSource, {} as Event)
  const says = (data: string): void => at(-1).onmessage?.call(at(-1) as unknown as EventSource, { data } as MessageEvent)
  return { streams, waits, heard, states, stop, opens, fails, says }
}

test('messages become changes; what is not understood is passed over', () => {
  const { heard, opens, says } = followed()
  opens()
  says('{"kind":"agenda","ids":["a1"],"days":["2026-03-03"]}')
  says('not json')
  says('{"colour":"red"}')
  says('null')
  assert.deepEqual(heard, [{ kind: 'agenda', ids: ['a1'], days: ['2026-03-03'] }])
})

test('each failure waits longer, a success starts over, and a reconnection says that something may have been missed', () => {
  const { streams, waits, states, opens, fails } = followed()
  opens()
  fails()
  waits[0]!.act()
  fails()
  waits[1]!.act()
  opens()
  fails()
  assert.deepEqual(waits.map(({ ms }) => ms), [1000, 2000, 1000])
  assert.equal(streams.length, 3)
  assert.ok(streams.slice(0, 2).every(({ closed }) => closed))
  assert.deepEqual(states, [[true, false], [false, false], [false, false], [true, true], [false, false]])
})

test('stopping closes the stream and cancels what was to come', () => {
  const connected = followed()
  connected.opens()
  connected.stop()
  assert.equal(connected.streams[0]!.closed, true)
  const waiting = followed()
  waiting.fails()
  waiting.stop()
  assert.equal(waiting.waits[0]!.cancelled, true)
})

test('the wait is bounded and spread', () => {
  assert.equal(backOff(40, 1), 30_000)
  assert.equal(backOff(0, 0), 500)
})
