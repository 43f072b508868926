import { z } from 'zod'
import type { PendingDelivery } from '#storage/store'
import type { PasswordReset } from '../auth/password-reset.ts'
import { resetPath } from '../auth/password-reset.ts'
import type { PeopleStore } from '../auth/people-store.ts'
import type { CustomerMails } from './customer-mails.ts'
import type { Mailer } from './mailer.ts'

/**
 * Writes the mails that the outbox orders, when they go out.
 *
 * Q1 words, addresses and links are put together here and are stored nowhere. Q2 a mail's id is its
 * effect's, whatever the try. Q3 what cannot be sent to anybody any more is done, not tried again.
 */
export class PostOffice {
  readonly #mailer: Mailer
  readonly #people: Pick<PeopleStore, 'person'>
  readonly #passwordReset: Pick<PasswordReset, 'newLink'>
  readonly #toCustomers: Pick<CustomerMails, 'missedReplies' | 'transcript' | 'gaveUp'>
  readonly #publicUrl: string

  constructor(parts: {
    mailer: Mailer
    people: Pick<PeopleStore, 'person'>
    passwordReset: Pick<PasswordReset, 'newLink'>
    toCustomers: Pick<CustomerMails, 'missedReplies' | 'transcript' | 'gaveUp'>
    /** Where people reach this server; never what a request claims. */
    publicUrl: string
  }) {
    this.#mailer = parts.mailer
    this.#people = parts.people
    this.#passwordReset = parts.passwordReset
    this.#toCustomers = parts.toCustomers
    this.#publicUrl = parts.publicUrl
  }

  /** Delivers one. Rejects where it should be tried again. */
  async deliver(delivery: PendingDelivery): Promise<void> {
    const order = orderIn(delivery.payload)
    switch (order?.mail) {
      case 'passwordReset':
        return this.#passwordMail(delivery, order.personId)
      case 'missedReplies':
        return this.#toCustomers.missedReplies(delivery, order.chatId)
      case 'transcript':
        return this.#toCustomers.transcript(delivery, order.chatId)
      case undefined:
        throw new Error('The outbox orders a mail that nobody can write')
    }
  }

  /** Tells whom it concerns that one is not tried again; nobody of a password, who asked without a name. */
  async gaveUp(delivery: PendingDelivery): Promise<void> {
    const order = orderIn(delivery.payload)
    if (order === null || order.mail === 'passwordReset') return
    await this.#toCustomers.gaveUp(delivery, order.chatId, order.mail)
  }

  async #passwordMail({ accountId, effectId }: PendingDelivery, personId: string): Promise<void> {
    const person = await this.#people.person(personId)
    if (person === null) return // Q3
    const { token } = await this.#passwordReset.newLink(person.personId)
    const link = new URL(resetPath(token), this.#publicUrl).href
    await this.#mailer.send({
      id: `${accountId}.${effectId}`,
      to: person.email,
      subject: 'A new password for Parley',
      text: resetWords(person.name, link),
    })
  }
}

function resetWords(name: string, link: string): string {
  return `Hello ${name},

somebody asked for a new password for you. If that was you, choose one here within an hour:

${link}

If it was not, nothing has to be done: your password stays as it is.
`
}

const mailOrder = z.discriminatedUnion('mail', [
  z.strictObject({ mail: z.literal('passwordReset'), personId: z.string() }),
  z.strictObject({ mail: z.literal('missedReplies'), chatId: z.string() }),
  z.strictObject({ mail: z.literal('transcript'), chatId: z.string() }),
])

function orderIn(payload: PendingDelivery['payload']): z.infer<typeof mailOrder> | null {
  return mailOrder.safeParse(payload).data ?? null
}
