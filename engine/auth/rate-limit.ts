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
 * has one has all its addresses.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  return [...front, ...Array.from({ length: zeros }, () => '0'), ...back]
    .slice(0, 4)
    .map((part) => part.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}
