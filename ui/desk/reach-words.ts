import { msg, str } from '@lit/localize'
import type { ChatView } from '#protocol/staff-views'
import type { OpenCustomer } from '../client/customer-book.ts'
import type { DeskState } from '../client/desk-state.ts'

/** Whether and how a customer gets what is written. */
export interface Reach {
  /** Whether they do without coming back by themselves. */
  reaches: boolean
  words: string
}

/**
 * How a customer is reached who is not here; null for one who is, of a chat that is over, and while
 * nothing is known of them.
 */
export function reachOf(
  chat: ChatView,
  customer: OpenCustomer | null,
  desk: DeskState,
): Reach | null {
  if (!chat.open || chat.customerPresent || customer?.kind !== 'ready') return null
  const { email } = customer.customer.details
  if (!desk.sendsMail) {
    const words = msg('Left. No mail server is set: they see it when they come back')
    return { reaches: false, words }
  }
  if (email === null) {
    const words = msg('Left without an e-mail address: they see it when they come back')
    return { reaches: false, words }
  }
  const address = masked(email.value)
  return { reaches: true, words: msg(str`Left. Your answer goes by e-mail to ${address}`) }
}

/** As much of an address as tells whose it is: `a***@mail.example`. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? email : `${email.slice(0, 1)}***${email.slice(at)}`
}
