import { beforeEach, expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { endLeases } from './postgres-leases.ts'
import { PostgresStore } from './postgres-store.ts'
import { SHARD_COUNT } from './store.ts'

const LEASE_MS = 600_000

const tested = DatabaseForTests.forThisFile()

beforeEach(() => tested.empty())

test('[SK1] whoever knows that no other node lives need not wait for its lease', async () => {
  const store = new PostgresStore(tested.database)
  await store.register('dead', LEASE_MS)
  await store.claim('dead')
  await endLeases(tested.database.control)
  await store.register('next', LEASE_MS)
  const claimed = await store.claim('next')
  expect(claimed).toHaveLength(SHARD_COUNT)
  expect(new Set(claimed.map(({ epoch }) => epoch))).toEqual(new Set([2]))
  expect(await store.renew('dead', LEASE_MS)).toBe(false)
})
