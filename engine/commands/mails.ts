import type { NoticeCode } from '#protocol/notice-codes'
import type { Json } from '#storage/json'
import { refuse } from '../host/answer.ts'
import { MAIL, orderMissedMail } from '../host/missed-mail.ts'
import type { Turn } from '../host/turn.ts'

type Result = Record<string, Json>

const DAY_MS = 86_400_000

/** Transcripts that go out for one customer in a day: so many as they ask for, and with staff's. */
export const TRANSCRIPTS_OF_CUSTOMER = 3
export const TRANSCRIPTS_BY_STAFF = 10

/**
 * Orders a transcript of a chat to the address that is known of its customer by the time it goes
 * out. Refuses with `noMail`, `noAddress`, and with `mailedEnough` what is too much for a day.
 */
export function orderTranscript(turn: Turn, chatId: string, most: number): Result {
  if (!turn.sendsMail) refuse('noMail')
  const { customerId } = turn.chat(chatId)
  const customer = turn.customer(customerId)
  if (customer.blockId !== null) refuse('blocked')
  if ((turn.known(customerId).details?.email ?? null) === null) refuse('noAddress')
  const transcriptDay = Math.floor(turn.at / DAY_MS)
  const before = customer.transcriptDay === transcriptDay ? customer.transcriptCount : 0
  if (before >= most) refuse('mailedEnough')
  turn.putCustomer({ ...turn.customer(customerId), transcriptDay, transcriptCount: before + 1 })
  turn.recordForChat(chatId, 'transcriptOrdered', {})
  turn.outbox.push({
    effectId: `transcript:${chatId}:${turn.seq}`,
    chatId: `transcript:${chatId}`,
    seq: turn.seq,
    kind: MAIL,
    payload: { mail: 'transcript', chatId },
    at: turn.at,
  })
  return {}
}

/** A transcript went out. */
export function noteTranscript(turn: Turn, chatId: string): Result {
  turn.chat(chatId)
  turn.recordForChat(chatId, 'transcriptMailed', {})
  note(turn, chatId, { code: 'transcriptMailed' })
  return {}
}

/**
 * The mail that waited for a chat's customer is over: it went out with `count` replies up to a
 * sequence, or with none where there was nothing to send. What was said since it was due waits for
 * the next one.
 */
export function noteMissedMail(
  turn: Turn,
  chatId: string,
  dueAt: number,
  sent: { upTo: number; count: number } | null,
): Result {
  const chat = turn.chat(chatId)
  if (sent === null && chat.mailDueAt === null) return {}
  turn.recordForChat(chatId, 'missedMailOver', sent === null ? {} : { upTo: sent.upTo })
  turn.putChat({
    ...chat,
    seq: turn.seq,
    mailDueAt: null,
    ...(sent === null ? {} : { mailedSeq: sent.upTo, mailedAt: turn.at }),
  })
  if (sent !== null) note(turn, chatId, { code: 'repliesMailed', count: sent.count })
  if ((turn.account.lastWords.get(chatId)?.at ?? 0) >= dueAt) orderIfUnseen(turn, chatId)
  return {}
}

/** Why a mail to a customer did not go out: there were as many as may be, or it was given up. */
export type WhyNotMailed = 'enough' | 'failed'

/** Staff is told what the customer did not get. */
export function noteRepliesNotMailed(
  turn: Turn,
  chatId: string,
  dueAt: number,
  reason: WhyNotMailed,
): Result {
  noteMissedMail(turn, chatId, dueAt, null)
  note(turn, chatId, { code: 'repliesNotMailed', reason })
  return {}
}

export function noteTranscriptNotMailed(turn: Turn, chatId: string, reason: WhyNotMailed): Result {
  turn.chat(chatId)
  turn.recordForChat(chatId, 'transcriptNotMailed', {})
  note(turn, chatId, { code: 'transcriptNotMailed', reason })
  return {}
}

/** A customer who left may not have seen what was said last: whether they did is asked when the mail goes out. */
export function orderIfUnseen(turn: Turn, chatId: string): void {
  const last = turn.account.lastWords.get(chatId)
  if (last === undefined || !last.author.startsWith('agent:')) return
  const chat = turn.chat(chatId)
  if (!turn.sendsMail || !chat.open || last.seq <= chat.mailedSeq) return
  orderMissedMail(turn, chatId)
}

function note(
  turn: Turn,
  chatId: string,
  data: { code: NoticeCode; count?: number; reason?: WhyNotMailed },
): void {
  turn.writeComment({
    chatId,
    author: 'system',
    kind: 'note',
    visibleTo: 'staff',
    text: null,
    data,
  })
}
