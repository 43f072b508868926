import type { CustomerIdentity } from '../realtime/connection.ts'
import { seal, unseal } from './sealed.ts'

/** A link back leads into the chat for this long after its mail went out. */
export const RETURN_LINK_MS = 30 * 24 * 3_600_000

type Place = Pick<CustomerIdentity, 'accountId' | 'channelId'>

/** A customer, for a time. */
export interface Visit {
  customerId: string
  /** When the link was made. */
  madeAt: number
  /** When link and visit are over. */
  until: number
}

/**
 * The way back for customers who left: a link in a mail, and the visit that it is exchanged for.
 *
 * R1 both are sealed, for one customer of one channel: neither can be guessed, changed or read, and
 * nothing of them is stored. R2 a link opens nothing but the exchange, a visit nothing but the
 * channel. R3 a visit ends with its link, however late it was begun.
 */
export class ReturnLinks {
  readonly #secret: Uint8Array
  readonly #now: () => number

  /** @param secret The server's own, the same for all its processes; 32 bytes. */
  constructor(secret: Uint8Array, now: () => number) {
    if (secret.length !== 32) throw new Error('The secret of links back is not 32 bytes long')
    this.#secret = secret
    this.#now = now
  }

  /** `pl_…`: what stands behind the `#` of a link. */
  link(place: Place, customerId: string): string {
    const madeAt = this.#now()
    return this.#make('link', place, { customerId, madeAt, until: madeAt + RETURN_LINK_MS })
  }

  /** Who is let back in by a link; null where it is none of this channel, or over. */
  openLink(place: Place, link: string): Visit | null {
    return this.#read('link', place, link)
  }

  /** `pv_…`: a customer's token for as long as the link would last. */
  visit(place: Place, visit: Visit): string {
    return this.#make('visit', place, visit)
  }

  readVisit(place: Place, token: string): Visit | null {
    return this.#read('visit', place, token)
  }

  #make(purpose: keyof typeof KINDS, place: Place, { customerId, madeAt, until }: Visit): string {
    const words = JSON.stringify([customerId, madeAt, until])
    return `${KINDS[purpose]}${seal(this.#secret, about(purpose, place), words)}`
  }

  #read(purpose: keyof typeof KINDS, place: Place, token: string): Visit | null {
    const kind = KINDS[purpose]
    if (!token.startsWith(kind)) return null
    const words = unseal(this.#secret, about(purpose, place), token.slice(kind.length))
    if (words === null) return null
    // What opens was sealed here, in this form.
    const [customerId, madeAt, until]: [string, number, number] = JSON.parse(words)
    return this.#now() < until ? { customerId, madeAt, until } : null
  }
}

/** What a customer's token begins with that is a visit. */
export const VISIT = 'pv_'

const KINDS = { link: 'pl_', visit: VISIT } as const

function about(purpose: string, { accountId, channelId }: Place): string {
  return JSON.stringify([purpose, accountId, channelId])
}
