import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import pg from 'pg'
import { checkCatalogue } from '../src/foundation/catalogue/check.ts'
import { promises } from '../src/protection/promises/list.ts'
import { misboundKeepers } from '../src/protection/promises/states.ts'
import { testHouse } from './house.ts'

const root = join(import.meta.dirname, '..')
const { house } = await testHouse()
const declarations = house.rooms.flatMap((room) => room.tables ?? [])
const owner = new pg.Client({ connectionString: house.config.DATABASE_URL })
await owner.connect()
after(() => owner.end())

/** What the check says after a change to the schema, which is undone. */
async function said(change: string): Promise<string[]> {
  await owner.query(`begin; ${change}`)
  try {
    return await checkCatalogue(owner, declarations)
  } finally {
    await owner.query('rollback')
  }
}

describe('the catalogue against the database', () => {
  test('they agree', async () => {
    assert.ok(declarations.length > 20)
    assert.deepEqual(await checkCatalogue(owner, declarations), [])
  })

  test('a table that nobody declared is named', async () => {
    assert.deepEqual(await said('create table visits (network_id uuid, visit_id uuid, primary key (network_id, visit_id))'), ['table visits is not in the catalogue'])
  })

  test('a column that nobody declared is named', async () => {
    assert.deepEqual(await said('alter table clients add column nickname text'), ['column clients.nickname is not in the catalogue'])
  })

  test('a column that is declared but does not exist is named', async () => {
    assert.deepEqual(await said('alter table clients rename column note to remark'), ['column clients.remark is not in the catalogue', 'column clients.note is declared but does not exist'])
  })

  test('a table that is declared but does not exist is named', async () => {
    assert.deepEqual(await said('drop table calendar_subscriptions cascade'), ['table calendar_subscriptions is declared but does not exist'])
  })

  test('[A-29] a network’s table without forced row-level security is named', async () => {
    const sentence = ['table clients has no forced row-level security']
    assert.deepEqual(await said('alter table clients no force row level security'), sentence)
    assert.deepEqual(await said('alter table clients disable row level security'), sentence)
  })

  test('[A-29] a primary key that does not begin with the network is named', async () => {
    const change = 'alter table ledger_pending drop constraint ledger_pending_pkey; alter table ledger_pending add primary key (entry_id, network_id)'
    assert.deepEqual(await said(change), ['the primary key of ledger_pending does not begin with network_id'])
  })
})

describe('the schema', () => {
  test('[A-29] every unique, exclusion and foreign key of a network’s table contains the network', async () => {
    const shared = new Set(declarations.filter((declaration) => declaration.shared !== undefined).map(({ table }) => table as string))
    const keys = async (): Promise<{ table_name: string; name: string; keyed: boolean }[]> => {
      // Of a foreign key both ends: the network here must be the network there.
      const { rows } = await owner.query<{ table_name: string; name: string; keyed: boolean }>(
        `select c.relname as table_name, k.conname as name, coalesce(
           case when k.contype = 'f' then (
             select bool_or(here.attname = 'network_id' and there.attname = 'network_id') from unnest(k.conkey, k.confkey) as pair (here_no, there_no)
             join pg_attribute here on here.attrelid = k.conrelid and here.attnum = pair.here_no
             join pg_attribute there on there.attrelid = k.confrelid and there.attnum = pair.there_no)
           else (select bool_or(a.attname = 'network_id') from unnest(k.conkey) as number join pg_attribute a on a.attrelid = k.conrelid and a.attnum = number) end, false) as keyed
         from pg_constraint k join pg_class c on c.oid = k.conrelid
         where c.relnamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'x', 'f')
         union all
         select c.relname, i.indexrelid::regclass::text, coalesce((select bool_or(a.attname = 'network_id') from unnest(i.indkey::int2[]) as number join pg_attribute a on a.attrelid = c.oid and a.attnum = number), false)
         from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relnamespace = 'public'::regnamespace and i.indisunique and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`
      )
      return rows.filter(({ table_name }) => !shared.has(table_name))
    }
    const present = await keys()
    assert.ok(present.length > 50)
    assert.deepEqual(present.filter(({ keyed }) => !keyed), [])
    await owner.query('begin; create unique index on clients (email)')
    const broken = (await keys()).filter(({ keyed }) => !keyed)
    await owner.query('rollback')
    assert.ok(broken.some(({ table_name }) => table_name === 'clients'), 'one that lacks it is found')
  })

  test('no table has a trigger of ours', async () => {
    const { rows } = await owner.query(`select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'public'::regnamespace and not t.tgisinternal`)
    assert.deepEqual(rows, [])
  })
})

describe('the promises', () => {
  const keepers = house.rooms.flatMap((room) => room.promises ?? [])

  test('every keeper is bound to one promise of the list, and a stray one is named', () => {
    assert.ok(keepers.length > 5)
    assert.deepEqual(misboundKeepers(house.rooms), [])
    const [keeper] = keepers
    assert.deepEqual(misboundKeepers([{ name: 'stray', promises: [{ ...keeper!, id: 'Z-9' }, keeper!, keeper!] }]), ['Z-9 is no promise', `${keeper!.id} has two keepers`])
  })

  for (const { id, test: file } of keepers) {
    test(`${file} shows ${id}`, () => {
      assert.ok(existsSync(join(root, file)), `${file} does not exist`)
      const title = new RegExp(String.raw`\b(test|it)\(\s*['"\`]\[[^\]]*\b${id}\b[^\]]*\]`)
      assert.match(readFileSync(join(root, file), 'utf8'), title, `no test of ${file} has [${id}] in its title`)
    })
  }

  const agreements = join(root, '..', 'shared', 'promises.md')
  test('the list has every promise of the agreements and no other', { skip: existsSync(agreements) ? false : 'the agreements are not beside this checkout' }, () => {
    const rows = [...readFileSync(agreements, 'utf8').matchAll(/^\| ([A-Z]-\d+) \|/gm)].map(([, id]) => id)
    assert.deepEqual(promises.map(({ id }) => id), rows)
  })
})
