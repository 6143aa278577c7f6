import { writeCalendar } from '../agenda/queries.ts'
import type { Appointment } from '../agenda/schemas.ts'
import type { PublicEstablishment } from './establishment.ts'

/** The appointment as a calendar file for its client; the same event, whatever the number of changes. */
export function appointmentCalendar(appointment: Appointment, here: PublicEstablishment, url: string): string {
  const at = (instant: string) => ({ kind: 'instant' as const, at: Temporal.Instant.from(instant), zone: { kind: 'iana' as const, id: here.time_zone }, floating: false })
  const services = appointment.items.map(({ service_name }) => service_name ?? '').join(', ')
  return writeCalendar({
    name: here.name,
    zone: here.time_zone,
    method: appointment.status === 'cancelled' ? 'CANCEL' : 'PUBLISH',
    events: [
      {
        uid: `${appointment.appointment_id}@reserve`,
        summary: `${services} – ${here.name}`,
        location: `${here.name}, ${here.street}, ${here.postcode} ${here.commune_name}`,
        status: appointment.status === 'cancelled' ? 'cancelled' : 'confirmed',
        sequence: appointment.revision - 1,
        starts: at(appointment.starts_at),
        ends: at(appointment.ends_at),
        last_modified: Temporal.Instant.from(appointment.cancelled_at ?? appointment.created_at),
        url
      }
    ]
  })
}
