import type { Unmatched } from '#machines/decision'
import { compareWaiting, laneOf } from '#machines/waiting-line'
import type { Waiting } from '#machines/waiting-line'
import { whyNobody } from '#machines/why-nobody'
import type { Json } from '#storage/json'
import type { LineRow } from '#storage/rows'
import type { Account } from './account.ts'
import { candidates } from './assign-match.ts'

/** An answer that still holds is said again after this time, so that old ones can be swept. */
const SAID_AGAIN_MS = 24 * 3_600_000

/** Where a chat waited before a turn, and where after it. */
export interface LineMove {
  before: Waiting | undefined
  after: Waiting | undefined
}

/** A turn that is memory already. */
export interface LoggedTurn {
  turn: number
  at: number
  moves: readonly LineMove[]
  /** Agents to whom something happened. */
  agentIds: ReadonlySet<string>
  /** Whether people, groups or settings are others. */
  otherRules: boolean
}

/**
 * What is written down of an account's waiting lines, with the turn that it happened in: which chats
 * came and left, and why nobody gets what waits.
 *
 * N1 a lane's answer is written when it is another than the one before, and only while somebody
 * waits there. N2 where an agent may get the first of a lane there is no answer, for a match follows;
 * of a chat that comes then it is written that somebody was free. N3 an answer changes only by what
 * makes a turn look for it: chats that come, agents, people, settings.
 */
export class LineLog {
  readonly #said = new Map<string, { answer: Unmatched; at: number }>()

  /** The rows that a turn leaves. */
  rowsOf(account: Account, logged: LoggedTurn): LineRow[] {
    const moves = logged.moves.filter(({ before, after }) => !isSame(before, after))
    if (moves.length === 0 && logged.agentIds.size === 0 && !logged.otherRules) return []
    const entered = new Set(moves.flatMap(({ after }) => (after ? [laneOf(after)] : [])))
    const free = new Set<string>()
    const answers: LineRow[] = []
    for (const head of heads(account)) {
      const lane = laneOf(head)
      if (!entered.has(lane) && !mayHaveChanged(account, head, logged)) continue
      const agents = candidates(account, head.groupId, head.targetAgentId)
      const answer = whyNobody(head, agents, account.rulesOf(head.groupId))
      if (answer === null) free.add(lane)
      else if (this.#isNews(lane, answer, logged.at)) answers.push(answerRow(head, answer, logged))
    }
    return [...moves.flatMap((move) => this.#rowsOfMove(account, move, logged, free)), ...answers]
  }

  #rowsOfMove(
    account: Account,
    { before, after }: LineMove,
    logged: LoggedTurn,
    free: ReadonlySet<string>,
  ): LineRow[] {
    const rows: LineRow[] = []
    if (before !== undefined) rows.push(moveRow('left', before, logged, {}))
    if (after === undefined) return rows
    const lane = laneOf(after)
    const ahead = account.lines.get(after.groupId)?.placeInLane(after.chatId) ?? 0
    if (!free.has(lane)) return [...rows, moveRow('entered', after, logged, { ahead })]
    // N2: whatever is the answer after this moment has to be said.
    this.#said.delete(lane)
    return [...rows, moveRow('entered', after, logged, { ahead, free: true })]
  }

  /** N1 */
  #isNews(lane: string, answer: Unmatched, at: number): boolean {
    const said = this.#said.get(lane)
    if (said !== undefined && at - said.at < SAID_AGAIN_MS && isEqual(said.answer, answer)) {
      return false
    }
    this.#said.set(lane, { answer, at })
    return true
  }
}

/** The first chat of each lane of an account. */
function* heads(account: Account): Generator<Waiting> {
  for (const line of account.lines.values()) if (line.size > 0) yield* line.heads()
}

/** N3 */
function mayHaveChanged(
  account: Account,
  { groupId, targetAgentId }: Waiting,
  { agentIds, otherRules }: LoggedTurn,
): boolean {
  if (otherRules || (targetAgentId !== null && agentIds.has(targetAgentId))) return true
  for (const agentId of agentIds) {
    if (account.members.get(agentId)?.groupIds.includes(groupId)) return true
  }
  return false
}

function isSame(before: Waiting | undefined, after: Waiting | undefined): boolean {
  if (before === undefined || after === undefined) return before === after
  return laneOf(before) === laneOf(after) && compareWaiting(before, after) === 0
}

function isEqual(a: Unmatched, b: Unmatched): boolean {
  if (a.policy !== b.policy || a.others !== b.others) return false
  if (a.leftOut.length !== b.leftOut.length) return false
  return a.leftOut.every((one, index) => {
    const other = b.leftOut[index]
    return (
      one.agentId === other?.agentId && one.reason === other.reason && one.state === other.state
    )
  })
}

function moveRow(
  kind: 'entered' | 'left',
  { chatId, priority, firstWaitingAt, ...lane }: Waiting,
  logged: LoggedTurn,
  more: { ahead?: number; free?: boolean },
): LineRow {
  return { ...placed(lane, logged), kind, chatId, data: { priority, firstWaitingAt, ...more } }
}

function answerRow(head: Waiting, answer: Unmatched, logged: LoggedTurn): LineRow {
  const plain: unknown = answer
  return { ...placed(head, logged), kind: 'answer', chatId: null, data: plain as Json }
}

function placed(
  { groupId, targetAgentId }: Pick<Waiting, 'groupId' | 'targetAgentId'>,
  { turn, at }: LoggedTurn,
): Pick<LineRow, 'turn' | 'at' | 'groupId' | 'targetAgentId'> {
  return { turn, at, groupId, targetAgentId: targetAgentId ?? '' }
}
