import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WaitingLine, compareWaiting, laneOf } from './waiting-line.ts'
import type { Waiting } from './waiting-line.ts'

const waiting = (chatId: string, rest: Partial<Waiting> = {}): Waiting => ({
  chatId,
  groupId: 'billing',
  priority: 0,
  firstWaitingAt: 0,
  passedOver: [],
  targetAgentId: null,
  stickyAgentId: null,
  stickyUntil: 0,
  ...rest,
})

const anyWaiting: fc.Arbitrary<Waiting> = fc
  .record({
    chatId: fc.integer({ min: 0, max: 30 }).map(String),
    groupId: fc.constantFrom('billing', 'desk'),
    priority: fc.integer({ min: -1, max: 2 }),
    firstWaitingAt: fc.integer({ min: 0, max: 4 }),
    targetAgentId: fc.constantFrom(null, null, 'ann', 'bob'),
  })
  .map(({ chatId, ...rest }) => waiting(chatId, rest))

const anyAct = fc.oneof(
  { weight: 3, arbitrary: anyWaiting.map((w) => ({ insert: w })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 }).map((id) => ({ remove: String(id) })) },
)

describe('the order of a line', () => {
  it.each<[string, Waiting, Waiting]>([
    ['the higher priority', waiting('b', { priority: 2, firstWaitingAt: 9 }), waiting('a')],
    ['the earlier first waiting time', waiting('b'), waiting('a', { firstWaitingAt: 1 })],
    ['the smaller chat id', waiting('a'), waiting('b')],
    ['the id as plain text', waiting('10'), waiting('9')],
  ])('[RT1] %s goes first', (_, first, second) => {
    expect(compareWaiting(first, second)).toBeLessThan(0)
    expect(compareWaiting(second, first)).toBeGreaterThan(0)
    expect(compareWaiting(first, { ...first })).toBe(0)
  })
})

describe('a line', () => {
  it('[RT2] says who stands where, and who does not', () => {
    const line = new WaitingLine()
    line.insert(waiting('b', { firstWaitingAt: 2 }))
    line.insert(waiting('a', { firstWaitingAt: 3 }))
    line.insert(waiting('c', { priority: 1, firstWaitingAt: 9 }))
    expect([...line].map((w) => w.chatId)).toEqual(['c', 'b', 'a'])
    expect(['a', 'b', 'c', 'd'].map((id) => line.position(id))).toEqual([2, 1, 0, -1])
    expect(line.get('b')?.firstWaitingAt).toBe(2)
    expect(line.get('d')).toBeUndefined()
    expect([line.remove('b'), line.remove('b'), line.size]).toEqual([true, false, 2])
  })

  it('[RT2] holds each chat once, in order, whatever came in which order', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 80 }), (acts) => {
        const line = new WaitingLine()
        const model = new Map<string, Waiting>()
        for (const act of acts) {
          if ('insert' in act) {
            line.insert(act.insert)
            model.set(act.insert.chatId, act.insert)
          } else {
            expect(line.remove(act.remove)).toBe(model.delete(act.remove))
          }
        }
        const sorted = [...model.values()].sort(compareWaiting)
        expect([...line]).toEqual(sorted)
        expect(line.size).toBe(sorted.length)
        sorted.forEach((w, place) => expect(line.position(w.chatId)).toBe(place))

        const lanes = new Map<string, Waiting>()
        for (const w of sorted.toReversed()) lanes.set(`${w.groupId} ${w.targetAgentId}`, w)
        expect(line.heads()).toEqual([...lanes.values()].sort(compareWaiting))
      }),
    )
  })

  it('[WY3] says how many that the same agents may get stand before a chat', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyWaiting, { selector: (w) => w.chatId }), (all) => {
        const line = new WaitingLine()
        for (const w of all) line.insert(w)
        for (const w of all) {
          const ahead = [...line].filter(
            (other) => laneOf(other) === laneOf(w) && compareWaiting(other, w) < 0,
          )
          expect(line.placeInLane(w.chatId)).toBe(ahead.length)
          const lane = [...line].filter((other) => laneOf(other) === laneOf(w))
          expect(line.laneSize(w)).toBe(lane.length)
        }
        expect(line.placeInLane('nobody')).toBe(-1)
      }),
    )
  })

  it('[RT3] a chat that returns with its first waiting time stands before those who came later', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyWaiting, { selector: (w) => w.chatId }), (all) => {
        const line = new WaitingLine()
        for (const w of all) line.insert(w)
        const before = [...line]
        for (const w of all) {
          line.remove(w.chatId)
          line.insert({ ...w })
        }
        expect([...line]).toEqual(before)
      }),
    )
  })

  it('[RT4] of 20,000 chats finds, takes out and puts in without walking it', () => {
    const line = new WaitingLine()
    for (let i = 0; i < 20_000; i++) {
      line.insert(waiting(`c${i}`, { firstWaitingAt: (i * 7919) % 20_011 }))
    }
    let compared = 0
    const counting = (w: Waiting): Waiting => ({
      ...w,
      get priority() {
        compared++
        return 0
      },
    })
    const probe = counting(waiting('probe', { firstWaitingAt: 10_000 }))
    line.insert(probe)
    expect(line.position('probe')).toBeGreaterThan(9_000)
    expect(line.remove('probe')).toBe(true)
    // Two arrays, in and out, and one look: each a binary search of 15 comparisons, 2 reads each.
    expect(compared).toBeLessThan(5 * 15 * 2 + 10)
    expect(line.size).toBe(20_000)
  })
})
