import { memoryStatistics } from './memory-statistics.ts'
import { MemoryStore } from './memory-store.ts'
import { storeContract } from './store-contract.ts'

storeContract('memory', async () => {
  let offset = 0
  const store = new MemoryStore(() => 1_000_000 + offset)
  return {
    store,
    feed: store,
    files: store,
    lines: store,
    outlived: store,
    statistics: memoryStatistics((accountId) => store.contents(accountId)),
    async expireLease() {
      offset += 600_000
    },
  }
})
