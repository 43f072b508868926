import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface Source {
  subscribe(listener: () => void): () => void
}

/**
 * Renders its element anew after each change of a client, which may be another one later; only
 * while the element is in the document, even where it still renders after it left.
 */
export class Subscription implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #source: () => Source | null
  #followed: Source | null = null
  #isHere = false
  #end: () => void = () => {}

  constructor(host: ReactiveControllerHost, source: () => Source | null) {
    this.#host = host
    this.#source = source
    host.addController(this)
  }

  hostConnected(): void {
    this.#isHere = true
    this.#follow()
  }

  hostUpdate(): void {
    if (this.#isHere) this.#follow()
  }

  hostDisconnected(): void {
    this.#isHere = false
    this.#end()
    this.#end = () => {}
    this.#followed = null
  }

  #follow(): void {
    const source = this.#source()
    if (source === this.#followed) return
    this.#end()
    this.#followed = source
    this.#end = source?.subscribe(() => this.#host.requestUpdate()) ?? (() => {})
  }
}
