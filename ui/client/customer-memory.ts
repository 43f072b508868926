import type { FileView } from '#protocol/files'

/** A customer's message that the server has not acknowledged. */
export interface OutboxEntry {
  id: string
  text: string
  /** Uploaded already. */
  files?: readonly FileView[]
  at: number
}

/** What the browser remembers of a customer; empty until the customer's first act. */
export interface CustomerMemory {
  token: string | null
  /** How far this customer has read. */
  seenN: number
  outbox: readonly OutboxEntry[]
  /** What the page said last of who this is, and the server took. */
  introduced: string
}

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A channel's part of the browser's storage. Where storage is barred, memory lasts a page. */
export class ChannelMemory {
  readonly #key: string
  readonly #keeper: Keeper
  #memory: CustomerMemory

  constructor(channelId: string, keeper: Keeper) {
    this.#key = `parley:${channelId}`
    this.#keeper = keeper
    this.#memory = this.#load()
  }

  get(): CustomerMemory {
    return this.#memory
  }

  set(change: Partial<CustomerMemory>): void {
    this.#memory = { ...this.#memory, ...change }
    try {
      this.#keeper.setItem(this.#key, JSON.stringify(this.#memory))
    } catch {
      // storage is full or barred: this page goes on without it
    }
  }

  forget(): void {
    this.#memory = { token: null, seenN: 0, outbox: [], introduced: '' }
    try {
      this.#keeper.removeItem(this.#key)
    } catch {
      // nothing was kept then
    }
  }

  #load(): CustomerMemory {
    const nothing: CustomerMemory = { token: null, seenN: 0, outbox: [], introduced: '' }
    try {
      const kept: unknown = JSON.parse(this.#keeper.getItem(this.#key) ?? 'null')
      return typeof kept === 'object' && kept !== null ? { ...nothing, ...kept } : nothing
    } catch {
      return nothing
    }
  }
}
