import type { ReplayPage, ReplayedStepView } from '#protocol/replay'
import type { Answer } from './answer.ts'
import type { Refusal } from './refused.ts'

/** An actor as addresses name it. */
export interface ActorPlace {
  kind: 'chat' | 'agent'
  actorId: string
}

/** Reads the past of actors, page by page. */
export interface PastReader {
  steps(
    accountId: string,
    actor: ActorPlace,
    after: number,
    limit: number,
  ): Promise<Answer<ReplayPage>>
}

/** The first page is small, so that something is seen at once; then as many as the server gives. */
const FIRST_PAGE = 100
const PAGE = 500

/**
 * What happened to an actor, step by step: read from its birth on, page by page, until all of it is
 * here; what happens later is read when somebody says that it did. Where the server wants a pause,
 * there is one.
 */
export class Past {
  readonly #reader: PastReader
  readonly #accountId: string
  readonly #actor: ActorPlace
  readonly #changed: () => void
  readonly #pause: (ms: number) => Promise<void>
  #isReading = false
  /** Something happened while a page was read: that page may lack it. */
  #isAskedAgain = false
  #isEnded = false

  /** From the birth on, without a gap. */
  steps: readonly ReplayedStepView[] = []
  /** The newest step that there is, as far as it is known. */
  last = 0
  /** Where the machines of today do something else than was recorded, in words. */
  difference: string | null = null
  /** When all that was said in the chat was erased; null where it was not. */
  erasedAt: number | null = null
  /** Why there is no more of it; null while that is not so. */
  refusal: Refusal | null = null

  constructor(
    reader: PastReader,
    accountId: string,
    actor: ActorPlace,
    changed: () => void,
    pause: (ms: number) => Promise<void> = (ms) => new Promise((go) => setTimeout(go, ms)),
  ) {
    this.#reader = reader
    this.#accountId = accountId
    this.#actor = actor
    this.#changed = changed
    this.#pause = pause
  }

  /** Whether all there is was read. */
  get isWhole(): boolean {
    return this.refusal === null && this.steps.length > 0 && this.steps.length >= this.last
  }

  /** Reads on from where it is, also after a failure, until nothing is left. */
  async read(): Promise<void> {
    this.#isAskedAgain = true
    if (this.#isReading || this.difference !== null) return
    this.#isReading = true
    this.refusal = null
    try {
      while (!this.#isEnded && (await this.#page())) this.#changed()
    } finally {
      this.#isReading = false
      if (!this.#isEnded) this.#changed()
    }
  }

  /** Nobody looks at it any more. */
  end(): void {
    this.#isEnded = true
  }

  /** Whether there are steps after those of this page. */
  async #page(): Promise<boolean> {
    this.#isAskedAgain = false
    const after = this.steps.length
    const limit = after === 0 ? FIRST_PAGE : PAGE
    const answer = await this.#reader.steps(this.#accountId, this.#actor, after, limit)
    if (!answer.ok) {
      const { code, retryAfterMs } = answer.refusal
      if (code === 'tooManyRequests' && retryAfterMs !== undefined) {
        await this.#pause(retryAfterMs)
        return true
      }
      this.refusal = answer.refusal
      return false
    }
    const { steps, more, last, difference, erasedAt } = answer.value
    if (steps.length > 0) this.steps = [...this.steps, ...steps]
    this.last = last
    this.difference = difference
    this.erasedAt = erasedAt
    if (difference !== null) return false
    return this.#isAskedAgain || (more && steps.length > 0)
  }
}
