import { describe, expect, it } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { every, everyOrSooner } from './every.ts'
import { sweepAll } from './sweep-all.ts'

describe('what is done again and again', () => {
  it('[RU3] is done a while after it was done, also when it failed, until it is ended', async () => {
    const clock = new ManualClock()
    const warned: string[] = []
    const log = { info() {}, error() {}, warn: (_: object, words: string) => warned.push(words) }
    let done = 0
    const end = every({ clock, log }, 1_000, 'sweeping', async () => {
      done += 1
      if (done === 2) throw new Error('away')
    })
    await clock.pass(999)
    expect(done).toBe(0)
    await clock.pass(3_001)
    expect(done).toBe(4)
    expect(warned).toEqual(['sweeping failed; it is tried again'])
    end()
    await clock.pass(10_000)
    expect(done).toBe(4)
  })
})

describe('what can be wanted sooner', () => {
  it('[ER12] is done at once when it is kicked, and once more where it was under way', async () => {
    const clock = new ManualClock()
    const log = { info() {}, error() {}, warn() {} }
    let done = 0
    let underWay = Promise.withResolvers<void>()
    const round = everyOrSooner({ clock, log }, 1_000, 'cleaning', async () => {
      done += 1
      await underWay.promise
    })
    round.kick()
    await clock.pass(0)
    expect(done).toBe(1)
    round.kick()
    round.kick()
    underWay.resolve()
    underWay = Promise.withResolvers<void>()
    underWay.resolve()
    await clock.pass(0)
    expect(done).toBe(2)
    await clock.pass(1_000)
    expect(done).toBe(3)
    round.end()
    round.kick()
    await clock.pass(5_000)
    expect(done).toBe(3)
  })
})

describe('a sweep', () => {
  const store = (left: number) => ({
    bites: 0,
    async sweep() {
      this.bites += 1
      const commands = Math.min(5_000, Math.max(0, left))
      left -= commands
      return { commands, outbox: 0, journal: 0, lines: 0, webhooks: 0 }
    },
  })

  it('[RU3] takes bites until nothing is left, and rests in between', async () => {
    const clock = new ManualClock()
    const rows = store(12_000)
    const done = sweepAll(rows, clock, () => false)
    await clock.pass(0)
    expect(rows.bites).toBe(1)
    await clock.pass(750)
    await done
    expect(rows.bites).toBe(4)
  })

  it('[RU3] ends with the server', async () => {
    const clock = new ManualClock()
    const rows = store(1_000_000)
    const done = sweepAll(rows, clock, () => rows.bites === 2)
    await clock.pass(10_000)
    await done
    expect(rows.bites).toBe(2)
  })
})
