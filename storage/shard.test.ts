import { expect, test } from 'vitest'
import { shardOf } from './shard.ts'
import { SHARD_COUNT } from './store.ts'

test('[ST46] the shard of an account never changes', () => {
  const known = ['', 'acme', 'globex', 'account-1', 'größe'].map(shardOf)
  expect(known).toEqual([197, 102, 249, 134, 155])
})

test('[ST46] accounts spread over all shards', () => {
  const counts = Array.from({ length: SHARD_COUNT }, () => 0)
  for (let n = 0; n < SHARD_COUNT * 100; n++) {
    const shard = shardOf(`account-${n}`)
    counts[shard] = (counts[shard] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(50)
  expect(Math.max(...counts)).toBeLessThan(200)
})
