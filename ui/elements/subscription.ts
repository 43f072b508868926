import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface Source {
  subscribe(listener: () => void): () => void
}

/**
 * Of changes within one frame so many are shown at once; all that follow, with the next frame. A
 * change that comes alone is shown at once, and a thousand a second are not drawn a thousand times.
 */
const AT_ONCE = 4

/**
 * Renders its element anew after changes of a client, which may be another one later; only while
 * the element is in the document, even where it still renders after it left.
 */
export class Subscription implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #source: () => Source | null
  #followed: Source | null = null
  #isHere = false
  #end: () => void = () => {}
  /** Changes since the last frame. */
  #inFrame = 0

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
    this.#end = source?.subscribe(this.#onChange) ?? (() => {})
  }

  readonly #onChange = (): void => {
    // Nothing is drawn of a page that is not seen, but its title and its notices go on.
    if (document.visibilityState !== 'visible') {
      this.#inFrame = 0
      this.#host.requestUpdate()
      return
    }
    this.#inFrame += 1
    if (this.#inFrame === 1) requestAnimationFrame(this.#onFrame)
    if (this.#inFrame <= AT_ONCE) this.#host.requestUpdate()
  }

  readonly #onFrame = (): void => {
    const isOwed = this.#inFrame > AT_ONCE
    this.#inFrame = 0
    if (isOwed && this.#isHere) this.#host.requestUpdate()
  }
}
