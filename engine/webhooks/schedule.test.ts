import { describe, expect, it } from 'vitest'
import { RETRY_MS, waitAfter } from './schedule.ts'

const NOW = Date.UTC(2026, 0, 5, 9)
const at = (next: number) => ({ next: () => next })

describe('when a webhook is told again', () => {
  it('[WH12] is ever later, by a part of chance, and not for ever', () => {
    const plain = RETRY_MS.map((_, attempts) => waitAfter(attempts, null, NOW, at(0)))
    expect(plain).toEqual(RETRY_MS)
    expect(plain).toEqual(plain.toSorted((a, b) => Number(a) - Number(b)))
    const latest = RETRY_MS.map((_, attempts) => waitAfter(attempts, null, NOW, at(0.999_999)))
    for (const [index, ms] of RETRY_MS.entries()) {
      expect(latest[index]).toBeGreaterThan(ms * 1.09)
      expect(latest[index]).toBeLessThanOrEqual(ms * 1.1)
    }
    expect(waitAfter(RETRY_MS.length, null, NOW, at(0))).toBeNull()
    expect(waitAfter(RETRY_MS.length, '60', NOW, at(0))).toBeNull()
  })

  it.each([
    ['60', 60_000],
    ['1', 5_000],
    ['Mon, 05 Jan 2026 09:10:00 GMT', 600_000],
    ['Mon, 05 Jan 2026 08:10:00 GMT', 5_000],
    ['999999999', 86_400_000],
    ['soon', 5_000],
    ['-5', 5_000],
    ['', 5_000],
  ])('[WH12] is not before what its server asks for, up to a day: %s', (asked, wait) => {
    expect(waitAfter(0, asked, NOW, at(0))).toBe(wait)
  })
})
