import { StaffClient } from '../client/staff-client.ts'
import type { Agent } from './inside.ts'

/** A message that was acknowledged and not heard for this long is given up. */
const PATIENCE_MS = 10_000

/**
 * An agent at the desk who hears the last words of each chat. As any client, it connects as soon as
 * there is a server, comes back when that is gone, and resumes.
 */
export class Ears {
  readonly #client: StaffClient
  readonly #waiting = new Map<string, (at: number) => void>()
  /** Whether the desk was shown or resumed on the present socket: then everything is heard. */
  isListening = false

  constructor(baseUrl: string, { accountId, token }: Agent) {
    this.#client = new StaffClient({
      baseUrl,
      token,
      accountId,
      heard: (frame) => {
        if (frame.type === 'welcome') this.isListening = false
        if (frame.type === 'snapshot' || frame.type === 'resumed') this.isListening = true
        if (frame.type !== 'change') return
        for (const change of frame.changes) {
          if (change.kind === 'chat') this.#hear(change.chat.preview?.text ?? '')
        }
      },
      failed: (error) => {
        throw error
      },
    })
    this.#client.follow('desk')
  }

  /** When these words came, by the monotonic clock. Rejects where they do not. */
  hears(text: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    this.#waiting.set(text, resolve)
    const late = setTimeout(() => reject(new Error(`Never heard: ${text}`)), PATIENCE_MS)
    return promise.finally(() => clearTimeout(late))
  }

  /** The server is gone: nothing is heard until the desk is shown again. */
  lost(): void {
    this.isListening = false
  }

  close(): void {
    this.#client.close()
  }

  #hear(text: string): void {
    this.#waiting.get(text)?.(performance.now())
    this.#waiting.delete(text)
  }
}
