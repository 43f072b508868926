import { channelColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { Json } from './json.ts'
import type { ChannelRow } from './rows.ts'

/* Where things are before it is known which account somebody means. */

/** Whether any account was founded: a new database has none. */
export async function hasAccounts(db: Db): Promise<boolean> {
  const account = await db.selectFrom('accounts').select('accountId').limit(1).executeTakeFirst()
  return account !== undefined
}

/** A channel and the account that it is of; null where there is none. */
export async function findChannel(
  db: Db,
  channelId: string,
): Promise<{ accountId: string; channel: ChannelRow } | null> {
  const found = await db
    .selectFrom('channels')
    .select(['accountId', ...namesOf(channelColumns)])
    .where('channelId', '=', channelId)
    .executeTakeFirst()
  if (found === undefined) return null
  const { accountId, ...channel } = found
  return { accountId, channel }
}

/** What an account has set; null where it set nothing, or there is none. */
export async function findSettings(db: Db, accountId: string): Promise<Json> {
  const query = db.selectFrom('accounts').select('settings').where('accountId', '=', accountId)
  return (await query.executeTakeFirst())?.settings ?? null
}
