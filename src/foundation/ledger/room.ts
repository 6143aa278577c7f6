import type { Context, Database } from '../database/context.ts'
import { rootKey } from '../keys/installation.ts'
import { ledgerSigner } from '../keys/signer.ts'
import type { Room } from '../room.ts'
import { signHead } from './head.ts'
import { sealPending } from './sealer.ts'

/** Gives recorded entries their place in the chain, away from the requests that wrote them, and signs each day's head. */
export const ledgerRoom: Room = {
  name: 'ledger',
  jobs: [
    {
      name: 'ledger-seal',
      cron: '* * * * *',
      run: ({ database }) =>
        forEachNetwork(database, 'ledger-seal', async (transaction) => {
          // A thousand entries a transaction: short locks, and a crash loses nothing.
          while ((await transaction((context) => sealPending(context, 1000))) === 1000);
        })
    },
    {
      name: 'ledger-head',
      cron: '10 1 * * *',
      async run({ database }) {
        const signer = await ledgerSigner(rootKey())
        await forEachNetwork(database, 'ledger-head', (transaction) => transaction((context) => signHead(context, signer)))
      }
    }
  ]
}

type Transaction = <T>(work: (context: Context) => Promise<T>) => Promise<T>

/** Works through all networks; one that fails keeps no other from its turn, and the job fails in the end. */
async function forEachNetwork(database: Database, job: string, work: (transaction: Transaction) => Promise<unknown>): Promise<void> {
  const base = { actor: { kind: 'system' as const, job }, purpose: 'evidence' }
  const networks = await database.outside(base, ({ db }) => db.selectFrom('network_addresses').select('network_id').execute())
  const failures: unknown[] = []
  for (const { network_id } of networks) {
    await work((step) => database.transaction({ ...base, network_id }, step)).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${job}: ${failures.length} of ${networks.length} networks failed. ${String(failures[0])}`)
}
