import type { Fetch } from '../client/ask.ts'
import type { Ports } from '../client/connection.ts'
import type { Rest } from '../client/rest.ts'
import { StaffClient } from '../client/staff-client.ts'
import { embedRestOf } from './embed-rest.ts'
import { embedSockets } from './embed-sockets.ts'
import { EmbedTokens, type GetToken } from './embed-tokens.ts'

/** Whose desk an element shows. */
export interface Seat {
  /** Address of the server. */
  server: string
  account: string
  /** Tells people of one account apart, where a page shows the desks of several. */
  person: string
}

/** A desk that is connected, for as long as it is not left. */
export interface SeatTaken {
  /** The same for the same server, account and person. */
  key: string
  client: StaffClient
  rest: Rest
  /** Called twice it is the same as once. */
  leave(): void
}

interface Desk {
  client: StaffClient
  rest: Rest
  tokens: EmbedTokens
  /** Each taker's way to ask for a token, in the order in which they came. */
  askers: Map<symbol, GetToken>
  endWait: () => void
}

/**
 * A desk that nobody shows stays connected so long: frameworks take elements out and put them back,
 * and what was being sent goes out meanwhile.
 */
const LINGER_MS = 10_000

/**
 * The desks of one page, each connected once however many elements show it.
 *
 * D1 elements of the same server, account and person have the same client. D2 the last one that
 * leaves ends it after a while, and not before its words are sent. D3 a token is asked for by an
 * element that is there.
 */
export class SharedDesks {
  readonly #ports: Ports
  readonly #fetch: Fetch
  readonly #desks = new Map<string, Desk>()

  constructor(ports: Ports, fetch: Fetch) {
    this.#ports = ports
    this.#fetch = fetch
  }

  /** Connected, or lingering. */
  get count(): number {
    return this.#desks.size
  }

  take(seat: Seat, getToken: GetToken): SeatTaken {
    const key = JSON.stringify([new URL(seat.server).origin, seat.account, seat.person])
    const desk = this.#desks.get(key) ?? this.#connect(key, seat, getToken)
    const taker = Symbol(seat.account)
    desk.endWait()
    desk.askers.set(taker, getToken)
    desk.tokens.askBy(getToken)
    return {
      key,
      client: desk.client,
      rest: desk.rest,
      leave: () => {
        if (!desk.askers.delete(taker)) return
        const left = [...desk.askers.values()].at(-1)
        if (left === undefined) this.#linger(key, desk)
        else desk.tokens.askBy(left) // D3
      },
    }
  }

  #connect(key: string, { server, account }: Seat, getToken: GetToken): Desk {
    const tokens = new EmbedTokens(getToken)
    const { clock, openSocket } = this.#ports
    const sockets = embedSockets(openSocket, clock, tokens)
    const rest = embedRestOf(server, tokens, this.#fetch)
    const client = new StaffClient(
      { ...this.#ports, openSocket: sockets.openSocket },
      { base: server, accountId: account, isEmbedded: true, token: sockets.token, rest },
    )
    const desk: Desk = { client, rest, tokens, askers: new Map(), endWait: () => {} }
    this.#desks.set(key, desk)
    client.start()
    return desk
  }

  /** D2 */
  #linger(key: string, desk: Desk): void {
    desk.endWait = this.#ports.clock.after(LINGER_MS, () => {
      if (desk.client.isSending) return this.#linger(key, desk)
      desk.client.stop()
      this.#desks.delete(key)
    })
  }
}
