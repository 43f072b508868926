import type { ServerWebSocket } from 'bun'

/** A socket's far end: what the client sent, frame by frame, and a way to answer. */
export class FarSocket {
  readonly #frames: unknown[] = []
  readonly #readers: ((frame: unknown) => void)[] = []
  readonly #socket: ServerWebSocket<unknown>

  constructor(socket: ServerWebSocket<unknown>) {
    this.#socket = socket
  }

  /** The client's next frame. */
  next(): Promise<unknown> {
    const frame = this.#frames.shift()
    if (frame !== undefined) return Promise.resolve(frame)
    return new Promise((resolve) => this.#readers.push(resolve))
  }

  say(...frames: object[]): void {
    for (const frame of frames) this.#socket.send(JSON.stringify(frame))
  }

  close(code: number): void {
    this.#socket.close(code)
  }

  hear(text: string): void {
    const frame: unknown = JSON.parse(text)
    const reader = this.#readers.shift()
    if (reader === undefined) this.#frames.push(frame)
    else reader(frame)
  }
}

/** A server on loopback whose sockets a test plays by hand. */
export class ScriptedServer {
  readonly #sockets: FarSocket[] = []
  readonly #waiting: ((socket: FarSocket) => void)[] = []
  readonly #server = Bun.serve<{ far: FarSocket | null }>({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request, server) =>
      server.upgrade(request, { data: { far: null } })
        ? undefined
        : new Response(null, { status: 400 }),
    websocket: {
      open: (socket) => {
        const far = new FarSocket(socket)
        socket.data.far = far
        const taker = this.#waiting.shift()
        if (taker === undefined) this.#sockets.push(far)
        else taker(far)
      },
      message: (socket, message) => socket.data.far?.hear(String(message)),
    },
  })

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  /** The next socket that a client opens. */
  accept(): Promise<FarSocket> {
    const socket = this.#sockets.shift()
    if (socket !== undefined) return Promise.resolve(socket)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  async stop(): Promise<void> {
    await this.#server.stop(true)
  }
}
