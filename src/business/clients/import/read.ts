import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { problem } from '../../../foundation/http/problem.ts'
import { normalEmail, normalPhone } from '../contact.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252'
const delimiters = [';', ',', '\t'] as const

/** Largest file, in bytes. */
export const largestFile = 20 * 1024 * 1024
/** Most columns that a file may have. */
const mostColumns = 200

/** A row of the file: the line on which it begins, counted from 1 as editors do, and its cells. */
export type Row = { line: number; cells: string[] }

export type CsvFile = { text: string; encoding: Encoding; delimiter: string; headers: string[]; /** Whether the first row names the columns. */ named: boolean }

/**
 * Understands a file's bytes: UTF-8 with or without its mark, what Excel calls Unicode text, and
 * otherwise Windows-1252, in which every byte is a letter.
 * @throws Problem `unreadable-file`
 */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return checked(new TextDecoder('utf-16le').decode(bytes), 'utf-16le')
  try {
    return checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'utf-8')
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return checked(new TextDecoder('windows-1252').decode(bytes), 'windows-1252')
  }
}

function checked(text: string, encoding: Encoding): { text: string; encoding: Encoding } {
  // A workbook is a zip archive; whatever else holds zero bytes is no text either.
  if (text.startsWith('PK\u0003\u0004') || text.includes('\0')) throw unreadable('not-text')
  if (text.trim() === '') throw unreadable('empty')
  return { text, encoding }
}

/** @param why `not-text`, `empty`, `broken-quotes`, `too-wide` */
export function unreadable(why: string, line?: number): Error {
  return problem('unreadable-file', 422, { namespace: 'clients', errors: [{ field: 'body.content', message: `clients:file.${why}` }], extra: { reason: why, ...(line === undefined ? {} : { line }) } })
}

/** Reads what a file is before its rows are: encoding, separator, columns. @throws Problem `unreadable-file` */
export async function openFile(bytes: Uint8Array): Promise<CsvFile> {
  const { text, encoding } = decode(bytes)
  const delimiter = guessDelimiter(text)
  for await (const { cells } of allRows(text, delimiter)) {
    if (cells.length > mostColumns) throw unreadable('too-wide')
    // A row with somebody's number or address in it is not the row that names the columns.
    const named = !cells.some((cell) => normalEmail(cell) !== null || (/\d{6}/.test(cell.replaceAll(/\D/g, '')) && normalPhone(cell) !== null))
    return { text, encoding, delimiter, named, headers: named ? cells.map((cell) => cell.trim()) : cells.map((_, at) => String(at + 1)) }
  }
  throw unreadable('empty')
}

/** The rows after the header, in order. @throws Problem `unreadable-file` with its line */
export async function* rowsOf(file: CsvFile): AsyncGenerator<Row> {
  let first = file.named
  for await (const row of allRows(file.text, file.delimiter)) {
    if (first) first = false
    else yield row
  }
}

async function* allRows(text: string, delimiter: string): AsyncGenerator<Row> {
  const parser = Readable.from(pieces(text)).pipe(parse({ delimiter, info: true, relax_quotes: true, relax_column_count: true, max_record_size: 1_000_000 }))
  let line = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const begins = line
      line = info.lines + 1
      if (record.some((cell) => cell.trim() !== '')) yield { line: begins, cells: record }
    }
  } catch (error) {
    if (error instanceof CsvError) throw unreadable('broken-quotes', line)
    throw error
  } finally {
    parser.destroy()
  }
}

/** In pieces, so that the parser never holds the file twice. */
function* pieces(text: string): Generator<string> {
  const size = 65_536
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

/** The separator that cuts the first lines into the most columns, and into as many each time. */
export function guessDelimiter(text: string): string {
  const scores = delimiters.map((delimiter) => {
    const columns = firstRecords(text, delimiter)
    const usual = Math.max(...columns)
    const steady = columns.filter((count) => count === usual).length / columns.length
    return { delimiter, score: usual > 1 ? usual * steady : 0 }
  })
  return scores.toSorted((a, b) => b.score - a.score)[0]!.delimiter
}

/** Columns of the first twenty records under a separator, quotes respected. */
function firstRecords(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let columns = 1
  let quoted = false
  let filled = false
  for (let at = 0; at < Math.min(text.length, 200_000) && counts.length < 20; at++) {
    const letter = text[at]
    if (letter === '"') quoted = !quoted
    else if (!quoted && letter === delimiter) columns++
    else if (!quoted && letter === '\n') {
      if (filled) counts.push(columns)
      columns = 1
      filled = false
      continue
    }
    if (letter !== '\r') filled = true
  }
  return counts.length < 20 && filled ? [...counts, columns] : counts
}
