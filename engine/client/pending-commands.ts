import { RETRYABLE } from '#protocol/refusals'
import type { Refusal } from '#protocol/refusals'
import type { LinkOver } from './link.ts'

/** What became of a command: what the server acknowledged, or why a rule said no. */
export type Outcome<Ack> = { kind: 'ack'; ack: Ack } | { kind: 'refused'; refusal: Refusal }

/** A command's frame; sent again it stays the same. */
export interface CommandFrame<Command> {
  type: 'command'
  id: string
  command: Command
}

/** When no time is named with which to come back. */
const RETRY_AFTER_MS = 250

interface Waiting<Command, Ack> {
  frame: CommandFrame<Command>
  sent: number
  resolve: (outcome: Outcome<Ack>) => void
  reject: (error: LinkOver) => void
}

/**
 * Commands that were not answered yet.
 *
 * C1 a command is sent until it is answered: again after every reconnect and every refusal that
 * allows it, always under its first id. C2 what is sent again goes in the order of the first sending.
 */
export class PendingCommands<Command, Ack> {
  readonly #send: (frame: CommandFrame<Command>) => void
  readonly #waiting = new Map<string, Waiting<Command, Ack>>()
  #ready = false
  /** Sendings beyond each command's first. */
  resent = 0

  constructor(send: (frame: CommandFrame<Command>) => void) {
    this.#send = send
  }

  get size(): number {
    return this.#waiting.size
  }

  /**
   * Resolves with the first answer that is final. Rejects with `LinkOver` where the server closed
   * the socket for good.
   */
  run(id: string, command: Command): Promise<Outcome<Ack>> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome<Ack>>()
    const frame = { type: 'command', id, command } as const
    const waiting = { frame, sent: 0, resolve, reject }
    this.#waiting.set(id, waiting)
    this.#sendOne(waiting)
    return promise
  }

  /** Sends a command that is still unanswered once more, as an impatient client does. */
  again(id: string): void {
    const waiting = this.#waiting.get(id)
    if (waiting !== undefined) this.#sendOne(waiting)
  }

  /** A new socket was welcomed. */
  resume(): void {
    this.#ready = true
    // C2
    for (const waiting of this.#waiting.values()) this.#sendOne(waiting)
  }

  pause(): void {
    this.#ready = false
  }

  /** An answer came; one to a command that was answered already changes nothing. */
  answer(id: string, outcome: Outcome<Ack>): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    if (outcome.kind === 'refused' && RETRYABLE.includes(outcome.refusal.code)) {
      setTimeout(() => this.again(id), outcome.refusal.retryAfterMs ?? RETRY_AFTER_MS)
      return
    }
    this.#waiting.delete(id)
    waiting.resolve(outcome)
  }

  fail(error: LinkOver): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  #sendOne(waiting: Waiting<Command, Ack>): void {
    if (!this.#ready) return
    if (waiting.sent > 0) this.resent += 1
    waiting.sent += 1
    this.#send(waiting.frame)
  }
}
