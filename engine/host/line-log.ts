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
  /** Agents who accept now or do not, and did otherwise or for another reason before. */
  changedAgents: ReadonlyMap<string, { accepts: boolean }>
  /** Whether people, groups or settings are others. */
  otherRules: boolean
}

interface Said {
  answer: Unmatched
  at: number
  /** Whether it still holds: not where a match follows, nor once nobody waits. */
  holds: boolean
}

/**
 * What is written down of an account's waiting lines, with the turn that it happened in: which chats
 * came and left, and why nobody gets what waits.
 *
 * N1 a lane's answer is written when it is another than the one before, and only while somebody
 * waits there. N2 where an agent may get the first of a lane there is no answer, for a match follows;
 * of a chat that comes then it is written that somebody was free. N3 an answer changes only by what
 * makes a turn look for it: the first chat that comes, agents, people, settings. Whatever else
 * happens, chats in a line and messages above all, costs nothing.
 */
export class LineLog {
  readonly #said = new Map<string, Said>()

  /** The rows that a turn leaves. */
  rowsOf(account: Account, logged: LoggedTurn): LineRow[] {
    const moves = logged.moves.filter(({ before, after }) => !isSame(before, after))
    const first = new Set<string>()
    for (const { before, after } of moves) {
      if (before !== undefined) this.#endIfEmpty(account, before)
      if (after === undefined) continue
      const lane = laneOf(after)
      if (this.#said.get(lane)?.holds !== true) first.add(lane)
    }
    if (moves.length + logged.changedAgents.size === 0 && !logged.otherRules) return []
    const free = new Set<string>()
    const answers: LineRow[] = []
    if (first.size + logged.changedAgents.size > 0 || logged.otherRules) {
      for (const head of heads(account)) {
        const lane = laneOf(head)
        if (!first.has(lane) && !mayHaveChanged(account, head, logged)) continue
        const answer = answerOf(account, head, logged)
        if (answer === null) {
          free.add(lane)
          this.#endOf(lane)
        } else if (this.#isNews(lane, answer, logged.at)) {
          answers.push(answerRow(head, answer, logged))
        }
      }
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
      said.holds = true
      return false
    }
    this.#said.set(lane, { answer, at, holds: true })
    return true
  }

  #endIfEmpty(account: Account, waiting: Waiting): void {
    if (account.lines.get(waiting.groupId)?.laneSize(waiting) !== 0) return
    this.#endOf(laneOf(waiting))
  }

  #endOf(lane: string): void {
    const said = this.#said.get(lane)
    if (said !== undefined) said.holds = false
  }
}

/** The first chat of each lane of an account. */
function* heads(account: Account): Generator<Waiting> {
  for (const line of account.lines.values()) if (line.size > 0) yield* line.heads()
}

/** N3 */
function mayHaveChanged(account: Account, head: Waiting, logged: LoggedTurn): boolean {
  if (logged.otherRules) return true
  for (const agentId of logged.changedAgents.keys())
    if (isMeant(account, head, agentId)) return true
  return false
}

/** N2: null where somebody may get the first. */
function answerOf(account: Account, head: Waiting, logged: LoggedTurn): Unmatched | null {
  const rules = account.rulesOf(head.groupId)
  if (rules.policy === 'byHand') return whyNobody(head, [], rules)
  // Nearly always it is the one who just became free: the others need not be looked at.
  for (const [agentId, { accepts }] of logged.changedAgents) {
    if (accepts && head.targetAgentId === null && isMeant(account, head, agentId)) return null
  }
  return whyNobody(head, candidates(account, head.groupId, head.targetAgentId), rules)
}

/** Whether the answer to a lane depends on an agent. */
function isMeant(account: Account, { groupId, targetAgentId }: Waiting, agentId: string): boolean {
  const member = account.members.get(agentId)
  if (member === undefined || !member.active) return targetAgentId === agentId
  return targetAgentId === agentId || member.groupIds.includes(groupId)
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
