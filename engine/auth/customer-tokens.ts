import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CustomerIdentity } from '../realtime/connection.ts'

/** 144 bits, a whole number of base64 digits. */
const RANDOM_BYTES = 18
const FORM = /^pc_([A-Za-z0-9_-]{24})_([A-Za-z0-9_-]{43})$/

type Place = Pick<CustomerIdentity, 'accountId' | 'channelId'>

/**
 * Tokens by which customers are known. `pc_<random>_<mac>`: the MAC (HMAC-SHA-256) binds the random
 * bits to one channel of one account, so nothing is stored before a customer's first act, and a
 * token of one channel is worth nothing in another.
 */
export class CustomerTokens {
  readonly #secret: Uint8Array

  /** @param secret The server's own, the same for all its processes; at least 32 bytes. */
  constructor(secret: Uint8Array) {
    if (secret.length < 32) throw new Error('The secret of customer tokens is too short')
    this.#secret = secret
  }

  /** A token for a new customer. */
  issue(place: Place): string {
    const random = randomBytes(RANDOM_BYTES).toString('base64url')
    return `pc_${random}_${this.#mac('customer token', place, random).toString('base64url')}`
  }

  /** Whose token this is, or null where it is not one of this channel. */
  read(place: Place, token: string): CustomerIdentity | null {
    const [, random, mac] = FORM.exec(token) ?? []
    if (random === undefined || mac === undefined) return null
    const right = this.#mac('customer token', place, random)
    if (!timingSafeEqual(Buffer.from(mac, 'base64url'), right)) return null
    // Staff sees customers' ids: nothing about the token follows from one.
    const id = this.#mac('customer id', place, random).subarray(0, 16).toString('base64url')
    return { ...place, customerId: `c${id}` }
  }

  #mac(purpose: string, { accountId, channelId }: Place, random: string): Buffer {
    const bound = JSON.stringify([purpose, accountId, channelId, random])
    return createHmac('sha256', this.#secret).update(bound).digest()
  }
}
