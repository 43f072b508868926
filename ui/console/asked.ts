import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Refusal } from '../client/refused.ts'
import { questionOf } from './question.ts'

/** What the server said to an act; undefined where there is nobody to ask. */
type Outcome = { ok: true } | { ok: false; refusal: Refusal } | undefined

/** What a page asks about before it does it: which thing is meant, and why it was refused. */
export class Asked<One> implements ReactiveController {
  /** Null until somebody asked. */
  one: One | null = null
  refused: string | null = null

  readonly #host: ReactiveControllerHost & { renderRoot: ParentNode }

  constructor(host: ReactiveControllerHost & { renderRoot: ParentNode }) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  /** Opens the question of the page about this thing. */
  async ask(one: One): Promise<void> {
    this.one = one
    this.refused = null
    this.#host.requestUpdate()
    await this.#host.updateComplete
    questionOf(this.#host.renderRoot).showModal()
  }

  /** Does it; the question stays, with the reason, where it was refused. True where it was done. */
  async carryOut(act: (one: One) => Promise<Outcome>): Promise<boolean> {
    if (this.one === null) return false
    const outcome = await act(this.one)
    if (outcome === undefined) return false
    this.refused = outcome.ok ? null : outcome.refusal.says
    this.#host.requestUpdate()
    if (outcome.ok) questionOf(this.#host.renderRoot).close()
    return outcome.ok
  }
}
