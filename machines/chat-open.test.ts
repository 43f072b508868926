import { describe, expect, it } from 'vitest'
import {
  LIMITS,
  NINE,
  WRITTEN,
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
import { budgetOf } from './step.ts'

const OPEN: [string, () => ChatLife][] = [
  ['with the bot', botChat],
  [
    'answered by the bot',
    () => botChat().given({ type: 'botWrote', messageId: 'b', answers: 'm1' }),
  ],
  ['in the line', queuedChat],
  ['offered', offeredChat],
  ['taken', takenChat],
  ['answered', answeredChat],
  ['on hold', () => takenChat().given({ type: 'putOnHold', until: NINE + 9_000, forMs: 9_000 })],
  ['forwarded', () => takenChat().given(forwardedToDesk)],
  ['forwarded and offered', () => takenChat().given(forwardedToDesk, offeredToAnn)],
  ['closing', () => answeredChat().given(annClosed)],
]

describe.each(OPEN)('a chat %s', (_, make) => {
  it('[CH41] takes a message of the customer', () => {
    const chat = make().when(cleoWrote)
    expect(chat.refusal).toBeNull()
    expect(chat.context.lastCustomerMessageId).toBe('m3')
    expect(chat.context.unansweredSince).not.toBeNull()
  })

  it('[CH42] notes once that the customer left, and that they returned', () => {
    const chat = make()
    const { value } = chat.snapshot
    expect(chat.when({ type: 'customerReturned' }).refusal).toBe('isAbsent')
    chat.when({ type: 'customerLeft' })
    expect(chat.effects).toEqual([{ type: 'tellStaff', params: { code: 'customerLeft' } }])
    expect(chat.context.customerPresent).toBe(false)
    expect(chat.when({ type: 'customerLeft' }).refusal).toBe('isPresent')
    chat.when({ type: 'customerReturned' })
    expect(chat.effects).toEqual([{ type: 'tellStaff', params: { code: 'customerReturned' } }])
    expect(chat.snapshot.value).toEqual(value)
  })

  it('[CH43] gets another priority, and refuses the one it has', () => {
    const chat = make()
    const { value } = chat.snapshot
    expect(chat.when({ type: 'priorityChanged', priority: 5 }).context.line.priority).toBe(5)
    expect(chat.snapshot.value).toEqual(value)
    expect(chat.when({ type: 'priorityChanged', priority: 5 }).refusal).toBe('hasAnotherPriority')
  })

  it('[CH44] follows when its group is replaced, in its place', () => {
    const chat = make().given(
      { type: 'lineMoved', fromGroupId: 'billing', groupId: 'sales', overflowGroupId: 'desk' },
      { type: 'lineMoved', fromGroupId: 'desk', groupId: 'sales', overflowGroupId: null },
    )
    expect(JSON.stringify(chat.context)).not.toMatch(/billing|desk/)
    expect(chat.context.line).toMatchObject({ groupId: 'sales', overflowGroupId: null })
    expect(chat.context.line.firstWaitingAt).toBe(make().context.line.firstWaitingAt)
  })

  it('[CH45] adopts newer settings and refuses older ones; what runs has the new budget', () => {
    const limits = Object.fromEntries(
      Object.entries(LIMITS).map(([name, ms]) => [name, ms * 2]),
    ) as unknown as typeof LIMITS
    const chat = make()
    const running = [...chat.timers.keys()].filter((id) => !id.includes('holdTime'))
    const budgets = running.map((id) => budgetOf(chat.machine, chat.snapshot, id) ?? 0)
    chat.given({ type: 'settingsChanged', version: 2, limits })
    expect(chat.context).toMatchObject({ settingsVersion: 2, limits })
    expect(running.map((id) => budgetOf(chat.machine, chat.snapshot, id))).toEqual(
      budgets.map((ms) => ms * 2),
    )
    expect(chat.last).toMatchObject({ timers: new Map() })
    const old = { type: 'settingsChanged', version: 2, limits: LIMITS } as const
    expect(chat.when(old).refusal).toBe('isNewer')
  })
})

describe('a moved line', () => {
  it('[CH44] takes an offer back and starts the queue limit anew where the group is another', () => {
    const chat = offeredChat().when({ type: 'lineMoved', groupId: 'sales', overflowGroupId: 'x' })
    expect(chat.state).toBe('queued')
    expect(chat.holder).toBeNull()
    expect(chat.context.line).toEqual({
      groupId: 'sales',
      overflowGroupId: 'x',
      priority: 0,
      firstWaitingAt: NINE,
    })
    expect(chat.timers.get(chat.timerOf('queueLimit'))).toBe(LIMITS.queueMs)
  })

  it('[CH44] of the same group only learns its overflow', () => {
    const chat = offeredChat().when({ type: 'lineMoved', groupId: 'billing', overflowGroupId: 'x' })
    expect(chat.context.line.overflowGroupId).toBe('x')
    expect(chat.holder?.as).toBe('offer')
    expect(chat.last).toMatchObject({ timers: new Map() })
  })

  it('[CH44] never overflows into itself', () => {
    const chat = queuedChat().when({
      type: 'lineMoved',
      fromGroupId: 'desk',
      groupId: 'billing',
      overflowGroupId: null,
    })
    expect(chat.context.line).toMatchObject({ groupId: 'billing', overflowGroupId: null })
  })

  it('[CH44] that changes nothing is refused', () => {
    const same = { type: 'lineMoved', groupId: 'billing', overflowGroupId: 'desk' } as const
    expect(takenChat().when(same).refusal).toBe('changesLine')
    expect(queuedChat().when(same).refusal).toBe('changesLine')
    const other = { ...same, fromGroupId: 'elsewhere' }
    expect(takenChat().when(other).refusal).toBe('changesLine')
  })

  it('[CH44] leaves a chat that was forwarded where it was sent, and moves where it came from', () => {
    const chat = takenChat()
      .given(forwardedToDesk)
      .when({ type: 'lineMoved', fromGroupId: 'billing', groupId: 'sales', overflowGroupId: null })
    expect(chat.context.line.groupId).toBe('desk')
    expect(chat.whenTimeIsUp('forwardLimit').context.line).toEqual({
      ...WRITTEN.line,
      groupId: 'sales',
      overflowGroupId: null,
      firstWaitingAt: NINE,
    })
  })
})
