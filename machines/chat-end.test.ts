import { describe, expect, it } from 'vitest'
import {
  LIMITS,
  NINE,
  annClosed,
  answeredChat,
  botChat,
  cleoWrote,
  forwardedToDesk,
  offeredChat,
  offeredToAnn,
  queuedChat,
  takenChat,
} from './chat-life.ts'
import type { ChatLife } from './chat-life.ts'

const untilTen = { type: 'putOnHold', until: NINE + 3_600_000, forMs: 3_590_000 } as const
const answeredByBot = () => botChat().given({ type: 'botWrote', messageId: 'b', answers: 'm1' })

const OPEN: [string, () => ChatLife][] = [
  ['bot.answering', botChat],
  ['bot.listening', answeredByBot],
  ['queued', queuedChat],
  ['offered', offeredChat],
  ['assigned.awaitingAgent', takenChat],
  ['assigned.awaitingCustomer', answeredChat],
  ['assigned.onHold', () => takenChat().given(untilTen)],
  ['forwarded', () => takenChat().given(forwardedToDesk)],
  ['offered', () => takenChat().given(forwardedToDesk, offeredToAnn)],
  ['closing', () => answeredChat().given(annClosed)],
]

describe('closing', () => {
  it('[CH34] takes effect when the time to undo is over, and only then the customer is told', () => {
    const chat = answeredChat().when(annClosed)
    expect(chat.state).toBe('closing')
    expect(chat.effects).toEqual([])
    expect(chat.timers.get(chat.timerOf('undoLimit'))).toBe(LIMITS.undoMs)
    expect(chat.running).toEqual(['undoLimit'])

    chat.whenTimeIsUp('undoLimit')
    expect(chat.state).toBe('closed')
    expect(chat.context.closed).toEqual({ by: 'agent:ann', reason: 'solved' })
    expect(chat.context).toMatchObject({ agentId: null, closingFrom: null })
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'closed', reason: 'solved' } },
    ])
  })

  it.each(OPEN.slice(0, -1))('[CH34] can begin in %s, an offer being taken back', (state, make) => {
    const chat = make().when(annClosed)
    expect(chat.state).toBe('closing')
    expect(chat.holder?.agentId ?? null).toBe(state.startsWith('assigned') ? 'ann' : null)
    expect(chat.running).toEqual(['undoLimit'])
  })

  it.each(OPEN.slice(0, -1))('[CH35] undone, a chat that was %s goes on there', (state, make) => {
    const chat = make()
    const before = chat.context
    chat.given(annClosed).when({ type: 'closeUndone', by: 'agent:ann' })
    if (state === 'offered') {
      expect(chat.state).toBe(before.forward === null ? 'queued' : 'forwarded')
      expect(chat.context).toEqual({ ...before, agentId: null })
    } else {
      expect(chat.state).toBe(state)
      expect({ ...chat.context, hold: null }).toEqual({ ...before, hold: null })
    }
    expect(chat.effects).toContainEqual({ type: 'tellStaff', params: { code: 'closeUndone' } })
  })

  it('[CH35] undone, a hold ends when it was to end', () => {
    const chat = takenChat().given(untilTen, annClosed, { type: 'closeUndone' })
    expect(chat.now + (chat.timers.get(chat.timerOf('holdTime')) ?? 0)).toBe(untilTen.until)
    const written = takenChat().given(untilTen, annClosed, cleoWrote)
    expect(written.now + (written.timers.get(written.timerOf('holdTime')) ?? 0)).toBe(
      untilTen.until,
    )
    const late = takenChat().given(untilTen, annClosed)
    late.given({ type: 'closeUndone', at: untilTen.until + 5 })
    expect(late.timers.get(late.timerOf('holdTime'))).toBe(1)
  })

  it.each(OPEN.slice(0, -1))('[CH36] a message of the customer undoes it, from %s', (_, make) => {
    const undone = make().given(annClosed, { type: 'closeUndone' })
    if (undone.state === 'bot.listening' || undone.state === 'assigned.awaitingCustomer') {
      undone.given(cleoWrote)
    }
    const chat = make().given(annClosed).when(cleoWrote)
    expect(chat.state).toBe(undone.state)
    expect(chat.context.lastCustomerMessageId).toBe('m3')
    expect(chat.context).toMatchObject({ closed: null, closingFrom: null })
  })

  it('[CH37] keeps the place in hand, so that undoing never goes over the limit', () => {
    const chat = answeredChat().given(annClosed)
    expect(chat.holder).toEqual({ agentId: 'ann', as: 'chat' })
    expect(chat.given({ type: 'closeUndone' }).holder?.agentId).toBe('ann')
  })

  it('[CH37] of an agent who is gone is over at once', () => {
    const chat = answeredChat()
      .given(annClosed)
      .when({ type: 'returnedToQueue', reason: 'connectionLost' })
    expect(chat.state).toBe('closed')
    expect(chat.holder).toBeNull()
    expect(chat.context.closed).toEqual({ by: 'agent:ann', reason: 'solved' })
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'closed', reason: 'solved' } },
    ])
  })

  it('[CH38] is over at once when the customer ends it', () => {
    const chat = answeredChat().given(annClosed)
    chat.when({ type: 'customerEnded', by: 'customer:cleo' })
    expect(chat.state).toBe('closed')
    expect(chat.context.closed).toEqual({ by: 'customer:cleo', reason: 'endedByCustomer' })
  })

  it('[CH38] takes no message of an agent, no forward and no hold', () => {
    const chat = answeredChat().given(annClosed)
    const wrote = { type: 'agentWrote', agentId: 'ann', messageId: 'm9' } as const
    for (const event of [wrote, forwardedToDesk, untilTen, annClosed]) {
      expect(chat.when(event).refusal).toBe('notNow')
    }
  })
})

describe('a block', () => {
  it.each(OPEN)('[CH39] wins in %s', (_, make) => {
    const chat = make().when({ type: 'customerBlocked', blockId: 'block-1', by: 'agent:sue' })
    expect(chat.state).toBe('blocked')
    expect(chat.context).toMatchObject({
      blockId: 'block-1',
      agentId: null,
      forward: null,
      hold: null,
      closed: null,
      closingFrom: null,
    })
    expect(chat.running).toEqual([])
    expect(chat.holder).toBeNull()
    expect(chat.effects).toEqual([
      { type: 'tellCustomer', params: { code: 'blocked', blockId: 'block-1' } },
    ])
  })
})

describe('a chat that is over', () => {
  it('[CH40] takes nothing more, a late timer neither', () => {
    const blocked = takenChat().given({ type: 'customerBlocked', blockId: 'b' })
    const closed = takenChat().given({ type: 'customerEnded' })
    for (const chat of [blocked, closed]) {
      const before = chat.snapshot
      for (const event of [cleoWrote, annClosed, forwardedToDesk, offeredToAnn] as const) {
        expect(chat.when(event).refusal).toBe('notNow')
      }
      expect(chat.when({ type: 'customerBlocked', blockId: 'c' }).refusal).toBe('notNow')
      expect(chat.snapshot).toBe(before)
    }
  })
})
