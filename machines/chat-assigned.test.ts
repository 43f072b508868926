import { describe, expect, it } from 'vitest'
import type { ReturnReason } from './chat-events.ts'
import {
  LIMITS,
  NINE,
  annTook,
  annWrote,
  answeredChat,
  botChat,
  cleoWrote,
  forwardedToDesk,
  offeredChat,
  queuedChat,
  takenChat,
} from './chat-life.ts'
import type { ChatLife } from './chat-life.ts'

const untilTen = { type: 'putOnHold', until: NINE + 3_600_000, forMs: 3_500_000 } as const

describe('in hand', () => {
  it('[CH18] an answer gives the customer the word, their message takes it back', () => {
    const chat = takenChat()
    expect(chat.state).toBe('assigned.awaitingAgent')
    expect(chat.when(annWrote).state).toBe('assigned.awaitingCustomer')
    expect(chat.running).toEqual(['idleLimit'])
    expect(chat.context).toMatchObject({ answered: true, unansweredSince: null })
    expect(chat.when(cleoWrote).state).toBe('assigned.awaitingAgent')
    expect(chat.running).toEqual(['responseLimit'])
    expect(chat.context.unansweredSince).toBe(chat.now)
  })

  it('[CH18] who takes over owes an answer only if the customer waits for one', () => {
    const bobTookOver = { type: 'agentTookOver', agentId: 'bob', by: 'agent:bob' } as const
    const answered = answeredChat().when(bobTookOver)
    expect(answered.state).toBe('assigned.awaitingCustomer')
    expect(answered.running).toEqual(['idleLimit'])
    const unanswered = takenChat().when(bobTookOver)
    expect(unanswered.state).toBe('assigned.awaitingAgent')
    expect(unanswered.running).toEqual(['responseLimit'])
  })

  it('[CH19] more messages do not restart the response limit', () => {
    const chat = takenChat().when(cleoWrote)
    expect(chat.last).toMatchObject({ taken: true, timers: new Map() })
    expect(chat.context.unansweredSince).toBe(NINE)
  })

  it('[CH20] when the response limit strikes, the chat goes back to its place', () => {
    const chat = takenChat().whenTimeIsUp('responseLimit')
    expect(chat.state).toBe('queued')
    expect(chat.holder).toBeNull()
    expect(chat.context.passedOver).toEqual(['ann'])
    expect(chat.context.line.firstWaitingAt).toBe(NINE)
    expect(chat.running).toEqual(['queueLimit'])
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'responseLimitReached', agentId: 'ann' } },
      { type: 'tellCustomer', params: { code: 'returned' } },
    ])
  })

  it('[CH21] only the agent who has the chat writes in it', () => {
    const chat = takenChat().when({ ...annWrote, agentId: 'bob' })
    expect(chat.refusal).toBe('holdsChat')
    expect(chat.state).toBe('assigned.awaitingAgent')
    for (const other of [queuedChat(), offeredChat(), botChat()]) {
      expect(other.when(annWrote).refusal).toBe('notNow')
    }
  })

  it('[CH21] an answer ends passing over', () => {
    const chat = takenChat()
      .whenTimeIsUp('responseLimit')
      .given({ type: 'agentTook', agentId: 'bob' })
    expect(chat.context.passedOver).toEqual(['ann'])
    chat.given({ ...annWrote, agentId: 'bob' })
    expect(chat.context.passedOver).toEqual([])
  })

  it('[CH22] each answer restarts the idle limit, at which the chat is closed as idle', () => {
    const chat = answeredChat().when(annWrote)
    expect(chat.last.taken && [...chat.last.timers.values()]).toEqual([LIMITS.idleMs])
    chat.whenTimeIsUp('idleLimit')
    expect(chat.state).toBe('closed')
    expect(chat.context.closed).toEqual({ by: 'timer', reason: 'idle' })
    expect(chat.holder).toBeNull()
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'closed', reason: 'idle' } },
    ])
  })

  it('[CH22] a customer who ends it ended it', () => {
    const chat = answeredChat().when({ type: 'customerEnded', by: 'customer:cleo' })
    expect(chat.state).toBe('closed')
    expect(chat.context.closed).toEqual({ by: 'customer:cleo', reason: 'endedByCustomer' })
    expect(chat.holder).toBeNull()
  })
})

describe('on hold', () => {
  it('[CH23] neither the idle nor the response limit runs, and the customer is told', () => {
    for (const chat of [takenChat(), answeredChat()]) {
      chat.when(untilTen)
      expect(chat.state).toBe('assigned.onHold')
      expect(chat.running).toEqual(['holdTime'])
      expect(chat.timers.get(chat.timerOf('holdTime'))).toBe(untilTen.forMs)
      expect(chat.holder).toEqual({ agentId: 'ann', as: 'chat' })
      expect(chat.effects).toEqual([
        { type: 'tellCustomer', params: { code: 'onHold', until: untilTen.until } },
      ])
    }
  })

  it('[CH23] at the time the agent is reminded and owes an answer', () => {
    const chat = answeredChat().given(untilTen).whenTimeIsUp('holdTime')
    expect(chat.state).toBe('assigned.awaitingAgent')
    expect(chat.running).toEqual(['responseLimit'])
    expect(chat.effects).toEqual([{ type: 'remindAgent', params: { agentId: 'ann' } }])
    expect(chat.context.hold).toBeNull()
  })

  it('[CH23] the agent ends it early, by an answer too, or sets another time', () => {
    const ended = answeredChat().given(untilTen, { type: 'holdEnded' })
    expect(ended.state).toBe('assigned.awaitingAgent')
    const answered = takenChat().given(untilTen, annWrote)
    expect(answered.state).toBe('assigned.awaitingCustomer')
    const later = takenChat().given(untilTen, { ...untilTen, forMs: 7_200_000 })
    expect(later.timers.get(later.timerOf('holdTime'))).toBe(7_200_000)
    expect([ended.context.hold, answered.context.hold]).toEqual([null, null])
  })

  it('[CH24] a message of the customer does not end it', () => {
    const chat = answeredChat().given(untilTen).when(cleoWrote)
    expect(chat.state).toBe('assigned.onHold')
    expect(chat.last).toMatchObject({ timers: new Map() })
    expect(chat.context.lastCustomerMessageId).toBe('m3')
  })
})

describe('given back or taken over', () => {
  const returned = (reason: ReturnReason) => ({ type: 'returnedToQueue', reason }) as const

  it.each(['agent', 'connectionLost', 'wentOffline', 'deactivated'] as const)(
    '[CH25] returned (%s): back to its place, whatever its state in hand',
    (reason) => {
      for (const chat of [takenChat(), answeredChat(), takenChat().given(untilTen)]) {
        chat.when(returned(reason))
        expect(chat.state).toBe('queued')
        expect(chat.holder).toBeNull()
        expect(chat.context.line).toMatchObject({ groupId: 'billing', firstWaitingAt: NINE })
        expect(chat.context.hold).toBeNull()
        expect(chat.context.passedOver).toEqual(reason === 'agent' ? ['ann'] : [])
        expect(chat.effects).toEqual([
          { type: 'tellStaff', params: { code: 'returned', agentId: 'ann', reason } },
          { type: 'tellCustomer', params: { code: 'returned' } },
        ])
      }
    },
  )

  it('[CH25] the next agent owes an answer, even if the last one had answered', () => {
    const chat = answeredChat()
      .given(returned('connectionLost'))
      .when({ type: 'agentTook', agentId: 'bob' })
    expect(chat.state).toBe('assigned.awaitingAgent')
  })

  const takeable: [string, () => ChatLife, string | null][] = [
    ['the bot', botChat, null],
    ['the line', queuedChat, null],
    ['an offer', offeredChat, 'ann'],
    ['an agent', takenChat, 'ann'],
    ['hold', () => takenChat().given(untilTen), 'ann'],
    ['a forward', () => takenChat().given(forwardedToDesk), null],
  ]

  it.each(takeable)('[CH26] taken over from %s', (_from, make, fromAgentId) => {
    const chat = make().when({ type: 'agentTookOver', agentId: 'sue', by: 'agent:sue' })
    expect(chat.state).toBe('assigned.awaitingAgent')
    expect(chat.holder).toEqual({ agentId: 'sue', as: 'chat' })
    expect(chat.context).toMatchObject({ hold: null, forward: null })
    expect(chat.context.line.firstWaitingAt).not.toBeNull()
    expect(chat.running).toEqual(['responseLimit'])
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'takenOver', fromAgentId, byAgentId: 'sue' } },
      { type: 'tellCustomer', params: { code: 'joined', agentId: 'sue' } },
    ])
  })

  it('[CH26] nobody takes over what they have; nothing is taken over while it closes', () => {
    const annTookOver = { type: 'agentTookOver', agentId: 'ann' } as const
    expect(takenChat().when(annTookOver).refusal).toBe('isAnotherAgent')
    expect(offeredChat().when(annTookOver).refusal).toBe('isAnotherAgent')
    const closing = queuedChat().given(annTook, { type: 'agentClosed' })
    expect(closing.when({ type: 'agentTookOver', agentId: 'sue' }).refusal).toBe('notNow')
  })
})
