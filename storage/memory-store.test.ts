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
    async expireLease() {
      offset += 600_000
    },
  }
})
