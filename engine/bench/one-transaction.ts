import { isWakefulAgent } from '#storage/wakeful-agent'
import {
  actorColumns,
  chatColumns,
  columnName,
  commandColumns,
  commentColumns,
  customerColumns,
  journalColumns,
  lineColumns,
  messageColumns,
  namesOf,
  outboxColumns,
  readMarkColumns,
  timerColumns,
} from '#storage/columns'
import type { Columns } from '#storage/columns'
import type { Connection } from '#storage/connection'
import type { ActorRow, ChatRow, CustomerRow } from '#storage/rows'
import type { AccountBatch, StoredAccount } from '#storage/store'
import { decideCustomer } from '../commands/customer.ts'
import { decideStaff } from '../commands/staff.ts'
import { Account } from '../host/account.ts'
import { applyTurn } from '../host/apply-turn.ts'
import { digestOf } from '../host/host-desk.ts'
import type { Job } from '../host/job.ts'
import { NOBODY_KNOWS } from '../host/reach.ts'
import { Turn } from '../host/turn.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import type { Lane, Saying } from './lane.ts'

/** Sequences come from here instead of an account's row, for which all its chats would queue. */
const SEQUENCE = 'bench_sequence'

export const CREATE_SEQUENCE = `create sequence if not exists ${SEQUENCE} start 1000000`

/**
 * An event as most products would write it: `begin`, the rows of its chat `for update`, the
 * statechart in JavaScript, one prepared statement a row, `commit`. People, groups and settings
 * are cached (`stored`). The rows are those of the host, made by the host's own turn.
 */
export async function writeAlone(
  connection: Connection,
  stored: StoredAccount,
  lane: Lane,
): Promise<void> {
  const saying = lane.next()
  const digest = digestOf(saying.command)
  await connection.transaction(async () => {
    const { seq, actor, chat, customer } = await lockChat(connection, lane)
    const before = {
      ...stored,
      seq: seq - 1,
      turn: seq - 1,
      agents: [],
      openChats: [],
      lastWords: [],
      timers: [],
    }
    const account = new Account(before, systemClock.now())
    const known = { row: customer, details: null, notes: [], closedIn: [], parts: [], block: null }
    const rows = { chatRows: [chat], actorRows: [actor], knownCustomers: [known] }
    await account.wake(
      async () => rows,
      () => systemClock.now(),
    )
    for (const [text, parameters] of statementsOf(happen(account, saying, digest))) {
      await connection.query(text, parameters)
    }
  })
}

interface LockedChat {
  seq: number
  actor: ActorRow
  chat: ChatRow
  customer: CustomerRow
}

const LOCK_CHAT = `
  select nextval('${SEQUENCE}') as sequence,
    ${aliased('a', actorColumns)}, ${aliased('c', chatColumns)}, ${aliased('u', customerColumns)}
  from actors a, chats c, customers u
  where a.account_id = $1 and a.actor = $2
    and c.account_id = $1 and c.chat_id = $3
    and u.account_id = $1 and u.customer_id = $4
  for update`

async function lockChat(connection: Connection, lane: Lane): Promise<LockedChat> {
  const { accountId, chatId, customerId } = lane
  const keys = [accountId, `chat:${chatId}`, chatId, customerId]
  const [row] = await connection.query<Record<string, unknown>>(LOCK_CHAT, keys)
  if (row === undefined) throw new Error(`There is no chat ${chatId}`)
  return {
    seq: Number(row.sequence),
    actor: unaliased<ActorRow>('a', actorColumns, row),
    chat: unaliased<ChatRow>('c', chatColumns, row),
    customer: unaliased<CustomerRow>('u', customerColumns, row),
  }
}

function happen(account: Account, saying: Saying, digest: string): AccountBatch {
  const sender =
    saying.from === 'customer'
      ? (`customer:${saying.who.customerId}` as const)
      : (`agent:${saying.who.personId}` as const)
  const turn = new Turn({
    account,
    at: systemClock.now(),
    by: sender,
    commandId: saying.id,
    ids: systemIds,
    absent: new Set(),
    reach: NOBODY_KNOWS,
  })
  const result =
    saying.from === 'customer'
      ? decideCustomer(turn, saying.who, saying.command)
      : decideStaff(turn, saying.who.personId, saying.command)
  const { accountId, shard } = account
  const job: Job = {
    accountId,
    by: sender,
    command: { sender, id: saying.id, digest },
    lane: sender,
    decide: () => result,
    answer: () => {},
    wakes: 0,
    absent: new Set(),
    lookedUp: true,
  }
  const gathered = applyTurn(account, turn, job, result)
  return gathered.toBatch({ accountId, shard, epoch: 0, seq: turn.seq, turn: account.turn })
}

type Parameter = string | number | boolean | null
type Statement = [text: string, parameters: Parameter[]]

const storedActorColumns = { ...actorColumns, wakeful: 'boolean' as const }

const JOURNAL = upsert('journal', { ...journalColumns, epoch: 'bigint' as const }, null)
const ACTORS = upsert('actors', storedActorColumns, ['actor'])
const TIMERS = upsert('timers', timerColumns, ['actor', 'timerId'])
const CHATS = upsert('chats', chatColumns, ['chatId'])
const MESSAGES = upsert('messages', messageColumns, null)
const COMMENTS = upsert('comments', commentColumns, null)
const CUSTOMERS = upsert('customers', customerColumns, ['customerId'])
const COMMANDS = upsert('commands', commandColumns, null)
const OUTBOX = upsert('outbox', { ...outboxColumns, nextAt: 'bigint' as const }, null)
const READ_MARKS = upsert('read_marks', readMarkColumns, ['chatId', 'reader'])
const LINE_LOG = upsert('line_log', lineColumns, null)
const TIMER_GONE = 'delete from timers where account_id = $1 and actor = $2 and timer_id = $3'

function statementsOf(batch: AccountBatch): Statement[] {
  const { accountId, epoch } = batch
  return [
    ...batch.journal.map((row) => JOURNAL(accountId, { ...row, epoch })),
    ...batch.actors.map((row) => ACTORS(accountId, { ...row, wakeful: isWakefulAgent(row) })),
    ...batch.timersSet.map((row) => TIMERS(accountId, row)),
    ...batch.timersGone.map((key): Statement => [TIMER_GONE, [accountId, key.actor, key.timerId]]),
    ...batch.chats.map((row) => CHATS(accountId, row)),
    ...batch.messages.map((row) => MESSAGES(accountId, row)),
    ...batch.comments.map((row) => COMMENTS(accountId, row)),
    ...batch.customers.map((row) => CUSTOMERS(accountId, row)),
    ...batch.commands.map((row) => COMMANDS(accountId, row)),
    ...batch.outbox.map((row) => OUTBOX(accountId, { ...row, nextAt: row.at })),
    ...batch.readMarks.map((row) => READ_MARKS(accountId, row)),
    ...batch.lines.map((row) => LINE_LOG(accountId, row)),
  ]
}

/** One row a statement; `key` names, with the account, a row to be replaced. */
function upsert<Row extends object>(
  table: string,
  columns: Columns<Row>,
  key: (keyof Row & string)[] | null,
): (accountId: string, row: Row) => Statement {
  const names = namesOf(columns)
  const values = names.map((name, index) =>
    columns[name] === 'json' ? `$${index + 2}::text::json` : `$${index + 2}`,
  )
  const changed = names.filter((name) => key !== null && !key.includes(name)).map(quoted)
  const text = [
    `insert into ${table} (account_id, ${names.map(quoted).join(', ')})`,
    `values ($1, ${values.join(', ')})`,
    key === null
      ? ''
      : `on conflict (account_id, ${key.map(quoted).join(', ')}) do update
        set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  ].join('\n')
  const parameters = (row: Row): Parameter[] =>
    names.map((name) => (columns[name] === 'json' ? JSON.stringify(row[name]) : plain(row[name])))
  return (accountId, row) => [text, [accountId, ...parameters(row)]]
}

function plain(value: unknown): Parameter {
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value) || value === null
  if (!isPlain) throw new Error('Only JSON columns hold more than one value')
  return value as Parameter
}

function aliased<Row>(table: string, columns: Columns<Row>): string {
  return namesOf(columns)
    .map((name) => `${table}.${quoted(name)} as "${table}.${name}"`)
    .join(', ')
}

function unaliased<Row>(table: string, columns: Columns<Row>, row: Record<string, unknown>): Row {
  return Object.fromEntries(namesOf(columns).map((name) => [name, row[`${table}.${name}`]])) as Row
}

function quoted(property: string): string {
  return `"${columnName(property)}"`
}
