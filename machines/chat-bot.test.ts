import { describe, expect, it } from 'vitest'
import {
  NINE,
  WRITTEN,
  answeredChat,
  botChat,
  cleoWrote,
  forwardedToDesk,
  offeredChat,
  queuedChat,
  takenChat,
} from './chat-life.ts'
import { MACHINES } from './registry.ts'
import { birth, step } from './step.ts'
import { delaysIn } from './versions.ts'

const wanted = { type: 'botRequested', botId: 'greeter', by: 'customer:cleo' } as const

describe('a bot', () => {
  it('[BO6] that fails gives the chat to the line at once, and staff are told why', () => {
    const chat = botChat().when({ type: 'botFailed', answers: 'm1', reason: 'unreachable' })
    expect(chat.state).toBe('queued')
    expect(chat.effects).toEqual([
      {
        type: 'tellStaff',
        params: { code: 'botFailed', botId: 'greeter', reason: 'unreachable' },
      },
      { type: 'tellCustomer', params: { code: 'waiting' } },
    ])
    const later = botChat().given(cleoWrote)
    later.when({ type: 'botFailed', answers: 'm1', reason: 'unreachable' })
    expect(later.refusal).toBe('answersLatest')
    const answered = botChat().given({ type: 'botWrote', messageId: 'b1', answers: 'm1' })
    answered.when({ type: 'botFailed', answers: 'm1', reason: 'unreachable' })
    expect(answered.refusal).toBe('notNow')
  })

  it.each([
    ['a line', queuedChat, null],
    ['an offer', offeredChat, 'ann'],
    ['an agent', takenChat, 'ann'],
    ['an agent who answered', answeredChat, 'ann'],
    ['a forward', () => takenChat().given(forwardedToDesk), null],
  ])('[BO7] has the customer again from %s', (_where, chatOf, fromAgentId) => {
    const chat = chatOf().when(wanted)
    expect(chat.state).toBe('bot.answering')
    expect(chat.context).toMatchObject({
      botId: 'greeter',
      botAnswered: false,
      agentId: null,
      forward: null,
      hold: null,
    })
    expect(chat.effects).toEqual([
      { type: 'tellStaff', params: { code: 'botRequested', fromAgentId } },
      { type: 'tellCustomer', params: { code: 'forwardedToBot' } },
      { type: 'askBot', params: { botId: 'greeter', answers: 'm1' } },
    ])
    chat.given({ type: 'personRequested' })
    expect(chat.context.line.firstWaitingAt).toBe(NINE)
  })

  it('[BO7] has the customer already, who cannot go back to it', () => {
    expect(botChat().when(wanted).refusal).toBe('notNow')
  })

  it('[BO8] is left with a message: the chat is marked and waits', () => {
    const chat = botChat().when({ type: 'messageLeft', by: 'customer:cleo' })
    expect([chat.state, chat.context.leftMessage]).toEqual(['queued', true])
    expect(chat.effects).toEqual([{ type: 'tellCustomer', params: { code: 'waiting' } }])
    const again = chat.given(wanted).when({ type: 'messageLeft' })
    expect(again.refusal).toBe('hasNotLeftMessage')
  })

  it('[BO9] counts in a row what it did not know', () => {
    const missed = (answers: string) =>
      ({ type: 'botWrote', messageId: 'b1', answers, missed: true }) as const
    const chat = botChat().given(missed('m1'), cleoWrote, missed('m3'))
    expect(chat.context.botMisses).toBe(2)
    const more = { ...cleoWrote, messageId: 'm4' }
    const knew = chat.given(more, { type: 'botWrote', messageId: 'b2', answers: 'm4' })
    expect(knew.context.botMisses).toBe(0)
    const other = botChat().given(missed('m1'), { type: 'personRequested' }, wanted)
    expect(other.context.botMisses).toBe(0)
  })
})

describe('a chat of version 1', () => {
  it('[BO10] goes over as it is, with all that runs', () => {
    const first = MACHINES.of('chat@1')
    const input = { ...WRITTEN, botId: 'greeter' }
    const born = birth(first, input).snapshot
    const asked = step(first, born, { type: 'personRequested', at: NINE + 1, by: 'customer:cleo' })
    const waiting = asked.taken ? asked.snapshot : born
    for (const snapshot of [born, waiting]) {
      const { snapshot: after, moved, begun } = MACHINES.migrate('chat@1', snapshot, 'chat@2')
      expect(after.value).toEqual(snapshot.value)
      expect(after.context).toEqual({ ...snapshot.context, botMisses: 0 })
      expect([...moved]).toEqual(delaysIn(snapshot).map((id) => [id, id]))
      expect([...begun]).toEqual([])
    }
  })
})
