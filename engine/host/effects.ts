import type { CustomerNotice, StaffNote } from '#machines/chat-events'
import type { Effect } from '#machines/step'
import type { NoticeCode } from '#protocol/notice-codes'
import type { AwakeActor } from './account.ts'
import type { OutboxRow } from '#storage/rows'
import type { Json } from '#storage/json'

/** What a turn offers to those who carry effects out. */
export interface Stage {
  readonly at: number
  readonly seq: number
  readonly outbox: OutboxRow[]
  newId(): string
  /** Whether a message was written in this turn. */
  hasWritten(messageId: string | null): boolean
  writeMessage(notice: {
    chatId: string
    messageId: string
    author: string
    kind: 'notice'
    text: string | null
    data: Json
  }): unknown
  writeComment(note: {
    chatId: string
    author: string
    kind: 'note'
    visibleTo: 'staff'
    text: null
    data: Json
  }): unknown
  /** What a block says to the customer of a chat; null where its words were erased. */
  saysBlock(chatId: string, blockId: string): string | null
  /** Whether anybody of the chat's group takes chats, now or with a free hand. */
  isStaffed(chatId: string): boolean
  stepAgent(agentId: string, event: { type: 'offerMissed' }): void
  returnAll(agentId: string, reason: 'connectionLost'): void
  withdrawOffers(agentId: string, reason: 'presenceChanged'): void
}

/**
 * Carries out what a step of a chat or an agent described: rows of the same turn, or steps of other
 * actors in it. Throws for an effect that no chart has.
 */
export function carryOut(turn: Stage, effects: readonly Effect[], awake: AwakeActor): void {
  effects.forEach((effect, index) => {
    const params: unknown = effect.params
    const chatId = awake.actor.slice('chat:'.length)
    switch (effect.type) {
      case 'tellCustomer':
        turn.writeMessage({
          chatId,
          messageId: turn.newId(),
          author: 'system',
          kind: 'notice',
          text: wordsOf(turn, chatId, params as CustomerNotice),
          data: withHope(turn, chatId, params as CustomerNotice),
        })
        return
      case 'tellStaff':
        turn.writeComment({
          chatId,
          author: 'system',
          kind: 'note',
          visibleTo: 'staff',
          text: null,
          data: coded(params as StaffNote),
        })
        return
      case 'remindAgent':
        turn.writeComment({
          chatId,
          author: 'system',
          kind: 'note',
          visibleTo: 'staff',
          text: null,
          data: coded({ code: 'holdEnded', ...(params as { agentId: string }) }),
        })
        return
      case 'askBot':
        turn.outbox.push({
          effectId: `${awake.actor}:${awake.seq}:${index}`,
          chatId,
          seq: turn.seq,
          kind: 'askBot',
          payload: questionOf(turn, params as { botId: string; answers: string | null }),
          at: turn.at,
        })
        return
      case 'countMissedOffer':
        turn.stepAgent((params as { agentId: string }).agentId, { type: 'offerMissed' })
        return
      case 'returnChats':
        turn.returnAll((params as { agentId: string }).agentId, 'connectionLost')
        return
      case 'withdrawOffers':
        turn.withdrawOffers((params as { agentId: string }).agentId, 'presenceChanged')
        return
      case 'tellAgent':
        return
      default:
        throw new Error(`No one carries out ${effect.type}`)
    }
  })
}

/** Who comes to a bot by a button, or is given to it, says nothing new with it. */
function questionOf(
  turn: Stage,
  { botId, answers }: { botId: string; answers: string | null },
): Record<string, Json> {
  const isNew = turn.hasWritten(answers)
  return { botId, answers, ...(isNew ? {} : { withoutWords: true }) }
}

/** A block speaks with its own words, each time. */
function wordsOf(turn: Stage, chatId: string, notice: CustomerNotice): string | null {
  const isBlock = notice.code === 'blocked' || notice.code === 'stillBlocked'
  return isBlock ? turn.saysBlock(chatId, notice.blockId) : null
}

/** Customers who wait are told whether anybody is there to come. */
function withHope(turn: Stage, chatId: string, notice: CustomerNotice): Json {
  const waits =
    notice.code === 'waiting' || notice.code === 'returned' || notice.code === 'forwarded'
  return coded(waits && !turn.isStaffed(chatId) ? { ...notice, unstaffed: true } : { ...notice })
}

/** A code that the protocol does not list has no words anywhere: it does not compile. */
function coded<Data extends { code: NoticeCode }>(data: Data): Data {
  return data
}
