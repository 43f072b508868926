import { describe, expect, it } from 'vitest'
import { ChatLife, WRITTEN, annTook, annWrote, cleoWrote } from './chat-life.ts'
import { chatMachine } from './chat.ts'
import { fileJournal, writeJournal } from './journal-file.ts'
import { journaled } from './journaled-life.ts'
import { MACHINES } from './registry.ts'
import { toReach, toRefuse, toReplay } from './testing.ts'
import { replay } from './testing/vitest.ts'

const { actor, journal, stored } = journaled('chat:chat-1', new ChatLife(), WRITTEN, [
  annTook,
  annWrote,
  cleoWrote,
])
const file = fileJournal(actor, journal, stored)

/** Nobody holds any chat. */
const emptyHanded = MACHINES.with({
  name: 'chat@2',
  machine: chatMachine.provide({ guards: { holdsChat: () => false } }),
})

describe('in a test, a journal', () => {
  it('[RP6] gives the state of every step', () => {
    const replayed = replay(writeJournal(file))
    expect(replayed.states).toEqual([
      'queued.inLine',
      'assigned.awaitingAgent',
      'assigned.awaitingCustomer',
      'assigned.awaitingAgent',
    ])
    expect(replayed.at(3).guards).toEqual(['holdsChat'])
    expect(replayed.end.snapshot.context).toMatchObject({ agentId: 'ann', answered: true })
    expect(() => replayed.at(9)).toThrow('has no step 9, but 4')
  })

  it('[RP6] replays, or the matcher prints the first difference and the chart’s path', () => {
    expect(file).toReplay()
    expect(replay(file)).toReplay()
    const broken = replay(file, emptyHanded)
    expect(broken).not.toReplay()
    expect(toReplay(broken).message()).toBe(
      'chat:chat-1 at step 3, agentWrote by agent:ann: expected to be taken, ' +
        'got a refusal: the guard holdsChat says no\n' +
        '  path: queued.inLine → assigned.awaitingAgent',
    )
    expect(() => expect(broken).toReplay()).toThrow('the guard holdsChat says no')
  })

  it('[RP7] reaches states, by their names or those of what they are in', () => {
    expect(file).toReach('assigned.awaitingAgent')
    expect(file).toReach('assigned')
    expect(file).not.toReach('closed')
    expect(toReach(file, 'closed').message()).toBe(
      'expected chat:chat-1 to reach closed, and never does\n' +
        '  path: queued.inLine → assigned.awaitingAgent → assigned.awaitingCustomer → ' +
        'assigned.awaitingAgent',
    )
    expect(toReach(replay(file, emptyHanded), 'assigned.awaitingCustomer').message()).toContain(
      'the guard holdsChat says no',
    )
  })

  it('[RP8] refuses events, at its end or after a step', () => {
    expect(file).toRefuse({ type: 'agentWrote', agentId: 'bob', messageId: 'm9' })
    expect(file).toRefuse({ type: 'agentWrote', agentId: 'bob', messageId: 'm9' }, 'holdsChat')
    expect(file).not.toRefuse({ type: 'agentClosed' })
    expect(replay(file).at(1)).toRefuse({ type: 'agentWrote', agentId: 'ann' }, 'notNow')
    expect(replay(file).at(1)).toRefuse({ type: 'xstate.after.queueLimit.chat.queued' })
    expect(toRefuse(file, { type: 'agentClosed' }).message()).toBe(
      'expected chat:chat-1 at step 4, in assigned.awaitingAgent to refuse agentClosed, and it is taken',
    )
  })
})
