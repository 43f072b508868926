import type { SignInOf, Where } from '#storage/sessions'
import { tokenHash } from '#storage/token-hash'
import type { Clock } from '../ports.ts'
import type { PeopleStore } from './people-store.ts'
import { newToken } from './secret-tokens.ts'

/** A session ends this long after signing in, however busy it is. */
export const SESSION_MS = 30 * 24 * 3_600_000

/** A session that nobody used for this long has ended: a holiday, but not a sold laptop. */
export const SESSION_IDLE_MS = 14 * 24 * 3_600_000

/** A session of an embedding page: what leaks of it is worth little, and asking anew costs little. */
export const EMBEDDED_MS = 10 * 60_000

/** Being seen is written this often, not with every request. */
const SEEN_EVERY_MS = 10 * 60_000

/** Browsers say who they are in 120 characters; some in 500, and nobody reads those. */
const MAX_DEVICE_LENGTH = 300

const NOWHERE: Where = { device: '', address: '' }

/** What is known of a page that asks by its server: the list of sign-ins calls it by this. */
const EMBEDDED: Where = { device: 'embedded', address: '' }

/** What a page that embeds the desk is given. */
export interface EmbeddedToken {
  token: string
  expiresAt: number
}

/** A session that lives. Its id is the hash that it is stored under; the token is not kept. */
export interface LiveSession {
  sessionId: string
  personId: string
}

/** S3 */
export interface EmbeddedSession extends LiveSession {
  accountId: string
  expiresAt: number
}

/**
 * Sessions of people who signed in with a password.
 *
 * S1 only the hash of a token is stored. S2 a session ends by time, by signing out and with the
 * password it was begun with; `onRevoked` hears of the latter two, after they are durable. S3 one of
 * an embedding page is bound to an account, and is no session of its person's anywhere else.
 */
export class Sessions {
  readonly #store: PeopleStore
  readonly #clock: Clock
  readonly #onRevoked: (sessionId: string) => void

  constructor(store: PeopleStore, clock: Clock, onRevoked: (sessionId: string) => void) {
    this.#store = store
    this.#clock = clock
    this.#onRevoked = onRevoked
  }

  /** Begins a session; gives its token. */
  async begin(personId: string, where: Where = NOWHERE): Promise<string> {
    const token = newToken('ps')
    const now = this.#clock.now()
    const session = { personId, accountId: null, createdAt: now, expiresAt: now + SESSION_MS }
    await this.#store.addSession(token, session, {
      device: storable(where.device).slice(0, MAX_DEVICE_LENGTH),
      address: where.address,
    })
    return token
  }

  /** S3: begins a session of a page that embeds the desk for somebody. */
  async beginEmbedded(accountId: string, personId: string): Promise<EmbeddedToken> {
    const token = newToken('pe')
    const createdAt = this.#clock.now()
    const expiresAt = createdAt + EMBEDDED_MS
    await this.#store.addSession(token, { personId, accountId, createdAt, expiresAt }, EMBEDDED)
    return { token, expiresAt }
  }

  /** S3: the session of an embedding page's token; null where there is none, or none any more. */
  async findEmbedded(token: string): Promise<EmbeddedSession | null> {
    const session = await this.#store.session(token, this.#clock.now())
    if (session === null || session.accountId === null) return null
    const { personId, accountId, expiresAt } = session
    return { sessionId: tokenHash(token), personId, accountId, expiresAt }
  }

  /** The session of a token; null where there is none, or none any more. */
  async find(token: string): Promise<LiveSession | null> {
    const now = this.#clock.now()
    const session = await this.#store.session(token, now)
    if (session === null || session.lastSeenAt + SESSION_IDLE_MS <= now) return null
    if (session.accountId !== null) return null // S3
    if (session.lastSeenAt < now - SEEN_EVERY_MS) await this.#store.sessionSeen(token, now)
    return { sessionId: tokenHash(token), personId: session.personId }
  }

  /** Ends the session of a token and closes what lives by it. */
  async end(token: string): Promise<void> {
    await this.#store.revokeSession(token, this.#clock.now())
    this.#onRevoked(tokenHash(token))
  }

  /** Where a person is signed in, the session used last first. */
  async of(personId: string): Promise<SignInOf[]> {
    const now = this.#clock.now()
    const all = await this.#store.sessionsOf(personId, now)
    return all.filter(({ lastSeenAt }) => lastSeenAt + SESSION_IDLE_MS > now)
  }

  /** Ends a person's own sessions by their ids; false where none of them lived. */
  async endOf(personId: string, sessionIds: readonly string[]): Promise<boolean> {
    const revoked = await this.#store.revokeSessionsById(personId, sessionIds, this.#clock.now())
    for (const sessionId of revoked) this.#onRevoked(sessionId)
    return revoked.length > 0
  }

  /** Ends all sessions of a person but one, which may be somebody else's. */
  async endAllBut(personId: string, stays: string): Promise<void> {
    const others = (await this.of(personId)).filter(({ sessionId }) => sessionId !== stays)
    await this.endOf(
      personId,
      others.map(({ sessionId }) => sessionId),
    )
  }

  /** Ends all sessions of a person and closes what lives by them. */
  async endAllOf(personId: string): Promise<void> {
    const revoked = await this.#store.revokeSessionsOf(personId, this.#clock.now())
    for (const sessionId of revoked) this.#onRevoked(sessionId)
  }
}

/** Headers hold bytes of any kind; browsers say who they are in ASCII. */
function storable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '')
}
