import { describe, expect, it } from 'vitest'
import {
  ChatLife,
  botChat,
  cleoWrote,
  forwardedToBob,
  forwardedToBot,
  forwardedToDesk,
} from './chat-life.ts'
import type { ChatEvent } from './chat-events.ts'
import type { Told } from './life.ts'

const answered = { type: 'botWrote', messageId: 'b1', answers: 'm1' } as const
const asked = { type: 'personRequested', by: 'customer:cleo' } as const
const TOLD_AGAIN = {
  type: 'tellCustomer',
  params: { code: 'stillBlocked', blockId: 'block-1' },
}

/** The customer is blocked and wrote to the bot. */
function blockedChat(): ChatLife {
  return botChat({ blockId: 'block-1' })
}

describe('a chat whose customer is blocked', () => {
  it('[BO1] begins with the bot, and without one is over at once', () => {
    expect(blockedChat().state).toBe('bot.answering')
    const alone = new ChatLife({ blockId: 'block-1' })
    expect(alone.state).toBe('blocked')
    expect(alone.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'blocked', blockId: 'block-1' } },
    ])
    const opened = new ChatLife({ blockId: 'block-1', botId: 'greeter', agentId: 'ann' })
    expect([opened.state, opened.context.agentId]).toEqual(['blocked', null])
  })

  const waysToPeople: [way: string, event: Told<ChatEvent>, state: string][] = [
    ['asking', asked, 'bot.answering'],
    ['leaving a message', { type: 'messageLeft' }, 'bot.answering'],
    ['a handover', { type: 'botHandedOver', answers: 'm1' }, 'bot.listening'],
    ['a bot that fails', { type: 'botFailed', answers: 'm1', reason: 'nonsense' }, 'bot.listening'],
  ]
  it.each(waysToPeople)('[BO2] stays with the bot and tells so again: %s', (_way, event, state) => {
    const chat = blockedChat().when(event)
    expect(chat.state).toBe(state)
    expect(chat.effects.at(-1)).toEqual(TOLD_AGAIN)
    expect(chat.context.leftMessage).toBe(false)
    expect(chat.given(cleoWrote).state).toBe('bot.answering')
  })

  it('[BO2] stays with a bot that is silent, whose next answer counts again', () => {
    const chat = blockedChat().whenTimeIsUp('botLimit')
    expect(chat.state).toBe('bot.listening')
    expect(chat.running).toEqual(['idleLimit'])
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'botSilent', botId: 'greeter' } },
      TOLD_AGAIN,
    ])
    expect(chat.when({ type: 'botHandedOver', answers: 'm1' }).effects).toEqual([TOLD_AGAIN])
    chat.given(cleoWrote).when({ type: 'botHandedOver', answers: 'm1' })
    expect(chat.refusal).toBe('answersLatest')
  })

  it.each([forwardedToDesk, forwardedToBob])('[BO3] is forwarded to no person', (forward) => {
    const chat = blockedChat().given(answered).when(forward)
    expect(chat.state).toBe('bot.listening')
    expect(chat.context).toMatchObject({ forward: null, line: { groupId: 'billing' } })
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'blockHeld', blockId: 'block-1' } },
      TOLD_AGAIN,
    ])
  })

  it('[BO3] goes to another bot at once, which has not answered yet', () => {
    const chat = blockedChat().given(answered).when(forwardedToBot)
    expect(chat.state).toBe('bot.answering')
    expect(chat.context).toMatchObject({ botId: 'helper', botAnswered: false, forward: null })
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'forwardedToBot' } },
      { type: 'askBot', params: { botId: 'helper', answers: 'm1' } },
    ])
  })

  it('[BO4] is taken over by nobody', () => {
    const chat = blockedChat()
    expect(chat.when({ type: 'agentTookOver', agentId: 'ann' }).refusal).toBe('isServed')
    expect(chat.when({ type: 'agentTook', agentId: 'ann' }).refusal).toBe('notNow')
  })

  it('[BO5] hears that the block ended, while it is closing too', () => {
    const chat = blockedChat().given({ type: 'customerUnblocked' }).when(asked)
    expect(chat.state).toBe('queued')
    const closing = blockedChat().given({ type: 'agentClosed', by: 'agent:ada' })
    closing.given({ type: 'customerUnblocked' }, cleoWrote)
    expect([closing.state, closing.context.blockId]).toEqual(['bot.answering', null])
    expect(closing.when({ type: 'customerUnblocked' }).refusal).toBe('isBlocked')
  })

  it('[BO5] is over by a block of its own, whose customer was served before', () => {
    const chat = blockedChat().given({ type: 'customerUnblocked' })
    chat.when({ type: 'customerBlocked', blockId: 'block-2' })
    expect([chat.state, chat.context.blockId]).toEqual(['blocked', 'block-2'])
  })
})
