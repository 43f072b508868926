import { openDatabase } from '#storage/database'
import type { Json } from '#storage/json'
import type { DatabaseRecord, HandEvent } from './observations.ts'

/** Reads what the database holds of some accounts, past the product. */
export async function readDatabase(
  databaseUrl: string,
  accountIds: readonly string[],
): Promise<DatabaseRecord> {
  const database = await openDatabase(databaseUrl)
  const { db } = database
  try {
    const chats = await db
      .selectFrom('chats')
      .select(['accountId', 'chatId', 'state'])
      .where('accountId', 'in', accountIds)
      .execute()
    const messages = await db
      .selectFrom('messages')
      .select(['accountId', 'chatId', 'messageId', 'seq', 'author', 'kind', 'text', 'data'])
      .select('commandId')
      .where('accountId', 'in', accountIds)
      .orderBy('customerId')
      .orderBy('customerSeq')
      .execute()
    const comments = await db
      .selectFrom('comments')
      .select(['accountId', 'chatId', 'commentId', 'seq', 'author', 'visibleTo', 'text'])
      .where('accountId', 'in', accountIds)
      .where('kind', '=', 'comment')
      .orderBy('accountId')
      .orderBy('seq')
      .execute()
    const journal = await db
      .selectFrom('journal')
      .select(['accountId', 'seq', 'turn', 'actor', 'type', 'data'])
      .where('accountId', 'in', accountIds)
      .where('actor', 'like', 'agent:%')
      .orderBy('accountId')
      .orderBy('seq')
      .execute()
    return {
      chats,
      messages: messages.map(({ text, data, ...message }) => ({
        ...message,
        says: message.kind === 'text' ? (text ?? '') : textOf(fieldOf(data, 'code')),
      })),
      comments: comments.map(({ text, ...comment }) => ({ ...comment, text: text ?? '' })),
      withPersonalComments: true,
      hands: journal.flatMap(({ accountId, seq, turn, actor, type, data }) => {
        const event = toHandEvent(type, data)
        const agentId = actor.slice('agent:'.length)
        return event === null ? [] : { accountId, seq, turn, agentId, event }
      }),
    }
  } finally {
    await database.close()
  }
}

function toHandEvent(type: string, data: Json): HandEvent['event'] | null {
  const chatId = textOf(fieldOf(data, 'chatId'))
  switch (type) {
    case 'born':
    case 'limitChanged':
      return { type: 'limit', limit: Number(fieldOf(data, 'limit')) }
    case 'chatGiven':
      return { type: 'given', chatId, as: fieldOf(data, 'as') === 'offer' ? 'offer' : 'chat' }
    case 'offerBecameChat':
      return { type: 'accepted', chatId }
    case 'chatLeft':
      return { type: 'left', chatId }
    default:
      return null
  }
}

function fieldOf(data: Json, name: string): Json | undefined {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data[name] : undefined
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
