import type { Connection, SocketHandler } from '../realtime/connection.ts'
import type { ProcessClock } from './process-clock.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimulatedClock } from './simulated-clock.ts'

/** What a client hears of its connection. */
export interface ClientEnd {
  receive(text: string): void
  /** `code` is null where the connection just broke. */
  closed(code: number | null): void
}

/** How long a broken connection may go unnoticed on one side, in milliseconds. */
const NOTICED_MS = { least: 0, most: 4_000 }

interface Way {
  /** When the last frame arrives that was sent this way: none overtakes it. */
  lastAt: number
  bytes: number
}

/**
 * A WebSocket in memory. As on TCP a frame arrives once, in order, or the connection is lost: a
 * frame that is *dropped* means that it and all after it are, and that both sides notice sooner or
 * later; a *delayed* frame holds up all behind it. (A *doubled* frame is a client that sends its
 * command again: clients do that.)
 */
export class Link {
  readonly #world: SimulatedClock
  readonly #server: ProcessClock
  readonly #random: SeededRandom
  readonly #client: ClientEnd
  readonly #toServer: Way = { lastAt: 0, bytes: 0 }
  readonly #toClient: Way = { lastAt: 0, bytes: 0 }
  #handler: SocketHandler | null = null
  #broken = false
  #clientHears = true
  #serverHears = true
  #underWay = 0

  constructor(options: {
    world: SimulatedClock
    server: ProcessClock
    random: SeededRandom
    client: ClientEnd
    accept: (connection: Connection) => SocketHandler
  }) {
    this.#world = options.world
    this.#server = options.server
    this.#random = options.random
    this.#client = options.client
    this.#carry(this.#toServer, 0, () => {
      this.#server.deliver(() => {
        if (this.#serverHears) this.#handler = options.accept(this.#serverEnd())
      })
    })
  }

  /** Frames that are neither delivered nor lost yet. */
  get underWay(): number {
    return this.#underWay
  }

  /** The client sends a frame. */
  send(text: string): void {
    this.#carry(this.#toServer, text.length, () => {
      this.#server.deliver(() => {
        if (this.#serverHears) this.#handler?.receive(text)
      })
    })
  }

  /** The client closes. */
  close(): void {
    this.#clientHears = false
    this.#carry(this.#toServer, 0, () => this.#server.deliver(() => this.#serverNotices()))
  }

  /** Loses everything under way from now on; each side notices after a while. */
  cut(): void {
    if (this.#broken) return
    this.#broken = true
    this.#world.schedule(this.#random.between(NOTICED_MS.least, NOTICED_MS.most), () => {
      if (!this.#clientHears) return
      this.#clientHears = false
      this.#client.closed(null)
    })
    this.#world.schedule(this.#random.between(NOTICED_MS.least, NOTICED_MS.most), () => {
      this.#server.deliver(() => this.#serverNotices())
    })
  }

  /** Holds up everything one way for some milliseconds. */
  stall(way: 'toServer' | 'toClient', durationMs: number): void {
    const stalled = way === 'toServer' ? this.#toServer : this.#toClient
    stalled.lastAt = Math.max(stalled.lastAt, this.#world.now() + durationMs)
  }

  #serverEnd(): Connection {
    return {
      send: (text) => {
        if (!this.#serverHears) return
        this.#carry(this.#toClient, text.length, () => {
          if (this.#clientHears) this.#client.receive(text)
          if (this.#toClient.bytes > 0) return
          this.#server.deliver(() => {
            if (this.#serverHears) this.#handler?.drained()
          })
        })
      },
      close: (code) => {
        if (!this.#serverHears) return
        this.#serverHears = false
        const handler = this.#handler
        this.#server.schedule(1, () => handler?.closed())
        this.#carry(this.#toClient, 0, () => {
          if (!this.#clientHears) return
          this.#clientHears = false
          this.#client.closed(code)
        })
      },
      bufferedBytes: () => this.#toClient.bytes,
    }
  }

  #serverNotices(): void {
    if (!this.#serverHears) return
    this.#serverHears = false
    this.#handler?.closed()
  }

  #carry(way: Way, bytes: number, arrive: () => void): void {
    if (this.#broken) return
    const at = Math.max(way.lastAt, this.#world.now() + this.#random.between(1, 60))
    way.lastAt = at
    way.bytes += bytes
    this.#underWay += 1
    this.#world.schedule(at - this.#world.now(), () => {
      this.#underWay -= 1
      way.bytes -= bytes
      if (!this.#broken) arrive()
    })
  }
}
