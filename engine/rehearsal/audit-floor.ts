import { answeredIn, hasSuggestion } from './answer-marks.ts'
import type { Found } from './audit.ts'
import type { Hands } from './hands.ts'
import type { DatabaseRecord, Observations } from './observations.ts'

/**
 * A7 of bot and agent one has the floor at a time: no bot says anything in a chat that an agent has,
 * or to another message than the customer's last one, and nobody is shown a chat that both have.
 */
export function auditFloor(
  seen: Observations,
  record: DatabaseRecord,
  hands: Hands | null,
  found: Found,
): void {
  for (const { chatId, agentId, seq } of seen.sharedFloors) {
    found('sharedFloor', `${chatId} was shown with the bot and with ${agentId} at ${seq}`)
  }
  const last = new Map<string, string>()
  for (const { chatId, messageId, author, says, seq } of record.messages) {
    if (author.startsWith('customer:')) last.set(chatId, messageId)
    if (!author.startsWith('bot:')) continue
    const agentId = hands?.holder(chatId, seq) ?? null
    if (agentId !== null) {
      found('sharedFloor', `${author} wrote ${messageId} in ${chatId} while ${agentId} had it`)
    }
    const answers = answeredIn(says)
    if (answers !== null && answers !== last.get(chatId)) {
      found('sharedFloor', `${author} answered ${answers} in ${chatId} too late`)
    }
  }
}

/** A8 what prompters suggest is nowhere unless an agent sends it, and here nobody does. */
export function auditPrompters(seen: Observations, record: DatabaseRecord, found: Found): void {
  for (const viewer of seen.suggested) found('prompterWrote', `${viewer} was sent a suggestion`)
  for (const { chatId, messageId, says } of record.messages) {
    if (hasSuggestion(says)) found('prompterWrote', `${messageId} of ${chatId} is a suggestion`)
  }
  for (const { chatId, commentId, text } of record.comments) {
    if (hasSuggestion(text)) found('prompterWrote', `${commentId} of ${chatId} is a suggestion`)
  }
}
