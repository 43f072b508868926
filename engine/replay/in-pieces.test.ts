import { describe, expect, it } from 'vitest'
import { Replay } from '#machines/replay'
import { longJournal, turnsDuring } from '../testing/long-journal.ts'
import { journalFileOf } from './journal-file-of.ts'
import { tellSteps } from './step-views.ts'
import { waitsOf } from './waits.ts'

const ACTOR = 'chat:chat-1'
const EVENTS = 5_000

describe('a journal of thousands of events', () => {
  it('[WY26] is made again in pieces, between which everybody else has their turn', async () => {
    const events = longJournal(ACTOR, EVENTS)
    expect(events).toHaveLength(EVENTS)
    const told = tellSteps(new Replay(ACTOR), events, EVENTS - 1)
    expect(await turnsDuring(told)).toBeGreaterThan(90)
    expect((await told).steps).toMatchObject([{ step: EVENTS, state: 'assigned.awaitingAgent' }])
    const file = journalFileOf(ACTOR, { events, more: false, stored: null, erasedAt: null }, null)
    expect(await turnsDuring(file)).toBeGreaterThan(90)
    expect((await file).events).toHaveLength(EVENTS)
    const waits = waitsOf(ACTOR, events)
    expect(await turnsDuring(waits)).toBeGreaterThan(90)
    expect((await waits).entries.map(({ kind }) => kind)).toEqual(['waited', 'given'])
  })
})
