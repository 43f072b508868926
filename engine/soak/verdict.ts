import { median } from '../bench/statistics.ts'
import { ADDED_TABLES, CHANGED_TABLES } from './samples.ts'
import type { Sample, TableName, TableSample } from './samples.ts'

/*
 * Flat means: from the first third of the samples to the last one, by medians, the server's memory
 * and each table grow no more than stated here. A table may grow as its rows do, never faster.
 */

/** A runtime takes memory in steps. */
export const MEMORY_TOLERANCE = 0.1
export const MEMORY_TOLERANCE_MB = 24

/** Pages are cleaned up now and then; small tables have few of them. */
export const TABLE_TOLERANCE = 0.15
export const TABLE_TOLERANCE_MB = 2

/** Of the updates of a table whose rows turns change, this share at least must touch no index. */
export const LEAST_HOT_RATIO = 0.8

export interface TableVerdict {
  firstMb: number
  lastMb: number
  firstRows: number
  lastRows: number
  firstDead: number
  lastDead: number
  /** Updates that touched no index, of all between first and last sample; null without updates. */
  hotRatio: number | null
  flat: boolean
}

export interface Verdict {
  rssFirstMb: number
  rssLastMb: number
  heapFirstMb: number
  heapLastMb: number
  actorsFirst: number
  actorsLast: number
  /** Commands whose answer is in memory. */
  rememberedFirst: number
  rememberedLast: number
  bloat: Record<TableName, TableVerdict>
  /** What is not flat, by name; `memory` among them. */
  notFlat: string[]
}

/** @throws Error for fewer than six samples: thirds of less say nothing. */
export function judge(samples: readonly Sample[]): Verdict {
  const size = Math.floor(samples.length / 3)
  if (size < 2) throw new Error('Too few samples to compare; let it run longer')
  const first = samples.slice(0, size)
  const last = samples.slice(-size)
  const both = (pick: (sample: Sample) => number): [number, number] => [
    median(first.map(pick)),
    median(last.map(pick)),
  ]
  const [rssFirst, rssLast] = both(({ rssMb }) => rssMb)
  const [heapFirst, heapLast] = both(({ heapMb }) => heapMb)
  const [actorsFirst, actorsLast] = both(({ actorsAwake }) => actorsAwake)
  const [rememberedFirst, rememberedLast] = both(({ remembered }) => remembered)
  const tables = [...CHANGED_TABLES, ...ADDED_TABLES].map((name) => {
    const ofTable = (pick: (table: TableSample) => number): [number, number] =>
      both(({ tables: { [name]: table } }) => pick(table))
    const verdict = judgeTable(ofTable, hotRatioOf(samples, name))
    const isChanged = CHANGED_TABLES.some((changed) => changed === name)
    const isHot = !isChanged || (verdict.hotRatio ?? 1) >= LEAST_HOT_RATIO
    return [name, { ...verdict, flat: verdict.flat && isHot }] as const
  })
  const memoryIsFlat = rssLast <= rssFirst * (1 + MEMORY_TOLERANCE) + MEMORY_TOLERANCE_MB
  return {
    rssFirstMb: rounded(rssFirst),
    rssLastMb: rounded(rssLast),
    heapFirstMb: rounded(heapFirst),
    heapLastMb: rounded(heapLast),
    actorsFirst,
    actorsLast,
    rememberedFirst,
    rememberedLast,
    bloat: Object.fromEntries(tables) as Record<TableName, TableVerdict>,
    notFlat: [
      ...(memoryIsFlat ? [] : ['memory']),
      ...tables.filter(([, { flat }]) => !flat).map(([name]) => name),
    ],
  }
}

function judgeTable(
  ofTable: (pick: (table: TableSample) => number) => [number, number],
  hotRatio: number | null,
): TableVerdict {
  const [firstMb, lastMb] = ofTable(({ bytes }) => bytes / 2 ** 20)
  const [firstRows, lastRows] = ofTable(({ rows }) => rows)
  const [firstDead, lastDead] = ofTable(({ dead }) => dead)
  const asRows = Math.max(1, lastRows / Math.max(1, firstRows))
  const mayBeMb = firstMb * asRows * (1 + TABLE_TOLERANCE) + TABLE_TOLERANCE_MB
  return {
    firstMb: rounded(firstMb),
    lastMb: rounded(lastMb),
    firstRows,
    lastRows,
    firstDead,
    lastDead,
    hotRatio: hotRatio === null ? null : Math.round(hotRatio * 1_000) / 1_000,
    flat: lastMb <= mayBeMb,
  }
}

function hotRatioOf(samples: readonly Sample[], name: TableName): number | null {
  const first = samples[0]?.tables[name]
  const last = samples.at(-1)?.tables[name]
  if (first === undefined || last === undefined || last.updates === first.updates) return null
  return (last.hotUpdates - first.hotUpdates) / (last.updates - first.updates)
}

function rounded(mb: number): number {
  return Math.round(mb * 10) / 10
}
