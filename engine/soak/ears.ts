import type { Agent } from './inside.ts'

/** A message that was acknowledged and not heard for this long is given up. */
const PATIENCE_MS = 10_000

/** What the thread of the agents is told. */
export interface EarsWork {
  baseUrl: string
  agents: Agent[]
}

/** What it tells; `at` in milliseconds since the epoch, of the monotonic clock. */
export type EarsNews =
  | { kind: 'listening' | 'deaf'; agentId: string }
  | { kind: 'heard'; agentId: string; text: string; at: number }

/**
 * Agents at their desks who hear the last words of each chat. As any client, they connect as soon as
 * there is a server, and come back when that is gone. They have a thread of their own: a
 * customer's computer is not busy with desks.
 */
export class Ears {
  readonly #worker: Worker
  readonly #listening = new Set<string>()
  readonly #waiting = new Map<string, (at: number) => void>()
  #broken: ErrorEvent | null = null

  constructor(work: EarsWork) {
    this.#worker = new Worker(new URL('ears-worker.ts', import.meta.url).href)
    this.#worker.addEventListener('message', ({ data }: MessageEvent<EarsNews>) => this.#note(data))
    this.#worker.addEventListener('error', (event) => {
      this.#broken = event
    })
    this.#worker.postMessage(work)
  }

  /** Whether the desk was shown on the present socket: then everything is heard. */
  isListening(agentId: string): boolean {
    return this.#listening.has(agentId)
  }

  /** When an agent hears these words, in milliseconds since the epoch. Rejects where they do not. */
  hears(agentId: string, text: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    this.#waiting.set(`${agentId} ${text}`, resolve)
    const late = setTimeout(() => {
      const why = this.#broken === null ? '' : `: ${this.#broken.message}`
      reject(new Error(`Never heard: ${text}${why}`))
    }, PATIENCE_MS)
    return promise.finally(() => clearTimeout(late))
  }

  /** The server is gone: nothing is heard until the desks are shown again. */
  lost(): void {
    this.#listening.clear()
  }

  close(): void {
    this.#worker.terminate()
  }

  #note(news: EarsNews): void {
    const { agentId } = news
    if (news.kind === 'listening') this.#listening.add(agentId)
    if (news.kind === 'deaf') this.#listening.delete(agentId)
    if (news.kind === 'heard') {
      const key = `${agentId} ${news.text}`
      this.#waiting.get(key)?.(news.at)
      this.#waiting.delete(key)
    }
  }
}
