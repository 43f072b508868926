import type { Archive } from '#storage/archive'
import { memoryMentionsOf } from '#storage/memory-mentions'
import type { MemoryStore } from '#storage/memory-store'
import { hasWords } from '#storage/search-words'
import type { Seeker } from '#storage/search'
import type { ChatRow } from '#storage/rows'

/** The archive of a store in memory, one page of it; it narrows no more than the one on Postgres does. */
export function memoryArchive(memory: MemoryStore): Archive {
  return {
    closedChats: async (accountId, { groupIds }) => {
      const chats = memory.contents(accountId)?.chats ?? []
      const isAsked = ({ open, groupId }: ChatRow) => !open && (groupIds?.includes(groupId) ?? true)
      return { chats: chats.filter(isAsked), next: null }
    },
    findLines: async (accountId, words, seeker) => {
      const { chats = [], messages = [], comments = [] } = memory.contents(accountId) ?? {}
      const lines = [
        ...messages.map((row) => ({
          ...row,
          kind: 'message' as const,
          lineId: row.messageId,
          visibleTo: null,
        })),
        ...comments.map((row) => ({ ...row, kind: 'comment' as const, lineId: row.commentId })),
      ]
      return {
        lines: lines.flatMap(({ kind, lineId, chatId, seq, author, text, at, visibleTo }) => {
          const chat = chats.find((one) => one.chatId === chatId)
          if (chat === undefined || text === null || !hasWords(text, words)) return []
          if (!mayBe(chat, seeker)) return []
          return [{ kind, lineId, chatId, seq, author, text, at, visibleTo, chat }]
        }),
        next: null,
      }
    },
    findCustomers: async (accountId, words, seeker) => {
      const { chats = [], customerDetails = [] } = memory.contents(accountId) ?? {}
      return customerDetails.flatMap((details) => {
        const theirs = chats.filter(
          (chat) => chat.customerId === details.customerId && mayBe(chat, seeker),
        )
        const has = hasWords(`${details.name ?? ''} ${details.email ?? ''}`, words)
        return has && theirs.length > 0 ? [{ details, chats: theirs }] : []
      })
    },
    mentionsOf: async (accountId, personId, chatId, limit) => {
      const contents = memory.contents(accountId)
      return contents === null ? [] : memoryMentionsOf(contents, personId, chatId, limit)
    },
  }
}

function mayBe(chat: ChatRow, { personId, groupIds }: Seeker): boolean {
  if (groupIds === null || groupIds.includes(chat.groupId)) return true
  return chat.agentId === personId || chat.targetAgentId === personId
}
