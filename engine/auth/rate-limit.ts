import ipaddr from 'ipaddr.js'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** At most so many within so many seconds, counted per key. */
export interface Rate {
  points: number
  perSeconds: number
}

/** Counts what each key does, in this process. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory

  constructor(rate: Rate) {
    this.#limiter = new RateLimiterMemory({ points: rate.points, duration: rate.perSeconds })
  }

  /** Counts one; null while the key may go on, else in how many milliseconds it may again. */
  async take(key: string): Promise<number | null> {
    try {
      await this.#limiter.consume(key)
      return null
    } catch (over) {
      if (over instanceof RateLimiterRes) return Math.max(1, Math.ceil(over.msBeforeNext))
      throw over
    }
  }

  /** As `take`, but counts nothing. */
  async look(key: string): Promise<number | null> {
    const found = await this.#limiter.get(key)
    return found !== null && found.remainingPoints <= 0 && found.msBeforeNext > 0
      ? Math.ceil(found.msBeforeNext)
      : null
  }

  /** Forgets what a key did. */
  async forget(key: string): Promise<void> {
    await this.#limiter.delete(key)
  }
}

/**
 * What an address counts as: an IPv6 network of 64 bits is one household or one server, and whoever
 * has one has all its addresses. IPv4 within IPv6, however it is written, is IPv4. What is no
 * address counts as itself.
 */
export function addressKey(address: string): string {
  const [plain = ''] = address.split('%', 1)
  if (!ipaddr.isValid(plain)) return address
  const seen = ipaddr.process(plain)
  return seen.kind() === 'ipv4' ? seen.toString() : networkOf(seen.toByteArray())
}

/** The first 64 bits, as four groups of hexadecimal digits. */
function networkOf(bytes: number[]): string {
  return [0, 2, 4, 6]
    .map((at) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16))
    .join(':')
}
