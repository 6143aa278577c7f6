import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { testHouse, testNetwork } from '../../../../tests/house.ts'
import type { TestNetwork } from '../../../../tests/house.ts'
import { clientJobs } from '../jobs.ts'
import type { Client, ClientField, ClientImport, ClientList, SavedClient } from '../schemas.ts'
import { caller } from '../testing.ts'
import type { Answer } from '../testing.ts'

let now = Temporal.Instant.from('2027-03-10T12:00:00Z')
const house = await testHouse({ clock: () => now })

type Bench = { network: TestNetwork; cookie: string; call: ReturnType<typeof caller>; id: string; answer: ClientImport }

async function fresh(name: string): Promise<Omit<Bench, 'id' | 'answer'>> {
  const network = await testNetwork(house, name)
  const { cookie } = await network.signIn('owner')
  return { network, cookie, call: caller(house, network, cookie) }
}
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')

async function upload(bench: Omit<Bench, 'id' | 'answer'>, content: string | Buffer): Promise<Bench> {
  const { status, body } = await bench.call<ClientImport>('POST', '/client-imports', { content: base64(content) })
  assert.equal(status, 201, JSON.stringify(body))
  return { ...bench, id: body.import_id, answer: body }
}
const check = ({ call, id }: Bench, change: object): Promise<Answer<ClientImport>> => call<ClientImport>('PUT', `/client-imports/${id}`, change)

/** Writes as the worker does. */
async function write({ call, id, network }: Bench): Promise<ClientImport> {
  const started = await call<ClientImport>('POST', `/client-imports/${id}/write`, {})
  assert.equal(started.status, 202, JSON.stringify(started.body))
  assert.equal(started.body.status, 'writing')
  await runJob(network.network_id, id)
  return (await call<ClientImport>('GET', `/client-imports/${id}`)).body
}
const runJob = (network_id: string, import_id: string): Promise<void> => clientJobs.find(({ name }) => name === 'clients-import')!.run(house.house, { network_id, import_id, locale: 'fr' })
const everybody = async ({ call }: Pick<Bench, 'call'>): Promise<string[]> => (await call<ClientList>('GET', '/clients?limit=200')).body.items.map(({ last_name, phone }) => `${last_name} ${phone ?? ''}`.trim())

describe('import of clients', () => {
  test('[A-2] a file is understood, checked without writing, and written', async () => {
    const file = ['Nom;Prénom;Mobile;E-mail;Remarques;Ville', 'Dupont;Marie;06 12 34 56 78;Marie@Exemple.fr;"Aime le thé\net le calme";Lyon', 'Martin;Paul;;paul@exemple.fr;;', ';;;;;', 'Sans;;;;;Paris'].join('\r\n')
    const bench = await upload(await fresh('import'), Buffer.from(file, 'latin1'))
    assert.deepEqual(
      [bench.answer.encoding, bench.answer.delimiter, bench.answer.rows_total, bench.answer.headers, bench.answer.mapping, bench.answer.status, bench.answer.counts],
      ['windows-1252', ';', 3, ['Nom', 'Prénom', 'Mobile', 'E-mail', 'Remarques', 'Ville'], ['last_name', 'first_name', 'phone', 'email', 'note', null], 'read', null]
    )
    assert.deepEqual(bench.answer.sample[1], ['Martin', 'Paul', '', 'paul@exemple.fr', '', ''])
    assert.equal((await bench.call('POST', `/client-imports/${bench.id}/write`, {})).body.code, 'not-checked')

    const checked = await check(bench, { mapping: bench.answer.mapping, when_known: 'skip' })
    assert.deepEqual([checked.status, checked.body.status, checked.body.counts], [200, 'checked', { create: 3, update: 0, skip: 0, refused: 0, shared_contact: 0, warned: 0 }])
    assert.deepEqual(await everybody(bench), [], 'a check writes nothing')

    const done = await write(bench)
    assert.deepEqual([done.status, done.rows_done, done.rows_total], ['done', 3, 3])
    assert.deepEqual(await everybody(bench), ['Dupont +33612345678', 'Martin', 'Sans'])
    const [marie] = (await bench.call<ClientList>('GET', '/clients?q=marie')).body.items
    assert.equal((await bench.call<Client>('GET', `/clients/${marie!.client_id}`)).body.note, 'Aime le thé\net le calme')
    const entries = await bench.network.run(({ db }) => db.selectFrom('ledger_entries').select('body').where('network_id', '=', bench.network.network_id).where('kind', '=', 'clients.imported').execute())
    assert.equal(entries.length, 1)
    const stored = await bench.network.run(({ db }) => db.selectFrom('client_imports').select('content_sealed').where('network_id', '=', bench.network.network_id).executeTakeFirstOrThrow())
    assert.equal(stored.content_sealed, null, 'the file is gone once its cards are there')
    await runJob(bench.network.network_id, bench.id)
    assert.equal((await everybody(bench)).length, 3, 'run again, it writes nothing again')
    assert.equal((await bench.call('POST', `/client-imports/${bench.id}/write`, {})).body.code, 'import-under-way')
  })

  test('[A-2] each refused row says which line, which field and why, and comes back as a file', async () => {
    const bench = await fresh('refus')
    const field = (await bench.call<ClientField>('POST', '/client-fields', { label: 'Pointure', kind: 'number', required: true })).body.field_id
    const file = ['Nom,Tel,Mail,Pointure', 'Bon,0612345601,,38', 'Mauvais,12,pas-un-mail,38', '=cmd|x,0612345602,,grand', ',,,40', 'Incomplet,0612345603,,', 'Bon,06 12 34 56 01,,39', `${'x'.repeat(200)},,,1`].join('\n')
    const up = await upload(bench, `\ufeff${file}`)
    const { body } = await check(up, { mapping: ['last_name', 'phone', 'email', field], when_known: 'skip' })
    assert.deepEqual(body.counts, { create: 1, update: 0, skip: 0, refused: 6, shared_contact: 0, warned: 0 })
    assert.deepEqual(body.refused.map(({ line, field: at, reason }) => [line, at, reason]), [
      [3, 'email', 'not-email'],
      [3, 'phone', 'not-phone'],
      [4, `fields.${field}`, 'not-number'],
      [5, 'last_name', 'name-or-contact'],
      [6, `fields.${field}`, 'required'],
      [7, 'phone', 'repeated-line'],
      [8, 'last_name', 'too-long']
    ])
    assert.equal(body.refused[2]?.message, 'Pointure : Un nombre est attendu.')
    assert.equal(body.refused[5]?.message, 'Téléphone : Même client qu’à la ligne 2.')
    const url = `/api/networks/${bench.network.network_id}/client-imports/${up.id}/refused.csv`
    const answer = await house.server.inject({ url, headers: { cookie: bench.cookie } })
    assert.deepEqual([answer.statusCode, answer.headers['content-type'], answer.headers['content-disposition']], [200, 'text/csv; charset=utf-8', 'attachment; filename="lignes-refusees.csv"'])
    const rows = parse(answer.body, { bom: true }) as string[][]
    assert.deepEqual(rows[0], ['Nom', 'Tel', 'Mail', 'Pointure', 'Ligne', 'Motif du refus'])
    assert.deepEqual(rows.slice(1).map((row) => row[4]), ['3', '4', '5', '6', '7', '8'])
    assert.equal(rows[2]?.[0], "'=cmd|x", 'harmless in a spreadsheet')
    const done = await write(up)
    assert.deepEqual([done.status, await everybody(bench)], ['done', ['Bon +33612345601']])
    assert.equal((await house.server.inject({ url, headers: { cookie: bench.cookie } })).statusCode, 200, 'still there afterwards')
  })

  test('[A-2] present clients are skipped, updated or made again, as chosen; a shared number is another person', async () => {
    const file = ['Nom;Prénom;Téléphone;Email;Note', 'DUPONT;M.;0612345678;neuf@exemple.fr;Vient à pied', 'Durand;Zoé;0612345678;;', 'Martin;;;paul@exemple.fr;'].join('\n')
    const mapping = ['last_name', 'first_name', 'phone', 'email', 'note']
    const expected = {
      skip: { counts: { create: 1, update: 0, skip: 2, refused: 0, shared_contact: 1, warned: 0 }, total: 3 },
      update: { counts: { create: 1, update: 2, skip: 0, refused: 0, shared_contact: 1, warned: 0 }, total: 3 },
      create: { counts: { create: 3, update: 0, skip: 0, refused: 0, shared_contact: 0, warned: 0 }, total: 5 }
    }
    for (const when_known of ['skip', 'update', 'create'] as const) {
      const bench = await fresh(`connus-${when_known}`)
      const marie = (await bench.call<SavedClient>('POST', '/clients', { first_name: 'Marie', last_name: 'Dupont', phone: '0612345678', note: 'Thé' })).body
      await bench.call('POST', '/clients', { first_name: 'Paul', email: 'paul@exemple.fr' })
      const up = await upload(bench, file)
      const { body } = await check(up, { mapping, when_known })
      assert.deepEqual(body.counts, expected[when_known].counts, when_known)
      if (when_known !== 'create') assert.deepEqual(body.known.map(({ line, by }) => [line, by]), [[2, 'phone'], [4, 'email']])
      const done = await write(up)
      assert.deepEqual([done.status, done.counts], ['done', expected[when_known].counts])
      assert.equal((await everybody(bench)).length, expected[when_known].total)
      const after = (await bench.call<Client>('GET', `/clients/${marie.client_id}`)).body
      if (when_known === 'update') {
        assert.deepEqual([after.first_name, after.last_name, after.email, after.note, after.revision], ['Marie', 'Dupont', 'neuf@exemple.fr', 'Thé\n\nVient à pied', 2])
        assert.ok((await everybody(bench)).includes('Martin'), 'a missing name is filled in')
      } else assert.deepEqual([after.email, after.revision], [null, 1])
    }
  })

  test('[A-2] all of it or nothing: a failure in the middle leaves no card and can be started again', async () => {
    const bench = await fresh('rupture')
    const lines = Array.from({ length: 1200 }, (_, at) => `Nom${at};06${String(at).padStart(8, '0')}`)
    const up = await upload(bench, ['Nom;Tel', ...lines].join('\n'))
    assert.equal((await check(up, { mapping: ['last_name', 'phone'], when_known: 'skip' })).body.counts?.create, 1200)
    await bench.call('POST', `/client-imports/${up.id}/write`, {})
    const { transaction } = house.house.database
    let chunks = 0
    const broken = { ...house.house, database: { ...house.house.database, transaction: ((scope, work) => transaction(scope, async (context) => {
      const result = await work(context)
      // Progress is told once a chunk: after the second the main transaction is cut off.
      if (context.purpose === 'client-file' && ++chunks === 2) throw new Error('cut off')
      return result
    })) as typeof transaction } }
    await clientJobs.find(({ name }) => name === 'clients-import')!.run(broken, { network_id: bench.network.network_id, import_id: up.id, locale: 'fr' })
    const failed = (await bench.call<ClientImport>('GET', `/client-imports/${up.id}`)).body
    assert.deepEqual([failed.status, failed.failure, failed.rows_done], ['failed', 'internal', 0])
    assert.deepEqual(await everybody(bench), [])
    assert.equal((await write(up)).status, 'done')
    assert.equal((await bench.call<ClientList>('GET', '/clients')).body.total, 1200)
  })

  test('[A-2] a write that died is seen as stalled and can be started again; two at once write once', async () => {
    const bench = await fresh('panne')
    const up = await upload(bench, 'Nom;Tel\nUn;0612345678\nDeux;0612345679')
    await check(up, { mapping: ['last_name', 'phone'], when_known: 'create' })
    await bench.call('POST', `/client-imports/${up.id}/write`, {})
    assert.equal((await bench.call<ClientImport>('GET', `/client-imports/${up.id}`)).body.stalled, false)
    assert.equal((await bench.call('POST', `/client-imports/${up.id}/write`, {})).body.code, 'import-under-way')
    now = now.add({ minutes: 1 })
    assert.equal((await bench.call<ClientImport>('GET', `/client-imports/${up.id}`)).body.stalled, true)
    assert.equal((await bench.call('POST', `/client-imports/${up.id}/write`, {})).status, 202)
    await Promise.all([1, 2, 3].map(() => runJob(bench.network.network_id, up.id)))
    assert.deepEqual(await everybody(bench), ['Deux +33612345679', 'Un +33612345678'])
  })

  test('[A-2] unreadable files and impossible columns are refused in words', async () => {
    const bench = await fresh('illisible')
    for (const [content, reason] of [['PK\u0003\u0004xlsx', 'not-text'], ['Nom\0', 'not-text'], ['', 'empty'], ['Nom;Tel\n', 'empty'], ['Nom\n"ouvert', 'broken-quotes']] as const) {
      const { status, body } = await bench.call<{ reason: string }>('POST', '/client-imports', { content: content === '' ? base64(' ') : base64(content) })
      assert.deepEqual([status, body.code, body.reason, body.errors?.[0]?.field], [422, 'unreadable-file', reason, 'body.content'])
    }
    const mangled = await bench.call('POST', '/client-imports', { content: `${base64('Nom')}*` })
    assert.deepEqual([mangled.status, mangled.body.errors?.[0]?.field], [400, 'body.content'])
    const up = await upload(bench, 'Nom;Tel\nUn;0612345678')
    for (const mapping of [['last_name'], ['last_name', 'last_name'], [null, null], ['note', null], ['last_name', '018f0000-0000-7000-8000-000000000009']]) {
      const { status, body } = await check(up, { mapping, when_known: 'skip' })
      assert.deepEqual([status, body.code, body.errors?.[0]?.field], [422, 'bad-mapping', 'body.mapping'])
    }
    assert.equal((await check(up, { mapping: ['nonsense', null], when_known: 'skip' })).status, 400)
    assert.equal((await bench.call('POST', '/client-imports', { content: base64(Buffer.alloc(20 * 1024 * 1024 + 1, 'a')) })).status, 413)
    assert.equal((await bench.call('DELETE', `/client-imports/${up.id}`)).status, 200)
    assert.equal((await bench.call('GET', `/client-imports/${up.id}`)).status, 404)
  })

  test('[A-2] [A-33] hostile cells are cells; notes that seem sensitive are counted', async () => {
    const bench = await fresh('hostile')
    const rows = ['💇‍♀️ Léa', 'محمد بن علي', "'=HYPERLINK(\"http://x\")", "Robert'); DROP TABLE clients;--", '<script>alert(1)</script>']
    const up = await upload(bench, ['Nom\tNote', ...rows.map((name) => `"${name.replaceAll('"', '""')}"\tdiabétique`)].join('\n'))
    const { body } = await check(up, { mapping: ['last_name', 'note'], when_known: 'skip' })
    assert.deepEqual([body.counts?.create, body.counts?.warned], [5, 5])
    await write(up)
    assert.deepEqual((await everybody(bench)).toSorted(), rows.map((name) => name.replace(/^'/, '')).toSorted())
  })

  test('[A-2] imports are sealed, and forgotten after two days', async () => {
    const bench = await fresh('oubli')
    const up = await upload(bench, 'Nom;Tel\nSecrète;0612345678')
    const row = await bench.network.run(({ db }) => db.selectFrom('client_imports').selectAll().where('network_id', '=', bench.network.network_id).executeTakeFirstOrThrow())
    for (const bytes of [row.content_sealed, row.findings_sealed]) assert.ok(bytes !== null && !bytes.toString('latin1').includes('0612345678'))
    now = now.add({ hours: 47 })
    const sweep = () => clientJobs.find(({ name }) => name === 'clients-sweep')!.run(house.house, {})
    await sweep()
    assert.equal((await bench.call('GET', `/client-imports/${up.id}`)).status, 200)
    now = now.add({ hours: 2 })
    await sweep()
    assert.equal((await bench.call('GET', `/client-imports/${up.id}`)).status, 404)
  })

  test('[A-2] a required own field without a column is told, and its cards are made', async () => {
    const bench = await fresh('obligatoire')
    await bench.call('POST', '/client-fields', { label: 'Photos', kind: 'consent', required: true })
    const up = await upload(bench, 'Nom\nUn')
    const { body } = await check(up, { mapping: ['last_name'], when_known: 'skip' })
    assert.deepEqual([body.missing_fields, body.counts?.create], [['Photos'], 1])
  })
})
