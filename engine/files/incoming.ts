import { SNIFF_BYTES } from './sniff.ts'

/** More bytes came than may. */
export class TooLarge extends Error {
  override name = 'TooLarge'
}

/**
 * A body on its way in: counted as it comes, whatever was said of its length, with its beginning
 * to look at first.
 */
export class Incoming {
  readonly #reader: AsyncIterator<Uint8Array>
  readonly #maxBytes: number
  readonly #head: Uint8Array[] = []
  #size = 0
  #isOver = false

  constructor(body: AsyncIterable<Uint8Array>, maxBytes: number) {
    this.#reader = body[Symbol.asyncIterator]()
    this.#maxBytes = maxBytes
  }

  /** Bytes that came so far. */
  get size(): number {
    return this.#size
  }

  /** Its first bytes, and whether they are all. @throws TooLarge, and what the body throws. */
  async head(): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
    while (this.#size < SNIFF_BYTES && !this.#isOver) {
      const chunk = await this.#next()
      if (chunk !== null) this.#head.push(chunk)
    }
    const bytes = Buffer.concat(this.#head)
    return { bytes: bytes.subarray(0, SNIFF_BYTES), isWhole: this.#isOver }
  }

  /** All of it, from the beginning; once. @throws TooLarge, and what the body throws. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    for (const chunk of this.#head.splice(0)) yield chunk
    while (!this.#isOver) {
      const chunk = await this.#next()
      if (chunk !== null) yield chunk
    }
  }

  /** Lets the rest of it pass by, so that whoever sends it reads the answer. @throws as `bytes`. */
  async drain(): Promise<void> {
    this.#head.length = 0
    while (!this.#isOver) await this.#next()
  }

  /** Takes no more of it. */
  async stop(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    await this.#reader.return?.()
  }

  async #next(): Promise<Uint8Array | null> {
    const { done, value } = await this.#reader.next()
    if (done === true) {
      this.#isOver = true
      return null
    }
    this.#size += value.byteLength
    if (this.#size > this.#maxBytes) throw new TooLarge()
    return value
  }
}
