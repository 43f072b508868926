import type { KnownCustomer, Store } from '#storage/store'
import type { Auth } from './auth.ts'
import type { ReturnLinks } from './return-links.ts'

/** A customer's token, and until when it is good; null for the one that has no end. */
export interface Returned {
  token: string
  until: number | null
}

/** Lets customers back into their chats by the link of a mail. */
export class Returns {
  readonly #links: ReturnLinks
  readonly #auth: Pick<Auth, 'customer'>
  readonly #load: (accountId: string, customerIds: string[]) => Promise<KnownCustomer[]>

  constructor(parts: {
    links: ReturnLinks
    auth: Pick<Auth, 'customer'>
    load: (accountId: string, customerIds: string[]) => Promise<KnownCustomer[]>
  }) {
    this.#links = parts.links
    this.#auth = parts.auth
    this.#load = parts.load
  }

  /**
   * What a link is exchanged for. Whoever holds the customer's own token keeps it: it has no end.
   * Null for a link that is wrong, over, or of a customer who was erased since.
   */
  async exchange(
    place: { accountId: string; channelId: string },
    link: string,
    held: string | null,
  ): Promise<Returned | null> {
    const visit = this.#links.openLink(place, link)
    if (visit === null) return null
    const [known] = await this.#load(place.accountId, [visit.customerId])
    if (known === undefined || (known.details?.erasedAt ?? -1) >= visit.madeAt) return null
    const holder = held === null ? null : await this.#auth.customer(place.channelId, held)
    if (held !== null && holder?.customerId === visit.customerId && holder.until === undefined) {
      return { token: held, until: null }
    }
    return { token: this.#links.visit(place, visit), until: visit.until }
  }
}

/** When a customer was erased last; null for who never was. */
export async function erasedAt(
  store: Pick<Store, 'loadCustomers'>,
  accountId: string,
  customerId: string,
): Promise<number | null> {
  const [known] = await store.loadCustomers(accountId, [customerId])
  return known?.details?.erasedAt ?? null
}
