/** What a socket tells its owner. Nothing comes after `closed`. */
export interface SocketEvents {
  opened(): void
  received(data: string): void
  closed(code: number): void
}

export interface Socket {
  send(data: string): void
  /** Closes without waiting for the other side; `closed` is not called any more. */
  close(): void
}

export type OpenSocket = (url: string, events: SocketEvents) => Socket

/** A WebSocket of the browser. */
export const openWebSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url)
  let over = false
  socket.addEventListener('open', () => {
    if (!over) events.opened()
  })
  socket.addEventListener('message', ({ data }) => {
    if (!over && typeof data === 'string') events.received(data)
  })
  socket.addEventListener('close', ({ code }) => {
    if (over) return
    over = true
    events.closed(code)
  })
  return {
    send: (data) => socket.send(data),
    close: () => {
      over = true
      socket.close()
    },
  }
}

/** `/path` as a socket's address on the server of `base`. */
export function socketUrl(base: string, path: string): string {
  const url = new URL(path, base)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
