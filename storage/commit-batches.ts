import type { Sql, TransactionSql } from 'postgres'
import { BATCH_STATEMENT, batchParameters } from './batch-statement.ts'
import {
  blockColumns,
  channelColumns,
  customerDetailsColumns,
  groupColumns,
  memberColumns,
} from './columns.ts'
import { ParameterNumbers, type Target, addRows, insertion } from './row-parameters.ts'
import type { AccountBatch, RareRows } from './store.ts'

/**
 * Writes batches of several accounts as one durable transaction on a connection that waits for the
 * disk, and gives the ids of the accounts that were fenced. It throws what the client throws: the
 * store's `commit` makes typed errors of it.
 *
 * Without rare rows it is one statement; with them, a transaction that locks all its shards first,
 * so that the order of locks stays that of their ids.
 */
export async function commitBatches(
  connection: Sql,
  batches: AccountBatch[],
): Promise<{ fenced: string[] }> {
  const written = batches.some((batch) => batch.rare !== null)
    ? await connection.begin((trx) => writeWithRare(trx, batches))
    : await write(connection, batches)
  if (written.size === batches.length) return { fenced: [] }
  return {
    fenced: batches.flatMap(({ accountId }, place) => (written.has(place) ? [] : accountId)),
  }
}

async function write(
  connection: Sql | TransactionSql,
  batches: AccountBatch[],
): Promise<Set<number>> {
  const rows = await connection.unsafe<{ place: number }[]>(
    BATCH_STATEMENT,
    batchParameters(batches),
    { prepare: true },
  )
  return new Set(rows.map((row) => row.place))
}

async function writeWithRare(trx: TransactionSql, batches: AccountBatch[]): Promise<Set<number>> {
  const shards = batches.map((batch) => batch.shard)
  await trx`select id from shards where id = any(${shards}) order by id for share`
  for (const batch of batches) if (batch.rare?.account) await found(trx, batch, batch.rare.account)
  const written = await write(trx, batches)
  for (const [place, batch] of batches.entries()) {
    if (batch.rare && written.has(place)) await writeRare(trx, batch.accountId, batch.rare)
  }
  return written
}

/** Only where the shard's epoch is the batch's: then the batch moves the account from here on. */
async function found(
  trx: TransactionSql,
  { accountId, shard, epoch, fromSeq }: AccountBatch,
  { name, createdAt }: { name: string; createdAt: number },
): Promise<void> {
  await trx`
    insert into accounts (account_id, name, shard, seq, turn, account_actor_seq, created_at)
    select ${accountId}, ${name}, s.id, ${fromSeq}, 0, 0, ${createdAt}
    from shards s where s.id = ${shard} and s.epoch = ${epoch}`
}

async function writeRare(trx: TransactionSql, accountId: string, rare: RareRows): Promise<void> {
  if (rare.settings) {
    const { version, settings } = rare.settings
    await trx`
      update accounts
      set settings_version = ${version}, settings = ${JSON.stringify(settings)}::text::jsonb
      where account_id = ${accountId}`
  }
  const replace = async <Row>(target: Target<Row>, rows: Row[]) => {
    if (rows.length === 0) return
    const numbers = new ParameterNumbers()
    const parameters = [accountId]
    const account = `${numbers.next()}::text`
    addRows(parameters, target.columns, rows)
    await trx.unsafe(insertion(target, numbers, account, null), parameters, { prepare: true })
  }
  await replace({ table: 'groups', columns: groupColumns, replaceBy: ['groupId'] }, rare.groups)
  await replace({ table: 'members', columns: memberColumns, replaceBy: ['personId'] }, rare.members)
  await replace(
    { table: 'channels', columns: channelColumns, replaceBy: ['channelId'] },
    rare.channels,
  )
  await replace({ table: 'blocks', columns: blockColumns, replaceBy: ['blockId'] }, rare.blocks)
  await replace(
    { table: 'customer_details', columns: customerDetailsColumns, replaceBy: ['customerId'] },
    rare.customerDetails,
  )
}
