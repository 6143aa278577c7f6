import type { Database } from '../../foundation/database/context.ts'
import { problem } from '../../foundation/http/problem.ts'
import type { Identity } from './identity.ts'
import { rightsOf } from './rights.ts'
import type { Me } from './schemas.ts'

/** The account of a session cookie with the networks that it belongs to, each read in its own scope. */
export async function findMe(database: Database, identity: Identity, cookie: string): Promise<Me> {
  const session = await identity.auth.api.getSession({ headers: new Headers({ cookie }) })
  if (session === null) throw problem('not-signed-in', 401)
  const actor = { kind: 'account' as const, account_id: session.user.id }
  const memberships = await database.outside({ actor, purpose: 'account' }, ({ db }) =>
    db.selectFrom('members').select(['network_id', 'role']).where('account_id', '=', actor.account_id).execute()
  )
  const networks: Me['networks'] = []
  for (const { network_id, role } of memberships) {
    networks.push(
      await database.transaction({ network_id, actor, purpose: 'account' }, async ({ db }) => {
        const network = await db.selectFrom('networks').select(['network_id', 'name', 'slug', 'colour']).where('network_id', '=', network_id).executeTakeFirstOrThrow()
        const establishments = await db
          .selectFrom('establishments')
          .select(['establishment_id', 'name', 'slug', 'colour', 'time_zone'])
          .where('network_id', '=', network_id)
          .where('archived_at', 'is', null)
          .orderBy('position')
          .orderBy('name')
          .execute()
        return { ...network, role, rights: rightsOf(role), establishments }
      })
    )
  }
  const language = session.user.language === 'en' ? 'en' : 'fr'
  return {
    account: { account_id: session.user.id, email: session.user.email, name: session.user.name, language },
    networks: networks.toSorted((a, b) => a.name.localeCompare(b.name))
  }
}
