import type { ChatRow, OutboxRow } from '#storage/rows'
import type { KnownCustomer } from '#storage/store'
import type { VersionedSettings } from './settings.ts'

/** What the outbox holds of a mail: ids only. */
export const MAIL = 'mail'

/** Mails about one chat are at least so far apart: six an hour. */
export const MAILS_APART_MS = 10 * 60_000

/** A mail that is so late was given up by the outbox: it keeps no other from being ordered. */
const GIVEN_UP_MS = 60 * 60_000

/** What a turn offers to whoever orders a mail. */
export interface MailStage {
  readonly at: number
  readonly seq: number
  readonly outbox: OutboxRow[]
  readonly sendsMail: boolean
  readonly settings: VersionedSettings
  chat(chatId: string): ChatRow
  putChat(row: ChatRow): void
  known(customerId: string): KnownCustomer
}

/**
 * Orders the mail with what a customer misses who is not there: it goes out after the account's
 * time for coming back, with all that is unread by then. While one waits there is no second.
 */
export function orderMissedMail(turn: MailStage, chatId: string): void {
  const chat = turn.chat(chatId)
  if (!turn.sendsMail || chat.customerPresent || waits(chat, turn.at)) return
  const email = turn.known(chat.customerId).details?.email ?? null
  if (email === null) return
  const soonest = chat.mailedAt === null ? 0 : chat.mailedAt + MAILS_APART_MS
  const mailDueAt = Math.max(turn.at + turn.settings.values.missedReplyMs, soonest)
  turn.putChat({ ...chat, mailDueAt })
  turn.outbox.push({
    effectId: `missed:${chatId}:${turn.seq}`,
    chatId: `missed:${chatId}`,
    seq: turn.seq,
    kind: MAIL,
    payload: { mail: 'missedReplies', chatId },
    at: mailDueAt,
  })
}

function waits({ mailDueAt }: ChatRow, now: number): boolean {
  return mailDueAt !== null && now < mailDueAt + GIVEN_UP_MS
}
