import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Diary } from '../../../../src/business/agenda/schemas.ts'
import { daysShown, drawnEvents, fromWall, hoursShown, nearestFree, sessionsOf, stepDay, toWall } from './diary-model.ts'

const words = { walk_in: 'Sans rendez-vous', busy: 'Occupé', held: 'En cours de réservation', unavailable: 'Indisponible' }
const agenda = { agenda_id: 'a1', name: 'Léa', kind: 'person', colour: '#0072b2', rules: [], external: [], holds: [] } as const
const diary = (more: Partial<Diary>): Diary => ({
  establishment_id: 'e1',
  time_zone: 'Europe/Paris',
  slot_step_minutes: 15,
  from: '2027-03-27T23:00:00Z',
  to: '2027-03-28T22:00:00Z',
  agendas: [],
  services: [],
  appointments: [],
  ...more,
})

describe('the diary as drawn', () => {
  test('[A-1] wall clocks come back to the instant they were made of, on both daylight-saving days', () => {
    for (const instant of ['2027-03-28T06:30:00.000Z', '2027-10-31T08:00:00.000Z', '2027-07-01T10:15:00.000Z']) {
      assert.equal(fromWall(new Date(toWall(instant, 'Europe/Paris')), 'Europe/Paris'), instant)
    }
    assert.equal(toWall('2027-03-28T06:30:00Z', 'Asia/Kolkata'), '2027-03-28T12:00:00')
  })

  test('weeks begin on Monday and months show whole weeks', () => {
    assert.deepEqual(daysShown('week', '2026-11-22'), { from: '2026-11-16', to: '2026-11-22' })
    assert.deepEqual(daysShown('month', '2026-11-23'), { from: '2026-10-26', to: '2026-12-06' })
    assert.equal(stepDay('month', '2026-12-31', 1), '2027-01-01')
    assert.equal(stepDay('week', '2026-12-28', 1), '2027-01-04')
  })

  test('closed time is what open time leaves of the day', () => {
    const open = [
      { starts_at: '2027-03-28T07:00:00Z', ends_at: '2027-03-28T10:00:00Z' },
      { starts_at: '2027-03-28T12:00:00Z', ends_at: '2027-03-28T17:00:00Z' },
    ]
    const shown = drawnEvents(diary({ agendas: [{ ...agenda, open, rules: [], external: [], holds: [] }] }), { visible: new Set(['a1']), colourBy: 'agenda', together: false, cancelled: false, now: 0, words })
    assert.deepEqual(shown.map(({ start, end }) => `${start.slice(11, 16)}–${end.slice(11, 16)}`), ['00:00–09:00', '12:00–14:00', '19:00–00:00'])
  })

  test('people of one group session stand in one block, and free times keep clear of what is taken', () => {
    const item = { service_id: 's1', service_name: 'Cours', colour: null, agenda_id: 'a1', starts_at: '2027-03-28T08:00:00Z', ends_at: '2027-03-28T09:00:00Z', capacity: 6, price_minor: null, currency: 'EUR' }
    const person = (appointment_id: string, last_name: string, seats: number, status: 'confirmed' | 'cancelled' = 'confirmed') => ({
      appointment_id, establishment_id: 'e1', client: { client_id: appointment_id, first_name: '', last_name, phone: null, email: null }, status, origin: 'staff' as const, starts_at: item.starts_at, ends_at: item.ends_at,
      title: '', note: '', answers: {}, series_id: null, revision: 1, created_at: item.starts_at, cancelled_at: null, cancelled_by: null, deleted_at: null, items: [{ ...item, item_id: `i-${appointment_id}`, seats }],
    })
    const open = [{ starts_at: '2027-03-28T07:00:00Z', ends_at: '2027-03-28T10:00:00Z' }]
    const busy = diary({ agendas: [{ ...agenda, open, rules: [], external: [], holds: [] }], appointments: [person('p1', 'Roux', 2), person('p2', 'Adam', 1), person('p3', 'Zola', 3, 'cancelled')] })
    const [session, ...others] = sessionsOf(busy)
    assert.equal(others.length, 0)
    assert.deepEqual([session?.seats, session?.entries.map(({ appointment }) => appointment.client?.last_name)], [3, ['Adam', 'Roux']])
    const drawn = drawnEvents(busy, { visible: new Set(['a1']), colourBy: 'agenda', together: false, cancelled: false, now: 0, words })
    assert.equal(drawn.filter(({ classNames }) => classNames.includes('block')).length, 1)
    assert.deepEqual(nearestFree(busy, { agenda_id: 'a1', around: '2027-03-28T08:15:00Z', before: 0, minutes: 30, after: 15 }), ['2027-03-28T07:15:00.000Z', '2027-03-28T09:00:00.000Z', '2027-03-28T09:15:00.000Z'].toSorted((a, b) => Math.abs(Date.parse(a) - Date.parse('2027-03-28T08:15:00Z')) - Math.abs(Date.parse(b) - Date.parse('2027-03-28T08:15:00Z'))))
  })

  test('an agenda that is hidden draws nothing', () => {
    const shown = drawnEvents(diary({ agendas: [{ ...agenda, open: [], rules: [], external: [], holds: [] }] }), { visible: new Set(), colourBy: 'agenda', together: false, cancelled: false, now: 0, words })
    assert.deepEqual(shown, [])
  })

  test('hours shown hold everything and are never fewer than eight', () => {
    assert.deepEqual(hoursShown(diary({})), { from: 8, to: 20 })
    const short = { ...agenda, open: [{ starts_at: '2027-03-28T12:00:00Z', ends_at: '2027-03-28T14:00:00Z' }], rules: [], external: [], holds: [] }
    assert.deepEqual(hoursShown(diary({ agendas: [short] })), { from: 14, to: 22 })
  })
})
