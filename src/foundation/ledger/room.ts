import type { Room } from '../room.ts'
import { sealPending } from './sealer.ts'

/** Gives recorded entries their place in the chain, away from the requests that wrote them. */
export const ledgerRoom: Room = {
  name: 'ledger',
  jobs: [
    {
      name: 'ledger-seal',
      cron: '* * * * *',
      async run({ database }) {
        const networks = await database.outside({ actor: { kind: 'system', job: 'ledger-seal' }, purpose: 'evidence' }, ({ db }) =>
          db.selectFrom('network_addresses').select('network_id').execute()
        )
        for (const { network_id } of networks) {
          const scope = { network_id, actor: { kind: 'system' as const, job: 'ledger-seal' }, purpose: 'evidence' }
          // A thousand entries a transaction: short locks, and a crash loses nothing.
          while ((await database.transaction(scope, (context) => sealPending(context, 1000))) === 1000);
        }
      }
    }
  ]
}
