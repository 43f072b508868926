/** Why the server closed a socket, and whether connecting again can help. */
export const CLOSE = {
  /** The server stops: connect again at once, with a little jitter. */
  goingAway: { code: 4001, again: true },
  /** This server does not own the account now: connect again after a moment. */
  notReady: { code: 4002, again: true },
  /** The client was too slow to read: connect again and resume. */
  tooSlow: { code: 4003, again: true },
  /** No hello in time. */
  helloTimeout: { code: 4004, again: true },
  /** Too many frames a second. */
  tooManyFrames: { code: 4005, again: true },
  /** The host lost what this socket was shown before it was durable: connect again and resume. */
  resync: { code: 4006, again: true },
  /** Words were erased: connect again without a number, and show nothing of what was shown. */
  erased: { code: 4007, again: true },
  /** The same person or customer opened so many others since that this one, the oldest, goes. */
  tooManySockets: { code: 4429, again: false },
  /** Not a frame of this protocol. */
  badFrame: { code: 4400, again: false },
  /** The token is not valid, or was revoked. */
  unauthorized: { code: 4401, again: false },
  /** The account, role or channel does not allow this socket. */
  forbidden: { code: 4403, again: false },
  /** The client speaks another version of the protocol. */
  wrongVersion: { code: 4426, again: false },
} as const

export type CloseReason = keyof typeof CLOSE
