import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Answer } from '../client/answer.ts'

/**
 * What a page asks the server for, once it is known of which account, and again of another one. Of
 * answers that overtake each other the newest question's counts.
 */
export class Loaded<Value> implements ReactiveController {
  /** Null until it came. */
  value: Value | null = null
  /** Why it did not come; null while all is well. */
  says: string | null = null

  readonly #host: ReactiveControllerHost
  readonly #accountId: () => string | null
  readonly #ask: (accountId: string) => Promise<Answer<Value>> | undefined
  #askedOf: string | null = null
  #asked = 0

  constructor(
    host: ReactiveControllerHost,
    accountId: () => string | null,
    ask: (accountId: string) => Promise<Answer<Value>> | undefined,
  ) {
    this.#host = host
    this.#accountId = accountId
    this.#ask = ask
    host.addController(this)
  }

  hostConnected(): void {}

  hostUpdate(): void {
    const accountId = this.#accountId()
    if (accountId === null || accountId === this.#askedOf) return
    this.#askedOf = accountId
    this.value = null
    void this.refresh()
  }

  async refresh(): Promise<void> {
    if (this.#askedOf === null) return
    const asked = ++this.#asked
    const answer = await this.#ask(this.#askedOf)
    if (answer === undefined || asked !== this.#asked) return
    if (answer.ok) this.value = answer.value
    this.says = answer.ok ? null : answer.refusal.says
    this.#host.requestUpdate()
  }

  /** It is known to be something else now. */
  put(value: Value): void {
    this.value = value
    this.#host.requestUpdate()
  }
}
