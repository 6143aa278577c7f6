import type { Client } from 'pg'
import type { RootKey } from '../keys/root-key.ts'

/**
 * Four group roles, none of which can log in, own a business table or pass row-level
 * security. Each installation adds logins of its own that are members of them, so
 * that two installations, or the tests, can share one PostgreSQL server.
 *
 * - reserve_app: what requests run as
 * - reserve_identity: accounts, credentials and sessions, nothing else
 * - reserve_jobs: owns the job queue
 * - reserve_search: owns the functions that search inside one network
 */
const groups = ['reserve_app', 'reserve_identity', 'reserve_jobs', 'reserve_search'] as const

export type LoginRole = 'app' | 'identity' | 'jobs'

/** A login of this installation: its name and password follow from the root key. */
async function login(rootKey: RootKey, role: LoginRole): Promise<{ name: string; password: string }> {
  const installation = await rootKey.derive('database-logins')
  const password = await rootKey.derive(`database-login/${role}`)
  return { name: `reserve_${role}_${installation.toString('hex').slice(0, 10)}`, password: password.toString('hex') }
}

/** The connection string of a login, on the server and database of the owner's. */
export async function loginUrl(ownerUrl: string, rootKey: RootKey, role: LoginRole): Promise<string> {
  const { name, password } = await login(rootKey, role)
  const url = new URL(ownerUrl)
  url.username = name
  url.password = password
  return url.href
}

/**
 * Creates the group roles and this installation's logins. Roles belong to the whole
 * server, so another database may be creating them at this very moment: whoever comes
 * second finds them there.
 */
export async function createRoles(owner: Client, rootKey: RootKey): Promise<void> {
  for (const group of groups) {
    await owner.query(tolerant(`create role ${group} nologin nosuperuser nobypassrls`))
    await owner.query(tolerant(`execute format('grant ${group} to %I', current_user)`))
  }
  for (const role of ['app', 'identity', 'jobs'] as const) {
    const { name, password } = await login(rootKey, role)
    await owner.query(tolerant(`create role ${name} login nosuperuser nobypassrls inherit password '${password}'`))
    await owner.query(tolerant(`grant reserve_${role} to ${name}`))
  }
  const database = (await owner.query<{ name: string }>('select quote_ident(current_database()) as name')).rows[0]?.name
  await owner.query(`grant create on database ${database} to reserve_jobs`)
  // The search functions are given to reserve_search, which needs the right to hold them.
  await owner.query('grant create on schema public to reserve_search, reserve_jobs')
}

/** Two databases that prepare at once collide in the shared catalogue; both want the same end. */
function tolerant(statement: string): string {
  return `do $do$ begin ${statement}; exception when duplicate_object or unique_violation then null; end $do$`
}
