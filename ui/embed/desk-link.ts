import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { speakFor } from '../locales/speak-for.ts'
import type { GetToken } from './embed-tokens.ts'
import { pageDesks } from './page-desks.ts'
import type { Seat, SeatTaken, SharedDesks } from './shared-desks.ts'

/** An element that connects itself where a page of others tells it to. */
export interface LinkedElement extends ReactiveControllerHost, HTMLElement, Seat {
  getToken: GetToken | null
}

/** Connects its element to a desk while it is in the document, and names an account and a way to tokens. */
export class DeskLink implements ReactiveController {
  readonly #host: LinkedElement
  readonly #desks: SharedDesks
  #shown: string | null = null
  #getToken: GetToken | null = null
  #isHere = false
  #seat: SeatTaken | null = null

  constructor(host: LinkedElement, desks = pageDesks) {
    this.#host = host
    this.#desks = desks
    host.addController(this)
  }

  hostConnected(): void {
    this.#isHere = true
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#isHere = false
    this.#leave()
  }

  /**
   * What it is connected to, as its element says by now; null where the page gives a client, or
   * nothing yet. Asked for in each `willUpdate`.
   */
  follow(): SeatTaken | null {
    const { server, account, person, getToken } = this.#host
    if (!this.#isHere || account === '' || getToken === null) {
      this.#leave()
      return null
    }
    const shown = JSON.stringify([server, account, person])
    if (this.#seat !== null && shown === this.#shown && getToken === this.#getToken) {
      return this.#seat
    }
    // Taken before the one before is left: the same desk does not end in between.
    const before = this.#seat
    if (before === null) void speakFor(this.#host)
    this.#seat = this.#desks.take({ server, account, person }, getToken)
    this.#shown = shown
    this.#getToken = getToken
    before?.leave()
    return this.#seat
  }

  #leave(): void {
    this.#seat?.leave()
    this.#seat = null
  }
}
