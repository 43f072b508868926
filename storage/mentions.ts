import { sql } from 'kysely'
import { chatColumns, mentionColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { ChatRow, CommentRow, MentionRow } from './rows.ts'
import { MAX_UNREAD_MENTIONS } from './store.ts'

/** A comment that names somebody, as that person finds it again. */
export interface StoredMention {
  mention: MentionRow
  comment: Pick<CommentRow, 'author' | 'visibleTo' | 'text'>
  chat: ChatRow
  isRead: boolean
}

/** Of each person the newest mentions that their read cursor has not reached, newest first. */
export async function unreadMentions(db: Db, accountId: string): Promise<MentionRow[]> {
  const unread = db
    .selectFrom('mentions as m')
    .leftJoin('readMarks as r', (join) =>
      join
        .onRef('r.accountId', '=', 'm.accountId')
        .onRef('r.chatId', '=', 'm.chatId')
        .on('r.reader', '=', sql<string>`'agent:' || m.person_id`),
    )
    .select(['m.personId', 'm.commentId', 'm.chatId', 'm.seq', 'm.at'])
    .select(
      sql<number>`row_number() over (partition by m.person_id order by m.seq desc)::integer`.as(
        'place',
      ),
    )
    .where('m.accountId', '=', accountId)
    .where(sql<boolean>`m.seq > coalesce(r.seq, 0)`)
  return db
    .selectFrom(unread.as('unread'))
    .select(namesOf(mentionColumns))
    .where('place', '<=', MAX_UNREAD_MENTIONS)
    .orderBy('seq', 'desc')
    .orderBy('personId')
    .execute()
}

/** The chats of mentions that are over. */
export async function closedChatsOf(
  db: Db,
  accountId: string,
  mentions: readonly MentionRow[],
): Promise<ChatRow[]> {
  if (mentions.length === 0) return []
  const chatIds = [...new Set(mentions.map(({ chatId }) => chatId))]
  return db
    .selectFrom('chats')
    .select(namesOf(chatColumns))
    .where('accountId', '=', accountId)
    .where('chatId', '=', sql<string>`any(${chatIds})`)
    .where('open', '=', false)
    .orderBy('chatId')
    .execute()
}

/** What names a person, of one chat or of all, newest first, read or not; who may see it is not asked here. */
export async function mentionsOf(
  db: Db,
  accountId: string,
  personId: string,
  chatId: string | null,
  limit: number,
): Promise<StoredMention[]> {
  const found = await db
    .selectFrom('mentions as m')
    .innerJoin('comments as c', (join) =>
      join.onRef('c.accountId', '=', 'm.accountId').onRef('c.commentId', '=', 'm.commentId'),
    )
    .leftJoin('readMarks as r', (join) =>
      join
        .onRef('r.accountId', '=', 'm.accountId')
        .onRef('r.chatId', '=', 'm.chatId')
        .on('r.reader', '=', `agent:${personId}`),
    )
    .select(['m.personId', 'm.commentId', 'm.chatId', 'm.seq', 'm.at'])
    .select(['c.author', 'c.visibleTo', 'c.text'])
    .select(sql<boolean>`m.seq <= coalesce(r.seq, 0)`.as('isRead'))
    .where('m.accountId', '=', accountId)
    .where('m.personId', '=', personId)
    .$if(chatId !== null, (query) => query.where('m.chatId', '=', chatId))
    .orderBy('m.seq', 'desc')
    .orderBy('m.commentId')
    .limit(limit)
    .execute()
  const chats = await db
    .selectFrom('chats')
    .select(namesOf(chatColumns))
    .where('accountId', '=', accountId)
    .where('chatId', '=', sql<string>`any(${found.map(({ chatId }) => chatId)})`)
    .execute()
  const byId = new Map(chats.map((chat) => [chat.chatId, chat]))
  return found.flatMap(({ author, visibleTo, text, isRead, ...mention }) => {
    const chat = byId.get(mention.chatId)
    return chat === undefined
      ? []
      : [{ mention, comment: { author, visibleTo, text }, chat, isRead }]
  })
}
