import { delayNameOf } from '#machines/delay-name'
import type { TimerRow } from '#storage/rows'
import type { Clock } from '../ports.ts'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import type { Request } from './job.ts'
import type { TimerWheel } from './timer-wheel.ts'
import type { Turn } from './turn.ts'

/** After an outage, limits that concern people and are overdue get this long. */
const AFTER_OUTAGE_MS = 2 * 60_000

/** While nobody is reachable, a queue limit is looked at again after what is left of it, or this. */
const SHORTEST_WAIT_MS = 1_000

/** Limits that concern people: an outage of ours must not close or move their chats at once. */
const CONCERNS_PEOPLE = new Set(['queueLimit', 'responseLimit', 'idleLimit', 'forwardLimit'])

/**
 * The running delays of all accounts that are awake.
 *
 * D1 late rather than never, never early. D2 a delay that was armed in a state since left is not
 * delivered. D3 a queue limit does not run while nobody of the group is reachable.
 */
export class Timers {
  readonly #clock: Clock
  readonly #wheel: TimerWheel
  readonly #accountOf: (accountId: string) => Account | null
  readonly #run: (request: Request) => Promise<Answer>
  readonly #count: () => void
  /** By key: when a queue limit is due, and how long nobody had been reachable when it was armed. */
  readonly #queueLimits = new Map<string, { dueAt: number; unstaffedMs: number }>()

  constructor(options: {
    clock: Clock
    wheel: TimerWheel
    accountOf: (accountId: string) => Account | null
    run: (request: Request) => Promise<Answer>
    count: () => void
  }) {
    this.#clock = options.clock
    this.#wheel = options.wheel
    this.#accountOf = options.accountOf
    this.#run = options.run
    this.#count = options.count
  }

  /** Arms everything that an account loaded, with grace for what is overdue. */
  adopt(account: Account): void {
    const now = this.#clock.now()
    for (const groupId of account.groups.keys()) this.#noteStaffing(account, groupId)
    for (const timers of account.timers.values()) {
      for (const timer of timers.values()) {
        if (timer.dueAt === null) continue
        const people = CONCERNS_PEOPLE.has(delayNameOf(timer.timerId) ?? '')
        const overdue = timer.dueAt <= now
        this.#arm(account, timer, people && overdue ? now + AFTER_OUTAGE_MS : timer.dueAt)
      }
    }
  }

  forget(account: Account): void {
    for (const timers of account.timers.values()) {
      for (const timer of timers.values()) this.#disarm(keyOf(account, timer.actor, timer.timerId))
    }
  }

  /** Follows a turn that just became memory. */
  follow(account: Account, turn: Turn): void {
    for (const { actor, timerId, row } of turn.timers.values()) {
      if (row === null || row.dueAt === null) this.#disarm(keyOf(account, actor, timerId))
      else this.#arm(account, row, row.dueAt)
    }
    for (const actor of turn.actors.keys()) {
      if (!actor.startsWith('agent:')) continue
      const member = account.members.get(actor.slice('agent:'.length))
      for (const groupId of member?.groupIds ?? []) this.#noteStaffing(account, groupId)
    }
  }

  /** A key of the wheel fell due. */
  fire(key: string): void {
    const [accountId = '', actor = '', timerId = ''] = key.split(' ')
    const account = this.#accountOf(accountId)
    const timer = account?.timers.get(actor)?.get(timerId)
    if (account === null || timer === undefined) return
    if (delayNameOf(timerId) === 'queueLimit' && this.#waitsForStaff(account, key, timer)) return
    this.#count()
    const fired = this.#run({
      accountId,
      by: 'timer',
      command: null,
      lane: actor,
      decide: (turn) => {
        const present = turn.timersOf(actor).find((other) => other.timerId === timerId)
        // D2
        if (present === undefined || present.armedSeq !== timer.armedSeq) return {}
        // D1: what it needs was woken meanwhile, and a setting gave it more time.
        if (present.dueAt === null || present.dueAt > turn.at) return {}
        if (actor.startsWith('chat:')) turn.prepare([actor.slice('chat:'.length)])
        turn.fireTimer(present)
        return {}
      },
    })
    void fired.then((answer) => this.#again(account, timer, answer))
  }

  /** D1: what could not happen now, because the store was away or too much waited, happens later. */
  #again(account: Account, timer: TimerRow, answer: Answer): void {
    if (answer.kind === 'done' || answer.refusal.retryAfterMs === undefined) return
    const { actor, timerId } = timer
    // Who lost the account armed all its delays anew when it was loaded.
    if (this.#accountOf(account.accountId) !== account) return
    if (account.timers.get(actor)?.get(timerId) !== timer) return
    this.#wheel.set(keyOf(account, actor, timerId), this.#clock.now() + answer.refusal.retryAfterMs)
  }

  #arm(account: Account, timer: TimerRow, dueAt: number): void {
    const key = keyOf(account, timer.actor, timer.timerId)
    if (delayNameOf(timer.timerId) === 'queueLimit') {
      const unstaffedMs = this.#unstaffedMs(account, groupOf(account, timer.actor))
      this.#queueLimits.set(key, { dueAt, unstaffedMs })
    }
    this.#wheel.set(key, dueAt)
  }

  #disarm(key: string): void {
    this.#wheel.remove(key)
    this.#queueLimits.delete(key)
  }

  /** D3: what ran while nobody was reachable is given back. */
  #waitsForStaff(account: Account, key: string, timer: TimerRow): boolean {
    const armed = this.#queueLimits.get(key)
    if (armed === undefined) return false
    const now = this.#clock.now()
    const unstaffedMs = this.#unstaffedMs(account, groupOf(account, timer.actor))
    const dueAt = armed.dueAt + unstaffedMs - armed.unstaffedMs
    if (dueAt <= now) return false
    this.#wheel.set(key, Math.max(dueAt, now + SHORTEST_WAIT_MS))
    return true
  }

  #unstaffedMs(account: Account, groupId: string): number {
    const noted = account.unstaffed.get(groupId)
    if (noted === undefined) return 0
    return noted.totalMs + (noted.since === null ? 0 : this.#clock.now() - noted.since)
  }

  #noteStaffing(account: Account, groupId: string): void {
    const now = this.#clock.now()
    const staffed = account.isStaffed(groupId)
    const noted = account.unstaffed.get(groupId) ?? { since: null, totalMs: 0 }
    if (staffed && noted.since !== null) {
      account.unstaffed.set(groupId, { since: null, totalMs: noted.totalMs + now - noted.since })
    } else if (!staffed && noted.since === null) {
      account.unstaffed.set(groupId, { since: now, totalMs: noted.totalMs })
    } else {
      account.unstaffed.set(groupId, noted)
    }
  }
}

function keyOf(account: Account, actor: string, timerId: string): string {
  return `${account.accountId} ${actor} ${timerId}`
}

function groupOf(account: Account, actor: string): string {
  return account.chats.get(actor.slice('chat:'.length))?.groupId ?? ''
}
