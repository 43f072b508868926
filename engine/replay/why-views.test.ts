import { describe, expect, it } from 'vitest'
import type { LineRow } from '#storage/rows'
import type { Wait } from './waits.ts'
import { toWaited } from './why-views.ts'

const SECOND_MS = 1_000
const HOURS = 10
const TO = HOURS * 3_600 * SECOND_MS

const WAIT: Wait = {
  kind: 'waited',
  step: 1,
  from: 0,
  to: TO,
  fromTurn: 1,
  toTurn: 1_000_000,
  chatId: 'late',
  groupId: 'support',
  targetAgentId: null,
  priority: 0,
  firstWaitingAt: 9_999_999,
}

const row = (turn: number, kind: LineRow['kind'], chatId: string, more = {}): LineRow => ({
  turn,
  at: turn * SECOND_MS,
  groupId: 'support',
  targetAgentId: '',
  kind,
  chatId,
  data: { priority: 0, firstWaitingAt: 1, ...more },
})

/** One chat that comes and goes before the one that waits, every second. */
const busy = (turns: number): LineRow[] => [
  { ...row(1, 'entered', 'late', { ahead: 5 }), at: 0 },
  ...Array.from({ length: turns }, (_, n) => row(n + 2, n % 2 === 0 ? 'entered' : 'left', 'early')),
]

describe('a long wait in a busy line', () => {
  it('[WY21] has at most some hundred numbers, each as it was at its moment', () => {
    const rows = busy(HOURS * 3_600 - 2)
    const { ahead } = toWaited(WAIT, { answer: null, rows, more: false }, TO)
    expect(ahead.length).toBeGreaterThan(400)
    expect(ahead.length).toBeLessThanOrEqual(501)
    expect(ahead[0]).toEqual({ from: 0, count: 5 })
    for (const { from, count } of ahead.slice(1)) {
      const moves = rows.filter(({ turn, at }) => turn > 1 && at <= from)
      expect(count).toBe(5 + (moves.length % 2))
    }
  })

  it('[WY21] of which more happened than is read at once says up to when it is told', () => {
    const rows = busy(100)
    const told = toWaited(WAIT, { answer: null, rows, more: true }, TO)
    expect(told.toldUntil).toBe(100 * SECOND_MS)
    expect(told.ahead.at(-1)?.from).toBe(100 * SECOND_MS)
    expect(told.nobody).toEqual([
      { from: 0, to: TO, free: false, policy: null, leftOut: [], others: 0 },
    ])
  })
})
