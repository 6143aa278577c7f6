import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { testHouse } from '../../../tests/house.ts'
import { openAccount } from '../accounts/commands.ts'
import { archiveEstablishment, changeEstablishment, changeNetwork, createEstablishment, createNetwork } from './commands.ts'
import { networkKeepers } from './promises.ts'
import { searchWords } from './rules.ts'
import type { Commune, DirectoryPage, NewEstablishment } from './schemas.ts'

const house = await testHouse()
const account_id = await openAccount(house.house.identity, { email: 'ana@example.com', name: 'Ana', password: 'un mot de passe assez long' })

async function network(name: string) {
  const { network_id, slug } = await createNetwork(house.house.database, { name, brand: name, owner: { account_id, display_name: 'Ana' } })
  const run: Run = (work) => house.house.database.transaction({ network_id, actor: { kind: 'account', account_id }, purpose: 'account' }, work)
  /** An establishment that is listed. */
  const list = async (given: NewEstablishment): Promise<string> =>
    run(async (context) => {
      const { establishment_id } = await createEstablishment(context, given)
      await changeEstablishment(context, establishment_id, { online: true, listed: true })
      return establishment_id
    })
  return { network_id, slug, run, list }
}
type Run = <T>(work: (context: Parameters<typeof createEstablishment>[0]) => Promise<T>) => Promise<T>

async function search(query: Record<string, string>): Promise<DirectoryPage & { status: number; code?: string }> {
  const answer = await house.server.inject({ url: `/api/public-directory?${new URLSearchParams(query).toString()}`, headers: { 'accept-language': 'fr' } })
  return { status: answer.statusCode, ...answer.json<DirectoryPage>() }
}
const names = async (query: Record<string, string>): Promise<string[]> => (await search(query)).items.map(({ name }) => name)

async function communes(q: string): Promise<string[]> {
  const answer = await house.server.inject(`/api/communes?${new URLSearchParams({ q }).toString()}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ items: Commune[] }>().items.map(({ name }) => name)
}

const page = async (url: string, language = 'fr') => house.server.inject({ url, headers: { accept: 'text/html', 'accept-language': language, 'accept-encoding': 'identity' } })

const lyon = { commune_code: '69123', postcode: '69002' }
let orsel: Awaited<ReturnType<typeof network>>
let lumen: Awaited<ReturnType<typeof network>>
let bellecour: string

before(async () => {
  orsel = await network('Maison Orsel')
  lumen = await network('Cabinet Lumen')
  bellecour = await orsel.list({ name: 'Orsel Bellecour', activity: 'hairdresser', street: '3 place Bellecour', ...lyon })
  await orsel.list({ name: 'Orsel Étoile', activity: 'hairdresser', commune_code: '75117', postcode: '75017' })
  await orsel.list({ name: 'Orsel Spa', activity: 'spa', commune_code: '69266', postcode: '69100' })
  await lumen.list({ name: 'Le Fauteuil de Saint-Denis', activity: 'barber', commune_code: '93066', postcode: '93200' })
  await lumen.list({ name: 'Le Fauteuil de l’Océan', activity: 'barber', commune_code: '97411', postcode: '97400' })
  await lumen.list({ name: 'Accords & Cordes', activity: 'Accordeur de clavecins', commune_code: '42218', postcode: '42000' })
})

describe('the directory', () => {
  test('[A-8] one finds by activity, by name, by place, and by all of them', async () => {
    assert.deepEqual(await names({ activity: 'hairdresser' }), ['Orsel Bellecour', 'Orsel Étoile'])
    assert.deepEqual(await names({ name: 'orsel' }), ['Orsel Bellecour', 'Orsel Étoile', 'Orsel Spa'])
    assert.deepEqual(await names({ place: 'Lyon' }), ['Orsel Bellecour'])
    assert.deepEqual(await names({ activity: 'hairdresser', name: 'orsel', place: 'lyon', department: '69' }), ['Orsel Bellecour'])
    assert.deepEqual(await names({ name: 'coiffure' }), ['Orsel Bellecour', 'Orsel Étoile'], 'the words of a trade find it too')
    assert.deepEqual(await names({ activity: 'accordeur de clavecins' }), ['Accords & Cordes'], 'a business’s own words are an activity')
    assert.equal((await search({})).total, 6)
  })

  test('[A-8] a place is a commune, an arrondissement’s city, a postcode or its beginning, a department by name or number', async () => {
    assert.deepEqual(await names({ place: 'Paris' }), ['Orsel Étoile'], 'the 17th is in Paris')
    assert.deepEqual(await names({ place: '69002' }), ['Orsel Bellecour'])
    assert.deepEqual(await names({ place: '6910' }), ['Orsel Spa'])
    assert.deepEqual(await names({ place: 'Rhône' }), ['Orsel Bellecour', 'Orsel Spa'])
    assert.deepEqual(await names({ place: '69' }), ['Orsel Bellecour', 'Orsel Spa'])
    assert.deepEqual(await names({ place: 'saint denis' }), ['Le Fauteuil de l’Océan', 'Le Fauteuil de Saint-Denis'], 'communes of one name are all meant')
    assert.deepEqual(await names({ place: 'saint denis', department: '974' }), ['Le Fauteuil de l’Océan'])
  })

  test('[A-8] a name typed to its end means that commune, not a greater one that it begins', async () => {
    const id = await lumen.list({ name: 'Ancre de Bourg', activity: 'boat', commune_code: '33067' })
    const other = await lumen.list({ name: 'Ancre de Bresse', activity: 'boat', commune_code: '01053' })
    assert.deepEqual(await names({ place: 'Bourg', activity: 'boat' }), ['Ancre de Bourg'])
    assert.equal((await communes('Bourg'))[0], 'Bourges', 'while it is being typed the greater one comes first')
    for (const gone of [id, other]) await lumen.run((context) => archiveEstablishment(context, gone))
  })

  test('[A-8] a name that is a department’s and a commune’s means both', async () => {
    const id = await lumen.list({ name: 'Pneus de l’Isère', activity: 'garage', commune_code: '38544' })
    const far = await lumen.list({ name: 'Pneus du Poitou', activity: 'garage', commune_code: '86194' })
    assert.deepEqual(await names({ place: 'Vienne', activity: 'garage' }), ['Pneus de l’Isère', 'Pneus du Poitou'])
    assert.deepEqual(await names({ place: '86', activity: 'garage' }), ['Pneus du Poitou'])
    for (const gone of [id, far]) await lumen.run((context) => archiveEstablishment(context, gone))
  })

  test('[A-8] accents, case, abbreviations and slips of the fingers are forgiven', async () => {
    assert.deepEqual(await names({ name: 'ORSEL ETOILE' }), ['Orsel Étoile'])
    assert.deepEqual(await names({ place: 'st etienne' }), ['Accords & Cordes'])
    assert.deepEqual(await names({ place: 'Saint-Etiene' }), ['Accords & Cordes'])
    const near = await search({ name: 'orsle belecour' })
    assert.deepEqual([near.items[0]?.name, near.approximate], ['Orsel Bellecour', true])
    assert.equal((await search({ name: 'orsel' })).approximate, false)
    assert.deepEqual((await search({ name: 'zzzzzz' })).items, [])
    assert.deepEqual((await search({ place: 'Nulle-Part-sur-Rien' })).items, [])
  })

  test('[A-8] what is published changes with what the establishment and its network say, in the same transaction', async () => {
    const found = async () => (await search({ name: 'bellecour' })).items[0]
    assert.equal((await found())?.path, `/${orsel.slug}/orsel-bellecour`)
    await orsel.run((context) => changeEstablishment(context, bellecour, { slug: 'presquile', name: 'Orsel Bellecour Presqu’île', activity: 'barber' }))
    assert.deepEqual([(await found())?.path, (await found())?.activity_name], [`/${orsel.slug}/presquile`, 'Barbier'])
    await orsel.run((context) => changeNetwork(context, { name: 'Groupe Orsel', slug: 'groupe-orsel' }))
    assert.deepEqual([(await found())?.path, (await found())?.network_name], ['/groupe-orsel/presquile', 'Groupe Orsel'])
    await assert.rejects(
      orsel.run(async (context) => {
        await changeEstablishment(context, bellecour, { name: 'Jamais' })
        throw new Error('and then something failed')
      })
    )
    assert.equal((await found())?.name, 'Orsel Bellecour Presqu’île', 'what was rolled back was never published')
    await orsel.run((context) => changeEstablishment(context, bellecour, { listed: false }))
    assert.equal(await found(), undefined)
    await orsel.run((context) => changeEstablishment(context, bellecour, { listed: true }))
    assert.notEqual(await found(), undefined)
  })

  test('[A-8] an archived establishment is in the directory no more', async () => {
    const id = await lumen.list({ name: 'Ephémère', activity: 'florist', ...lyon })
    assert.deepEqual(await names({ name: 'ephemere' }), ['Ephémère'])
    await lumen.run((context) => archiveEstablishment(context, id))
    assert.deepEqual(await names({ name: 'ephemere' }), [])
  })

  test('[A-8] the promise shows the directory beside what is listed, and breaks when they differ', async () => {
    const keeper = networkKeepers.find(({ id }) => id === 'A-8')!
    assert.equal((await lumen.run((context) => keeper.prove(context))).state, 'kept')
    await lumen.run(async (context) => {
      await sql`delete from directory_entries where network_id = ${context.network_id} and name = 'Accords & Cordes'`.execute(context.db)
      assert.equal((await keeper.prove(context)).state, 'broken')
      throw new Error('leave it as it was')
    }).catch((error: Error) => assert.equal(error.message, 'leave it as it was'))
  })

  test('[A-8] pages follow each other without a gap or a repetition, in both orders', async () => {
    const many = await network('Chaîne')
    for (let number = 0; number < 45; number++) await many.list({ name: `Chaîne ${String(number).padStart(2, '0')}`, activity: 'tyres', commune_code: '06088' })
    for (const query of [{ activity: 'tyres' }, { name: 'chiane' }]) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const answer = await search({ ...query, ...(cursor === undefined ? {} : { cursor }) })
        assert.equal(answer.total, 45)
        seen.push(...answer.items.map(({ name }) => name))
        cursor = answer.next_cursor ?? undefined
      } while (cursor !== undefined)
      assert.equal(seen.length, 45)
      assert.equal(new Set(seen).size, 45)
    }
    for (const cursor of ['x', Buffer.from('[0,0,"a","b"]').toString('base64url')]) {
      const { status, code } = await search({ cursor })
      assert.deepEqual([status, code], [400, 'invalid-input'])
    }
  })
})

describe('communes', () => {
  test('[A-8] found by the beginning of name or postcode, the most populous first', async () => {
    assert.equal((await communes('par'))[0], 'Paris')
    assert.equal((await communes('69'))[0], 'Lyon')
    assert.equal((await communes('42100'))[0], 'Saint-Étienne')
    assert.deepEqual((await communes('Aix')).slice(0, 2), ['Aix-en-Provence', 'Aix-les-Bains'])
    assert.equal((await communes('la roche sur'))[0], 'La Roche-sur-Yon')
    assert.equal((await communes('germain laye'))[0], 'Saint-Germain-en-Laye')
  })

  test('[A-8] typing errors are forgiven', async () => {
    const slips: readonly (readonly [string, string])[] = [['marsielle', 'Marseille'], ['monpelier', 'Montpellier'], ['toulosue', 'Toulouse'], ['saint etiene', 'Saint-Étienne'], ['bordaux', 'Bordeaux'], ['clermond ferand', 'Clermont-Ferrand'], ['strasburg', 'Strasbourg']]
    for (const [typed, meant] of slips) assert.equal((await communes(typed))[0], meant, typed)
    assert.deepEqual(await communes('xqzwv'), [])
    assert.deepEqual(await communes('%'), [])
  })

  test('[A-8] words to search by are the same here and in the database', async () => {
    const texts: string[] = ['St-Étienne', 'Sainte-Foy-lès-Lyon', 'L’Haÿ-les-Roses', 'Œuf  à la  coque !', 'ÅNGSTRÖM', '', '  ', 'St. Ste st-ste', '10 rue du 8-Mai']
    const { rows } = await house.house.database.pool.query<{ words: string }>('select search_words(text) as words from unnest($1::text[]) with ordinality as t (text, at) order by at', [texts])
    assert.deepEqual(rows.map(({ words }) => words), texts.map(searchWords))
  })
})

describe('public pages', () => {
  test('[A-8] the first page and the results work without scripts and weigh little', async () => {
    for (const url of ['/', '/annuaire', '/annuaire?activity=hairdresser&place=Lyon']) {
      const { statusCode, body, headers } = await page(url)
      assert.equal(statusCode, 200)
      assert.match(String(headers['content-type']), /text\/html/)
      assert.doesNotMatch(body, /<script(?! type="application\/ld\+json")/)
      assert.doesNotMatch(body, /<(?:img|link[^>]+stylesheet|iframe)/)
      assert.ok(gzipSync(body).length < 30_000, `${url}: ${gzipSync(body).length} bytes`)
      assert.match(body, /<form[^>]+action="\/annuaire"[^>]+method="get"/)
      assert.equal(headers['set-cookie'], undefined)
    }
  })

  test('[A-8] results name the place, link to booking with their origin, and carry schema.org facts', async () => {
    const { body } = await page('/annuaire?activity=spa&place=villeurbane')
    assert.match(body, /<h1>Spa et hammam\u00a0: Villeurbanne<\/h1>/)
    assert.match(body, /href="\/groupe-orsel\/orsel-spa\?o&#61;directory"/)
    const facts = JSON.parse(/<script type="application\/ld\+json">(.+?)<\/script>/.exec(body)?.[1] ?? '{}') as { '@type': string; itemListElement: { item: { '@type': string; name: string; address: { postalCode: string } } }[] }
    assert.equal(facts['@type'], 'ItemList')
    assert.deepEqual([facts.itemListElement[0]?.item['@type'], facts.itemListElement[0]?.item.name, facts.itemListElement[0]?.item.address.postalCode], ['LocalBusiness', 'Orsel Spa', '69100'])
  })

  test('[A-8] an empty result says so and offers only what would find something', async () => {
    const { body, statusCode } = await page('/annuaire?activity=spa&place=Lyon&name=absent')
    assert.equal(statusCode, 200)
    assert.match(body, /Aucun établissement ne correspond/)
    assert.doesNotMatch(body, /dans tout le département/, 'the department has no spa of that name either')
    const wider = await page('/annuaire?activity=spa&place=Lyon')
    assert.match(wider.body, /dans tout le département Rhône\u00a0: 1 établissement/)
    assert.match(wider.body, /toutes les activités\u00a0: \d+ établissement/)
    const nowhere = await page('/annuaire?place=Nulle-Part-sur-Rien')
    assert.match(nowhere.body, /Nous ne connaissons pas de lieu nommé «\u00a0Nulle-Part-sur-Rien\u00a0»/)
  })

  test('[A-8] English as good, and kept from page to page once it was chosen', async () => {
    const { body } = await page('/annuaire?activity=hairdresser', 'en-GB,en')
    assert.match(body, /<html lang="en">/)
    assert.match(body, /<h1>Hairdresser<\/h1>/)
    assert.doesNotMatch(body, /lang&#61;en"[^>]*class="row"|class="row"[^>]*lang&#61;en/, 'a language that only came from the browser is not written into links')
    const chosen = await page('/annuaire?activity=hairdresser&lang=en')
    assert.match(chosen.body, /class="row" href="[^"]+lang&#61;en"/)
    assert.match(chosen.body, /<input type="hidden" name="lang" value="en">/)
    assert.equal((await page('/?lang=de')).statusCode, 200, 'a language that we lack is no reason to refuse')
  })

  test('[A-8] what people typed comes back as text, never as markup', async () => {
    const evil = '"><script>alert(1)</script>'
    for (const parameter of ['name', 'place', 'activity']) {
      const { body } = await page(`/annuaire?${new URLSearchParams({ [parameter]: evil }).toString()}`)
      assert.ok(!body.includes('<script>alert'), parameter)
    }
    assert.equal((await page(`/annuaire?name=${'x'.repeat(121)}`)).statusCode, 400)
    assert.equal((await page('/annuaire?name=a%00b')).statusCode, 400)
  })
})
