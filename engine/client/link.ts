import { CLOSE } from '#protocol/close-codes'

/** Pauses before connecting anew: doubled each time, with jitter so that many do not come at once. */
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1_000

/** From opening to the welcome: a server that just started has much to load. */
const WELCOME_PATIENCE_MS = 10_000

/** How often a link asks itself whether it heard anything lately. */
const WATCH_MS = 2_000

export interface LinkOptions {
  url: string
  /** The first frame of each new socket. */
  hello: () => object
  /** A frame of the present socket; never one of a socket that was given up. */
  hear: (text: string) => void
  /** The socket is gone, and another will be opened. */
  lost: () => void
  /** The server closed it for good: connecting again cannot help. */
  over: (error: LinkOver) => void
}

/** The server closed a socket with a code after which no client comes back. */
export class LinkOver extends Error {
  override name = 'LinkOver'
  constructor(readonly code: number) {
    super(`The server closed the socket for good (${code})`)
  }
}

/**
 * A socket that is opened again whenever it is lost, until `close`.
 *
 * L1 at most one socket is listened to; a frame of an earlier one is never heard. L2 a socket on
 * which nothing is heard for two heartbeats is given up, however healthy TCP says it is.
 */
export class Link {
  readonly #options: LinkOptions
  readonly #watch: ReturnType<typeof setInterval>
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #failures = 0
  #heardAt = 0
  #silenceMs = WELCOME_PATIENCE_MS
  #deaf = false
  #welcomed = false
  #closed = false

  constructor(options: LinkOptions) {
    this.#options = options
    this.#watch = setInterval(() => {
      if (this.#socket !== null && performance.now() - this.#heardAt > this.#silenceMs) this.drop()
    }, WATCH_MS)
    this.#open()
  }

  /** Sends a frame on the present socket; lost where there is none, or none that was welcomed. */
  send(frame: object): void {
    if (this.#welcomed && this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame))
    }
  }

  /** The hello was accepted: from now on the server is expected to say something now and then. */
  welcomed(heartbeatMs: number): void {
    this.#welcomed = true
    this.#failures = 0
    this.#silenceMs = 2 * heartbeatMs + WATCH_MS
  }

  /** Gives the socket up without a goodbye, as a phone in a tunnel does, and opens another. */
  drop(): void {
    const socket = this.#socket
    if (socket === null) return
    this.#lose()
    socket.terminate()
  }

  /** Hears nothing more, and gives the socket up after a while: what was sent meanwhile arrives. */
  deafen(forMs: number): void {
    const socket = this.#socket
    if (socket === null || this.#deaf) return
    this.#deaf = true
    setTimeout(() => {
      if (this.#socket === socket) this.drop()
    }, forMs)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#watch)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#socket?.close()
    this.#socket = null
  }

  #open(): void {
    this.#timer = null
    const socket = new WebSocket(this.#options.url)
    this.#socket = socket
    this.#deaf = false
    this.#welcomed = false
    this.#heardAt = performance.now()
    this.#silenceMs = WELCOME_PATIENCE_MS
    socket.addEventListener('open', () => {
      if (this.#socket === socket) socket.send(JSON.stringify(this.#options.hello()))
    })
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      // L1
      if (this.#socket !== socket || this.#deaf) return
      this.#heardAt = performance.now()
      this.#options.hear(String(event.data))
    })
    socket.addEventListener('close', (event) => {
      if (this.#socket !== socket) return
      if (helpsToComeBack(event.code)) return this.#lose()
      this.close()
      this.#options.over(new LinkOver(event.code))
    })
  }

  #lose(): void {
    this.#socket = null
    if (this.#closed) return
    this.#options.lost()
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures)
    this.#failures += 1
    this.#timer = setTimeout(() => this.#open(), pause * (0.5 + Math.random() / 2))
  }
}

function helpsToComeBack(code: number): boolean {
  return Object.values(CLOSE).find((reason) => reason.code === code)?.again ?? true
}
