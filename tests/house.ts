import { after } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { addMember, openAccount } from '../src/business/accounts/commands.ts'
import type { Role } from '../src/business/accounts/rights.ts'
import { readConfig } from '../src/config.ts'
import { newId } from '../src/foundation/database/ids.ts'
import type { Context } from '../src/foundation/database/context.ts'
import { testDatabase } from '../src/foundation/database/testing.ts'
import { openHouse, serveHouse } from '../src/house.ts'
import type { House } from '../src/house.ts'

export type TestHouse = { house: House; server: FastifyInstance }

/** A whole house on a database of its own, closed after the file's tests. Call it at the top level of the file. */
export async function testHouse(options: { clock?: () => Temporal.Instant; settings?: Record<string, string> } = {}): Promise<TestHouse> {
  const { settings } = await testDatabase({ after })
  const config = readConfig({ LOG_LEVEL: 'silent', NODE_ENV: 'test', PORT: '0', RESERVE_RATE_LIMIT: 'false', RESERVE_WORKER: 'false', ...settings, ...options.settings })
  const house = await openHouse(config, options.clock === undefined ? {} : { clock: options.clock })
  const server = await serveHouse(house)
  after(async () => {
    await server.close()
    await house.close()
  })
  return { house, server }
}

export type TestNetwork = {
  network_id: string
  slug: string
  establishment_id: string
  establishment_slug: string
  /** Two agendas that give every service. */
  agenda_ids: [string, string]
  /** `cut` lasts 30 min, `colour` 90 min with 10 min after, `class` 60 min for six people. */
  services: { cut: string; colour: string; class: string }
  /** Runs work in the network as the system. */
  run<T>(work: (context: Context) => Promise<T>): Promise<T>
  /** Adds a member and signs him in; headers for requests. */
  signIn(role: Role): Promise<{ cookie: string; account_id: string }>
}

/**
 * A network with one establishment in Lyon, open every day from 8 to 20, online.
 * Written straight into the tables, so that tests of the rooms do not depend on one another.
 */
export async function testNetwork({ house, server }: TestHouse, name = 'salon'): Promise<TestNetwork> {
  const network_id = newId()
  const slug = `${name}-${network_id.slice(-6)}`
  const establishment_id = newId()
  const agenda_ids: [string, string] = [newId(), newId()]
  const services = { cut: newId(), colour: newId(), class: newId() }
  const run: TestNetwork['run'] = (work) => house.database.transaction({ network_id, actor: { kind: 'system', job: 'test' }, purpose: 'reservation' }, work)
  await run(async ({ db }) => {
    await db.insertInto('networks').values({ network_id, slug, name: `Réseau ${name}` }).execute()
    await db.insertInto('network_addresses').values({ slug, network_id }).execute()
    await db
      .insertInto('establishments')
      .values({ network_id, establishment_id, slug: 'lyon', name: `${name} Lyon`, activity: 'coiffure', online: true, listed: true, min_notice_minutes: 0, department_code: '69', commune_name: 'Lyon', postcode: '69002', street: '1 rue Mercière' })
      .execute()
    await db
      .insertInto('opening_hours')
      .values([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ network_id, establishment_id, weekday, opens_minute: 480, closes_minute: 1200 })))
      .execute()
    await db.insertInto('agendas').values(agenda_ids.map((agenda_id, position) => ({ network_id, agenda_id, establishment_id, name: ['Léa', 'Marc'][position]!, online: true, position }))).execute()
    const service = { network_id, establishment_id, online: true, currency: 'EUR' }
    await db
      .insertInto('services')
      .values([
        { ...service, service_id: services.cut, name: 'Coupe', duration_minutes: 30, price_minor: 3500 },
        { ...service, service_id: services.colour, name: 'Couleur', duration_minutes: 90, buffer_after_minutes: 10, price_minor: 8200 },
        { ...service, service_id: services.class, name: 'Cours', duration_minutes: 60, capacity: 6, price_minor: 1500 }
      ])
      .execute()
    await db
      .insertInto('service_agendas')
      .values(Object.values(services).flatMap((service_id) => agenda_ids.map((agenda_id) => ({ network_id, service_id, agenda_id }))))
      .execute()
  })
  return {
    network_id,
    slug,
    establishment_id,
    establishment_slug: 'lyon',
    agenda_ids,
    services,
    run,
    async signIn(role) {
      const email = `${role}-${newId()}@example.com`
      const password = 'un mot de passe assez long'
      const account_id = await openAccount(house.identity, { email, name: role, password })
      await run((context) => addMember(context, { account_id, role, display_name: role }))
      const answer = await server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } })
      if (answer.statusCode !== 200) throw new Error(`sign-in answered ${answer.statusCode}: ${answer.body}`)
      const cookie = answer.cookies.map(({ name: key, value }) => `${key}=${encodeURIComponent(value)}`).join('; ')
      return { cookie, account_id }
    }
  }
}
