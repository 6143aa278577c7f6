import { createHmac, timingSafeEqual } from 'node:crypto'
import { rootKey } from '../../foundation/keys/installation.ts'

const fewest = 2_000
const longest = 6 * 3_600_000

/** A sealed time of opening, carried by a form: a person needs a moment to fill one in. */
export async function formStamp(now: Temporal.Instant): Promise<string> {
  const opened = now.epochMilliseconds.toString(36)
  return `${opened}.${(await seal(opened)).toString('base64url')}`
}

/**
 * Whether a form came from a person: the field that nobody sees is empty, and the form
 * was opened two seconds ago at least and six hours at most, by us.
 */
export async function seemsHuman(form: { website?: string | undefined; stamp?: string | undefined }, now: Temporal.Instant): Promise<boolean> {
  if ((form.website ?? '') !== '') return false
  const [opened = '', given = ''] = (form.stamp ?? '').split('.')
  const expected = await seal(opened)
  const received = Buffer.from(given, 'base64url')
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return false
  const age = now.epochMilliseconds - Number.parseInt(opened, 36)
  return age >= fewest && age <= longest
}

async function seal(opened: string): Promise<Buffer> {
  return createHmac('sha256', await rootKey().derive('booking-forms')).update(opened).digest().subarray(0, 16)
}
