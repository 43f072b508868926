import type { Refusal, RefusalCode } from '#protocol/refusals'

export type { Refusal, RefusalCode }

/** Codes after which the same command, with the same id, is sent again by itself. */
const RETRYABLE: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'busy',
  'transient',
  'notReady',
  'tooManyRequests',
])

export function isRetryable(refusal: Refusal): boolean {
  return RETRYABLE.has(refusal.code)
}

/** A refusal that this client makes itself: the server was never reached. */
export function notReached(says: string): Refusal {
  return { code: 'transient', says }
}
