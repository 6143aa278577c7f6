import { env, stderr } from 'node:process'
import { stripVTControlCharacters } from 'node:util'

/**
 * What the scripts tell a person while they work: one line a step, with its duration, in
 * French, or English where LANG asks for it. On stderr, so that what a command prints stays clean.
 * Runs on any Node from 20, without a dependency.
 */
export const french = !/^en/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '')

// A reader that is gone (a closed terminal, a pipe cut off) must not keep a stop from being a clean one.
stderr.on('error', () => {})

/**
 * Picks the reader's language.
 * @param {string} fr
 * @param {string} en
 */
export function say(fr, en) {
  return french ? fr : en
}

/** What goes wrong outside the code, told in a sentence; `detail` is what the failing program said. */
export class Stop extends Error {
  /**
   * @param {string} message what happened and what to do
   * @param {string} [detail]
   */
  constructor(message, detail = '') {
    super(message)
    this.detail = detail
  }
}

/** @param {string} text */
export function line(text = '') {
  stderr.write(`${text}\n`)
}

/**
 * Runs `work` under a line that counts its seconds and ends as ✓ or ✗ with its duration.
 * @template T
 * @param {string} label
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const begun = performance.now()
  const show = (/** @type {string} */ mark, /** @type {string} */ time) => `${mark} ${label}${time && `  ${dim(time)}`}`
  const redraw = () => stderr.write(`\r\x1b[2K${show('·', duration(begun))}`)
  const ticking = stderr.isTTY ? setInterval(redraw, 1000) : undefined
  if (stderr.isTTY) stderr.write(show('·', ''))
  /** @param {string} mark */
  const end = (mark) => {
    clearInterval(ticking)
    stderr.write(`${stderr.isTTY ? '\r\x1b[2K' : ''}${show(mark, duration(begun))}\n`)
  }
  try {
    const result = await work()
    end('✓')
    return result
  } catch (error) {
    end('✗')
    throw error
  }
}

/**
 * Tells why a script ends early, and ends it.
 * @param {unknown} error
 * @returns {never}
 */
export function giveUp(error) {
  if (error instanceof Stop) {
    if (error.detail) line(`\n${lastLines(error.detail)}`)
    line(`\n${error.message}`)
  } else {
    line(String(error instanceof Error ? error.stack : error))
  }
  process.exit(1)
}

/**
 * The last 20 lines, indented.
 * @param {string} text
 */
export function lastLines(text) {
  return stripVTControlCharacters(text).trimEnd().split('\n').slice(-20).map((row) => `    ${row}`).join('\n')
}

/** @param {string} text */
export function dim(text) {
  return stderr.isTTY ? `\x1b[2m${text}\x1b[22m` : text
}

/** @param {number} begun */
function duration(begun) {
  const seconds = (performance.now() - begun) / 1000
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return `${seconds.toLocaleString(french ? 'fr' : 'en', { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`
}
