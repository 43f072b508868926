import { OutcomeUnknown, Rejected, StoreUnavailable } from './store.ts'

/** Nothing was sent: the connection was never made, or was ended by us before. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
  'CONNECTION_ENDED',
  'NOT_CONNECTED',
])

const BROKEN = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01', // the server ends the session
  '57P02', // the server crashed
])

/** SQLSTATE classes with which a server that lives says: not now. Nothing was written. */
const NOT_NOW = [
  '08', // connection refused by the server
  '25', // read-only: a server that is a standby now
  '28', // password or right was taken away
  '3D', // the database is gone
  '40', // deadlock, serialization
  '53', // disk full, too many connections, out of memory
  '55', // lock timeout
  '57', // statement timeout, starting, shutting down
  '58', // input or output error
]

/**
 * What an error of the client means to the caller of a write or of a read.
 *
 * A server that shuts down (57P01, 57P02) may say so after a commit that it did not confirm, and a
 * broken connection says nothing at all: of a write, both leave the outcome unknown.
 */
export function storeError(
  error: unknown,
  kind: 'write' | 'read',
): Rejected | StoreUnavailable | OutcomeUnknown {
  if (
    error instanceof Rejected ||
    error instanceof StoreUnavailable ||
    error instanceof OutcomeUnknown
  ) {
    return error
  }
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (NOT_SENT.has(code)) return new StoreUnavailable(message, { cause: error })
  if (isSqlState(code) && code !== '57P01' && code !== '57P02') {
    return NOT_NOW.some((class_) => code.startsWith(class_))
      ? new StoreUnavailable(message, { cause: error })
      : new Rejected(message, { cause: error })
  }
  return kind === 'write'
    ? new OutcomeUnknown(message, { cause: error })
    : new StoreUnavailable(message, { cause: error })
}

/** Whether the connection is gone, so that nothing more can be sent on it. */
export function isBrokenConnection(error: unknown): boolean {
  return BROKEN.has(codeOf(error))
}

/** The code of an error of the client or of the operating system; empty where it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code)
}
