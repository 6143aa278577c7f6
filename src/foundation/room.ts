import type { TableDeclaration } from './catalogue/catalogue.ts'
import type { Context } from './database/context.ts'
import type { App } from './http/app.ts'
import type { Route } from './http/route.ts'
import type { Texts } from './text/text.ts'

/** One noun of the trade: everything the house must know of it. */
export type Room = {
  /** Also the namespace of its texts. */
  name: string
  routes?: readonly Route[]
  texts?: Texts
  /** Its tables' personal data; every table has exactly one room. */
  // eslint-disable-next-line typescript/no-explicit-any -- a list of declarations forgets each one's own table
  tables?: readonly TableDeclaration<any>[]
  jobs?: readonly Job[]
  promises?: readonly Keeper[]
}

/** Background work. `name` is also what `enqueue_job` takes. */
export type Job = {
  name: string
  /** Five-field crontab in UTC, when it runs by itself. */
  cron?: string
  run(app: App, payload: unknown): Promise<void>
}

/** Binds a promise to what keeps it and to a query that shows it. */
export type Keeper = {
  /** Id in the list of promises, such as `A-1`. */
  id: string
  /** What keeps it, one sentence a language. */
  kept_by: { fr: string; en: string }
  /** The test file that carries the id, from the repository's root. */
  test: string
  /** Looks at one network's data and says whether it is so, with the last evidence. */
  prove(context: Context): Promise<Proof>
}

export type Proof = {
  state: 'kept' | 'at_risk' | 'broken'
  /** What was seen, in figures; no personal data. */
  shown: { fr: string; en: string }
  last_at: Temporal.Instant | null
}
