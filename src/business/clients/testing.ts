import type { TestHouse, TestNetwork } from '../../../tests/house.ts'
import { newId } from '../../foundation/database/ids.ts'

export type Answer<T> = { status: number; body: T & { code?: string; errors?: { field: string; message: string }[]; reasons?: { field: string; reason: string }[] } }

/** Requests of one member about a network's clients. */
export function caller(house: TestHouse, network: Pick<TestNetwork, 'network_id'>, cookie: string, language = 'fr') {
  return async <T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, payload?: object): Promise<Answer<T>> => {
    const answer = await house.server.inject({
      method,
      url: `/api/networks/${network.network_id}${path}`,
      headers: { cookie, 'accept-language': language },
      ...(payload === undefined ? {} : { payload })
    })
    return { status: answer.statusCode, body: answer.body === '' ? ({} as never) : answer.json() }
  }
}

/** An appointment of a client straight in the tables, with one service at its price. @returns its id */
export async function visit(network: TestNetwork, client_id: string, starts_at: string, more: { status?: string; price_minor?: number } = {}): Promise<string> {
  const appointment_id = newId()
  const start = Temporal.Instant.from(starts_at)
  await network.run(async ({ db }) => {
    const times = { starts_at: start, ends_at: start.add({ minutes: 30 }) }
    await db
      .insertInto('appointments')
      .values({ network_id: network.network_id, appointment_id, establishment_id: network.establishment_id, client_id, status: more.status ?? 'confirmed', ...times })
      .execute()
    await db
      .insertInto('appointment_items')
      .values({ network_id: network.network_id, item_id: newId(), appointment_id, service_id: network.services.cut, agenda_id: network.agenda_ids[0], price_minor: more.price_minor ?? 3500, ...times })
      .execute()
  })
  return appointment_id
}
