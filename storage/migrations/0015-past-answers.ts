import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

/* As `storage/page-address.ts` has it. */
const ADDRESS = `lower(regexp_replace(url, '^https?://(www\\.)?|/+$', '', 'gi'))`

/*
 * What people asked in chats that are over and what agents answered, each by its messages, which keep
 * the words; here is what it is found by: the words of questions (A) and answers (D), the account as a
 * word of its own, and the addresses that an answer named. They come from a round apart from commits.
 */
const STATEMENTS = [
  `create table past_answers (
    account_id ${id} not null,
    answer_id ${id} not null,
    chat_id ${id} not null,
    message_ids text[] not null,
    links text[] not null,
    config text not null,
    words tsvector not null,
    at bigint not null,
    primary key (account_id, answer_id)
  )`,
  `create index past_answers_words on past_answers using gin (words)`,
  `create index past_answers_chat on past_answers (account_id, chat_id)`,
  `create index past_answers_newest on past_answers (account_id, at desc)`,
  `alter table chats add column learned boolean not null default false`,
  `create index chats_to_learn on chats (closed_at) where closed_at is not null and not learned`,
  `alter table articles add column address text, add column page text`,
  `update articles set address = ${ADDRESS}`,
  `update articles set page = rtrim(regexp_replace(address, '[?#].*$', ''), '/')`,
  `create index articles_address on articles (account_id, address) where not deleted`,
  `create index articles_page on articles (account_id, page) where not deleted`,
]

/** What agents answered, for those who are asked the like. */
export const pastAnswers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
