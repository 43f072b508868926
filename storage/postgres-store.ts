import { sql } from 'kysely'
import {
  actorColumns,
  botColumns,
  channelColumns,
  chatColumns,
  customerColumns,
  customerDetailsColumns,
  fileColumns,
  groupColumns,
  handoverColumns,
  memberColumns,
  namesOf,
  outboxColumns,
  prompterColumns,
  quickReplyColumns,
  tagColumns,
  timerColumns,
} from './columns.ts'
import { commitBatches } from './commit-batches.ts'
import { journalsOf } from './journals.ts'
import { closedChatsOf, unreadMentions } from './mentions.ts'
import type { Database } from './database.ts'
import * as leases from './postgres-leases.ts'
import { sweep } from './postgres-sweep.ts'
import { settleWebhookDelivery, takeWebhookDeliveries } from './postgres-webhooks.ts'
import { jsonObject } from './row-parameters.ts'
import type { ActorRow, ChatRow, CommandRow, CustomerDetailsRow, JournalRow } from './rows.ts'
import {
  type AccountBatch,
  type CommandKey,
  type KnownCustomer,
  type BlockWords,
  type NoteHead,
  LAST_WORDS_LENGTH,
  type OwnedShard,
  type PendingDelivery,
  Rejected,
  type Settlement,
  type Store,
  type StoredAccount,
  type Swept,
} from './store.ts'
import { reading, writing } from './outcome.ts'
import { webhookColumns } from './webhook-rows.ts'
import type { PendingWebhookDelivery, WebhookHealth, WebhookSettlement } from './webhook-rows.ts'
import { wordsInListsOf } from './words-in-lists.ts'

/** The store on Postgres; how a batch is written stands in `batch-statement.ts`. */
export class PostgresStore implements Store {
  constructor(private readonly database: Database) {}

  register(incarnation: string, leaseMs: number): Promise<void> {
    return writing(() => leases.register(this.database.control, incarnation, leaseMs))
  }

  renew(incarnation: string, leaseMs: number): Promise<boolean> {
    return writing(() => leases.renew(this.database.control, incarnation, leaseMs))
  }

  claim(incarnation: string): Promise<OwnedShard[]> {
    return writing(() => leases.claim(this.database.control, incarnation))
  }

  raise(incarnation: string, shards: number[]): Promise<OwnedShard[]> {
    return writing(() => leases.raise(this.database.control, incarnation, shards))
  }

  release(incarnation: string): Promise<void> {
    return writing(() => leases.release(this.database.control, incarnation))
  }

  owner(): Promise<string | null> {
    return reading(() => leases.owner(this.database.control))
  }

  loadAccount(accountId: string): Promise<StoredAccount | null> {
    return reading(() => this.#load(accountId))
  }

  loadChats(accountId: string, chatIds: string[]): Promise<ChatRow[]> {
    return reading(() =>
      this.database.db
        .selectFrom('chats')
        .select(namesOf(chatColumns))
        .where('accountId', '=', accountId)
        .where('chatId', '=', sql<string>`any(${chatIds})`)
        .orderBy('chatId')
        .execute(),
    )
  }

  loadActors(accountId: string, actors: string[]): Promise<ActorRow[]> {
    return reading(() =>
      this.database.db
        .selectFrom('actors')
        .select(namesOf(actorColumns))
        .where('accountId', '=', accountId)
        .where('actor', '=', sql<string>`any(${actors})`)
        .orderBy('actor')
        .execute(),
    )
  }

  journals(accountId: string, actors: readonly string[]): Promise<JournalRow[]> {
    return reading(() => journalsOf(this.database.db, accountId, actors))
  }

  async loadCustomers(accountId: string, customerIds: string[]): Promise<KnownCustomer[]> {
    const found = await reading(() =>
      this.database.db
        .selectFrom('customers')
        .select(namesOf(customerColumns))
        .select([
          sql<CustomerDetailsRow | null>`(
            select ${sql.raw(jsonObject(customerDetailsColumns, 'd'))} from customer_details d
            where d.account_id = customers.account_id and d.customer_id = customers.customer_id
          )`.as('details'),
          sql<NoteHead[]>`(
            select coalesce(json_agg(
              json_build_object('noteId', n.note_id, 'author', n.author) order by n.note_id), '[]')
            from customer_notes n
            where n.account_id = customers.account_id and n.customer_id = customers.customer_id
          )`.as('notes'),
          sql<string[]>`(
            select coalesce(json_agg(distinct h.group_id order by h.group_id), '[]') from chats h
            where h.account_id = customers.account_id and h.customer_id = customers.customer_id
              and not h.open
          )`.as('closedIn'),
          sql<string[]>`(
            select coalesce(json_agg(p.customer_id order by p.merged_at, p.customer_id), '[]')
            from customers p
            where p.account_id = customers.account_id and p.merged_into = customers.customer_id
          )`.as('parts'),
          sql<BlockWords | null>`(
            select json_build_object(
              'blockId', b.block_id, 'reason', b.reason, 'message', b.message)
            from blocks b
            where b.account_id = customers.account_id and b.block_id = customers.block_id
          )`.as('block'),
        ])
        .where('accountId', '=', accountId)
        .where('customerId', '=', sql<string>`any(${customerIds})`)
        .orderBy('customerId')
        .execute(),
    )
    return found.map(({ details, notes, closedIn, parts, block, ...row }) => {
      return { row, details, notes, closedIn, parts, block }
    })
  }

  async findCommands(keys: CommandKey[]): Promise<(CommandRow & { accountId: string })[]> {
    const { rows } = await reading(() =>
      sql<CommandRow & { accountId: string }>`
        select c.account_id, c.sender, c.command_id, c.digest, c.answer, c.at
        from unnest(
          ${keys.map((key) => key.accountId)}::text[],
          ${keys.map((key) => key.sender)}::text[],
          ${keys.map((key) => key.commandId)}::text[]
        ) as k(account_id, sender, command_id)
        join commands c using (account_id, sender, command_id)`.execute(this.database.db),
    )
    return rows
  }

  async accountsToWake(shards: number[], until: number): Promise<string[]> {
    const { rows } = await reading(() =>
      sql<{ accountId: string }>`
        select account_id from accounts
        where shard = any(${shards}) and account_id in (
          select account_id from timers where due_at <= ${until}
          union select account_id from actors where wakeful
          union select account_id from outbox where state = 'pending' and next_at <= ${until}
        )
        order by account_id`.execute(this.database.db),
    )
    return rows.map((row) => row.accountId)
  }

  async commit(batches: AccountBatch[]): Promise<{ fenced: string[] }> {
    if (batches.length === 0) return { fenced: [] }
    if (new Set(batches.map((batch) => batch.accountId)).size < batches.length) {
      throw new Rejected('two batches of one account')
    }
    return this.database.batch.run((client) => commitBatches(client, batches))
  }

  async takeOutbox(shards: number[], now: number, limit: number): Promise<PendingDelivery[]> {
    const { db } = this.database
    const oldest = db
      .selectFrom('outbox')
      .innerJoin('accounts', 'accounts.accountId', 'outbox.accountId')
      .where('outbox.state', '=', 'pending')
      .where('accounts.shard', '=', sql<number>`any(${shards})`)
      .distinctOn(['outbox.accountId', 'outbox.chatId'])
      .selectAll('outbox')
      .orderBy('outbox.accountId')
      .orderBy('outbox.chatId')
      .orderBy('outbox.seq')
      .orderBy('outbox.position')
    return reading(() =>
      db
        .selectFrom(oldest.as('oldest'))
        .select(['accountId', 'attempts', ...namesOf(outboxColumns)])
        .where('nextAt', '<=', now)
        .orderBy('accountId')
        .orderBy('seq')
        .orderBy('chatId')
        .limit(limit)
        .execute(),
    )
  }

  async settleOutbox(settlements: Settlement[]): Promise<void> {
    if (settlements.length === 0) return
    const outcomes = settlements.map(({ outcome }) => outcome)
    await writing(() =>
      sql`
        update outbox o
        set attempts = o.attempts + 1, state = s.state, error = s.error,
          next_at = coalesce(s.next_at, o.next_at)
        from unnest(
          ${settlements.map((settlement) => settlement.accountId)}::text[],
          ${settlements.map((settlement) => settlement.effectId)}::text[],
          ${outcomes.map(({ kind }) => (kind === 'retry' ? 'pending' : kind))}::text[],
          ${outcomes.map((outcome) => (outcome.kind === 'done' ? null : outcome.error))}::text[],
          ${outcomes.map((outcome) => (outcome.kind === 'retry' ? outcome.at : null))}::bigint[]
        ) as s(account_id, effect_id, state, error, next_at)
        where o.account_id = s.account_id and o.effect_id = s.effect_id and o.state = 'pending'
      `.execute(this.database.db),
    )
  }

  takeWebhookDeliveries(
    shards: number[],
    now: number,
    perWebhook: number,
  ): Promise<PendingWebhookDelivery[]> {
    return reading(() => takeWebhookDeliveries(this.database.db, shards, now, perWebhook))
  }

  settleWebhookDelivery(settlement: WebhookSettlement): Promise<WebhookHealth | null> {
    return writing(() => settleWebhookDelivery(this.database.db, settlement))
  }

  sweep(now: number): Promise<Swept> {
    return writing(() => sweep(this.database.db, now))
  }

  async #load(accountId: string): Promise<StoredAccount | null> {
    const { db } = this.database
    const [
      account,
      groups,
      members,
      channels,
      tags,
      quickReplies,
      articles,
      prompters,
      bots,
      webhooks,
      agents,
      agentsSince,
      openChats,
      timers,
      names,
      uploads,
      lastWords,
      unread,
      handovers,
    ] = await Promise.all([
      db.selectFrom('accounts').selectAll().where('accountId', '=', accountId).executeTakeFirst(),
      db
        .selectFrom('groups')
        .select(namesOf(groupColumns))
        .where('accountId', '=', accountId)
        .orderBy('groupId')
        .execute(),
      db
        .selectFrom('members')
        .select(namesOf(memberColumns))
        .where('accountId', '=', accountId)
        .orderBy('personId')
        .execute(),
      db
        .selectFrom('channels')
        .select(namesOf(channelColumns))
        .where('accountId', '=', accountId)
        .orderBy('channelId')
        .execute(),
      db
        .selectFrom('tags')
        .select(namesOf(tagColumns))
        .where('accountId', '=', accountId)
        .orderBy('tagId')
        .execute(),
      db
        .selectFrom('quickReplies')
        .select(namesOf(quickReplyColumns))
        .where('accountId', '=', accountId)
        .where('deleted', '=', false)
        .orderBy('replyId')
        .execute(),
      db
        .selectFrom('articles')
        .select(['articleId', 'groupIds'])
        .where('accountId', '=', accountId)
        .where('deleted', '=', false)
        .orderBy('articleId')
        .execute(),
      db
        .selectFrom('prompters')
        .select(namesOf(prompterColumns))
        .where('accountId', '=', accountId)
        .where('deleted', '=', false)
        .orderBy('prompterId')
        .execute(),
      db
        .selectFrom('bots')
        .select(namesOf(botColumns))
        .where('accountId', '=', accountId)
        .where('deleted', '=', false)
        .orderBy('botId')
        .execute(),
      db
        .selectFrom('webhooks')
        .select(namesOf(webhookColumns))
        .where('accountId', '=', accountId)
        .where('deleted', '=', false)
        .orderBy('webhookId')
        .execute(),
      db
        .selectFrom('actors')
        .select(namesOf(actorColumns))
        .where('accountId', '=', accountId)
        .where('actor', '>=', 'agent:')
        .where('actor', '<', 'agent;')
        .orderBy('actor')
        .execute(),
      db
        .selectFrom('actors')
        .innerJoin('journal', (join) =>
          join
            .onRef('journal.accountId', '=', 'actors.accountId')
            .onRef('journal.actor', '=', 'actors.actor')
            .onRef('journal.actorSeq', '=', 'actors.seq'),
        )
        .select(['actors.actor', 'journal.at'])
        .where('actors.accountId', '=', accountId)
        .where('actors.actor', '>=', 'agent:')
        .where('actors.actor', '<', 'agent;')
        .orderBy('actors.actor')
        .execute(),
      db
        .selectFrom('chats')
        .select(namesOf(chatColumns))
        .where('accountId', '=', accountId)
        .where('open', '=', true)
        .orderBy('chatId')
        .execute(),
      db
        .selectFrom('timers')
        .select(namesOf(timerColumns))
        .where('accountId', '=', accountId)
        .orderBy('actor')
        .orderBy('timerId')
        .execute(),
      sql<{ customerId: string; name: string }>`
        select d.customer_id, coalesce(d.called, d.name) as name from customer_details d
        where d.account_id = ${accountId} and coalesce(d.called, d.name) is not null and exists (
          select 1 from chats c
          where c.account_id = d.account_id and c.customer_id = d.customer_id and c.open
        )
        order by d.customer_id`.execute(db),
      db
        .selectFrom('files')
        .select(namesOf(fileColumns))
        .where('accountId', '=', accountId)
        .where('expiresAt', 'is not', null)
        .where('state', '<>', 'dropped')
        .orderBy('fileId')
        .execute(),
      db
        .selectFrom('chats')
        .innerJoin('messages', (join) =>
          join
            .onRef('messages.accountId', '=', 'chats.accountId')
            .onRef('messages.messageId', '=', 'chats.lastMessageId'),
        )
        .select(['chats.chatId', 'messages.seq', 'messages.author', 'messages.at'])
        .select(wordsInListsOf(LAST_WORDS_LENGTH).as('text'))
        .where('chats.accountId', '=', accountId)
        .where('chats.open', '=', true)
        .orderBy('chats.chatId')
        .execute(),
      unreadMentions(db, accountId),
      db
        .selectFrom('handovers')
        .select(namesOf(handoverColumns))
        .where('accountId', '=', accountId)
        .where('handoverId', 'in', (open) =>
          open
            .selectFrom('chats')
            .select('chats.handoverId')
            .where('chats.accountId', '=', accountId)
            .where('chats.open', '=', true)
            .where('chats.handoverId', 'is not', null),
        )
        .orderBy('handoverId')
        .execute(),
    ])
    if (!account) return null
    const { name, shard, seq, turn, accountActorSeq, erasedSeq } = account
    const { settings, settingsVersion } = account
    return {
      accountId,
      name,
      shard,
      seq,
      turn,
      accountActorSeq,
      erasedSeq,
      settings: settingsVersion === null ? null : { version: settingsVersion, settings },
      groups,
      members,
      channels,
      tags,
      quickReplies,
      articles,
      prompters,
      bots,
      webhooks,
      agents,
      agentsSince,
      openChats,
      handovers,
      lastWords,
      timers,
      customerNames: names.rows,
      uploads,
      mentions: unread,
      mentionedChats: await closedChatsOf(db, accountId, unread),
    }
  }
}
