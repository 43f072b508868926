import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from './fault-kinds.ts'
import { runSeed } from './simulation.ts'

const STEPS = 1_000

describe('a simulated world', () => {
  it.each([1, 2, 3])(
    '[SI1] [SI2] keeps every promise while everything goes wrong (seed %i)',
    async (seed: number) => {
      const result = await runSeed({ seed, steps: STEPS })
      expect(result.violations, result.last.join('\n')).toEqual([])
      expect(result.steps).toBeGreaterThanOrEqual(STEPS)
      expect(FAULT_KINDS.filter((kind) => result.faults[kind] === 0)).toEqual([])
    },
    60_000,
  )

  it('[SI3] is the same again for the same seed, and another for another', async () => {
    const once = await runSeed({ seed: 7, steps: 300 })
    const again = await runSeed({ seed: 7, steps: 300 })
    const other = await runSeed({ seed: 8, steps: 300 })
    expect(again).toEqual(once)
    expect(other.fingerprint).not.toBe(once.fingerprint)
  }, 60_000)
})
