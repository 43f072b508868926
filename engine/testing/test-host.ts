import type { CustomerCommand } from '#protocol/customer-commands'
import type { Machines } from '#machines/versions'
import type { StaffCommand } from '#protocol/staff-commands'
import { MemoryStore } from '#storage/memory-store'
import type { ChatRow } from '#storage/rows'
import type { Store } from '#storage/store'
import { agentConnected, agentDisconnected, customerPresent } from '../commands/connections.ts'
import type { NewAccount } from '../commands/staff-account.ts'
import type { Desk } from '../desk.ts'
import type { Account } from '../host/account.ts'
import type { Answer } from '../host/answer.ts'
import type { TurnChanges } from '../host/changes.ts'
import { deliverToGreeter, hostDesk } from '../host/host-desk.ts'
import { Host } from '../host/host.ts'
import { OutboxWorker } from '../host/outbox.ts'
import type { Deliver } from '../host/outbox.ts'
import type { Reach } from '../host/reach.ts'
import type { Log } from '../ports.ts'
import { ManualClock } from './manual-clock.ts'
import { ACCOUNT, found, smallAccount } from './small-account.ts'

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** A host on a store in memory and a clock that the test moves, with an account to talk in. */
export class TestHost {
  readonly clock: ManualClock
  readonly memory: MemoryStore
  readonly host: Host
  readonly desk: Desk
  readonly outbox: OutboxWorker
  readonly published: TurnChanges[] = []
  readonly lost: string[] = []
  onPublish: (changes: TurnChanges) => void = () => {}
  onLoaded: (account: Account) => void = () => {}
  onLost: (accountId: string) => void = () => {}
  onWebhooks: () => void = () => {}

  constructor(
    options: {
      clock?: ManualClock
      memory?: MemoryStore
      store?: Store
      machines?: Machines
      reach?: Reach
      /** Who receives deliveries, instead of the greeter alone. */
      deliver?: (host: Host) => Deliver
    } = {},
  ) {
    this.clock = options.clock ?? new ManualClock()
    this.memory = options.memory ?? new MemoryStore(() => this.clock.now())
    const store = options.store ?? this.memory
    this.host = new Host({
      store,
      clock: this.clock,
      ids: { next: () => this.newId() },
      log: SILENT,
      machines: options.machines,
      publish: (changes) => {
        this.published.push(changes)
        this.onPublish(changes)
      },
      onLoaded: (account) => this.onLoaded(account),
      onLost: (accountId) => {
        this.lost.push(accountId)
        this.onLost(accountId)
      },
      onOutbox: () => this.outbox.kick(),
      onWebhooks: () => this.onWebhooks(),
      ...(options.reach === undefined ? {} : { reach: options.reach }),
    })
    this.desk = hostDesk(this.host)
    this.outbox = new OutboxWorker({
      store,
      clock: this.clock,
      log: SILENT,
      shards: () => this.host.lease.owned(),
      deliver:
        options.deliver?.(this.host) ?? ((delivery) => deliverToGreeter(this.host, delivery)),
    })
  }

  /** A started host; with an account, unless `account` is null. */
  static async start(
    options: ConstructorParameters<typeof TestHost>[0] & { account?: NewAccount | null } = {},
  ): Promise<TestHost> {
    const started = new TestHost(options)
    await started.host.start()
    if (options.account !== null) await found(started.host, options.account ?? smallAccount())
    return started
  }

  /** A UUID of version 7 that says the clock's time; no two hosts of a test make the same. */
  newId(): string {
    made += 1
    const time = this.clock.now().toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${made.toString(16).padStart(12, '0')}`
  }

  staff(personId: string, command: StaffCommand, id = this.newId()): Promise<Answer> {
    return this.desk.staff({ accountId: ACCOUNT, personId }, id, command)
  }

  customer(
    customerId: string,
    command: CustomerCommand,
    id = this.newId(),
    channelId = 'web',
  ): Promise<Answer> {
    return this.desk.customer({ accountId: ACCOUNT, channelId, customerId }, id, command)
  }

  /** Connects an agent and goes online. */
  async online(...personIds: string[]): Promise<void> {
    for (const personId of personIds) {
      await this.connect(personId, true)
      done(await this.staff(personId, { type: 'goOnline' }))
    }
  }

  async connect(personId: string, connected: boolean): Promise<void> {
    await this.host.run({
      accountId: ACCOUNT,
      by: 'system',
      command: null,
      lane: `agent:${personId}`,
      decide: (turn) =>
        connected ? agentConnected(turn, personId) : agentDisconnected(turn, personId),
    })
  }

  /** A customer's first socket opened, or the last one closed. */
  async comes(customerId: string, present: boolean): Promise<void> {
    await this.host.run({
      accountId: ACCOUNT,
      by: 'system',
      command: null,
      lane: `customer:${customerId}`,
      decide: (turn) => customerPresent(turn, customerId, present),
    })
  }

  /** A customer writes; gives the id of the chat. */
  async writes(customerId: string, text = 'Hello', channelId = 'web'): Promise<string> {
    done(await this.customer(customerId, { type: 'sendMessage', text }, this.newId(), channelId))
    const chatId = this.host.peek(ACCOUNT)?.customers.get(customerId)?.row.openChatId
    if (chatId === undefined || chatId === null) throw new Error('no chat is open')
    return chatId
  }

  /** The row of a chat in memory. Throws where there is none. */
  chat(chatId: string): ChatRow {
    const chat = this.host.peek(ACCOUNT)?.chats.get(chatId)
    if (chat === undefined) throw new Error(`no chat ${chatId} in memory`)
    return chat
  }
}

let made = 0

/** The result of a command that must not be refused. */
export function done(answer: Answer): Extract<Answer, { kind: 'done' }> {
  if (answer.kind === 'refused') throw new Error(`refused: ${JSON.stringify(answer.refusal)}`)
  return answer
}

/** The code of a command that must be refused. */
export function refusalOf(answer: Answer): string {
  if (answer.kind === 'done') throw new Error('not refused')
  return answer.refusal.code
}
