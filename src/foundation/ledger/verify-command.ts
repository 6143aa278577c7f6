import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeReport, verifySentences } from './verify-texts.ts'
import type { VerifyLanguage } from './verify-texts.ts'
import { verifyFile } from './verify.ts'
import type { VerifyReport } from './verify.ts'

/** Where a command writes and whose language it speaks; `process` fits. */
export type CommandIo = {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * `reserve verify FILE [--key HEX] [--lang fr|en] [--json]`: needs neither a database nor the data folder.
 * Returns the exit code: 0 intact, 1 altered, incomplete or signed by another key, 2 not readable or a wrong command.
 */
export async function verifyCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const options = readArguments(args)
  const language = options?.lang ?? languageOf(io.env)
  const say = verifySentences[language]
  if (options?.help) {
    io.stdout.write(say.usage)
    return 0
  }
  if (!options?.file) {
    io.stderr.write(say.usage)
    return 2
  }
  if (options.key !== undefined && !/^[0-9a-f]{64}$/i.test(options.key)) {
    io.stderr.write(say.badKey)
    return 2
  }
  let report: VerifyReport
  try {
    const stream = createReadStream(options.file, { highWaterMark: 1 << 20 })
    report = await verifyFile(stream, options.key === undefined ? {} : { expected_public_key: options.key })
  } catch (error) {
    io.stderr.write(say.unreadable(options.file, error instanceof Error && 'code' in error ? String(error.code) : String(error)))
    return 2
  }
  io.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report, language))
  return report.intact ? 0 : 1
}

type Options = { file: string | undefined; key: string | undefined; lang: VerifyLanguage | undefined; json: boolean; help: boolean }

/** Null for arguments that make no sense. */
function readArguments(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { key: { type: 'string' }, lang: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }
    })
    const { key, lang, json = false, help = false } = values
    if (positionals.length > 1 || (lang !== undefined && lang !== 'fr' && lang !== 'en')) return null
    return { file: positionals[0], key, lang, json, help }
  } catch {
    return null // an unknown option, or one without its value
  }
}

function languageOf(env: CommandIo['env']): VerifyLanguage {
  return /^en/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'en' : 'fr'
}
