import { DatabaseForTests } from './database-for-tests.ts'
import { storedLines } from './line-shelf.ts'
import { storedOutlived } from './outlived.ts'
import { PostgresFeed } from './postgres-feed.ts'
import { PostgresStore } from './postgres-store.ts'
import { storedStatistics } from './statistics.ts'
import { PostgresFiles } from './stored-files.ts'
import { storeContract } from './store-contract.ts'

const tested = DatabaseForTests.forThisFile()

storeContract('postgres', async () => {
  await tested.empty()
  return {
    store: new PostgresStore(tested.database),
    feed: new PostgresFeed(tested.db),
    files: new PostgresFiles(tested.db),
    lines: storedLines(tested.db),
    statistics: storedStatistics(tested.db),
    outlived: storedOutlived(tested.db),
    async expireLease(incarnation) {
      await tested.db
        .updateTable('nodes')
        .set({ leaseUntil: 0 })
        .where('incarnation', '=', incarnation)
        .execute()
    },
  }
})
