import type { ChatView } from '#protocol/staff-views'
import { PagedList } from './paged-list.ts'
import type { ArchiveAsked, ArchiveCursor, Rest } from './rest.ts'

/** Closed chats of an account, those closed last first. */
export type ArchiveReader = PagedList<ArchiveAsked, ChatView, ArchiveCursor>

export function archiveReader(rest: Pick<Rest, 'closedChats'>, accountId: string): ArchiveReader {
  return new PagedList({
    keyOf: ({ chatId }) => chatId,
    load: async (asked, after) => {
      const answer = await rest.closedChats(accountId, asked, after)
      if (!answer.ok) return answer
      const { chats, next } = answer.value
      return { ok: true, value: { items: chats, next } }
    },
  })
}
