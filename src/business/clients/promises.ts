import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import type { Keeper, Proof } from '../../foundation/room.ts'
import { clientTables } from './personal-data.ts'

/** The last entry of the ledger of one of these kinds. */
async function lastEvidence(context: Context, kinds: readonly string[]): Promise<Temporal.Instant | null> {
  const row = await context.db
    .selectFrom('ledger_entries')
    .select('recorded_at')
    .where('network_id', '=', context.network_id)
    .where('kind', 'in', [...kinds])
    .orderBy('recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.recorded_at ?? null
}

/** Cards, and what would break the promise: values that no definition explains, references to a card that was merged away. */
async function proveClientFile(context: Context): Promise<Proof> {
  const { network_id } = context
  const { rows } = await sql<{ cards: number; own_fields: number; unexplained: number; astray: number; last_change: Temporal.Instant | null }>`
    select
      (select count(*)::int from clients where network_id = ${network_id} and deleted_at is null) as cards,
      (select count(*)::int from client_fields where network_id = ${network_id} and archived_at is null) as own_fields,
      (select count(*)::int from clients c where c.network_id = ${network_id} and c.deleted_at is null and c.fields <> '{}'
        and exists (select from jsonb_object_keys(c.fields) k where not exists (
          select from client_fields f where f.network_id = ${network_id} and f.field_id::text = k))) as unexplained,
      (select count(*)::int from appointments a join clients c on c.network_id = a.network_id and c.client_id = a.client_id
        where a.network_id = ${network_id} and c.network_id = ${network_id} and a.deleted_at is null and c.merged_into is not null) as astray,
      (select max(updated_at) from clients where network_id = ${network_id}) as last_change`.execute(context.db)
  const { cards, own_fields, unexplained, astray, last_change } = rows[0]!
  const wrong = unexplained + astray
  return {
    // What went to a merged card is settled within the hour.
    state: unexplained > 0 ? 'broken' : astray > 0 ? 'at_risk' : 'kept',
    shown: {
      fr: wrong === 0 ? `${cards} fiches, ${own_fields} champs propres ; aucune valeur sans définition, aucun rendez-vous sur une fiche fusionnée.` : `${unexplained} fiches avec une valeur sans définition, ${astray} rendez-vous sur une fiche fusionnée.`,
      en: wrong === 0 ? `${cards} cards, ${own_fields} own fields; no value without a definition, no appointment on a merged card.` : `${unexplained} cards with a value without definition, ${astray} appointments on a merged card.`
    },
    last_at: last_change
  }
}

/** Columns of this room in which anybody may write anything; the catalogue says so of each. */
const freeTexts = clientTables.flatMap(({ columns }) => Object.values(columns)).filter((column) => column.personal && column.free_text).length

/** Sensitive values where none may be, and the warnings that were given. */
async function proveFreeText(context: Context): Promise<Proof> {
  const { network_id } = context
  const { rows } = await sql<{ astray: number; warned: number }>`
    select
      (select count(distinct c.client_id)::int from networks n
        join client_fields f on f.network_id = n.network_id and f.sensitive
        join clients c on c.network_id = f.network_id and c.deleted_at is null and c.fields ? f.field_id::text
        where n.network_id = ${network_id} and f.network_id = ${network_id} and c.network_id = ${network_id} and not n.health) as astray,
      (select count(*)::int from ledger_entries where network_id = ${network_id} and kind = 'free_text.warned') as warned`.execute(context.db)
  const { astray, warned } = rows[0]!
  return {
    // A network that stopped being a health network may hold values that it could not take today.
    state: astray > 0 ? 'at_risk' : 'kept',
    shown: {
      fr: `${freeTexts} colonnes de texte libre signalées au catalogue, ${warned} avertissements donnés, ${astray} fiches avec une valeur sensible hors réseau de santé.`,
      en: `${freeTexts} free-text columns flagged in the catalogue, ${warned} warnings given, ${astray} cards with a sensitive value outside a health network.`
    },
    last_at: await lastEvidence(context, ['free_text.warned'])
  }
}

export const clientPromises: readonly Keeper[] = [
  {
    id: 'A-2',
    kept_by: {
      fr: 'Fiches clients avec champs propres typés, historique, recherche, import, export et fusion des doublons.',
      en: 'Client cards with typed own fields, history, search, import, export and merging of duplicates.'
    },
    test: 'src/business/clients/clients.test.ts',
    prove: proveClientFile
  },
  {
    id: 'A-33',
    kept_by: {
      fr: 'Chaque texte libre est signalé au catalogue, rappelé à qui écrit, et relu à l’enregistrement pour avertir d’une donnée sensible.',
      en: 'Every free text is flagged in the catalogue, recalled to whoever writes, and read when saved to warn of sensitive data.'
    },
    test: 'src/business/clients/free-text.test.ts',
    prove: proveFreeText
  }
]
