import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

/*
 * Articles, with their words as the language of each has them: of the title (A), of the address (B)
 * and of the text (D). The account is a word of its own among them, as in the index of migration 0007.
 * Misspelt words are found by trigrams, where the database allows that extension; without it the rest
 * works as before.
 */
const STATEMENTS = [
  `create table articles (
    account_id ${id} not null,
    article_id ${id} not null,
    title text not null,
    url text,
    text text not null,
    language text,
    audience text not null,
    group_ids jsonb not null,
    saved_at bigint not null,
    deleted boolean not null,
    config text not null,
    words tsvector not null,
    primary key (account_id, article_id)
  )`,
  `create index articles_words on articles using gin (words) where not deleted`,
  `do $$ begin
    create extension if not exists pg_trgm;
    create index articles_trigrams on articles using gin (title gin_trgm_ops) where not deleted;
  exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise notice 'pg_trgm is not available';
  end $$`,
]

/** What agents and bots answer from. */
export const articles: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
