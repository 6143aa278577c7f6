import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf } from '../foundation/time/days.ts'
import { toLocal } from '../foundation/time/zones.ts'
import { cabinetLumen } from './cabinet-lumen.ts'
import type { MadeItem } from './diary.ts'
import { maisonOrsel } from './maison-orsel.ts'
import { planNetwork, zone } from './plan.ts'
import type { Plan } from './plan.ts'
import { withCheckDigit } from './script.ts'

/** A week from Sunday to Saturday, and the days on which little is open: summer, feasts, both clock changes. */
const mornings = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-08-15', '2026-08-16', '2026-12-25', '2027-01-01', '2027-03-28', '2027-05-01', '2026-10-25']

for (const morning of mornings) {
  test(`a demonstration begun on ${morning} is busy that day and contradicts itself nowhere`, async () => {
    const plan = await planNetwork(maisonOrsel, at(morning, '10:20'))
    assert.ok(liveItems(plan).filter((item) => isToday(plan, item.starts_ms)).length >= 12, 'today is busy')
    assertSound(plan)
  })
}

test('the second network is as sound as the first', async () => {
  assertSound(await planNetwork(cabinetLumen, at('2026-11-22', '10:20')))
})

test('the same day gives the same diary, the hour changes statuses only', async () => {
  const [morning, again, evening] = [await planNetwork(maisonOrsel, at('2026-11-24', '08:00')), await planNetwork(maisonOrsel, at('2026-11-24', '08:00')), await planNetwork(maisonOrsel, at('2026-11-24', '18:00'))]
  assert.deepEqual(story(again, true), story(morning, true))
  assert.notDeepEqual(story(evening, true), story(morning, true))
  const tomorrow = await planNetwork(maisonOrsel, at('2026-11-25', '08:00'))
  assert.notDeepEqual(story(tomorrow, false), story(morning, false))
})

test('proportions are those of a living trade', async () => {
  const { places, now_ms } = await planNetwork(maisonOrsel, at('2026-11-24', '12:00'))
  const all = places.flatMap(({ diary }) => diary.appointments)
  const past = all.filter(({ items }) => items[0]!.starts_ms < now_ms)
  const share = (status: string): number => past.filter((each) => each.status === status).length / past.length
  assert.ok(share('no_show') > 0.02 && share('no_show') < 0.06, `no-shows ${share('no_show')}`)
  assert.ok(share('cancelled') > 0.05 && share('cancelled') < 0.11, `cancelled ${share('cancelled')}`)
  assert.ok(all.length > 8000 && all.length < 18_000, `${all.length} appointments`)
  assert.ok(all.some(({ items }) => items.length > 1), 'some take two services in sequence')
  assert.ok(places.some(({ diary }) => diary.wishes.length > 0), 'somebody waits')
})

test('numbers have their check digits', () => {
  assert.equal(withCheckDigit('73282932'), '732829320', 'the example of Insee')
  assert.equal(withCheckDigit('7328293200007'), '73282932000074')
})

function at(day: string, time: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('Europe/Paris').toInstant()
}

function liveItems({ places }: Plan): MadeItem[] {
  return places.flatMap(({ diary }) => diary.appointments.filter(({ status }) => status !== 'cancelled').flatMap(({ items }) => items))
}

function isToday({ days }: Plan, instant_ms: number): boolean {
  return dayOf(toLocal(zone, instant_ms)) === days.today
}

/** What the database will check again, and what it cannot: nobody works when he does not, nothing was asked for tomorrow. */
function assertSound({ places, now_ms }: Plan): void {
  const busy = new Map<object | string, [number, number][]>()
  for (const { diary, open } of places) {
    for (const { agenda, blocked } of diary.occupations) busy.set(agenda, [...(busy.get(agenda) ?? []), [...blocked]])
    const seats = new Map<string, number>()
    for (const { status, items, created_ms, cancelled_ms, person } of diary.appointments) {
      assert.ok(created_ms <= now_ms && created_ms < items[0]!.starts_ms, 'asked for before it began and before now')
      assert.equal(cancelled_ms !== null, status === 'cancelled')
      if (cancelled_ms !== null) assert.ok(created_ms < cancelled_ms && cancelled_ms <= now_ms)
      if (status === 'confirmed') assert.ok(items.at(-1)!.ends_ms > now_ms)
      if (status === 'done' || status === 'no_show') assert.ok(items.at(-1)!.ends_ms <= now_ms)
      for (const item of items) {
        assert.equal(item.occupation_id === null, status === 'cancelled')
        if (item.occupation_id !== null) seats.set(item.occupation_id, (seats.get(item.occupation_id) ?? 0) + item.seats)
        assert.ok(open.get(item.agenda.key)!.some(([from, to]) => from <= item.starts_ms && item.ends_ms <= to), 'within open time')
        if (person !== null && status !== 'cancelled') busy.set(person.client_id, [...(busy.get(person.client_id) ?? []), [item.starts_ms, item.ends_ms]])
      }
    }
    for (const { occupation_id, seats_taken, capacity } of diary.occupations) {
      assert.equal(seats.get(occupation_id), seats_taken)
      assert.ok(seats_taken <= capacity)
    }
    assert.equal(seats.size, diary.occupations.length)
  }
  for (const stretches of busy.values()) {
    stretches.sort(([a], [b]) => a - b)
    for (const [index, [from]] of stretches.entries()) assert.ok(index === 0 || stretches[index - 1]![1] <= from, 'neither an agenda nor a client is in two places')
  }
}

/** The diary without ids, and without what the hour decides. */
function story({ places }: Plan, statuses: boolean): unknown {
  return places.map(({ diary }) =>
    diary.appointments.map(({ person, status, origin, items }) => [person?.first_name, person?.last_name, statuses && status, origin, items.map(({ agenda, service, starts_ms }) => [agenda.key, service.key, starts_ms])])
  )
}
