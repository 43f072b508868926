import type { Machines } from '#machines/versions'
import type { CommandRow } from '#storage/rows'
import type { Store } from '#storage/store'
import type { Json } from '#storage/json'
import type { Clock, Ids, Log } from '../ports.ts'
import { Account } from './account.ts'
import { RefusedTurn, refuse, refused } from './answer.ts'
import type { Answer } from './answer.ts'
import { applyTurn } from './apply-turn.ts'
import { assignMatch, findMatch } from './assign-match.ts'
import { changesOf } from './changes.ts'
import type { TurnChanges } from './changes.ts'
import { REMEMBERED_MS, aheadUntil, isFresh } from './command-age.ts'
import { describe } from './describe.ts'
import { GroupCommit, MAX_BATCH_BYTES, MAX_BATCH_TURNS } from './group-commit.ts'
import type { Job, Request } from './job.ts'
import { Lease } from './lease.ts'
import { Lookups } from './lookups.ts'
import { Mailbox } from './mailbox.ts'
import { NOBODY_KNOWS } from './reach.ts'
import type { Reach } from './reach.ts'
import { Strikes } from './strikes.ts'
import { TimerWheel } from './timer-wheel.ts'
import { Timers } from './timers.ts'
import { Asleep, Turn } from './turn.ts'

/** Commands of one account that may wait; more are refused, so that memory stays bounded. */
export const MAX_PENDING = 4_000

/** When a refused command may come again, in milliseconds: about the time of a few batches. */
const RETRY_AFTER_MS = 250
const RETRY_LATER_MS = 1_000

/** An actor that nothing happened to for this long sleeps. */
const AWAKE_MS = 60_000
const SLEEP_ROUND_MS = 10_000

/** Timers that fall due within this time wake their accounts. */
const WAKE_AHEAD_MS = 60_000

/** How many turns run alone after a rejected batch. */
const CAREFUL_TURNS = 64

/** How often a turn may be begun anew because something it needs is asleep. */
const MOST_WAKES = 8

export interface HostOptions {
  store: Store
  clock: Clock
  ids: Ids
  log: Log
  /** Told of each turn in the order of commits, after it is durable. */
  publish: (changes: TurnChanges) => void
  /** The memory of an account was dropped: whatever was shown of it must be read anew. */
  onLost: (accountId: string) => void
  /** The memory of an account was begun: nobody is known to be there yet. */
  onLoaded?: (account: Account) => void
  /** Deliveries became durable, or others' became ours. */
  onOutbox: () => void
  /** Told after a turn that left something for webhooks, or something to tell them again. */
  onWebhooks?: () => void
  /** The ways to customers; where nothing is said, there is no mail and everybody is there. */
  reach?: Reach
  /** The machines that actors run on; the released ones where nothing is said. */
  machines?: Machines
  /** The time by which leases are kept, which the database counts; `clock` where nothing is said. */
  leaseClock?: Clock
}

/**
 * Hosts all actors of the accounts whose shards this node owns.
 *
 * H1 one turn of an account at a time, and a turn is synchronous. H2 nothing that depends on a turn
 * leaves before the turn is durable and while the lease is not valid. H3 memory is bounded: who
 * comes when too much waits is refused and told when to come again. H4 what could not be made
 * durable is forgotten with all that was built on it; its callers hear *transient*. H5 a command is
 * carried out once, and answered alike each time.
 */
export class Host {
  readonly clock: Clock
  readonly ids: Ids
  readonly lease: Lease
  readonly reach: Reach
  readonly #options: HostOptions
  readonly #store: Store
  readonly #log: Log
  readonly #lookups: Lookups
  readonly #wheel: TimerWheel
  readonly #timers: Timers
  readonly #commits: GroupCommit
  readonly #strikes = new Strikes()
  readonly #accounts = new Map<string, Account>()
  readonly #loading = new Map<string, Promise<Account | null>>()
  readonly #mailboxes = new Map<Account, Mailbox>()
  /** Accounts whose next memory runs one turn a batch for a while. */
  readonly #careful = new Set<string>()
  #stopping = false
  #cancelSleep: (() => void) | null = null
  readonly #counters = { turns: 0, refusals: 0, lostAccounts: 0, faults: 0, timersFired: 0 }

  constructor(options: HostOptions) {
    const { store, clock, ids, log } = options
    this.#options = options
    this.#store = store
    this.clock = clock
    this.ids = ids
    this.reach = options.reach ?? NOBODY_KNOWS
    this.#log = log
    this.#lookups = new Lookups(store)
    this.#wheel = new TimerWheel(clock, (key) => this.#timers.fire(key))
    this.#timers = new Timers({
      clock,
      wheel: this.#wheel,
      accountOf: (accountId) => this.#accounts.get(accountId) ?? null,
      run: (request) => this.run(request),
      count: () => {
        this.#counters.timersFired += 1
      },
    })
    this.lease = new Lease({
      store,
      clock: options.leaseClock ?? clock,
      ids,
      log,
      onLost: () => this.#loseAll(),
      onGained: (shards) => void this.#wakeAccounts(shards),
    })
    this.#commits = new GroupCommit({
      store,
      clock,
      log,
      lease: this.lease,
      losses: {
        lose: (account) => this.#lose(account),
        rejected: (account) => this.#rejected(account),
        landed: (account) => account.retireClosed(),
        room: (account) => this.#goOn(account),
      },
    })
  }

  /** Resolves when this node knows which shards are its own. Rejects as the store does. */
  async start(): Promise<void> {
    await this.lease.start()
    const sleepRound = (): void => {
      const now = this.clock.now()
      for (const account of this.#accounts.values()) account.sleep(now, now - AWAKE_MS)
      this.#cancelSleep = this.clock.schedule(SLEEP_ROUND_MS, sleepRound)
    }
    this.#cancelSleep = this.clock.schedule(SLEEP_ROUND_MS, sleepRound)
  }

  /** No new turns; what is gathered is written; then the shards are given up. */
  async stop(): Promise<void> {
    this.#halt()
    await Promise.all([...this.#accounts.values()].map((account) => account.gate()))
    await this.lease.stop()
  }

  /** Stops at once, leaving everything as a crash would. */
  abandon(): void {
    this.#halt()
    this.lease.abandon()
    for (const account of this.#accounts.values()) account.lost = true
  }

  /** What is in memory now, for figures. */
  get awake(): {
    accounts: number
    actors: number
    pending: number
    remembered: number
    timers: number
  } {
    let actors = 0
    let pending = 0
    let remembered = 0
    for (const account of this.#accounts.values()) {
      actors += account.actors.size
      pending += account.pending
      remembered += account.recent.size
    }
    return { accounts: this.#accounts.size, actors, pending, remembered, timers: this.#wheel.size }
  }

  /** What happened since the start. */
  get counters() {
    return { ...this.#counters, ...this.#commits.counters }
  }

  /**
   * Runs a turn. Resolves after everything that the answer depends on is durable (H2); a refusal
   * waits likewise. Never rejects: what went wrong is a refusal too.
   */
  run(request: Request): Promise<Answer> {
    const account = this.#accounts.get(request.accountId)
    if (account !== undefined) return this.#accept(account, request)
    return this.#account(request.accountId).then(
      (loaded) => (loaded === null ? notHere() : this.#accept(loaded, request)),
      (error: unknown) => {
        this.#log.warn({ accountId: request.accountId, error: String(error) }, 'account not loaded')
        return transient()
      },
    )
  }

  /**
   * The account's memory to look at. What was seen may leave after the next `gate()` of it (H2).
   * Null where the account is not hosted here. Rejects as the store does.
   */
  async look(accountId: string): Promise<Account | null> {
    const account = await this.#account(accountId)
    if (account === null) return null
    const fate = await account.gate()
    return fate === 'lost' || !this.owns(account.shard) ? null : account
  }

  /** The account as it is in memory, not durable yet perhaps; null where it is not awake here. */
  peek(accountId: string): Account | null {
    return this.#accounts.get(accountId) ?? null
  }

  /** Whether a shard is this node's now. */
  owns(shard: number): boolean {
    return this.lease.epochOf(shard) !== null
  }

  /** Begins the memory of an account that no store knows yet; its first turn founds it. */
  found(accountId: string, shard: number): void {
    if (this.#accounts.has(accountId)) return
    this.#adopt(Account.empty(accountId, shard, this.clock.now(), this.#options.machines))
  }

  /** Wakes accounts of own shards whose timers fall due; called now and then. */
  async wakeDue(): Promise<void> {
    const shards = this.lease.owned()
    if (shards.length > 0) await this.#wakeAccounts(shards)
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
    await this.#commits.settled
    const shardEpochs = this.lease.generation
    const stored = await this.#store.loadAccount(accountId)
    if (stored === null || this.#stopping || !this.owns(stored.shard)) return null
    // What was read before a shard changed hands, or was raised, may be out of date.
    if (shardEpochs !== this.lease.generation) return this.#load(accountId)
    const account = new Account(stored, this.clock.now(), this.#options.machines)
    if (this.#careful.delete(accountId)) account.carefulTurns = CAREFUL_TURNS
    this.#adopt(account)
    this.#timers.adopt(account)
    this.#goOver(account)
    this.#enterGrace(account)
    this.#match(account)
    this.#options.onLoaded?.(account)
    return account
  }

  #adopt(account: Account): void {
    this.#accounts.set(account.accountId, account)
    const mailbox = new Mailbox(
      () => isFull(account),
      (job) => this.#attempt(account, job),
    )
    this.#mailboxes.set(account, mailbox)
  }

  /** Agents never sleep: those of an older version go over at once; chats do when they wake. */
  #goOver(account: Account): void {
    for (const [actor, { owed }] of account.actors) {
      if (owed.length === 0) continue
      void this.run({
        accountId: account.accountId,
        by: 'system',
        command: null,
        lane: actor,
        decide: (turn) => {
          turn.goOver(actor)
          return {}
        },
      })
    }
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
      const until = this.clock.now() + WAKE_AHEAD_MS
      for (const id of await this.#store.accountsToWake(shards, until)) await this.#account(id)
      this.#options.onOutbox()
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'accounts not woken')
    }
  }

  /** H4 */
  #lose(account: Account): void {
    if (account.lost) return
    account.lost = true
    this.#counters.lostAccounts += 1
    this.#accounts.delete(account.accountId)
    this.#timers.forget(account)
    this.#commits.remove(account)
    const { gathered } = account
    account.gathered = null
    gathered?.settle('lost')
    for (const job of this.#mailboxes.get(account)?.clear() ?? []) job.answer(transient())
    this.#mailboxes.delete(account)
    this.#options.onLost(account.accountId)
  }

  #loseAll(): void {
    for (const account of [...this.#accounts.values()]) this.#lose(account)
  }

  #rejected(account: Account): void {
    this.#strikes.note(account)
    this.#careful.add(account.accountId)
  }

  #halt(): void {
    this.#stopping = true
    this.#wheel.clear()
    this.#cancelSleep?.()
  }

  // -- commands -------------------------------------------------------------------------------

  #accept(account: Account, request: Request): Promise<Answer> {
    const mailbox = this.#mailboxes.get(account)
    if (this.#stopping || mailbox === undefined || !this.owns(account.shard)) {
      return Promise.resolve(notHere())
    }
    const { command } = request
    if (command !== null) {
      const known = account.recent.get(keyOf(command))
      if (known !== undefined) return joinKnown(account, known, command)
    }
    if (account.pending >= MAX_PENDING) {
      return Promise.resolve(refused('busy', { retryAfterMs: RETRY_LATER_MS }))
    }
    account.pending += 1
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const now = this.clock.now()
    if (command !== null) {
      const until = now + REMEMBERED_MS
      account.recent.set(keyOf(command), { digest: command.digest, answer: promise, until })
      const ahead = aheadUntil(command.id, now)
      if (ahead !== null) account.noteAhead(command.sender, ahead)
    }
    const isNew = command !== null && isFresh(command.id, now, account.knownSince(command.sender))
    mailbox.admit({
      ...request,
      answer: (answer) => {
        account.pending -= 1
        // Refusals are not remembered: the same command may succeed later.
        if (command !== null && answer.kind === 'refused') account.recent.delete(keyOf(command))
        resolve(answer)
      },
      wakes: 0,
      absent: new Set(),
      lookedUp: command === null || isNew,
      takenForNew: isNew,
    })
    return promise
  }

  #attempt(account: Account, job: Job): void {
    if (this.#stopping) {
      job.answer(notHere())
      return
    }
    if (!job.lookedUp) {
      job.lookedUp = true
      this.#wait(account, job, this.#lookUpAndWake(account, job))
      return
    }
    const needs = this.#run(account, job)
    if (needs === null) return
    job.wakes += 1
    if (job.wakes > MOST_WAKES) {
      this.#fault(account, job, new Error('what this turn needs will not stay awake'))
      return
    }
    this.#wait(account, job, this.#wake(account, job, withLane(account, job.lane, needs)))
  }

  /** Holds up the job's lane; `until` tells whether the job itself goes on. */
  #wait(account: Account, job: Job, until: Promise<boolean>): void {
    this.#mailboxes.get(account)?.close(job.lane)
    const open = (first: Job | null): void => {
      const mailbox = this.#mailboxes.get(account)
      if (mailbox === undefined) first?.answer(transient())
      else mailbox.open(job.lane, first)
    }
    until.then(
      (goes) => {
        open(goes ? job : null)
        this.#match(account)
      },
      (error: unknown) => {
        this.#log.warn({ accountId: account.accountId, error: String(error) }, 'store not reached')
        job.answer(transient())
        open(null)
        // Whoever could not be woken now is looked for again, and not at once: the store is away.
        this.clock.schedule(RETRY_AFTER_MS, () => this.#match(account))
      },
    )
  }

  /** What the turn is about is woken while its id is looked up: one way to the store, not three. */
  async #lookUpAndWake(account: Account, job: Job): Promise<boolean> {
    const needs = withLane(account, job.lane, { chats: [], actors: [], customers: [] })
    const [goes] = await Promise.all([
      this.#lookUp(account, job),
      needs.actors.length + needs.customers.length > 0 && this.#wake(account, job, needs),
    ])
    return goes
  }

  /** H5 */
  async #lookUp(account: Account, job: Job): Promise<boolean> {
    const { command } = job
    if (command === null) return true
    const key = { accountId: account.accountId, sender: command.sender, commandId: command.id }
    const found = await this.#lookups.find(key)
    if (found === null) return true
    const fate = await account.gate()
    job.answer(fate === 'lost' ? transient() : answerOf(found, command.digest))
    return false
  }

  async #wake(account: Account, job: Job, needs: Asleep['needs']): Promise<boolean> {
    const { accountId } = account
    const { chats, actors, customers, pasts = [] } = needs
    const read = async () => {
      const [chatRows, actorRows, knownCustomers] = await Promise.all([
        chats.length > 0 ? this.#store.loadChats(accountId, chats) : [],
        actors.length > 0 ? this.#store.loadActors(accountId, actors) : [],
        customers.length > 0 ? this.#store.loadCustomers(accountId, customers) : [],
      ])
      return { chatRows, actorRows, knownCustomers }
    }
    if (pasts.length > 0) await this.#recall(account, job, pasts)
    const { stale } = await account.wake(read, () => this.clock.now())
    if (stale) return true
    for (const id of chats) if (!account.chats.has(id)) job.absent.add(`chat:${id}`)
    for (const name of actors) if (!account.actors.has(name)) job.absent.add(name)
    for (const id of customers) if (!account.customers.has(id)) job.absent.add(`customer:${id}`)
    return true
  }

  /** Statistics need the past of chats that slept. */
  async #recall(account: Account, job: Job, chatIds: readonly string[]): Promise<void> {
    for (const chatId of chatIds) {
      let past = 'gap'
      for (let reads = 0; past === 'gap' && reads < MOST_WAKES; reads += 1) {
        past = account.recall(
          chatId,
          await this.#store.journals(account.accountId, [`chat:${chatId}`]),
        )
      }
      if (past !== 'whole') job.absent.add(`past:${chatId}`)
    }
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
      reach: this.reach,
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
    // A command leaves its answer even so; what came from inside leaves no trace.
    if (job.command === null && turn.isEmpty) this.#pass(account, job, result)
    else this.#apply(account, turn, job, result)
    this.#match(account)
    return null
  }

  #apply(account: Account, turn: Turn, job: Job, result: Record<string, Json>): void {
    const gathered = applyTurn(account, turn, job, result)
    this.#counters.turns += 1
    this.#timers.follow(account, turn)
    const changes = changesOf(account, turn)
    const hasOutbox = turn.outbox.length > 0
    const hasNews = turn.webhookDeliveries.length + turn.rare.webhookResends.length > 0
    gathered.whenSettled.push((fate) => {
      if (fate === 'lost') {
        if (this.#strikes.isFault(job)) this.#sayNo(account, job, refused('fault'))
        else job.answer(transient())
        return
      }
      this.#options.publish(changes)
      if (hasOutbox) this.#options.onOutbox()
      if (hasNews) this.#options.onWebhooks?.()
      job.answer({ kind: 'done', seq: turn.seq, result })
    })
    this.#commits.add(account)
  }

  /** Nothing happened: the answer waits for what the turn looked at, and nothing is written. */
  #pass(account: Account, job: Job, result: Record<string, Json>): void {
    const { seq } = account
    void account.gate().then((fate) => {
      job.answer(fate === 'lost' ? transient() : { kind: 'done', seq, result })
    })
  }

  #refuse(account: Account, job: Job, { code, details, says }: RefusedTurn): void {
    this.#counters.refusals += 1
    const more = {
      ...(details === undefined ? {} : { details }),
      ...(says === undefined ? {} : { says }),
    }
    void account.gate().then((fate) => {
      const stands = fate === 'committed' && this.owns(account.shard)
      if (!stands) job.answer(transient())
      else this.#sayNo(account, job, refused(code, more))
    })
  }

  /**
   * H5: a client whose clock is ahead may have been answered before this memory was loaded, although
   * its id looks new. Nobody hears *no* of what happened.
   */
  #sayNo(account: Account, job: Job, no: Answer): void {
    if (!job.takenForNew) {
      job.answer(no)
      return
    }
    this.#lookUp(account, job).then(
      (isNew) => {
        if (isNew) job.answer(this.owns(account.shard) ? no : transient())
      },
      () => job.answer(transient()),
    )
  }

  #fault(account: Account, job: Job, error: unknown): void {
    this.#counters.faults += 1
    const about = { accountId: account.accountId, lane: job.lane, error: describe(error) }
    this.#log.error(about, 'a turn failed')
    void account.gate().then(() => job.answer(refused('fault')))
  }

  // -- what follows turns ---------------------------------------------------------------------

  /** Gives waiting chats to agents while routing finds a pair. */
  #match(account: Account): void {
    while (account.matchWanted && !account.lost && !this.#stopping && !isFull(account)) {
      const found = findMatch(account, this.clock.now())
      if (found === null) {
        account.matchWanted = false
        return
      }
      const lane = `chat:${found.chatId}`
      // Whatever the chat waits for looks for a match again afterwards.
      if (this.#mailboxes.get(account)?.isClosed(lane) !== false) return
      const turnBefore = account.turn
      let waited = false
      account.pending += 1
      this.#attempt(account, {
        accountId: account.accountId,
        by: 'system',
        command: null,
        lane,
        decide: (turn) => {
          // While the chat was woken another one, or another agent, may have come to be the next.
          const match = waited ? findMatch(account, turn.at) : found
          waited = true
          if (match?.chatId !== found.chatId) refuse('notNow')
          return assignMatch(turn, match)
        },
        answer: () => {
          account.pending -= 1
        },
        wakes: 0,
        absent: new Set(),
        lookedUp: true,
      })
      // Refused, or asleep: the next turn, or the waking, looks again.
      if (account.turn === turnBefore) return
    }
  }

  #goOn(account: Account): void {
    if (account.lost) return
    this.#mailboxes.get(account)?.drain()
    this.#match(account)
  }
}

function transient(): Answer {
  return refused('transient', { retryAfterMs: RETRY_AFTER_MS })
}

function notHere(): Answer {
  return refused('notReady', { retryAfterMs: RETRY_LATER_MS })
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

async function joinKnown(
  account: Account,
  known: { digest: string; answer: Promise<Answer> },
  command: { digest: string },
): Promise<Answer> {
  if (known.digest === command.digest) return known.answer
  const fate = await account.gate()
  return fate === 'lost' ? transient() : refused('reused')
}

function answerOf(found: CommandRow, digest: string): Answer {
  if (found.digest !== digest) return refused('reused')
  const stored = found.answer
  if (isFields(stored) && typeof stored.seq === 'number' && isFields(stored.result)) {
    return { kind: 'done', seq: stored.seq, result: stored.result }
  }
  throw new Error(`No answer is stored for ${found.commandId}`)
}

function isFields(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a turn needs, with what it will need next: the customer and the chat of its lane. */
function withLane(account: Account, lane: string, needs: Asleep['needs']): Asleep['needs'] {
  const asleep = account.asleepIn(lane)
  return {
    chats: needs.chats,
    actors: [...new Set([...needs.actors, ...asleep.actors])],
    customers: [...new Set([...needs.customers, ...asleep.customers])],
    pasts: needs.pasts ?? [],
  }
}
