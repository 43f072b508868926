import type { Context, MiddlewareHandler } from 'hono'
import { RESETS_PER_ADDRESS, RESETS_PER_EMAIL } from '../auth/password-reset.ts'
import { RateLimit, addressKey } from '../auth/rate-limit.ts'
import type { Rate } from '../auth/rate-limit.ts'
import { SIGN_IN_PER_ADDRESS, SIGN_IN_PER_EMAIL } from '../auth/sign-in.ts'
import { clientAddress } from './client-address.ts'
import { refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

/** How often the same client may do what. */
export interface Rates {
  signInPerEmail: Rate
  signInPerAddress: Rate
  resetsPerEmail: Rate
  resetsPerAddress: Rate
  /** Any request under `/api`, by address: an office behind one address, everyone reloading. */
  requestsPerAddress: Rate
  /** Sockets opened, by address. */
  socketsPerAddress: Rate
  /** Tokens for new customers, by address: a shop's visitors behind one provider's address. */
  customersPerAddress: Rate
  /** Links back from mails, by address: nobody opens many, and nobody guesses one. */
  returnsPerAddress: Rate
  /** Commands of one person or one customer. */
  commandsPerSender: Rate
  /** Files of one person or one customer: a holiday's photographs, one after the other. */
  uploadsPerSender: Rate
  /** Files of customers, by address: whoever makes customers up has one address. */
  uploadsPerAddress: Rate
  /** Searches of one person: every pause in typing asks once. */
  searchesPerSender: Rate
  /** Tokens for the pages of one member, and API tokens of one administrator: one for every tab. */
  tokensPerSender: Rate
}

export const RATES: Rates = {
  signInPerEmail: SIGN_IN_PER_EMAIL,
  signInPerAddress: SIGN_IN_PER_ADDRESS,
  resetsPerEmail: RESETS_PER_EMAIL,
  resetsPerAddress: RESETS_PER_ADDRESS,
  requestsPerAddress: { points: 3_000, perSeconds: 30 },
  socketsPerAddress: { points: 600, perSeconds: 30 },
  customersPerAddress: { points: 300, perSeconds: 60 },
  returnsPerAddress: { points: 60, perSeconds: 60 },
  commandsPerSender: { points: 300, perSeconds: 10 },
  uploadsPerSender: { points: 60, perSeconds: 60 },
  uploadsPerAddress: { points: 300, perSeconds: 60 },
  searchesPerSender: { points: 60, perSeconds: 20 },
  tokensPerSender: { points: 60, perSeconds: 60 },
}

/** All rates times a factor: for load tests, and for those who sit behind one address in masses. */
export function ratesTimes(factor: number): Rates {
  return {
    signInPerEmail: times(RATES.signInPerEmail, factor),
    signInPerAddress: times(RATES.signInPerAddress, factor),
    resetsPerEmail: times(RATES.resetsPerEmail, factor),
    resetsPerAddress: times(RATES.resetsPerAddress, factor),
    requestsPerAddress: times(RATES.requestsPerAddress, factor),
    socketsPerAddress: times(RATES.socketsPerAddress, factor),
    customersPerAddress: times(RATES.customersPerAddress, factor),
    returnsPerAddress: times(RATES.returnsPerAddress, factor),
    commandsPerSender: times(RATES.commandsPerSender, factor),
    uploadsPerSender: times(RATES.uploadsPerSender, factor),
    uploadsPerAddress: times(RATES.uploadsPerAddress, factor),
    searchesPerSender: times(RATES.searchesPerSender, factor),
    tokensPerSender: times(RATES.tokensPerSender, factor),
  }
}

/** Refuses with `tooManyRequests` what an address does too often. */
export function perAddress(rate: Rate, proxies: number): MiddlewareHandler<HttpEnv> {
  const limit = new RateLimit(rate)
  return async function countAddress(c, next) {
    return (await over(c, limit, addressKey(clientAddress(c, proxies)))) ?? next()
  }
}

/** The refusal for a key that did too much; null while it may go on. */
export async function over(
  c: Pick<Context, 'body'>,
  limit: RateLimit,
  key: string,
): Promise<Response | null> {
  const wait = await limit.take(key)
  return wait === null ? null : refuse(c, 'tooManyRequests', { retryAfterMs: wait })
}

function times({ points, perSeconds }: Rate, factor: number): Rate {
  return { points: Math.max(1, Math.round(points * factor)), perSeconds }
}
