import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { clientJobs } from './jobs.ts'
import type { Client, ClientField, ClientImport, ClientList } from './schemas.ts'
import { caller } from './testing.ts'

const house = await testHouse()
const salon = await testNetwork(house)
const { cookie, account_id } = await salon.signIn('manager')
const call = caller(house, salon, cookie)
const download = (query: string, language = 'fr') => house.server.inject({ url: `/api/networks/${salon.network_id}/clients/export?${query}`, headers: { cookie, 'accept-language': language } })
const ledger = (kind: string) => salon.run(({ db }) => db.selectFrom('ledger_entries').select(['body', 'promise_ids']).where('network_id', '=', salon.network_id).where('kind', '=', kind).orderBy('entry_id').execute())

const shoe = (await call<ClientField>('POST', '/client-fields', { label: 'Pointure', kind: 'number' })).body.field_id
const photos = (await call<ClientField>('POST', '/client-fields', { label: 'Photos', kind: 'consent' })).body.field_id
await call('POST', '/clients', { first_name: 'Marie', last_name: '=cmd|calc', phone: '0612345678', email: 'm@exemple.fr', note: 'ligne 1\n"ligne"; 2', fields: { [shoe]: 38.5, [photos]: true } })
await call('POST', '/clients', { first_name: '-Jean', last_name: '+33 1 2;3', fields: { [shoe]: -2, [photos]: false } })
await call('POST', '/clients', { last_name: "'=déjà" })

describe('export of clients', () => {
  test('[A-2] a French file opens in a French spreadsheet, and runs nothing there', async () => {
    const answer = await download('format=csv')
    assert.equal(answer.statusCode, 200)
    assert.match(String(answer.headers['content-disposition']), /^attachment; filename="clients-\d{4}-\d\d-\d\d\.csv"$/)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.deepEqual([...answer.rawPayload.subarray(0, 3)], [0xef, 0xbb, 0xbf])
    const rows = parse(answer.body, { bom: true, delimiter: ';' }) as string[][]
    assert.deepEqual(rows[0], ['Nom', 'Prénom', 'E-mail', 'Téléphone', 'Langue', 'Moyen de contact préféré', 'Note', 'Pointure', 'Photos', 'Fiche créée le'])
    assert.deepEqual(rows.slice(1).map((row) => row.slice(0, 9)), [
      ["'=cmd|calc", 'Marie', 'm@exemple.fr', '+33612345678', 'fr', 'email', 'ligne 1\n"ligne"; 2', '38,5', 'oui'],
      ["'+33 1 2;3", "'-Jean", '', '', 'fr', 'email', '', '-2', 'non'],
      ["''=déjà", '', '', '', 'fr', 'email', '', '', '']
    ])
  })

  test('[A-2] an English one has commas and points', async () => {
    const rows = parse((await download('format=csv', 'en')).body, { bom: true }) as string[][]
    assert.deepEqual(rows[0]?.slice(0, 4), ['Last name', 'First name', 'E-mail', 'Phone'])
    assert.deepEqual(rows[1]?.slice(7, 9), ['38.5', 'yes'])
  })

  test('[A-2] JSON holds every card as the API gives it', async () => {
    const { clients, client_fields } = JSON.parse((await download('format=json')).body) as { clients: Client[]; client_fields: { label: string }[] }
    assert.deepEqual(client_fields.map(({ label }) => label), ['Pointure', 'Photos'])
    assert.deepEqual(clients[0], (await call<Client>('GET', `/clients/${clients[0]!.client_id}`)).body)
    assert.equal(clients.length, 3)
  })

  test('[A-2] what was exported is imported again as it was', async () => {
    const other = await testNetwork(house, 'retour')
    const there = caller(house, other, (await other.signIn('owner')).cookie)
    await there('POST', '/client-fields', { label: 'Pointure', kind: 'number' })
    await there('POST', '/client-fields', { label: 'Photos', kind: 'consent' })
    const { body } = await there<ClientImport>('POST', '/client-imports', { content: (await download('format=csv')).rawPayload.toString('base64') })
    await there('PUT', `/client-imports/${body.import_id}`, { mapping: body.mapping, when_known: 'skip' })
    await there('POST', `/client-imports/${body.import_id}/write`, {})
    await clientJobs.find(({ name }) => name === 'clients-import')!.run(house.house, { network_id: other.network_id, import_id: body.import_id, locale: 'fr' })
    const contents = async (from: typeof call): Promise<object[]> => {
      const items = (await from<ClientList>('GET', '/clients')).body.items
      const cards = await Promise.all(items.map(({ client_id }) => from<Client>('GET', `/clients/${client_id}`)))
      return cards.map(({ body: { first_name, last_name, email, phone, note, fields } }) => ({ first_name, last_name, email, phone, note, fields: Object.values(fields).toSorted() }))
    }
    assert.deepEqual(await contents(there), await contents(call))
  })

  test('[P-5] every export is in the ledger: who, how many, filtered or not, and how many left', async () => {
    const before = (await ledger('clients.exported')).length
    const answer = await download('format=csv&has_phone=true')
    assert.equal(parse(answer.body, { bom: true, delimiter: ';' }).length, 2)
    const entries = (await ledger('clients.exported')).slice(before)
    const { export_id, ...rest } = entries[0]!.body as Record<string, unknown>
    assert.deepEqual([entries.length, entries[0]!.promise_ids, rest], [1, ['P-5', 'A-2'], { account_id, format: 'csv', cards: 1, filtered: true }])
    // The end is written once the last byte has left.
    for (let tries = 0; tries < 50; tries++) {
      const ended = (await ledger('clients.export-ended')).find(({ body }) => (body as Record<string, unknown>)['export_id'] === export_id)
      if (ended !== undefined) {
        assert.deepEqual(ended.body, { export_id, cards: 1, whole: true })
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.fail('no entry for the end')
  })

  test('[A-2] more cards than a page leave once each, none twice', async () => {
    const big = await testNetwork(house, 'grand')
    const { cookie: owner } = await big.signIn('owner')
    const { network_id } = big
    await big.run(({ db }) =>
      db
        .insertInto('clients')
        .values(Array.from({ length: 2500 }, (_, at) => ({ network_id, client_id: `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}`, last_name: `Nom ${at}` })))
        .execute()
    )
    const answer = await house.server.inject({ url: `/api/networks/${network_id}/clients/export?format=csv`, headers: { cookie: owner } })
    const names = (parse(answer.body, { bom: true, delimiter: ';' }) as string[][]).slice(1).map(([name]) => name)
    assert.deepEqual([names.length, new Set(names).size], [2500, 2500])
  })
})
