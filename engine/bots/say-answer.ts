import type { BotFailure } from '#machines/chat-events'
import type { Json } from '#storage/json'
import type { BotRow, HandoverRow } from '#storage/rows'
import type { Line } from '#machines/chat-events'
import { useFiles } from '../commands/files.ts'
import { dataOf } from '../files/file-facts.ts'
import type { Account } from '../host/account.ts'
import type { Turn } from '../host/turn.ts'
import type { BotAnswer, BotHandover } from './bot-answer.ts'
import { findingsOf, subjectIdOf, withFindings } from './handover.ts'

/** What was asked of a bot: which chat, and the message that an answer must refer to. */
export interface Asked {
  chatId: string
  botId: string
  answers: string | null
  /** Whether the customer came without writing anything new. */
  withoutWords: boolean
}

/** What a bot answered, with what of its files was taken in, by the place of its message. */
export interface Answered {
  answer: BotAnswer
  fileIds: readonly (readonly string[])[]
}

/**
 * Says what a bot answered, in one turn. The statechart refuses what refers to an earlier message,
 * and what comes after the chat left the bot.
 */
export function sayAnswer(
  turn: Turn,
  asked: Asked,
  { answer, fileIds }: Answered,
): Record<string, Json> {
  const { chatId, botId, answers } = asked
  turn.prepare([chatId])
  if (!hasFloor(turn, asked)) return {}
  const { customerId } = turn.chat(chatId)
  for (const [place, { text, buttons }] of answer.messages.entries()) {
    const taken = fileIds[place] ?? []
    if (text === '' && taken.length === 0) continue
    const messageId = turn.newId()
    const missed = answer.missed ? { missed: true as const } : {}
    const into = { chatId, customerId, messageId }
    const files = useFiles(turn, { kind: 'bot', botId, chatId }, taken, into)
    turn.stepChat(chatId, { type: 'botWrote', messageId, answers, ...missed }, () => {
      turn.writeMessage({
        chatId,
        messageId,
        author: `bot:${botId}`,
        kind: 'text',
        text,
        data: dataOf(
          files,
          buttons.length === 0 ? {} : { buttons: buttons.map((one) => ({ ...one })) },
        ),
      })
    })
  }
  if (answer.handover !== null) handOver(turn, asked, answer.handover)
  return {}
}

/** Gives the bot's customer to people, who are told why. */
export function sayFailure(turn: Turn, asked: Asked, reason: BotFailure): Record<string, Json> {
  turn.prepare([asked.chatId])
  if (!hasFloor(turn, asked)) return {}
  turn.stepChat(asked.chatId, { type: 'botFailed', answers: asked.answers, reason })
  return {}
}

/** Another bot, or a person, may have the chat by now. */
function hasFloor(turn: Turn, { chatId, botId }: Asked): boolean {
  const chat = turn.chat(chatId)
  return chat.botId === botId && chat.state.startsWith('bot.')
}

function handOver(turn: Turn, asked: Asked, handover: BotHandover): void {
  const { chatId, botId, answers } = asked
  const line = lineOf(turn, botId, handover.group)
  const words = wordsOf(handover)
  const handoverId = words === null ? null : turn.newId()
  const { accountId } = turn.account
  const subjectId = handover.subject === null ? null : subjectIdOf(accountId, handover.subject)
  const event = {
    type: 'botHandedOver' as const,
    answers,
    ...(line === null ? {} : { line }),
    ...(handoverId === null ? {} : { handoverId }),
    ...(subjectId === null ? {} : { subjectId }),
  }
  turn.stepChat(chatId, event, () => {
    if (handoverId === null) return
    keep(turn, asked, { handoverId, subjectId, handover })
    turn.writeComment({
      commentId: handoverId,
      chatId,
      author: `bot:${botId}`,
      kind: 'note',
      visibleTo: 'staff',
      text: words,
      data: { code: 'botHandover' },
    })
  })
}

/** Keeps what was said, by its id; what a bot said of the chat before holds until one says otherwise. */
function keep(
  turn: Turn,
  { chatId, botId }: Asked,
  said: { handoverId: string; subjectId: string | null; handover: BotHandover },
): void {
  const chat = turn.chat(chatId)
  const before = turn.account.handovers.get(chatId) ?? null
  const { handoverId, handover } = said
  const isNew = said.subjectId !== null
  const attributes = withFindings(before === null ? [] : findingsOf(before), handover.attributes)
  const row: HandoverRow = {
    handoverId,
    chatId,
    customerId: chat.customerId,
    botId,
    seq: turn.seq,
    subjectId: isNew ? said.subjectId : (before?.subjectId ?? null),
    subject: isNew ? handover.subject : (before?.subject ?? null),
    attributes: attributes.map((one) => ({ ...one })),
    at: turn.at,
  }
  turn.rare.handovers.set(handoverId, row)
  turn.hasRare = true
  turn.putChat({ ...chat, seq: turn.seq, subjectId: row.subjectId, handoverId })
}

/** The line of the group that a bot names; null for the chat's own, where it names none that is there. */
function lineOf(turn: Turn, botId: string, named: number | string | null): Line | null {
  const groupId = groupNamed(turn.account, turn.bot(botId), named)
  if (groupId === null || !turn.hasGroup(groupId)) return null
  const group = turn.livingGroup(groupId)
  const { overflowGroupId } = group
  return { groupId: group.groupId, overflowGroupId, priority: 0, firstWaitingAt: null }
}

/**
 * The id of the group that a bot names: by it, by a number of the bot's own, or by that of a group;
 * null where it names none.
 */
export function groupNamed(
  account: Pick<Account, 'groupOfNumber'>,
  bot: BotRow | null,
  named: number | string | null,
): string | null {
  if (named === null || typeof named === 'string') return named
  const own = groupsOf(bot).find(({ number }) => number === named)
  return own?.groupId ?? account.groupOfNumber(named)
}

/** The numbers by which a bot names groups, as they are stored. */
export function groupsOf(bot: BotRow | null): { number: number; groupId: string }[] {
  const stored: unknown = bot?.groups
  return Array.isArray(stored) ? stored : []
}

/** The subject, what the bot found out and its word, as staff reads them; null where it says nothing. */
function wordsOf({ subject, attributes, note }: BotHandover): string | null {
  const found = Object.entries(attributes).map(([name, value]) => `${name}: ${value}`)
  const lines = [subject ?? [], found, note ?? []].flat()
  return lines.length === 0 ? null : lines.join('\n')
}
