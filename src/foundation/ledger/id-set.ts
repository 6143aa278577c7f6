/**
 * Which UUIDs have been seen: open addressing over 16 bytes each, about 32 MB for a million. A Set of strings would take
 * four times that and be slower than the hashing it accompanies.
 */
export class IdSet {
  #size = 0
  #mask = 1023
  #words = new Uint32Array(4 * 1024)
  // Differs from run to run, so that nobody can prepare a file whose ids all fall into one slot.
  readonly #seed = Math.floor(Math.random() * 2 ** 31) * 2 + 1

  /** Adds the UUID spelled (36 lower-case bytes, not nil) from `at` on; false when it was there already. */
  add(bytes: Uint8Array, at: number): boolean {
    if (this.#size * 2 > this.#mask) this.#grow()
    const added = this.#insert(word(bytes, at, at + 4), word(bytes, at + 9, at + 14), word(bytes, at + 19, at + 24), word(bytes, at + 28, at + 32))
    if (added) this.#size++
    return added
  }

  #insert(a: number, b: number, c: number, d: number): boolean {
    let slot = this.#slot(a, b, c, d)
    for (; ; slot = (slot + 1) & this.#mask) {
      const at = 4 * slot
      const words = this.#words
      if (words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0) {
        words[at] = a
        words[at + 1] = b
        words[at + 2] = c
        words[at + 3] = d
        return true
      }
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return false
    }
  }

  #slot(a: number, b: number, c: number, d: number): number {
    let mixed = Math.imul(d ^ Math.imul(c, this.#seed), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 15) ^ b, this.#seed)
    mixed = Math.imul(mixed ^ (mixed >>> 13) ^ a, 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) & this.#mask
  }

  #grow(): void {
    const old = this.#words
    this.#mask = 2 * this.#mask + 1
    this.#words = new Uint32Array(4 * (this.#mask + 1))
    for (let at = 0; at < old.length; at += 4) {
      const [a, b, c, d] = [old[at] as number, old[at + 1] as number, old[at + 2] as number, old[at + 3] as number]
      if (a !== 0 || b !== 0 || c !== 0 || d !== 0) this.#insert(a, b, c, d)
    }
  }
}

/** 32 bits from two groups of four hexadecimal digits. */
function word(bytes: Uint8Array, high: number, low: number): number {
  return ((four(bytes, high) << 16) | four(bytes, low)) >>> 0
}

function four(bytes: Uint8Array, at: number): number {
  return (nibble(bytes[at]) << 12) | (nibble(bytes[at + 1]) << 8) | (nibble(bytes[at + 2]) << 4) | nibble(bytes[at + 3])
}

/** Value of a lower-case hexadecimal digit: 0-9 are 0x30…, a-f are 0x61…. */
function nibble(byte: number | undefined): number {
  const digit = byte as number
  return digit < 0x3a ? digit - 0x30 : digit - 0x57
}
