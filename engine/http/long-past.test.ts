import { describe, expect, it } from 'vitest'
import { Screens } from '../realtime/screens.ts'
import { FileLinks } from '../files/file-links.ts'
import { longJournal, turnsDuring } from '../testing/long-journal.ts'
import { memoryJournals } from '../testing/memory-journals.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost } from '../testing/test-host.ts'
import { JournalScreens } from './journal-screens.ts'

const EVENTS = 5_000
/** A step of the end in which Ann owes an answer. */
const LATE = EVENTS - 2

/** Screens on a chat with thousands of events, which count what they read of its journal. */
async function longPast() {
  const test = await TestHost.start()
  const { host, memory, clock } = test
  const chatId = await test.writes('c1')
  const actor = `chat:${chatId}`
  const events = longJournal(actor, EVENTS)
  const read = { events: 0 }
  const screens = new JournalScreens({
    staff: new Screens(
      host,
      memory,
      (accountId, actors) => memory.loadActors(accountId, actors),
      new FileLinks(new Uint8Array(32), () => clock.now()),
    ),
    shelf: {
      ...memoryJournals(memory),
      journal: async (_accountId, _actor, limit, after = 0) => {
        const piece = events.slice(after, after + limit)
        read.events += piece.length
        return { events: piece, more: after + limit < EVENTS, stored: null, erasedAt: null }
      },
    },
    now: () => clock.now(),
    loadChat: async () => null,
  })
  return { screens, actor, read }
}

describe('what if, after thousands of steps', () => {
  it('[WY26] is answered in pieces, between which everybody else has their turn', async () => {
    const { screens, actor } = await longPast()
    const could = screens.whatCouldBe(ACCOUNT, 'sue', actor, LATE)
    expect(await turnsDuring(could)).toBeGreaterThan(80)
    expect(await could).toMatchObject({ kind: 'shown' })
    const other = await longPast()
    const event = { type: 'customerEnded' }
    const answer = other.screens.whatIf(ACCOUNT, 'sue', other.actor, { after: LATE, event })
    expect(await turnsDuring(answer)).toBeGreaterThan(80)
    expect(await answer).toMatchObject({ value: { taken: true, state: 'closed' } })
  })

  it('[JX21] is asked again after the same step without another replay', async () => {
    const { screens, actor, read } = await longPast()
    await screens.whatCouldBe(ACCOUNT, 'sue', actor, LATE)
    expect(read.events).toBe(LATE)
    for (const type of ['customerEnded', 'customerWrote', 'agentClosed']) {
      const answer = await screens.whatIf(ACCOUNT, 'sue', actor, { after: LATE, event: { type } })
      expect(answer, type).toMatchObject({ value: { taken: true } })
    }
    expect(read.events).toBe(LATE)
    // The one that is kept is none the wiser.
    const page = await screens.steps(ACCOUNT, 'sue', actor, { after: LATE, limit: 10 })
    expect(page).toMatchObject({ value: { steps: [{ step: EVENTS - 1 }, { step: EVENTS }] } })
    expect(read.events).toBe(EVENTS)
  })
})
