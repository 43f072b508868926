import type { Person } from '#storage/people'
import type { Clock, Ids } from '../ports.ts'
import type { PasswordReset } from './password-reset.ts'
import type { Enrolment } from './people-store.ts'

/** How long the link of an invitation is good: over a weekend, and some days of being ill. */
export const INVITATION_MS = 7 * 24 * 3_600_000

/** How somebody who was invited comes in: by a link, or by the sign-in that they have. */
export type WayIn = { token: string; expiresAt: number } | null

/**
 * People who come to an account.
 *
 * V1 a person of several accounts is one person: whoever is known on this server by an address is
 * not made again, and joins with the password that they have. V2 nobody's password is changed by an
 * invitation: a link is made only for who never chose one, and is used once.
 */
export class Invitations {
  readonly #store: Pick<Enrolment, 'personByEmail' | 'addPerson'>
  readonly #links: Pick<PasswordReset, 'newLink'>
  readonly #clock: Clock
  readonly #ids: Ids

  constructor(parts: {
    store: Pick<Enrolment, 'personByEmail' | 'addPerson'>
    links: Pick<PasswordReset, 'newLink'>
    clock: Clock
    ids: Ids
  }) {
    this.#store = parts.store
    this.#links = parts.links
    this.#clock = parts.clock
    this.#ids = parts.ids
  }

  /** A fresh id for the command by which somebody joins. */
  newId(): string {
    return this.#ids.next()
  }

  /** V1: who an address is of; somebody new where nobody is known by it. */
  async person(email: string, name: string): Promise<Pick<Person, 'personId' | 'passwordHash'>> {
    const known = await this.#store.personByEmail(email)
    if (known !== null) return known
    const personId = this.#ids.next()
    const createdAt = this.#clock.now()
    const person = { personId, email, name, passwordHash: null, createdAt }
    if (await this.#store.addPerson(person)) return person
    // Of two who invite somebody at once one was first.
    const made = await this.#store.personByEmail(email)
    if (made === null) throw new Error('an address is taken, and nobody has it')
    return made
  }

  /** V2 */
  async wayIn({
    personId,
    passwordHash,
  }: Pick<Person, 'personId' | 'passwordHash'>): Promise<WayIn> {
    return passwordHash === null ? this.#links.newLink(personId, INVITATION_MS) : null
  }
}
