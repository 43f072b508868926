import { ChatLife, WRITTEN, annTook, annWrote, cleoWrote } from '#machines/chat-life'
import { journaled } from '#machines/journaled-life'
import type { JournalRow } from '#storage/rows'

/** The journal of a chat in which one answers the other, with so many events. */
export function longJournal(actor: string, count: number): JournalRow[] {
  const said = Array.from({ length: count - 2 }, (_, n) => (n % 2 === 0 ? annWrote : cleoWrote))
  const { journal } = journaled(actor, new ChatLife(), WRITTEN, [annTook, ...said])
  return journal.map((event, index) => ({
    ...event,
    seq: index + 1,
    turn: index + 1,
    data: JSON.parse(JSON.stringify(event.data)) as JournalRow['data'],
  }))
}

/** How often others had their turn until something was done. */
export async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0
  let isDone = false
  const other = (): void => {
    turns += 1
    if (!isDone) setImmediate(other)
  }
  setImmediate(other)
  await work
  isDone = true
  return turns
}
