import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { readConfig } from '../config.ts'
import type { Context } from '../foundation/database/context.ts'
import { testDatabase } from '../foundation/database/testing.ts'
import { openHouse } from '../house.ts'
import { seedDemo } from './seed.ts'

test('the demonstration is seeded whole, once, within every constraint', async (t) => {
  const { settings } = await testDatabase(t)
  const folder = await mkdtemp(join(tmpdir(), 'reserve-demo-'))
  t.after(() => rm(folder, { recursive: true }))
  const sunday = Temporal.Instant.from('2026-11-22T09:20:00Z')
  const house = await openHouse(readConfig({ ...settings, RESERVE_DATA: folder, RESERVE_DEMO: 'true', LOG_LEVEL: 'silent' }), { clock: () => sunday })
  t.after(() => house.close())

  await Promise.all([seedDemo(house), seedDemo(house)])
  await seedDemo(house)

  const actor = { kind: 'system', job: 'test' } as const
  const networks = await house.database.outside({ actor, purpose: 'statistics' }, ({ db }) => db.selectFrom('network_addresses').selectAll().orderBy('slug').execute())
  assert.deepEqual(networks.map(({ slug }) => slug), ['cabinet-lumen', 'maison-orsel'])
  for (const { network_id, slug } of networks) {
    await house.database.transaction({ network_id, actor, purpose: 'statistics' }, async (context) => {
      const counts = await count(context)
      assert.deepEqual(
        { establishments: counts['establishments'], directory: counts['directory'], members: counts['members'], demo: counts['demo'] },
        slug === 'maison-orsel' ? { establishments: 5, directory: 5, members: 4, demo: 1 } : { establishments: 1, directory: 1, members: 1, demo: 1 }
      )
      assert.ok(counts['today']! >= (slug === 'maison-orsel' ? 12 : 0))
      assert.deepEqual({ unplaced: counts['unplaced'], cancelled_placed: counts['cancelled_placed'], seats_wrong: counts['seats_wrong'] }, { unplaced: 0, cancelled_placed: 0, seats_wrong: 0 })
    })
  }
  const signed = await house.identity.auth.api.signInEmail({ body: { email: 'aurore.tessier@demo.reserve.example', password: 'demo-aurore-2026' } })
  assert.equal(signed.user.name, 'Aurore Tessier')
})

test('without RESERVE_DEMO nothing is seeded', async (t) => {
  const { settings } = await testDatabase(t)
  const folder = await mkdtemp(join(tmpdir(), 'reserve-demo-'))
  t.after(() => rm(folder, { recursive: true }))
  const house = await openHouse(readConfig({ ...settings, RESERVE_DATA: folder, LOG_LEVEL: 'silent' }))
  t.after(() => house.close())
  await seedDemo(house)
  const addresses = await house.database.outside({ actor: { kind: 'system', job: 'test' }, purpose: 'statistics' }, ({ db }) => db.selectFrom('network_addresses').selectAll().execute())
  assert.deepEqual(addresses, [])
})

async function count({ db, network_id }: Context): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select
      (select count(*)::int from networks where network_id = ${network_id} and demo) as demo,
      (select count(*)::int from establishments where network_id = ${network_id} and online and listed) as establishments,
      (select count(*)::int from directory_entries where network_id = ${network_id}) as directory,
      (select count(*)::int from members where network_id = ${network_id}) as members,
      (select count(*)::int from appointments where network_id = ${network_id} and starts_at between '2026-11-21T23:00Z' and '2026-11-22T23:00Z' and status <> 'cancelled') as today,
      (select count(*)::int from appointment_items i join appointments a using (network_id, appointment_id)
        where network_id = ${network_id} and a.status <> 'cancelled' and i.occupation_id is null) as unplaced,
      (select count(*)::int from appointment_items i join appointments a using (network_id, appointment_id)
        where network_id = ${network_id} and a.status = 'cancelled' and i.occupation_id is not null) as cancelled_placed,
      (select count(*)::int from occupations o where network_id = ${network_id} and seats_taken is distinct from
        (select sum(seats) from appointment_items i where i.network_id = o.network_id and i.occupation_id = o.occupation_id)) as seats_wrong`.execute(db)
  return rows[0]!
}
