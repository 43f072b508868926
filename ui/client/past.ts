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
 * here; what happens later is read when somebody says that it did.
 */
export class Past {
  readonly #reader: PastReader
  readonly #accountId: string
  readonly #actor: ActorPlace
  readonly #changed: () => void
  #isReading = false
  #isEnded = false

  /** From the birth on, without a gap. */
  steps: readonly ReplayedStepView[] = []
  /** The newest step that there is, as far as it is known. */
  last = 0
  /** Where the machines of today do something else than was recorded, in words. */
  difference: string | null = null
  /** Why there is no more of it; null while that is not so. */
  refusal: Refusal | null = null

  constructor(reader: PastReader, accountId: string, actor: ActorPlace, changed: () => void) {
    this.#reader = reader
    this.#accountId = accountId
    this.#actor = actor
    this.#changed = changed
  }

  /** Whether all there is was read. */
  get isWhole(): boolean {
    return this.refusal === null && this.steps.length > 0 && this.steps.length >= this.last
  }

  /** Reads on from where it is, also after a failure, until nothing is left. */
  async read(): Promise<void> {
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
    const after = this.steps.length
    const limit = after === 0 ? FIRST_PAGE : PAGE
    const answer = await this.#reader.steps(this.#accountId, this.#actor, after, limit)
    if (!answer.ok) {
      this.refusal = answer.refusal
      return false
    }
    const { steps, more, last, difference } = answer.value
    this.steps = [...this.steps, ...steps]
    this.last = last
    this.difference = difference
    return more && difference === null && steps.length > 0
  }
}
