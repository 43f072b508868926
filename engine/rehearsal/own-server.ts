import { mkdtemp, rm, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#storage/database'
import { startEmbeddedPostgres } from '#storage/embedded-postgres'
import { figuresOf, replayDatabase } from '../replay/replay-database.ts'
import type { Cast } from './cast.ts'
import { readDatabase } from './database-record.ts'
import { foundCast } from './found-cast.ts'
import type { DatabaseRecord } from './observations.ts'
import type { Replay } from './report.ts'
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

  /**
   * Ends the server in order, then opens its database, reads what it holds, and replays its
   * journals where that is wanted.
   */
  async stopAndRead(replays: boolean): Promise<{ record: DatabaseRecord; replay: Replay | null }> {
    await this.server.stop()
    const postgres = await startEmbeddedPostgres({ dataDir: this.#folder })
    try {
      const accountIds = this.cast.accounts.map(({ accountId }) => accountId)
      const record = await readDatabase(postgres.url, accountIds)
      return { record, replay: replays ? await replayed(postgres.url) : null }
    } finally {
      await postgres.stop()
    }
  }

  async remove(): Promise<void> {
    await this.server.stop()
    await rm(join(this.#folder, '..'), { recursive: true, force: true })
  }
}

async function replayed(databaseUrl: string): Promise<Replay> {
  const database = await openDatabase(databaseUrl)
  try {
    const startedAt = performance.now()
    const result = await replayDatabase(database.db)
    const seconds = (performance.now() - startedAt) / 1_000
    return { figures: figuresOf(result, seconds), words: result.words }
  } finally {
    await database.close()
  }
}
