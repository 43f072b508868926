import { describe, expect, it } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { TimerWheel } from './timer-wheel.ts'

const DAY_MS = 86_400_000

describe('the timer wheel', () => {
  it('[SK2] keeps no place for times from which keys were moved away', async () => {
    const clock = new ManualClock()
    const fired: string[] = []
    const wheel = new TimerWheel(clock, (key) => fired.push(key))
    // While one stands before them all, nothing behind it comes up.
    wheel.set('soon', clock.now() + 1_000)
    for (let moved = 0; moved < 20_000; moved += 1) {
      wheel.set(`chat ${moved % 10}`, clock.now() + DAY_MS + moved * 100)
    }
    expect(wheel.size).toBe(11)
    expect(wheel.places).toBeLessThan(100)
    await clock.pass(2 * DAY_MS)
    expect(fired).toEqual(['soon', ...Array.from({ length: 10 }, (_, index) => `chat ${index}`)])
  })

  it('[SK2] fires each key once, in order, however keys came and went', async () => {
    const clock = new ManualClock()
    const fired: string[] = []
    const wheel = new TimerWheel(clock, (key) => fired.push(key))
    for (let index = 0; index < 1_000; index += 1) wheel.set(`k${index}`, clock.now() + 60_000)
    for (let index = 0; index < 1_000; index += 1) wheel.remove(`k${index}`)
    wheel.set('late', clock.now() + 60_000)
    wheel.set('early', clock.now() + 1_000)
    wheel.set('late', clock.now() + 60_000)
    await clock.pass(59_999)
    expect(fired).toEqual(['early'])
    await clock.pass(100)
    expect(fired).toEqual(['early', 'late'])
    expect(wheel.places).toBe(0)
  })
})
