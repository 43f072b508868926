import type { Db } from './database.ts'
import { closedChats } from './lists.ts'
import type { ArchiveCursor, ArchiveFilter, ArchivePage } from './lists.ts'
import { mentionsOf, type StoredMention } from './mentions.ts'
import { findCustomers, findLines } from './search.ts'
import type { FoundCustomer, FoundLines, LineCursor, Seeker } from './search.ts'

/** What is looked up in all that was ever said: committed rows, narrowed to what may be the reader's. */
export interface Archive {
  /** A page of closed chats, those closed last first. @throws SearchTooBroad. */
  closedChats(
    accountId: string,
    filter: ArchiveFilter,
    after: ArchiveCursor | null,
    limit: number,
  ): Promise<ArchivePage>
  /** Messages and comments with all words, newest first. @throws SearchTooBroad. */
  findLines(
    accountId: string,
    words: readonly string[],
    seeker: Seeker,
    after: LineCursor | null,
    limit: number,
  ): Promise<FoundLines>
  /** Customers with all words in their name or e-mail address. @throws SearchTooBroad. */
  findCustomers(
    accountId: string,
    words: readonly string[],
    seeker: Seeker,
    limit: number,
  ): Promise<FoundCustomer[]>
  /** What names a person, of one chat or of all, newest first, read or not. */
  mentionsOf(
    accountId: string,
    personId: string,
    chatId: string | null,
    limit: number,
  ): Promise<StoredMention[]>
}

/** The archive on Postgres. */
export function storedArchive(db: Db): Archive {
  return {
    closedChats: (...asked) => closedChats(db, ...asked),
    findLines: (...asked) => findLines(db, ...asked),
    findCustomers: (...asked) => findCustomers(db, ...asked),
    mentionsOf: (...asked) => mentionsOf(db, ...asked),
  }
}
