import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { newId } from '../../foundation/database/ids.ts'
import type { ClientField, ClientFieldList, ClientList, Client, History, SavedClient } from './schemas.ts'
import { caller, visit } from './testing.ts'

const clock = () => Temporal.Instant.from('2027-03-10T12:00:00Z')
const house = await testHouse({ clock })
const salon = await testNetwork(house)
const staff = await salon.signIn('staff')
const manager = await salon.signIn('manager')
const reader = await salon.signIn('reader')
const call = caller(house, salon, staff.cookie)
const asManager = caller(house, salon, manager.cookie)

let made = 0
/** A card with a number of its own. */
async function make(more: object = {}): Promise<SavedClient> {
  const { status, body } = await call<SavedClient>('POST', '/clients', { first_name: 'Marie', last_name: 'Dupont', phone: `06 11 ${String(made++).padStart(6, '0')}`, ...more })
  assert.equal(status, 201, JSON.stringify(body))
  return body
}
const addField = async (field: object): Promise<ClientField> => {
  const { status, body } = await asManager<ClientField>('POST', '/client-fields', field)
  assert.equal(status, 201, JSON.stringify(body))
  return body
}
const without = <T extends object>(value: T, ...keys: (keyof T)[]): object => Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as keyof T)))

describe('cards', () => {
  test('[A-2] a card is made with its contacts in one form, and read back', async () => {
    const { status, body } = await call<SavedClient>('POST', '/clients', { first_name: '  Élodie ', last_name: 'N’Diaye', email: 'Elodie@Exemple.FR', phone: '+33 (0)6 12 34 56 78', note: 'Préfère le matin' })
    assert.equal(status, 201)
    assert.deepEqual(without(body, 'client_id', 'created_at', 'updated_at', 'last_activity_at'), {
      first_name: 'Élodie', last_name: 'N’Diaye', email: 'elodie@exemple.fr', phone: '+33612345678', phone_text: '06 12 34 56 78', language: 'fr', preferred_channel: 'email',
      note: 'Préfère le matin', fields: {}, revision: 1, merged_into: null, deleted_at: null, warnings: []
    })
    const again = await call<Client>('GET', `/clients/${body.client_id}`)
    assert.deepEqual(again.body, without(body, 'warnings'))
  })

  test('[A-2] every fault is named at once, in the reader’s language, and nothing is saved', async () => {
    const before = (await call<ClientList>('GET', '/clients')).body.total
    const french = await call('POST', '/clients', { first_name: 'a'.repeat(150), email: 'marie', phone: '12' })
    assert.deepEqual([french.status, french.body.code, french.body.reasons], [400, 'invalid-input', [
      { field: 'body.first_name', reason: 'too-long' },
      { field: 'body.email', reason: 'not-email' },
      { field: 'body.phone', reason: 'not-phone' }
    ]])
    assert.match(french.body.errors![2]!.message, /^Ce n’est pas un numéro/)
    const english = await caller(house, salon, staff.cookie, 'en')('POST', '/clients', { phone: '12' })
    assert.match(english.body.errors![0]!.message, /^This is not a phone number/)
    assert.equal((await call<ClientList>('GET', '/clients')).body.total, before)
  })

  test('[A-2] somebody is known by a name, a number or an address, any of them', async () => {
    for (const payload of [{}, { first_name: '  ', phone: '', email: null, note: 'x' }, { last_name: '\u200b\u202e' }]) {
      const { status, body } = await call('POST', '/clients', payload)
      assert.deepEqual([status, body.reasons], [400, [{ field: 'body.last_name', reason: 'name-or-contact' }]])
    }
    for (const payload of [{ first_name: 'Zoé' }, { phone: '0612000001' }, { email: 'seule@exemple.fr' }]) assert.equal((await call('POST', '/clients', payload)).status, 201)
  })

  test('[A-2] the second of two changes of one version gets the present one', async () => {
    const card = await make()
    const first = await call<SavedClient>('PATCH', `/clients/${card.client_id}`, { revision: 1, last_name: 'Durand' })
    assert.deepEqual([first.status, first.body.revision, first.body.last_name, first.body.first_name], [200, 2, 'Durand', 'Marie'])
    const second = await call<{ present: Client }>('PATCH', `/clients/${card.client_id}`, { revision: 1, first_name: 'Anne' })
    assert.deepEqual([second.status, second.body.code, second.body.present.last_name], [409, 'stale', 'Durand'])
    const together = await Promise.all(['A', 'B', 'C', 'D'].map((first_name) => call('PATCH', `/clients/${card.client_id}`, { revision: 2, first_name })))
    assert.deepEqual(together.map(({ status }) => status).toSorted(), [200, 409, 409, 409])
  })

  test('[A-2] a change may not leave a card that nobody knows', async () => {
    const { body: card } = await call<SavedClient>('POST', '/clients', { phone: '06 12 00 00 77' })
    const { status, body } = await call('PATCH', `/clients/${card.client_id}`, { revision: 1, phone: null })
    assert.deepEqual([status, body.code], [400, 'invalid-input'])
  })

  test('[A-2] a card with appointments to come is deleted only when told, and comes back', async () => {
    const card = await make()
    const at = `/clients/${card.client_id}`
    await visit(salon, card.client_id, '2027-03-12T09:00:00Z')
    const refused = await call<{ upcoming: number; detail: string }>('DELETE', at)
    assert.deepEqual([refused.status, refused.body.code, refused.body.upcoming], [409, 'upcoming-appointments', 1])
    assert.match(refused.body.detail, /1 rendez-vous est à venir/)
    const gone = await call<Client>('DELETE', `${at}?despite_upcoming=true`)
    assert.equal(gone.status, 200)
    assert.ok(gone.body.deleted_at !== null)
    assert.equal((await call('PATCH', at, { revision: gone.body.revision, last_name: 'X' })).body.code, 'deleted-card')
    assert.ok(!(await call<ClientList>('GET', `/clients?q=${card.phone_text}`)).body.items.some(({ client_id }) => client_id === card.client_id))
    assert.ok((await call<ClientList>('GET', '/clients?deleted=true')).body.items.some(({ client_id }) => client_id === card.client_id))
    const back = await call<Client>('POST', `${at}/restore`, {})
    assert.deepEqual([back.status, back.body.deleted_at, back.body.phone], [200, null, card.phone])
    assert.equal((await call('POST', `${at}/restore`, {})).status, 200, 'twice is once')
  })

  test('[A-2] a past, a cancelled and a missed appointment do not keep a card', async () => {
    const card = await make()
    await visit(salon, card.client_id, '2027-03-01T09:00:00Z', { status: 'done' })
    await visit(salon, card.client_id, '2027-04-01T09:00:00Z', { status: 'cancelled' })
    assert.equal((await call('DELETE', `/clients/${card.client_id}`)).status, 200)
  })

  test('[A-2] roles: a reader reads, and neither writes nor exports', async () => {
    const asReader = caller(house, salon, reader.cookie)
    assert.equal((await asReader('GET', '/clients')).status, 200)
    assert.equal((await asReader('POST', '/clients', { last_name: 'X' })).status, 403)
    assert.equal((await asReader('GET', '/clients/export')).status, 403)
    assert.equal((await call('GET', '/clients/export')).status, 403, 'nor does staff export')
    assert.equal((await call('POST', '/client-fields', { label: 'X', kind: 'text' })).status, 403)
  })

  test('[A-2] another network sees nothing of it', async () => {
    const other = await testNetwork(house, 'autre')
    const { cookie } = await other.signIn('owner')
    const card = await make({ last_name: 'Invisible' })
    const there = caller(house, other, cookie)
    assert.equal((await there('GET', `/clients/${card.client_id}`)).status, 404)
    assert.equal((await there('PATCH', `/clients/${card.client_id}`, { revision: 1, last_name: 'X' })).status, 404)
    assert.equal((await there('DELETE', `/clients/${card.client_id}`)).status, 404)
    assert.deepEqual((await there<ClientList>('GET', '/clients?q=invisible')).body.items, [])
    assert.deepEqual((await there<ClientList>('GET', `/clients?q=${card.phone}`)).body.items, [])
    assert.equal((await caller(house, salon, cookie)('GET', '/clients')).status, 403)
  })
})

describe('hostile input', () => {
  const hostile = ['💇‍♀️ Léa 🇫🇷', 'محمد بن علي', 'שלום כהן', "Robert'); DROP TABLE clients;--", '<script>alert(1)</script>', '{{7*7}} ${x} %s %_\\', '=HYPERLINK("http://x")', 'ᚠᛇᚻ Ω≈ç√∫', 'a\u0301\u0301\u0301']
  for (const last_name of hostile) {
    test(`[A-2] ${JSON.stringify(last_name)} is a name like any other, and is found`, async () => {
      const card = await make({ last_name, note: last_name, email: null })
      const read = await call<Client>('GET', `/clients/${card.client_id}`)
      assert.deepEqual([read.body.last_name, read.body.note], [last_name.normalize('NFC'), last_name.normalize('NFC')])
      const found = await call<ClientList>('GET', `/clients?q=${encodeURIComponent(last_name)}&limit=200`)
      assert.equal(found.status, 200)
      if (/\p{L}/u.test(last_name.replaceAll(/[^\p{L}]/gu, ''))) assert.ok(found.body.items.some(({ client_id }) => client_id === card.client_id), 'found by its own name')
    })
  }

  test('[A-2] zero bytes, giants, unknown members and wrong types are refused by name', async () => {
    const cases: [object, string][] = [
      [{ last_name: 'a\0b' }, 'body.last_name'],
      [{ last_name: 'x', fields: { [newId()]: 'a\0b' } }, 'body.fields.'],
      [{ last_name: 'x', note: 'n'.repeat(10_001) }, 'body.note'],
      [{ last_name: 'x', admin: true }, 'body.admin'],
      [{ last_name: 12 }, 'body.last_name'],
      [{ last_name: 'x', fields: 'y' }, 'body.fields'],
      [{ last_name: 'x', fields: { nonsense: 1 } }, 'body.fields'],
      [{ last_name: 'x', language: 'de' }, 'body.language'],
      [{ last_name: 'x', email: 'a@b.fr\0' }, 'body.email']
    ]
    for (const [payload, field] of cases) {
      const { status, body } = await call('POST', '/clients', payload)
      assert.equal(status, 400, field)
      assert.ok(body.errors?.some((error) => error.field.startsWith(field)), `${field} in ${JSON.stringify(body.errors)}`)
    }
    assert.equal((await call('POST', '/clients', { last_name: 'x', note: 'n'.repeat(1_100_000) })).status, 413)
    assert.equal((await call('GET', `/clients?q=${'a'.repeat(500)}`)).status, 400)
    assert.equal((await call('GET', '/clients?q=%00')).status, 400)
    assert.equal((await call('GET', '/clients/not-an-id')).status, 400)
    for (const cursor of ['x', 'W10', Buffer.from('["2027","zz"]').toString('base64url'), Buffer.from(JSON.stringify(['x\0', newId()])).toString('base64url')]) {
      const { status, body } = await call('GET', `/clients?cursor=${cursor}`)
      assert.deepEqual([status, body.errors?.[0]?.field], [400, 'query.cursor'])
    }
    assert.equal((await call('GET', `/clients?sort=created&cursor=${Buffer.from(JSON.stringify(['nonsense', newId()])).toString('base64url')}`)).status, 400)
  })
})

describe('own fields', () => {
  test('[A-2] fields are added, changed, ordered, archived; values are held against them', async () => {
    const network = await testNetwork(house, 'champs')
    const owner = caller(house, network, (await network.signIn('owner')).cookie)
    const add = async (field: object) => (await owner<ClientField>('POST', '/client-fields', field)).body
    const hair = await add({ label: 'Type de cheveux', kind: 'choice', choices: ['Fins', 'Épais'], required: true })
    const size = await add({ label: 'Pointure', kind: 'number' })
    const born = await add({ label: 'Anniversaire', kind: 'date', online: true })
    const agreed = await add({ label: 'Photos', kind: 'consent' })
    assert.deepEqual([hair.position, size.position, born.position], [0, 1, 2])

    const missing = await owner('POST', '/clients', { last_name: 'X' })
    assert.deepEqual(missing.body.reasons, [{ field: `body.fields.${hair.field_id}`, reason: 'required' }])
    const wrong = await owner('POST', '/clients', { last_name: 'X', fields: { [hair.field_id]: 'Bleus', [size.field_id]: 'grand', [born.field_id]: '2023-02-29', [agreed.field_id]: 'bof', [newId()]: 1 } })
    assert.deepEqual(wrong.body.reasons?.map(({ reason }) => reason).toSorted(), ['not-choice', 'not-date', 'not-number', 'not-yes-or-no', 'unknown-field'])
    assert.match(wrong.body.errors!.find(({ field }) => field.endsWith(size.field_id))!.message, /nombre/)

    const card = await owner<SavedClient>('POST', '/clients', { last_name: 'X', fields: { [hair.field_id]: 'Fins', [size.field_id]: '38,5', [born.field_id]: '31/12/1980', [agreed.field_id]: false } })
    assert.deepEqual(card.body.fields, { [hair.field_id]: 'Fins', [size.field_id]: 38.5, [born.field_id]: '1980-12-31', [agreed.field_id]: false })
    const at = `/clients/${card.body.client_id}`
    const cleared = await owner<SavedClient>('PATCH', at, { revision: 1, fields: { [size.field_id]: null } })
    assert.deepEqual(cleared.body.fields, { [hair.field_id]: 'Fins', [born.field_id]: '1980-12-31', [agreed.field_id]: false }, 'the others stay')
    assert.equal((await owner('PATCH', at, { revision: 2, fields: { [hair.field_id]: '' } })).body.reasons?.[0]?.reason, 'required')

    const archived = await owner<ClientField>('PATCH', `/client-fields/${hair.field_id}`, { archived: true })
    assert.equal(archived.body.archived, true)
    assert.equal((await owner<Client>('GET', at)).body.fields[hair.field_id], 'Fins', 'values outlive their field')
    assert.equal((await owner('PATCH', at, { revision: 2, fields: { [hair.field_id]: 'Épais' } })).body.reasons?.[0]?.reason, 'unknown-field')
    assert.equal((await owner('POST', '/clients', { last_name: 'Y' })).status, 201, 'and asks no more')

    assert.equal((await owner('PUT', '/client-fields/order', { field_ids: [agreed.field_id, born.field_id, size.field_id] })).status, 200)
    const list = (await owner<ClientFieldList>('GET', '/client-fields')).body
    assert.deepEqual(list.items.map(({ label }) => label), ['Photos', 'Anniversaire', 'Pointure'])
    assert.equal((await owner('PUT', '/client-fields/order', { field_ids: [agreed.field_id, born.field_id] })).body.code, 'stale')
    assert.deepEqual((await owner<ClientFieldList>('GET', '/client-fields?archived=true')).body.items.map(({ label }) => label).at(-1), 'Type de cheveux')
  })

  test('[A-2] a choice needs choices, a label is given once', async () => {
    assert.equal((await asManager('POST', '/client-fields', { label: 'Seul', kind: 'choice', choices: ['Un'] })).body.errors?.[0]?.field, 'body.choices')
    assert.equal((await asManager('POST', '/client-fields', { label: 'Deux', kind: 'choice', choices: ['A', 'a'] })).body.errors?.[0]?.field, 'body.choices')
    await addField({ label: 'Passion', kind: 'text' })
    assert.equal((await asManager('POST', '/client-fields', { label: ' passion ', kind: 'text' })).body.errors?.[0]?.field, 'body.label')
    assert.equal((await asManager('POST', '/client-fields', { label: '', kind: 'text' })).body.errors?.[0]?.field, 'body.label')
  })

  test('[O-14] sensitive fields and their values are for health networks only', async () => {
    const refused = await asManager('POST', '/client-fields', { label: 'Antécédents', kind: 'text', sensitive: true })
    assert.deepEqual([refused.status, refused.body.code, refused.body.reasons], [422, 'sensitive-refused', [{ field: 'body.sensitive', reason: 'sensitive-refused' }]])

    const clinic = await testNetwork(house, 'cabinet')
    await clinic.run(({ db }) => db.updateTable('networks').set({ health: true }).where('network_id', '=', clinic.network_id).execute())
    const owner = caller(house, clinic, (await clinic.signIn('owner')).cookie)
    const field = (await owner<ClientField>('POST', '/client-fields', { label: 'Antécédents', kind: 'text', sensitive: true })).body
    const card = await owner<SavedClient>('POST', '/clients', { last_name: 'X', fields: { [field.field_id]: 'asthme' } })
    assert.equal(card.status, 201)

    await clinic.run(({ db }) => db.updateTable('networks').set({ health: false }).where('network_id', '=', clinic.network_id).execute())
    const later = await owner('POST', '/clients', { last_name: 'Y', fields: { [field.field_id]: 'asthme' } })
    assert.deepEqual([later.status, later.body.code, later.body.reasons], [422, 'sensitive-refused', [{ field: `body.fields.${field.field_id}`, reason: 'sensitive-refused' }]])
    assert.equal((await owner('PATCH', `/client-fields/${field.field_id}`, { help: 'x' })).status, 422)
    assert.equal((await owner('PATCH', `/clients/${card.body.client_id}`, { revision: 1, fields: { [field.field_id]: null } })).status, 200, 'what is there can always be taken away')
  })
})

describe('list', () => {
  test('[A-2] every card comes once, in order, page by page, either way', async () => {
    const network = await testNetwork(house, 'liste')
    const owner = caller(house, network, (await network.signIn('owner')).cookie)
    const names = ['Zola', 'Élan', 'abel', 'Martin', 'Martin', 'Martin', 'de la Tour', 'N’Guyen']
    for (const [at, last_name] of names.entries()) await owner('POST', '/clients', { last_name, first_name: `P${at}`, phone: `06 22 00 00 ${String(at).padStart(2, '0')}` })
    await owner('POST', '/clients', { phone: '0622000099' })
    const walk = async (sort: string): Promise<{ last_name: string; client_id: string }[]> => {
      const all = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const { body }: { body: ClientList } = await owner<ClientList>('GET', `/clients?limit=2&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`)
        all.push(...body.items)
        if (cursor === '') assert.equal(body.total, 9)
        cursor = body.next_cursor
      }
      assert.equal(new Set(all.map(({ client_id }) => client_id)).size, 9)
      return all
    }
    assert.deepEqual((await walk('name')).map(({ last_name }) => last_name), ['abel', 'de la Tour', 'Élan', 'Martin', 'Martin', 'Martin', 'N’Guyen', 'Zola', ''])
    for (const sort of ['name', 'created', 'last_activity']) {
      assert.deepEqual((await walk(`-${sort}`)).map(({ client_id }) => client_id), (await walk(sort)).map(({ client_id }) => client_id).toReversed(), sort)
    }
  })

  test('[A-2] filters: contact, missed appointments, last visit, own field', async () => {
    const network = await testNetwork(house, 'filtres')
    const owner = caller(house, network, (await network.signIn('owner')).cookie)
    const field = (await owner<ClientField>('POST', '/client-fields', { label: 'Fidèle', kind: 'consent' })).body.field_id
    const add = async (last_name: string, more: object = {}) => (await owner<SavedClient>('POST', '/clients', { last_name, ...more })).body.client_id
    const [anna, bea, carl] = [await add('Anna', { phone: '0633000001', fields: { [field]: true } }), await add('Bea', { email: 'bea@exemple.fr', fields: { [field]: false } }), await add('Carl')]
    await visit(network, anna, '2027-01-05T09:00:00Z', { status: 'no_show' })
    await visit(network, anna, '2027-01-06T09:00:00Z', { status: 'no_show' })
    await visit(network, anna, '2027-03-05T09:00:00Z', { status: 'done' })
    await visit(network, bea, '2026-06-05T09:00:00Z', { status: 'done' })
    await visit(network, bea, '2027-02-05T09:00:00Z', { status: 'cancelled' })
    await visit(network, bea, '2027-02-05T09:00:00Z', { status: 'no_show' })
    const names = async (query: string): Promise<string[]> => (await owner<ClientList>('GET', `/clients?${query}`)).body.items.map(({ last_name }) => last_name)
    assert.deepEqual(await names('has_phone=true'), ['Anna'])
    assert.deepEqual(await names('has_phone=false'), ['Bea', 'Carl'])
    assert.deepEqual(await names('has_email=true'), ['Bea'])
    assert.deepEqual(await names('no_shows=1'), ['Anna', 'Bea'])
    assert.deepEqual(await names('no_shows=2'), ['Anna'])
    assert.deepEqual(await names('last_visit_before=2027-01-01'), ['Bea'], 'somebody who never came did not come before')
    assert.deepEqual(await names(`field_id=${field}&field_value=true`), ['Anna'])
    assert.deepEqual(await names(`field_id=${field}`), ['Anna', 'Bea'])
    assert.deepEqual(await names('q=b&has_email=true'), ['Bea'], 'with a search too')
    const [first] = (await owner<ClientList>('GET', '/clients?q=anna')).body.items
    assert.deepEqual([first?.no_shows, first?.last_visit_at, first?.next_visit_at], [2, '2027-03-05T09:00:00Z', null])
    assert.equal(typeof carl, 'string')
  })

  test('[A-2] history: what is to come, what was, missed, spent', async () => {
    const card = await make()
    await visit(salon, card.client_id, '2026-05-01T09:00:00Z', { status: 'done', price_minor: 3500 })
    await visit(salon, card.client_id, '2026-06-01T09:00:00Z', { status: 'arrived', price_minor: 4500 })
    await visit(salon, card.client_id, '2026-07-01T09:00:00Z', { status: 'no_show', price_minor: 9900 })
    await visit(salon, card.client_id, '2026-08-01T09:00:00Z', { status: 'cancelled', price_minor: 9900 })
    await visit(salon, card.client_id, '2027-09-01T09:00:00Z')
    await visit(salon, card.client_id, '2027-08-01T09:00:00Z')
    await visit(salon, card.client_id, '2027-10-01T09:00:00Z', { status: 'cancelled' })
    const { body } = await call<History>('GET', `/clients/${card.client_id}/history`)
    assert.deepEqual(body.summary, { visits: 2, no_shows: 1, cancelled: 2, first_visit_at: '2026-05-01T09:00:00Z', last_visit_at: '2026-06-01T09:00:00Z', spent: [{ currency: 'EUR', amount_minor: 8000 }] })
    assert.deepEqual(body.upcoming.map(({ starts_at }) => starts_at), ['2027-08-01T09:00:00Z', '2027-09-01T09:00:00Z'])
    assert.deepEqual(body.past.map(({ status }) => status), ['cancelled', 'cancelled', 'no_show', 'arrived', 'done'])
    assert.deepEqual(body.past.at(-1)?.services.map(({ name }) => name), ['Coupe'])
    assert.equal((await call('GET', `/clients/${newId()}/history`)).status, 404)
  })
})
