import type { Refusal } from '#protocol/refusals'
import type { Host } from '../host/host.ts'

/** How somebody opened a past: step by step, as a file, or as a file with what was said. */
export type OpenedAs = 'replay' | 'file' | 'fileWithWords'

/** The same past opened again within this is the same look at it. */
const SAME_LOOK_MS = 3_600_000

/** Looks that are remembered at most; one more forgets the oldest. */
const REMEMBERED = 10_000

/**
 * Notes in the account's journal who opened whose past. What cannot be noted is not handed out; a
 * process remembers what it noted for an hour, so that turning pages is one look.
 */
export class Openings {
  readonly #host: Pick<Host, 'run'>
  readonly #now: () => number
  readonly #noted = new Map<string, number>()

  constructor({ host, now }: { host: Pick<Host, 'run'>; now: () => number }) {
    this.#host = host
    this.#now = now
  }

  /** Resolves when it is durable; with why not, where it cannot be. */
  async note(
    { accountId, personId }: { accountId: string; personId: string },
    actor: string,
    as: OpenedAs,
  ): Promise<Refusal | null> {
    const look = `${accountId} ${personId} ${actor} ${as}`
    const now = this.#now()
    if (now - (this.#noted.get(look) ?? -Infinity) < SAME_LOOK_MS) return null
    const answer = await this.#host.run({
      accountId,
      by: `agent:${personId}`,
      command: null,
      lane: actor,
      decide: (turn) => {
        turn.recordForAccount('pastOpened', { of: actor, as })
        return {}
      },
    })
    if (answer.kind === 'refused') return answer.refusal
    this.#noted.delete(look)
    this.#noted.set(look, now)
    for (const oldest of this.#noted.keys()) {
      if (this.#noted.size <= REMEMBERED) break
      this.#noted.delete(oldest)
    }
    return null
  }
}
