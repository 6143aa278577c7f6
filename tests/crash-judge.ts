import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { exportLedger } from '../src/foundation/ledger/export.ts'
import { sealPending } from '../src/foundation/ledger/sealer.ts'
import { verifyFile } from '../src/foundation/ledger/verify.ts'
import { ledgerSigner } from '../src/foundation/keys/signer.ts'
import type { Crashed } from './crash-run.ts'

type Found = { appointment_id: string; email: string; items: number; placed: number; entries: number }

/** What was confirmed is there, once and whole; nothing else is; and every path to it agrees. */
export async function judgeCrash({ salon, house, asked, again }: Crashed): Promise<void> {
  const { network_id, run } = salon
  const confirmed = asked.filter(({ appointment_id }) => appointment_id !== null)
  assert.deepEqual(asked.filter(({ appointment_id, refused }) => appointment_id === null && refused !== 'slot-taken'), [], 'everybody was confirmed, or told that the time is taken')

  const { rows: found } = await run(({ db }) =>
    sql<Found>`
      select a.appointment_id, c.email, (select count(*)::int from appointment_items i where i.network_id = a.network_id and i.appointment_id = a.appointment_id) as items,
        (select count(*)::int from appointment_items i join occupations o on o.network_id = i.network_id and o.occupation_id = i.occupation_id where i.network_id = a.network_id and i.appointment_id = a.appointment_id) as placed,
        (select count(*)::int from ledger_entries l where l.network_id = a.network_id and l.kind = 'booking.confirmed' and l.body ->> 'appointment_id' = a.appointment_id::text) as entries
      from appointments a left join clients c on c.network_id = a.network_id and c.client_id = a.client_id where a.network_id = ${network_id} order by 1`.execute(db)
  )
  const expected = confirmed.map(({ appointment_id, email }) => ({ appointment_id, email, items: 1, placed: 1, entries: 1 }))
  assert.deepEqual(found, expected.toSorted((a, b) => (a.appointment_id! < b.appointment_id! ? -1 : 1)), 'every confirmed booking stands once with its place and its evidence, and none that nobody asked for')

  const { rows } = await run(({ db }) =>
    sql<{ overlaps: number; wrong_seats: number; idle: number; evidence: number }>`
      select
        (select count(*)::int from occupations o join occupations p on p.network_id = o.network_id and p.agenda_id = o.agenda_id and p.occupation_id > o.occupation_id and p.blocked && o.blocked where o.network_id = ${network_id}) as overlaps,
        (select count(*)::int from occupations o left join (select occupation_id, sum(seats) as seats from (
            select occupation_id, seats from appointment_items where network_id = ${network_id} and occupation_id is not null
            union all select occupation_id, seats from hold_items where network_id = ${network_id}) x group by 1) s using (occupation_id)
          where o.network_id = ${network_id} and o.seats_taken <> coalesce(s.seats, 0)) as wrong_seats,
        (select count(*)::int from occupations where network_id = ${network_id} and seats_taken = 0) as idle,
        (select count(*)::int from ledger_entries where network_id = ${network_id} and kind = 'booking.confirmed') as evidence`.execute(db)
  )
  assert.deepEqual(rows, [{ overlaps: 0, wrong_seats: 0, idle: 0, evidence: confirmed.length }])

  for (const one of confirmed.slice(-20)) {
    const { status, body } = await again(one)
    assert.deepEqual([status, body.appointment_id], [201, one.appointment_id], 'asked again, the same answer')
  }
  const [count] = await run(({ db }) => db.selectFrom('appointments').select(({ fn }) => fn.countAll<number>().as('count')).where('network_id', '=', network_id).execute())
  assert.equal(Number(count?.count), confirmed.length, 'and nothing more than before')

  while ((await run((context) => sealPending(context))) > 0);
  const report = await verifyFile(Readable.from(exportLedger(run, await ledgerSigner(house.rootKey))).map((text: string) => Buffer.from(text)))
  const { rows: entries } = await run(({ db }) => sql<{ count: number }>`select count(*)::int as count from ledger_entries where network_id = ${network_id}`.execute(db))
  assert.deepEqual([report.intact, report.findings, report.entries], [true, [], entries[0]?.count])
}
