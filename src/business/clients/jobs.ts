import { z } from 'zod'
import type { Job } from '../../foundation/room.ts'
import { uuid } from '../../foundation/http/route.ts'
import { writeImport } from './import/commands.ts'
import { settleReferences, undoHours } from './merge.ts'

const payload = z.object({ network_id: uuid, import_id: uuid, locale: z.enum(['fr', 'en']) })

/** How long a file of clients and what was found in it is kept. */
const importHours = 48

export const clientJobs: readonly Job[] = [
  { name: 'clients-import', run: (app, given) => writeImport(app, payload.parse(given)) },
  {
    name: 'clients-sweep',
    cron: '17 * * * *',
    /** Forgets files of clients after two days and what undoing a merge needs after one; settles what went to merged cards. */
    async run({ database }) {
      const actor = { kind: 'system' as const, job: 'clients-sweep' }
      const networks = await database.outside({ actor, purpose: 'client-file' }, ({ db }) => db.selectFrom('network_addresses').select('network_id').execute())
      for (const { network_id } of networks) {
        await database.transaction({ network_id, actor, purpose: 'client-file' }, async (context) => {
          const { db, now } = context
          await settleReferences(context)
          await db.deleteFrom('client_imports').where('network_id', '=', network_id).where('created_at', '<', now.subtract({ hours: importHours })).execute()
          await db.deleteFrom('client_merges').where('network_id', '=', network_id).where('merged_at', '<', now.subtract({ hours: undoHours })).execute()
        })
      }
    }
  }
]
