import { describe, expect, it } from 'vitest'
import { noFaults } from './fault-kinds.ts'
import { parseOptions, UsageError } from './options.ts'
import { addResult, emptySummary, failureText, toJson } from './report.ts'
import type { SeedResult } from './simulation.ts'

const RESULT: SeedResult = {
  seed: 4,
  steps: 17,
  virtualHours: 0.25,
  faults: { ...noFaults(), crash: 2 },
  violations: [{ promise: 'limit', words: 'ann has 3 of 2' }],
  fingerprint: '00000000',
  last: ['120 node1 starts'],
}

describe('a report', () => {
  it('[SI4] names the seed, the step, the promise and what came before', () => {
    const text = failureText(RESULT, 1_000)
    for (const words of ['Seed 4', 'step 17', 'limit: ann has 3 of 2', '120 node1 starts']) {
      expect(text).toContain(words)
    }
    expect(text).toContain('npm run simulate -- --seed 4 --steps 1000')
  })

  it('[SI4] is one line of JSON with what all seeds came to', () => {
    const summary = emptySummary()
    addResult(summary, RESULT)
    addResult(summary, { ...RESULT, seed: 5, violations: [] })
    const json: unknown = JSON.parse(toJson(summary))
    expect(json).toEqual({
      seeds: 2,
      steps: 34,
      virtualHours: 0.5,
      faults: { ...noFaults(), crash: 4 },
      violations: 1,
    })
  })
})

describe('the command line', () => {
  it('[SI4] asks for seeds from 1 on, or for one seed', () => {
    expect(parseOptions(['--seeds', '3', '--json'])).toEqual({
      seeds: [1, 2, 3],
      steps: 1_000,
      json: true,
    })
    expect(parseOptions(['--seed', '41', '--steps', '20'])).toEqual({
      seeds: [41],
      steps: 20,
      json: false,
    })
  })

  it.for([['--seeds', '0'], ['--seed', 'x'], ['--seed', '1', '--seeds', '2'], ['--what']])(
    '[SI4] refuses %s',
    (words) => {
      expect(() => parseOptions(words)).toThrow(UsageError)
    },
  )
})
