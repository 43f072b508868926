import type { PendingDelivery } from '#storage/store'
import type { Json } from '#storage/json'
import type { BotRow } from '#storage/rows'
import type { BotFailure } from '#machines/chat-events'
import { GREETER_ID, greet } from '../commands/greeter.ts'
import type { Account } from '../host/account.ts'
import { isOpen } from '../host/calendar.ts'
import { contextOf } from '../host/chat-row.ts'
import { digestOf } from '../host/host-desk.ts'
import type { Files } from '../files/files.ts'
import type { Host } from '../host/host.ts'
import type { Turn } from '../host/turn.ts'
import type { Breaker } from '../outgoing/breaker.ts'
import type { Outgoing } from '../outgoing/outgoing.ts'
import type { Clock } from '../ports.ts'
import { textsIn } from '../texts.ts'
import type { BotAnswer } from './bot-answer.ts'
import { takeBotFile } from './bot-files.ts'
import { answerFromArticles } from './knowledge-bot.ts'
import type { Fit } from './knowledge-bot.ts'
import { sayAnswer, sayFailure } from './say-answer.ts'
import type { Answered, Asked } from './say-answer.ts'
import { askWebhook } from './webhook-bot.ts'

/** What customers of a group may be answered from, the best first. */
export type FindFits = (accountId: string, question: string, groupId: string) => Promise<Fit[]>

export interface BotParts {
  host: Pick<Host, 'run' | 'look'>
  clock: Pick<Clock, 'now'>
  /** The words of a message; null where it is gone. */
  wordsOf: (accountId: string, messageId: string) => Promise<string | null>
  find: FindFits
  outgoing: Pick<Outgoing, 'post' | 'fetch'>
  /** Takes in what bots send along; null where no bot does. */
  files: Pick<Files, 'upload'> | null
  breaker: Breaker
}

type Outcome = ({ kind: 'answer' } & Answered) | { kind: 'failed'; reason: BotFailure }

/**
 * Asks bots what the outbox carries to them, and lets happen what they answer.
 *
 * B1 a question is asked at least once, with the effect's id; its answer counts once. B2 what was
 * computed for an earlier message, or comes after the chat left the bot, is dropped by the chart.
 * B3 a bot that fails gives its customer to people at once, and is left alone after some failures. B4
 * what it sends along is taken in before anything is said; what does not come is left out.
 */
export class Bots {
  readonly #parts: BotParts

  constructor(parts: BotParts) {
    this.#parts = parts
  }

  /** Carries out an `askBot`. Throws where the host could not take the answer now. */
  async deliver(delivery: PendingDelivery): Promise<void> {
    if (delivery.kind !== 'askBot') throw new Error(`Nobody receives ${delivery.kind}`)
    const { botId, answers, withoutWords } = fieldsOf(delivery.payload)
    if (typeof botId !== 'string') throw new Error('The delivery names no bot')
    const { accountId, chatId, effectId } = delivery
    const asked: Asked = {
      chatId,
      botId,
      answers: typeof answers === 'string' ? answers : null,
      withoutWords: withoutWords === true,
    }
    const account = await this.#parts.host.look(accountId)
    if (account === null) throw new Error('This account is not here now')
    const decide = await this.#decide(account, asked, effectId)
    if (decide === null) return
    const answer = await this.#parts.host.run({
      accountId,
      by: `bot:${botId}`,
      command: { sender: `bot:${botId}`, id: effectId, digest: digestOf(delivery.payload) },
      lane: `chat:${chatId}`,
      decide,
    })
    // A rule that says no ends it: the chat moved on, and a late answer is dropped.
    if (answer.kind === 'refused' && answer.refusal.retryAfterMs !== undefined) {
      throw new Error(answer.refusal.code)
    }
  }

  /** What becomes of the chat; null where nobody waits for this answer any more. */
  async #decide(
    account: Account,
    asked: Asked,
    effectId: string,
  ): Promise<((turn: Turn) => Record<string, Json>) | null> {
    const bot = account.bots.get(asked.botId)
    if (bot === undefined && asked.botId === GREETER_ID) {
      return (turn) => greet(turn, asked.chatId, asked.answers)
    }
    if (isOver(account, asked)) return null
    const outcome: Outcome =
      bot === undefined
        ? { kind: 'failed', reason: 'unreachable' }
        : await this.#ask(account, bot, asked, effectId)
    return (turn) =>
      outcome.kind === 'answer'
        ? sayAnswer(turn, asked, outcome)
        : sayFailure(turn, asked, outcome.reason)
  }

  async #ask(account: Account, bot: BotRow, asked: Asked, effectId: string): Promise<Outcome> {
    const { answers, withoutWords } = asked
    const isSilent = answers === null || withoutWords
    const text = isSilent ? null : await this.#parts.wordsOf(account.accountId, answers)
    return bot.kind === 'knowledge'
      ? { kind: 'answer', answer: await this.#know(account, bot, asked, text), fileIds: [] }
      : this.#askWebhook(account, bot, asked, effectId, text)
  }

  async #know(
    account: Account,
    bot: BotRow,
    asked: Asked,
    question: string | null,
  ): Promise<BotAnswer> {
    const { groupId, customerId } = chatOf(account, asked)
    const { threshold } = bot
    return answerFromArticles({
      question,
      fits: question === null ? [] : await this.#parts.find(account.accountId, question, groupId),
      threshold: threshold ?? 100,
      misses: missesOf(account, asked),
      staffed: this.#isStaffed(account, groupId),
      texts: textsIn([languageOf(account, customerId) ?? '']).bot,
    })
  }

  /** B3 */
  async #askWebhook(
    account: Account,
    bot: BotRow,
    asked: Asked,
    effectId: string,
    text: string | null,
  ): Promise<Outcome> {
    const { outgoing, breaker, clock } = this.#parts
    const { botId, name, url, secret } = bot
    if (url === null || secret === null) return { kind: 'failed', reason: 'unreachable' }
    const key = breakerKey(account.accountId, bot)
    if (breaker.restsFor(key) > 0) return { kind: 'failed', reason: 'resting' }
    const { chatId, customerId, channelId, groupId } = chatOf(account, asked)
    const customerName = account.customers.get(customerId)?.details?.name ?? null
    const told = await askWebhook(
      outgoing,
      { url, secret },
      {
        protocol: 1,
        event: 'message',
        effectId,
        bot: { id: botId, name },
        chat: { id: chatId, channelId, groupId },
        customer: {
          id: customerId,
          name: customerName,
          language: languageOf(account, customerId),
        },
        message:
          asked.answers === null || text === null
            ? null
            : { id: asked.answers, text, at: clock.now() },
        blocked: (account.customers.get(customerId)?.row.blockId ?? null) !== null,
        staffed: this.#isStaffed(account, groupId),
      },
      () => clock.now(),
    )
    if (told.kind === 'answer') {
      breaker.succeeded(key)
      return this.#withFiles(account.accountId, asked, told.answer)
    }
    breaker.failed(key)
    return { kind: 'failed', reason: told.kind }
  }

  /** B4: what of an answer is left without files that did not come is said; nothing is nonsense. */
  async #withFiles(accountId: string, asked: Asked, answer: BotAnswer): Promise<Outcome> {
    const { files, outgoing } = this.#parts
    const fileIds = await Promise.all(
      answer.messages.map(async (message) => {
        if (files === null) return []
        const taken = message.files.map((file) => {
          return takeBotFile({ files, outgoing }, accountId, asked, file)
        })
        return (await Promise.all(taken)).filter((fileId) => fileId !== null)
      }),
    )
    const isLeft = answer.messages.some(({ text }, place) => {
      return text !== '' || (fileIds[place] ?? []).length > 0
    })
    return isLeft || answer.handover !== null
      ? { kind: 'answer', answer, fileIds }
      : { kind: 'failed', reason: 'nonsense' }
  }

  #isStaffed(account: Account, groupId: string): boolean {
    return isStaffed(account, groupId, this.#parts.clock.now())
  }
}

/** Whether somebody is there, and it is not outside the group's hours. */
export function isStaffed(account: Account, groupId: string, now: number): boolean {
  return isOpen(account.hours.get(groupId) ?? null, now) && account.isStaffed(groupId)
}

/** A bot with where it is: one that moved is another one. */
export function breakerKey(accountId: string, { botId, url }: BotRow): string {
  return `${accountId} ${botId} ${url ?? ''}`
}

/** B2, before anything is asked. */
function isOver(account: Account, { chatId, botId, answers }: Asked): boolean {
  const chat = account.chats.get(chatId)
  const actor = account.actors.get(`chat:${chatId}`)
  // What sleeps was not touched since: its answer is awaited still.
  if (chat === undefined || actor === undefined) return chat === undefined
  const isWithBot = chat.botId === botId && chat.state.startsWith('bot.')
  return !isWithBot || contextOf(actor).lastCustomerMessageId !== answers
}

function missesOf(account: Account, { chatId }: Asked): number {
  const actor = account.actors.get(`chat:${chatId}`)
  return actor === undefined ? 0 : contextOf(actor).botMisses
}

/** An open chat is always in memory. */
function chatOf(account: Account, { chatId }: Asked) {
  const chat = account.chats.get(chatId)
  if (chat === undefined) throw new Error(`No chat ${chatId}`)
  return chat
}

function languageOf(account: Account, customerId: string): string | null {
  return account.customers.get(customerId)?.details?.language ?? null
}

function fieldsOf(payload: Json): Record<string, Json> {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : {}
}
