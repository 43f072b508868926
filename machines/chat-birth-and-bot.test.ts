import { describe, expect, it } from 'vitest'
import { ChatLife, LIMITS, NINE, botChat, cleoWrote, queuedChat } from './chat-life.ts'

describe('a chat is born', () => {
  it('[CH1] with the bot, where the channel names one; nothing waits yet', () => {
    const chat = botChat()
    expect(chat.state).toBe('bot.answering')
    expect(chat.effects).toEqual([{ type: 'askBot', params: { botId: 'greeter', answers: 'm1' } }])
    expect(chat.running).toEqual(['botLimit'])
    expect(chat.context.line.firstWaitingAt).toBeNull()
    expect(chat.holder).toBeNull()
  })

  it('[CH2] in the line without a bot, first waiting from its birth, and the customer is told', () => {
    const chat = queuedChat()
    expect(chat.state).toBe('queued')
    expect(chat.effects).toEqual([{ type: 'tellCustomer', params: { code: 'waiting' } }])
    expect(chat.timers.get(chat.timerOf('queueLimit'))).toBe(LIMITS.queueMs)
    expect(chat.context.line.firstWaitingAt).toBe(NINE)
    expect(chat.context.unansweredSince).toBe(NINE)
  })

  it('[CH2] waiting for a person even before its first message', () => {
    const chat = queuedChat({ messageId: null })
    expect(chat.context.unansweredSince).toBe(NINE)
    expect(chat.when({ type: 'agentTook', agentId: 'ann' }).state).toBe('assigned.awaitingAgent')
  })

  it('[CH2] keeping an earlier first waiting time that its input names', () => {
    const line = { groupId: 'g', overflowGroupId: null, priority: 2, firstWaitingAt: NINE - 5 }
    expect(queuedChat({ line }).context.line).toEqual(line)
  })

  it.each([null, 'greeter'])(
    '[CH3] in the hands of the agent who opens it, the channel having the bot %s',
    (botId) => {
      const chat = new ChatLife({ agentId: 'ann', botId, messageId: null, by: 'agent:ann' })
      expect(chat.state).toBe('assigned.awaitingCustomer')
      expect(chat.holder).toEqual({ agentId: 'ann', as: 'chat' })
      expect(chat.effects).toEqual([
        { type: 'tellCustomer', params: { code: 'joined', agentId: 'ann' } },
      ])
      expect(chat.running).toEqual(['idleLimit'])
      expect(chat.context.line.firstWaitingAt).toBe(NINE)
    },
  )

  it('[MC14] with a context that is JSON without undefined, whatever its input', () => {
    for (const botId of [null, 'greeter']) {
      for (const agentId of [null, 'ann']) {
        for (const messageId of [null, 'm1']) {
          const { context } = new ChatLife({ botId, agentId, messageId })
          expect(JSON.parse(JSON.stringify(context))).toStrictEqual(context)
        }
      }
    }
  })

  it('[CH3] owing an answer if the customer wrote first', () => {
    expect(new ChatLife({ agentId: 'ann' }).state).toBe('assigned.awaitingAgent')
  })
})

describe('with the bot', () => {
  it('[CH4] an answer to the latest message gives the customer the word', () => {
    const chat = botChat().when({ type: 'botWrote', messageId: 'b1', answers: 'm1' })
    expect(chat.state).toBe('bot.listening')
    expect(chat.running).toEqual(['idleLimit'])
  })

  it('[CH4] a late answer to an earlier message is refused, so is a late handover', () => {
    const chat = botChat().given(cleoWrote)
    chat.when({ type: 'botWrote', messageId: 'b1', answers: 'm1' })
    expect(chat.refusal).toBe('answersLatest')
    chat.when({ type: 'botHandedOver', answers: 'm1' })
    expect(chat.refusal).toBe('answersLatest')
    expect(chat.state).toBe('bot.answering')
    chat.given({ type: 'botWrote', messageId: 'b2', answers: 'm3' })
    chat.when({ type: 'botWrote', messageId: 'b3', answers: 'm1' })
    expect(chat.refusal).toBe('answersLatest')
  })

  it('[CH4] a second part of an answer restarts the idle limit', () => {
    const chat = botChat()
      .given({ type: 'botWrote', messageId: 'b1', answers: 'm1' })
      .when({ type: 'botWrote', messageId: 'b2', answers: 'm1' })
    expect(chat.last).toMatchObject({ taken: true })
    expect([...(chat.last.taken ? chat.last.timers.values() : [])]).toEqual([LIMITS.idleMs])
  })

  it('[CH5] each message is asked of the bot; more of them do not restart its limit', () => {
    const chat = botChat().when(cleoWrote)
    expect(chat.effects).toEqual([{ type: 'askBot', params: { botId: 'greeter', answers: 'm3' } }])
    expect(chat.last).toMatchObject({ timers: new Map() })

    const listening = botChat().given({ type: 'botWrote', messageId: 'b1', answers: 'm1' })
    listening.when(cleoWrote)
    expect(listening.state).toBe('bot.answering')
    expect(listening.effects).toEqual([
      { type: 'askBot', params: { botId: 'greeter', answers: 'm3' } },
    ])
  })

  it('[CH6] the customer of a silent bot goes to the line, and staff are told', () => {
    const chat = botChat().whenTimeIsUp('botLimit')
    expect(chat.state).toBe('queued')
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'botSilent', botId: 'greeter' } },
      { type: 'tellCustomer', params: { code: 'waiting' } },
    ])
    expect(chat.context.line.firstWaitingAt).toBe(NINE + LIMITS.botMs)
  })

  it('[CH7] the customer may ask for a person at any time', () => {
    for (const chat of [
      botChat(),
      botChat().given({ type: 'botWrote', messageId: 'b1', answers: 'm1' }),
    ]) {
      chat.when({ type: 'personRequested', by: 'customer:cleo' })
      expect(chat.state).toBe('queued')
      expect(chat.effects).toEqual([{ type: 'tellCustomer', params: { code: 'waiting' } }])
      expect(chat.context.line).toMatchObject({ groupId: 'billing', firstWaitingAt: chat.now })
    }
  })

  it('[CH7] the bot hands over to the default line or to another one', () => {
    const toDefault = botChat().when({ type: 'botHandedOver', answers: 'm1', by: 'bot:greeter' })
    expect(toDefault.state).toBe('queued')
    expect(toDefault.context.line.groupId).toBe('billing')

    const line = { groupId: 'repairs', overflowGroupId: null, priority: 3, firstWaitingAt: null }
    const elsewhere = botChat().when({ type: 'botHandedOver', answers: 'm1', line })
    expect(elsewhere.context.line).toEqual({ ...line, firstWaitingAt: elsewhere.now })
  })

  it('[CH7] a chat that waited before keeps its first waiting time when the bot hands over', () => {
    const line = { groupId: 'repairs', overflowGroupId: null, priority: 0, firstWaitingAt: null }
    const chat = queuedChat()
      .given({ type: 'forwarded', to: { kind: 'bot', botId: 'b' }, noteId: null })
      .given({ type: 'botTook' })
      .when({ type: 'botHandedOver', answers: 'm1', line })
    expect(chat.context.line).toEqual({ ...line, firstWaitingAt: NINE })
  })

  it('[CH8] a customer who is silent after the answer of the bot is closed as idle', () => {
    const chat = botChat()
      .given({ type: 'botWrote', messageId: 'b1', answers: 'm1' })
      .whenTimeIsUp('idleLimit')
    expect(chat.state).toBe('closed')
    expect(chat.context.closed).toEqual({ by: 'timer', reason: 'idle' })
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'closed', reason: 'idle' } },
    ])
  })

  it('[CH8] a customer who ends it ended it, and did not abandon it', () => {
    const chat = botChat().when({ type: 'customerEnded', by: 'customer:cleo' })
    expect(chat.context.closed).toEqual({ by: 'customer:cleo', reason: 'endedByCustomer' })
  })
})
