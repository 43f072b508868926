import type { Ports } from '../client/connection.ts'
import type { SocketEvents } from '../client/socket.ts'
import { FakeClock } from './fake-clock.ts'

type Frame = { type: string } & Record<string, unknown>

/** The server's end of one socket. What it says waits until `flush`. */
export class FakeSocket {
  /** What the client sent, in order. */
  readonly heard: Frame[] = []
  isClosed = false
  #waiting: (() => void)[] = []
  #n = 0

  constructor(
    readonly url: string,
    readonly events: SocketEvents,
  ) {}

  accept(): void {
    this.events.opened()
  }

  say(frame: object): this {
    this.#waiting.push(() => this.events.received(JSON.stringify(frame)))
    return this
  }

  /** Says a frame of the staff's kind, numbered densely. */
  sayNumbered(frame: object): this {
    return this.say({ n: ++this.#n, ...frame })
  }

  /** Numbers go on as if a frame had been lost. */
  lose(): this {
    this.#n++
    return this
  }

  flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const deliver of waiting) if (!this.isClosed) deliver()
  }

  close(code: number): void {
    if (this.isClosed) return
    this.isClosed = true
    this.events.closed(code)
  }

  heardOf(type: string): Frame[] {
    return this.heard.filter((frame) => frame.type === type)
  }
}

/** A network without wires: sockets reach a server that the test plays. */
export class FakeNetwork {
  readonly clock = new FakeClock()
  readonly sockets: FakeSocket[] = []
  #wakes = new Set<() => void>()
  #random = 0.5

  readonly ports: Ports = {
    clock: this.clock,
    random: () => {
      this.#random = (this.#random * 9301 + 0.49297) % 1
      return this.#random
    },
    onWake: (listener) => {
      this.#wakes.add(listener)
      return () => this.#wakes.delete(listener)
    },
    openSocket: (url, events) => {
      const socket = new FakeSocket(url, events)
      this.sockets.push(socket)
      return {
        send: (data) => {
          const frame: unknown = JSON.parse(data)
          socket.heard.push(frame as Frame)
        },
        close: () => {
          socket.isClosed = true
        },
      }
    },
  }

  /** The newest socket. Throws where there is none. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('no socket was opened')
    return socket
  }

  /** The network is back, or somebody looks at the page again. */
  wake(): void {
    for (const wake of this.#wakes) wake()
  }
}
