import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import type { Keeper, Proof } from '../../foundation/room.ts'
import { cookieSeconds } from './cookies.ts'
import { bookingRoutes } from './routes.ts'

const room = 'src/business/booking/booking.test.ts'

/** Holds, bookings and the waiting list; broken when holds that ran out still keep places an hour later. */
async function proveBooking({ db, network_id, now }: Context): Promise<Proof> {
  const { rows } = await sql<{ services: number; bookings: number; waiting: number; stuck: number; last: Temporal.Instant | null }>`
    select
      (select count(*)::int from services s join establishments e on e.network_id = s.network_id and e.establishment_id = s.establishment_id
        where s.network_id = ${network_id} and e.network_id = ${network_id} and s.online and s.archived_at is null and e.online and e.archived_at is null) as services,
      (select count(*)::int from appointments where network_id = ${network_id} and manage_token_digest is not null and created_at > ${now.subtract({ hours: 720 }).toString()}) as bookings,
      (select count(*)::int from waiting_entries where network_id = ${network_id} and status in ('waiting', 'offered')) as waiting,
      (select count(*)::int from holds where network_id = ${network_id} and held_until < ${now.subtract({ hours: 1 }).toString()}) as stuck,
      (select max(recorded_at) from ledger_entries where network_id = ${network_id} and kind = 'booking.confirmed') as last`.execute(db)
  const { services, bookings, waiting, stuck, last } = rows[0]!
  return {
    state: stuck > 0 ? 'at_risk' : 'kept',
    shown: {
      fr: `Prestations réservables : ${services}, réservations en 30 jours : ${bookings}, personnes en attente : ${waiting}, créneaux gardés au-delà de leur temps : ${stuck}.`,
      en: `Services that can be booked: ${services}, bookings in 30 days: ${bookings}, people waiting: ${waiting}, times held beyond their term: ${stuck}.`
    },
    last_at: last
  }
}

/** Visits and appointments by the way they came. */
async function proveOrigins({ db, network_id }: Context): Promise<Proof> {
  const { rows } = await sql<{ visits: number; origins: number; bookings: number; places: number; last: string | null }>`
    select coalesce(sum(visits), 0)::int as visits, count(distinct origin)::int as origins, max(day)::text as last,
      (select count(*)::int from appointments where network_id = ${network_id} and origin in ('site', 'directory', 'facebook', 'google', 'pagesjaunes')) as bookings,
      (select count(*)::int from establishments where network_id = ${network_id} and online and archived_at is null) as places
    from origin_visits where network_id = ${network_id}`.execute(db)
  const { visits, origins, bookings, places, last } = rows[0]!
  return {
    // A button that leads nowhere keeps nothing.
    state: places > 0 ? 'kept' : 'at_risk',
    shown: {
      fr: `Établissements où mène le bouton : ${places} ; visites comptées : ${visits}, par ${origins} voies ; rendez-vous venus du site, de l’annuaire ou d’un profil : ${bookings}.`,
      en: `Places that the button leads to: ${places}; visits counted: ${visits}, by ${origins} ways; appointments from the website, the directory or a profile: ${bookings}.`
    },
    last_at: last === null ? null : Temporal.Instant.from(`${last}T00:00:00Z`)
  }
}

/** Writing routes that anybody may call; the server limits each by address. */
const writes = bookingRoutes.filter(({ method, access }) => method !== 'GET' && access.kind === 'public')

/** Every public booking belongs to a person who can be reached; what robots send never becomes one. */
async function proveNoRobots({ db, network_id }: Context): Promise<Proof> {
  const { rows } = await sql<{ bookings: number; nameless: number; busiest: number; last: Temporal.Instant | null }>`
    select count(*)::int as bookings, max(a.created_at) as last,
      count(*) filter (where c.client_id is null or (c.email is null and c.phone is null and c.merged_into is null and c.deleted_at is null))::int as nameless,
      coalesce((select max(n)::int from (select count(*) as n from appointments where network_id = ${network_id} and manage_token_digest is not null group by date_trunc('minute', created_at)) m), 0) as busiest
    from appointments a left join clients c on c.network_id = a.network_id and c.client_id = a.client_id and c.network_id = ${network_id}
    where a.network_id = ${network_id} and a.manage_token_digest is not null`.execute(db)
  const { bookings, nameless, busiest, last } = rows[0]!
  return {
    state: nameless > 0 ? 'at_risk' : 'kept',
    shown: {
      fr: `${writes.length} routes d’écriture publiques, toutes limitées ; réservations en ligne : ${bookings}, au plus ${busiest} par minute, sans moyen de joindre la personne : ${nameless}.`,
      en: `${writes.length} public writing routes, all limited; online bookings: ${bookings}, at most ${busiest} a minute, without a way to reach the person: ${nameless}.`
    },
    last_at: last
  }
}

/** The choices on record. Nothing is set before one, which the test shows. */
async function proveCookies({ db, network_id }: Context): Promise<Proof> {
  const { rows } = await sql<{ accepted: number; refused: number; unclear: number; last: Temporal.Instant | null }>`
    select count(*) filter (where choice = 'accepted')::int as accepted, count(*) filter (where choice = 'refused')::int as refused, max(chosen_at) as last,
      count(*) filter (where text_version < 1)::int as unclear
    from cookie_choices where network_id = ${network_id}`.execute(db)
  const { accepted, refused, unclear, last } = rows[0]!
  return {
    state: cookieSeconds < 24 * 3600 && unclear === 0 ? 'kept' : 'broken',
    shown: { fr: `Choix consignés : ${accepted} acceptations, ${refused} refus ; durée la plus longue : ${cookieSeconds / 3600} heures.`, en: `Choices on record: ${accepted} accepted, ${refused} refused; longest life: ${cookieSeconds / 3600} hours.` },
    last_at: last
  }
}

export const bookingKeepers: readonly Keeper[] = [
  {
    id: 'A-6',
    kept_by: {
      fr: 'Pages de réservation sans script : prestations, personne, date, horaire gardé, coordonnées ; lien pour déplacer ou annuler ; liste d’attente.',
      en: 'Booking pages without scripts: services, person, date, a held time, details; a link to move or cancel; a waiting list.'
    },
    test: room,
    prove: proveBooking
  },
  {
    id: 'A-7',
    kept_by: {
      fr: 'Un bouton à coller et des liens qui portent leur origine, comptée par jour et jusqu’au rendez-vous.',
      en: 'A button to paste and links that carry their origin, counted by day and up to the appointment.'
    },
    test: 'src/business/booking/embed.test.ts',
    prove: proveOrigins
  },
  {
    id: 'A-15',
    kept_by: {
      fr: 'Un champ que personne ne voit, un temps de saisie scellé et des limites par adresse refusent les automates.',
      en: 'A field that nobody sees, a sealed time of typing and limits by address refuse robots.'
    },
    test: room,
    prove: proveNoRobots
  },
  {
    id: 'O-12',
    kept_by: {
      fr: 'Aucun cookie avant le choix ; il se change au pied de chaque page, vit moins de 24 heures et laisse une trace sur le serveur.',
      en: 'No cookie before the choice; it is changed at the foot of every page, lives under 24 hours and is recorded on the server.'
    },
    test: room,
    prove: proveCookies
  }
]
