import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RateLimit, addressKey } from './rate-limit.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('rate limit', () => {
  it('[AU7] lets so many pass, then says when to come again, and then lets pass again', async () => {
    const limit = new RateLimit({ points: 3, perSeconds: 10 })
    expect([await limit.take('a'), await limit.take('a'), await limit.take('a')]).toEqual([
      null,
      null,
      null,
    ])
    expect(await limit.take('a')).toBe(10_000)
    expect(await limit.take('b')).toBeNull()
    vi.advanceTimersByTime(4_000)
    expect(await limit.take('a')).toBe(6_000)
    vi.advanceTimersByTime(6_001)
    expect(await limit.take('a')).toBeNull()
  })

  it('[AU7] counts those that come at once, every one', async () => {
    const limit = new RateLimit({ points: 5, perSeconds: 10 })
    const taken = await Promise.all(Array.from({ length: 50 }, () => limit.take('a')))
    expect(taken.filter((wait) => wait === null)).toHaveLength(5)
  })

  it('[AU7] forgets a key when told to', async () => {
    const limit = new RateLimit({ points: 1, perSeconds: 10 })
    await limit.take('a')
    await limit.forget('a')
    expect(await limit.take('a')).toBeNull()
  })
})

describe('address key', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:FFFF:C000:0207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', ''],
  ])('[AU7] %s counts as %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})
