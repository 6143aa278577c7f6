import type { Context, Database } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { networkKey } from '../../foundation/keys/network-key.ts'
import { record } from '../../foundation/ledger/record.ts'
import { found, problem } from '../../foundation/http/problem.ts'
import { addMember } from '../accounts/commands.ts'
import { noteChange } from './changes.ts'
import { publishDirectory } from './directory.ts'
import { findNetwork } from './queries.ts'
import { addressTaken } from './refusals.ts'
import { addressFrom } from './rules.ts'
import type { Network, NetworkChange } from './schemas.ts'

export type NewNetwork = {
  name: string
  /** Its public address; made from the name when absent. */
  slug?: string
  brand?: string | null
  /** Nine digits that check. */
  siren?: string | null
  locale?: 'fr' | 'en'
  /** `#rrggbb` */
  colour?: string
  demo?: boolean
  /** Who may do everything in it from now on. */
  owner: { account_id: string; display_name: string }
}

/**
 * Opens a network: its row, public address, key and owner in one transaction. Nothing of it is public yet.
 * @throws Problem 409 `address-taken` when another network has the address
 */
export async function createNetwork(database: Database, given: NewNetwork): Promise<{ network_id: string; slug: string }> {
  const network_id = newId()
  const slug = given.slug ?? addressFrom(given.name, 'reseau')
  const { owner, name, brand = null, siren = null, locale = 'fr', demo = false } = given
  return database.transaction({ network_id, actor: { kind: 'system', job: 'network.create' }, purpose: 'account' }, async (context) => {
    await context.db
      .insertInto('networks')
      .values({ network_id, slug, name, brand, siren, locale, demo, ...(given.colour === undefined ? {} : { colour: given.colour }) })
      .execute()
    const address = await context.db.insertInto('network_addresses').values({ slug, network_id }).onConflict((conflict) => conflict.column('slug').doNothing()).executeTakeFirst()
    if (address.numInsertedOrUpdatedRows === 0n) throw addressTaken(slug)
    await networkKey(context)
    await addMember(context, { account_id: owner.account_id, role: 'owner', display_name: owner.display_name })
    await record(context, { kind: 'network.created', promise_ids: ['A-9'], body: { network_id, owner_account_id: owner.account_id } })
    return { network_id, slug }
  })
}

/**
 * Changes what a network says of itself; its public address moves with its slug, and what the directory publishes
 * of its establishments with both.
 * @throws Problem 409 `address-taken`, 409 `siret-of-another` when establishments belong to another SIREN
 */
export async function changeNetwork(context: Context, change: NetworkChange): Promise<Network> {
  const { network_id, db } = context
  const before = found(await db.selectFrom('networks').select(['slug', 'name', 'siren']).where('network_id', '=', network_id).forUpdate().executeTakeFirst())
  if (change.siren !== undefined && change.siren !== null && change.siren !== before.siren) await refuseOtherSirets(context, change.siren)
  if (change.slug !== undefined && change.slug !== before.slug) await moveAddress(context, change.slug)
  if (Object.values(change).some((value) => value !== undefined)) {
    await db.updateTable('networks').set(change).where('network_id', '=', network_id).execute()
    if (change.slug !== undefined || change.name !== undefined || change.brand !== undefined) await publishDirectory(context)
    await noteChange(context, 'network', 'changed', [network_id])
  }
  return findNetwork(context)
}

async function moveAddress(context: Context, slug: string): Promise<void> {
  try {
    await context.db.updateTable('network_addresses').set({ slug }).where('network_id', '=', context.network_id).execute()
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === '23505' ? addressTaken(slug) : error
  }
}

async function refuseOtherSirets({ db, network_id }: Context, siren: string): Promise<void> {
  const others = await db
    .selectFrom('establishments')
    .select('name')
    .where('network_id', '=', network_id)
    .where('archived_at', 'is', null)
    .where('siret', 'is not', null)
    .where('siret', 'not like', `${siren}%`)
    .orderBy('name')
    .execute()
  if (others.length > 0) {
    throw problem('siret-of-another', 409, {
      namespace: 'networks',
      values: { establishments: others.map(({ name }) => name).join(', ') },
      errors: [{ field: 'body.siren', message: 'networks:field.siren-of-another' }]
    })
  }
}
