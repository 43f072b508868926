import { describe, expect, it } from 'vitest'
import { ADDED_TABLES, CHANGED_TABLES } from './samples.ts'
import type { Sample, TableName, TableSample } from './samples.ts'
import { judge } from './verdict.ts'

const MB = 2 ** 20
const CALM: TableSample = { bytes: 40 * MB, rows: 1_000, dead: 50, updates: 0, hotUpdates: 0 }

/** Twelve samples of which nothing grows, but for what `of` says about the one at `place`. */
function samples(
  of: (place: number) => { rssMb?: number; chats?: Partial<TableSample> },
): Sample[] {
  return Array.from({ length: 12 }, (_, place) => {
    const { rssMb = 200, chats = {} } = of(place)
    const names = [...CHANGED_TABLES, ...ADDED_TABLES]
    const tables = Object.fromEntries(
      names.map((name) => [name, name === 'chats' ? { ...CALM, ...chats } : CALM]),
    ) as Record<TableName, TableSample>
    const rest = { heapMb: 50, actorsAwake: 10, remembered: 5, timers: 10, commandsPending: 0 }
    return { atS: place, messages: place * 100, rssMb, ...rest, tables }
  })
}

describe('the verdict of a soak', () => {
  it('[SK5] is flat where nothing grows', () => {
    expect(judge(samples(() => ({}))).notFlat).toEqual([])
  })

  it('[SK5] is flat where a table grows as its rows do', () => {
    const grown = samples((place) => ({
      chats: { bytes: (10 + place) * 10 * MB, rows: (10 + place) * 1_000 },
    }))
    expect(judge(grown).notFlat).toEqual([])
  })

  it('[SK5] is not where a table grows and its rows do not', () => {
    const bloated = samples((place) => ({ chats: { bytes: (40 + 4 * place) * MB } }))
    expect(judge(bloated).notFlat).toEqual(['chats'])
  })

  it('[SK5] is not where memory grows', () => {
    expect(judge(samples((place) => ({ rssMb: 200 + 10 * place }))).notFlat).toEqual(['memory'])
  })

  it('[SK5] says what share of updates touched no index, within the samples only', () => {
    const counted = samples((place) => ({
      chats: { updates: 1_000 + 100 * place, hotUpdates: 90 * place },
    }))
    expect(judge(counted).bloat.chats.hotRatio).toBe(0.9)
    expect(judge(counted).bloat.actors.hotRatio).toBeNull()
  })

  it('[SK5] is not where too many updates touch an index', () => {
    const cold = samples((place) => ({
      chats: { updates: 1_000 + 100 * place, hotUpdates: 70 * place },
    }))
    expect(judge(cold).notFlat).toEqual(['chats'])
  })

  it('[SK5] needs enough samples', () => {
    expect(() => judge(samples(() => ({})).slice(0, 5))).toThrow('Too few samples')
  })
})
