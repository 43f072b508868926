import type { Refusal } from '#protocol/refusals'
import type { ResetLink } from '#storage/reset-links'
import { toRefusal } from '../host/answer.ts'
import type { Clock, Log } from '../ports.ts'
import type { Passwords } from './passwords.ts'
import type { PeopleStore } from './people-store.ts'
import { RateLimit, addressKey } from './rate-limit.ts'
import type { Rate } from './rate-limit.ts'
import { newToken } from './secret-tokens.ts'
import type { Sessions } from './sessions.ts'

/** A link that is not used within this is over: time to find the mail, not to lose it. */
export const RESET_LINK_MS = 3_600_000

/** Mails that somebody may be sent without having asked for them. */
export const RESETS_PER_EMAIL: Rate = { points: 5, perSeconds: 3_600 }

/** An office on its first day after the holidays. */
export const RESETS_PER_ADDRESS: Rate = { points: 30, perSeconds: 3_600 }

/** Where a link leads: the token stands behind the `#`, so no server or log gets to see it. */
export function resetPath(token: string): string {
  return `/sign-in#reset=${token}`
}

/** Links are remembered hashed only. It throws what a store throws. */
export interface ResetStore {
  addResetLink(token: string, link: ResetLink): Promise<void>
  /** Null where the link is unknown, over or used. */
  resetPassword(token: string, passwordHash: string, now: number): Promise<string | null>
}

/** Leaves a mail with a link for somebody, in one of their accounts. Null where no mail goes out. */
export type OrderMail = ((accountId: string, personId: string) => Promise<unknown>) | null

/**
 * Forgotten passwords.
 *
 * F1 whether an e-mail address is known shows in no answer and in no time. F2 a link is used once
 * and for an hour; only its hash is stored, and its token is in no journal, log or outbox. F3 a new
 * password ends every session and every other link.
 */
export class PasswordReset {
  readonly #store: ResetStore & Pick<PeopleStore, 'personByEmail' | 'accountsOfPerson'>
  readonly #sessions: Sessions
  readonly #passwords: Passwords
  readonly #clock: Clock
  readonly #log: Log
  readonly #orderMail: OrderMail
  readonly #perEmail: RateLimit
  readonly #perAddress: RateLimit

  constructor(options: {
    store: ResetStore & Pick<PeopleStore, 'personByEmail' | 'accountsOfPerson'>
    sessions: Sessions
    passwords: Passwords
    clock: Clock
    log: Log
    orderMail: OrderMail
    perEmail?: Rate
    perAddress?: Rate
  }) {
    this.#store = options.store
    this.#sessions = options.sessions
    this.#passwords = options.passwords
    this.#clock = options.clock
    this.#log = options.log
    this.#orderMail = options.orderMail
    this.#perEmail = new RateLimit(options.perEmail ?? RESETS_PER_EMAIL)
    this.#perAddress = new RateLimit(options.perAddress ?? RESETS_PER_ADDRESS)
  }

  /** Whether this server sends mail. */
  get sendsMail(): boolean {
    return this.#orderMail !== null
  }

  /** Asks for a link by e-mail; refuses with `tooManyRequests`, known or not. Nothing is waited for. */
  async ask(email: string, address: string): Promise<Refusal | null> {
    const wait =
      (await this.#perAddress.take(addressKey(address))) ??
      (await this.#perEmail.take(email.toLowerCase()))
    if (wait !== null) return toRefusal('tooManyRequests', { retryAfterMs: wait })
    // F1: nothing of this is waited for.
    this.#order(email).catch((error: unknown) => {
      this.#log.warn({ error: String(error) }, 'a link for a forgotten password was not sent')
    })
    return null
  }

  /** F2: a new link's token for a person, and until when it is good. */
  async newLink(
    personId: string,
    lastsMs = RESET_LINK_MS,
  ): Promise<{ token: string; expiresAt: number }> {
    const token = newToken('pr')
    const createdAt = this.#clock.now()
    const expiresAt = createdAt + lastsMs
    await this.#store.addResetLink(token, { personId, createdAt, expiresAt })
    return { token, expiresAt }
  }

  /** Sets a new password by a link. Refuses with `linkOver` or `tooManyRequests`. */
  async use(token: string, password: string, address: string): Promise<Refusal | null> {
    const wait = await this.#perAddress.take(addressKey(address))
    if (wait !== null) return toRefusal('tooManyRequests', { retryAfterMs: wait })
    const passwordHash = await this.#passwords.hash(password)
    const personId = await this.#store.resetPassword(token, passwordHash, this.#clock.now())
    if (personId === null) return toRefusal('linkOver')
    await this.#sessions.endAllOf(personId) // F3
    return null
  }

  async #order(email: string): Promise<void> {
    if (this.#orderMail === null) return
    const person = await this.#store.personByEmail(email)
    if (person === null) return
    const [account] = await this.#store.accountsOfPerson(person.personId)
    if (account !== undefined) await this.#orderMail(account.accountId, person.personId)
  }
}
