import { openDatabase } from '#storage/database'
import type { Db } from '#storage/database'
import { migrate } from '#storage/migrate'
import { PostgresStore } from '#storage/postgres-store'
import { storedPeople } from '../auth/stored-people.ts'
import { Host } from '../host/host.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import type { Clock, Ids, Log } from '../ports.ts'

/** A host on a database that no server uses, with what making accounts and people needs. */
export interface Workshop {
  host: Host
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
 */
export async function withHost<T>(
  databaseUrl: string,
  use: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(databaseUrl)
  try {
    await migrate(database.db)
    const host = new Host({
      store: new PostgresStore(database),
      clock: systemClock,
      ids: systemIds,
      log: SILENT,
      publish: () => {},
      onLost: () => {},
      onOutbox: () => {},
    })
    await host.start()
    try {
      const people = storedPeople(database.db)
      return await use({ host, db: database.db, people, ids: systemIds, clock: systemClock })
    } finally {
      await host.stop()
    }
  } finally {
    await database.close()
  }
}
