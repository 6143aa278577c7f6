import { sql } from 'kysely'
import type { Context } from '../../foundation/database/context.ts'
import type { Keeper } from '../../foundation/room.ts'

const test = 'src/business/networks/settings.test.ts'
const directoryTest = 'src/business/networks/directory.test.ts'

/** What shows that settings, networks, the directory and the closed defaults are as promised. */
export const networkKeepers: readonly Keeper[] = [
  {
    id: 'A-3',
    kept_by: {
      fr: 'Établissements, horaires, fermetures, agendas, prestations et règles se règlent par le réseau lui-même, chaque changement laisse une trace.',
      en: 'The network sets its establishments, hours, closures, agendas, services and rules itself; each change leaves a trace.'
    },
    test,
    async prove(context) {
      const { rows } = await sql<{ establishments: number; agendas: number; services: number; members: number }>`
        select (select count(*)::int from establishments where network_id = ${context.network_id} and archived_at is null) as establishments,
          (select count(*)::int from agendas where network_id = ${context.network_id} and archived_at is null) as agendas,
          (select count(*)::int from services where network_id = ${context.network_id} and archived_at is null) as services,
          (select count(*)::int from members where network_id = ${context.network_id}) as members`.execute(context.db)
      const { establishments, agendas, services, members } = rows[0]!
      return {
        // A network that nobody may set is not administered.
        state: members === 0 ? 'broken' : 'kept',
        shown: {
          fr: `Établissements : ${establishments}, agendas : ${agendas}, prestations : ${services}, personnes ayant accès : ${members}.`,
          en: `Establishments: ${establishments}, agendas: ${agendas}, services: ${services}, people with access: ${members}.`
        },
        last_at: await lastEvidence(context, ['settings.changed'])
      }
    }
  },
  {
    id: 'A-8',
    kept_by: {
      fr: 'L’annuaire public est écrit dans la transaction qui inscrit ou retire un établissement.',
      en: 'The public directory is written in the transaction that lists or withdraws an establishment.'
    },
    test: directoryTest,
    async prove(context) {
      const { rows } = await sql<{ listed: number; published: number; wrong: number }>`
        select count(*) filter (where e.listed)::int as listed, count(d.establishment_id)::int as published,
          count(*) filter (where e.listed is distinct from (d.establishment_id is not null))::int as wrong
        from establishments e
        left join directory_entries d on d.network_id = e.network_id and d.establishment_id = e.establishment_id
        where e.network_id = ${context.network_id}`.execute(context.db)
      const { listed, published, wrong } = rows[0]!
      return {
        state: wrong > 0 ? 'broken' : 'kept',
        shown: { fr: `Inscrits : ${listed}, publiés : ${published}, écarts : ${wrong}.`, en: `Listed: ${listed}, published: ${published}, differences: ${wrong}.` },
        last_at: await lastEvidence(context, ['establishment.shown'])
      }
    }
  },
  {
    id: 'A-9',
    kept_by: {
      fr: 'Un réseau réunit des établissements sous une marque ou un SIREN, dont leurs SIRET dépendent ; rôles et statistiques valent pour tout le réseau.',
      en: 'A network joins establishments under one brand or SIREN, on which their SIRETs depend; roles and statistics hold for the whole network.'
    },
    test,
    async prove(context) {
      const { rows } = await sql<{ under: boolean; establishments: number; foreign_sirets: number }>`
        select n.siren is not null or coalesce(n.brand, '') <> '' as under, count(e.establishment_id)::int as establishments,
          count(*) filter (where n.siren is not null and e.siret not like n.siren || '%')::int as foreign_sirets
        from networks n left join establishments e on e.network_id = n.network_id and e.archived_at is null
        where n.network_id = ${context.network_id} group by n.network_id, n.siren, n.brand`.execute(context.db)
      const { under, establishments, foreign_sirets } = rows[0]!
      return {
        state: foreign_sirets > 0 ? 'broken' : under ? 'kept' : 'at_risk',
        shown: {
          fr: `Établissements : ${establishments}, ${under ? 'sous une marque ou un SIREN' : 'sans marque ni SIREN indiqué'} ; SIRET d’un autre SIREN : ${foreign_sirets}.`,
          en: `Establishments: ${establishments}, ${under ? 'under a brand or a SIREN' : 'with neither brand nor SIREN given'}; SIRETs of another SIREN: ${foreign_sirets}.`
        },
        last_at: await lastEvidence(context, ['network.created', 'settings.changed'])
      }
    }
  },
  {
    id: 'O-2',
    kept_by: {
      fr: 'Rien n’est en ligne ni inscrit à l’annuaire sans que quelqu’un l’ait demandé, et cette demande est consignée.',
      en: 'Nothing is online or listed unless somebody said so, and that word is on record.'
    },
    test,
    async prove(context) {
      const { rows } = await sql<{ online: number; unsaid: number; hidden: number }>`
        select count(*) filter (where e.online)::int as online,
          count(*) filter (where e.online and not exists (
            select from ledger_entries l where l.network_id = e.network_id and l.kind = 'establishment.shown'
              and l.body->>'establishment_id' = e.establishment_id::text and (l.body->>'online')::boolean))::int as unsaid,
          count(*) filter (where not e.online)::int as hidden
        from establishments e where e.network_id = ${context.network_id} and e.archived_at is null`.execute(context.db)
      const { online, unsaid, hidden } = rows[0]!
      return {
        state: unsaid > 0 ? 'at_risk' : 'kept',
        shown: {
          fr: `Établissements en ligne : ${online}, dont sans demande consignée : ${unsaid} ; gardés privés : ${hidden}.`,
          en: `Establishments online: ${online}, of which without a recorded request: ${unsaid}; kept private: ${hidden}.`
        },
        last_at: await lastEvidence(context, ['establishment.shown'])
      }
    }
  }
]

async function lastEvidence({ db, network_id }: Context, kinds: readonly string[]): Promise<Temporal.Instant | null> {
  const { last } = await db
    .selectFrom('ledger_entries')
    .select(({ fn }) => fn.max('recorded_at').as('last'))
    .where('network_id', '=', network_id)
    .where('kind', 'in', [...kinds])
    .executeTakeFirstOrThrow()
  return last
}
