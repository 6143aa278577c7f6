import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { newId } from '../../foundation/database/ids.ts'
import { emptyCard } from './card.ts'
import type { Card } from './card.ts'
import { liveClientId } from './commands.ts'
import { clientJobs } from './jobs.ts'
import { combineCards } from './merge.ts'
import { clientPromises } from './promises.ts'
import type { Client, ClientList, DuplicateList, LookAlikes, Merged, SavedClient } from './schemas.ts'
import { caller, visit } from './testing.ts'

let now = Temporal.Instant.from('2027-03-10T12:00:00Z')
const house = await testHouse({ clock: () => now })
const salon = await testNetwork(house)
const { cookie } = await salon.signIn('staff')
const call = caller(house, salon, cookie)

const make = async (card: object): Promise<SavedClient> => {
  const { status, body } = await call<SavedClient>('POST', '/clients', card)
  assert.equal(status, 201, JSON.stringify(body))
  return body
}
const seen = ({ client_id, revision }: Client): { client_id: string; revision: number } => ({ client_id, revision })
const ownerOf = async (appointment_id: string): Promise<string | null> =>
  salon.run(async ({ db }) => (await db.selectFrom('appointments').select('client_id').where('network_id', '=', salon.network_id).where('appointment_id', '=', appointment_id).executeTakeFirstOrThrow()).client_id)

/** As the owner of the database: a table that nobody thought of when merging was written. */
async function addLaterTable(): Promise<void> {
  const owner = new pg.Client({ connectionString: house.house.config.DATABASE_URL })
  await owner.connect()
  await owner.query(`
    create table loyalty (network_id uuid not null, loyalty_id uuid not null, holder_id uuid not null, points integer not null, primary key (network_id, loyalty_id));
    call secure_table('loyalty');
    alter table loyalty add foreign key (network_id, holder_id) references clients;
    create table one_each (network_id uuid not null, client_id uuid not null, word text not null, primary key (network_id, client_id));
    call secure_table('one_each');
    alter table one_each add foreign key (network_id, client_id) references clients;
    create table evidence_of (network_id uuid not null, evidence_id uuid not null, client_id uuid not null, primary key (network_id, evidence_id));
    call secure_table('evidence_of', 'select, insert');
    alter table evidence_of add foreign key (network_id, client_id) references clients`)
  await owner.end()
}
await addLaterTable()

describe('merging', () => {
  test('[A-2] values are chosen, appointments follow, the merged card remembers where it went', async () => {
    const kept = await make({ first_name: 'Marie', last_name: 'Dupont', phone: '0612000101', note: 'Thé' })
    const other = await make({ first_name: 'Marie-Claire', last_name: 'Dupont', email: 'marie@exemple.fr', phone: '0612000102', note: 'Matin' })
    const appointment = await visit(salon, other.client_id, '2027-03-20T09:00:00Z')
    const { status, body } = await call<Merged>('POST', '/client-merges', { keep: seen(kept), merge: [seen(other)], values: { first_name: 'Marie-Claire' } })
    assert.equal(status, 201, JSON.stringify(body))
    const { first_name, phone, email, note } = body.client
    assert.deepEqual({ first_name, phone, email, note, moved: body.moved }, { first_name: 'Marie-Claire', phone: '+33612000101', email: 'marie@exemple.fr', note: 'Thé\n\nMatin', moved: 1 })
    assert.equal(await ownerOf(appointment), kept.client_id)
    const gone = (await call<Client>('GET', `/clients/${other.client_id}`)).body
    assert.deepEqual([gone.merged_into, gone.deleted_at !== null], [kept.client_id, true])
    assert.equal((await call('POST', `/clients/${other.client_id}/restore`, {})).body.code, 'merged-card')
    assert.deepEqual((await call<ClientList>('GET', '/clients?q=marie%20claire')).body.items.map(({ client_id }) => client_id), [kept.client_id])
    assert.ok(!(await call<ClientList>('GET', '/clients?deleted=true')).body.items.some(({ client_id }) => client_id === other.client_id), 'a merged card is not a deleted one')
    const entries = await salon.run(({ db }) => db.selectFrom('ledger_entries').select(['body', 'subject_digest']).where('network_id', '=', salon.network_id).where('kind', '=', 'clients.merged').execute())
    assert.deepEqual(entries.map((entry) => entry.body), [{ merge_id: body.merge_id, client_id: kept.client_id, merged_ids: [other.client_id], moved: 1 }])
    assert.ok(entries[0]?.subject_digest !== null)
  })

  test('[A-2] a table added later is followed without a change; what may not move stays', async () => {
    const [kept, one, two] = [await make({ last_name: 'Un', phone: '0612000111' }), await make({ last_name: 'Deux', phone: '0612000112' }), await make({ last_name: 'Trois', phone: '0612000113' })]
    const { network_id } = salon
    const pool = house.house.database.pool
    const run = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
      const client = await pool.connect()
      try {
        await client.query(`begin; set local app.network_id = '${network_id}'`)
        const { rows } = await client.query(text, values)
        await client.query('commit')
        return rows as Record<string, unknown>[]
      } finally {
        client.release()
      }
    }
    await run('insert into loyalty values ($1, $2, $3, 10), ($1, $4, $5, 20)', [network_id, newId(), one.client_id, newId(), two.client_id])
    await run("insert into one_each values ($1, $2, 'kept'), ($1, $3, 'one')", [network_id, kept.client_id, one.client_id])
    await run('insert into evidence_of values ($1, $2, $3)', [network_id, newId(), one.client_id])
    const merge = await call<Merged>('POST', '/client-merges', { keep: seen(kept), merge: [seen(one), seen(two)] })
    assert.deepEqual([merge.status, merge.body.moved], [201, 2])
    assert.deepEqual(await run('select points, holder_id from loyalty order by points'), [{ points: 10, holder_id: kept.client_id }, { points: 20, holder_id: kept.client_id }])
    assert.deepEqual(await run('select word, client_id from one_each order by word'), [{ word: 'kept', client_id: kept.client_id }, { word: 'one', client_id: one.client_id }], 'a row that would clash stays on the card that was merged')
    assert.deepEqual(await run('select client_id from evidence_of'), [{ client_id: one.client_id }], 'evidence is not rewritten')

    const undone = await call('POST', `/client-merges/${merge.body.merge_id}/undo`, {})
    assert.equal(undone.status, 200, JSON.stringify(undone.body))
    assert.deepEqual(await run('select points, holder_id from loyalty order by points'), [{ points: 10, holder_id: one.client_id }, { points: 20, holder_id: two.client_id }])
  })

  test('[A-2] undone, everything is as it was', async () => {
    const kept = await make({ first_name: 'Anne', last_name: 'Avant', phone: '0612000121', note: 'a', preferred_channel: 'sms' })
    const other = await make({ first_name: 'Ana', last_name: 'Avant', email: 'ana@exemple.fr', note: 'b' })
    const [his, hers] = [await visit(salon, kept.client_id, '2027-03-21T09:00:00Z'), await visit(salon, other.client_id, '2027-03-22T09:00:00Z')]
    const contents = ({ revision: _r, updated_at: _u, ...card }: Client): object => card
    const before = [(await call<Client>('GET', `/clients/${kept.client_id}`)).body, (await call<Client>('GET', `/clients/${other.client_id}`)).body].map(contents)
    const { body } = await call<Merged>('POST', '/client-merges', { keep: seen(kept), merge: [seen(other)], values: { last_name: 'Après' } })
    const later = await visit(salon, kept.client_id, '2027-03-23T09:00:00Z')
    assert.equal((await call('POST', `/client-merges/${body.merge_id}/undo`, {})).status, 200)
    assert.deepEqual([(await call<Client>('GET', `/clients/${kept.client_id}`)).body, (await call<Client>('GET', `/clients/${other.client_id}`)).body].map(contents), before)
    assert.deepEqual([await ownerOf(his), await ownerOf(hers), await ownerOf(later)], [kept.client_id, other.client_id, kept.client_id])
    assert.equal((await call('POST', `/client-merges/${body.merge_id}/undo`, {})).body.code, 'merge-not-undoable', 'once')
  })

  test('[A-2] a merge is not undone after a change of the card or after a day', async () => {
    const pair = async (n: number) => [await make({ last_name: 'P', phone: `06120002${n}1` }), await make({ last_name: 'Q', phone: `06120002${n}2` })] as const
    const [kept, other] = await pair(1)
    const changed = (await call<Merged>('POST', '/client-merges', { keep: seen(kept), merge: [seen(other)] })).body
    await call('PATCH', `/clients/${kept.client_id}`, { revision: changed.client.revision, note: 'x' })
    assert.equal((await call('POST', `/client-merges/${changed.merge_id}/undo`, {})).body.code, 'merge-not-undoable')
    const [early, late] = await pair(2)
    const old = (await call<Merged>('POST', '/client-merges', { keep: seen(early), merge: [seen(late)] })).body
    now = now.add({ hours: 25 })
    assert.equal((await call('POST', `/client-merges/${old.merge_id}/undo`, {})).body.code, 'merge-not-undoable')
    await clientJobs.find(({ name }) => name === 'clients-sweep')!.run(house.house, {})
    assert.equal((await call('POST', `/client-merges/${old.merge_id}/undo`, {})).status, 404, 'what undoing needed is kept no longer')
  })

  test('[A-2] what is written for a card just as it is merged finds its way', async () => {
    const [kept, between, first] = [await make({ last_name: 'S1', phone: '0612000161' }), await make({ last_name: 'S2', phone: '0612000162' }), await make({ last_name: 'S3', phone: '0612000163' })]
    await call('POST', '/client-merges', { keep: seen(between), merge: [seen(first)] })
    const present = (await call<Client>('GET', `/clients/${between.client_id}`)).body
    await call('POST', '/client-merges', { keep: seen(kept), merge: [seen(present)] })
    const late = await visit(salon, first.client_id, '2027-05-01T09:00:00Z')
    const prove = () => salon.run((context) => clientPromises.find(({ id }) => id === 'A-2')!.prove(context))
    assert.equal((await prove()).state, 'at_risk')
    await clientJobs.find(({ name }) => name === 'clients-sweep')!.run(house.house, {})
    assert.equal(await ownerOf(late), kept.client_id)
    assert.equal((await prove()).state, 'kept')
  })

  test('[A-2] stale, deleted and repeated cards are refused, and nothing moves', async () => {
    const [kept, other] = [await make({ last_name: 'K', phone: '0612000131' }), await make({ last_name: 'O', phone: '0612000132' })]
    const appointment = await visit(salon, other.client_id, '2027-03-24T09:00:00Z')
    await call('PATCH', `/clients/${other.client_id}`, { revision: 1, note: 'x' })
    assert.equal((await call('POST', '/client-merges', { keep: seen(kept), merge: [seen(other)] })).body.code, 'stale')
    assert.equal((await call('POST', '/client-merges', { keep: seen(kept), merge: [seen(kept)] })).body.code, 'merge-itself')
    const current = { client_id: other.client_id, revision: 2 }
    assert.equal((await call('POST', '/client-merges', { keep: seen(kept), merge: [current, current] })).body.code, 'merge-itself')
    assert.deepEqual((await call('POST', '/client-merges', { keep: seen(kept), merge: [current], values: { phone: 'x' } })).body.reasons, [{ field: 'body.values.phone', reason: 'not-phone' }])
    assert.equal((await call('POST', '/client-merges', { keep: seen(kept), merge: [{ client_id: newId(), revision: 1 }] })).status, 404)
    assert.equal(await ownerOf(appointment), other.client_id)
  })

  test('[A-2] of merges of the same cards at once, one wins and no appointment is astray', async () => {
    const cards = [await make({ last_name: 'R1', phone: '0612000141' }), await make({ last_name: 'R2', phone: '0612000142' }), await make({ last_name: 'R3', phone: '0612000143' })]
    for (const [at, card] of cards.entries()) await visit(salon, card.client_id, `2027-04-0${at + 1}T09:00:00Z`)
    const [a, b, c] = cards.map(seen)
    const answers = await Promise.all([
      call('POST', '/client-merges', { keep: a, merge: [b] }),
      call('POST', '/client-merges', { keep: b, merge: [a] }),
      call('POST', '/client-merges', { keep: b, merge: [c] }),
      call('POST', '/client-merges', { keep: c, merge: [b, a] })
    ])
    assert.ok(answers.every(({ status }) => status === 201 || status === 409), JSON.stringify(answers.map(({ status }) => status)))
    assert.ok(answers.some(({ status }) => status === 201))
    const astray = await salon.run(({ db }) =>
      db
        .selectFrom('appointments as a')
        .innerJoin('clients as c', (join) => join.onRef('c.client_id', '=', 'a.client_id').onRef('c.network_id', '=', 'a.network_id'))
        .select('a.appointment_id')
        .where('a.network_id', '=', salon.network_id)
        .where('c.merged_into', 'is not', null)
        .execute()
    )
    assert.deepEqual(astray, [])
    const live = await Promise.all(cards.map(({ client_id }) => salon.run((context) => liveClientId(context, client_id))))
    const cardsLeft = await Promise.all([...new Set(live)].map((id) => call<Client>('GET', `/clients/${id}`)))
    assert.ok(cardsLeft.every(({ body }) => body.deleted_at === null), 'every card leads to a live one')
  })

  test('[A-2] nothing that stood on one card is lost unasked', () => {
    const text = fc.constantFrom('', 'a', 'b', 'c')
    const anyCard: fc.Arbitrary<Card> = fc.record({
      first_name: text,
      last_name: text,
      email: fc.option(fc.constantFrom('a@b.fr', 'c@d.fr')),
      phone: fc.option(fc.constantFrom('+33611111111', '+33622222222')),
      note: text,
      fields: fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.integer())
    }).map((card) => ({ ...emptyCard, ...card }))
    fc.assert(
      fc.property(anyCard, fc.array(anyCard, { minLength: 1, maxLength: 3 }), (kept, others) => {
        const all = [kept, ...others]
        const merged = combineCards(kept, others)
        for (const field of ['first_name', 'last_name', 'email', 'phone'] as const) {
          assert.equal(merged[field] === '' || merged[field] === null, all.every((card) => card[field] === '' || card[field] === null))
          if (kept[field] !== '' && kept[field] !== null) assert.equal(merged[field], kept[field])
        }
        for (const { note, fields } of all) {
          assert.ok(merged.note.includes(note))
          for (const key of Object.keys(fields)) assert.ok(key in merged.fields)
        }
        for (const [key, value] of Object.entries(kept.fields)) assert.equal(merged.fields[key], value)
      })
    )
  })
})

describe('duplicates', () => {
  test('[A-2] groups are found with their reasons, told apart for good, and hinted on the card', async () => {
    const network = await testNetwork(house, 'doubles')
    const owner = caller(house, network, (await network.signIn('owner')).cookie)
    const add = async (card: object): Promise<string> => (await owner<SavedClient>('POST', '/clients', card)).body.client_id
    const marie = await add({ first_name: 'Marie', last_name: 'Dupont', phone: '06 12 34 56 78' })
    const mary = await add({ first_name: 'MARIE', last_name: 'Dupond', phone: '+33612345678' })
    const elodie = await add({ first_name: 'Élodie', last_name: 'Le Goff', email: 'elodie@exemple.fr' })
    const elo = await add({ first_name: 'Elodie', last_name: 'Legoff', phone: '0698765432' })
    await add({ first_name: 'Paul', last_name: 'Martin', phone: '0611111111' })
    await add({ first_name: 'Paul', last_name: 'Martin', phone: '0622222222' })
    const { body } = await owner<DuplicateList>('GET', '/client-duplicates')
    assert.deepEqual(body.items.map(({ clients, reasons }) => [clients.map(({ client_id }) => client_id).toSorted(), reasons]), [
      [[marie, mary].toSorted(), ['same_phone', 'similar_name']],
      [[elodie, elo].toSorted(), ['same_name']]
    ])
    assert.ok(body.items[0]!.score > body.items[1]!.score)
    assert.equal(body.total, 2)
    const page = await owner<DuplicateList>('GET', '/client-duplicates?limit=1')
    assert.deepEqual([page.body.items.length, page.body.next_cursor], [1, '1'])

    const hint = await owner<LookAlikes>('GET', `/clients/${elo}/look-alikes`)
    assert.deepEqual(hint.body.items.map(({ client, reasons }) => [client.client_id, reasons]), [[elodie, ['same_name']]])

    assert.equal((await owner('POST', '/client-distinctions', { client_ids: [elo, elodie] })).status, 201)
    assert.equal((await owner('POST', '/client-distinctions', { client_ids: [elodie, elo] })).status, 201, 'twice is once')
    assert.equal((await owner('POST', '/client-distinctions', { client_ids: [elo, elo] })).status, 400)
    assert.equal((await owner('POST', '/client-distinctions', { client_ids: [elo, newId()] })).status, 409)
    assert.equal((await owner<DuplicateList>('GET', '/client-duplicates')).body.total, 1)
    assert.deepEqual((await owner<LookAlikes>('GET', `/clients/${elo}/look-alikes`)).body.items, [])
  })
})
