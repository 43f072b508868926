import { Replay } from '#machines/replay'
import type { Feed } from '#storage/feed'
import type { JournalRow } from '#storage/rows'
import { COUNTED_MS } from './machine-watch.ts'
import type { PastPass } from './machine-watch.ts'

/** The newest part of an account's journal that is looked at: what a busy hour has. */
const MOST_ROWS = 20_000

/** Journals that are read at a time; chats go between. */
const AT_ONCE = 40

/** An actor with a longer journal is counted from now on. */
const LONGEST_JOURNAL = 4_000

/** What was taken up to a sequence and not longer ago than is counted, and since when that is all. */
export type ReadPast = (
  accountId: string,
  upToSeq: number,
  now: number,
) => Promise<{ passes: PastPass[]; since: number }>

/** Reads it from the journal, by making the actors again. */
export function pastFrom(feed: Pick<Feed, 'touched' | 'journals'>): ReadPast {
  return async (accountId, upToSeq, now) => {
    const from = now - COUNTED_MS
    const { actors, since, isAll } = await feed.touched(accountId, upToSeq, MOST_ROWS)
    const passes: PastPass[] = []
    const names = actors
      .filter(({ actor, actorSeq }) => /^(chat|agent):/.test(actor) && actorSeq <= LONGEST_JOURNAL)
      .map(({ actor }) => actor)
    for (let place = 0; place < names.length; place += AT_ONCE) {
      const rows = await feed.journals(accountId, names.slice(place, place + AT_ONCE))
      passes.push(...passesIn(rows, upToSeq, from))
    }
    return { passes, since: isAll || since === null ? from : Math.max(from, since) }
  }
}

function passesIn(rows: readonly JournalRow[], upToSeq: number, from: number): PastPass[] {
  const passes: PastPass[] = []
  let replay: Replay | null = null
  let isOver = false
  for (const row of rows) {
    if (replay === null || replay.actor !== row.actor) {
      replay = new Replay(row.actor)
      isOver = false
    }
    if (isOver || row.seq > upToSeq) continue
    const groupsBefore = groupsOf(replay)
    const replayed = replay.take(row)
    if (replayed.kind === 'difference') {
      // A journal that does not replay is another one's finding; here it is not counted.
      isOver = true
      continue
    }
    const { passed } = replayed.step
    if (row.at < from || passed.length === 0) continue
    const groupIds = groupsBefore ?? groupsOf(replay) ?? []
    passes.push({ machine: row.machine, transitions: passed, groupIds, at: row.at })
  }
  return passes
}

/** The group that a chat is in; none of an agent, null before a birth. */
function groupsOf(replay: Replay): string[] | null {
  if (replay.seq === 0) return null
  const context: unknown = replay.snapshot.context
  if (typeof context !== 'object' || context === null || !('line' in context)) return []
  const { line } = context
  if (typeof line !== 'object' || line === null || !('groupId' in line)) return []
  return typeof line.groupId === 'string' ? [line.groupId] : []
}
