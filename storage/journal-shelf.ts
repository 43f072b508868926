import type { Db } from './database.ts'
import { storedLines } from './line-shelf.ts'
import type { LineShelf } from './line-shelf.ts'
import { journalFrom, saidInChat } from './journals.ts'
import type { SaidInChat, StoredJournal } from './journals.ts'

/** What is known of a delivery to third parties. */
export interface DeliveryState {
  effectId: string
  state: 'pending' | 'done' | 'dead'
}

/** The past of single actors, as screens ask for it: committed rows. */
export interface JournalShelf extends LineShelf {
  /** Events of an actor after one of its steps, at most `limit`, and what is stored of it. */
  journal(accountId: string, actor: string, limit: number, after?: number): Promise<StoredJournal>
  /** What is left of what people said in a chat; personal comments are told to their author. */
  said(accountId: string, chatId: string, personId: string): Promise<SaidInChat[]>
  /** What became of deliveries; those of which nothing is kept any more are left out. */
  deliveries(accountId: string, effectIds: readonly string[]): Promise<DeliveryState[]>
}

/** The journals on Postgres. */
export function storedJournals(db: Db): JournalShelf {
  return {
    ...storedLines(db),
    journal: (...asked) => journalFrom(db, ...asked),
    said: (...asked) => saidInChat(db, ...asked),
    deliveries: async (accountId, effectIds) =>
      effectIds.length === 0
        ? []
        : db
            .selectFrom('outbox')
            .select(['effectId', 'state'])
            .where('accountId', '=', accountId)
            .where('effectId', 'in', effectIds)
            .execute(),
  }
}
