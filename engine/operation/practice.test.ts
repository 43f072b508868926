import { expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { TestHost } from '../testing/test-host.ts'
import { practise } from './practice.ts'

test('[SK9] before the first customers, the way of their messages is gone often, and nothing is left', async () => {
  const clock = new ManualClock()
  const host = new TestHost({ clock })
  expect(await practise({ clock, ids: { next: () => host.newId() } })).toBeGreaterThan(200)
  await clock.pass(60 * 60_000)
  expect(clock.pending).toBe(0)
})
