import type { Hono } from 'hono'
import type { Server, ServerWebSocket } from 'bun'
import { CLOSE } from '#protocol/close-codes'
import { MAX_FILE_BYTES, MAX_FRAME_BYTES, MAX_SEND_BUFFER_BYTES } from '#protocol/limits'
import type { Connection, SocketHandler } from '../realtime/connection.ts'
import type { HttpEnv } from './transport.ts'

/** A request that says nothing for this long is cut off; a command waits for a batch or two. */
const REQUEST_IDLE_S = 30

/** A socket that does not answer pings for this long is gone: a phone in a tunnel. */
const SOCKET_IDLE_S = 60

/** The transport takes more than we do, so that what is too long can be told so. */
const MAX_PAYLOAD_BYTES = 2 * MAX_FRAME_BYTES
const MAX_BODY_BYTES = MAX_FILE_BYTES + MAX_PAYLOAD_BYTES

/** Requests under way may take this long to end when the server stops. */
const DRAIN_MS = 3_000

interface SocketData {
  accept: (connection: Connection) => SocketHandler
  handler: SocketHandler | null
}

export interface Served {
  port: number
  /** Takes no more connections, lets requests end, and cuts off what then remains. */
  stop(): Promise<void>
}

/**
 * Binds a port and serves the app and its sockets.
 * @throws Error with `code` `EADDRINUSE` where the port is taken.
 */
export function serve(
  app: Pick<Hono<HttpEnv>, 'fetch'>,
  options: { port: number; host: string },
): Served {
  const server: Server<SocketData> = Bun.serve<SocketData>({
    port: options.port,
    hostname: options.host,
    idleTimeout: REQUEST_IDLE_S,
    maxRequestBodySize: MAX_BODY_BYTES,
    // Bun's page of an error would show our sources.
    development: false,
    // Outside development Bun shares ports: a second server would silently get half of the clients.
    reusePort: false,
    fetch: (request) =>
      app.fetch(request, {
        address: server.requestIP(request)?.address ?? '',
        upgrade: (accept) => server.upgrade(request, { data: { accept, handler: null } }),
      }),
    websocket: {
      maxPayloadLength: MAX_PAYLOAD_BYTES,
      // The realtime layer cuts a slow client off before; this is the last line.
      backpressureLimit: 2 * MAX_SEND_BUFFER_BYTES,
      closeOnBackpressureLimit: true,
      idleTimeout: SOCKET_IDLE_S,
      sendPings: true,
      perMessageDeflate: false,
      open(socket) {
        socket.data.handler = socket.data.accept(connectionOf(socket))
      },
      message(socket, message) {
        if (typeof message !== 'string' || isTooLong(message)) {
          socket.close(CLOSE.badFrame.code, 'badFrame')
          return
        }
        socket.data.handler?.receive(message)
      },
      drain(socket) {
        socket.data.handler?.drained()
      },
      close(socket) {
        socket.data.handler?.closed()
      },
    },
  })
  return {
    port: server.port ?? options.port,
    async stop() {
      const drained = server.stop()
      const timer = Promise.withResolvers<void>()
      const cancel = setTimeout(timer.resolve, DRAIN_MS)
      await Promise.race([drained, timer.promise])
      clearTimeout(cancel)
      await server.stop(true)
    },
  }
}

function connectionOf(socket: ServerWebSocket<SocketData>): Connection {
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN
  return {
    send(text) {
      if (isOpen()) socket.send(text)
    },
    close(code, reason) {
      if (isOpen()) socket.close(code, reason)
    },
    bufferedBytes: () => (isOpen() ? socket.getBufferedAmount() : 0),
  }
}

/** A character takes at most three bytes, so most frames need no counting. */
function isTooLong(text: string): boolean {
  return text.length * 3 > MAX_FRAME_BYTES && Buffer.byteLength(text) > MAX_FRAME_BYTES
}
