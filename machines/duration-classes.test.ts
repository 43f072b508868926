import { describe, expect, it } from 'vitest'
import {
  CLASSES,
  CLASS_BOUNDS_MS,
  classCounts,
  countWithin,
  quantileOf,
} from './duration-classes.ts'

describe('classes of durations', () => {
  it('[SA10] a bound belongs to its class, and *within* it is exact', () => {
    const counts = classCounts([0, 60_000, 60_001, 90_000])
    expect(countWithin(counts, 60_000)).toBe(2)
    expect(countWithin(counts, 90_000)).toBe(4)
    expect(counts).toHaveLength(CLASSES)
    expect(CLASS_BOUNDS_MS.toSorted((a, b) => a - b)).toEqual(CLASS_BOUNDS_MS)
  })

  it('[SA10] a median lies in the class of the true one, and classes of two days add up', () => {
    const one = classCounts([1_000, 3_000, 3_500, 40_000])
    const other = classCounts([4_000, 4_500])
    const both = one.map((n, index) => n + (other[index] ?? 0))
    expect(quantileOf(both, 0.5)).toBeGreaterThan(2_000)
    expect(quantileOf(both, 0.5)).toBeLessThanOrEqual(5_000)
    expect(quantileOf(classCounts([]), 0.5)).toBeNull()
    expect(quantileOf(classCounts([10 ** 10]), 0.9)).toBe(CLASS_BOUNDS_MS.at(-1))
  })
})
