import { clear, createStore, del, entries, get, set, type UseStore } from 'idb-keyval'

/** Uploads wait a day on the server; bytes wait here no longer. */
const KEPT_MS = 86_400_000

/** Keeps files whose upload is under way, so that a reload does not end it. */
export interface WaitingBytes {
  /** Where it cannot be kept, it is not: then an upload that was cut short has to be chosen anew. */
  keep(id: string, file: File): Promise<void>
  /** Null where it was not kept. */
  find(id: string): Promise<File | null>
  drop(id: string): Promise<void>
  /** Drops everything, of everybody. */
  forget(): Promise<void>
}

interface Waiting {
  file: File
  at: number
}

/** The browser's own database. Whatever it does not do is as if nothing had been kept. */
export class BrowserBytes implements WaitingBytes {
  readonly #now: () => number
  readonly #name: string
  #store: UseStore | null = null

  constructor(now: () => number, name = 'parley-uploads') {
    this.#now = now
    this.#name = name
    void this.#try((store) => this.#sweep(store))
  }

  async keep(id: string, file: File): Promise<void> {
    const waiting: Waiting = { file, at: this.#now() }
    await this.#try((store) => set(id, waiting, store))
  }

  async find(id: string): Promise<File | null> {
    const waiting = await this.#try((store) => get<Waiting>(id, store))
    return waiting?.file ?? null
  }

  async drop(id: string): Promise<void> {
    await this.#try((store) => del(id, store))
  }

  async forget(): Promise<void> {
    await this.#try((store) => clear(store))
  }

  /** Of tabs that were closed. */
  async #sweep(store: UseStore): Promise<void> {
    const before = this.#now() - KEPT_MS
    for (const [id, { at }] of await entries<string, Waiting>(store)) {
      if (at < before) await del(id, store)
    }
  }

  async #try<T>(work: (store: UseStore) => Promise<T>): Promise<T | undefined> {
    try {
      this.#store ??= createStore(this.#name, 'waiting')
      return await work(this.#store)
    } catch {
      // storage is full or barred
      return undefined
    }
  }
}
