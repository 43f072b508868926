import { staffReadIn } from './feed.ts'
import type {
  Changes,
  Feed,
  StoredConversation,
  StoredCustomerScreen,
  Touched,
  Words,
} from './feed.ts'
import type { Outlived, OutlivedChat, OutlivedPeople } from './outlived.ts'
import type { LineAsked, LineShelf, StoredLine } from './line-shelf.ts'
import { type AccountContents, MemoryAccount } from './memory-account.ts'
import { newest } from './memory-table.ts'
import type {
  ActorRow,
  ChatRow,
  CommandRow,
  FileRow,
  HandoverRow,
  JournalRow,
  MessageRow,
  ReadMarkRow,
} from './rows.ts'
import {
  type AccountBatch,
  type CommandKey,
  type KnownCustomer,
  type OwnedShard,
  type PendingDelivery,
  Rejected,
  type Settlement,
  SHARD_COUNT,
  type Store,
  type StoredAccount,
  type Swept,
} from './store.ts'
import { SWEEP_ROWS } from './retention.ts'
import type { PendingWebhookDelivery, WebhookHealth, WebhookSettlement } from './webhook-rows.ts'
import type { FileKey, StoredFiles } from './stored-files.ts'
import { wordsInLists } from './words-in-lists.ts'

/** U+0000 as JSON writes it: after an even number of backslashes. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/

interface MemoryShard {
  owner: string | null
  epoch: number
}

/**
 * The store of the simulation: the same promises and refusals as Postgres, in memory.
 *
 * M1 Rows are copied on their way in and out, through JSON as Postgres would.
 * M2 A commit checks everything before it changes anything.
 * M3 The same calls give the same answers: no timers, no randomness, the clock is an argument.
 */
export class MemoryStore implements Store, Feed, StoredFiles, LineShelf, Outlived {
  readonly #now: () => number
  readonly #accounts = new Map<string, MemoryAccount>()
  readonly #leases = new Map<string, number>()
  readonly #shards: MemoryShard[]

  constructor(now: () => number) {
    this.#now = now
    this.#shards = Array.from({ length: SHARD_COUNT }, () => ({ owner: null, epoch: 0 }))
  }

  async register(incarnation: string, leaseMs: number): Promise<void> {
    if (this.#leases.has(incarnation)) throw new Rejected(`${incarnation} was registered before`)
    this.#leases.set(incarnation, this.#now() + leaseMs)
  }

  async renew(incarnation: string, leaseMs: number): Promise<boolean> {
    if (!this.#isAlive(incarnation)) return false
    this.#leases.set(incarnation, this.#now() + leaseMs)
    return true
  }

  async claim(incarnation: string): Promise<OwnedShard[]> {
    if (!this.#isAlive(incarnation)) return []
    for (const shard of this.#shards) {
      if (shard.owner !== null && this.#isAlive(shard.owner)) continue
      shard.owner = incarnation
      shard.epoch += 1
    }
    return this.#owned(incarnation, null)
  }

  async raise(incarnation: string, shards: number[]): Promise<OwnedShard[]> {
    const wanted = new Set(shards)
    for (const { shard } of this.#owned(incarnation, wanted)) this.#shard(shard).epoch += 1
    return this.#owned(incarnation, wanted)
  }

  async release(incarnation: string): Promise<void> {
    for (const shard of this.#shards) if (shard.owner === incarnation) shard.owner = null
    if (this.#isAlive(incarnation)) this.#leases.set(incarnation, this.#now())
  }

  async owner(): Promise<string | null> {
    const counts = new Map<string, number>()
    for (const { owner } of this.#shards) {
      if (owner !== null && this.#isAlive(owner)) counts.set(owner, (counts.get(owner) ?? 0) + 1)
    }
    const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    return first?.[0] ?? null
  }

  async loadAccount(accountId: string): Promise<StoredAccount | null> {
    return this.#accounts.get(accountId)?.load() ?? null
  }

  async loadChats(accountId: string, chatIds: string[]): Promise<ChatRow[]> {
    return this.#accounts.get(accountId)?.chatsNamed(chatIds) ?? []
  }

  async loadActors(accountId: string, actors: string[]): Promise<ActorRow[]> {
    return this.#accounts.get(accountId)?.actorsNamed(actors) ?? []
  }

  async loadCustomers(accountId: string, customerIds: string[]): Promise<KnownCustomer[]> {
    return this.#accounts.get(accountId)?.customersNamed(customerIds) ?? []
  }

  async findCommands(keys: CommandKey[]): Promise<(CommandRow & { accountId: string })[]> {
    return keys.flatMap(({ accountId, sender, commandId }) => {
      const row = this.#accounts.get(accountId)?.command(sender, commandId)
      return row ? [{ ...row, accountId }] : []
    })
  }

  async accountsToWake(shards: number[], until: number): Promise<string[]> {
    return this.#on(shards)
      .filter((account) => account.mustBeAwake(until))
      .map((account) => account.accountId)
  }

  async commit(batches: AccountBatch[]): Promise<{ fenced: string[] }> {
    if (new Set(batches.map((batch) => batch.accountId)).size < batches.length) {
      throw new Rejected('two batches of one account')
    }
    const text = JSON.stringify(batches)
    if (NUL.test(text)) throw new Rejected('a text holds U+0000')
    const copies: AccountBatch[] = JSON.parse(text) // M1
    const fenced: string[] = []
    const writes: (() => void)[] = []
    for (const batch of copies) {
      const account = this.#unfenced(batch)
      if (account === null) {
        fenced.push(batch.accountId)
        continue
      }
      account.check(batch) // M2
      this.#checkChannels(batch)
      writes.push(() => {
        this.#accounts.set(batch.accountId, account)
        account.write(batch)
      })
    }
    for (const write of writes) write()
    return { fenced }
  }

  async takeOutbox(shards: number[], now: number, limit: number): Promise<PendingDelivery[]> {
    return this.#on(shards)
      .flatMap((account) => account.deliveries(now))
      .slice(0, limit)
  }

  async settleOutbox(settlements: Settlement[]): Promise<void> {
    for (const settlement of settlements) {
      this.#accounts.get(settlement.accountId)?.settle(settlement)
    }
  }

  async takeWebhookDeliveries(
    shards: number[],
    now: number,
    perWebhook: number,
  ): Promise<PendingWebhookDelivery[]> {
    return this.#on(shards).flatMap((account) => account.webhookDeliveries(now, perWebhook))
  }

  async settleWebhookDelivery(settlement: WebhookSettlement): Promise<WebhookHealth | null> {
    return this.#accounts.get(settlement.accountId)?.settleWebhookDelivery(settlement) ?? null
  }

  async sweep(now: number): Promise<Swept> {
    const swept = { commands: 0, outbox: 0, journal: 0, lines: 0, webhooks: 0 }
    for (const account of this.#inOrder()) {
      swept.commands += account.sweepCommands(now, SWEEP_ROWS - swept.commands)
      swept.outbox += account.sweepOutbox(now, SWEEP_ROWS - swept.outbox)
      swept.journal += account.sweepJournal(now, SWEEP_ROWS - swept.journal)
      swept.lines += account.sweepLines(now, SWEEP_ROWS - swept.lines)
      swept.webhooks += account.sweepWebhooks(now, SWEEP_ROWS - swept.webhooks)
    }
    return swept
  }

  async line(accountId: string, asked: LineAsked, limit: number): Promise<StoredLine> {
    const none = { answer: null, rows: [], more: false }
    return this.#accounts.get(accountId)?.line(asked, limit) ?? none
  }

  async touched(accountId: string, upToSeq: number, limit: number): Promise<Touched> {
    const none = { actors: [], since: null, isAll: true }
    return this.#accounts.get(accountId)?.touched(upToSeq, limit) ?? none
  }

  async journals(accountId: string, actors: readonly string[]): Promise<JournalRow[]> {
    return this.#accounts.get(accountId)?.journals(actors) ?? []
  }

  async changesSince(accountId: string, afterSeq: number, limit: number): Promise<Changes | null> {
    return this.#accounts.get(accountId)?.changesSince(afterSeq, limit) ?? null
  }

  async conversation(
    accountId: string,
    chatId: string,
    beforeSeq: number | null,
    limit: number,
  ): Promise<StoredConversation> {
    const account = this.#accounts.get(accountId)
    if (!account)
      return { seq: 0, chat: null, messages: [], comments: [], readMarks: [], more: false }
    return account.conversation(chatId, beforeSeq, limit)
  }

  async customerStream(
    accountId: string,
    customerId: string,
    afterCustomerSeq: number,
    limit: number,
  ): Promise<MessageRow[]> {
    return this.#stream(accountId, customerId)
      .filter((message) => message.customerSeq > afterCustomerSeq)
      .slice(0, limit)
  }

  async customerTail(accountId: string, customerId: string, limit: number): Promise<MessageRow[]> {
    return newest(this.#stream(accountId, customerId), limit)
  }

  async words(accountId: string, messageIds: string[], length: number): Promise<Words[]> {
    const messages = this.#accounts.get(accountId)?.messagesNamed(messageIds) ?? []
    return messages.map((message) => {
      const { messageId, chatId, author, at } = message
      const words = Array.from(wordsInLists(message)).slice(0, length)
      return { messageId, chatId, author, at, text: words.join('') }
    })
  }

  async customerScreen(
    accountId: string,
    customerId: string,
    limit: number,
  ): Promise<StoredCustomerScreen> {
    const messages = await this.customerTail(accountId, customerId, limit)
    const chatId = messages.at(-1)?.chatId
    if (chatId === undefined) return { messages, chat: null, staffRead: 0 }
    const { chat, readMarks } = await this.conversation(accountId, chatId, null, 1)
    return { messages, chat, staffRead: staffReadIn(readMarks) }
  }

  async readMarks(accountId: string, chatIds: string[]): Promise<ReadMarkRow[]> {
    return this.#accounts.get(accountId)?.readMarksOf(chatIds) ?? []
  }

  async customerNames(accountId: string, customerIds: string[]): Promise<Map<string, string>> {
    const details = this.#accounts.get(accountId)?.detailsNamed(customerIds) ?? []
    return new Map(
      details.flatMap(({ customerId, called, name: own }) => {
        const name = called ?? own
        return name === null ? [] : [[customerId, name]]
      }),
    )
  }

  async handovers(accountId: string, handoverIds: string[]): Promise<HandoverRow[]> {
    return this.#accounts.get(accountId)?.handoversNamed(handoverIds) ?? []
  }

  async file(accountId: string, fileId: string): Promise<FileRow | null> {
    return this.#accounts.get(accountId)?.filesNamed([fileId])[0] ?? null
  }

  async expiredFiles(before: number, limit: number): Promise<(FileRow & FileKey)[]> {
    return this.#inOrder()
      .flatMap((account) =>
        account.expiredFiles(before).map((row) => ({ ...row, accountId: account.accountId })),
      )
      .sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0) || (a.fileId < b.fileId ? -1 : 1))
      .slice(0, limit)
  }

  async forgetFiles(files: FileKey[]): Promise<void> {
    for (const { accountId, fileId } of files) this.#accounts.get(accountId)?.forgetFile(fileId)
  }

  async filesOfCustomer(accountId: string, customerId: string): Promise<FileRow[]> {
    return this.#accounts.get(accountId)?.filesOf(customerId) ?? []
  }

  async accountsThatForget(
    shards: number[],
  ): Promise<{ accountId: string; retentionMs: number }[]> {
    return this.#on(shards)
      .map(({ accountId, retentionMs }) => ({ accountId, retentionMs }))
      .filter(({ retentionMs }) => retentionMs > 0)
  }

  async outlivedChats(accountId: string, before: number, limit: number): Promise<OutlivedChat[]> {
    return this.#accounts.get(accountId)?.outlivedChats(before, limit) ?? []
  }

  async outlivedPeople(
    accountId: string,
    before: number,
    after: string,
    limit: number,
  ): Promise<OutlivedPeople> {
    const none = { customerIds: [], last: null }
    return this.#accounts.get(accountId)?.outlivedPeople(before, after, limit) ?? none
  }

  /** Everything that is stored of an account, for whoever audits it; null where it was never founded. */
  contents(accountId: string): AccountContents | null {
    return this.#accounts.get(accountId)?.contents() ?? null
  }

  /** The ids of all accounts that were founded, in order. */
  accountIds(): string[] {
    return [...this.#accounts.keys()].sort()
  }

  /** The account that this batch may write to; null where it is fenced. */
  #unfenced(batch: AccountBatch): MemoryAccount | null {
    if (this.#shards[batch.shard]?.epoch !== batch.epoch) return null
    const stored = this.#accounts.get(batch.accountId)
    if (batch.rare?.account && stored) throw new Rejected(`${batch.accountId} is founded already`)
    const account = batch.rare?.account ? new MemoryAccount(batch, batch.rare.account) : stored
    return account?.shard === batch.shard && account.seq === batch.fromSeq ? account : null
  }

  /** @throws Rejected where another account has one of the channels. */
  #checkChannels({ accountId, rare }: AccountBatch): void {
    for (const { channelId } of rare?.channels ?? []) {
      for (const other of this.#accounts.values()) {
        if (other.accountId !== accountId && other.hasChannel(channelId)) {
          throw new Rejected(`channel ${channelId} is of another account`)
        }
      }
    }
  }

  #stream(accountId: string, customerId: string): MessageRow[] {
    return this.#accounts.get(accountId)?.stream(customerId) ?? []
  }

  #isAlive(incarnation: string): boolean {
    return (this.#leases.get(incarnation) ?? -Infinity) > this.#now()
  }

  #owned(incarnation: string, among: Set<number> | null): OwnedShard[] {
    return this.#shards.flatMap(({ owner, epoch }, shard) =>
      owner === incarnation && (among === null || among.has(shard)) ? [{ shard, epoch }] : [],
    )
  }

  #shard(shard: number): MemoryShard {
    const found = this.#shards[shard]
    if (!found) throw new Rejected(`there is no shard ${shard}`)
    return found
  }

  #on(shards: number[]): MemoryAccount[] {
    const wanted = new Set(shards)
    return this.#inOrder().filter((account) => wanted.has(account.shard))
  }

  #inOrder(): MemoryAccount[] {
    return this.accountIds().flatMap((id) => this.#accounts.get(id) ?? [])
  }
}
