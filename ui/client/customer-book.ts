import type { CustomerCursor, CustomerEntry, CustomerView } from '#protocol/customer-card'
import type { ChatView } from '#protocol/staff-views'
import type { Refusal } from './refused.ts'
import type { Rest } from './rest.ts'

/** A customer as far as it is known here. */
export type OpenCustomer =
  | { kind: 'loading' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'ready'; customer: CustomerView }

export interface CustomerQuery {
  search: string
  blocked: boolean
}

/** The list that was asked for last, as far as it was read. */
export interface CustomerList {
  query: CustomerQuery
  /** Null until the first page is here. */
  customers: readonly CustomerEntry[] | null
  next: CustomerCursor | null
  loading: boolean
  refusal: Refusal | null
}

/** Customers that stay read after one looked elsewhere. */
const KEPT = 12

/**
 * Customers that somebody looks at, read from the server and read again when it says that they
 * changed. What is shown stays until the newer one is here.
 */
export class CustomerBook {
  list: CustomerList | null = null
  readonly #rest: Pick<Rest, 'customer' | 'customers'>
  readonly #accountId: () => string | null
  readonly #tell: () => void
  readonly #open = new Map<string, OpenCustomer>()
  /** Being read; true where it changed meanwhile. */
  readonly #reading = new Map<string, boolean>()

  constructor(options: {
    rest: Pick<Rest, 'customer' | 'customers'>
    accountId: () => string | null
    tell: () => void
  }) {
    this.#rest = options.rest
    this.#accountId = options.accountId
    this.#tell = options.tell
  }

  get(customerId: string): OpenCustomer | null {
    return this.#open.get(customerId) ?? null
  }

  /** A chat of somebody who is known here. */
  chat(chatId: string): ChatView | null {
    for (const opened of this.#open.values()) {
      if (opened.kind !== 'ready') continue
      const chat = opened.customer.chats.find((one) => one.chatId === chatId)
      if (chat !== undefined) return chat
    }
    return null
  }

  /** Reads a customer who is not known yet; those looked at long ago are forgotten. */
  open(customerId: string): void {
    const known = this.#open.get(customerId) ?? { kind: 'loading' as const }
    const isNew = !this.#open.delete(customerId)
    this.#open.set(customerId, known)
    for (const old of [...this.#open.keys()].slice(0, -KEPT)) this.#open.delete(old)
    if (isNew) void this.#read(customerId)
  }

  /** Something of a customer changed: reads again who is looked at. */
  changed(customerId: string): void {
    if (this.#open.has(customerId)) void this.#read(customerId)
    const isListed = this.list?.customers?.some((one) => one.customerId === customerId)
    // Who was taken out of a person is listed anew.
    const isOpen = this.#open.has(customerId)
    if ((isListed === true || isOpen) && this.list !== null) {
      void this.#readPage(this.list.query, null)
    }
  }

  /** Words of a customer were erased: what is known here goes at once, and is read again. */
  erased(customerId: string): void {
    const isOpen = this.#open.has(customerId)
    if (isOpen) {
      this.#open.set(customerId, { kind: 'loading' })
      void this.#read(customerId)
    }
    const { list } = this
    const isListed = list?.customers?.some((one) => one.customerId === customerId) === true
    if (list === null || (!isListed && !isOpen)) return
    this.list = { ...list, customers: null, next: null }
    void this.#readPage(list.query, null)
  }

  /** What changed while nobody listened is not known: reads all again. */
  resumed(): void {
    for (const customerId of this.#open.keys()) void this.#read(customerId)
    if (this.list !== null) void this.#readPage(this.list.query, null)
  }

  /** Reads the first page of a list; the same one again changes nothing. */
  search(query: CustomerQuery): void {
    const { list } = this
    const isSame = list?.query.search === query.search && list.query.blocked === query.blocked
    if (isSame && list.refusal === null) return
    this.list = { query, customers: null, next: null, loading: true, refusal: null }
    void this.#readPage(query, null)
  }

  more(): void {
    const { list } = this
    if (list === null || list.loading || list.next === null) return
    void this.#readPage(list.query, list.next)
  }

  /** The first of those who are found by words, beside the list; the newest where there are none. */
  async find(search: string): Promise<readonly CustomerEntry[]> {
    const accountId = this.#accountId()
    if (accountId === null) return []
    const answer = await this.#rest.customers(accountId, { search, blocked: false }, null)
    return answer.ok ? answer.value.customers : []
  }

  async #read(customerId: string): Promise<void> {
    const accountId = this.#accountId()
    if (accountId === null) return
    if (this.#reading.has(customerId)) {
      this.#reading.set(customerId, true)
      return
    }
    this.#reading.set(customerId, false)
    const answer = await this.#rest.customer(accountId, customerId)
    const isStale = this.#reading.get(customerId) === true
    this.#reading.delete(customerId)
    if (!this.#open.has(customerId)) return
    this.#open.set(
      customerId,
      answer.ok
        ? { kind: 'ready', customer: answer.value }
        : { kind: 'refused', refusal: answer.refusal },
    )
    this.#tell()
    if (isStale) void this.#read(customerId)
  }

  async #readPage(query: CustomerQuery, after: CustomerCursor | null): Promise<void> {
    const accountId = this.#accountId()
    if (accountId === null || this.list === null) return
    this.list = { ...this.list, loading: true }
    this.#tell()
    const answer = await this.#rest.customers(accountId, query, after)
    const { list } = this
    // Another list was asked for meanwhile.
    if (list === null || list.query !== query) return
    if (answer.ok) {
      const { customers, next } = answer.value
      const before = after === null ? [] : (list.customers ?? [])
      const known = new Set(before.map(({ customerId }) => customerId))
      const more = customers.filter(({ customerId }) => !known.has(customerId))
      this.list = { ...list, customers: [...before, ...more], next, loading: false, refusal: null }
    } else {
      this.list = { ...list, loading: false, refusal: answer.refusal }
    }
    this.#tell()
  }
}
