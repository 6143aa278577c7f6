import { declareTable, plain } from '../../foundation/catalogue/catalogue.ts'

export const bookingTables = [
  declareTable({
    table: 'holds',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      hold_id: plain('identifier'),
      establishment_id: plain('identifier'),
      held_until: plain('time'),
      origin: plain('way of coming'),
      created_at: plain('time')
    }
  }),
  declareTable({
    table: 'hold_items',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      hold_id: plain('identifier'),
      position: plain('order'),
      service_id: plain('identifier'),
      agenda_id: plain('identifier'),
      occupation_id: plain('identifier'),
      starts_at: plain('time'),
      ends_at: plain('time'),
      seats: plain('count')
    }
  }),
  declareTable({
    table: 'waiting_entries',
    subject: 'client',
    path: { column: 'client_id' },
    columns: {
      network_id: plain('identifier'),
      entry_id: plain('identifier'),
      establishment_id: plain('identifier'),
      client_id: plain('identifier'),
      service_ids: plain('identifier'),
      agenda_id: plain('identifier'),
      from_day: plain('time'),
      to_day: plain('time'),
      from_minute: plain('duration or hour'),
      to_minute: plain('duration or hour'),
      status: plain('state'),
      offered_at: plain('time'),
      offered_starts_at: plain('time'),
      manage_token_digest: plain('digest of a random number'),
      notice_id: plain('identifier'),
      created_at: plain('time')
    }
  }),
  declareTable({
    table: 'origin_visits',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      establishment_id: plain('identifier'),
      day: plain('time'),
      origin: plain('way of coming'),
      visits: plain('count')
    }
  }),
  declareTable({
    table: 'cookie_choices',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      choice_id: plain('identifier'),
      choice: plain('setting of the business'),
      text_version: plain('setting of the business'),
      chosen_at: plain('time')
    }
  })
]
