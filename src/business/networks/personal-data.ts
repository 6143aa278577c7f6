import { declareTable, personal, plain } from '../../foundation/catalogue/catalogue.ts'

export const networkTables = [
  declareTable({
    table: 'networks',
    subject: 'network',
    path: null,
    columns: {
      network_id: plain('identifier'),
      slug: plain('public fact of the business'),
      name: plain('public fact of the business'),
      brand: plain('public fact of the business'),
      siren: plain('public fact of the business'),
      sector: plain('public fact of the business'),
      health: plain('state'),
      demo: plain('state'),
      locale: plain('public fact of the business'),
      colour: plain('look'),
      created_at: plain('time')
    }
  }),
  declareTable({
    table: 'network_addresses',
    subject: 'none',
    path: null,
    shared: 'public addresses, read before any network is known',
    columns: {
      slug: plain('public fact of the business'),
      network_id: plain('identifier')
    }
  }),
  declareTable({
    table: 'establishments',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      establishment_id: plain('identifier'),
      slug: plain('public fact of the business'),
      name: plain('public fact of the business'),
      siret: plain('public fact of the business'),
      activity: plain('public fact of the business'),
      description: plain('public fact of the business'),
      street: plain('public fact of the business'),
      postcode: plain('public fact of the business'),
      commune_code: plain('public fact of the business'),
      commune_name: plain('public fact of the business'),
      department_code: plain('public fact of the business'),
      phone: plain('public fact of the business'),
      email: plain('public fact of the business'),
      website: plain('public fact of the business'),
      colour: plain('look'),
      time_zone: plain('public fact of the business'),
      holiday_region: plain('public fact of the business'),
      open_on_holidays: plain('public fact of the business'),
      online: plain('state'),
      listed: plain('state'),
      slot_step_minutes: plain('duration or hour'),
      hold_minutes: plain('duration or hour'),
      min_notice_minutes: plain('duration or hour'),
      max_ahead_days: plain('duration or hour'),
      change_notice_minutes: plain('duration or hour'),
      max_upcoming_per_client: plain('public fact of the business'),
      min_gap_days: plain('duration or hour'),
      position: plain('order'),
      created_at: plain('time'),
      archived_at: plain('time')
    }
  }),
  declareTable({
    table: 'opening_hours',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      establishment_id: plain('identifier'),
      weekday: plain('duration or hour'),
      opens_minute: plain('duration or hour'),
      closes_minute: plain('duration or hour')
    }
  }),
  declareTable({
    table: 'opening_exceptions',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      exception_id: plain('identifier'),
      establishment_id: plain('identifier'),
      day: plain('time'),
      opens_minute: plain('duration or hour'),
      closes_minute: plain('duration or hour'),
      reason: plain('setting of the business')
    }
  }),
  declareTable({
    table: 'directory_entries',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      establishment_id: plain('identifier'),
      network_slug: plain('public fact of the business'),
      network_name: plain('public fact of the business'),
      slug: plain('public fact of the business'),
      name: plain('public fact of the business'),
      activity: plain('public fact of the business'),
      street: plain('public fact of the business'),
      postcode: plain('public fact of the business'),
      commune_code: plain('public fact of the business'),
      commune_name: plain('public fact of the business'),
      department_code: plain('public fact of the business'),
      colour: plain('look'),
      search: plain('public fact of the business')
    }
  }),
  declareTable({
    table: 'agendas',
    subject: 'member',
    path: { column: 'account_id' },
    columns: {
      network_id: plain('identifier'),
      agenda_id: plain('identifier'),
      establishment_id: plain('identifier'),
      name: personal('pd:Name', 'reservation', 'account', 'last-name'),
      kind: plain('state'),
      account_id: plain('identifier'),
      colour: plain('look'),
      online: plain('state'),
      position: plain('order'),
      feed_token_digest: plain('digest of a random number'),
      created_at: plain('time'),
      archived_at: plain('time')
    }
  }),
  declareTable({
    table: 'services',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      service_id: plain('identifier'),
      establishment_id: plain('identifier'),
      name: plain('setting of the business'),
      category: plain('setting of the business'),
      description: plain('setting of the business'),
      duration_minutes: plain('duration or hour'),
      buffer_before_minutes: plain('duration or hour'),
      buffer_after_minutes: plain('duration or hour'),
      capacity: plain('count'),
      price_minor: plain('price'),
      currency: plain('price'),
      colour: plain('look'),
      online: plain('state'),
      position: plain('order'),
      created_at: plain('time'),
      archived_at: plain('time')
    }
  }),
  declareTable({
    table: 'service_agendas',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      service_id: plain('identifier'),
      agenda_id: plain('identifier')
    }
  })
]
