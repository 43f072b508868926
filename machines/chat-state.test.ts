import { describe, expect, it } from 'vitest'
import { CHAT_STATES, chatStateOf, holderOf, isOver, isWaiting } from './chat-state.ts'
import type { ChatStateName } from './chat-state.ts'
import { chatMachine } from './chat.ts'

describe('a chat state in one word', () => {
  it.each<[unknown, ChatStateName]>([
    [{ bot: 'answering' }, 'bot.answering'],
    [{ queued: 'inLine' }, 'queued'],
    [{ queued: 'offered' }, 'offered'],
    [{ assigned: 'onHold' }, 'assigned.onHold'],
    [{ forwarded: 'untaken' }, 'forwarded'],
    [{ forwarded: 'offered' }, 'offered'],
    ['closing', 'closing'],
  ])('[MC7] of %j', (value, name) => {
    expect(chatStateOf(value)).toBe(name)
  })

  it('[MC7] there is one for every state of the chart that a chat rests in', () => {
    const leaves = Object.values(chatMachine.states).flatMap<unknown>((state) => {
      const children = Object.keys(state.states)
      return children.length === 0 ? [state.key] : children.map((child) => ({ [state.key]: child }))
    })
    const resting = leaves.filter((value) => value !== 'opening')
    const names = new Set(resting.map((value) => chatStateOf(value)))
    expect([...names].sort()).toEqual([...CHAT_STATES].sort())
  })

  it.each([null, undefined, 'opening', 'offered.x', {}, { assigned: 'x' }, { assigned: null }, 7])(
    '[MC7] anything else throws: %j',
    (value) => {
      expect(() => chatStateOf(value)).toThrow('No state of a chat')
    },
  )

  it('[MC7] says what is over, what waits, and in whose hands a chat is', () => {
    const as = (state: ChatStateName) => holderOf(state, { agentId: 'ann' })?.as ?? null
    expect(CHAT_STATES.map((state) => [state, isOver(state), isWaiting(state), as(state)])).toEqual(
      [
        ['bot.answering', false, false, null],
        ['bot.listening', false, false, null],
        ['queued', false, true, null],
        ['offered', false, false, 'offer'],
        ['assigned.awaitingAgent', false, false, 'chat'],
        ['assigned.awaitingCustomer', false, false, 'chat'],
        ['assigned.onHold', false, false, 'chat'],
        ['forwarded', false, true, null],
        ['closing', false, false, 'chat'],
        ['closed', true, false, null],
        ['blocked', true, false, null],
      ],
    )
    expect(holderOf('closing', { agentId: null })).toBeNull()
  })
})
