import { declareTable, personal, plain } from '../../foundation/catalogue/catalogue.ts'

const identity = 'read by the identity role only; one person may belong to several networks'

export const accountTables = [
  declareTable({
    table: 'accounts',
    subject: 'member',
    path: { column: 'id' },
    shared: identity,
    columns: {
      id: plain('identifier'),
      email: personal('pd:EmailAddress', 'account', 'account', 'email'),
      email_verified: plain('state'),
      name: personal('pd:Name', 'account', 'account', 'last-name'),
      image: personal('pd:Picture', 'account', 'account', 'empty'),
      language: personal('pd:Language', 'account', 'account', 'text'),
      demo: plain('state'),
      created_at: plain('time of opening'),
      updated_at: plain('time of change')
    }
  }),
  declareTable({
    table: 'account_credentials',
    subject: 'member',
    path: { column: 'account_id' },
    shared: identity,
    columns: {
      id: plain('identifier'),
      account_id: plain('identifier'),
      provider_id: plain('way of signing in'),
      provider_account_id: personal('pd:AccountIdentifier', 'security', 'account', 'identifier'),
      password_hash: personal('pd:Password', 'security', 'account', 'empty'),
      access_token: personal('pd:Authenticating', 'security', 'account', 'empty'),
      refresh_token: personal('pd:Authenticating', 'security', 'account', 'empty'),
      id_token: personal('pd:Authenticating', 'security', 'account', 'empty'),
      access_token_expires_at: plain('time'),
      refresh_token_expires_at: plain('time'),
      scope: plain('rights asked of a provider'),
      created_at: plain('time'),
      updated_at: plain('time')
    }
  }),
  declareTable({
    table: 'account_sessions',
    subject: 'member',
    path: { column: 'account_id' },
    shared: identity,
    columns: {
      id: plain('identifier'),
      account_id: plain('identifier'),
      token: personal('pd:Authenticating', 'security', 'short', 'empty'),
      expires_at: plain('time'),
      ip_address: personal('pd:IPAddress', 'security', 'short', 'empty'),
      user_agent: personal('pd:BrowserFingerprint', 'security', 'short', 'empty'),
      created_at: plain('time'),
      updated_at: plain('time')
    }
  }),
  declareTable({
    table: 'account_verifications',
    subject: 'member',
    path: { column: 'identifier' },
    shared: identity,
    columns: {
      id: plain('identifier'),
      identifier: personal('pd:EmailAddress', 'security', 'short', 'email'),
      value: personal('pd:Authenticating', 'security', 'short', 'empty'),
      expires_at: plain('time'),
      created_at: plain('time'),
      updated_at: plain('time')
    }
  }),
  declareTable({
    table: 'members',
    subject: 'member',
    path: { column: 'account_id' },
    columns: {
      network_id: plain('identifier'),
      account_id: plain('identifier'),
      role: personal('pd:ProfessionalRole', 'account', 'account', 'text'),
      display_name: personal('pd:Name', 'account', 'account', 'last-name'),
      created_at: plain('time of joining')
    }
  })
]
