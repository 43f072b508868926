/** One WebSocket as the realtime layer sees it; frames are text. */
export interface Connection {
  /** Never throws; a closed connection ignores it. */
  send(text: string): void
  close(code: number, reason: string): void
  /** Bytes that wait because the client reads slowly. */
  bufferedBytes(): number
}

/** What a transport calls for each connection. */
export interface SocketHandler {
  receive(text: string): void
  /** Nothing waits for the client any more. */
  drained(): void
  /** The transport is closed, by whichever side. */
  closed(): void
}

/** Who a staff socket belongs to, once its token is known to be good. */
export interface StaffIdentity {
  accountId: string
  personId: string
  /** The session or API token it lives by: when that is revoked, the socket is closed. */
  sessionId: string
}

export interface CustomerIdentity {
  accountId: string
  channelId: string
  customerId: string
}

/** How sockets and HTTP find out who is there. Null for a token that is not valid. */
export interface Authenticator {
  /** `token` of the hello frame, else the one of the browser's cookie. */
  staff(token: string, accountId: string | null): Promise<StaffIdentity | null>
  customer(channelId: string, token: string): Promise<CustomerIdentity | null>
}
