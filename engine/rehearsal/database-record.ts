import { openDatabase } from '#storage/database'
import type { Json } from '#storage/json'
import { filesIn } from '../files/file-facts.ts'
import { CHOICES } from './observations.ts'
import type { ChatMove, DatabaseRecord, HandEvent } from './observations.ts'

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
      .select(['accountId', 'chatId', 'state', 'groupId', 'customerId', 'tagIds', 'rating'])
      .select('firstWaitingAt')
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
      .select(['accountId', 'chatId', 'commentId', 'seq', 'author', 'visibleTo', 'text', 'data'])
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
    const moves = await db
      .selectFrom('journal')
      .select(['accountId', 'turn', 'actor', 'type', 'data'])
      .where('accountId', 'in', accountIds)
      .where('type', 'in', ['returnedToQueue', 'forwarded', 'agentClosed', 'closeUndone'])
      .orderBy('accountId')
      .orderBy('seq')
      .execute()
    return {
      chats,
      messages: messages.map(({ text, data, ...message }) => ({
        ...message,
        says: message.kind === 'text' ? (text ?? '') : textOf(fieldOf(data, 'code')),
        fileIds: filesIn(data).map(({ fileId }) => fileId),
      })),
      comments: comments.map(({ text, data, ...comment }) => ({
        ...comment,
        text: text ?? '',
        fileIds: filesIn(data).map(({ fileId }) => fileId),
      })),
      withPersonalComments: true,
      hands: journal.flatMap(({ accountId, seq, turn, actor, type, data }) => {
        const event = toHandEvent(type, data)
        const agentId = actor.slice('agent:'.length)
        return event === null ? [] : { accountId, seq, turn, agentId, event }
      }),
      moves: moves.map(({ accountId, turn, actor, type, data }) => ({
        accountId,
        turn,
        chatId: actor.slice('chat:'.length),
        kind: toMoveKind(type, data),
      })),
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
    case 'wentOnline':
      return { type: 'online' }
    case 'wentAway':
      return { type: 'away' }
    case 'wentOffline': {
      const kind = textOf(fieldOf(fieldOf(data, 'choice') ?? null, 'kind'))
      const choice = CHOICES.find((one) => one === kind)
      if (choice === undefined) throw new Error(`No choice is called ${kind}`)
      return { type: 'offline', choice }
    }
    default:
      return null
  }
}

function toMoveKind(type: string, data: Json): ChatMove['kind'] {
  if (type === 'returnedToQueue') return 'returned'
  if (type === 'agentClosed') return 'closed'
  if (type === 'closeUndone') return 'undone'
  switch (textOf(fieldOf(fieldOf(data, 'to') ?? null, 'kind'))) {
    case 'group':
      return 'toGroup'
    case 'bot':
      return 'toBot'
    default:
      return 'toAgent'
  }
}

function fieldOf(data: Json, name: string): Json | undefined {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data[name] : undefined
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
