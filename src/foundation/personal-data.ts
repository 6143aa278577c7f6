import { declareTable, personal, plain } from './catalogue/catalogue.ts'

/** The foundation's own tables. */
export const foundationTables = [
  declareTable({
    table: 'migrations',
    subject: 'none',
    path: null,
    shared: 'history of the schema, written by the owner',
    columns: { name: plain('file'), digest: plain('digest of the file'), applied_at: plain('time') }
  }),
  declareTable({
    table: 'communes',
    subject: 'none',
    path: null,
    shared: 'public geography of France (Insee)',
    columns: {
      commune_code: plain('Insee code'),
      name: plain('place'),
      department_code: plain('place'),
      department_name: plain('place'),
      region_name: plain('place'),
      postcodes: plain('place'),
      population: plain('inhabitants'),
      search: plain('place')
    }
  }),
  declareTable({
    table: 'ledger_entries',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      entry_id: plain('identifier'),
      recorded_at: plain('time'),
      kind: plain('kind of evidence'),
      promise_ids: plain('promises that it shows'),
      subject_digest: plain('keyed digest; says nothing once the network’s key is destroyed'),
      body: plain('ids and figures only, enforced when written'),
      digest: plain('digest')
    }
  }),
  declareTable({ table: 'ledger_pending', subject: 'none', path: null, columns: { network_id: plain('identifier'), entry_id: plain('identifier') } }),
  declareTable({
    table: 'ledger_chain',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      seq: plain('position'),
      entry_id: plain('identifier'),
      entry_digest: plain('digest'),
      previous_hash: plain('digest'),
      chain_hash: plain('digest')
    }
  }),
  declareTable({
    table: 'ledger_heads',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      day: plain('day'),
      size: plain('count'),
      chain_hash: plain('digest'),
      root: plain('digest'),
      signature: plain('signature of the installation'),
      key_id: plain('identifier'),
      signed_at: plain('time')
    }
  }),
  declareTable({
    table: 'network_keys',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      key_id: plain('identifier'),
      wrapped: plain('key, itself encrypted'),
      algorithm: plain('algorithm'),
      created_at: plain('time'),
      destroyed_at: plain('time')
    }
  }),
  declareTable({
    table: 'idempotency_keys',
    subject: 'client',
    path: null,
    columns: {
      network_id: plain('identifier'),
      actor: plain('identifier of an account, or the kind of actor'),
      key: plain('random number of the caller'),
      request_digest: plain('digest'),
      status: plain('HTTP status'),
      response: personal('dpv:PersonalData', 'reservation', 'short', 'json', { free_text: true }),
      created_at: plain('time')
    }
  })
]
