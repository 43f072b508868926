import { describe, expect, it } from 'vitest'
import {
  DECISION,
  LIMITS,
  NINE,
  answeredChat,
  annTook,
  botChat,
  forwardedToBob,
  forwardedToBot,
  forwardedToDesk,
  offeredChat,
  queuedChat,
  takenChat,
} from './chat-life.ts'

describe('forwarding', () => {
  it('[CH27] ends the part of the agent who had the chat', () => {
    const sticky = { agentId: 'ann', until: NINE + 900_000 }
    const chat = takenChat({ sticky })
      .given({ type: 'putOnHold', until: NINE + 60_000, forMs: 60_000 })
      .when(forwardedToDesk)
    expect(chat.state).toBe('forwarded')
    expect(chat.holder).toBeNull()
    expect(chat.context).toMatchObject({ hold: null, sticky: null, passedOver: ['ann'] })
    expect(chat.running).toEqual(['forwardLimit'])
    expect(chat.context.line).toEqual({
      groupId: 'desk',
      overflowGroupId: null,
      priority: 0,
      firstWaitingAt: NINE,
    })
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'forwarded', groupId: 'desk' } },
    ])
  })

  it('[CH27] works from the bot, the line and an offer, whose agent is not passed over', () => {
    for (const chat of [botChat(), queuedChat(), offeredChat()]) {
      chat.when(forwardedToDesk)
      expect(chat.state).toBe('forwarded')
      expect(chat.context).toMatchObject({ agentId: null, passedOver: [] })
      expect(chat.context.line.firstWaitingAt).not.toBeNull()
    }
  })

  it('[CH27] tells the customer the line of an agent, and that it is a bot', () => {
    expect(takenChat().when(forwardedToBob).effects).toEqual([
      { type: 'tellCustomer', params: { code: 'forwarded', groupId: 'billing' } },
    ])
    expect(takenChat().when(forwardedToBot).effects).toEqual([
      { type: 'tellCustomer', params: { code: 'forwardedToBot' } },
    ])
  })

  it('[CH27] leaves whoever takes it owing an answer, even if everything was answered', () => {
    const chat = answeredChat().given(forwardedToDesk).when({ type: 'agentTook', agentId: 'bob' })
    expect(chat.state).toBe('assigned.awaitingAgent')
  })

  it('[CH28] to a group: any of its agents takes it, gets it or is offered it', () => {
    const forwarded = () => takenChat().given(forwardedToDesk)
    const bob = { agentId: 'bob', decision: DECISION }
    expect(forwarded().when({ type: 'agentTook', agentId: 'bob' }).holder?.as).toBe('chat')
    expect(forwarded().when({ type: 'agentAssigned', ...bob }).holder?.as).toBe('chat')
    expect(forwarded().when({ type: 'offerMade', ...bob }).holder?.as).toBe('offer')
    const taken = forwarded().when({ type: 'agentTook', agentId: 'bob' })
    expect(taken.context.forward).toBeNull()
    expect(taken.context.line.groupId).toBe('desk')
    expect(taken.when({ type: 'returnedToQueue', reason: 'agent' }).state).toBe('queued')
  })

  it('[CH28] to an agent: nobody else takes it, gets it or is offered it', () => {
    const chat = takenChat().given(forwardedToBob)
    const sue = { agentId: 'sue', decision: DECISION }
    expect(chat.when({ type: 'agentTook', agentId: 'sue' }).refusal).toBe('mayTakeForwarded')
    expect(chat.when({ type: 'agentAssigned', ...sue }).refusal).toBe('mayTakeForwarded')
    expect(chat.when({ type: 'offerMade', ...sue }).refusal).toBe('mayTakeForwarded')
    expect(chat.when({ type: 'botTook' }).refusal).toBe('forwardedToBot')
    expect(chat.when({ type: 'agentTook', agentId: 'bob' }).holder?.agentId).toBe('bob')
  })

  it('[CH29] at its limit it goes back to its place in the line it came from', () => {
    const chat = takenChat()
      .given(forwardedToBob, { type: 'priorityChanged', priority: 4 })
      .whenTimeIsUp('forwardLimit')
    expect(chat.state).toBe('queued')
    expect(chat.context.line).toEqual({
      groupId: 'billing',
      overflowGroupId: 'desk',
      priority: 4,
      firstWaitingAt: NINE,
    })
    expect(chat.context).toMatchObject({ forward: null, passedOver: ['ann', 'bob'] })
    expect(chat.running).toEqual(['queueLimit'])
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'forwardExpired' } },
      { type: 'tellCustomer', params: { code: 'returned' } },
    ])
  })

  it('[CH29] one that the bot had waits from its forwarding on', () => {
    const chat = botChat().given(forwardedToDesk).whenTimeIsUp('forwardLimit')
    expect(chat.context.line).toMatchObject({ groupId: 'billing', firstWaitingAt: NINE + 1_000 })
  })

  it('[CH30] the agent it was forwarded to declines: back to its line, and passed over', () => {
    const declined = { type: 'forwardDeclined', agentId: 'bob', by: 'agent:bob' } as const
    const chat = takenChat().given(forwardedToBob).when(declined)
    expect(chat.state).toBe('queued')
    expect(chat.context.passedOver).toEqual(['ann', 'bob'])
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'forwardDeclined', agentId: 'bob' } },
      { type: 'tellCustomer', params: { code: 'returned' } },
    ])
  })

  it('[CH30] declining its offer declines the forward; in a group it goes on to the next', () => {
    const offer = { type: 'offerMade', agentId: 'bob', decision: DECISION } as const
    const decline = { type: 'offerDeclined', agentId: 'bob', by: 'agent:bob' } as const
    const chat = takenChat().given(forwardedToBob, offer, decline)
    expect(chat.state).toBe('queued')
    expect(chat.context).toMatchObject({ agentId: null, forward: null, passedOver: ['ann', 'bob'] })
    const ofGroup = takenChat().given(forwardedToDesk, offer)
    expect(ofGroup.when({ ...decline, agentId: 'sue' }).refusal).toBe('offeredToThem')
    expect(ofGroup.when(decline).state).toBe('forwarded')
  })

  it('[CH30] nobody else declines it', () => {
    const chat = takenChat().given(forwardedToBob)
    const declined = { type: 'forwardDeclined', agentId: 'sue' } as const
    expect(chat.when(declined).refusal).toBe('forwardedToThem')
    expect(takenChat().given(forwardedToDesk).when(declined).refusal).toBe('forwardedToThem')
  })

  it('[CH31] forwarded on: a new limit, and back to the line it came from first', () => {
    const chat = takenChat().given(forwardedToDesk).when(forwardedToBob)
    expect(chat.last.taken && [...chat.last.timers.values()]).toEqual([LIMITS.forwardMs])
    expect(chat.when({ type: 'agentTook', agentId: 'sue' }).refusal).toBe('mayTakeForwarded')
    chat.whenTimeIsUp('forwardLimit')
    expect(chat.context.line.groupId).toBe('billing')
  })

  it('[CH32] to the agent who has it, or to whom it is offered, is refused', () => {
    const toAnn = { ...forwardedToBob, to: { kind: 'agent', agentId: 'ann' } } as const
    expect(takenChat().when(toAnn).refusal).toBe('goesElsewhere')
    expect(offeredChat().when(toAnn).refusal).toBe('goesElsewhere')
    expect(queuedChat().when(toAnn).state).toBe('forwarded')
  })

  it('[CH33] to a bot: the bot takes it and is asked; no agent takes it meanwhile', () => {
    const chat = takenChat().given(forwardedToBot)
    expect(chat.when(annTook).refusal).toBe('mayTakeForwarded')
    chat.when({ type: 'botTook' })
    expect(chat.state).toBe('bot.answering')
    expect(chat.context).toMatchObject({ botId: 'helper', forward: null, agentId: null })
    expect(chat.effects).toEqual([{ type: 'askBot', params: { botId: 'helper', answers: 'm1' } }])
    expect(takenChat().given(forwardedToDesk).when({ type: 'botTook' }).refusal).toBe(
      'forwardedToBot',
    )
  })

  it('[CH33] to a bot that answered before: it begins anew', () => {
    const chat = botChat()
      .given({ type: 'botWrote', messageId: 'm2', answers: 'm1' })
      .given({ type: 'personRequested' })
      .given(annTook)
      .given(forwardedToBot)
    expect(chat.context.botAnswered).toBe(true)
    chat.when({ type: 'botTook' })
    expect(chat.context.botAnswered).toBe(false)
  })
})
