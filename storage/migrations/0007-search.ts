import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * Search over what was said, and the archive of one customer.
 *
 * The account is a word of its own in each entry, with a colon, which no other word has: a key of
 * account and words without an extension that a database might lack. Whatever is no letter or digit
 * parts words, also in addresses, so that each part is found. New entries gather in a list that is merged
 * apart from commits; it is long enough that a commit seldom has to do it.
 */

const entries = (text: string) =>
  `(array_to_tsvector(array['account:' || account_id]) ||
    to_tsvector('simple'::regconfig, regexp_replace(${text}, '[^[:alnum:]]+', ' ', 'g')))`

/** New entries that may gather, in kilobytes: a minute of a busy desk. */
const PENDING_KB = 16_384

/** Indices by which words are found; `storage/search.ts` asks with the same expressions. */
export const search: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const statements = [
      `create index messages_words on messages using gin (${entries('text')})
        with (gin_pending_list_limit = ${PENDING_KB}) where text is not null`,
      `create index comments_words on comments using gin (${entries('text')})
        with (gin_pending_list_limit = ${PENDING_KB}) where text is not null`,
      `create index customer_details_words on customer_details using gin
        (${entries("coalesce(name, '') || ' ' || coalesce(email, '')")})`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
