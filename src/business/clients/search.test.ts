import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testHouse, testNetwork } from '../../../tests/house.ts'
import type { ClientList } from './schemas.ts'
import { caller } from './testing.ts'

const house = await testHouse()
const salon = await testNetwork(house)
const { cookie } = await salon.signIn('staff')
const call = caller(house, salon, cookie)

const people = {
  marie: { first_name: 'Marie-Claude', last_name: 'Lefèvre', phone: '06 12 34 56 78', email: 'mclefevre75@orange.fr' },
  jean: { first_name: 'Jean-Pierre', last_name: 'N’Diaye', phone: '01 44 55 66 77' },
  elodie: { first_name: 'Élodie', last_name: 'Müller', email: 'elodie.muller@exemple.fr' },
  reunion: { first_name: 'Karim', last_name: 'Hoarau', phone: '0692 85 41 23' },
  ly: { first_name: 'Thi', last_name: 'Ly', phone: '+41 79 888 77 66' },
  lydie: { first_name: 'Lydie', last_name: 'Martin' },
  arabic: { first_name: 'محمد', last_name: 'علي' },
  nameless: { phone: '0700112233' }
}
const ids = new Map<string, string>()
for (const [name, card] of Object.entries(people)) ids.set((await call<{ client_id: string }>('POST', '/clients', card)).body.client_id, name)

const find = async (text: string): Promise<(string | undefined)[]> => (await call<ClientList>('GET', `/clients?q=${encodeURIComponent(text)}`)).body.items.map(({ client_id }) => ids.get(client_id))

describe('search', () => {
  const cases: [string, string[]][] = [
    // As it is typed.
    ['m', ['elodie', 'lydie', 'marie']],
    ['mar', ['lydie', 'marie']],
    ['marie', ['marie']],
    ['marie cl', ['marie']],
    // Any order, any accent, any case, any punctuation.
    ['lefevre marie', ['marie']],
    ['LEFÈVRE', ['marie']],
    ['claude lef', ['marie']],
    ['ndiaye', ['jean']],
    ['n diaye', ['jean']],
    ["N'DIAYE jean pierre", ['jean']],
    ['muller élodie', ['elodie']],
    ['محمد', ['arabic']],
    ['علي محمد', ['arabic']],
    // A whole word comes before a beginning.
    ['ly', ['ly', 'lydie']],
    // One slip: wrong, missing, too many, exchanged; in the first letter too.
    ['lefevra', ['marie']],
    ['lefvre', ['marie']],
    ['lefeevre', ['marie']],
    ['lefveer', []],
    ['lefevrre', ['marie']],
    ['lefrvee', []],
    ['elfevre', ['marie']],
    ['kefevre', ['marie']],
    ['mulelr', ['elodie']],
    ['horau karim', ['reunion']],
    // One in each word.
    ['elodei mulelr', ['elodie']],
    // Short words are not guessed at.
    ['lz', []],
    // E-mail.
    ['elodie.muller@', ['elodie']],
    ['mclefevre75', ['marie']],
    ['exemple.fr', ['elodie']],
    // Numbers: any part, however written.
    ['06 12', ['marie']],
    ['0612', ['marie']],
    ['+33612', ['marie']],
    ['+33 (0)6 12 34', ['marie']],
    ['0033 6 12', ['marie']],
    ['3456', ['marie']],
    ['56.78', ['marie']],
    ['06-12-34-56-78', ['marie']],
    ['0692 85', ['reunion']],
    ['+262 692', ['reunion']],
    ['79888', ['ly']],
    ['0700112233', ['nameless']],
    ['99999', []],
    // Both.
    ['jean 0144', ['jean']],
    ['marie 0144', []],
    ['claude 34 56', ['marie']],
    // Nothing to search by.
    ['%', []],
    ['___', []],
    ["'; drop table clients; --", []],
    ['\\', []]
  ]
  for (const [text, expected] of cases) {
    test(`[A-2] ${JSON.stringify(text)} finds ${expected.join(', ') || 'nobody'}`, async () => {
      const found = await find(text)
      assert.deepEqual(text === 'ly' ? found : found.toSorted(), text === 'ly' ? expected : expected.toSorted())
    })
  }

  test('[A-2] the last active comes first, and pages follow one another', async () => {
    const network = await testNetwork(house, 'pages')
    const owner = caller(house, network, (await network.signIn('owner')).cookie)
    const { network_id } = network
    await network.run(({ db, now }) =>
      db
        .insertInto('clients')
        .values(Array.from({ length: 60 }, (_, at) => ({ network_id, client_id: `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}`, first_name: `P${at}`, last_name: 'Page', last_activity_at: now.subtract({ hours: (at * 7) % 60 }) })))
        .execute()
    )
    const all: ClientList['items'] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: ClientList } = await owner<ClientList>('GET', `/clients?q=page&limit=25${cursor === '' ? '' : `&cursor=${cursor}`}`)
      all.push(...body.items)
      cursor = body.next_cursor
    }
    assert.equal(new Set(all.map(({ client_id }) => client_id)).size, 60)
    assert.deepEqual(all.map(({ last_activity_at }) => last_activity_at), all.map(({ last_activity_at }) => last_activity_at).toSorted().toReversed())
  })
})
