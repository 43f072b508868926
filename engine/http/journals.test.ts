import { describe, expect, it } from 'vitest'
import { replay, toReplay } from '#machines/testing'
import { replayPage, whatCouldBe, whatIfAnswer } from '#protocol/replay'
import type { ReplayPage, WhatIfAnswer, WhatIfBody } from '#protocol/replay'
import { acme } from '../hardening/cast.ts'
import { sessionOf } from '../hardening/memory-people.ts'
import { Rig, codeOf } from '../hardening/rig.ts'
import { done } from '../testing/test-host.ts'

const token = sessionOf('ada')

/** A chat that the greeter handed over, that routing offered to Mia, who accepted and answered. */
async function offeredChat(): Promise<{ rig: Rig; chatId: string; base: string }> {
  const rig = await Rig.start({ acme: acme({ assignment: 'automatic', offers: true }) })
  const { test } = rig
  const chatId = await test.writes('c1', 'Hello', 'bot')
  test.outbox.start()
  await test.clock.pass(1_000)
  await test.online('mia')
  await test.connect('tom', true)
  done(await test.customer('c1', { type: 'talkToPerson' }, test.newId(), 'bot'))
  done(await test.staff('mia', { type: 'acceptOffer', chatId }))
  await test.clock.pass(5_000)
  done(await test.staff('mia', { type: 'sendMessage', chatId, text: 'Here I am' }))
  return { rig, chatId, base: `/api/v1/accounts/acme/chats/${chatId}` }
}

async function steps(rig: Rig, base: string, query = ''): Promise<ReplayPage> {
  const told = await rig.ask('GET', `${base}/steps${query}`, { token })
  expect(told.status, told.text).toBe(200)
  return replayPage.parse(told.json)
}

async function whatIf(rig: Rig, base: string, body: WhatIfBody): Promise<WhatIfAnswer | string> {
  const told = await rig.ask('POST', `${base}/what-if`, { token, body })
  return told.status === 200 ? whatIfAnswer.parse(told.json) : codeOf(told)
}

describe('a chat’s journal by REST', () => {
  it('[JX1] is the file that replays in a test', async () => {
    const { rig, base } = await offeredChat()
    const { text } = await rig.ask('GET', `${base}/journal`, { token })
    expect(toReplay(text)).toMatchObject({ pass: true })
    expect(replay(text).states.at(-1)).toBe('assigned.awaitingCustomer')
    const agent = await rig.ask('GET', '/api/v1/accounts/acme/agents/mia/journal', { token })
    expect(toReplay(agent.text)).toMatchObject({ pass: true })
  })
})

describe('what happened to a chat', () => {
  it('[JX4] is told step by step, with who, when, guards, effects and the difference', async () => {
    const { rig, base } = await offeredChat()
    const page = await steps(rig, base)
    expect(page).toMatchObject({ more: false, difference: null })
    expect(page.steps.map(({ type, state }) => `${type} ${state}`)).toEqual([
      'born bot.answering',
      'botWrote bot.listening',
      'personRequested queued.inLine',
      'offerMade queued.offered',
      'offerAccepted assigned.awaitingAgent',
      'agentWrote assigned.awaitingCustomer',
    ])
    const last = page.steps.at(-1)
    expect(last).toMatchObject({
      step: 6,
      by: 'agent:mia',
      machine: 'chat@2',
      guards: ['holdsChat'],
      value: { assigned: 'awaitingCustomer' },
    })
    expect(last?.changed.map(({ key }) => key)).toEqual(['answered', 'unansweredSince'])
    expect(last?.commandId).not.toBeNull()
    expect(last?.passed.every((id) => id.startsWith('chat.'))).toBe(true)
    expect(last?.delays.map(({ budgetMs }) => budgetMs === null)).toEqual([true, false])
  })

  it('[JX4] says what became of what third parties were to do', async () => {
    const { rig, base, chatId } = await offeredChat()
    const { steps: all } = await steps(rig, base)
    expect(all[0]?.effects).toMatchObject([{ type: 'askBot', outcome: 'delivered' }])
    expect(all[2]?.effects).toMatchObject([{ type: 'tellCustomer', outcome: 'inTurn' }])
    rig.test.outbox.stop()
    const fresh = await rig.test.writes('c2', 'Hello', 'bot')
    const page = await steps(rig, base.replace(chatId, fresh))
    expect(page.steps[0]?.effects).toMatchObject([{ type: 'askBot', outcome: 'pending' }])
  })

  it('[JX5] says why routing chose whom: who was considered, who was left out and why', async () => {
    const { rig, base } = await offeredChat()
    const { steps: all } = await steps(rig, base)
    expect(all.map(({ decision }) => decision !== null)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
    ])
    expect(all[3]?.decision).toMatchObject({
      considered: [{ agentId: 'mia', inHand: 0 }],
      leftOut: expect.arrayContaining([{ agentId: 'tom', reason: 'online' }]),
    })
  })

  it('[JX4] comes in pages that leave nothing out', async () => {
    const { rig, base } = await offeredChat()
    const whole = await steps(rig, base)
    const pages = [
      await steps(rig, base, '?limit=4'),
      await steps(rig, base, '?after=4&limit=4'),
      await steps(rig, base, '?after=6'),
    ]
    expect(pages.map(({ more }) => more)).toEqual([true, false, false])
    expect(pages.flatMap((page) => page.steps)).toEqual(whole.steps)
  })
})

describe('a long past', () => {
  it('[JX21] is told page by page from where the last one ended, and any step can be asked what if', async () => {
    const { rig, chatId, base } = await offeredChat()
    for (let count = 0; count < 700; count++) {
      done(await rig.test.staff('mia', { type: 'sendMessage', chatId, text: 'And' }))
    }
    const pages: ReplayPage[] = []
    for (let after = 0, more = true; more; after = pages.at(-1)?.steps.at(-1)?.step ?? 0) {
      pages.push(await steps(rig, base, `?after=${after}&limit=200`))
      more = pages.at(-1)?.more === true
    }
    const numbers = pages.flatMap((page) => page.steps.map(({ step }) => step))
    expect(numbers).toEqual(Array.from({ length: 706 }, (_, place) => place + 1))
    expect(pages.map(({ last }) => last)).toEqual([706, 706, 706, 706])
    // Out of order, too.
    expect((await steps(rig, base, '?after=3&limit=1')).steps).toMatchObject([{ step: 4 }])
    for (const after of [706, 5]) {
      const event = { type: 'customerEnded' }
      expect(await whatIf(rig, base, { after, event })).toMatchObject({ state: 'closed' })
    }
  })
})

describe('what if', () => {
  it('[JX6] another event had happened: the pure machine says where, and nothing is written', async () => {
    const { rig, base } = await offeredChat()
    const before = rig.stored()
    const ended = await whatIf(rig, base, { after: 5, event: { type: 'customerEnded' } })
    expect(ended).toMatchObject({
      taken: true,
      state: 'closed',
      effects: [{ type: 'tellCustomer', params: { code: 'closed', reason: 'endedByCustomer' } }],
    })
    const other = { type: 'agentWrote', agentId: 'tom', messageId: 'm' }
    expect(await whatIf(rig, base, { after: 5, event: other })).toEqual({
      taken: false,
      code: 'holdsChat',
      state: 'assigned.awaitingAgent',
    })
    const delay = 'xstate.after.responseLimit.chat.assigned.awaitingAgent'
    expect(await whatIf(rig, base, { after: 5, delay })).toMatchObject({ state: 'queued.inLine' })
    expect(await whatIf(rig, base, { after: 6, delay })).toMatchObject({ code: 'notNow' })
    expect(rig.stored()).toBe(before)
  })

  it('[JX20] is asked of what the states know then, with what may be chosen, and of running delays', async () => {
    const { rig, base } = await offeredChat()
    const told = await rig.ask('GET', `${base}/what-if?after=5`, { token })
    const could = whatCouldBe.parse(told.json)
    expect(could.state).toBe('assigned.awaitingAgent')
    const named = (type: string) => could.events.find(({ event }) => event.type === type)
    expect(named('agentWrote')).toMatchObject({
      event: { agentId: 'mia' },
      code: null,
      fields: [{ name: 'agentId', kind: 'agent' }],
    })
    expect(named('agentTookOver')).toMatchObject({ code: null })
    expect(named('forwarded')?.fields).toEqual([{ name: 'to', kind: 'target', botId: 'greeter' }])
    // Into a line that there is, and that is not the chat's own already.
    expect(named('lineMoved')).toMatchObject({ code: null, event: { groupId: 'front' } })
    expect(named('putOnHold')).toMatchObject({
      event: { forMs: 1_800_000 },
      fields: [{ name: 'forMs', kind: 'duration', end: 'until' }],
    })
    expect(could.events.some(({ event }) => 'at' in event || 'by' in event)).toBe(false)
    expect(could.delays).toMatchObject([
      { id: 'xstate.after.responseLimit.chat.assigned.awaitingAgent', name: 'responseLimit' },
    ])
    for (const { event, code } of could.events) {
      const answer = await whatIf(rig, base, { after: 5, event })
      expect(answer, event.type).toMatchObject({ taken: code === null })
    }
    const agents = await rig.ask('GET', '/api/v1/accounts/acme/agents/mia/what-if?after=2', {
      token,
    })
    expect(whatCouldBe.parse(agents.json).events.length).toBeGreaterThan(3)
    const nowhere = await rig.ask('GET', `${base}/what-if?after=99`, { token })
    expect(codeOf(nowhere)).toBe('notFound')
  })

  it('[JX7] takes no event of XState’s own, and none after a step that there is not', async () => {
    const { rig, base } = await offeredChat()
    for (const type of ['xstate.stop', 'xstate.after.queueLimit.chat.queued', 'xstate.init']) {
      expect(await whatIf(rig, base, { after: 3, event: { type } })).toBe('invalid')
    }
    expect(await whatIf(rig, base, { after: 7, event: { type: 'customerLeft' } })).toBe('notFound')
    expect(await whatIf(rig, base, { after: 3, event: { type: '*' } })).toMatchObject({
      taken: false,
    })
    // What an event lacks is no fault of ours.
    expect(await whatIf(rig, base, { after: 6, event: { type: 'forwarded' } })).toEqual({
      taken: false,
      code: 'invalid',
      state: 'assigned.awaitingCustomer',
    })
    expect(rig.faults).toEqual([])
  })
})
