import type { AnyMachineSnapshot } from 'xstate'
import { delayNameOf } from '#machines/delay-name'
import { activeStates, graphOf } from '#machines/graph'
import { nextOfAgent, nextOfChat } from '#machines/next-events'
import type { NextEvent } from '#machines/next-events'
import { Replay } from '#machines/replay'
import type { RefusalCode } from '#protocol/refusals'
import type { ActorStep, ActorView } from '#protocol/statechart'
import type { JournalRow } from '#storage/rows'
import type { Account } from '../host/account.ts'
import type { TurnChanges } from '../host/changes.ts'
import type { Clock } from '../ports.ts'
import type { StaffIdentity } from './connection.ts'
import type { Screens } from './screens.ts'

/** Told this often at most, however much it does: five times a second. */
const TELL_MS = 200

/** Steps of the way that are told, the newest. */
const LONGEST_PATH = 60

/** A longer journal is not replayed while everybody waits: its steps are told without their ways. */
const LONGEST_REPLAY = 2_000

export interface ActorWatchParts {
  /** `chat:<id>` or `agent:<id>`. */
  actor: string
  identity: StaffIdentity
  clock: Clock
  screens: Screens
  tell: (actor: ActorView) => void
  refuse: (code: RefusalCode) => void
}

/**
 * Shows one chat or agent to one viewer: where it is, how it came there, what runs and what can
 * happen next.
 *
 * N1 only what is durable is told. N2 each time the viewer's right to it is looked at anew.
 */
export class ActorWatch {
  readonly #parts: ActorWatchParts
  #path: ActorStep[] = []
  #snapshot: AnyMachineSnapshot | null = null
  #machine = ''
  #actorSeq = 0
  /** What happened while it was being read; null from then on. */
  #held: TurnChanges[] | null = []
  #isPlanned = false
  #isOver = false
  #cancel: () => void = () => {}

  constructor(parts: ActorWatchParts) {
    this.#parts = parts
  }

  /** Rejects as the store does. */
  async begin(): Promise<void> {
    const { actor, identity, screens, refuse } = this.#parts
    const found = await screens.actor(identity.accountId, identity.personId, actor)
    if (this.#isOver) return
    if (found === null) return refuse('notFound')
    this.#path = stepsIn(found.journal).slice(-LONGEST_PATH)
    this.#actorSeq = found.journal.at(-1)?.actorSeq ?? 0
    this.#machine = found.machine
    this.#snapshot = found.snapshot
    const held = this.#held ?? []
    this.#held = null
    for (const changes of held) this.hear(changes)
    await this.#tellNow(found.account)
  }

  /** A turn is durable. */
  hear(changes: TurnChanges): void {
    const { actor } = this.#parts
    if (this.#held !== null) {
      this.#held.push(changes)
      return
    }
    const steps = changes.steps.filter(
      (one) => one.actor === actor && one.actorSeq > this.#actorSeq,
    )
    if (steps.length === 0) return
    for (const { at, by, event, passed, machine, snapshot, actorSeq } of steps) {
      this.#actorSeq = actorSeq
      this.#path.push({ at, by, event: nameOf(event), transitions: [...passed] })
      this.#machine = machine
      this.#snapshot = snapshot
    }
    this.#path = this.#path.slice(-LONGEST_PATH)
    this.#plan()
  }

  end(): void {
    this.#isOver = true
    this.#cancel()
  }

  #plan(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    this.#cancel = this.#parts.clock.schedule(TELL_MS, () => {
      this.#isPlanned = false
      void this.#tellAgain()
    })
  }

  /** N2 */
  async #tellAgain(): Promise<void> {
    const { actor, identity, screens, refuse } = this.#parts
    const who = screens.present(identity.accountId, identity.personId)
    if (who === null || this.#isOver) return
    const may = await screens.mayWatch(who, actor).catch(() => true)
    if (this.#isOver) return
    if (!may) return refuse('notFound')
    await this.#tellNow(who.account)
  }

  /** N1 */
  async #tellNow(account: Account): Promise<void> {
    const { actor, identity, clock, tell } = this.#parts
    const snapshot = this.#snapshot
    if (snapshot === null) return
    const view: ActorView = {
      machine: this.#machine,
      active: activeStates(snapshot.machine, snapshot.value),
      path: [...this.#path],
      timers: timersOf(account, actor, snapshot),
      next: nextOf(actor, snapshot, identity.personId, clock.now()),
    }
    if ((await account.gate()) === 'lost' || this.#isOver) return
    tell(view)
  }
}

function nextOf(
  actor: string,
  snapshot: AnyMachineSnapshot,
  personId: string,
  at: number,
): ActorView['next'] {
  const isChat = actor.startsWith('chat:')
  const next: NextEvent[] = isChat ? nextOfChat(snapshot, personId, at) : nextOfAgent(snapshot, at)
  return next.map(({ event, code, transitions }) => ({ event: event.type, code, transitions }))
}

function timersOf(
  account: Account,
  actor: string,
  snapshot: AnyMachineSnapshot,
): ActorView['timers'] {
  const active = new Set(snapshot._nodes.map(({ id }) => id))
  const { transitions } = graphOf(snapshot.machine)
  return [...(account.timers.get(actor)?.values() ?? [])].map(({ timerId, dueAt, budgetMs }) => {
    const delay = delayNameOf(timerId) ?? timerId
    const ways = transitions.filter((one) => one.delay === delay && active.has(one.source))
    return { delay, dueAt, budgetMs, transitions: ways.map(({ id }) => id) }
  })
}

function stepsIn(journal: readonly JournalRow[]): ActorStep[] {
  const [first] = journal
  if (first === undefined) return []
  if (journal.length > LONGEST_REPLAY) {
    const newest = journal.slice(-LONGEST_PATH)
    return newest.map(({ at, by, type }) => ({ at, by, event: nameOf(type), transitions: [] }))
  }
  const replay = new Replay(first.actor)
  const steps: ActorStep[] = []
  for (const row of journal) {
    const replayed = replay.take(row)
    if (replayed.kind === 'difference') break
    const { at, by, type } = row
    steps.push({ at, by, event: nameOf(type), transitions: replayed.step.passed })
  }
  return steps
}

/** A delay that ran out is called by its own name. */
function nameOf(type: string): string {
  return delayNameOf(type) ?? type
}
