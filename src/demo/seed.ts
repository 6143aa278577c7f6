import { sql } from 'kysely'
import { addMember, openAccount } from '../business/accounts/commands.ts'
import { demoSignIns } from '../business/accounts/demo.ts'
import type { DemoSignIn } from '../business/accounts/demo.ts'
import type { Context } from '../foundation/database/context.ts'
import { newId } from '../foundation/database/ids.ts'
import type { House } from '../house.ts'
import { cabinetLumen } from './cabinet-lumen.ts'
import { maisonOrsel } from './maison-orsel.ts'
import { planNetwork } from './plan.ts'
import type { ScriptedNetwork } from './script.ts'
import { writePlan } from './write.ts'

const by = { actor: { kind: 'system', job: 'demo' }, purpose: 'account' } as const

/**
 * Fills a new installation with two networks that never existed, so that a newcomer opens
 * a working week rather than an empty page. Does nothing unless RESERVE_DEMO is set, and
 * nothing for a network whose address is taken: a second start costs one query each.
 */
export async function seedDemo(house: House): Promise<void> {
  if (!house.config.RESERVE_DEMO) return
  for (const network of [maisonOrsel, cabinetLumen]) {
    if (await isTaken(house, network.slug)) continue
    const people = demoSignIns.filter((signIn) => signIn.network === network.slug)
    const accounts = await openAccounts(house, people)
    await house.database.transaction({ network_id: newId(), ...by }, (context) => seedNetwork(context, network, people, accounts))
  }
}

async function isTaken(house: House, slug: string): Promise<boolean> {
  return house.database.outside(by, async ({ db }) => {
    const address = await db.selectFrom('network_addresses').select('network_id').where('slug', '=', slug).executeTakeFirst()
    return address !== undefined
  })
}

/** Account ids by e-mail. */
async function openAccounts(house: House, people: readonly DemoSignIn[]): Promise<Map<string, string>> {
  const ids = await Promise.all(people.map(({ email, name, password }) => openAccount(house.identity, { email, name, password, demo: true })))
  return new Map(people.map(({ email }, at) => [email, ids[at]!]))
}

async function seedNetwork(context: Context, network: ScriptedNetwork, people: readonly DemoSignIn[], accounts: ReadonlyMap<string, string>): Promise<void> {
  // Two servers that start at once: the second waits here, and finds the address taken.
  const { rows } = await sql`
    insert into network_addresses (slug, network_id) values (${network.slug}, ${context.network_id}) on conflict do nothing returning slug`.execute(context.db)
  if (rows.length === 0) return
  await writePlan(context, await planNetwork(network, context.now), accounts)
  for (const { email, role, name } of people) await addMember(context, { account_id: accounts.get(email)!, role, display_name: name })
}
