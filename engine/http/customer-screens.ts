import { CUSTOMER_CHATS } from '#protocol/limits'
import type { CustomerCursor, CustomerPage, CustomerView } from '#protocol/customer-card'
import type { CustomerBook } from '#storage/customer-book'
import { wordsOf } from '#storage/customer-search'
import { maySeeCustomer } from '../authorise.ts'
import { toRefusal } from '../host/answer.ts'
import { toCustomerEntry, toCustomerView } from '../realtime/customer-card.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import type { Shown } from '../realtime/shown.ts'

export interface CustomersQuery {
  search: string | null
  blocked: boolean
  before: CustomerCursor | null
  limit: number
}

/** Customers as staff looks them up, with the rights of that moment. */
export class CustomerScreens {
  readonly #staff: StaffScreens
  readonly #book: CustomerBook

  constructor(staff: StaffScreens, book: CustomerBook) {
    this.#staff = staff
    this.#book = book
  }

  /** Refuses agents the list of who is blocked. */
  async list(
    accountId: string,
    personId: string,
    { search, blocked, before, limit }: CustomersQuery,
  ): Promise<Shown<CustomerPage>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refused('notReady')
    const { account, viewer } = who
    if (blocked && viewer.role === 'agent') return refused('forbidden')
    const { groupIds } = viewer
    const reader = viewer.role === 'administrator' ? null : { personId, groupIds: [...groupIds] }
    const words = search === null ? [] : wordsOf(search)
    const idPrefix = search !== null && /^[A-Za-z0-9_-]{1,64}$/.test(search) ? search : null
    // Signs alone find nobody.
    if (search !== null && words.length === 0 && idPrefix === null) {
      return { kind: 'shown', seq: account.seq, value: { customers: [], next: null } }
    }
    const filter = { words, idPrefix, blocked, reader }
    const { customers, next } = await this.#book.list(accountId, filter, before, limit)
    // The list narrows, the authoriser decides.
    const seen = customers.filter(({ places }) =>
      maySeeCustomer({ open: places, closedIn: [] }, viewer, account.settings.values),
    )
    const value = { customers: seen.map((one) => toCustomerEntry(one, account)), next }
    return { kind: 'shown', seq: account.seq, value }
  }

  async customer(
    accountId: string,
    personId: string,
    customerId: string,
  ): Promise<Shown<CustomerView>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refused('notReady')
    const { account, viewer } = who
    const stored = await this.#book.customer(accountId, customerId, CUSTOMER_CHATS)
    if (stored === null) return refused('notFound')
    const settings = account.settings.values
    const open = stored.chats.filter((chat) => chat.open)
    if (!maySeeCustomer({ open, closedIn: stored.closedIn }, viewer, settings)) {
      return refused('notFound')
    }
    const handovers = await this.#staff.handovers(account, stored.chats)
    const value = toCustomerView({ ...stored, handovers }, viewer, account)
    return { kind: 'shown', seq: account.seq, value }
  }
}

function refused(
  code: Parameters<typeof toRefusal>[0],
): Extract<Shown<never>, { kind: 'refused' }> {
  return { kind: 'refused', refusal: toRefusal(code) }
}
