/**
 * Which UUIDs have been seen. A ledger's come nearly in ascending order, being version 7 and sealed in order, so the set is
 * a sorted list of those that came in order, 16 bytes each and appended to without a search, beside the few stragglers.
 * (Hashing all of them cost more than the digests, for the memory was never in the cache.)
 */
export class IdSet {
  #ordered = new Uint32Array(4 * 1024)
  #size = 0
  readonly #stragglers = new Set<string>()
  readonly #id = new Uint32Array(4)

  /** Adds the UUID spelled from `at` on, in 36 lower-case bytes; false when it was there already. */
  add(bytes: Buffer, at: number): boolean {
    this.#read(bytes, at)
    if (this.#size === 0 || this.#compare(this.#size - 1) > 0) {
      this.#append()
      return true
    }
    const text = bytes.toString('latin1', at, at + 36)
    if (this.#isOrdered() || this.#stragglers.has(text)) return false
    this.#stragglers.add(text)
    return true
  }

  #read(bytes: Buffer, at: number): void {
    this.#id[0] = (four(bytes, at) << 16) | four(bytes, at + 4)
    this.#id[1] = (four(bytes, at + 9) << 16) | four(bytes, at + 14)
    this.#id[2] = (four(bytes, at + 19) << 16) | four(bytes, at + 24)
    this.#id[3] = (four(bytes, at + 28) << 16) | four(bytes, at + 32)
  }

  #append(): void {
    if (4 * this.#size === this.#ordered.length) {
      const larger = new Uint32Array(2 * this.#ordered.length)
      larger.set(this.#ordered)
      this.#ordered = larger
    }
    this.#ordered.set(this.#id, 4 * this.#size++)
  }

  /** Positive when the id read last sorts after the one in this place, negative when before, zero when it is the same. */
  #compare(place: number): number {
    for (let i = 0; i < 4; i++) {
      const difference = (this.#id[i] as number) - (this.#ordered[4 * place + i] as number)
      if (difference !== 0) return difference
    }
    return 0
  }

  #isOrdered(): boolean {
    let [low, high] = [0, this.#size - 1]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const order = this.#compare(middle)
      if (order === 0) return true
      if (order > 0) low = middle + 1
      else high = middle - 1
    }
    return false
  }
}

/** 16 bits from four lower-case hexadecimal digits. */
function four(bytes: Buffer, at: number): number {
  return (nibble(bytes[at]) << 12) | (nibble(bytes[at + 1]) << 8) | (nibble(bytes[at + 2]) << 4) | nibble(bytes[at + 3])
}

/** Value of a digit known to be hexadecimal: 0-9 are 0x30…, a-f are 0x61…. */
function nibble(byte: number | undefined): number {
  const digit = byte as number
  return digit < 0x3a ? digit - 0x30 : digit - 0x57
}
