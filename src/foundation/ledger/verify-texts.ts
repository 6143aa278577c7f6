import type { Finding, FindingCode, VerifyReport } from './verify.ts'

// The verifier speaks for itself rather than through the application's texts: it runs alone, on anyone's machine.

export type VerifyLanguage = 'fr' | 'en'

type Sentences = {
  readonly usage: string
  readonly unreadable: (file: string, reason: string) => string
  readonly badKey: string
  readonly network: string
  readonly exportedAt: string
  readonly entries: (count: number, first: string, last: string) => string
  readonly noEntries: string
  readonly heads: (count: number, day: string, size: number) => string
  readonly noHeads: string
  readonly key: (id: string, key: string) => string
  readonly formerKeys: (ids: string) => string
  readonly intact: string
  readonly keyExpected: string
  readonly keyUnknown: string
  readonly afterLastHead: (count: number) => string
  readonly broken: (count: number) => string
  readonly more: (count: number) => string
  readonly line: string
  readonly entry: string
  readonly head: (day: string) => string
  readonly findings: Record<FindingCode, string>
}

const fr: Sentences = {
  usage: `Utilisation : reserve verify FICHIER [--key CLÉ] [--lang fr|en] [--json]

Vérifie un registre de preuves exporté, sans réseau ni base de données.
  --key CLÉ   clé publique attendue (64 chiffres hexadécimaux), telle que l’installation la publie
  --lang      langue du compte rendu
  --json      compte rendu pour une machine
Code de sortie : 0 intact, 1 altéré ou incomplet, 2 fichier illisible ou commande erronée.
`,
  unreadable: (file, reason) => `Le fichier « ${file} » ne peut pas être lu (${reason}).\n`,
  badKey: 'La clé donnée à --key doit compter 64 chiffres hexadécimaux.\n',
  network: 'Réseau',
  exportedAt: 'Exporté le',
  entries: (count, first, last) => `Preuves : ${number(count, 'fr')}, du ${first} au ${last}`,
  noEntries: 'Preuves : aucune',
  heads: (count, day, size) => `Têtes signées : ${number(count, 'fr')}, la dernière du ${day}, jusqu’à la preuve ${number(size, 'fr')}`,
  noHeads: 'Têtes signées : aucune',
  key: (id, key) => `Clé de signature : ${id}\n  ${key}`,
  formerKeys: (ids) => `Anciennes clés, annoncées dans le registre : ${ids}`,
  intact: 'INTACT. Rien n’a été changé, retiré, ajouté ni déplacé.',
  keyExpected: 'La signature est bien celle de la clé attendue.',
  keyUnknown: 'Il vous reste un contrôle : comparez cette clé avec celle que l’installation publie, ou relancez avec --key.',
  afterLastHead: (count) => `Preuves plus récentes que la dernière tête : ${number(count, 'fr')} ; seule la signature de ce fichier les couvre.`,
  broken: (count) => `ALTÉRÉ OU INCOMPLET. ${count === 1 ? 'Une anomalie' : `${number(count, 'fr')} anomalies`} :`,
  more: (count) => `… et ${number(count, 'fr')} de plus.`,
  line: 'ligne',
  entry: 'preuve',
  head: (day) => `tête du ${day}`,
  findings: {
    'no-header': 'ce n’est pas un registre de preuves, ou sa première ligne est abîmée',
    malformed: 'la ligne n’a pas la forme exacte attendue',
    misplaced: 'rien ne devrait suivre la fin du fichier',
    truncated: 'le fichier est incomplet : sa fin manque ou est abîmée',
    'other-key': 'le fichier n’est pas signé par la clé attendue',
    'other-network': 'elle appartient à un autre réseau',
    sequence: 'elle n’est pas à sa place : des preuves manquent, sont en double ou ont été déplacées',
    duplicate: 'la même preuve figure déjà plus haut',
    'entry-digest': 'le contenu a été changé : il ne correspond plus à son empreinte',
    chain: 'la chaîne est rompue : son empreinte ne suit pas celle qui précède',
    'head-day': 'les têtes ne se suivent pas dans l’ordre des jours',
    'head-size': 'elle ne couvre pas le nombre de preuves qui la précèdent',
    'head-chain': 'elle ne correspond pas à la chaîne qui la précède',
    'head-root': 'sa racine n’est pas celle des preuves qui la précèdent',
    'head-key': 'elle est signée par une clé inconnue',
    'head-signature': 'sa signature est fausse',
    'trailer-count': 'le fichier ne contient pas le nombre de lignes annoncé',
    'trailer-chain': 'la dernière preuve n’est pas celle que la fin du fichier annonce',
    'trailer-frame': 'l’en-tête ou des têtes ont été changés, retirés ou ajoutés',
    'trailer-signature': 'la signature du fichier est fausse'
  }
}

const en: Sentences = {
  usage: `Usage: reserve verify FILE [--key KEY] [--lang fr|en] [--json]

Verifies an exported ledger of evidence, without network or database.
  --key KEY   public key to expect (64 hexadecimal digits), as the installation publishes it
  --lang      language of the report
  --json      report for a machine
Exit code: 0 intact, 1 altered or incomplete, 2 unreadable file or wrong command.
`,
  unreadable: (file, reason) => `The file “${file}” cannot be read (${reason}).\n`,
  badKey: 'The key given to --key must have 64 hexadecimal digits.\n',
  network: 'Network',
  exportedAt: 'Exported on',
  entries: (count, first, last) => `Entries: ${number(count, 'en')}, from ${first} to ${last}`,
  noEntries: 'Entries: none',
  heads: (count, day, size) => `Signed heads: ${number(count, 'en')}, the last of ${day}, up to entry ${number(size, 'en')}`,
  noHeads: 'Signed heads: none',
  key: (id, key) => `Signing key: ${id}\n  ${key}`,
  formerKeys: (ids) => `Former keys, announced in the ledger: ${ids}`,
  intact: 'INTACT. Nothing was changed, removed, added or moved.',
  keyExpected: 'The signature is that of the expected key.',
  keyUnknown: 'One check is left to you: compare this key with the one that the installation publishes, or run again with --key.',
  afterLastHead: (count) => `Entries more recent than the last head: ${number(count, 'en')}; only the signature of this file covers them.`,
  broken: (count) => `ALTERED OR INCOMPLETE. ${count === 1 ? 'One fault' : `${number(count, 'en')} faults`}:`,
  more: (count) => `… and ${number(count, 'en')} more.`,
  line: 'line',
  entry: 'entry',
  head: (day) => `head of ${day}`,
  findings: {
    'no-header': 'this is no ledger of evidence, or its first line is damaged',
    malformed: 'the line does not have the exact form it should',
    misplaced: 'nothing should follow the end of the file',
    truncated: 'the file is incomplete: its end is missing or damaged',
    'other-key': 'the file is not signed by the expected key',
    'other-network': 'it belongs to another network',
    sequence: 'it is out of place: entries are missing, repeated or were moved',
    duplicate: 'the same entry stands further up already',
    'entry-digest': 'the content was changed: it no longer matches its digest',
    chain: 'the chain is broken: its hash does not follow from the one before',
    'head-day': 'the heads are not in the order of their days',
    'head-size': 'it does not cover the number of entries before it',
    'head-chain': 'it does not match the chain before it',
    'head-root': 'its root is not that of the entries before it',
    'head-key': 'it is signed by an unknown key',
    'head-signature': 'its signature is wrong',
    'trailer-count': 'the file does not hold the number of lines that it announces',
    'trailer-chain': 'the last entry is not the one that the end of the file announces',
    'trailer-frame': 'the header or heads were changed, removed or added',
    'trailer-signature': 'the signature of the file is wrong'
  }
}

export const verifySentences: Record<VerifyLanguage, Sentences> = { fr, en }

/** The report as a person reads it, line feed included. */
export function describeReport(report: VerifyReport, language: VerifyLanguage): string {
  const say = verifySentences[language]
  const lines = [...describeFile(report, language), '']
  if (report.intact) {
    lines.push(say.intact, report.key_expected ? say.keyExpected : say.keyUnknown)
    if (report.entries_after_last_head > 0) lines.push(say.afterLastHead(report.entries_after_last_head))
  } else {
    lines.push(say.broken(report.finding_count), ...report.findings.map((finding) => `  ${describeFinding(finding, language)}`))
    const more = report.finding_count - report.findings.length
    if (more > 0) lines.push(`  ${say.more(more)}`)
  }
  return `${lines.join('\n')}\n`
}

function describeFile(report: VerifyReport, language: VerifyLanguage): string[] {
  const say = verifySentences[language]
  const { network_id, exported_at, public_key, key_id, first_recorded_at, last_recorded_at, last_head } = report
  if (network_id === null || exported_at === null || public_key === null || key_id === null) return []
  const colon = language === 'fr' ? ' : ' : ': '
  const lines = [`${say.network}${colon}${network_id}`, `${say.exportedAt} ${dateWords(exported_at, language)}`]
  lines.push(
    first_recorded_at !== null && last_recorded_at !== null
      ? say.entries(report.entries, dateWords(first_recorded_at, language), dateWords(last_recorded_at, language))
      : say.noEntries
  )
  lines.push(last_head ? say.heads(report.heads, dateWords(last_head.day, language), last_head.size) : say.noHeads)
  lines.push(say.key(key_id, public_key))
  if (report.former_key_ids.length > 0) lines.push(say.formerKeys(report.former_key_ids.join(', ')))
  return lines
}

function describeFinding({ code, line, seq, day }: Finding, language: VerifyLanguage): string {
  const say = verifySentences[language]
  const place = [`${say.line} ${number(line, language)}`]
  if (day !== undefined) place.push(say.head(dateWords(day, language)))
  else if (seq !== undefined) place.push(`${say.entry} ${number(seq, language)}`)
  return `${place.join(', ')}${language === 'fr' ? ' : ' : ': '}${say.findings[code]}`
}

const locales = { fr: 'fr-FR', en: 'en-GB' }

function number(value: number, language: VerifyLanguage): string {
  return value.toLocaleString(locales[language])
}

/** A day, or the UTC day of an instant, in words; as it stands where a damaged file names no such day. */
function dateWords(text: string, language: VerifyLanguage): string {
  try {
    const words = Temporal.PlainDate.from(text.slice(0, 10)).toLocaleString(locales[language], { dateStyle: 'long' })
    return language === 'fr' ? words.replace(/^1 /, '1er ') : words
  } catch {
    return text
  }
}
