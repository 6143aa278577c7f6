import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { scanFreeText } from './free-text.ts'
import { clientPromises } from './promises.ts'
import type { ClientField, ClientFieldList, SavedClient } from './schemas.ts'
import { caller } from './testing.ts'

describe('words that announce', () => {
  const cases: [string, string | null, string?][] = [
    ['Diabétique, prévoir une pause', 'health', 'Diabétique'],
    ['DIABÉTIQUE', 'health', 'DIABÉTIQUE'],
    ['allergies au latex', 'health', 'allergies'],
    ['She is pregnant', 'health', 'pregnant'],
    ['suit une chimiothérapie', 'health', 'chimiothérapie'],
    ['maladie cœliaque', 'health', 'maladie'],
    ['ne mange que halal', 'religion', 'halal'],
    ['témoin de Jéhovah', 'religion', 'témoin de Jéhovah'],
    ['déléguée CGT', 'union', 'CGT'],
    ['militante d’extrême-droite', 'politics', 'militante'],
    ['famille tzigane', 'origin', 'tzigane'],
    ['homosexuel', 'sex-life', 'homosexuel'],
    ['casier judiciaire', 'offence', 'casier judiciaire'],
    ['empreinte digitale enregistrée', 'biometrics', 'empreinte digitale'],
    // What a salon, a garage or a studio writes every day.
    ['Aime le thé, préfère le matin', null],
    ['Coloration noire, pointes blondes, peau mate', null],
    ['Foie gras offert à Noël', null],
    ['Réparation du voile de la roue', null],
    ['Fauteuil près de la fenêtre', null],
    ['Opération portes ouvertes', null],
    ['Prend le train, romarin, Romain', null],
    ['gayté parisienne', null],
    ['', null],
    ['💇‍♀️', null]
  ]
  for (const [text, category, word] of cases) {
    test(`[A-33] ${JSON.stringify(text)} ${category === null ? 'says nothing' : `announces ${category}`}`, () => {
      const [found, ...more] = scanFreeText(text)
      if (category === null) assert.deepEqual(found, undefined)
      else assert.deepEqual([{ category: found?.category, word: found?.word }, category === 'politics' ? [] : more], [{ category, word }, []])
    })
  }

  test('[A-33] a long text is read in passing, not for minutes', () => {
    const started = performance.now()
    scanFreeText('allergi '.repeat(1250))
    scanFreeText('a'.repeat(10_000))
    assert.ok(performance.now() - started < 1000)
  })
})

describe('free text on cards', async () => {
  const house = await testHouse()
  const salon = await testNetwork(house)
  const { cookie } = await salon.signIn('owner')
  const french = caller(house, salon, cookie)
  const english = caller(house, salon, cookie, 'en')
  const warnings = () => salon.run(({ db }) => db.selectFrom('ledger_entries').select(['body', 'promise_ids']).where('network_id', '=', salon.network_id).where('kind', '=', 'free_text.warned').execute())

  test('[A-33] whoever reads the definitions is reminded, in his language', async () => {
    await french('POST', '/client-fields', { label: 'Habitudes', kind: 'text' })
    const { body } = await french<ClientFieldList>('GET', '/client-fields')
    assert.equal(body.note.free_text, true)
    assert.match(body.note.warning, /^Texte libre : n’y notez ni santé/)
    assert.deepEqual(body.items.map(({ kind, free_text, warning }) => [kind, free_text, warning]), [['text', true, body.note.warning]])
    assert.match((await english<ClientFieldList>('GET', '/client-fields')).body.note.warning, /^Free text: no health/)
  })

  test('[A-33] a note that seems sensitive is saved, and warned about once in the reader’s language', async () => {
    const field = (await french<ClientFieldList>('GET', '/client-fields')).body.items[0]!.field_id
    const { status, body } = await french<SavedClient>('POST', '/clients', { last_name: 'X', note: 'Diabétique', fields: { [field]: 'Vient après la synagogue' } })
    assert.equal(status, 201)
    assert.deepEqual(body.warnings, [
      { field: 'note', message: 'Ce texte semble contenir une donnée sensible (santé : « Diabétique »). Il est enregistré ; retirez-la si elle n’est pas indispensable.' },
      { field: `fields.${field}`, message: 'Ce texte semble contenir une donnée sensible (religion : « synagogue »). Il est enregistré ; retirez-la si elle n’est pas indispensable.' }
    ])
    assert.equal(body.note, 'Diabétique')
    const again = await english<SavedClient>('PATCH', `/clients/${body.client_id}`, { revision: 1, first_name: 'Y' })
    assert.deepEqual(again.body.warnings, [], 'an unchanged text is not warned about again')
    const changed = await english<SavedClient>('PATCH', `/clients/${body.client_id}`, { revision: 2, note: 'On antidepressants' })
    assert.match(changed.body.warnings[0]!.message, /^This text seems to hold sensitive data \(health: “antidepressants”\)/)
    assert.deepEqual((await warnings()).map((entry) => [entry.promise_ids, entry.body]), [[['A-33'], { warnings: 2 }], [['A-33'], { warnings: 1 }]], 'that it warned is evidence, of what is not')
  })

  test('[A-33] a field whose label asks for something sensitive is warned about', async () => {
    const { body } = await french<ClientField & { warnings: { field: string; message: string }[] }>('POST', '/client-fields', { label: 'Allergies', kind: 'text' })
    assert.deepEqual(body.warnings.map(({ field }) => field), ['label'])
    assert.match(body.warnings[0]!.message, /« Allergies » semble demander une donnée sensible \(santé\)/)
  })

  test('[A-33] in a health network health may be noted, beliefs still warn', async () => {
    const clinic = await testNetwork(house, 'cabinet')
    await clinic.run(({ db }) => db.updateTable('networks').set({ health: true }).where('network_id', '=', clinic.network_id).execute())
    const call = caller(house, clinic, (await clinic.signIn('owner')).cookie)
    const { body } = await call<SavedClient>('POST', '/clients', { last_name: 'X', note: 'Diabétique, musulmane' })
    assert.deepEqual(body.warnings.map(({ message }) => /religion/.test(message)), [true])
  })

  test('[A-33] [A-2] the promises are proved from the data, and broken data is seen', async () => {
    const prove = (id: string) => salon.run((context) => clientPromises.find((promise) => promise.id === id)!.prove(context))
    const [cards, texts] = [await prove('A-2'), await prove('A-33')]
    assert.deepEqual([cards.state, texts.state], ['kept', 'kept'])
    assert.match(texts.shown.fr, /2 avertissements donnés/)
    assert.ok(texts.last_at !== null)
    const { network_id } = salon
    const client = await salon.run(({ db }) => db.selectFrom('clients').select('client_id').where('network_id', '=', network_id).executeTakeFirstOrThrow())
    await salon.run(({ db }) => db.updateTable('clients').set({ fields: JSON.stringify({ '018f0000-0000-7000-8000-00000000ffff': 'x' }) }).where('network_id', '=', network_id).where('client_id', '=', client.client_id).execute())
    assert.equal((await prove('A-2')).state, 'broken')
    const field = (await french<ClientFieldList>('GET', '/client-fields')).body.items[0]!.field_id
    await salon.run(({ db }) => db.updateTable('client_fields').set({ sensitive: true }).where('network_id', '=', network_id).where('field_id', '=', field).execute())
    await salon.run(({ db }) => db.updateTable('clients').set({ fields: JSON.stringify({ [field]: 'x' }) }).where('network_id', '=', network_id).where('client_id', '=', client.client_id).execute())
    assert.deepEqual([(await prove('A-2')).state, (await prove('A-33')).state], ['kept', 'at_risk'])
  })
})
