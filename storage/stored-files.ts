import { sql } from 'kysely'
import { fileColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import { reading, writing } from './outcome.ts'
import type { FileRow } from './rows.ts'

/** A file of some account. */
export interface FileKey {
  accountId: string
  fileId: string
}

/** What is known of files past the host: committed rows. Their bytes are elsewhere. */
export interface StoredFiles {
  /** Null where there is none in this account. */
  file(accountId: string, fileId: string): Promise<FileRow | null>
  /** Uploads of all accounts that nobody used and that expired before a time, oldest first. */
  expiredFiles(before: number, limit: number): Promise<(FileRow & FileKey)[]>
  /** Forgets expired uploads; what was used stays. */
  forgetFiles(files: FileKey[]): Promise<void>
  /** Every file in a customer's chats, of comments too, and what the customer uploaded, oldest first. */
  filesOfCustomer(accountId: string, customerId: string): Promise<FileRow[]>
}

/** The files that Postgres knows. It throws `StoreUnavailable` where the database does not answer. */
export class PostgresFiles implements StoredFiles {
  constructor(private readonly db: Db) {}

  async file(accountId: string, fileId: string): Promise<FileRow | null> {
    const row = await reading(() =>
      this.db
        .selectFrom('files')
        .select(namesOf(fileColumns))
        .where('accountId', '=', accountId)
        .where('fileId', '=', fileId)
        .executeTakeFirst(),
    )
    return row ?? null
  }

  expiredFiles(before: number, limit: number): Promise<(FileRow & FileKey)[]> {
    return reading(() =>
      this.db
        .selectFrom('files')
        .select(['accountId', ...namesOf(fileColumns)])
        .where('expiresAt', '<', before)
        .orderBy('expiresAt')
        .orderBy('fileId')
        .limit(limit)
        .execute(),
    )
  }

  async forgetFiles(files: FileKey[]): Promise<void> {
    await writing(() =>
      sql`
        delete from files f
        using unnest(
          ${files.map((file) => file.accountId)}::text[],
          ${files.map((file) => file.fileId)}::text[]
        ) as k(account_id, file_id)
        where f.account_id = k.account_id and f.file_id = k.file_id and f.expires_at is not null
      `.execute(this.db),
    )
  }

  filesOfCustomer(accountId: string, customerId: string): Promise<FileRow[]> {
    return reading(() =>
      this.db
        .selectFrom('files')
        .select(namesOf(fileColumns))
        .where('accountId', '=', accountId)
        .where('customerId', '=', customerId)
        .orderBy('at')
        .orderBy('fileId')
        .execute(),
    )
  }
}
