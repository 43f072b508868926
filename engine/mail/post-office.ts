import { z } from 'zod'
import type { PendingDelivery } from '#storage/store'
import { INVITATION_MS } from '../auth/invitations.ts'
import type { WebhookRow } from '#storage/webhook-rows'
import type { PasswordReset } from '../auth/password-reset.ts'
import { resetPath } from '../auth/password-reset.ts'
import type { PeopleStore } from '../auth/people-store.ts'
import type { CustomerMails } from './customer-mails.ts'
import type { Mailer } from './mailer.ts'

/** A webhook as it is now; null where it is gone. */
type WebhookOf = (
  accountId: string,
  webhookId: string,
) => Promise<Pick<WebhookRow, 'name' | 'url' | 'state'> | null>

/**
 * Writes the mails that the outbox orders, when they go out.
 *
 * Q1 words, addresses and links are put together here and are stored nowhere. Q2 a mail's id is its
 * effect's, whatever the try. Q3 what cannot be sent to anybody any more is done, not tried again.
 */
export class PostOffice {
  readonly #mailer: Mailer
  readonly #people: Pick<PeopleStore, 'person' | 'accountsOfPerson'>
  readonly #passwordReset: Pick<PasswordReset, 'newLink'>
  readonly #toCustomers: Pick<CustomerMails, 'missedReplies' | 'transcript' | 'gaveUp'>
  readonly #webhookOf: WebhookOf
  readonly #publicUrl: string

  constructor(parts: {
    mailer: Mailer
    people: Pick<PeopleStore, 'person' | 'accountsOfPerson'>
    passwordReset: Pick<PasswordReset, 'newLink'>
    toCustomers: Pick<CustomerMails, 'missedReplies' | 'transcript' | 'gaveUp'>
    webhookOf: WebhookOf
    /** Where people reach this server; never what a request claims. */
    publicUrl: string
  }) {
    this.#mailer = parts.mailer
    this.#people = parts.people
    this.#passwordReset = parts.passwordReset
    this.#toCustomers = parts.toCustomers
    this.#webhookOf = parts.webhookOf
    this.#publicUrl = parts.publicUrl
  }

  /** Delivers one. Rejects where it should be tried again. */
  async deliver(delivery: PendingDelivery): Promise<void> {
    const order = orderIn(delivery.payload)
    switch (order?.mail) {
      case 'passwordReset':
        return this.#passwordMail(delivery, order.personId)
      case 'invitation':
        return this.#invitation(delivery, order.personId, order.by)
      case 'missedReplies':
        return this.#toCustomers.missedReplies(delivery, order.chatId)
      case 'transcript':
        return this.#toCustomers.transcript(delivery, order.chatId)
      case 'webhookOff':
        return this.#webhookMail(delivery, order)
      case undefined:
        throw new Error('The outbox orders a mail that nobody can write')
    }
  }

  /** Tells whom it concerns that one is not tried again; of mails to staff nobody. */
  async gaveUp(delivery: PendingDelivery): Promise<void> {
    const order = orderIn(delivery.payload)
    if (order === null || !('chatId' in order)) return
    await this.#toCustomers.gaveUp(delivery, order.chatId, order.mail)
  }

  async #webhookMail(
    { accountId, effectId }: PendingDelivery,
    { personId, webhookId }: { personId: string; webhookId: string },
  ): Promise<void> {
    const person = await this.#people.person(personId)
    const webhook = await this.#webhookOf(accountId, webhookId)
    // Q3: whoever switched it on again knows.
    if (person === null || webhook === null || webhook.state === 'on') return
    const link = new URL(`/console/${accountId}#/webhooks/${webhookId}`, this.#publicUrl).href
    await this.#mailer.send({
      id: `${accountId}.${effectId}`,
      to: person.email,
      subject: `A webhook was switched off: ${webhook.name}`,
      text: webhookWords(person.name, webhook, link),
    })
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

  async #invitation(
    { accountId, effectId }: PendingDelivery,
    personId: string,
    by: string,
  ): Promise<void> {
    const person = await this.#people.person(personId)
    const accounts = await this.#people.accountsOfPerson(personId)
    const account = accounts.find((one) => one.accountId === accountId)
    if (person === null || account === undefined) return // Q3
    const inviter = (await this.#people.person(by))?.name ?? 'An administrator'
    const isNew = person.passwordHash === null
    const path = isNew
      ? resetPath((await this.#passwordReset.newLink(personId, INVITATION_MS)).token)
      : '/sign-in'
    const link = new URL(path, this.#publicUrl).href
    await this.#mailer.send({
      id: `${accountId}.${effectId}`,
      to: person.email,
      subject: `Your place in ${account.name}`,
      text: invitationWords({ name: person.name, inviter, account: account.name, link, isNew }),
    })
  }
}

function invitationWords(named: {
  name: string
  inviter: string
  account: string
  link: string
  isNew: boolean
}): string {
  const { name, inviter, account, link, isNew } = named
  return isNew
    ? `Hello ${name},

${inviter} invites you to answer customers of ${account}. Choose a password here within seven days:

${link}

You sign in with this e-mail address from then on.
`
    : `Hello ${name},

${inviter} invites you to answer customers of ${account}. You have a password already; sign in with it:

${link}
`
}

function webhookWords(
  name: string,
  webhook: Pick<WebhookRow, 'name' | 'url' | 'state'>,
  link: string,
): string {
  const why =
    webhook.state === 'gone'
      ? 'its server said that it is gone'
      : 'everything that it was told in the last days failed'
  return `Hello ${name},

the webhook “${webhook.name}” (${webhook.url}) was switched off, because ${why}.

What happens now is not told to it. Its log says what went wrong; there it is switched on again, and
told what it missed:

${link}
`
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
  z.strictObject({ mail: z.literal('invitation'), personId: z.string(), by: z.string() }),
  z.strictObject({ mail: z.literal('missedReplies'), chatId: z.string() }),
  z.strictObject({ mail: z.literal('transcript'), chatId: z.string() }),
  z.strictObject({ mail: z.literal('webhookOff'), personId: z.string(), webhookId: z.string() }),
])

function orderIn(payload: PendingDelivery['payload']): z.infer<typeof mailOrder> | null {
  return mailOrder.safeParse(payload).data ?? null
}
