import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * Tags, quick replies, ratings and the account's reasons for closing.
 *
 * A chat's tags are a column of its row, so that a list needs no second query; who looks for the
 * chats of a tag asks `tag_ids @> '["<id>"]' and tag_ids <> '[]'`, which the index answers. It holds
 * tagged chats only, and a turn that leaves the tags alone does not touch it.
 */

const id = 'text collate "C"'

const STATEMENTS = [
  `create table tags (
    account_id ${id} not null,
    tag_id ${id} not null,
    name text not null,
    colour text not null,
    deleted boolean not null,
    primary key (account_id, tag_id)
  )`,
  `create table quick_replies (
    account_id ${id} not null,
    reply_id ${id} not null,
    owner_id ${id},
    shortcut text not null,
    text text not null,
    deleted boolean not null,
    primary key (account_id, reply_id)
  )`,
  `alter table chats
    add column tag_ids jsonb not null default '[]',
    add column close_reason_id ${id},
    add column rating integer,
    add column rated_at bigint`,
  `create index chats_tags on chats using gin (tag_ids jsonb_path_ops) where tag_ids <> '[]'`,
]

export const talk: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
