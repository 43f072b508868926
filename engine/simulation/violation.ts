/** The promises that a simulated world is watched for. */
export type PromiseName =
  /** A chat has at most one agent, and that agent knows. */
  | 'oneAgent'
  | 'limit'
  | 'noOvertaking'
  | 'byHand'
  | 'oneOpenChat'
  | 'notStuck'
  | 'timerNotEarly'
  | 'timerNotLost'
  | 'denseSequence'
  | 'once'
  | 'acknowledgedIsStored'
  | 'answered'
  | 'answeredAlike'
  | 'refusedIsNothing'
  | 'seenOnceInOrder'
  | 'seenByViewers'
  | 'hiddenFromCustomers'
  | 'hiddenFromOthers'
  | 'personalComments'
  | 'noWordsInJournal'
  | 'replay'
  | 'readModel'
  | 'outbox'
  /** Webhooks are told everything that they asked for, under one id, a chat's events in order. */
  | 'webhooks'
  /** A reply is mailed under one id. */
  | 'mailedOnce'
  | 'oneWriter'
  | 'wire'
  | 'presence'
  /** A file stands in one place at most, and whoever is told of it may see it. */
  | 'filesOnce'
  /** Who is blocked has no open chat but with a bot. */
  | 'blockHolds'
  /** Chats in hand become what was chosen when going offline. */
  | 'choiceHolds'
  | 'noFault'

/** What a seed broke. */
export interface Violation {
  promise: PromiseName
  words: string
}

/** How many of the last events a failing seed prints. */
const REMEMBERED = 60

/** Where everything that watches a simulated world writes: what happened, and what must not have. */
export class Witness {
  readonly violations: Violation[] = []
  readonly #last: string[] = []
  #fingerprint = 0x811c9dc5
  readonly #now: () => number
  readonly #onViolation: () => void

  constructor(now: () => number, onViolation: () => void) {
    this.#now = now
    this.#onViolation = onViolation
  }

  /** Notes something that happened. */
  saw(words: string): void {
    const line = `${this.#now()} ${words}`
    for (let at = 0; at < line.length; at += 1) {
      this.#fingerprint = Math.imul(this.#fingerprint ^ line.charCodeAt(at), 0x01000193)
    }
    this.#last.push(line)
    if (this.#last.length > 2 * REMEMBERED) this.#last.splice(0, REMEMBERED)
  }

  /** Notes that a promise was broken. */
  broken(promise: PromiseName, words: string): void {
    this.violations.push({ promise, words })
    this.#onViolation()
  }

  /** Notes a broken promise unless something holds. */
  holds(holds: boolean, promise: PromiseName, words: () => string): void {
    if (!holds) this.broken(promise, words())
  }

  /** FNV-1a of everything that was noted: two runs of one seed have the same. */
  get fingerprint(): string {
    return (this.#fingerprint >>> 0).toString(16).padStart(8, '0')
  }

  get last(): string[] {
    return this.#last.slice(-REMEMBERED)
  }
}
