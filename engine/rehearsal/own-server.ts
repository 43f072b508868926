import { mkdtemp, rm, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#storage/embedded-postgres'
import type { Cast } from './cast.ts'
import { readDatabase } from './database-record.ts'
import { foundCast } from './found-cast.ts'
import type { DatabaseRecord } from './observations.ts'
import { ServerProcess } from '../operation/server-process.ts'

/** A server for one rehearsal: its own process, port and database, which is removed afterwards. */
export class OwnServer {
  readonly cast: Cast
  readonly server: ServerProcess
  readonly #folder: string

  private constructor(folder: string, cast: Cast) {
    this.#folder = folder
    this.cast = cast
    this.server = new ServerProcess({ PARLEY_DATA: folder, DATABASE_URL: '' })
  }

  /** Makes the database with the rehearsal's accounts; the server is not started yet. */
  static async found(agents: number): Promise<OwnServer> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-rehearsal-'))
    // The database's user passes through, where that is another one.
    await chmod(folder, 0o711)
    try {
      const dataDir = join(folder, 'data')
      const postgres = await startEmbeddedPostgres({ dataDir })
      try {
        return new OwnServer(dataDir, await foundCast(postgres.url, agents))
      } finally {
        await postgres.stop()
      }
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  /** Ends the server in order, then opens its database and reads what it holds. */
  async stopAndRead(): Promise<DatabaseRecord> {
    await this.server.stop()
    const postgres = await startEmbeddedPostgres({ dataDir: this.#folder })
    try {
      const accountIds = this.cast.accounts.map(({ accountId }) => accountId)
      return await readDatabase(postgres.url, accountIds)
    } finally {
      await postgres.stop()
    }
  }

  async remove(): Promise<void> {
    await this.server.stop()
    await rm(join(this.#folder, '..'), { recursive: true, force: true })
  }
}
