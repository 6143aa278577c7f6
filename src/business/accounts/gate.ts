import type { Context } from '../../foundation/database/context.ts'
import type { Gate } from '../../foundation/http/app.ts'
import type { Identity } from './identity.ts'
import { roleAllows } from './rights.ts'

/** Sign-in and rights for the server. */
export function createGate(identity: Identity): Gate {
  return {
    async identify(headers) {
      const session = await identity.auth.api.getSession({ headers })
      if (session === null) return null
      const language = session.user.language === 'en' ? 'en' : 'fr'
      return { account_id: session.user.id, language }
    },
    async allows(context: Context, account_id: string, right: string) {
      const member = await context.db
        .selectFrom('members')
        .select('role')
        .where('network_id', '=', context.network_id)
        .where('account_id', '=', account_id)
        .executeTakeFirst()
      return member !== undefined && roleAllows(member.role, right)
    }
  }
}
