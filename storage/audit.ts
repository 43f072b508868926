import { sql } from 'kysely'
import { journalColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { JournalRow } from './rows.ts'

/** What narrows the events of an account itself: people, groups, settings. */
export interface AuditQuery {
  /** Of these types. */
  types: readonly string[]
  /** By this one alone, such as `agent:<id>`; null for everybody. */
  by: string | null
  /** Before this sequence; null for the newest. */
  before: number | null
  limit: number
}

/** What happened to accounts themselves, the newest first: committed rows. */
export interface AuditShelf {
  accountEvents(accountId: string, query: AuditQuery): Promise<JournalRow[]>
}

/** The events of accounts on Postgres. */
export function storedAudit(db: Db): AuditShelf {
  return {
    accountEvents(accountId, { types, by, before, limit }) {
      let query = db
        .selectFrom('journal')
        .select(namesOf(journalColumns))
        .where('accountId', '=', accountId)
        .where('actor', '=', 'account')
        .where('type', '=', sql<string>`any(${types})`)
      if (by !== null) query = query.where('by', '=', by)
      if (before !== null) query = query.where('seq', '<', before)
      // By the actor's own number: that is how its events are found.
      return query.orderBy('actorSeq', 'desc').limit(limit).execute()
    },
  }
}
