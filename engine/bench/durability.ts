import type { Database } from '#storage/database'

/** What the server says of itself on the very connection that writes batches. */
export interface Durability {
  fsync: string
  synchronousCommit: string
}

/** Without the disk in it, a figure says nothing about durable events. */
export class NotDurable extends Error {
  override name = 'NotDurable'
}

/** @throws NotDurable where the server does not wait for the disk. */
export async function readDurability(database: Database): Promise<Durability> {
  const [settings] = await database.batch.run((connection) =>
    connection.query<Durability>(`
      select current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as synchronous_commit`),
  )
  if (settings === undefined) throw new Error('The server does not tell its settings')
  const { fsync, synchronousCommit } = settings
  if (fsync !== 'on' || synchronousCommit !== 'on') {
    throw new NotDurable(
      `Durable events are only measured with fsync and synchronous_commit on; here fsync is ${fsync}, ` +
        `synchronous_commit is ${synchronousCommit}.`,
    )
  }
  return { fsync, synchronousCommit }
}
