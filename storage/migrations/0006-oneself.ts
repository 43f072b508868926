import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * What people say of themselves: preferences, pictures, where they are signed in; and links by
 * which a forgotten password is replaced.
 */

const id = 'text collate "C"'

const STATEMENTS = [
  `alter table people add column preferences jsonb`,
  `alter table sessions add column device text not null default ''`,
  `alter table sessions add column address text not null default ''`,
  `alter table members add column picture ${id}`,
  `create table pictures (
    picture_id ${id} primary key,
    mime text not null,
    bytes bytea not null,
    created_at bigint not null
  )`,
  `create table reset_links (
    token_hash ${id} primary key,
    person_id ${id} not null references people,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
  )`,
  `create index reset_links_person on reset_links (person_id)`,
]

/** People and what is theirs. */
export const oneself: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
