import { describe, expect, it } from 'vitest'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

const WRAP_UP_MS = 30_000
const UNDO_MS = 10_000
const account = smallAccount({ wrapUpMs: WRAP_UP_MS, chatLimit: 1, assignment: 'automatic' })

const REASONS = [
  { reasonId: 'answered', name: 'Question answered' },
  { reasonId: 'spam', name: 'Unwanted words' },
]

function inHandOf(test: TestHost, agentId: string): number {
  const agent = test.host.peek(ACCOUNT)?.agent(agentId)
  return (agent?.context.chats.length ?? 0) + (agent?.context.wrapUps.length ?? 0)
}

describe('after a chat', () => {
  it('[WU1] its place stays taken for the time of the account', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    const first = await test.writes('c1')
    const second = await test.writes('c2')
    done(await test.staff('ann', { type: 'closeChat', chatId: first }))
    await test.clock.pass(UNDO_MS)
    expect([test.chat(second).state, inHandOf(test, 'ann')]).toEqual(['queued', 1])
    await test.clock.pass(WRAP_UP_MS - 1_000)
    expect(test.chat(second).state).toBe('queued')
    await test.clock.pass(2_000)
    expect(test.chat(second)).toMatchObject({ agentId: 'ann', state: 'assigned.awaitingAgent' })
  })

  it('[WU1] the agent is done earlier, and after a restart it runs on', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    await test.writes('c1')
    const second = await test.writes('c2')
    done(await test.customer('c1', { type: 'endChat' }))
    expect(test.chat(second).state).toBe('queued')
    done(await test.staff('ann', { type: 'endWrapUp' }))
    await test.clock.pass(100)
    expect(test.chat(second).agentId).toBe('ann')
    done(await test.customer('c2', { type: 'endChat' }))
    await test.host.stop()
    const { clock, memory } = test
    const again = await TestHost.start({ clock, memory, account: null })
    await again.connect('ann', true)
    expect(inHandOf(again, 'ann')).toBe(1)
    await clock.pass(WRAP_UP_MS + 1_000)
    expect(inHandOf(again, 'ann')).toBe(0)
  })

  it('[WU2] whoever is not at work wraps nothing up', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    await test.writes('c1')
    done(await test.staff('ann', { type: 'goOffline', choice: { kind: 'keep' } }))
    done(await test.customer('c1', { type: 'endChat' }))
    expect(inHandOf(test, 'ann')).toBe(0)
    expect(refusalOf(await test.staff('ann', { type: 'endWrapUp' }))).toBe('notNow')
  })

  it('[WU5] colleagues see until when places stay taken', async () => {
    const tests = await TestHub.start({ account })
    const { test } = tests
    await test.online('ann')
    const bob = await tests.staff('bob', 'desk')
    await test.writes('c1')
    done(await test.customer('c1', { type: 'endChat' }))
    const agents = bob
      .of('change')
      .flatMap(({ changes }) => changes)
      .flatMap((change) => (change.kind === 'agent' ? [change.agent] : []))
    const until = test.clock.now() + WRAP_UP_MS
    expect(agents.findLast(({ agentId }) => agentId === 'ann')).toMatchObject({
      inHand: 1,
      limit: 1,
      wrapUps: [until],
      notAccepting: 'belowLimit',
    })
  })
})

describe('a reason for closing', () => {
  const asking = smallAccount({ closeReasons: REASONS, closeReasonRequired: true })

  it('[WU3] is one of the account, and needed where the account says so', async () => {
    const test = await TestHost.start({ account: asking })
    const chatId = await test.writes('c1')
    const close = { type: 'closeChat', chatId } as const
    expect(refusalOf(await test.staff('sue', close))).toBe('reasonNeeded')
    expect(refusalOf(await test.staff('sue', { ...close, reasonId: 'other' }))).toBe('notFound')
    expect(test.chat(chatId).state).toBe('queued')
    done(
      await test.staff('ada', { type: 'changeSettings', change: { closeReasonRequired: false } }),
    )
    done(await test.staff('sue', close))
    expect(test.chat(chatId)).toMatchObject({ state: 'closing', closeReasonId: null })
  })

  it('[WU3] is not needed where there are none to choose from', async () => {
    const test = await TestHost.start({ account: smallAccount({ closeReasonRequired: true }) })
    const chatId = await test.writes('c1')
    done(await test.staff('sue', { type: 'closeChat', chatId }))
    expect(test.chat(chatId).state).toBe('closing')
  })

  it('[WU4] stands with the chat, and is forgotten when closing is undone', async () => {
    const test = await TestHost.start({ account: asking })
    const chatId = await test.writes('c1')
    done(await test.staff('sue', { type: 'closeChat', chatId, reasonId: 'spam' }))
    expect(test.chat(chatId).closeReasonId).toBe('spam')
    done(await test.staff('sue', { type: 'undoClose', chatId }))
    expect(test.chat(chatId).closeReasonId).toBeNull()
    done(await test.staff('sue', { type: 'closeChat', chatId, reasonId: 'answered' }))
    await test.clock.pass(UNDO_MS)
    const stored = test.memory.contents(ACCOUNT)?.chats[0]
    expect(stored).toMatchObject({ state: 'closed', closeReasonId: 'answered' })
  })

  it('[TU12] has its words in the settings and not in the journal', async () => {
    const test = await TestHost.start()
    const change = { closeReasons: REASONS }
    done(await test.staff('ada', { type: 'changeSettings', change }))
    const { journal, settings } = test.memory.contents(ACCOUNT) ?? {}
    expect(JSON.stringify(journal)).not.toContain('Unwanted')
    expect(JSON.stringify(journal)).toContain('spam')
    expect(JSON.stringify(settings)).toContain('Unwanted')
  })
})
