import { beforeEach, expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { sweep } from './postgres-sweep.ts'
import { PostgresStore } from './postgres-store.ts'
import { RETENTION } from './retention.ts'
import { AT, Scribe, commandRow } from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()

beforeEach(() => tested.empty())

test('[SK4] how long rows are kept is what the sweep is told', async () => {
  const store = new PostgresStore(tested.database)
  await store.register('n1', 600_000)
  await store.claim('n1')
  const scribe = new Scribe('acme')
  await store.commit([scribe.founding({ commands: [commandRow('k1')] })])
  const brief = { ...RETENTION, commandsMs: 1_000 }
  expect((await sweep(tested.db, AT + 1_001)).commands).toBe(0)
  expect((await sweep(tested.db, AT + 1_000, brief)).commands).toBe(0)
  expect((await sweep(tested.db, AT + 1_001, brief)).commands).toBe(1)
})
