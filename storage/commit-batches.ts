import { batchWriting } from './batch-statement.ts'
import {
  ARTICLE_ADDRESS,
  ARTICLE_PAGE,
  ARTICLE_WORDS,
  type StoredArticle,
  storedArticleColumns,
  withConfig,
} from './article-words.ts'
import {
  blockColumns,
  botColumns,
  channelColumns,
  customerNoteColumns,
  fileColumns,
  groupColumns,
  handoverColumns,
  memberColumns,
  mentionColumns,
  prompterColumns,
  quickReplyColumns,
  suggestionUseColumns,
  tagColumns,
} from './columns.ts'
import type { Connection } from './connection.ts'
import { eraseWords } from './erase-words.ts'
import { type StoredDetails, storedDetailsColumns, withSearch } from './customer-search.ts'
import { ParameterNumbers, type Target, addRows, insertion } from './row-parameters.ts'
import type { AccountBatch, RareRows } from './store.ts'
import { webhookColumns } from './webhook-rows.ts'

/**
 * Writes batches of several accounts as one durable transaction on a connection that waits for the
 * disk, and gives the ids of the accounts that were fenced. It throws what the client throws: the
 * store's `commit` makes typed errors of it.
 *
 * Without rare rows it is one statement; with them, a transaction that locks all its shards first,
 * so that the order of locks stays that of their ids.
 */
export async function commitBatches(
  connection: Connection,
  batches: AccountBatch[],
): Promise<{ fenced: string[] }> {
  const written = batches.some((batch) => batch.rare !== null)
    ? await connection.transaction(() => writeWithRare(connection, batches))
    : await write(connection, batches)
  if (written.size === batches.length) return { fenced: [] }
  return {
    fenced: batches.flatMap(({ accountId }, place) => (written.has(place) ? [] : accountId)),
  }
}

async function write(connection: Connection, batches: AccountBatch[]): Promise<Set<number>> {
  const { statement, parameters } = batchWriting(batches)
  const rows = await connection.query<{ place: number }>(statement, parameters)
  return new Set(rows.map((row) => row.place))
}

async function writeWithRare(
  connection: Connection,
  batches: AccountBatch[],
): Promise<Set<number>> {
  const shards = batches.map((batch) => batch.shard)
  await connection.query(LOCK_SHARDS, [`{${shards.join()}}`])
  for (const batch of batches) {
    if (batch.rare?.account) await found(connection, batch, batch.rare.account)
    if (batch.rare?.figureBook) await forgetFigures(connection, batch, batch.rare.figureBook.zone)
  }
  const written = await write(connection, batches)
  for (const [place, { accountId, rare }] of batches.entries()) {
    if (rare && written.has(place)) await writeRare(connection, accountId, rare)
  }
  return written
}

const LOCK_SHARDS =
  'select id from shards where id = any($1::text::integer[]) order by id for share'

/** Only where the shard's epoch is the batch's: then the batch moves the account from here on. */
const FOUND = `
  insert into accounts (account_id, name, shard, seq, turn, account_actor_seq, created_at)
  select $1, $2, s.id, $3, 0, 0, $4 from shards s where s.id = $5 and s.epoch = $6`

async function found(
  connection: Connection,
  { accountId, shard, epoch, fromSeq }: AccountBatch,
  { name, createdAt }: { name: string; createdAt: number },
): Promise<void> {
  await connection.query(FOUND, [accountId, name, fromSeq, createdAt, shard, epoch])
}

/** Of a zone that the account had before; the batch may have its first new ones. */
const FORGET_FIGURES = `
  delete from figures f using shards s
  where f.account_id = $1 and f.zone = $2 and s.id = $3 and s.epoch = $4`

async function forgetFigures(
  connection: Connection,
  { accountId, shard, epoch }: AccountBatch,
  zone: string,
): Promise<void> {
  await connection.query(FORGET_FIGURES, [accountId, zone, shard, epoch])
}

const SET_SETTINGS = `
  update accounts set settings_version = $2, settings = $3::text::jsonb where account_id = $1`

async function writeRare(connection: Connection, accountId: string, rare: RareRows): Promise<void> {
  if (rare.settings) {
    const { version, settings } = rare.settings
    await connection.query(SET_SETTINGS, [accountId, version, JSON.stringify(settings)])
  }
  const replace = async <Row>(target: Target<Row>, rows: Row[]) => {
    if (rows.length === 0) return
    const numbers = new ParameterNumbers()
    const account = `${numbers.next()}::text`
    const parameters = [accountId]
    addRows(parameters, target.columns, rows)
    await connection.query(insertion(target, numbers, account, null), parameters)
  }
  await replace({ table: 'groups', columns: groupColumns, replaceBy: ['groupId'] }, rare.groups)
  await replace({ table: 'members', columns: memberColumns, replaceBy: ['personId'] }, rare.members)
  await replace(
    { table: 'channels', columns: channelColumns, replaceBy: ['channelId'] },
    rare.channels,
  )
  await replace({ table: 'tags', columns: tagColumns, replaceBy: ['tagId'] }, rare.tags)
  await replace(
    { table: 'quick_replies', columns: quickReplyColumns, replaceBy: ['replyId'] },
    rare.quickReplies,
  )
  await replace<StoredArticle>(
    {
      table: 'articles',
      columns: storedArticleColumns,
      replaceBy: ['articleId'],
      more: { words: ARTICLE_WORDS, address: ARTICLE_ADDRESS, page: ARTICLE_PAGE },
    },
    rare.articles.map(withConfig),
  )
  await replace(
    { table: 'prompters', columns: prompterColumns, replaceBy: ['prompterId'] },
    rare.prompters,
  )
  await replace(
    { table: 'suggestion_uses', columns: suggestionUseColumns, replaceBy: ['suggestionId'] },
    rare.suggestionUses,
  )
  await replace({ table: 'bots', columns: botColumns, replaceBy: ['botId'] }, rare.bots)
  await replace(
    { table: 'webhooks', columns: webhookColumns, replaceBy: ['webhookId'] },
    rare.webhooks,
  )
  for (const { webhookId, what, at } of rare.webhookResends) {
    await ('eventId' in what
      ? connection.query(RESEND_ONE, [accountId, webhookId, at, what.eventId])
      : connection.query(RESEND_FAILED, [accountId, webhookId, at, what.since]))
  }
  await replace(
    { table: 'handovers', columns: handoverColumns, replaceBy: ['handoverId'] },
    rare.handovers,
  )
  await replace({ table: 'blocks', columns: blockColumns, replaceBy: ['blockId'] }, rare.blocks)
  await replace<StoredDetails>(
    { table: 'customer_details', columns: storedDetailsColumns, replaceBy: ['customerId'] },
    rare.customerDetails.map(withSearch),
  )
  await replace(
    { table: 'customer_notes', columns: customerNoteColumns, replaceBy: ['noteId'] },
    rare.customerNotes,
  )
  if (rare.customerNotesGone.length > 0) {
    await connection.query(DELETE_NOTES, [accountId, JSON.stringify(rare.customerNotesGone)])
  }
  for (const { blockId, endedAt, endedBy } of rare.blocksEnded) {
    await connection.query(END_BLOCK, [accountId, blockId, endedAt, endedBy])
  }
  await eraseWords(connection, accountId, rare)
  await replace({ table: 'files', columns: fileColumns, replaceBy: ['fileId'] }, rare.files)
  await replace(
    { table: 'mentions', columns: mentionColumns, replaceBy: ['personId', 'commentId'] },
    rare.mentions,
  )
  if (rare.figureBook) {
    const { zone, fromSeq, begunAt } = rare.figureBook
    await connection.query(OPEN_BOOK, [accountId, zone, fromSeq, begunAt])
  }
}

const OPEN_BOOK = `
  insert into figure_books (account_id, zone, from_seq, begun_at) values ($1, $2, $3, $4)
  on conflict (account_id, zone) do update
  set from_seq = excluded.from_seq, begun_at = excluded.begun_at, progress = null, done_at = null`

const DELETE_NOTES = `
  delete from customer_notes
  where account_id = $1 and note_id in (select json_array_elements_text($2::text::json))`

const END_BLOCK = `
  update blocks set ended_at = $3, ended_by = $4 where account_id = $1 and block_id = $2`

const RESEND = `
  update webhook_deliveries set state = 'pending', attempts = 0, next_at = $3
  where account_id = $1 and webhook_id = $2`
const RESEND_ONE = `${RESEND} and event_id = $4`
const RESEND_FAILED = `${RESEND} and state = 'failed' and at >= $4`
