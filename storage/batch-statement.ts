import {
  type Columns,
  actorColumns,
  chatColumns,
  commandColumns,
  commentColumns,
  customerColumns,
  journalColumns,
  lineColumns,
  messageColumns,
  outboxColumns,
  readMarkColumns,
  timerColumns,
  timerKeyColumns,
} from './columns.ts'
import {
  ParameterNumbers,
  type Target,
  addPlacedRows,
  insertion,
  rowSource,
} from './row-parameters.ts'
import type { ActorRow, JournalRow } from './rows.ts'
import {
  figureAddition,
  figureParameter,
  stayInsertion,
  stayParameter,
} from './statistics-statement.ts'
import type { AccountBatch } from './store.ts'
import { isWakefulAgent } from './wakeful-agent.ts'
import { webhookDeliveryColumns } from './webhook-rows.ts'

/*
 * One statement writes the whole batch: one round trip, one plan, one transaction.
 *
 * W1 The batch's shards are locked `for share` in the order of their ids, and only those whose
 *    epoch is still the batch's are held: whoever raises an epoch waits for this transaction, and
 *    who comes after a raise holds nothing.
 * W2 An account moves from its sequence to the batch's in the same statement; where it stands
 *    elsewhere, it does not move.
 * W3 Every row joins an account that moved. So of a fenced account nothing is written, of all
 *    others everything.
 * W4 Chats that close are written before chats that open: both may be of one customer.
 */

type StoredActor = ActorRow & { wakeful: boolean }

interface Place {
  accountId: string
  shard: number
  epoch: number
  fromSeq: number
  seq: number
  turn: number
  accountActorSeq: number | null
}

const placeColumns: Columns<Place> = {
  accountId: 'text',
  shard: 'integer',
  epoch: 'bigint',
  fromSeq: 'bigint',
  seq: 'bigint',
  turn: 'bigint',
  accountActorSeq: 'bigint',
}

const storedActorColumns: Columns<StoredActor> = { ...actorColumns, wakeful: 'boolean' }

/** Rows that most batches have none of: those do not pay for them. */
interface Besides {
  counts: boolean
  tells: boolean
}

const PLAIN_STATEMENT = batchStatement({ counts: false, tells: false })
const COUNTING_STATEMENT = batchStatement({ counts: true, tells: false })
const TELLING_STATEMENT = batchStatement({ counts: false, tells: true })
const FULL_STATEMENT = batchStatement({ counts: true, tells: true })

/**
 * What writes these batches, with its parameters; its rows are the places of the batches that were
 * written. Batches in which nothing is counted, and nothing told to webhooks, do not pay for it.
 */
export function batchWriting(batches: AccountBatch[]): { statement: string; parameters: string[] } {
  const parameters = batchParameters(batches)
  const counts = batches.some(({ stays, figures }) => stays.length + figures.length > 0)
  const tells = batches.some(({ webhookDeliveries }) => webhookDeliveries.length > 0)
  if (counts) {
    parameters.push(stayParameter(batches.map(({ stays }) => stays)))
    parameters.push(figureParameter(batches.map(({ figures }) => figures)))
  }
  if (tells) {
    const rows = batches.map(({ webhookDeliveries }) => webhookDeliveries)
    addPlacedRows(parameters, webhookDeliveryColumns, rows)
  }
  return { statement: statementFor({ counts, tells }), parameters }
}

function statementFor({ counts, tells }: Besides): string {
  if (counts) return tells ? FULL_STATEMENT : COUNTING_STATEMENT
  return tells ? TELLING_STATEMENT : PLAIN_STATEMENT
}

function batchStatement({ counts, tells }: Besides): string {
  const numbers = new ParameterNumbers()
  const write = <Row>(target: Target<Row>) =>
    `${target.table}_written as (
      ${insertion(target, numbers, 'm.account_id', 'join moved m using (place)')}
    )`
  const parts = [
    `input as materialized (${rowSource(placeColumns, numbers, true)})`,
    // W1
    `held as materialized (
      select s.id, s.epoch from shards s
      where (s.id, s.epoch) in (select shard, epoch from input)
      order by s.id for share of s
    )`,
    // W2
    `moved as (
      update accounts a
      set seq = i.seq, turn = i.turn,
        account_actor_seq = coalesce(i."accountActorSeq", a.account_actor_seq)
      from input i join held h on h.id = i.shard and h.epoch = i.epoch
      where a.account_id = i."accountId" and a.shard = i.shard and a.seq = i."fromSeq"
      returning i.place, a.account_id, i.epoch
    )`,
    // W3
    write({ table: 'journal', columns: journalColumns, more: { epoch: 'm.epoch' } }),
    write({ table: 'actors', columns: storedActorColumns, replaceBy: ['actor'] }),
    write({ table: 'timers', columns: timerColumns, replaceBy: ['actor', 'timerId'] }),
    // `offset 0`: the account is known before the index is asked, whatever the planner believes.
    `timers_gone as (
      delete from timers t using (
        select m.account_id, x.actor, x."timerId"
        from (${rowSource(timerKeyColumns, numbers, true)}) x join moved m using (place)
        offset 0
      ) g
      where t.account_id = g.account_id and t.actor = g.actor and t.timer_id = g."timerId"
    )`,
    // W4
    write({
      table: 'chats',
      columns: chatColumns,
      replaceBy: ['chatId'],
      onceSet: 'erasedAt',
      orderBy: 'x."open"',
    }),
    write({ table: 'messages', columns: messageColumns }),
    write({ table: 'comments', columns: commentColumns }),
    write({ table: 'customers', columns: customerColumns, replaceBy: ['customerId'] }),
    write({ table: 'commands', columns: commandColumns }),
    write({ table: 'outbox', columns: outboxColumns, more: { next_at: 'x."at"' } }),
    write({
      table: 'read_marks',
      columns: readMarkColumns,
      replaceBy: ['chatId', 'reader'],
      neverLess: 'seq',
    }),
    write({ table: 'line_log', columns: lineColumns }),
  ]
  if (counts) {
    const join = 'join moved m using (place)'
    parts.push(`stays_written as (${stayInsertion(numbers, 'm.account_id', join)})`)
    parts.push(`figures_written as (${figureAddition(numbers, 'm.account_id', join)})`)
  }
  if (tells) {
    parts.push(
      write({
        table: 'webhook_deliveries',
        columns: webhookDeliveryColumns,
        more: { next_at: 'x."at"' },
      }),
    )
  }
  return `with ${parts.join(',\n')}\nselect place from moved`
}

/** The parameters of the plain statement, in the order in which it numbers them. */
function batchParameters(batches: AccountBatch[]): string[] {
  const parameters: string[] = []
  const add = <Row>(columns: Columns<Row>, rowsOf: (batch: AccountBatch) => Row[]) =>
    addPlacedRows(parameters, columns, batches.map(rowsOf))
  add(placeColumns, (batch) => [
    { ...batch, accountActorSeq: newestAccountActorSeq(batch.journal) },
  ])
  add(journalColumns, (batch) => batch.journal)
  add(storedActorColumns, (batch) => batch.actors.map(withWakeful))
  add(timerColumns, (batch) => batch.timersSet)
  add(timerKeyColumns, (batch) => batch.timersGone)
  add(chatColumns, (batch) => batch.chats)
  add(messageColumns, (batch) => batch.messages)
  add(commentColumns, (batch) => batch.comments)
  add(customerColumns, (batch) => batch.customers)
  add(commandColumns, (batch) => batch.commands)
  add(outboxColumns, (batch) => batch.outbox)
  add(readMarkColumns, (batch) => batch.readMarks)
  add(lineColumns, (batch) => batch.lines)
  return parameters
}

function withWakeful(row: ActorRow): StoredActor {
  return { ...row, wakeful: isWakefulAgent(row) }
}

function newestAccountActorSeq(journal: JournalRow[]): number | null {
  return journal.findLast((row) => row.actor === 'account')?.actorSeq ?? null
}
