import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * The first tables. Frozen once released: what changes later is a migration of its own.
 *
 * Times are milliseconds since the epoch. No index holds a column that changes from turn to turn,
 * and hot tables leave room in their pages, so that an update touches no index (a HOT update).
 * JSON that turns write is `json`, not `jsonb`: it is only stored and read back, and a batch
 * takes a seventh less time with it. Messages of a chat are found in the stream of its customer, so that each
 * message costs three indexes, not four.
 */

/** Ids compare as bytes, whatever the server's language is. */
const id = 'text collate "C"'

/** Above accounts. */
const ABOVE_ACCOUNTS = [
  `create table shards (
    id smallint primary key,
    owner ${id},
    epoch bigint not null default 0
  ) with (fillfactor = 50)`,
  `insert into shards (id) select generate_series(0, 255)`,
  `create table nodes (
    incarnation ${id} primary key,
    lease_until bigint not null
  ) with (fillfactor = 50)`,
  `create table people (
    person_id ${id} primary key,
    email text not null,
    name text not null,
    password_hash text,
    created_at bigint not null
  )`,
  `create unique index people_email on people (lower(email))`,
  `create table sessions (
    token_hash ${id} primary key,
    person_id ${id} not null references people,
    created_at bigint not null,
    expires_at bigint not null,
    last_seen_at bigint not null,
    revoked_at bigint
  ) with (fillfactor = 80)`,
  `create index sessions_person on sessions (person_id)`,
  `create index sessions_expiry on sessions (expires_at)`,
  `create table accounts (
    account_id ${id} primary key,
    name text not null,
    shard smallint not null,
    seq bigint not null,
    turn bigint not null,
    account_actor_seq bigint not null,
    settings jsonb,
    settings_version bigint,
    created_at bigint not null
  ) with (fillfactor = 30)`,
  `create table api_tokens (
    token_id ${id} primary key,
    token_hash ${id} not null unique,
    account_id ${id} not null references accounts,
    person_id ${id} not null references people,
    name text not null,
    created_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
  )`,
  `create index api_tokens_account on api_tokens (account_id)`,
  `create table secrets (
    name ${id} primary key,
    value bytea not null,
    created_at bigint not null
  )`,
]

/** Of an account: what changes rarely. */
const RARE = [
  `create table groups (
    account_id ${id} not null,
    group_id ${id} not null,
    name text not null,
    public_name text not null,
    overflow_group_id ${id},
    default_agent_id ${id},
    round_robin_after ${id},
    hours jsonb,
    deleted boolean not null,
    primary key (account_id, group_id)
  ) with (fillfactor = 70)`,
  `create table members (
    account_id ${id} not null,
    person_id ${id} not null,
    role text not null,
    name text not null,
    public_name text not null,
    group_ids jsonb not null,
    chat_limit integer,
    active boolean not null,
    primary key (account_id, person_id)
  )`,
  `create index members_person on members (person_id)`,
  `create table channels (
    account_id ${id} not null,
    channel_id ${id} not null,
    kind text not null,
    name text not null,
    group_id ${id} not null,
    bot_id ${id},
    settings jsonb,
    primary key (account_id, channel_id)
  )`,
  `create unique index channels_id on channels (channel_id)`,
  `create table blocks (
    account_id ${id} not null,
    block_id ${id} not null,
    customer_id ${id} not null,
    reason text not null,
    message text not null,
    by ${id} not null,
    at bigint not null,
    ended_at bigint,
    primary key (account_id, block_id)
  )`,
  `create index blocks_customer on blocks (account_id, customer_id)`,
  `create table customer_details (
    account_id ${id} not null,
    customer_id ${id} not null,
    name text,
    email text,
    attributes jsonb,
    primary key (account_id, customer_id)
  )`,
  `create table files (
    account_id ${id} not null,
    file_id ${id} not null,
    chat_id ${id} not null,
    message_id ${id},
    comment_id ${id},
    name text not null,
    mime text not null,
    size bigint not null,
    storage_key text not null,
    at bigint not null,
    primary key (account_id, file_id)
  )`,
  `create index files_chat on files (account_id, chat_id)`,
]

/** Of an account: what turns write. */
const HOT = [
  `create table journal (
    account_id ${id} not null,
    seq bigint not null,
    turn bigint not null,
    actor ${id} not null,
    actor_seq bigint not null,
    type text not null,
    data json,
    at bigint not null,
    by ${id} not null,
    command_id ${id},
    machine text not null,
    xstate text not null,
    epoch bigint not null,
    primary key (account_id, seq),
    constraint journal_actor unique (account_id, actor, actor_seq)
  )`,
  `create table actors (
    account_id ${id} not null,
    actor ${id} not null,
    machine text not null,
    seq bigint not null,
    snapshot json not null,
    wakeful boolean not null,
    primary key (account_id, actor)
  ) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05)`,
  `create index actors_wakeful on actors (account_id) where wakeful`,
  `create table timers (
    account_id ${id} not null,
    actor ${id} not null,
    timer_id ${id} not null,
    budget_ms bigint not null,
    left_ms bigint not null,
    since bigint not null,
    due_at bigint,
    armed_seq bigint not null,
    primary key (account_id, actor, timer_id)
  ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500)`,
  `create table chats (
    account_id ${id} not null,
    chat_id ${id} not null,
    seq bigint not null,
    customer_id ${id} not null,
    channel_id ${id} not null,
    group_id ${id} not null,
    bot_id ${id},
    state text not null,
    open boolean not null,
    agent_id ${id},
    target_agent_id ${id},
    priority integer not null,
    first_waiting_at bigint,
    passed_over json not null,
    sticky_agent_id ${id},
    sticky_until bigint,
    unanswered_since bigint,
    state_since bigint not null,
    opened_at bigint not null,
    closed_at bigint,
    closed_by ${id},
    close_reason text,
    last_message_id ${id},
    last_message_at bigint,
    unread integer not null,
    answered boolean not null,
    left_message boolean not null,
    customer_present boolean not null,
    hold_until bigint,
    continues ${id},
    journal_swept boolean not null default false,
    primary key (account_id, chat_id)
  ) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05)`,
  `create unique index chats_open on chats (account_id, customer_id, channel_id) where open`,
  `create index chats_closed on chats (account_id, closed_at, chat_id) where closed_at is not null`,
  `create index chats_to_sweep on chats (closed_at) where closed_at is not null and not journal_swept`,
  `create table messages (
    account_id ${id} not null,
    message_id ${id} not null,
    chat_id ${id} not null,
    customer_id ${id} not null,
    seq bigint not null,
    customer_seq bigint not null,
    author ${id} not null,
    kind text not null,
    text text,
    data json,
    at bigint not null,
    command_id ${id},
    primary key (account_id, message_id),
    constraint messages_stream unique (account_id, customer_id, customer_seq)
  )`,
  `create index messages_seq on messages (account_id, seq)`,
  `create table comments (
    account_id ${id} not null,
    comment_id ${id} not null,
    chat_id ${id} not null,
    seq bigint not null,
    author ${id} not null,
    kind text not null,
    visible_to text not null,
    text text,
    data json,
    at bigint not null,
    command_id ${id},
    primary key (account_id, comment_id)
  )`,
  `create index comments_seq on comments (account_id, seq)`,
  `create index comments_chat on comments (account_id, chat_id, seq)`,
  `create table customers (
    account_id ${id} not null,
    customer_id ${id} not null,
    channel_id ${id} not null,
    stream_seq bigint not null,
    open_chat_id ${id},
    last_chat_id ${id},
    last_agent_id ${id},
    last_closed_at bigint,
    block_id ${id},
    created_at bigint not null,
    primary key (account_id, customer_id)
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`,
  `create table commands (
    account_id ${id} not null,
    sender ${id} not null,
    command_id ${id} not null,
    digest text not null,
    answer json not null,
    at bigint not null,
    primary key (account_id, sender, command_id)
  )`,
  `create index commands_age on commands (at)`,
  `create table outbox (
    account_id ${id} not null,
    effect_id ${id} not null,
    chat_id ${id} not null,
    seq bigint not null,
    kind text not null,
    payload json,
    at bigint not null,
    position bigint not null generated always as identity,
    state text not null default 'pending' check (state in ('pending', 'done', 'dead')),
    attempts integer not null default 0,
    next_at bigint not null,
    error text,
    primary key (account_id, effect_id)
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`,
  `create index outbox_pending on outbox (account_id, chat_id, seq, position) where state = 'pending'`,
  `create index outbox_settled on outbox (at) where state <> 'pending'`,
  `create table read_marks (
    account_id ${id} not null,
    chat_id ${id} not null,
    reader ${id} not null,
    seq bigint not null,
    at bigint not null,
    primary key (account_id, chat_id, reader)
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`,
]

/** All tables of the first release. */
export const main: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...ABOVE_ACCOUNTS, ...RARE, ...HOT])
      await sql.raw(statement).execute(db)
  },
}
