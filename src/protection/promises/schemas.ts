import { z } from 'zod'
import { instant } from '../../foundation/http/route.ts'

export const promiseRow = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['not_built', 'kept', 'at_risk', 'broken']),
  kept_by: z.string().nullable(),
  shown: z.string().nullable(),
  last_at: instant.nullable()
})
export const promiseList = z.object({ as_of: instant, items: z.array(promiseRow) })
export type PromiseList = z.infer<typeof promiseList>
