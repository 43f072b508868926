import { z } from 'zod'
import { compareWaiting } from '#machines/waiting-line'
import type { NobodySpan, WhyEntry } from '#protocol/replay'
import type { StoredLine } from '#storage/line-shelf'
import type { LineRow } from '#storage/rows'
import type { Wait } from './waits.ts'

/** Numbers of chats ahead that one wait tells; with more, they are told less often. */
const MOST_AHEAD = 500

const MINUTE_MS = 60_000

const reasonsKept = z.object({
  policy: z.string(),
  leftOut: z.array(
    z.object({ agentId: z.string(), reason: z.string(), state: z.string().nullable() }),
  ),
  others: z.number(),
})

const moveKept = z.object({
  priority: z.number(),
  firstWaitingAt: z.number(),
  ahead: z.number().optional(),
  /** Somebody could get it when it came. */
  free: z.boolean().optional(),
})

/** Why a chat waited, from what is kept of its line; `now` while it waits still. */
export function toWaited(
  wait: Wait,
  line: StoredLine,
  now: number,
): Extract<WhyEntry, { kind: 'waited' }> {
  const { kind, step, from, to, groupId, targetAgentId, priority, firstWaitingAt } = wait
  // What happened in the last turn that could be read may lack its end.
  const lastTurn = line.rows.at(-1)?.turn ?? 0
  const rows = line.more ? line.rows.filter(({ turn }) => turn < lastTurn) : line.rows
  return {
    ...{ kind, step, from, to, groupId, targetAgentId, priority, firstWaitingAt },
    nobody: nobodyIn(wait, line.answer, rows),
    ahead: thinned(aheadIn(wait, rows), from, to ?? now),
    toldUntil: line.more ? (rows.at(-1)?.at ?? from) : null,
  }
}

/** The answers of the lane, one after the other, as long as the chat waited. */
function nobodyIn(wait: Wait, before: LineRow | null, rows: readonly LineRow[]): NobodySpan[] {
  const { from, to } = wait
  const isFree = moveOf(ownRow(wait, rows))?.free === true
  const nothing = { from, to, policy: null, leftOut: [], others: 0 }
  const spans: NobodySpan[] = [isFree ? { ...nothing, free: true } : spanOf(before, from, to)]
  for (const row of rows) {
    if (row.kind !== 'answer' || row.turn <= wait.fromTurn) continue
    // With the turn in which it left, nobody waited for that answer.
    if (wait.toTurn !== null && row.turn >= wait.toTurn) break
    const span = spanOf(row, row.at, to)
    const last = spans.at(-1)
    if (last === undefined || isSameAnswer(last, span)) continue
    last.to = row.at
    spans.push(span)
  }
  return spans.filter((span) => span.to === null || span.to > span.from || spans.length === 1)
}

function spanOf(row: LineRow | null, from: number, to: number | null): NobodySpan {
  const kept = reasonsKept.safeParse(row?.data)
  const known = kept.success ? kept.data : { policy: null, leftOut: [], others: 0 }
  return { from, to, free: false, ...known }
}

function isSameAnswer(a: NobodySpan, b: NobodySpan): boolean {
  const [one, other] = [a, b].map(({ from: _from, to: _to, ...answer }) => JSON.stringify(answer))
  return one === other
}

/** How many stood before it, each time that this number changed. */
function aheadIn(
  wait: Wait,
  rows: readonly LineRow[],
): Extract<WhyEntry, { kind: 'waited' }>['ahead'] {
  let count = moveOf(ownRow(wait, rows))?.ahead
  if (count === undefined) return []
  const ahead = [{ from: wait.from, count }]
  for (const { kind, chatId, turn, at, data } of rows) {
    if (kind === 'answer' || chatId === null || turn <= wait.fromTurn) continue
    if (wait.toTurn !== null && turn >= wait.toTurn) break
    const move = moveKept.safeParse(data)
    if (!move.success || compareWaiting({ chatId, ...move.data }, wait) >= 0) continue
    count += kind === 'entered' ? 1 : -1
    const last = ahead.at(-1)
    if (last?.from === at) last.count = count
    else ahead.push({ from: at, count })
  }
  return ahead.filter((one, index) => index === 0 || one.count !== ahead[index - 1]?.count)
}

/** What was written down when it came. */
function ownRow(wait: Wait, rows: readonly LineRow[]): LineRow | undefined {
  return rows.find(
    ({ kind, chatId, turn }) =>
      kind === 'entered' && chatId === wait.chatId && turn === wait.fromTurn,
  )
}

function moveOf(row: LineRow | undefined): z.infer<typeof moveKept> | undefined {
  return row === undefined ? undefined : moveKept.safeParse(row.data).data
}

/** At most so many, evenly over the time and none more often than once a minute; all where they fit. */
function thinned<One extends { from: number }>(all: One[], from: number, to: number): One[] {
  if (all.length <= MOST_AHEAD) return all
  const every = Math.max(MINUTE_MS, Math.ceil((to - from) / (MOST_AHEAD - 1)))
  const lastOf = new Map<number, One>()
  for (const one of all) {
    const mark = from + Math.ceil((one.from - from) / every) * every
    lastOf.set(mark, { ...one, from: mark })
  }
  return [...lastOf.values()]
}
