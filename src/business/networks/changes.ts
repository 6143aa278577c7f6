import type { Context } from '../../foundation/database/context.ts'
import { record } from '../../foundation/ledger/record.ts'

export type Setting = 'network' | 'establishments' | 'hours' | 'agendas' | 'services'
export type Act = 'created' | 'changed' | 'archived' | 'restored' | 'reordered'

/** Leaves evidence of a change to the settings and tells the browsers that show them. The diary shows hours and agendas. */
export async function noteChange(context: Context, setting: Setting, act: Act, ids: readonly string[]): Promise<void> {
  await record(context, { kind: 'settings.changed', promise_ids: ['A-3'], body: { setting, act, ids: ids.slice(0, 50) } })
  context.publish({ kind: setting, ids: [...ids] })
  if (setting !== 'network') context.publish({ kind: 'agenda' })
}
