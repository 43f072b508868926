import { describe, expect, it } from 'vitest'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

async function taken() {
  const tests = await TestHub.start()
  await tests.test.online('ann')
  const chatId = await tests.test.writes('c1')
  done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
  return { tests, chatId }
}

describe('watching one actor', () => {
  it('[SV11] shows where a chat is, the way it came, what runs and what can happen next', async () => {
    const { tests, chatId } = await taken()
    const end = await tests.staff('sue', `actor:chat:${chatId}`)
    await settled()
    const { actor } = end.last('actor')
    expect(actor.machine).toBe('chat@2')
    expect(actor.active).toEqual(['chat', 'chat.assigned', 'chat.assigned.awaitingAgent'])
    expect(actor.path.map(({ event, transitions }) => [event, transitions])).toEqual([
      ['born', ['chat.opening#3']],
      ['agentTook', ['chat.queued.inLine#0']],
    ])
    expect(actor.timers).toHaveLength(1)
    expect(actor.timers[0]).toMatchObject({ delay: 'responseLimit' })
    expect(actor.timers[0]?.transitions).toHaveLength(1)
    const next = new Map(actor.next.map(({ event, code }) => [event, code]))
    expect(next.get('agentWrote')).toBeNull()
    expect(next.get('customerReturned')).toBe('isAbsent')
    expect(next.has('agentTook')).toBe(false)
  })

  it('[SV11] is told again when it did something, at most five times a second', async () => {
    const { tests, chatId } = await taken()
    const end = await tests.staff('ada', `actor:chat:${chatId}`)
    await settled()
    for (let round = 0; round < 20; round++) {
      done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'Yes' }))
      done(await tests.test.customer('c1', { type: 'sendMessage', text: 'No' }))
      await tests.test.clock.pass(50)
    }
    await tests.test.clock.pass(250)
    expect(end.of('actor').length).toBeLessThanOrEqual(8)
    const { path, active } = end.last('actor').actor
    expect(path.filter(({ event }) => event === 'agentWrote')).toHaveLength(20)
    expect(active).toContain('chat.assigned.awaitingAgent')
    expect(new Set(path.map((step) => JSON.stringify([step.event, step.at]))).size).toBe(
      path.length,
    )
  })

  it('[SV11] shows an agent, and a chat that is over', async () => {
    const { tests, chatId } = await taken()
    const end = await tests.staff('sue', 'actor:agent:ann', `actor:chat:${chatId}`)
    await settled()
    const agent = end.of('actor').find(({ topic }) => topic === 'actor:agent:ann')
    expect(agent?.actor.active).toContain('agent.presence.online')
    done(await tests.test.customer('c1', { type: 'endChat' }))
    await tests.test.clock.pass(60_000)
    const later = await tests.staff('ada', `actor:chat:${chatId}`)
    await settled()
    expect(later.last('actor').actor).toMatchObject({ active: ['chat', 'chat.closed'], next: [] })
  })

  it('[HD37] tells what a very long life did last without replaying it', async () => {
    const { tests } = await taken()
    for (let round = 0; round < 1_000; round++) {
      done(await tests.test.staff('ann', { type: 'goAway', reason: 'break' }))
      done(await tests.test.staff('ann', { type: 'goOnline' }))
    }
    const end = await tests.staff('sue', 'actor:agent:ann')
    await settled()
    const { path, active } = end.last('actor').actor
    expect(path.slice(-2).map(({ event }) => event)).toEqual(['wentAway', 'wentOnline'])
    expect(path.every(({ transitions }) => transitions.length === 0)).toBe(true)
    expect(active).toContain('agent.presence.online')
    done(await tests.test.staff('ann', { type: 'goAway', reason: 'break' }))
    await tests.test.clock.pass(250)
    expect(end.last('actor').actor.path.at(-1)?.transitions).not.toEqual([])
  })

  it('[SV12] is for who leads and may read the chat, or leads the agent; for others it is not there', async () => {
    const { tests, chatId } = await taken()
    const asked = async (
      personId: string,
      topic: `actor:chat:${string}` | `actor:agent:${string}`,
    ) => {
      const end = await tests.staff(personId, topic)
      await settled()
      return end.of('topicRefused')[0]?.refusal.code ?? end.of('actor').length
    }
    expect(await asked('ada', `actor:chat:${chatId}`)).toBe(1)
    expect(await asked('sue', `actor:chat:${chatId}`)).toBe(1)
    expect(await asked('ann', `actor:chat:${chatId}`)).toBe('notFound')
    expect(await asked('bob', `actor:chat:${chatId}`)).toBe('notFound')
    expect(await asked('ada', 'actor:chat:nothing')).toBe('notFound')
    expect(await asked('sue', 'actor:agent:ann')).toBe(1)
    expect(await asked('sue', 'actor:agent:cleo')).toBe('notFound')
    expect(await asked('ann', 'actor:agent:ann')).toBe('notFound')
    expect(await asked('ada', 'actor:agent:cleo')).toBe(1)
  })

  it('[HD35] shows a supervisor no administrator, in whichever groups they are', async () => {
    const { tests } = await taken()
    const role = 'administrator' as const
    const member = { personId: 'ada', role, name: 'Ada', publicName: 'Ada', chatLimit: null }
    done(await tests.test.staff('ada', { type: 'saveMember', ...member, groupIds: ['support'] }))
    const end = await tests.staff('sue', 'actor:agent:ada')
    await settled()
    expect(end.of('topicRefused')[0]?.refusal.code).toBe('notFound')
    expect(end.of('actor')).toEqual([])
  })

  it('[SV12] ends when the chat goes where one may not read', async () => {
    const { tests, chatId } = await taken()
    const end = await tests.staff('sue', `actor:chat:${chatId}`)
    await settled()
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await tests.test.staff('ann', { type: 'forwardChat', chatId, to }))
    await tests.test.clock.pass(500)
    expect(end.of('topicRefused')[0]?.refusal.code).toBe('notFound')
    expect(end.of('actor')).toHaveLength(1)
  })
})
