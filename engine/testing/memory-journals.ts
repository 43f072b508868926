import type { JournalShelf } from '#storage/journal-shelf'
import type { MemoryStore } from '#storage/memory-store'

/** The journals of a store in memory. */
export function memoryJournals(memory: MemoryStore): JournalShelf {
  return {
    line: (...asked) => memory.line(...asked),
    journal: async (accountId, actor, limit, after = 0) => {
      const { journal = [], actors = [], chats = [] } = memory.contents(accountId) ?? {}
      const rows = journal
        .filter((row) => row.actor === actor && row.actorSeq > after)
        .toSorted((a, b) => a.actorSeq - b.actorSeq)
      return {
        events: rows.slice(0, limit),
        more: rows.length > limit,
        stored: actors.find((row) => row.actor === actor) ?? null,
        erasedAt: chats.find(({ chatId }) => actor === `chat:${chatId}`)?.erasedAt ?? null,
      }
    },
    said: async (accountId, chatId, personId) => {
      const { messages = [], comments = [] } = memory.contents(accountId) ?? {}
      const theirs = comments.filter(
        ({ visibleTo, author }) => visibleTo === 'staff' || author === `agent:${personId}`,
      )
      return [
        ...messages.map((row) => ({ ...row, id: row.messageId, kind: 'message' as const })),
        ...theirs.map((row) => ({ ...row, id: row.commentId, kind: 'comment' as const })),
      ]
        .filter((row) => row.chatId === chatId && row.text !== null)
        .toSorted((a, b) => a.seq - b.seq)
        .map(({ id, kind, at, author, text }) => ({ id, kind, at, author, text: text ?? '' }))
    },
    deliveries: async (accountId, effectIds) =>
      (memory.contents(accountId)?.outbox ?? []).filter(({ effectId }) =>
        effectIds.includes(effectId),
      ),
  }
}
