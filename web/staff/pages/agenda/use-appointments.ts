import { useQueryClient } from '@tanstack/react-query'
import type { Appointment } from '../../../../src/business/agenda/schemas.ts'
import { api } from '../../api.ts'

export type ItemPlace = { item_id: string; agenda_id: string; starts_at: string; ends_at: string }

export type AppointmentWrites = {
  create(body: object): Promise<Appointment>
  change(appointment: Appointment, body: object): Promise<Appointment>
  /** Places every item of an appointment anew, all of them or none. */
  place(appointment: Appointment, items: readonly ItemPlace[]): Promise<Appointment>
  act(appointment_id: string, action: 'cancel' | 'restore', revision?: number): Promise<Appointment>
  duplicate(appointment_id: string, starts_at: string): Promise<Appointment>
  remove(appointment_id: string): Promise<Appointment>
}

/**
 * What can be done to appointments; the diary on screen follows.
 * @param base `/api/networks/…`
 */
export function useAppointments(base: string): AppointmentWrites {
  const client = useQueryClient()
  const network_id = base.split('/').at(-1)
  const after = async <T>(write: Promise<T>): Promise<T> => {
    try {
      return await write
    } finally {
      // After a refusal too: what is on screen is then known to be old.
      void client.invalidateQueries({ queryKey: [network_id, 'agenda'] })
    }
  }
  const one = (id: string): string => `${base}/appointments/${id}`
  return {
    create: (body) => after(api.post<Appointment>(`${base}/appointments`, body)),
    change: (appointment, body) => after(api.patch<Appointment>(one(appointment.appointment_id), { revision: appointment.revision, ...body })),
    place: (appointment, items) =>
      after(
        api.post<Appointment>(`${one(appointment.appointment_id)}/move`, {
          revision: appointment.revision,
          items: items.map(({ item_id, agenda_id, starts_at, ends_at }) => ({ item_id, agenda_id, starts_at, ends_at })),
        }),
      ),
    act: (id, action, revision) => after(api.post<Appointment>(`${one(id)}/${action}`, revision === undefined ? {} : { revision })),
    duplicate: (id, starts_at) => after(api.post<Appointment>(`${one(id)}/duplicate`, { starts_at })),
    remove: (id) => after(api.delete<Appointment>(one(id))),
  }
}
