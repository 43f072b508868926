import type { AuditShelf } from '#storage/audit'
import type { MemoryStore } from '#storage/memory-store'

/** The events of accounts of a store in memory. */
export function memoryAudit(memory: MemoryStore): AuditShelf {
  return {
    accountEvents: async (accountId, { types, by, before, limit }) =>
      (memory.contents(accountId)?.journal ?? [])
        .filter(({ actor, type }) => actor === 'account' && types.includes(type))
        .filter((row) => by === null || row.by === by)
        .filter(({ seq }) => before === null || seq < before)
        .toSorted((a, b) => b.actorSeq - a.actorSeq)
        .slice(0, limit),
  }
}
