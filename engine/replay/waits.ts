import { differenceWords } from '#machines/difference'
import type { Machines } from '#machines/versions'
import { compareWaiting, laneOf } from '#machines/waiting-line'
import { decisionView } from '#protocol/replay'
import type { WhyEntry } from '#protocol/replay'
import type { JournalRow } from '#storage/rows'
import { inPieces } from './in-pieces.ts'
import { ReplayedChat } from './replayed-chat.ts'

/** A stretch of time in which a chat waited at one place of one line. */
export interface Wait {
  kind: 'waited'
  step: number
  from: number
  /** Null: it waits. */
  to: number | null
  fromTurn: number
  toTurn: number | null
  chatId: string
  groupId: string
  targetAgentId: string | null
  priority: number
  firstWaitingAt: number
}

export type Given = Extract<WhyEntry, { kind: 'given' }>

/** When a chat waited, and who got it, from its journal. */
export interface Waits {
  entries: (Wait | Given)[]
  /** Where the journal does not replay, in words. */
  difference: string | null
}

/**
 * Reads a chat's journal for when it waited and who got it. What a chat is within a turn is nobody's
 * business: a line is looked at between turns.
 */
export async function waitsOf(
  actor: string,
  events: readonly JournalRow[],
  machines?: Machines,
): Promise<Waits> {
  const chat = new ReplayedChat(actor, machines)
  const entries: (Wait | Given)[] = []
  let wait: Wait | null = null
  let last: JournalRow | null = null
  const endTurn = (row: JournalRow): void => {
    const place = placeOf(chat, row)
    if (wait !== null && place !== null && isSamePlace(wait, place)) return
    if (wait !== null) Object.assign(wait, { to: row.at, toTurn: row.turn })
    wait = place
    if (place !== null) entries.push(place)
  }
  for await (const piece of inPieces(events)) {
    for (const row of piece) {
      if (last !== null && last.turn !== row.turn) endTurn(last)
      const before = chat.seq === 0 ? null : chat.holder
      const replayed = chat.take(row)
      if (replayed.kind === 'difference') {
        return { entries, difference: differenceWords(replayed.difference) }
      }
      last = row
      const { holder } = chat
      const isOther = holder?.agentId !== before?.agentId || holder?.as !== before?.as
      if (holder !== null && isOther) entries.push(givenBy(row, holder))
    }
  }
  if (last !== null) endTurn(last)
  return { entries, difference: null }
}

function placeOf(chat: ReplayedChat, { at, turn, actorSeq }: JournalRow): Wait | null {
  if (!chat.waits) return null
  const { chatId, groupId, priority, firstWaitingAt, openedAt } = chat.place
  return {
    kind: 'waited',
    step: actorSeq,
    from: at,
    to: null,
    fromTurn: turn,
    toTurn: null,
    chatId,
    groupId,
    targetAgentId: chat.targetAgentId,
    priority,
    firstWaitingAt: firstWaitingAt ?? openedAt,
  }
}

function isSamePlace(a: Wait, b: Wait): boolean {
  return laneOf(a) === laneOf(b) && compareWaiting(a, b) === 0
}

function givenBy(row: JournalRow, { agentId, as }: NonNullable<ReplayedChat['holder']>): Given {
  const { actorSeq: step, at, by, type, data } = row
  const carried = typeof data === 'object' && data !== null && 'decision' in data
  const decision = decisionView.safeParse(carried ? data.decision : null)
  return {
    kind: 'given',
    ...{ step, at, by, type, agentId, as },
    decision: decision.success ? decision.data : null,
  }
}
