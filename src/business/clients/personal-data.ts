import { declareTable, personal, plain } from '../../foundation/catalogue/catalogue.ts'

export const clientTables = [
  declareTable({
    table: 'clients',
    subject: 'client',
    path: { column: 'client_id' },
    columns: {
      network_id: plain('identifier'),
      client_id: plain('identifier'),
      first_name: personal('pd:GivenName', 'client-file', 'client', 'first-name'),
      last_name: personal('pd:FamilyName', 'client-file', 'client', 'last-name'),
      email: personal('pd:EmailAddress', 'client-file', 'client', 'email'),
      phone: personal('pd:TelephoneNumber', 'client-file', 'client', 'phone'),
      language: personal('pd:Language', 'client-file', 'client', 'text'),
      preferred_channel: personal('pd:Preference', 'client-file', 'client', 'text'),
      note: personal('dpv:PersonalData', 'client-file', 'client', 'text', { free_text: true }),
      fields: personal('dpv:PersonalData', 'client-file', 'client', 'json', { free_text: true, sensitive: true }),
      search: personal('pd:Name', 'client-file', 'client', 'text'),
      sort_name: personal('pd:Name', 'client-file', 'client', 'text'),
      revision: plain('state'),
      merged_into: plain('identifier'),
      last_activity_at: plain('time'),
      created_at: plain('time'),
      updated_at: plain('time'),
      deleted_at: plain('time')
    }
  }),
  declareTable({
    table: 'client_fields',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      field_id: plain('identifier'),
      label: plain('setting of the business'),
      kind: plain('state'),
      choices: plain('setting of the business'),
      required: plain('state'),
      sensitive: plain('state'),
      online: plain('state'),
      help: plain('setting of the business'),
      position: plain('order'),
      archived_at: plain('time')
    }
  }),
  declareTable({
    table: 'client_merges',
    subject: 'client',
    path: { column: 'client_id' },
    columns: {
      network_id: plain('identifier'),
      merge_id: plain('identifier'),
      client_id: plain('identifier'),
      merged_ids: plain('identifier'),
      before: personal('dpv:PersonalData', 'client-file', 'short', 'json', { free_text: true, sensitive: true }),
      moved: plain('identifiers of rows'),
      revision: plain('state'),
      merged_by: plain('identifier'),
      merged_at: plain('time'),
      undone_at: plain('time')
    }
  }),
  declareTable({
    table: 'client_distinctions',
    subject: 'client',
    path: { column: 'client_id' },
    columns: {
      network_id: plain('identifier'),
      client_id: plain('identifier'),
      other_id: plain('identifier'),
      decided_by: plain('identifier'),
      decided_at: plain('time')
    }
  }),
  declareTable({
    table: 'client_imports',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      import_id: plain('identifier'),
      content_sealed: personal('dpv:PersonalData', 'client-file', 'short', 'empty', { free_text: true, sensitive: true }),
      findings_sealed: personal('dpv:PersonalData', 'client-file', 'short', 'empty', { free_text: true, sensitive: true }),
      refused_sealed: personal('dpv:PersonalData', 'client-file', 'short', 'empty', { free_text: true, sensitive: true }),
      encoding: plain('state'),
      delimiter: plain('state'),
      mapping: plain('state'),
      when_known: plain('state'),
      status: plain('state'),
      counts: plain('count'),
      failure: plain('state'),
      rows_total: plain('count'),
      rows_done: plain('count'),
      progress_at: plain('time'),
      created_by: plain('identifier'),
      created_at: plain('time')
    }
  })
]
