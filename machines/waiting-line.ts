/** A chat that waits, with what decides its place and who may get it. */
export interface Waiting {
  chatId: string
  groupId: string
  /** Higher goes first. */
  priority: number
  /** Milliseconds since the epoch. */
  firstWaitingAt: number
  /** Agents who let this chat go; left out while anyone else accepts. */
  passedOver: readonly string[]
  /** Set when the chat was forwarded to one agent: nobody else may get it. */
  targetAgentId: string | null
  /** The agent who is asked first while it is earlier than `stickyUntil`. */
  stickyAgentId: string | null
  stickyUntil: number
}

/** What decides the order in a line. */
export type Place = Pick<Waiting, 'chatId' | 'priority' | 'firstWaitingAt'>

/** Order in a line: higher priority, then earlier first waiting time, then chat id. */
export function compareWaiting(a: Place, b: Place): number {
  if (a.priority !== b.priority) return b.priority - a.priority
  if (a.firstWaitingAt !== b.firstWaitingAt) return a.firstWaitingAt - b.firstWaitingAt
  if (a.chatId === b.chatId) return 0
  return a.chatId < b.chatId ? -1 : 1
}

/**
 * Chats in the order in which they are taken, of as many groups as the caller likes.
 *
 * L1 Each chat stands in it once. L2 The order is `compareWaiting`'s, whatever came in between.
 * L3 Chats that the same agents may get (same group, same target) form a lane in the same order.
 *
 * What was inserted must not be changed afterwards: insert it anew. Finding costs O(log n);
 * inserting and removing move the tail of an array, some 10 µs in a line of 20,000.
 */
export class WaitingLine {
  readonly #order: Waiting[] = []
  readonly #lanes = new Map<string, Waiting[]>()
  readonly #byChat = new Map<string, Waiting>()

  get size(): number {
    return this.#order.length
  }

  /** Puts a chat in its place; a chat that stands here already gets its new place. */
  insert(waiting: Waiting): void {
    this.remove(waiting.chatId) // L1
    this.#byChat.set(waiting.chatId, waiting)
    this.#order.splice(placeOf(this.#order, waiting), 0, waiting)
    const key = laneOf(waiting)
    const lane = this.#lanes.get(key)
    if (lane === undefined) this.#lanes.set(key, [waiting])
    else lane.splice(placeOf(lane, waiting), 0, waiting)
  }

  /** Says whether the chat stood here. */
  remove(chatId: string): boolean {
    const waiting = this.#byChat.get(chatId)
    if (waiting === undefined) return false
    this.#byChat.delete(chatId)
    this.#order.splice(placeOf(this.#order, waiting), 1)
    const key = laneOf(waiting)
    const lane = this.#lanes.get(key) ?? []
    lane.splice(placeOf(lane, waiting), 1)
    if (lane.length === 0) this.#lanes.delete(key)
    return true
  }

  get(chatId: string): Waiting | undefined {
    return this.#byChat.get(chatId)
  }

  /** How many chats stand before this one; -1 for a chat that is not here. */
  position(chatId: string): number {
    const waiting = this.#byChat.get(chatId)
    return waiting === undefined ? -1 : placeOf(this.#order, waiting)
  }

  /** How many chats that the same agents may get stand before this one; -1 for one that is not here. */
  placeInLane(chatId: string): number {
    const waiting = this.#byChat.get(chatId)
    return waiting === undefined ? -1 : placeOf(this.#lanes.get(laneOf(waiting)) ?? [], waiting)
  }

  /** How many chats the same agents may get as this one, whether it is here or not. */
  laneSize(waiting: Pick<Waiting, 'groupId' | 'targetAgentId'>): number {
    return this.#lanes.get(laneOf(waiting))?.length ?? 0
  }

  /** First to last. The line must not be changed meanwhile. */
  [Symbol.iterator](): Iterator<Waiting> {
    return this.#order.values()
  }

  /** The first chat of each lane, in the order of the line: only one of these can be next. */
  heads(): Waiting[] {
    const heads: Waiting[] = []
    for (const [first] of this.#lanes.values()) if (first !== undefined) heads.push(first)
    return heads.sort(compareWaiting)
  }
}

/** The index of the first that does not stand before `waiting`. */
function placeOf(order: readonly Waiting[], waiting: Waiting): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = order[middle]
    if (other !== undefined && compareWaiting(other, waiting) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Names the lane that a chat stands in. */
export function laneOf({
  groupId,
  targetAgentId,
}: Pick<Waiting, 'groupId' | 'targetAgentId'>): string {
  return targetAgentId === null ? groupId : JSON.stringify([groupId, targetAgentId])
}
