import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '../../../foundation/database/context.ts'
import { newId } from '../../../foundation/database/ids.ts'
import type { App } from '../../../foundation/http/app.ts'
import { found, invalid, Problem, problem } from '../../../foundation/http/problem.ts'
import { networkKey } from '../../../foundation/keys/network-key.ts'
import { open, seal, sealedBy } from '../../../foundation/keys/seal.ts'
import { record } from '../../../foundation/ledger/record.ts'
import type { Translate } from '../../../foundation/text/text.ts'
import { byteOrderMark, csvLine } from '../csv.ts'
import { cardOf, cardRules, findClients } from '../queries.ts'
import type { ClientImport, ImportChange, ImportCounts, ImportTarget } from '../schemas.ts'
import { importColumns } from '../schemas.ts'
import { guessMapping } from './columns.ts'
import { decide, readRow } from './plan.ts'
import type { Known, Outcome, ReadRow, Refusal, Seen } from './plan.ts'
import { largestFile, openFile, rowsOf, unreadable } from './read.ts'
import type { CsvFile } from './read.ts'

/** Rows that are decided, looked up and written together. */
const chunkSize = 500
/** How many rows, refusals and known cards are shown before the whole. */
const shown = 20

/** What a check found, beside its counts: sealed, because it quotes the file. */
export type Findings = Pick<ClientImport, 'headers' | 'sample' | 'refused' | 'known' | 'missing_fields'>

/**
 * Takes a file in, understands it and keeps it sealed with the network's key.
 * @returns the import's id
 * @throws Problem `unreadable-file`, 413 `too-large`
 */
export async function receiveFile(context: Context, content: string): Promise<string> {
  const bytes = Buffer.from(content, 'base64')
  if (bytes.length > largestFile) throw problem('too-large', 413)
  // What is not base64 is passed over in reading, so that it would be another file.
  if (bytes.toString('base64') !== content) throw invalid('body.content', 'clients:file.not-base64')
  const file = await openFile(bytes)
  let rows_total = 0
  const sample: string[][] = []
  for await (const { cells } of rowsOf(file)) {
    rows_total++
    if (sample.length < shown) sample.push(file.headers.map((_, at) => (cells[at] ?? '').slice(0, 200)))
    if (rows_total % 2000 === 0) await setImmediate()
  }
  if (rows_total === 0) throw unreadable('empty')
  const { definitions } = await cardRules(context)
  const import_id = newId()
  const findings: Findings = { headers: file.headers.map((header) => header.slice(0, 200)), sample, refused: [], known: [], missing_fields: [] }
  await context.db
    .insertInto('client_imports')
    .values({
      network_id: context.network_id,
      import_id,
      content_sealed: await sealed(context, import_id, 'content', bytes),
      findings_sealed: await sealed(context, import_id, 'findings', Buffer.from(JSON.stringify(findings))),
      encoding: file.encoding,
      delimiter: file.delimiter,
      mapping: JSON.stringify(guessMapping(file.headers, definitions)),
      rows_total,
      created_by: context.actor.kind === 'account' ? context.actor.account_id : null,
      created_at: context.now
    })
    .execute()
  return import_id
}

/**
 * Dry run: says what would become of every row, and writes no card.
 * @throws Problem `import-under-way` while it is being written, `unknown-column`
 */
export async function checkImport(context: Context, import_id: string, { mapping, when_known }: ImportChange, t: Translate): Promise<void> {
  const row = await lockImport(context, import_id)
  if (row.status === 'writing' || row.status === 'done') throw problem('import-under-way', 409, { namespace: 'clients' })
  const file = await openSealed(context, row)
  const rules = await cardRules(context)
  refuseMapping(mapping, file.headers.length, rules.definitions)
  const tally = newTally(file, t, rules.definitions)
  for await (const { row: read, outcome } of decideAll(context, file, mapping, when_known)) tally.add(read, outcome)
  const missing_fields = rules.definitions.filter(({ field_id, required }) => required && !mapping.includes(field_id)).map(({ label }) => label)
  const before = JSON.parse((await unsealed(context, import_id, 'findings', row.findings_sealed!)).toString()) as Findings
  const findings: Findings = { ...before, refused: tally.refused, known: tally.known, missing_fields }
  await context.db
    .updateTable('client_imports')
    .set({
      mapping: JSON.stringify(mapping),
      when_known,
      status: 'checked',
      failure: null,
      counts: JSON.stringify(tally.counts),
      findings_sealed: await sealed(context, import_id, 'findings', Buffer.from(JSON.stringify(findings))),
      refused_sealed: tally.counts.refused === 0 ? null : await sealed(context, import_id, 'refused', Buffer.from(tally.file()))
    })
    .where('network_id', '=', context.network_id)
    .where('import_id', '=', import_id)
    .execute()
}

/**
 * Starts writing what was checked, in the background.
 * @throws Problem `not-checked`, `import-under-way`
 */
export async function startImport(context: Context, import_id: string): Promise<void> {
  const row = await lockImport(context, import_id)
  const again = row.status === 'failed' || (row.status === 'writing' && isStalled(row, context.now))
  if (row.status === 'read') throw problem('not-checked', 409, { namespace: 'clients' })
  if (row.status !== 'checked' && !again) throw problem('import-under-way', 409, { namespace: 'clients' })
  await context.db
    .updateTable('client_imports')
    .set({ status: 'writing', failure: null, rows_done: 0, progress_at: context.now })
    .where('network_id', '=', context.network_id)
    .where('import_id', '=', import_id)
    .execute()
  const { network_id, locale } = context
  await sql`select enqueue_job('clients-import', ${JSON.stringify({ network_id, import_id, locale })}::json, null, ${`clients-import ${import_id}`})`.execute(context.db)
}

/** Forgets an import and its file. A write under way is not stopped. @throws Problem `import-under-way` */
export async function dropImport(context: Context, import_id: string): Promise<void> {
  const row = await lockImport(context, import_id)
  if (row.status === 'writing' && !isStalled(row, context.now)) throw problem('import-under-way', 409, { namespace: 'clients' })
  await context.db.deleteFrom('client_imports').where('network_id', '=', context.network_id).where('import_id', '=', import_id).execute()
}

/**
 * The job: writes every row of a checked import in one transaction, in chunks. All of it stands or
 * none. Progress is told from transactions of its own, and a second run of the same import gives way.
 */
export async function writeImport(app: App, payload: { network_id: string; import_id: string; locale: 'fr' | 'en' }): Promise<void> {
  const { network_id, import_id, locale } = payload
  const scope = { network_id, actor: { kind: 'system' as const, job: 'clients-import' }, purpose: 'client-file', locale }
  const tell = (set: { rows_done?: number; status?: 'failed'; failure?: string }): Promise<void> =>
    app.database.transaction(scope, async (context) => {
      await context.db
        .updateTable('client_imports')
        .set({ ...set, progress_at: context.now })
        .where('network_id', '=', network_id)
        .where('import_id', '=', import_id)
        .where('status', '=', 'writing')
        .execute()
    })
  try {
    await app.database.transaction(scope, (context) => writeAll(context, import_id, app.texts.in(locale), (rows_done) => tell({ rows_done })))
  } catch (error) {
    if (!(error instanceof Problem)) app.log.error({ err: error, import_id }, 'import of clients')
    await tell({ status: 'failed', rows_done: 0, failure: error instanceof Problem ? error.code : 'internal' })
  }
}

async function writeAll(context: Context, import_id: string, t: Translate, progress: (rows: number) => Promise<void>): Promise<void> {
  const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`import ${import_id}`}, 0)) as ours`.execute(context.db)
  const row = await findImportRow(context, import_id)
  if (rows[0]?.ours !== true || row.status !== 'writing') return
  const file = await openSealed(context, row)
  const rules = await cardRules(context)
  const tally = newTally(file, t, rules.definitions)
  let chunk: Outcome[] = []
  let done = 0
  const write = async (): Promise<void> => {
    await writeOutcomes(context, chunk)
    done += chunk.length
    chunk = []
    await progress(done)
  }
  for await (const { row: read, outcome } of decideAll(context, file, row.mapping as ImportTarget[], row.when_known as ImportChange['when_known'])) {
    tally.add(read, outcome)
    chunk.push(outcome)
    if (chunk.length === chunkSize) await write()
  }
  await write()
  await context.db
    .updateTable('client_imports')
    .set({
      status: 'done',
      rows_done: done,
      rows_total: done,
      counts: JSON.stringify(tally.counts),
      // The cards hold it now.
      content_sealed: null,
      refused_sealed: tally.counts.refused === 0 ? null : await sealed(context, import_id, 'refused', Buffer.from(tally.file())),
      progress_at: context.now
    })
    .where('network_id', '=', context.network_id)
    .where('import_id', '=', import_id)
    .execute()
  const { create, update, skip, refused } = tally.counts
  await record(context, { kind: 'clients.imported', promise_ids: ['A-2'], body: { import_id, account_id: row.created_by, created: create, updated: update, skipped: skip, refused } })
  context.publish({ kind: 'clients' })
}

/** Decides every row of the file, looking up present cards chunk by chunk. */
async function* decideAll(context: Context, file: CsvFile, mapping: readonly ImportTarget[], whenKnown: ImportChange['when_known']): AsyncGenerator<{ row: ReadRow; outcome: Outcome }> {
  const rules = await cardRules(context)
  const seen: Seen = new Map()
  let chunk: ReadRow[] = []
  const flush = async function* (): AsyncGenerator<{ row: ReadRow; outcome: Outcome }> {
    const known = whenKnown === 'create' ? new Map<string, Known[]>() : await knownCards(context, chunk)
    for (const row of chunk) {
      const contacts = [row.card.phone, row.card.email].filter((contact) => contact !== null)
      const outcome = decide(row, contacts.flatMap((contact) => known.get(contact) ?? []), whenKnown, seen, rules)
      if (outcome.kind === 'update') {
        const changed = [...known.values()].flat().filter(({ client_id }) => client_id === outcome.client_id)
        for (const one of changed) one.card = outcome.card
      }
      yield { row, outcome }
    }
    chunk = []
    // Others want the thread as well.
    await setImmediate()
  }
  for await (const row of rowsOf(file)) {
    chunk.push(readRow(row, mapping, rules))
    if (chunk.length === chunkSize) yield* flush()
  }
  yield* flush()
}

/** Live cards by number and by address, for the contacts of these rows. */
async function knownCards(context: Context, rows: readonly ReadRow[]): Promise<Map<string, Known[]>> {
  const phones = rows.flatMap(({ card }) => card.phone ?? [])
  const emails = rows.flatMap(({ card }) => card.email ?? [])
  const ids = new Set<string>()
  for (const [column, values] of [['phone', phones], ['email', emails]] as const) {
    if (values.length === 0) continue
    const found = await context.db
      .selectFrom('clients')
      .select('client_id')
      .where('network_id', '=', context.network_id)
      .where('deleted_at', 'is', null)
      .where(sql<boolean>`${sql.ref(column)} = any(${values}::text[])`)
      .execute()
    for (const { client_id } of found) ids.add(client_id)
  }
  const byContact = new Map<string, Known[]>()
  for (const client of (await findClients(context, [...ids])).toSorted((a, b) => (a.client_id < b.client_id ? -1 : 1))) {
    const known: Known = { client_id: client.client_id, card: cardOf(client) }
    for (const contact of [client.phone, client.email]) if (contact !== null) byContact.set(contact, [...(byContact.get(contact) ?? []), known])
  }
  return byContact
}

async function writeOutcomes(context: Context, outcomes: readonly Outcome[]): Promise<void> {
  const created = outcomes.flatMap((outcome) => (outcome.kind === 'create' ? [{ client_id: newId(), ...outcome.card }] : []))
  // Of several changes of one card the last holds them all.
  const updated = new Map(outcomes.flatMap((outcome) => (outcome.kind === 'update' ? [[outcome.client_id, { client_id: outcome.client_id, ...outcome.card }] as const] : [])))
  const columns = sql`client_id uuid, first_name text, last_name text, email text, phone text, language text, preferred_channel text, note text, fields jsonb`
  const now = context.now.toString()
  if (created.length > 0) {
    await sql`
      insert into clients (network_id, client_id, first_name, last_name, email, phone, language, preferred_channel, note, fields, last_activity_at, created_at, updated_at)
      select ${context.network_id}::uuid, client_id, first_name, last_name, email, phone, language, preferred_channel, note, fields, ${now}, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(created)}::jsonb) as x(${columns})`.execute(context.db)
  }
  if (updated.size > 0) {
    await sql`
      update clients c set first_name = x.first_name, last_name = x.last_name, email = x.email, phone = x.phone, language = x.language,
        preferred_channel = x.preferred_channel, note = x.note, fields = x.fields, revision = c.revision + 1, updated_at = ${now}
      from jsonb_to_recordset(${JSON.stringify([...updated.values()])}::jsonb) as x(${columns})
      where c.network_id = ${context.network_id} and c.client_id = x.client_id and c.deleted_at is null`.execute(context.db)
  }
}

type Tally = { counts: ImportCounts; refused: ClientImport['refused']; known: ClientImport['known']; add(row: ReadRow, outcome: Outcome): void; /** The refused rows as CSV, with what is wrong with each. */ file(): string }

function newTally(file: CsvFile, t: Translate, fields: readonly { field_id: string; label: string }[]): Tally {
  const labels = new Map(fields.map(({ field_id, label }) => [field_id, label]))
  const nameOf = (field: string): string => labels.get(field.replace(/^fields\./, '')) ?? t(`clients:column.${field}`)
  const say = ({ field, reason, line }: Refusal): string => `${nameOf(field)}${t('clients:colon')}${t(`clients:field.${reason}`, { line })}`
  const refusedLines: string[] = []
  const tally: Tally = {
    counts: { create: 0, update: 0, skip: 0, refused: 0, shared_contact: 0, warned: 0 },
    refused: [],
    known: [],
    add(row, outcome) {
      tally.counts[outcome.kind]++
      if (outcome.kind === 'create' && outcome.sharesContact) tally.counts.shared_contact++
      if ((outcome.kind === 'create' || outcome.kind === 'update') && outcome.warned) tally.counts.warned++
      if ((outcome.kind === 'update' || outcome.kind === 'skip') && tally.known.length < shown) tally.known.push({ line: row.line, client_id: outcome.client_id, by: outcome.by })
      if (outcome.kind !== 'refused') return
      for (const refusal of outcome.refusals) {
        if (tally.refused.length < shown * 5) tally.refused.push({ line: row.line, field: refusal.field, reason: refusal.reason, message: say(refusal) })
      }
      const cells = file.headers.map((_, at) => row.cells[at] ?? '')
      refusedLines.push(csvLine([...cells, String(row.line), outcome.refusals.map(say).join(' ')], file.delimiter))
    },
    file: () => byteOrderMark + csvLine([...file.headers, t('clients:file.line'), t('clients:file.reason')], file.delimiter) + refusedLines.join('')
  }
  return tally
}

function refuseMapping(mapping: readonly ImportTarget[], columns: number, fields: readonly { field_id: string }[]): void {
  const given = mapping.filter((target) => target !== null)
  const known = new Set<string>([...importColumns, ...fields.map(({ field_id }) => field_id)])
  const twice = given.find((target, at) => given.indexOf(target) !== at)
  const unknown = given.find((target) => !known.has(target))
  const names = ['first_name', 'last_name', 'full_name', 'email', 'phone']
  const why =
    mapping.length !== columns ? 'column-count' : twice !== undefined ? 'column-twice' : unknown !== undefined ? 'unknown-column' : given.some((target) => names.includes(target)) ? null : 'no-name-column'
  if (why !== null) throw problem('bad-mapping', 422, { namespace: 'clients', errors: [{ field: 'body.mapping', message: `clients:field.${why}` }] })
}

type ImportRow = Awaited<ReturnType<typeof findImportRow>>

async function findImportRow(context: Context, import_id: string, lock = false) {
  return found(
    await context.db
      .selectFrom('client_imports')
      .selectAll()
      .where('network_id', '=', context.network_id)
      .where('import_id', '=', import_id)
      .$if(lock, (query) => query.forUpdate())
      .executeTakeFirst()
  )
}
const lockImport = (context: Context, import_id: string): Promise<ImportRow> => findImportRow(context, import_id, true)

function isStalled({ progress_at }: Pick<ImportRow, 'progress_at'>, now: Temporal.Instant): boolean {
  return progress_at === null || Temporal.Instant.compare(progress_at.add({ seconds: 30 }), now) < 0
}

/** An import as it stands. @throws 404 */
export async function findImport(context: Context, import_id: string): Promise<ClientImport> {
  const row = found(
    await context.db
      .selectFrom('client_imports')
      .select(['import_id', 'status', 'encoding', 'delimiter', 'mapping', 'when_known', 'rows_total', 'rows_done', 'counts', 'failure', 'progress_at', 'created_at', 'findings_sealed'])
      .where('network_id', '=', context.network_id)
      .where('import_id', '=', import_id)
      .executeTakeFirst()
  )
  const { findings_sealed, progress_at, ...rest } = row
  const findings = JSON.parse((await unsealed(context, import_id, 'findings', findings_sealed!)).toString()) as Findings
  return {
    ...rest,
    ...findings,
    status: row.status as ClientImport['status'],
    stalled: row.status === 'writing' && isStalled({ progress_at }, context.now),
    encoding: row.encoding as ClientImport['encoding'],
    mapping: row.mapping as ImportTarget[],
    when_known: row.when_known as ClientImport['when_known'],
    counts: row.status === 'read' ? null : (row.counts as ImportCounts),
    created_at: row.created_at.toString()
  }
}

/** The refused rows as a file. @throws 404 when none was refused */
export async function refusedFile(context: Context, import_id: string): Promise<Buffer> {
  const { refused_sealed } = await findImportRow(context, import_id)
  return unsealed(context, import_id, 'refused', found(refused_sealed))
}

async function openSealed(context: Context, { import_id, content_sealed }: ImportRow): Promise<CsvFile> {
  return openFile(await unsealed(context, import_id, 'content', found(content_sealed)))
}

async function sealed(context: Context, import_id: string, part: string, bytes: Buffer): Promise<Buffer> {
  return seal(await networkKey(context), 'vault', bytes, `client_imports/${import_id}/${part}`)
}

async function unsealed(context: Context, import_id: string, part: string, bytes: Buffer): Promise<Buffer> {
  return open(await networkKey(context, sealedBy(bytes)), 'vault', bytes, `client_imports/${import_id}/${part}`)
}

