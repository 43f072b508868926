import { describe, expect, it } from 'vitest'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'

const HOUR_MS = 3_600_000

/** A UUID of version 7 that says it was made at a time. */
function madeAt(time: number, number: number): string {
  const hex = time.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`
}

describe('ids of a client whose clock is ahead', () => {
  it('[SK3] do not stay in memory until their time comes', async () => {
    const test = await TestHost.start()
    await test.clock.pass(10_000)
    for (let number = 0; number < 200; number += 1) {
      const id = madeAt(test.clock.now() + HOUR_MS, number)
      done(await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id))
    }
    await test.clock.pass(60_000)
    expect(test.host.peek(ACCOUNT)?.recent.size).toBe(0)
  })

  it('[SK3] get their first answer when their time has come', async () => {
    const test = await TestHost.start()
    await test.clock.pass(10_000)
    const id = madeAt(test.clock.now() + HOUR_MS, 1)
    const first = done(await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id))
    await test.clock.pass(HOUR_MS + 1_000)
    expect(await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id)).toEqual(first)
    const stream = await test.memory.customerTail(ACCOUNT, 'c1', 10)
    expect(stream.filter(({ kind }) => kind === 'text')).toHaveLength(1)
  })
})
