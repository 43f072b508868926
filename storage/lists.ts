import { sql } from 'kysely'
import { channelColumns, chatColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import { reading } from './outcome.ts'
import type { ChannelRow, ChatRow } from './rows.ts'

/** Which closed chats to find; null where all of a kind are wanted. */
export interface ClosedChats {
  groupIds: readonly string[] | null
  groupId: string | null
  agentId: string | null
  customerId: string | null
  /** Only chats that were closed before this one. */
  before: { closedAt: number; chatId: string } | null
  limit: number
}

/** What only screens ask, past the host: committed rows. It throws as the store does. */
export class Lists {
  constructor(private readonly db: Db) {}

  hasAccounts(): Promise<boolean> {
    return reading(async () => {
      const found = await this.db.selectFrom('accounts').select('accountId').limit(1).execute()
      return found.length > 0
    })
  }

  /** A channel and the account that it is of; null where there is none. */
  channel(channelId: string): Promise<{ accountId: string; channel: ChannelRow } | null> {
    return reading(async () => {
      const found = await this.db
        .selectFrom('channels')
        .select(['accountId', ...namesOf(channelColumns)])
        .where('channelId', '=', channelId)
        .executeTakeFirst()
      if (found === undefined) return null
      const { accountId, ...channel } = found
      return { accountId, channel }
    })
  }

  /** Closed and blocked chats, newest closing first, then by id downwards; at most `limit`. */
  closedChats(accountId: string, wanted: ClosedChats): Promise<ChatRow[]> {
    const { groupIds, groupId, agentId, customerId, before, limit } = wanted
    let query = this.db
      .selectFrom('chats')
      .select(namesOf(chatColumns))
      .where('accountId', '=', accountId)
      .where('closedAt', 'is not', null)
      .orderBy('closedAt', 'desc')
      .orderBy('chatId', 'desc')
      .limit(limit)
    if (groupIds !== null) query = query.where('groupId', '=', sql<string>`any(${groupIds})`)
    if (groupId !== null) query = query.where('groupId', '=', groupId)
    if (agentId !== null) query = query.where('agentId', '=', agentId)
    if (customerId !== null) query = query.where('customerId', '=', customerId)
    if (before !== null) {
      query = query.where(
        sql<boolean>`(closed_at, chat_id) < (${before.closedAt}::bigint, ${before.chatId})`,
      )
    }
    return reading(() => query.execute())
  }
}
