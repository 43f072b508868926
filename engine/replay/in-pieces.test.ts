import { describe, expect, it } from 'vitest'
import { ChatLife, WRITTEN, annTook, annWrote, cleoWrote } from '#machines/chat-life'
import { journaled } from '#machines/journaled-life'
import type { JournalRow } from '#storage/rows'
import { journalFileOf } from './journal-file-of.ts'
import { Replay } from '#machines/replay'
import { tellSteps } from './step-views.ts'
import { waitsOf } from './waits.ts'

const EVENTS = 5_000

/** A talk of thousands of messages, as its journal has it. */
function longJournal(): { actor: string; events: JournalRow[] } {
  const said = Array.from({ length: EVENTS - 2 }, (_, n) => (n % 2 === 0 ? annWrote : cleoWrote))
  const { actor, journal } = journaled('chat:chat-1', new ChatLife(), WRITTEN, [annTook, ...said])
  const events = journal.map((event, index) => ({
    ...event,
    seq: index + 1,
    turn: index + 1,
    data: JSON.parse(JSON.stringify(event.data)) as JournalRow['data'],
  }))
  return { actor, events }
}

/** How often others had their turn until something was done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
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

describe('a journal of thousands of events', () => {
  it('[WY26] is made again in pieces, between which everybody else has their turn', async () => {
    const { actor, events } = longJournal()
    expect(events).toHaveLength(EVENTS)
    const told = tellSteps(new Replay(actor), events, EVENTS - 1)
    expect(await turnsDuring(told)).toBeGreaterThan(90)
    expect((await told).steps).toMatchObject([{ step: EVENTS, state: 'assigned.awaitingAgent' }])
    const file = journalFileOf(actor, { events, more: false, stored: null, erasedAt: null }, null)
    expect(await turnsDuring(file)).toBeGreaterThan(90)
    expect((await file).events).toHaveLength(EVENTS)
    const waits = waitsOf(actor, events)
    expect(await turnsDuring(waits)).toBeGreaterThan(90)
    expect((await waits).entries.map(({ kind }) => kind)).toEqual(['waited', 'given'])
  })
})
