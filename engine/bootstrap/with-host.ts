import { openDatabase } from '#storage/database'
import type { Db } from '#storage/database'
import { migrate } from '#storage/migrate'
import { PostgresStore } from '#storage/postgres-store'
import type { Store } from '#storage/store'
import { storedPeople } from '../auth/stored-people.ts'
import { Host } from '../host/host.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import type { Clock, Ids, Log } from '../ports.ts'

/** A host on a database that no server uses, with what making accounts and people needs. */
export interface Workshop {
  host: Host
  store: Store
  db: Db
  people: ReturnType<typeof storedPeople>
  ids: Ids
  clock: Clock
}

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

/**
 * Lends `use` a host on a database, which it brings up to date; ends it in order, whatever happened.
 * Nobody hears of its turns, and deliveries wait for a server. A host that owns nothing, because a
 * server runs, is lent too. Rejects as `use` and the database do.
 * @param ports the time at which things happen in it and their ids, if not the present ones.
 */
export async function withHost<T>(
  databaseUrl: string,
  use: (workshop: Workshop) => Promise<T>,
  { clock, ids }: { clock: Clock; ids: Ids } = { clock: systemClock, ids: systemIds },
): Promise<T> {
  const database = await openDatabase(databaseUrl)
  try {
    await migrate(database.db)
    const store = new PostgresStore(database)
    const host = new Host({
      store,
      clock,
      leaseClock: systemClock,
      ids,
      log: SILENT,
      publish: () => {},
      onLost: () => {},
      onOutbox: () => {},
    })
    await host.start()
    try {
      const people = storedPeople(database.db)
      return await use({ host, store, db: database.db, people, ids, clock })
    } finally {
      await host.stop()
    }
  } finally {
    await database.close()
  }
}
