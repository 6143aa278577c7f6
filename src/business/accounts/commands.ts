import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { problem } from '../../foundation/http/problem.ts'
import { hashPassword } from './identity.ts'
import type { Identity } from './identity.ts'
import type { Role } from './rights.ts'

export type NewAccount = { email: string; name: string; password: string; language?: 'fr' | 'en'; demo?: boolean }

/**
 * Opens an account that signs in with e-mail and password.
 * @returns its id; the present one's when the address has an account already
 */
export async function openAccount(identity: Identity, account: NewAccount): Promise<string> {
  const email = account.email.trim().toLowerCase()
  const client = await identity.pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ id: string }>(
      `insert into accounts (id, email, email_verified, name, language, demo) values ($1, $2, true, $3, $4, $5)
       on conflict (email) do nothing returning id`,
      [newId(), email, account.name, account.language ?? 'fr', account.demo ?? false]
    )
    const created = rows[0]
    if (created === undefined) {
      const present = await client.query<{ id: string }>('select id from accounts where email = $1', [email])
      await client.query('commit')
      const id = present.rows[0]?.id
      if (id === undefined) throw problem('conflict', 409)
      return id
    }
    await client.query(
      `insert into account_credentials (id, account_id, provider_id, provider_account_id, password_hash) values ($1, $2::uuid, 'credential', $2::text, $3)`,
      [newId(), created.id, await hashPassword(account.password)]
    )
    await client.query('commit')
    return created.id
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** Makes an account a member of the context's network, or changes its role. */
export async function addMember(context: Context, member: { account_id: string; role: Role; display_name: string }): Promise<void> {
  await context.db
    .insertInto('members')
    .values({ network_id: context.network_id, ...member })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doUpdateSet({ role: member.role, display_name: member.display_name }))
    .execute()
}

/** Sets the language that an account reads. */
export async function changeLanguage(identity: Identity, account_id: string, language: 'fr' | 'en'): Promise<{ language: 'fr' | 'en' }> {
  await identity.pool.query('update accounts set language = $2, updated_at = now() where id = $1', [account_id, language])
  return { language }
}
