import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import { declareTable, personal, plain } from '../../foundation/catalogue/catalogue.ts'
import type { Table, TableDeclaration } from '../../foundation/catalogue/catalogue.ts'
import { catalogue } from '../../foundation/catalogue/known.ts'
import { noticeBlocks } from './blocks.ts'
import { publishNotice } from './commands.ts'
import { collectedFromClients, defaultNotice } from './default-text.ts'
import type { Identity } from './default-text.ts'
import { noticeHtml } from './markup.ts'
import { noticeKeepers } from './promises.ts'
import { currentNotice } from './queries.ts'
import type { NoticeDesk, NoticeVersion } from './schemas.ts'
import { categoryWords } from './words.ts'

const house = await testHouse()
const salon = await testNetwork(house)
const { cookie } = await salon.signIn('manager')

const identity: Identity = {
  network_name: 'Maison Orsel',
  brand: 'Orsel',
  siren: '120027016',
  establishment: { name: 'Orsel Bellecour', street: '3 place Bellecour', postcode: '69002', commune_name: 'Lyon', phone: '+33478000000', email: 'bellecour@orsel.example' }
}

/** A table of which nothing is personal. */
function plainColumns<T extends Table>(table: T): TableDeclaration<T>['columns'] {
  const columns = Object.keys(catalogue().find((declaration) => declaration.table === table)!.columns)
  return Object.fromEntries(columns.map((column) => [column, plain('nothing')])) as TableDeclaration<T>['columns']
}

describe('the text that follows from the catalogue', () => {
  test('[A-22] it says all that article 13 asks for, in both languages', () => {
    const asked = {
      fr: [/Maison Orsel \(Orsel\), SIREN 120 027 016, pour son établissement Orsel Bellecour/, /article 6\.1\.b/, /votre prénom/, /Qui les reçoit/, /3 ans après/, /retirer à tout moment/, /bellecour@orsel\.example/, /CNIL/, /obligatoires/],
      en: [/Maison Orsel \(Orsel\), SIREN 120 027 016, for its establishment Orsel Bellecour/, /article 6\(1\)\(b\)/, /your first name/, /Who receives it/, /3 years after/, /withdraw it at any time/, /bellecour@orsel\.example/, /CNIL/, /required/]
    }
    for (const language of ['fr', 'en'] as const) {
      const text = defaultNotice(catalogue(), identity, language)
      for (const part of asked[language]) assert.match(text, part)
      assert.doesNotMatch(text, /pd:|dpv:|undefined|null/)
    }
  })

  test('[A-22] every category that the catalogue declares of clients has its words', () => {
    const collected = collectedFromClients(catalogue())
    assert.ok(collected.length > 5)
    assert.deepEqual(collected.map(({ category }) => category).filter((category) => !(category in categoryWords)), [])
  })

  test('[A-22] a column declared tomorrow is in tomorrow’s text', () => {
    const before = defaultNotice(catalogue(), identity, 'fr')
    assert.doesNotMatch(before, /date de naissance/)
    const tomorrow = declareTable({
      table: 'waiting_entries',
      subject: 'client',
      path: { column: 'client_id' },
      columns: { ...plainColumns('waiting_entries'), from_day: personal('pd:BirthDate', 'client-file', 'client', 'birth-date') }
    })
    assert.match(defaultNotice([...catalogue(), tomorrow], identity, 'fr'), /- votre date de naissance/)
  })

  test('[A-22] terms are the agreement’s, never the text’s own', () => {
    assert.match(defaultNotice(catalogue(), identity, 'fr', { client_years: 1 }), /un an après/)
    assert.match(defaultNotice(catalogue(), { ...identity, establishment: null }, 'fr'), /Adressez-vous à l’établissement/)
  })

  test('markup has headings, lists and paragraphs, and nothing that people write becomes HTML', () => {
    assert.deepEqual(noticeBlocks('## Qui\r\n\r\nNous,\nici.\n- un\n- deux\n\n- trois'), [
      { kind: 'heading', text: 'Qui' },
      { kind: 'paragraph', text: 'Nous, ici.' },
      { kind: 'list', items: ['un', 'deux'] },
      { kind: 'list', items: ['trois'] }
    ])
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '#', '-', ' ', '\n', 'a', '"') }), (body) => assert.doesNotMatch(noticeHtml(body).replaceAll(/<\/?(?:h2|p|ul|li)>/g, ''), /[<>]/)))
  })
})

describe('versions', () => {
  const desk = async (query: string): Promise<NoticeDesk> => (await house.server.inject({ url: `/api/networks/${salon.network_id}/notices?${query}`, headers: { cookie } })).json<NoticeDesk>()
  const publish = async (payload: object) => {
    const answer = await house.server.inject({ method: 'POST', url: `/api/networks/${salon.network_id}/notices`, headers: { cookie }, payload })
    return { status: answer.statusCode, body: answer.json<NoticeVersion & { errors?: { field: string }[] }>() }
  }
  const here = () => salon.run((context) => currentNotice(context, salon.establishment_id, 'fr'))

  test('[A-22] before anybody publishes, the proposed text becomes version 1, once, however many come at once', async () => {
    assert.equal((await desk('locale=fr')).current, null)
    const all = await Promise.all(Array.from({ length: 12 }, here))
    assert.deepEqual(new Set(all.map(({ notice_id }) => notice_id)).size, 1)
    assert.deepEqual([all[0]?.version, all[0]?.body.includes('salon Lyon')], [1, true])
    const { history } = await desk(`locale=fr&establishment_id=${salon.establishment_id}`)
    assert.equal(history.length, 1)
    assert.equal((await salon.run((context) => currentNotice(context, salon.establishment_id, 'en'))).version, 1)
    await assert.rejects(salon.run((context) => currentNotice(context, salon.network_id, 'fr')), { code: 'not-found' })
  })

  test('[A-22] publishing never changes an older version, and the last word that concerns a place is in force', async () => {
    const first = await here()
    const own = await publish({ establishment_id: salon.establishment_id, locale: 'fr', body: '## Notre texte\n\nBonjour.' })
    assert.deepEqual([own.status, own.body.version], [201, 2])
    assert.equal((await here()).body, '## Notre texte\n\nBonjour.')
    const whole = await publish({ establishment_id: null, locale: 'fr', body: 'Pour tout le réseau.' })
    assert.equal(whole.body.version, 1)
    assert.equal((await here()).notice_id, whole.body.notice_id)
    await publish({ establishment_id: salon.establishment_id, locale: 'fr', body: 'De nouveau à nous.' })
    assert.equal((await here()).body, 'De nouveau à nous.')
    const kept = await house.server.inject({ url: `/api/networks/${salon.network_id}/notices/${first.notice_id}`, headers: { cookie } })
    assert.deepEqual([kept.json<NoticeVersion>().body, kept.json<NoticeVersion>().version], [first.body, 1])
    assert.equal((await desk(`locale=fr&establishment_id=${salon.establishment_id}`)).history.length, 4)
  })

  test('[A-22] the application cannot change or delete a version, whatever it tries', async () => {
    await assert.rejects(salon.run(({ db, network_id }) => db.updateTable('notices').set({ body: 'autre' }).where('network_id', '=', network_id).execute()), /permission denied/)
    await assert.rejects(salon.run(({ db, network_id }) => db.deleteFrom('notices').where('network_id', '=', network_id).execute()), /permission denied/)
  })

  test('[A-22] two who publish at the same moment make two versions or one refusal, never one version twice', async () => {
    const results = await Promise.allSettled(Array.from({ length: 6 }, (_, number) => salon.run((context) => publishNotice(context, { establishment_id: null, locale: 'en', body: `Text ${number}` }))))
    const { history } = await desk('locale=en')
    const versions = history.filter(({ establishment_id }) => establishment_id === null).map(({ version }) => version)
    assert.equal(versions.length, results.filter(({ status }) => status === 'fulfilled').length)
    assert.equal(new Set(versions).size, versions.length)
    for (const result of results) if (result.status === 'rejected') assert.equal((result.reason as { code: string }).code, '23505')
  })

  test('[A-22] refused: empty, too long, unknown establishment, somebody without the right', async () => {
    for (const [payload, field] of [[{ body: ' ' }, 'body.body'], [{ body: 'x'.repeat(20_001) }, 'body.body'], [{ locale: 'de' }, 'body.locale']] as const) {
      const { status, body } = await publish({ establishment_id: null, locale: 'fr', body: 'Texte', ...payload })
      assert.deepEqual([status, body.errors?.[0]?.field], [400, field])
    }
    assert.equal((await publish({ establishment_id: salon.network_id, locale: 'fr', body: 'Texte' })).status, 404)
    const staff = await salon.signIn('staff')
    assert.equal((await house.server.inject({ url: `/api/networks/${salon.network_id}/notices?locale=fr`, headers: { cookie: staff.cookie } })).statusCode, 403)
  })

  test('[A-22] everybody can read the text in force, and the very version that he was shown', async () => {
    const shown = await here()
    const base = `/${salon.slug}/${salon.establishment_slug}/notice`
    const now = await house.server.inject({ url: base, headers: { accept: 'text/html', 'accept-encoding': 'identity' } })
    assert.equal(now.statusCode, 200)
    assert.match(now.body, /De nouveau à nous\./)
    const data = await house.server.inject(`/api/public${base}`)
    assert.equal(data.json<{ notice_id: string }>().notice_id, shown.notice_id)
    await publish({ establishment_id: salon.establishment_id, locale: 'fr', body: '<script>alert(1)</script>' })
    const older = await house.server.inject({ url: `${base}/${shown.notice_id}`, headers: { accept: 'text/html', 'accept-encoding': 'identity' } })
    assert.match(older.body, /De nouveau à nous\./)
    assert.match(older.body, /noindex/)
    assert.ok(!(await house.server.inject({ url: base, headers: { 'accept-encoding': 'identity' } })).body.includes('<script>alert'))
    assert.equal((await house.server.inject({ url: `${base}/${salon.network_id}`, headers: { accept: 'text/html' } })).statusCode, 404)
  })

  test('[A-22] the promise breaks when somebody booked online without a notice', async () => {
    const prove = () => salon.run((context) => noticeKeepers[0]!.prove(context))
    const { state, last_at } = await prove()
    assert.deepEqual([state, last_at instanceof Temporal.Instant], ['kept', true])
    await salon.run(async ({ db, network_id }) => {
      const at = { starts_at: Temporal.Instant.from('2027-01-04T09:00:00Z'), ends_at: Temporal.Instant.from('2027-01-04T10:00:00Z') }
      await db.insertInto('appointments').values({ network_id, appointment_id: crypto.randomUUID(), establishment_id: salon.establishment_id, origin: 'site', ...at }).execute()
    })
    assert.equal((await prove()).state, 'broken')
  })
})
