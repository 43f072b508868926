import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock, systemIds } from './system-ports.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the clock of the machine', () => {
  it('[RU4] waits as long as it is told, also for longer than the runtime’s timers can', () => {
    const days = 24 * 3_600_000
    let fired = 0
    systemClock.schedule(60 * days, () => {
      fired += 1
    })
    const cancel = systemClock.schedule(60 * days, () => {
      fired += 10
    })
    vi.advanceTimersByTime(30 * days)
    cancel()
    vi.advanceTimersByTime(30 * days - 1)
    expect(fired).toBe(0)
    vi.advanceTimersByTime(1)
    expect(fired).toBe(1)
  })

  it('[RU4] ids sort by time', () => {
    const ids = Array.from({ length: 50 }, () => systemIds.next())
    expect(ids.toSorted()).toEqual(ids)
    expect(ids[0]?.[14]).toBe('7')
  })
})
