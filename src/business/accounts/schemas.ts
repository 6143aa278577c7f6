import { z } from 'zod'
import { uuid } from '../../foundation/http/route.ts'

export const me = z.object({
  account: z.object({ account_id: uuid, email: z.string(), name: z.string(), language: z.enum(['fr', 'en']) }),
  networks: z.array(
    z.object({
      network_id: uuid,
      name: z.string(),
      slug: z.string(),
      colour: z.string(),
      role: z.string(),
      rights: z.array(z.string()),
      establishments: z.array(z.object({ establishment_id: uuid, name: z.string(), slug: z.string(), colour: z.string(), time_zone: z.string() }))
    })
  )
})
export type Me = z.infer<typeof me>

export const demoAccounts = z.object({
  accounts: z.array(z.object({ email: z.string(), password: z.string(), name: z.string(), role: z.string() }))
})
export type DemoAccounts = z.infer<typeof demoAccounts>
