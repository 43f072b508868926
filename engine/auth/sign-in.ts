import type { Refusal } from '#protocol/refusals'
import type { Where } from '#storage/sessions'
import { toRefusal } from '../host/answer.ts'
import { Passwords } from './passwords.ts'
import type { PeopleStore, Person } from './people-store.ts'
import { RateLimit, addressKey } from './rate-limit.ts'
import type { Rate } from './rate-limit.ts'
import type { Sessions } from './sessions.ts'

interface Refused {
  kind: 'refused'
  refusal: Refusal
}

/** Attempts for one e-mail from one address: three forgotten passwords, useless to guess by. */
export const SIGN_IN_PER_EMAIL: Rate = { points: 10, perSeconds: 15 * 60 }

/**
 * For one e-mail from everywhere, times that: still useless to guess by, and whoever knows an
 * address needs a network of machines to keep its owner out.
 */
const EVERYWHERE = 20

/** Attempts from one address: an office that starts its day. */
export const SIGN_IN_PER_ADDRESS: Rate = { points: 60, perSeconds: 15 * 60 }

/** When a server that checks too many passwords may be asked again, in milliseconds. */
const BUSY_RETRY_MS = 2_000

export type SignInAnswer = { kind: 'signedIn'; person: Person; token: string } | Refused

/**
 * Signing in with e-mail and password. Right, wrong and unknown take the same work; the latter two
 * get the same answer.
 */
export class SignIn {
  readonly #store: PeopleStore
  readonly #sessions: Sessions
  readonly #passwords: Passwords
  readonly #perEmail: RateLimit
  readonly #perEmailEverywhere: RateLimit
  readonly #perAddress: RateLimit

  constructor(options: {
    store: PeopleStore
    sessions: Sessions
    passwords?: Passwords
    perEmail?: Rate
    perAddress?: Rate
  }) {
    this.#store = options.store
    this.#sessions = options.sessions
    this.#passwords = options.passwords ?? new Passwords()
    const perEmail = options.perEmail ?? SIGN_IN_PER_EMAIL
    this.#perEmail = new RateLimit(perEmail)
    this.#perEmailEverywhere = new RateLimit({ ...perEmail, points: EVERYWHERE * perEmail.points })
    this.#perAddress = new RateLimit(options.perAddress ?? SIGN_IN_PER_ADDRESS)
  }

  /** Refuses with `wrongPassword`, `tooManyRequests` or `busy`. */
  async signIn(email: string, password: string, where: Where): Promise<SignInAnswer> {
    const person = await this.#prove(email, password, where.address)
    if ('kind' in person) return person
    const token = await this.#sessions.begin(person.personId, where)
    // The password may have changed since it was checked: then this session came too late to be
    // ended with the others.
    const now = await this.#store.person(person.personId)
    if (now?.passwordHash === person.passwordHash) return { kind: 'signedIn', person, token }
    await this.#sessions.end(token)
    return wrong()
  }

  /**
   * Changes a password, ends all sessions begun with the old one, and begins a new one. Refuses as
   * `signIn` does where the current password is not right.
   */
  async changePassword(
    personId: string,
    current: string,
    next: string,
    where: Where,
  ): Promise<SignInAnswer> {
    const known = await this.#store.person(personId)
    if (known === null) return wrong()
    const person = await this.#prove(known.email, current, where.address)
    if ('kind' in person) return person
    await this.#store.setPassword(personId, await this.#passwords.hash(next))
    await this.#sessions.endAllOf(personId)
    return { kind: 'signedIn', person, token: await this.#sessions.begin(personId, where) }
  }

  async #prove(email: string, password: string, address: string): Promise<Person | Refused> {
    const emailKey = email.toLowerCase()
    const fromHere = `${emailKey} ${addressKey(address)}`
    // Counted before the check, so that a hundred attempts at once are a hundred.
    const wait =
      (await this.#perAddress.take(addressKey(address))) ??
      (await this.#perEmail.take(fromHere)) ??
      (await this.#perEmailEverywhere.take(emailKey))
    if (wait !== null) return refusedWith('tooManyRequests', wait)
    const person = await this.#store.personByEmail(email)
    const right = await this.#passwords.check(password, person?.passwordHash ?? null)
    if (right === null) return refusedWith('busy', BUSY_RETRY_MS)
    if (!right || person === null) return wrong()
    await this.#perEmail.forget(fromHere)
    return person
  }
}

function wrong(): Refused {
  return refusedWith('wrongPassword')
}

function refusedWith(code: 'wrongPassword' | 'tooManyRequests' | 'busy', wait?: number): Refused {
  return {
    kind: 'refused',
    refusal: toRefusal(code, wait === undefined ? {} : { retryAfterMs: wait }),
  }
}
