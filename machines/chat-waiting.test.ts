import { describe, expect, it } from 'vitest'
import {
  DECISION,
  LIMITS,
  NINE,
  WRITTEN,
  annTook,
  annWrote,
  forwardedToDesk,
  offeredChat,
  offeredToAnn,
  queuedChat,
} from './chat-life.ts'

const withoutOverflow = { line: { ...WRITTEN.line, overflowGroupId: null } }

describe('in the line', () => {
  it('[CH9] the queue limit moves the chat to the overflow line, in its place, once', () => {
    const chat = queuedChat().whenTimeIsUp('queueLimit')
    expect(chat.state).toBe('queued')
    expect(chat.context.line).toEqual({
      groupId: 'desk',
      overflowGroupId: null,
      priority: 0,
      firstWaitingAt: NINE,
    })
    expect(chat.effects).toEqual([
      {
        type: 'tellStaff',
        params: { code: 'overflowed', fromGroupId: 'billing', toGroupId: 'desk' },
      },
    ])
    expect(chat.timers.get(chat.timerOf('queueLimit'))).toBe(LIMITS.queueMs)
  })

  it('[CH10] without an overflow the customer is asked to leave a message and keeps waiting', () => {
    const chat = queuedChat(withoutOverflow).whenTimeIsUp('queueLimit')
    expect(chat.state).toBe('queued')
    expect(chat.effects).toEqual([{ type: 'tellCustomer', params: { code: 'leaveMessage' } }])
    expect(chat.when(annTook).state).toBe('assigned.awaitingAgent')
  })

  it('[CH11] leaving a message marks the chat, once, offered or forwarded or not', () => {
    for (const chat of [
      queuedChat(),
      offeredChat(),
      queuedChat().given(forwardedToDesk),
      queuedChat().given(forwardedToDesk, { ...offeredToAnn }),
    ]) {
      const { state } = chat
      chat.given({ type: 'messageLeft', by: 'customer:cleo' })
      expect(chat.context.leftMessage).toBe(true)
      expect(chat.state).toBe(state)
      expect(chat.when({ type: 'messageLeft' }).refusal).toBe('hasNotLeftMessage')
    }
  })

  it('[CH12] an agent takes it by hand, or gets it: the customer is told, a response is owed', () => {
    for (const chat of [
      queuedChat().when(annTook),
      queuedChat().when({ type: 'agentAssigned', agentId: 'ann', decision: DECISION }),
    ]) {
      expect(chat.state).toBe('assigned.awaitingAgent')
      expect(chat.holder).toEqual({ agentId: 'ann', as: 'chat' })
      expect(chat.running).toEqual(['responseLimit'])
      expect(chat.effects).toEqual([
        { type: 'tellCustomer', params: { code: 'joined', agentId: 'ann' } },
      ])
    }
  })

  it('[CH12] who comes second is refused', () => {
    const chat = queuedChat().given(annTook)
    expect(chat.when({ type: 'agentTook', agentId: 'bob' }).refusal).toBe('notNow')
    expect(chat.holder?.agentId).toBe('ann')
  })

  it('[CH13] a customer who ends while waiting abandoned the chat, offered or forwarded too', () => {
    for (const chat of [
      queuedChat(),
      offeredChat(),
      queuedChat().given(annTook, annWrote, forwardedToDesk),
    ]) {
      chat.when({ type: 'customerEnded', by: 'customer:cleo' })
      expect(chat.state).toBe('closed')
      expect(chat.context.closed).toEqual({ by: 'customer:cleo', reason: 'abandoned' })
      expect(chat.context).toMatchObject({ agentId: null, forward: null })
      expect(chat.running).toEqual([])
    }
  })
})

describe('offered', () => {
  it('[CH14] it is held for one agent, who accepts', () => {
    const chat = offeredChat()
    expect(chat.state).toBe('offered')
    expect(chat.holder).toEqual({ agentId: 'ann', as: 'offer' })
    expect(chat.effects).toEqual([])

    chat.when({ type: 'offerAccepted', agentId: 'ann', by: 'agent:ann' })
    expect(chat.state).toBe('assigned.awaitingAgent')
    expect(chat.holder).toEqual({ agentId: 'ann', as: 'chat' })
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'joined', agentId: 'ann' } },
    ])
    expect(chat.running).toEqual(['responseLimit'])
  })

  it('[CH14] nobody else accepts, declines or takes it', () => {
    const chat = offeredChat()
    expect(chat.when({ type: 'offerAccepted', agentId: 'bob' }).refusal).toBe('offeredToThem')
    expect(chat.when({ type: 'offerDeclined', agentId: 'bob' }).refusal).toBe('offeredToThem')
    expect(chat.when({ type: 'agentTook', agentId: 'bob' }).refusal).toBe('notNow')
    expect(chat.when({ ...offeredToAnn }).refusal).toBe('notNow')
    expect(chat.state).toBe('offered')
  })

  it('[CH14] accepting too late is refused', () => {
    const chat = offeredChat().whenTimeIsUp('offerLimit')
    expect(chat.when({ type: 'offerAccepted', agentId: 'ann' }).refusal).toBe('notNow')
  })

  it('[CH15] missed: back to its place, the agent passed over, and counted', () => {
    const chat = offeredChat().whenTimeIsUp('offerLimit')
    expect(chat.state).toBe('queued')
    expect(chat.holder).toBeNull()
    expect(chat.context).toMatchObject({ passedOver: ['ann'], agentId: null })
    expect(chat.context.line.firstWaitingAt).toBe(NINE)
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'offerMissed', agentId: 'ann' } },
      { type: 'countMissedOffer', params: { agentId: 'ann' } },
    ])
  })

  it('[CH15] declined: the same, but not counted; passed over once', () => {
    const chat = offeredChat()
      .given({ type: 'offerDeclined', agentId: 'ann' }, offeredToAnn)
      .when({ type: 'offerDeclined', agentId: 'ann', by: 'agent:ann' })
    expect(chat.state).toBe('queued')
    expect(chat.context.passedOver).toEqual(['ann'])
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'offerDeclined', agentId: 'ann' } },
    ])
  })

  it('[CH15] of a forwarded chat: back to where it was forwarded', () => {
    const chat = queuedChat().given(forwardedToDesk, offeredToAnn).whenTimeIsUp('offerLimit')
    expect(chat.state).toBe('forwarded')
    expect(chat.context.forward?.to).toMatchObject({ groupId: 'desk' })
    expect(chat.context.passedOver).toEqual(['ann'])
  })

  it.each(['connectionLost', 'presenceChanged', 'deactivated'] as const)(
    '[CH16] withdrawn (%s): neither counted nor passed over',
    (reason) => {
      const chat = offeredChat().when({ type: 'offerWithdrawn', agentId: 'ann', reason })
      expect(chat.state).toBe('queued')
      expect(chat.context).toMatchObject({ passedOver: [], agentId: null })
      expect(chat.effects).toEqual([
        { type: 'tellStaff', params: { code: 'offerWithdrawn', agentId: 'ann', reason } },
      ])
    },
  )

  it('[CH16] withdrawn from another agent than the one who has it is refused', () => {
    const chat = offeredChat()
    chat.when({ type: 'offerWithdrawn', agentId: 'bob', reason: 'connectionLost' })
    expect(chat.refusal).toBe('offeredToThem')
  })

  it('[CH17] the queue limit runs on through offers, however many', () => {
    const chat = queuedChat()
    for (const agentId of ['ann', 'bob', 'cid']) {
      chat.given({ type: 'offerMade', agentId, decision: DECISION })
      expect(chat.running).toEqual(['offerLimit', 'queueLimit'])
      chat.when({ type: 'offerDeclined', agentId })
      const changed = chat.last.taken ? [...chat.last.timers] : []
      expect(changed).toEqual([[expect.stringContaining('offerLimit'), null]])
    }
  })

  it('[CH17] when it strikes, the chat overflows and the offer is taken back', () => {
    const chat = offeredChat().whenTimeIsUp('queueLimit')
    expect(chat.state).toBe('queued')
    expect(chat.context.line.groupId).toBe('desk')
    expect(chat.holder).toBeNull()
    expect(chat.running).toEqual(['queueLimit'])
  })

  it('[CH17] asking for a message leaves the offer out', () => {
    const chat = offeredChat(withoutOverflow).whenTimeIsUp('queueLimit')
    expect(chat.effects).toEqual([{ type: 'tellCustomer', params: { code: 'leaveMessage' } }])
    expect(chat.holder).toEqual({ agentId: 'ann', as: 'offer' })
    expect(chat.running).toEqual(['offerLimit'])
  })

  it('[CH17] the forward limit takes an offer back too', () => {
    const chat = queuedChat().given(forwardedToDesk, offeredToAnn)
    expect(chat.running).toEqual(['forwardLimit', 'offerLimit'])
    chat.whenTimeIsUp('forwardLimit')
    expect(chat.state).toBe('queued')
    expect(chat.holder).toBeNull()
    expect(chat.context.line.groupId).toBe('billing')
  })
})
