import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import type { TestNetwork } from '../../../tests/house.ts'
import { Problem } from '../../foundation/http/problem.ts'
import { findOrCreateClient, liveClientId } from './commands.ts'
import type { Booker } from './commands.ts'
import type { Client, ClientField, SavedClient } from './schemas.ts'
import { caller } from './testing.ts'

const house = await testHouse({ settings: { DATABASE_POOL: '24' } })
const salon = await testNetwork(house)
const { cookie } = await salon.signIn('owner')
const call = caller(house, salon, cookie)

const booker = (more: Partial<Booker> = {}): Booker => ({ first_name: 'Marie', last_name: 'Dupont', email: null, phone: null, language: 'fr', fields: {}, ...more })
const book = (person: Partial<Booker>, network: TestNetwork = salon) => network.run((context) => findOrCreateClient(context, booker(person)))
const cardsWith = (column: 'phone' | 'email', value: string) =>
  salon.run(({ db }) => db.selectFrom('clients').select('client_id').where('network_id', '=', salon.network_id).where(column, '=', value).execute())

describe('somebody who books', () => {
  test('[A-2] twenty bookings of one new person at once end in one card', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => book({ last_name: at % 2 === 0 ? 'Géant' : 'GEANT', phone: at % 3 === 0 ? '+33612340001' : '06 12 34 00 01', email: 'geant@exemple.fr' })))
    assert.equal(new Set(answers.map(({ client_id }) => client_id)).size, 1)
    assert.equal(answers.filter(({ created }) => created).length, 1)
    assert.equal((await cardsWith('phone', '+33612340001')).length, 1)
  })

  test('[A-2] at once by number, by address, and by both, nobody waits in a circle', async () => {
    await book({ last_name: 'Croisé', phone: '0612340002', email: 'croise@exemple.fr' })
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        book({ last_name: 'Croisé', ...(at % 3 === 0 ? { phone: '0612340002' } : at % 3 === 1 ? { email: 'CROISE@exemple.fr' } : { phone: '0612340002', email: 'croise@exemple.fr' }) })
      )
    )
    assert.deepEqual(answers.map(({ created }) => created), answers.map(() => false))
    assert.equal(new Set(answers.map(({ client_id }) => client_id)).size, 1)
  })

  test('[A-2] different people at once stay different', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => book({ last_name: `Personne ${at}`, phone: '0612340003' })))
    assert.equal(new Set(answers.map(({ client_id }) => client_id)).size, 12)
  })

  test('[A-2] a card is found by number or address with the last name, accents and case aside', async () => {
    const { client_id } = await book({ first_name: 'Élise', last_name: 'N’Diaye-Müller', phone: '0612340004', email: 'elise@exemple.fr' })
    for (const person of [
      { last_name: 'ndiaye muller', phone: '+33 6 12 34 00 04' },
      { last_name: 'N’DIAYE-MULLER', email: 'Elise@Exemple.fr' },
      { last_name: 'N Diaye Müller', phone: '0699999999', email: 'elise@exemple.fr' }
    ]) assert.deepEqual(await book(person), { client_id, created: false })
    const other = await book({ last_name: 'Dupont', phone: '0612340004' })
    assert.ok(other.created, 'another name is another person, whatever the number')
  })

  test('[A-2] of two of one family, the first name decides', async () => {
    const { body: paul } = await call<SavedClient>('POST', '/clients', { first_name: 'Paul', last_name: 'Famille', phone: '0612340005' })
    const { body: zoe } = await call<SavedClient>('POST', '/clients', { first_name: 'Zoé', last_name: 'Famille', phone: '0612340005' })
    assert.equal((await book({ first_name: 'paul', last_name: 'Famille', phone: '0612340005' })).client_id, paul.client_id)
    assert.equal((await book({ first_name: 'ZOE', last_name: 'Famille', phone: '0612340005' })).client_id, zoe.client_id)
  })

  test('[A-2] a known card is not changed by whoever knows a name and a number', async () => {
    const { client_id } = await book({ first_name: 'Vraie', last_name: 'Cliente', phone: '0612340006', email: 'vraie@exemple.fr' })
    const before = (await call<Client>('GET', `/clients/${client_id}`)).body
    await book({ first_name: 'Fausse', last_name: 'Cliente', phone: '0612340006', email: 'autre@exemple.fr', language: 'en' })
    const { last_activity_at, ...after } = (await call<Client>('GET', `/clients/${client_id}`)).body
    const { last_activity_at: was, ...kept } = before
    assert.deepEqual(after, kept)
    assert.ok(Temporal.Instant.compare(last_activity_at, was) > 0, 'only that he was active')
  })

  test('[A-2] deleted and merged cards are not found', async () => {
    const { client_id } = await book({ last_name: 'Partie', phone: '0612340007' })
    await call('DELETE', `/clients/${client_id}`)
    const again = await book({ last_name: 'Partie', phone: '0612340007' })
    assert.ok(again.created && again.client_id !== client_id)
    const other = await book({ last_name: 'Gardée', phone: '0612340008' })
    const merge = await call('POST', '/client-merges', { keep: { client_id: other.client_id, revision: 1 }, merge: [{ client_id: again.client_id, revision: 1 }] })
    assert.equal(merge.status, 201)
    assert.ok((await book({ last_name: 'Partie', phone: '0612340007' })).created)
    assert.equal(await salon.run((context) => liveClientId(context, again.client_id)), other.client_id)
  })

  test('[A-2] without number and address everybody is new; another network knows nobody', async () => {
    assert.ok((await book({ last_name: 'Sans' })).created && (await book({ last_name: 'Sans' })).created)
    await book({ last_name: 'Ici', phone: '0612340009' })
    assert.ok((await book({ last_name: 'Ici', phone: '0612340009' }, await testNetwork(house, 'ailleurs'))).created)
  })

  test('[A-2] faults are named as the public form names them, the same for known and unknown', async () => {
    const secret = (await call<ClientField>('POST', '/client-fields', { label: 'Interne', kind: 'text' })).body.field_id
    const asked = (await call<ClientField>('POST', '/client-fields', { label: 'Comment nous avez-vous connus ?', kind: 'choice', choices: ['Ami', 'Web'], required: true, online: true })).body.field_id
    const faults = async (person: Partial<Booker>) => {
      const problem = await book(person).then(() => null, (error: unknown) => error)
      assert.ok(problem instanceof Problem)
      return problem.extra['reasons']
    }
    await book({ last_name: 'Connue', phone: '0612340010', fields: { [asked]: 'Ami' } })
    for (const last_name of ['Connue', 'Inconnue']) {
      assert.deepEqual(await faults({ last_name, phone: '0612340010' }), [{ field: `body.fields.${asked}`, reason: 'required' }])
      assert.deepEqual(await faults({ last_name, phone: '12', fields: { [asked]: 'Ami', [secret]: 'x' } }), [
        { field: 'body.person.phone', reason: 'not-phone' },
        { field: `body.fields.${secret}`, reason: 'unknown-field' }
      ])
    }
    const { client_id } = await book({ last_name: 'Répond', phone: '0612340011', fields: { [asked]: 'web' } })
    assert.deepEqual((await call<Client>('GET', `/clients/${client_id}`)).body.fields, { [asked]: 'Web' })
    await call('PATCH', `/client-fields/${asked}`, { archived: true })
  })
})
