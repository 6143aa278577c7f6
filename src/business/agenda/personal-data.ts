import { declareTable, personal, plain } from '../../foundation/catalogue/catalogue.ts'

export const agendaTables = [
  declareTable({
    table: 'agenda_rules',
    subject: 'member',
    path: { through: 'agendas', column: 'agenda_id', references: 'agenda_id' },
    columns: {
      network_id: plain('identifier'),
      rule_id: plain('identifier'),
      agenda_id: plain('identifier'),
      kind: plain('state'),
      starts_local: plain('time'),
      duration_minutes: plain('duration or hour'),
      rrule: plain('time'),
      exdates: plain('time'),
      reason: personal('dpv:PersonalData', 'reservation', 'account', 'text', { free_text: true }),
      created_at: plain('time'),
      deleted_at: plain('time')
    }
  }),
  declareTable({
    table: 'appointments',
    subject: 'client',
    path: { column: 'client_id' },
    columns: {
      network_id: plain('identifier'),
      appointment_id: plain('identifier'),
      establishment_id: plain('identifier'),
      client_id: plain('identifier'),
      status: plain('state'),
      origin: plain('way of coming'),
      starts_at: plain('time'),
      ends_at: plain('time'),
      title: personal('dpv:PersonalData', 'reservation', 'client', 'text', { free_text: true }),
      note: personal('dpv:PersonalData', 'reservation', 'client', 'text', { free_text: true }),
      answers: personal('dpv:PersonalData', 'reservation', 'client', 'json', { free_text: true, sensitive: true }),
      notice_id: plain('identifier'),
      manage_token_digest: plain('digest of a random number'),
      series_id: plain('identifier'),
      revision: plain('state'),
      created_by: plain('setting of the business'),
      created_at: plain('time'),
      updated_at: plain('time'),
      cancelled_at: plain('time'),
      cancelled_by: plain('state'),
      deleted_at: plain('time')
    }
  }),
  declareTable({
    table: 'appointment_items',
    subject: 'client',
    path: { through: 'appointments', column: 'appointment_id', references: 'appointment_id' },
    columns: {
      network_id: plain('identifier'),
      item_id: plain('identifier'),
      appointment_id: plain('identifier'),
      service_id: plain('identifier'),
      agenda_id: plain('identifier'),
      occupation_id: plain('identifier'),
      starts_at: plain('time'),
      ends_at: plain('time'),
      seats: plain('count'),
      price_minor: plain('price'),
      position: plain('order')
    }
  }),
  declareTable({
    table: 'occupations',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      occupation_id: plain('identifier'),
      agenda_id: plain('identifier'),
      service_id: plain('identifier'),
      starts_at: plain('time'),
      ends_at: plain('time'),
      blocked: plain('time'),
      capacity: plain('count'),
      seats_taken: plain('count')
    }
  }),
  declareTable({
    table: 'calendar_subscriptions',
    subject: 'member',
    path: { through: 'agendas', column: 'agenda_id', references: 'agenda_id' },
    columns: {
      network_id: plain('identifier'),
      subscription_id: plain('identifier'),
      agenda_id: plain('identifier'),
      name: personal('dpv:PersonalData', 'reservation', 'account', 'text', { free_text: true }),
      url_sealed: personal('pd:Authenticating', 'reservation', 'account', 'empty'),
      status: plain('state'),
      failure: plain('setting of the business'),
      etag: plain('setting of the business'),
      refused_count: plain('count'),
      fetched_at: plain('time'),
      created_at: plain('time')
    }
  }),
  declareTable({
    table: 'external_busy',
    subject: 'member',
    path: { through: 'agendas', column: 'agenda_id', references: 'agenda_id' },
    columns: {
      network_id: plain('identifier'),
      agenda_id: plain('identifier'),
      subscription_id: plain('identifier'),
      busy_id: plain('identifier'),
      uid: personal('dpv:PersonalData', 'reservation', 'short', 'identifier'),
      starts_at: plain('time'),
      ends_at: plain('time'),
      summary: personal('dpv:PersonalData', 'reservation', 'short', 'text', { free_text: true })
    }
  })
]
