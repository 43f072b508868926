import type { AnyMachineSnapshot } from 'xstate'
import type { By } from '#machines/actor-ref'
import { toPlain } from '#machines/step'
import { OutcomeUnknown, Rejected } from '#storage/store'
import type { AccountBatch, Store } from '#storage/store'
import type { CommandRow } from '#storage/rows'
import type { Json } from '#storage/json'
import type { Clock, Ids, Log } from '../ports.ts'
import { pause } from '../ports.ts'
import { Account } from './account.ts'
import { RefusedTurn, refused } from './answer.ts'
import type { Answer } from './answer.ts'
import { assignMatch, findMatch } from './assign-match.ts'
import { changesOf } from './changes.ts'
import type { TurnChanges } from './changes.ts'
import { isFresh, rememberUntil } from './command-age.ts'
import type { Gathered } from './gathered.ts'
import { Lease } from './lease.ts'
import { Lookups } from './lookups.ts'
import { TimerWheel } from './timer-wheel.ts'
import { Timers } from './timers.ts'
import { Asleep, Turn } from './turn.ts'

/** Turns of one transaction: enough to share an fsync widely, few enough to answer in time. */
export const MAX_BATCH_TURNS = 1_000
export const MAX_BATCH_BYTES = 1_000_000

/** Commands of one account that may wait; more are refused, so that memory stays bounded. */
export const MAX_PENDING = 4_000

/** When a refused command may come again, in milliseconds: about the time of a few batches. */
const RETRY_AFTER_MS = 250

/** An actor that nothing happened to for this long sleeps. */
const AWAKE_MS = 60_000
const SLEEP_ROUND_MS = 10_000

/** Trying a batch again while the database is away, until the lease ends. */
const RETRY_COMMIT_MS = [50, 100, 200, 400, 800]

/** Of the last words of a chat, for lists. */
const PREVIEW_LENGTH = 140

/** How many turns run alone after a rejected batch. */
const CAREFUL_TURNS = 64

/** How often a turn may be begun anew because something it needs is asleep. */
const MOST_WAKES = 8

/** A turn is asked for with this. */
export interface Request {
  accountId: string
  by: By
  /** Whose command this is, and its own id; null for what happens inside. */
  command: { sender: string; id: string; digest: string } | null
  /** Requests of one lane keep their order even while something they need is woken. */
  lane: string
  /** Steps actors and writes rows through the turn; refuses by throwing `RefusedTurn`. */
  decide: (turn: Turn) => Record<string, Json>
}

interface Job extends Request {
  answer: (answer: Answer) => void
  wakes: number
  absent: Set<string>
  lookedUp: boolean
}

/**
 * Hosts all actors of the accounts whose shards this node owns.
 *
 * H1 one turn of an account at a time, and a turn is synchronous. H2 nothing that depends on a turn
 * leaves before the turn is durable and while the lease is not valid. H3 one batch is in flight;
 * turns go on meanwhile. H4 what could not be made durable is forgotten with all that was built on
 * it; its callers hear *transient*. H5 a command is carried out once, and answered alike each time.
 */
export class Host {
  readonly clock: Clock
  readonly ids: Ids
  readonly lease: Lease
  readonly #store: Store
  readonly #log: Log
  readonly #lookups: Lookups
  readonly #wheel: TimerWheel
  readonly #timers: Timers
  readonly #accounts = new Map<string, Account>()
  readonly #loading = new Map<string, Promise<Account | null>>()
  readonly #lanes = new Map<Account, Map<string, Job[]>>()
  readonly #backlog = new Map<Account, Job[]>()
  readonly #dirty = new Set<Account>()
  /** Commands whose batch was lost once: the second time is a fault. */
  readonly #strikes = new Map<string, number>()
  readonly #publish: (changes: TurnChanges) => void
  readonly #onLost: (accountId: string) => void
  readonly #onOutbox: () => void
  /** Pending while the outcome of a batch is unknown and its shards are being raised. */
  #raising: Promise<void> = Promise.resolve()
  /** Accounts whose next memory runs one turn a batch for a while. */
  readonly #careful = new Set<string>()
  #committing = false
  #stopping = false
  #cancelSleep: (() => void) | null = null
  readonly counters = {
    turns: 0,
    refusals: 0,
    batches: 0,
    batchTurns: 0,
    rejectedBatches: 0,
    lostAccounts: 0,
    faults: 0,
    timersFired: 0,
    commitMs: 0,
  }

  constructor(options: {
    store: Store
    clock: Clock
    ids: Ids
    log: Log
    /** Told of each turn in the order of commits, after it is durable. */
    publish: (changes: TurnChanges) => void
    /** The memory of an account was dropped: whatever was shown of it must be read anew. */
    onLost: (accountId: string) => void
    /** Deliveries became durable. */
    onOutbox: () => void
    /** Shards became ours; their accounts with something to do are woken already. */
    onGained?: (shards: number[]) => void
  }) {
    this.#store = options.store
    this.clock = options.clock
    this.ids = options.ids
    this.#log = options.log
    this.#publish = options.publish
    this.#onLost = options.onLost
    this.#onOutbox = options.onOutbox
    this.#lookups = new Lookups(options.store)
    this.#wheel = new TimerWheel(options.clock, (key) => this.#timers.fire(key))
    this.#timers = new Timers({
      clock: options.clock,
      wheel: this.#wheel,
      accountOf: (accountId) => this.#accounts.get(accountId) ?? null,
      run: (request) => this.run(request),
      count: () => {
        this.counters.timersFired += 1
      },
    })
    this.lease = new Lease({
      store: options.store,
      clock: options.clock,
      ids: options.ids,
      log: options.log,
      onLost: () => this.#loseAll(),
      onGained: (shards) => {
        options.onGained?.(shards)
        void this.#wakeAccounts(shards)
      },
    })
  }

  /** Resolves when this node knows which shards are its own. */
  async start(): Promise<void> {
    await this.lease.start()
    const sleepRound = (): void => {
      for (const account of this.#accounts.values()) this.#sleep(account)
      this.#cancelSleep = this.clock.schedule(SLEEP_ROUND_MS, sleepRound)
    }
    this.#cancelSleep = this.clock.schedule(SLEEP_ROUND_MS, sleepRound)
  }

  /** No new turns; what is gathered is written; then the shards are given up. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wheel.clear()
    this.#cancelSleep?.()
    await Promise.all([...this.#accounts.values()].map((account) => account.gate()))
    await this.lease.stop()
  }

  /** Stops at once, leaving everything as a crash would. */
  abandon(): void {
    this.#stopping = true
    this.#wheel.clear()
    this.#cancelSleep?.()
    this.lease.abandon()
    for (const account of this.#accounts.values()) account.lost = true
  }

  /** Accounts in memory, for figures. */
  get awake(): { accounts: number; actors: number; pending: number; timers: number } {
    let actors = 0
    let pending = 0
    for (const account of this.#accounts.values()) {
      actors += account.actors.size
      pending += account.pending
    }
    return { accounts: this.#accounts.size, actors, pending, timers: this.#wheel.size }
  }

  /**
   * Runs a turn. Resolves after everything that the answer depends on is durable (H2); a refusal
   * waits likewise. Never rejects: what went wrong is a refusal too.
   */
  run(request: Request): Promise<Answer> {
    const account = this.#accounts.get(request.accountId)
    if (account !== undefined) return this.#accept(account, request)
    return this.#account(request.accountId).then(
      (loaded) => (loaded === null ? this.#notHere(request) : this.#accept(loaded, request)),
      (error: unknown) => {
        this.#log.warn({ accountId: request.accountId, error: String(error) }, 'account not loaded')
        return refused('transient', { retryAfterMs: RETRY_AFTER_MS })
      },
    )
  }

  /**
   * The account's memory to look at, once nothing in it can be lost any more (H2). Null where the
   * account is not hosted here. Throws what the store throws.
   */
  async look(accountId: string): Promise<Account | null> {
    const account = await this.#account(accountId)
    if (account === null) return null
    const fate = await account.gate()
    return fate === 'lost' || this.lease.epochOf(account.shard) === null ? null : account
  }

  /** The account as it is in memory, not durable yet perhaps; null where it is not awake here. */
  peek(accountId: string): Account | null {
    return this.#accounts.get(accountId) ?? null
  }

  /** Whether an account's shard is this node's now; null where the account is unknown to memory. */
  ownsShard(shard: number): boolean {
    return this.lease.epochOf(shard) !== null
  }

  // -- accounts -------------------------------------------------------------------------------

  #account(accountId: string): Promise<Account | null> {
    const known = this.#accounts.get(accountId)
    if (known !== undefined) return Promise.resolve(known)
    const loading = this.#loading.get(accountId)
    if (loading !== undefined) return loading
    const load = this.#load(accountId).finally(() => this.#loading.delete(accountId))
    this.#loading.set(accountId, load)
    return load
  }

  async #load(accountId: string): Promise<Account | null> {
    if (this.#stopping) return null
    // What is read before the shards are raised could be changed by an orphan of ours.
    await this.#raising
    const stored = await this.#store.loadAccount(accountId)
    if (stored === null || this.#stopping || !this.ownsShard(stored.shard)) return null
    const account = new Account(stored, this.clock.now())
    if (this.#careful.delete(accountId)) account.carefulTurns = CAREFUL_TURNS
    this.#accounts.set(accountId, account)
    this.#timers.adopt(account)
    this.#enterGrace(account)
    this.#match(account)
    return account
  }

  /** Founds an account's memory before its first turn. */
  found(accountId: string, shard: number): void {
    if (this.#accounts.has(accountId)) return
    const account = new Account(
      {
        accountId,
        name: '',
        shard,
        seq: 0,
        turn: 0,
        accountActorSeq: 0,
        settings: null,
        groups: [],
        members: [],
        channels: [],
        agents: [],
        openChats: [],
        timers: [],
      },
      this.clock.now(),
    )
    this.#accounts.set(accountId, account)
  }

  /** Sockets do not outlive a host: whoever was connected gets the time to come back. */
  #enterGrace(account: Account): void {
    for (const actor of account.actors.keys()) {
      if (!actor.startsWith('agent:')) continue
      const agentId = actor.slice('agent:'.length)
      if (account.agent(agentId)?.value.connection !== 'connected') continue
      void this.run({
        accountId: account.accountId,
        by: 'system',
        command: null,
        lane: actor,
        decide: (turn) => {
          if (turn.agent(agentId).value.connection === 'connected') {
            turn.stepAgent(agentId, { type: 'socketClosed' })
          }
          return {}
        },
      })
    }
  }

  async #wakeAccounts(shards: number[]): Promise<void> {
    try {
      for (const id of await this.#store.accountsToWake(shards, this.clock.now() + 60_000)) {
        await this.#account(id)
      }
      this.#onOutbox()
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'accounts not woken')
    }
  }

  /** Wakes accounts of own shards whose timers fall due; called now and then. */
  async wakeDue(): Promise<void> {
    const shards = this.lease.owned()
    if (shards.length > 0) await this.#wakeAccounts(shards)
  }

  #sleep(account: Account): void {
    const before = this.clock.now() - AWAKE_MS
    for (const [name, awake] of account.actors) {
      const mayGo = awake.turn <= account.durableTurn && awake.touchedAt < before
      if (mayGo && !name.startsWith('agent:')) account.actors.delete(name)
    }
    for (const [id, customer] of account.customers) {
      if (customer.turn <= account.durableTurn && customer.touchedAt < before) {
        account.customers.delete(id)
      }
    }
    const now = this.clock.now()
    for (const [key, recent] of account.recent) {
      if (recent.until < now) account.recent.delete(key)
    }
  }

  /** H4 */
  #lose(account: Account): void {
    if (account.lost) return
    account.lost = true
    this.counters.lostAccounts += 1
    this.#accounts.delete(account.accountId)
    this.#timers.forget(account)
    this.#dirty.delete(account)
    const { gathered } = account
    account.gathered = null
    gathered?.settle('lost')
    for (const jobs of this.#lanes.get(account)?.values() ?? []) {
      for (const job of jobs) job.answer(refused('transient', { retryAfterMs: RETRY_AFTER_MS }))
    }
    this.#lanes.delete(account)
    for (const job of this.#backlog.get(account) ?? []) {
      job.answer(refused('transient', { retryAfterMs: RETRY_AFTER_MS }))
    }
    this.#backlog.delete(account)
    this.#onLost(account.accountId)
  }

  #loseAll(): void {
    for (const account of [...this.#accounts.values()]) this.#lose(account)
  }

  // -- commands -------------------------------------------------------------------------------

  #notHere(_request: Request): Answer {
    return refused('notReady', { retryAfterMs: RETRY_AFTER_MS * 4 })
  }

  #accept(account: Account, request: Request): Promise<Answer> {
    if (this.#stopping || account.lost || this.lease.epochOf(account.shard) === null) {
      return Promise.resolve(this.#notHere(request))
    }
    const { command } = request
    if (command !== null) {
      const known = account.recent.get(keyOf(command))
      if (known !== undefined) return this.#joinKnown(account, known, command)
    }
    if (account.pending >= MAX_PENDING) {
      return Promise.resolve(refused('busy', { retryAfterMs: RETRY_AFTER_MS * 4 }))
    }
    account.pending += 1
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const now = this.clock.now()
    if (command !== null) {
      account.recent.set(keyOf(command), {
        digest: command.digest,
        answer: promise,
        until: rememberUntil(command.id, now),
      })
    }
    const job: Job = {
      ...request,
      answer: (answer) => {
        account.pending -= 1
        // Refusals are not remembered: the same command may succeed later.
        if (command !== null && answer.kind === 'refused') account.recent.delete(keyOf(command))
        resolve(answer)
      },
      wakes: 0,
      absent: new Set(),
      lookedUp: command === null || isFresh(command.id, now, account.loadedAt),
    }
    this.#admit(account, job)
    return promise
  }

  async #joinKnown(
    account: Account,
    known: { digest: string; answer: Promise<Answer> },
    command: { digest: string },
  ): Promise<Answer> {
    if (known.digest !== command.digest) {
      await account.gate()
      return refused('reused')
    }
    return known.answer
  }

  #admit(account: Account, job: Job): void {
    const backlog = this.#backlog.get(account)
    if (backlog !== undefined) {
      backlog.push(job)
      return
    }
    if (isFull(account)) {
      this.#backlog.set(account, [job])
      return
    }
    const parked = this.#lanes.get(account)?.get(job.lane)
    if (parked !== undefined) parked.push(job)
    else this.#attempt(account, job)
  }

  #attempt(account: Account, job: Job): void {
    if (!job.lookedUp) {
      job.lookedUp = true
      this.#park(account, job, this.#lookUp(account, job))
      return
    }
    const needs = this.#run(account, job)
    if (needs === null) return
    job.wakes += 1
    if (job.wakes > MOST_WAKES) {
      this.#fault(account, job, new Error('what this turn needs will not stay awake'))
      return
    }
    this.#park(account, job, this.#wake(account, job, needs))
  }

  /** Keeps the lane closed until what the job waits for is there; then the lane goes on in order. */
  #park(account: Account, job: Job, wait: Promise<boolean>): void {
    const lanes = this.#lanes.get(account) ?? new Map<string, Job[]>()
    this.#lanes.set(account, lanes)
    if (!lanes.has(job.lane)) lanes.set(job.lane, [])
    wait.then(
      (goesOn) => {
        if (account.lost) {
          if (goesOn) job.answer(refused('transient', { retryAfterMs: RETRY_AFTER_MS }))
          return
        }
        const parked = lanes.get(job.lane) ?? []
        lanes.delete(job.lane)
        if (goesOn) this.#attempt(account, job)
        for (const next of parked) this.#admit(account, next)
        this.#match(account)
      },
      (error: unknown) => {
        this.#log.warn({ accountId: account.accountId, error: String(error) }, 'store not reached')
        job.answer(refused('transient', { retryAfterMs: RETRY_AFTER_MS }))
        if (account.lost) return
        const parked = lanes.get(job.lane) ?? []
        lanes.delete(job.lane)
        for (const next of parked) this.#admit(account, next)
      },
    )
  }

  async #lookUp(account: Account, job: Job): Promise<boolean> {
    const { command } = job
    if (command === null) return true
    const key = { accountId: account.accountId, sender: command.sender, commandId: command.id }
    const found = await this.#lookups.find(key)
    if (found === null) return true
    const answer = answerOf(found, command.digest)
    const fate = await account.gate()
    job.answer(fate === 'lost' ? refused('transient', { retryAfterMs: RETRY_AFTER_MS }) : answer)
    return false
  }

  async #wake(account: Account, job: Job, needs: Asleep['needs']): Promise<boolean> {
    const { accountId } = account
    const [chats, actors, customers] = await Promise.all([
      needs.chats.length > 0 ? this.#store.loadChats(accountId, needs.chats) : [],
      needs.actors.length > 0 ? this.#store.loadActors(accountId, needs.actors) : [],
      needs.customers.length > 0 ? this.#store.loadCustomers(accountId, needs.customers) : [],
    ])
    const now = this.clock.now()
    for (const chat of chats) if (!account.chats.has(chat.chatId)) account.putChat(chat)
    for (const actor of actors) account.wakeActor(actor, now)
    for (const row of customers) {
      if (!account.customers.has(row.customerId)) {
        account.customers.set(row.customerId, { row, turn: account.durableTurn, touchedAt: now })
      }
    }
    for (const id of needs.chats) if (!account.chats.has(id)) job.absent.add(`chat:${id}`)
    for (const name of needs.actors) if (!account.actors.has(name)) job.absent.add(name)
    for (const id of needs.customers) {
      if (!account.customers.has(id)) job.absent.add(`customer:${id}`)
    }
    return true
  }

  /** Runs a job's turn; gives what must be woken first, or null when the job is under way. */
  #run(account: Account, job: Job): Asleep['needs'] | null {
    const turn = new Turn({
      account,
      at: this.clock.now(),
      by: job.by,
      commandId: job.command?.id ?? null,
      ids: this.ids,
      absent: job.absent,
    })
    let result: Record<string, Json>
    try {
      result = job.decide(turn)
    } catch (error) {
      if (error instanceof Asleep) return error.needs
      if (error instanceof RefusedTurn) this.#refuse(account, job, error)
      else this.#fault(account, job, error)
      return null
    }
    const gathered = this.#apply(account, turn, job, result)
    gathered.whenSettled.push((fate) => {
      if (fate === 'lost') job.answer(this.#lostAnswer(job))
      else job.answer({ kind: 'done', seq: turn.seq, result })
    })
    this.#match(account)
    return null
  }

  #refuse(account: Account, job: Job, refusal: RefusedTurn): void {
    this.counters.refusals += 1
    const { details } = refusal
    const answer = refused(refusal.code, details === undefined ? {} : { details })
    void account.gate().then((fate) => {
      const stands = fate === 'committed' && this.lease.epochOf(account.shard) !== null
      job.answer(stands ? answer : refused('transient', { retryAfterMs: RETRY_AFTER_MS }))
    })
  }

  #fault(account: Account, job: Job, error: unknown): void {
    this.counters.faults += 1
    const about = { accountId: account.accountId, lane: job.lane, error: describe(error) }
    this.#log.error(about, 'a turn failed')
    void account.gate().then(() => job.answer(refused('fault')))
  }

  #lostAnswer(job: Job): Answer {
    if (job.command === null) return refused('transient')
    const key = `${job.accountId} ${keyOf(job.command)}`
    const strikes = this.#strikes.get(key) ?? 0
    if (strikes >= 2) {
      this.#strikes.delete(key)
      this.counters.faults += 1
      return refused('fault')
    }
    return refused('transient', { retryAfterMs: RETRY_AFTER_MS })
  }

  // -- turns become memory, then durable ------------------------------------------------------

  #apply(account: Account, turn: Turn, job: Job, result: Record<string, Json>): Gathered {
    const gathered = account.gather()
    const turnNumber = account.turn + 1
    account.turn = turnNumber
    account.seq = turn.seq
    account.accountActorSeq = turn.accountActorSeq
    this.counters.turns += 1

    if (account.carefulTurns > 0) account.carefulTurns -= 1
    gathered.turns += 1
    for (const row of turn.journal) {
      gathered.journal.push(row)
      gathered.bytes += 200 + 2 * row.type.length
    }
    for (const [name, awake] of turn.actors) {
      account.actors.set(name, awake)
      gathered.actors.set(name, {
        actor: name,
        machine: awake.machine,
        seq: awake.seq,
        snapshot: plainOf(awake.snapshot),
      })
      gathered.bytes += 800
    }
    for (const [key, timer] of turn.timers) {
      gathered.timers.set(key, timer)
      if (timer.row === null) account.removeTimer(timer.actor, timer.timerId)
      else account.putTimer(timer.row)
      this.#timers.changed(account, timer.actor, timer.timerId, timer.row)
    }
    for (const [id, row] of turn.chats) {
      gathered.chats.set(id, row)
      account.putChat(row)
    }
    for (const [id, row] of turn.customers) {
      gathered.customers.set(id, row)
      account.customers.set(id, { row, turn: turnNumber, touchedAt: turn.at })
    }
    for (const row of turn.messages) {
      gathered.messages.push(row)
      if (row.text !== null) {
        const { seq, author, at } = row
        const text = row.text.slice(0, PREVIEW_LENGTH)
        account.lastWords.set(row.chatId, { seq, author, text, at })
      }
      gathered.bytes += 200 + 2 * (row.text?.length ?? 0)
    }
    for (const row of turn.comments) {
      gathered.comments.push(row)
      gathered.bytes += 200 + 2 * (row.text?.length ?? 0)
    }
    for (const row of turn.outbox) gathered.outbox.push(row)
    for (const [key, row] of turn.readMarks) gathered.readMarks.set(key, row)
    if (job.command !== null) {
      gathered.commands.push({
        sender: job.command.sender,
        commandId: job.command.id,
        digest: job.command.digest,
        answer: { seq: turn.seq, result },
        at: turn.at,
      })
    }
    if (turn.hasRare) this.#applyRare(account, gathered, turn)
    if (turn.matchWanted) account.matchWanted = true
    this.#timers.staffingMayHaveChanged(account, turn)

    const changes = changesOf(account, turn)
    const hasOutbox = turn.outbox.length > 0
    gathered.whenSettled.push((fate) => {
      if (fate === 'lost') return
      this.#publish(changes)
      if (hasOutbox) this.#onOutbox()
    })
    this.#dirty.add(account)
    this.#kick()
    return gathered
  }

  #applyRare(account: Account, gathered: Gathered, turn: Turn): void {
    const { rare } = turn
    if (gathered.rare === null) gathered.rare = rare
    else gathered.rare.add(rare)
    if (rare.account !== null) account.name = rare.account.name
    for (const group of rare.groups.values()) account.putGroup(group)
    for (const [id, member] of rare.members) account.members.set(id, member)
    for (const [id, channel] of rare.channels) account.channels.set(id, channel)
    if (turn.newSettings !== null) account.settings = turn.newSettings
    account.matchWanted = true
  }

  /** Gives waiting chats to agents while routing finds a pair. */
  #match(account: Account): void {
    while (account.matchWanted && !account.lost && !this.#stopping && !isFull(account)) {
      const found = findMatch(account, this.clock.now())
      if (found === null) {
        account.matchWanted = false
        return
      }
      if (this.#lanes.get(account)?.has(`chat:${found.chatId}`) === true) return
      const job: Job = {
        accountId: account.accountId,
        by: 'system',
        command: null,
        lane: `chat:${found.chatId}`,
        decide: (turn) => assignMatch(turn, found),
        answer: () => {
          account.pending -= 1
        },
        wakes: 0,
        absent: new Set(),
        lookedUp: true,
      }
      account.pending += 1
      const turnBefore = account.turn
      this.#attempt(account, job)
      // Woken first, or refused: the next turn looks again.
      if (account.turn === turnBefore) return
    }
  }

  #kick(): void {
    if (this.#committing) return
    this.#committing = true
    queueMicrotask(() => void this.#commitAll())
  }

  /** H3 */
  async #commitAll(): Promise<void> {
    while (this.#dirty.size > 0) {
      const flight = this.#takeFlight()
      const startedAt = this.clock.monotonic()
      await this.#commit(flight)
      this.counters.batches += 1
      this.counters.commitMs += this.clock.monotonic() - startedAt
      for (const account of flight) this.#drainBacklog(account)
    }
    this.#committing = false
  }

  #takeFlight(): Account[] {
    const flight: Account[] = []
    let turns = 0
    let bytes = 0
    for (const account of this.#dirty) {
      const { gathered } = account
      this.#dirty.delete(account)
      if (gathered === null) continue
      account.flying = gathered
      account.gathered = null
      flight.push(account)
      turns += gathered.turns
      bytes += gathered.bytes
      if (turns >= MAX_BATCH_TURNS || bytes >= MAX_BATCH_BYTES) break
    }
    this.counters.batchTurns += turns
    return flight
  }

  async #commit(flight: Account[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const standing = flight.filter((account) => !account.lost || account.flying !== null)
      const writable = standing.filter((account) => this.lease.epochOf(account.shard) !== null)
      for (const account of standing) if (!writable.includes(account)) this.#fail(account)
      if (writable.length === 0) return
      try {
        await this.#write(writable)
        return
      } catch (error) {
        if (error instanceof OutcomeUnknown) return this.#afterUnknown(writable, error)
        if (error instanceof Rejected) return this.#oneByOne(writable, error)
        this.#log.warn({ error: describe(error), attempt }, 'batch not written')
        const wait = RETRY_COMMIT_MS[attempt]
        if (wait === undefined) {
          for (const account of writable) this.#fail(account)
          return
        }
        await pause(this.clock, wait)
      }
    }
  }

  async #write(accounts: Account[]): Promise<void> {
    const batches = accounts.map((account) => batchOf(account, this.lease.epochOf(account.shard)))
    const { fenced } = await this.#store.commit(batches)
    for (const account of accounts) {
      if (fenced.includes(account.accountId)) {
        this.#log.warn({ accountId: account.accountId, shard: account.shard }, 'fenced')
        this.lease.drop(account.shard)
        this.#fail(account)
      } else {
        this.#land(account)
      }
    }
  }

  #land(account: Account): void {
    const { flying } = account
    account.flying = null
    if (flying === null) return
    account.durableTurn = account.turn - (account.gathered?.turns ?? 0)
    for (const chat of flying.chats.values()) {
      if (!chat.open) this.#retire(account, chat.chatId)
    }
    flying.settle('committed')
  }

  /** A chat that is over leaves memory. */
  #retire(account: Account, chatId: string): void {
    const awake = account.actors.get(`chat:${chatId}`)
    if (awake !== undefined && awake.turn > account.durableTurn) return
    if (account.chats.get(chatId)?.open === true) return
    account.actors.delete(`chat:${chatId}`)
    account.forgetChat(chatId)
  }

  #fail(account: Account): void {
    const { flying } = account
    account.flying = null
    this.#lose(account)
    flying?.settle('lost')
  }

  async #oneByOne(accounts: Account[], error: Error): Promise<void> {
    this.counters.rejectedBatches += 1
    this.#log.warn({ error: describe(error), accounts: accounts.length }, 'batch rejected')
    for (const account of accounts) {
      try {
        await this.#write([account])
      } catch (again) {
        if (again instanceof OutcomeUnknown) {
          await this.#afterUnknown([account], again)
          continue
        }
        this.#log.error({ accountId: account.accountId, error: describe(again) }, 'account lost')
        this.#strike(account)
        this.#fail(account)
        if (again instanceof Rejected) this.#careful.add(account.accountId)
      }
    }
  }

  #strike(account: Account): void {
    for (const command of account.flying?.commands ?? []) {
      const key = `${account.accountId} ${command.sender} ${command.commandId}`
      const alone = account.flying?.turns === 1
      // Who stood alone and was refused is the culprit; others were only near.
      this.#strikes.set(key, (this.#strikes.get(key) ?? 0) + (alone ? 2 : 1))
    }
    if (this.#strikes.size > 10_000) this.#strikes.clear()
  }

  /** The batch may be durable or not: after this nothing of it can still become so. */
  async #afterUnknown(accounts: Account[], error: Error): Promise<void> {
    this.#log.warn({ error: describe(error) }, 'outcome of a batch unknown')
    const shards = [...new Set(accounts.map((account) => account.shard))]
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#raising = promise
    for (const account of accounts) this.#lose(account)
    for (let attempt = 0; this.lease.valid; attempt += 1) {
      try {
        await this.lease.raise(shards)
        break
      } catch (again) {
        this.#log.warn({ error: describe(again), attempt }, 'shards not raised')
        await pause(this.clock, RETRY_COMMIT_MS[Math.min(attempt, 4)] ?? 800)
      }
    }
    resolve()
    for (const account of accounts) this.#fail(account)
  }

  #drainBacklog(account: Account): void {
    const backlog = this.#backlog.get(account)
    if (backlog === undefined || account.lost) return
    this.#backlog.delete(account)
    while (backlog.length > 0 && !isFull(account)) {
      const job = backlog.shift()
      if (job !== undefined) this.#admit(account, job)
    }
    if (backlog.length > 0) this.#backlog.set(account, backlog)
    this.#match(account)
  }
}

function keyOf(command: { sender: string; id: string }): string {
  return `${command.sender} ${command.id}`
}

function isFull(account: Account): boolean {
  const { gathered } = account
  if (gathered === null) return false
  if (account.carefulTurns > 0) return true
  return gathered.turns >= MAX_BATCH_TURNS || gathered.bytes >= MAX_BATCH_BYTES
}

function answerOf(found: CommandRow, digest: string): Answer {
  if (found.digest !== digest) return refused('reused')
  const stored = found.answer
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
    throw new Error(`No answer is stored for ${found.commandId}`)
  }
  const { seq, result } = stored
  if (typeof seq !== 'number' || typeof result !== 'object' || result === null) {
    throw new Error(`No answer is stored for ${found.commandId}`)
  }
  return { kind: 'done', seq, result: Array.isArray(result) ? {} : result }
}

function plainOf(snapshot: AnyMachineSnapshot): Json {
  const plain: unknown = toPlain(snapshot)
  return plain as Json
}

function batchOf(account: Account, epoch: number | null): AccountBatch {
  const { flying } = account
  if (flying === null || epoch === null) throw new Error('Nothing to write')
  const later = account.gathered
  return flying.toBatch({
    accountId: account.accountId,
    shard: account.shard,
    epoch,
    seq: later?.fromSeq ?? account.seq,
    turn: account.turn - (later?.turns ?? 0),
  })
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause === undefined ? (error.stack ?? error.message) : `${error.message}: ${String(cause)}`
}
