import type { StaffChange } from '#protocol/staff-frames'
import type { Clock } from '../ports.ts'

/** How much of its line a desk takes that changes all the time. */
export interface DeskPace {
  /** In characters of its frames. */
  perSecond: number
  /** Nothing that changed waits longer, whatever it takes then. */
  longestMs: number
}

/** Of a desk whose lists are looked at. */
export const LOOKED_AT: DeskPace = { perSecond: 100_000, longestMs: 1_000 }

/** Of one whose client shows other things: what is one's own is still told within this. */
export const UNSEEN: DeskPace = { perSecond: 20_000, longestMs: 5_000 }

/** Told at once before anything is gathered: what a team does in a busy moment. */
export const DESK_AT_ONCE = 64_000

/** Counted for a frame however short it is: its reader draws anew for each one. */
export const LEAST_COST = 4_000

/**
 * What changed on a desk, on its way to one socket.
 *
 * B1 while there is room, what changed is told at once. B2 without room it is gathered: of each thing
 * the last word, until there is room or it has waited for the longest time, whichever is first. B3 a
 * bundle has the sequence of the last turn in it, and none is left out: what a turn changed is in its
 * bundle as it was then or as it was later. B4 after `flush` nothing waits, after `end` nothing comes.
 */
export class DeskBundle {
  readonly #clock: Clock
  readonly #tell: (seq: number, changes: StaffChange[]) => number
  /** By what it is about. */
  readonly #waiting = new Map<string, StaffChange>()
  #seq = 0
  #room = DESK_AT_ONCE
  #at: number
  #cancel: (() => void) | null = null
  #pace: DeskPace

  /** @param tell sends one frame; gives its length. */
  constructor(clock: Clock, pace: DeskPace, tell: (seq: number, changes: StaffChange[]) => number) {
    this.#clock = clock
    this.#pace = pace
    this.#tell = tell
    this.#at = clock.monotonic()
  }

  put(seq: number, changes: readonly StaffChange[]): void {
    if (changes.length === 0) return
    this.#seq = seq
    for (const change of changes) this.#add(change)
    if (this.#cancel !== null) return
    const waitMs = this.#waitMs()
    if (waitMs <= 0) this.flush()
    else this.#cancel = this.#clock.schedule(waitMs, () => this.flush())
  }

  /** What waited for another pace is told first. */
  set pace(pace: DeskPace) {
    if (pace === this.#pace) return
    this.flush()
    this.#pace = pace
  }

  /** B4 */
  flush(): void {
    this.#cancel?.()
    this.#cancel = null
    if (this.#waiting.size === 0) return
    const changes = [...this.#waiting.values()]
    this.#waiting.clear()
    this.#refill()
    const cost = Math.max(LEAST_COST, this.#tell(this.#seq, changes))
    const { perSecond, longestMs } = this.#pace
    this.#room = Math.max((-perSecond * longestMs) / 1_000, this.#room - cost)
  }

  /** B4 */
  end(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#waiting.clear()
  }

  /** B2 */
  #add(change: StaffChange): void {
    const about = aboutWhat(change)
    const before = this.#waiting.get(about)
    // The last word comes last.
    this.#waiting.delete(about)
    this.#waiting.set(about, before === undefined ? change : joined(before, change))
  }

  #waitMs(): number {
    this.#refill()
    return (-this.#room * 1_000) / this.#pace.perSecond
  }

  #refill(): void {
    const now = this.#clock.monotonic()
    const more = ((now - this.#at) * this.#pace.perSecond) / 1_000
    this.#room = Math.min(DESK_AT_ONCE, this.#room + more)
    this.#at = now
  }
}

/** B3: what the later word leaves out is as the earlier one has it. */
function joined(before: StaffChange, change: StaffChange): StaffChange {
  if (before.kind !== 'chat' || change.kind !== 'chat') return change
  return { ...change, chat: { ...before.chat, ...change.chat } }
}

function aboutWhat(change: StaffChange): string {
  switch (change.kind) {
    case 'chat':
      return `chat:${change.chat.chatId}`
    case 'chatGone':
      return `chat:${change.chatId}`
    case 'agent':
      return `agent:${change.agent.agentId}`
    case 'group':
      return `group:${change.group.groupId}`
    case 'channel':
      return `channel:${change.channel.channelId}`
    case 'tag':
      return `tag:${change.tag.tagId}`
    case 'customer':
      return `customer:${change.customerId}`
    case 'settings':
    case 'mentions':
      return change.kind
    case 'message':
      return `message:${change.message.messageId}`
    case 'comment':
      return `comment:${change.comment.commentId}`
    case 'read':
      return `read:${change.chatId}:${change.reader}`
    case 'handover':
      return `handover:${change.chatId}`
    case 'possible':
      return `possible:${change.chatId}`
  }
}
