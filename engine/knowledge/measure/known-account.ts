import { shardOf } from '#storage/shard'
import type { ArticleRow, ChatRow, CustomerRow, MessageRow } from '#storage/rows'
import type { AccountBatch } from '#storage/store'
import { XSTATE_VERSION } from '#machines/registry'
import type { CareConversation } from './care-data.ts'
import { titleOf } from './care-data.ts'

/** The group in which all chats of the measurement end. */
export const GROUP_ID = 'care'

const AT = 1_700_000_000_000

/**
 * The batch that founds an account with articles, by the words of their addresses alone, and with
 * chats that are over, each a question and an answer.
 */
export function knownAccount(
  accountId: string,
  epoch: number,
  articles: ReadonlyMap<string, string>,
  past: readonly CareConversation[],
): AccountBatch {
  const conversations = past.map(toRows)
  return {
    accountId,
    shard: shardOf(accountId),
    epoch,
    fromSeq: 0,
    seq: 1,
    turn: 1,
    journal: [
      {
        seq: 1,
        turn: 1,
        actor: 'account',
        actorSeq: 1,
        type: 'founded',
        data: {},
        at: AT,
        by: 'system',
        commandId: null,
        machine: 'account@1',
        xstate: XSTATE_VERSION,
      },
    ],
    actors: [],
    timersSet: [],
    timersGone: [],
    chats: conversations.map(({ chat }) => chat),
    messages: conversations.flatMap(({ messages }) => messages),
    comments: [],
    customers: conversations.map(({ customer }) => customer),
    commands: [],
    outbox: [],
    readMarks: [],
    lines: [],
    stays: [],
    figures: [],
    webhookDeliveries: [],
    rare: {
      account: { name: accountId, createdAt: AT },
      settings: null,
      groups: [],
      members: [],
      channels: [],
      tags: [],
      quickReplies: [],
      articles: [...articles].map(([articleId, url]) => toArticle(articleId, url)),
      prompters: [],
      bots: [],
      webhooks: [],
      webhookResends: [],
      suggestionUses: [],
      handovers: [],
      blocks: [],
      customerDetails: [],
      customerNotes: [],
      customerNotesGone: [],
      blocksEnded: [],
      erasures: [],
      erasedChats: [],
      files: [],
      mentions: [],
      figureBook: null,
    },
  }
}

function toArticle(articleId: string, url: string): ArticleRow {
  return {
    articleId,
    title: titleOf(url),
    url,
    text: '',
    language: 'en',
    audience: 'customer',
    groupIds: [],
    savedAt: AT,
    deleted: false,
  }
}

function toRows({ question, answer }: CareConversation, index: number) {
  const customerId = `customer-${index}`
  const chat: ChatRow = {
    chatId: `chat-${index}`,
    seq: 1,
    customerId,
    channelId: 'care',
    groupId: GROUP_ID,
    botId: null,
    state: 'closed',
    open: false,
    agentId: 'agent',
    targetAgentId: null,
    priority: 0,
    firstWaitingAt: AT,
    passedOver: [],
    stickyAgentId: null,
    stickyUntil: null,
    unansweredSince: null,
    stateSince: AT,
    openedAt: AT,
    closedAt: AT + index,
    closedBy: 'agent:agent',
    closeReason: 'agent',
    lastMessageId: `answer-${index}`,
    lastMessageAt: AT + index,
    unread: 0,
    answered: true,
    leftMessage: false,
    customerPresent: false,
    holdUntil: null,
    continues: null,
    subjectId: null,
    handoverId: null,
    tagIds: [],
    closeReasonId: null,
    rating: null,
    ratedAt: null,
    mailDueAt: null,
    mailedSeq: 0,
    mailedAt: null,
    erasedAt: null,
  }
  const customer: CustomerRow = {
    customerId,
    channelId: 'care',
    streamSeq: 2,
    openChatId: null,
    lastChatId: chat.chatId,
    lastAgentId: 'agent',
    lastClosedAt: AT + index,
    blockId: null,
    createdAt: AT,
    transcriptDay: 0,
    transcriptCount: 0,
    mergedInto: null,
    mergedAt: null,
    mergedBy: null,
  }
  const message = (customerSeq: number, author: string, id: string, text: string): MessageRow => ({
    messageId: id,
    chatId: chat.chatId,
    customerId,
    seq: 1,
    customerSeq,
    author,
    kind: 'text',
    text,
    data: null,
    at: AT + index,
    commandId: null,
  })
  const messages = [
    message(1, `customer:${customerId}`, `question-${index}`, question),
    message(2, 'agent:agent', `answer-${index}`, answer),
  ]
  return { chat, customer, messages }
}
