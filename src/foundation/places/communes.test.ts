import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { testDatabase } from '../database/testing.ts'
import { loadCommunes } from './communes.ts'

const { url } = await testDatabase({ after })
const owner = new pg.Client({ connectionString: url })
await owner.connect()
after(() => owner.end())

const one = async (code: string): Promise<Record<string, unknown> | undefined> =>
  (await owner.query<Record<string, unknown>>('select name, department_code, department_name, region_name, postcodes, search from communes where commune_code = $1', [code])).rows[0]

test('every present commune is known with its department and region, overseas and arrondissements too', async () => {
  await loadCommunes(url)
  const { rows } = await owner.query<{ count: number; nameless: number }>("select count(*)::int as count, count(*) filter (where department_name = '' or region_name = '')::int as nameless from communes")
  assert.deepEqual({ plausible: rows[0]!.count > 34_000 && rows[0]!.count < 37_000, nameless: rows[0]!.nameless }, { plausible: true, nameless: 0 })
  assert.deepEqual(await one('42218'), {
    name: 'Saint-Étienne', department_code: '42', department_name: 'Loire', region_name: 'Auvergne-Rhône-Alpes', postcodes: ['42000', '42100', '42230'], search: ' saint etienne 42000 42100 42230'
  })
  assert.equal((await one('97411'))?.['department_name'], 'La Réunion')
  assert.deepEqual((await one('69382'))?.['postcodes'], ['69002'])
  assert.equal(await one('01039'), undefined, 'Béon is part of Culoz-Béon since 2023')
})

test('they are loaded again only when the package is another one', async () => {
  await loadCommunes(url)
  assert.equal(await loadCommunes(url), 0)
  await owner.query("comment on table communes is 'another package 5.0.0'")
  await owner.query("update communes set name = 'Lutèce' where commune_code = '75056'")
  assert.ok((await loadCommunes(url)) > 34_000)
  assert.equal((await one('75056'))?.['name'], 'Paris')
})
