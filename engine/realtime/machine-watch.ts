import type { AnyStateMachine } from 'xstate'
import type { MachineCounts } from '#protocol/statechart'
import type { ChatRow } from '#storage/rows'
import type { Account } from '../host/account.ts'
import type { TurnChanges } from '../host/changes.ts'
import type { Clock } from '../ports.ts'
import { MachineTally, nothingTold } from './machine-tally.ts'
import type { Told } from './machine-tally.ts'

/** Those who watch are told this often at most: four times a second. */
const TELL_MS = 250

/** With nothing new, what was a minute ago goes out of the last minute. */
const FADE_MS = 1_000

/** The last hour is counted. */
export const COUNTED_MS = 3_600_000

/** One who watches an account or a group. */
export interface Watcher {
  /** Null for the whole account. */
  groupId: string | null
  /** Whether it reads as fast as it is told; whoever does not gets the whole again later. */
  keepsUp: () => boolean
  tell: (told: { whole: boolean; countedSince: number; machines: MachineCounts[] }) => void
}

/** Transitions that were taken before one watched, newest hour only. */
export interface PastPass {
  machine: string
  transitions: readonly string[]
  groupIds: readonly string[]
  at: number
}

/**
 * What all machines of one account do, for those who watch.
 *
 * M1 it exists only while somebody watches. M2 whatever happens, each one is told at most four times
 * a second, and no more than there are states and transitions. M3 only what is durable is told. M4
 * what was taken before it began comes from the journal, once.
 */
export class MachineWatch {
  readonly #clock: Clock
  readonly #account: Account
  readonly #tally: MachineTally
  readonly #watchers = new Map<Watcher, Told | null>()
  /** By chat, the newest sequence that is counted. */
  readonly #seen = new Map<string, number>()
  #countedSince: number
  #isDirty = false
  #cancel: () => void = () => {}
  #isOver = false

  constructor(account: Account, clock: Clock) {
    this.#clock = clock
    this.#account = account
    this.#countedSince = clock.now()
    this.#tally = new MachineTally((version): AnyStateMachine => account.machines.of(version))
    for (const chat of account.chats.values()) {
      const awake = account.actors.get(`chat:${chat.chatId}`)
      const value = awake?.snapshot.value ?? valueOf(chat, account)
      this.#putChat(chat, awake?.machine ?? account.machines.current('chat'), value)
    }
    for (const personId of account.members.keys()) this.#putAgentInMemory(personId)
    this.#plan(FADE_MS)
  }

  get isEmpty(): boolean {
    return this.#watchers.size === 0
  }

  add(watcher: Watcher): void {
    this.#watchers.set(watcher, null)
    // M3: what memory holds is durable by then.
    void this.#account.gate().then(() => this.#tellOne(watcher))
  }

  remove(watcher: Watcher): void {
    this.#watchers.delete(watcher)
  }

  /** M4 @param since from when on that is all. */
  addPast(passes: readonly PastPass[], since: number): void {
    for (const { machine, transitions, groupIds, at } of passes) {
      this.#tally.pass(machine, transitions, groupIds, at)
    }
    this.#countedSince = since
    this.#soon()
  }

  /** A turn is durable. */
  hear({ chats, steps, newRightsOf }: TurnChanges): void {
    const machines = new Map(steps.map(({ actor, machine }) => [actor, machine]))
    for (const { row, snapshot } of chats) {
      const machine = machines.get(`chat:${row.chatId}`)
      if (snapshot !== null && machine !== undefined) this.#putChat(row, machine, snapshot.value)
    }
    for (const { actor, machine, snapshot, passed, groupId, at } of steps) {
      const personId = actor.startsWith('agent:') ? actor.slice('agent:'.length) : null
      const groupIds = personId === null ? [groupId ?? ''] : this.#groupsOf(personId)
      if (passed.length > 0) this.#tally.pass(machine, passed, groupIds, at)
      if (personId !== null) this.#putAgent(personId, machine, snapshot.value, at)
    }
    // Whoever is in other groups, or gone, counts elsewhere.
    for (const personId of newRightsOf ?? []) this.#putAgentInMemory(personId)
    if (chats.length + steps.length > 0) this.#soon()
  }

  end(): void {
    this.#isOver = true
    this.#cancel()
  }

  #putChat(row: ChatRow, machine: string, value: unknown): void {
    const { chatId, groupId, open, seq, stateSince } = row
    const actor = `chat:${chatId}`
    // Memory was looked at before turns were told that it held already.
    if (seq < (this.#seen.get(chatId) ?? 0)) return
    if (!open) {
      this.#tally.drop(actor)
      this.#seen.delete(chatId)
      return
    }
    this.#seen.set(chatId, seq)
    this.#tally.put(actor, { machine, value, groupIds: [groupId], since: stateSince })
  }

  #putAgentInMemory(personId: string): void {
    const awake = this.#account.actors.get(`agent:${personId}`)
    if (awake !== undefined) this.#putAgent(personId, awake.machine, awake.snapshot.value, null)
  }

  #putAgent(personId: string, machine: string, value: unknown, since: number | null): void {
    const actor = `agent:${personId}`
    if (this.#account.members.get(personId)?.active !== true) this.#tally.drop(actor)
    else this.#tally.put(actor, { machine, value, groupIds: this.#groupsOf(personId), since })
  }

  #groupsOf(personId: string): readonly string[] {
    return this.#account.members.get(personId)?.groupIds ?? []
  }

  /** M2 */
  #soon(): void {
    if (this.#isDirty) return
    this.#isDirty = true
    this.#cancel()
    this.#plan(TELL_MS)
  }

  #plan(ms: number): void {
    this.#cancel = this.#clock.schedule(ms, () => {
      if (this.#isOver) return
      this.#isDirty = false
      for (const watcher of this.#watchers.keys()) this.#tellOne(watcher)
      if (!this.#isDirty) this.#plan(FADE_MS)
    })
  }

  #tellOne(watcher: Watcher): void {
    if (!this.#watchers.has(watcher) || this.#isOver) return
    if (!watcher.keepsUp()) {
      this.#watchers.set(watcher, null)
      return
    }
    const before = this.#watchers.get(watcher) ?? null
    const told = before ?? nothingTold()
    this.#watchers.set(watcher, told)
    const machines = this.#tally.changes(watcher.groupId, told, this.#clock.now())
    if (before !== null && machines.length === 0) return
    watcher.tell({ whole: before === null, countedSince: this.#countedSince, machines })
  }
}

/** The state value of a chat that sleeps, by its row. */
function valueOf({ chatId, state }: ChatRow, account: Account): unknown {
  if (state === 'queued') return { queued: 'inLine' }
  if (state === 'forwarded') return { forwarded: 'untaken' }
  if (state === 'offered') {
    // A forwarded one has its own limit running behind the offer's.
    const isForwarded = account.timers
      .get(`chat:${chatId}`)
      ?.has('xstate.after.forwardLimit.chat.forwarded')
    return isForwarded === true ? { forwarded: 'offered' } : { queued: 'offered' }
  }
  const [outer = '', inner] = state.split('.')
  return inner === undefined ? outer : { [outer]: inner }
}
