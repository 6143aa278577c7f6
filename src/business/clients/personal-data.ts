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
  })
]
