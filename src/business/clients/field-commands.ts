import type { Context } from '../../foundation/database/context.ts'
import { newId } from '../../foundation/database/ids.ts'
import { found, problem } from '../../foundation/http/problem.ts'
import { cardRules, findFields } from './queries.ts'
import type { FieldRow } from './queries.ts'
import type { ClientFieldChange, newClientField } from './schemas.ts'
import type { z } from 'zod'

/** A network has at most so many own fields that are not archived. */
const mostFields = 60

/**
 * Adds an own field, after the others.
 * @throws Problem `sensitive-refused` outside a health network, `choices-missing`, `label-taken`, `too-many-fields`
 */
export async function createField(context: Context, input: z.output<typeof newClientField>): Promise<FieldRow> {
  const { definitions, allowsSensitive } = await lockedRules(context)
  refuseField({ ...input, field_id: null }, definitions, allowsSensitive)
  if (definitions.length >= mostFields) throw problem('too-many-fields', 409, { namespace: 'clients', values: { count: mostFields } })
  const field_id = newId()
  const position = Math.max(-1, ...definitions.map((field) => field.position)) + 1
  await context.db.insertInto('client_fields').values({ network_id: context.network_id, field_id, ...input, choices: input.kind === 'choice' ? input.choices : [], position }).execute()
  context.publish({ kind: 'client-fields' })
  return findField(context, field_id)
}

/** Changes or archives an own field; its values stay on the cards. @throws Problem as for a new one, 404 */
export async function changeField(context: Context, field_id: string, { archived, ...change }: ClientFieldChange): Promise<FieldRow> {
  const { definitions, allowsSensitive } = await lockedRules(context)
  const before = await findField(context, field_id)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<FieldRow>
  const after = { ...before, ...given, archived: archived ?? before.archived }
  if (!after.archived) {
    refuseField(after, definitions, allowsSensitive)
    if (before.archived && definitions.length >= mostFields) throw problem('too-many-fields', 409, { namespace: 'clients', values: { count: mostFields } })
  }
  const { label, required, sensitive, online, help } = after
  await context.db
    .updateTable('client_fields')
    .set({ label, required, sensitive, online, help, choices: after.kind === 'choice' ? [...after.choices] : [], archived_at: after.archived ? context.now : null })
    .where('network_id', '=', context.network_id)
    .where('field_id', '=', field_id)
    .execute()
  context.publish({ kind: 'client-fields' })
  return findField(context, field_id)
}

/** Puts the own fields in order. @throws Problem `stale` when they are not those of now */
export async function orderFields(context: Context, field_ids: readonly string[]): Promise<void> {
  const { definitions } = await lockedRules(context)
  const present = new Set(definitions.map(({ field_id }) => field_id))
  if (present.size !== field_ids.length || !field_ids.every((id) => present.has(id)) || new Set(field_ids).size !== field_ids.length) throw problem('stale', 409)
  for (const [position, field_id] of field_ids.entries()) {
    await context.db.updateTable('client_fields').set({ position }).where('network_id', '=', context.network_id).where('field_id', '=', field_id).execute()
  }
  context.publish({ kind: 'client-fields' })
}

/** One at a time: labels and positions are compared with one another. */
async function lockedRules(context: Context): Promise<{ definitions: FieldRow[]; allowsSensitive: boolean }> {
  await context.db.selectFrom('client_fields').select('field_id').where('network_id', '=', context.network_id).orderBy('field_id').forUpdate().execute()
  return cardRules(context)
}

async function findField(context: Context, field_id: string): Promise<FieldRow> {
  return found((await findFields(context, { archived: true })).find((field) => field.field_id === field_id))
}

function refuseField(field: Pick<FieldRow, 'label' | 'kind' | 'choices' | 'sensitive'> & { field_id: string | null }, others: readonly FieldRow[], allowsSensitive: boolean): void {
  if (field.sensitive && !allowsSensitive) {
    throw problem('sensitive-refused', 422, { namespace: 'clients', errors: [{ field: 'body.sensitive', message: 'clients:field.sensitive-refused' }], extra: { reasons: [{ field: 'body.sensitive', reason: 'sensitive-refused' }] } })
  }
  const different = new Set(field.choices.map((choice) => choice.toLowerCase()))
  if (field.kind === 'choice' && (field.choices.length < 2 || different.size !== field.choices.length)) {
    throw problem('invalid-input', 400, { errors: [{ field: 'body.choices', message: 'clients:field.two-choices' }] })
  }
  if (others.some((other) => other.field_id !== field.field_id && other.label.toLowerCase() === field.label.toLowerCase())) {
    throw problem('invalid-input', 400, { errors: [{ field: 'body.label', message: 'clients:field.label-taken' }] })
  }
}
