import type { Json } from '#storage/json'

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
  /** Of a page that embeds the desk: when its token is over. */
  embeddedUntil?: number
}

/** The account that a staff socket was opened for, and whether by a page of others. */
export interface Place {
  accountId: string
  /** The origin of the page of others that it was opened from; null where it was none. */
  elsewhere: string | null
}

export interface CustomerIdentity {
  accountId: string
  channelId: string
  customerId: string
  /** When the token is over by which this is known; absent where it has no end. */
  until?: number
}

/** The page that a customer is on. */
export interface Page {
  address: string
  title: string
}

/** An account of the person behind a socket, with what waits for them in it. */
export interface DeskElsewhere {
  accountId: string
  name: string
  role: 'agent' | 'supervisor' | 'administrator'
  unread: number
  /** The newest snapshot of the person as an agent there; null for who never was one. */
  agent: Json
}

/** How sockets and HTTP find out who is there. Null for a token that is not valid. */
export interface Authenticator {
  /** `token` of the hello frame, else the one of the browser's cookie. */
  staff(token: string, accountId: string | null): Promise<StaffIdentity | null>
  customer(channelId: string, token: string): Promise<CustomerIdentity | null>
  /** All accounts in which the person is active now. Rejects as the store does. */
  desksOf(personId: string): Promise<DeskElsewhere[]>
}
