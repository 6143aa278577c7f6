/**
 * From bytes to the logical lines of a calendar. Works on bytes until a line is whole, because old
 * writers fold in the middle of a UTF-8 character.
 */
import { isAscii, isUtf8 } from 'node:buffer'

/** A logical line: its text without control characters, and the physical lines it came from. */
export type Line = { text: string; line: number; last_line: number; from: number; to: number }

/** A file as lines. `bytes` is what `from` and `to` of a line point into. */
export type Lines = { lines: Line[]; bytes: Buffer; zero_bytes: boolean; latin1: boolean }

const LF = 0x0a
const CR = 0x0d
const TAB = 0x09
const SPACE = 0x20

const windows1252 = new TextDecoder('windows-1252')

/**
 * Splits a file into unfolded lines, or returns null when there are more than `limit`. Line ends may be
 * CRLF, LF or CR, mixed; blank lines do not count. UTF-8 with or without a byte-order mark, UTF-16, and
 * line by line Windows-1252 (of which Latin-1 is a part) for what is not UTF-8. Zero bytes are dropped.
 */
export function readLines(input: Uint8Array | string, limit: number): Lines | null {
  const whole = typeof input === 'string' ? Buffer.from(input, 'utf8') : fromUtf16(Buffer.from(input.buffer, input.byteOffset, input.byteLength))
  const zero_bytes = whole.includes(0)
  const bytes = zero_bytes ? Buffer.from(whole.filter((byte) => byte !== 0)) : whole
  const lines: Line[] = []
  let latin1 = false
  let segments: Buffer[] = []
  let open: Line | null = null

  const close = () => {
    if (open === null) return
    const joined = segments.length === 1 ? segments[0]! : Buffer.concat(segments)
    const readable = isUtf8(joined)
    latin1 ||= !readable
    open.text = withoutControls(readable ? fromUtf8(joined) : windows1252.decode(joined))
    lines.push(open)
    open = null
  }

  let number = 0
  for (let start = 0; start < bytes.length; ) {
    number++
    const end = lineEnd(bytes, start)
    const next = Math.min(bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1, bytes.length)
    if (end > start) {
      const folded = bytes[start] === SPACE || bytes[start] === TAB
      if (folded && open !== null) {
        segments.push(bytes.subarray(start + 1, end))
        open.last_line = number
        open.to = next
      } else {
        close()
        if (lines.length >= limit) return null
        segments = [bytes.subarray(start, end)]
        open = { text: '', line: number, last_line: number, from: start, to: next }
      }
    }
    start = next
  }
  close()
  return { lines, bytes, zero_bytes, latin1 }
}

/**
 * The text of a stretch of bytes as it stood in the file: folds and line ends are kept, so that it can
 * be saved and imported again.
 */
export function verbatimText(bytes: Uint8Array, from: number, to: number): string {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
  return isUtf8(part) ? fromUtf8(part) : windows1252.decode(part)
}

/** Without the byte-order mark, which joined files have in the middle too. */
function fromUtf8(bytes: Buffer): string {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8', marked ? 3 : 0)
}

function lineEnd(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
  return at
}

/** UTF-16 becomes UTF-8; it is known by its byte-order mark, or by the zero byte of its first letter. */
function fromUtf16(bytes: Buffer): Buffer {
  const [first, second, third, fourth] = bytes
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && third !== 0 && fourth === 0)
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && third === 0 && fourth !== 0)
  if (bytes.length < 4 || (!little && !big)) return bytes
  return Buffer.from(new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes), 'utf8')
}

/** A text without control characters other than tab and line feed: they mean nothing in a calendar, and no database takes them all. */
export function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is to be removed
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
}
