import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../../config.ts'
import type { Context, Database } from '../database/context.ts'
import type { Hub } from '../events/hub.ts'
import type { TextBook } from '../text/text.ts'

/** What lives as long as the server and is handed to every route. */
export type App = {
  config: Config
  database: Database
  hub: Hub
  texts: TextBook
  log: FastifyBaseLogger
}

/** Somebody who signed in. */
export type SignedIn = { account_id: string; language: 'fr' | 'en' | null }

/** How the server learns who asks and what he may; given by the accounts room. */
export type Gate = {
  identify(headers: Headers): Promise<SignedIn | null>
  /** True when the account is a member of the context's network and its role has the right. */
  allows(context: Context, account_id: string, right: string): Promise<boolean>
}
