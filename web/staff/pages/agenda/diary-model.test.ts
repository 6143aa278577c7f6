import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Diary } from '../../../../src/business/agenda/schemas.ts'
import { daysShown, drawnEvents, fromWall, hoursShown, stepDay, toWall } from './diary-model.ts'

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
      assert.equal(fromWall(new Date(`${toWall(instant, 'Europe/Paris')}Z`), 'Europe/Paris'), instant)
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
    const shown = drawnEvents(diary({ agendas: [{ ...agenda, open, rules: [], external: [], holds: [] }] }), { visible: new Set(['a1']), colourBy: 'agenda', cancelled: false, now: 0, words })
    assert.deepEqual(shown.map(({ start, end }) => `${start.slice(11, 16)}–${end.slice(11, 16)}`), ['00:00–09:00', '12:00–14:00', '19:00–00:00'])
  })

  test('an agenda that is hidden draws nothing', () => {
    const shown = drawnEvents(diary({ agendas: [{ ...agenda, open: [], rules: [], external: [], holds: [] }] }), { visible: new Set(), colourBy: 'agenda', cancelled: false, now: 0, words })
    assert.deepEqual(shown, [])
  })

  test('hours shown hold everything and are never fewer than eight', () => {
    assert.deepEqual(hoursShown(diary({})), { from: 8, to: 20 })
    const short = { ...agenda, open: [{ starts_at: '2027-03-28T12:00:00Z', ends_at: '2027-03-28T14:00:00Z' }], rules: [], external: [], holds: [] }
    assert.deepEqual(hoursShown(diary({ agendas: [short] })), { from: 14, to: 22 })
  })
})
