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

let wordsOf: (refusal: Refusal) => string = ({ says }) => says

/** From now on refusals of the server say what `words` gives for them; it says English itself. */
export function sayRefusals(words: (refusal: Refusal) => string): void {
  wordsOf = words
}

/** A refusal of the server in the words of this page. */
export function inWords(refusal: Refusal): Refusal {
  return { ...refusal, says: wordsOf(refusal) }
}

/** A refusal that this client makes itself: the server was never reached. */
export function notReached(says: string): Refusal {
  return { code: 'transient', says }
}
