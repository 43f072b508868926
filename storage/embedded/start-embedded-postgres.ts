import { isAbsolute, join } from 'node:path'
import { findClusterHome, makeCluster, noteHome } from './cluster.ts'
import { ensureDatabase } from './create-database.ts'
import { openDataFolder, readRecord, writeRecord } from './data-folder.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { stopOrphan } from './orphan.ts'
import { startPostmaster } from './postmaster.ts'
import { findServerBinaries } from './server-binaries.ts'
import { findServerUser, isRoot } from './server-user.ts'

export interface EmbeddedPostgres {
  /** Connects to the database `parley` as its owner; holds the password. */
  url: string
  /** What a person should know, a sentence each: a user that was made, data kept elsewhere. */
  notes: string[]
  /** Resolves when the server has ended, by `stop()` or by itself (then the product should too). */
  ended: Promise<void>
  /**
   * Rolls open transactions back, writes everything out, ends the server, frees the folder.
   * Harmless when called again.
   */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** The data folder, an absolute path; made if it is missing. */
  dataDir: string
  /** Settings of Postgres that win over ours. */
  extraConfig?: Record<string, string>
  /** Where a root product keeps data that the server's user cannot reach; `/var/lib/parley`. */
  elsewhere?: string
  /** Where copies of the programs go, if needed; `elsewhere` for root, else the data folder. */
  copies?: string
  /** The `native` folder with the programs; that of the installed package. */
  native?: string
  /** Whether a new cluster reaches the disk before the first start; true. */
  durableCreation?: boolean
}

/** Where a root product keeps what the server's user cannot reach in its own folders. */
export const ELSEWHERE = '/var/lib/parley'

/**
 * Starts a real Postgres server that keeps its data in `dataDir`, created on the first start, and
 * resolves when it accepts connections.
 *
 * It listens on loopback only and asks for the random password of the data folder. It belongs to
 * this process: `stop()` ends it, and so does the death of the process.
 * @throws EmbeddedPostgresError with a sentence on what to do, whenever it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  if (!isAbsolute(options.dataDir)) {
    throw new TypeError(`dataDir must be an absolute path, not ${options.dataDir}`)
  }
  const locks: FolderLock[] = []
  try {
    return await startLocked(options, locks)
  } catch (error) {
    release(locks)
    throw error
  }
}

async function startLocked(
  options: EmbeddedOptions,
  locks: FolderLock[],
): Promise<EmbeddedPostgres> {
  const elsewhere = options.elsewhere ?? ELSEWHERE
  const serverUser = isRoot() ? await findServerUser() : undefined
  const dataFolder = await openDataFolder(options.dataDir)
  // E1
  locks.push(lockFolder(join(dataFolder, 'embedded-postgres.lock'), dataFolder))
  const binaries = await findServerBinaries({
    native: options.native,
    user: serverUser?.user,
    copies: options.copies ?? (isRoot() ? elsewhere : dataFolder),
  })

  const record = await readRecord(dataFolder)
  const home = await findClusterHome(dataFolder, record, serverUser?.user, elsewhere)
  if (home.folder !== dataFolder) {
    // A copied data folder names the same home as its original.
    locks.push(lockFolder(join(home.folder, 'embedded-postgres.lock'), home.folder))
  }
  if (!home.made) {
    await writeRecord(dataFolder, record) // from here on, id and password outlive a crash
    const durable = options.durableCreation ?? true
    await makeCluster(binaries.initdb, home, record.password, durable)
  }

  const cluster = join(home.folder, 'postgres')
  await stopOrphan(cluster) // E2
  const postmaster = await startPostmaster({
    postgres: binaries.postgres,
    cluster,
    user: home.user,
    startLog: join(dataFolder, 'embedded-postgres-start.log'),
    port: record.port,
    extraConfig: options.extraConfig,
  })
  try {
    await noteHome(dataFolder, { ...record, port: postmaster.port }, home)
    const server = `postgres://parley:${record.password}@127.0.0.1:${postmaster.port}/`
    return {
      url: await ensureDatabase(server, 'parley'),
      notes: [serverUser?.note, binaries.note, home.note].filter((note) => note !== undefined),
      ended: postmaster.ended,
      async stop() {
        await postmaster.stop()
        release(locks)
      },
    }
  } catch (error) {
    await postmaster.stop()
    throw error
  }
}

function release(locks: FolderLock[]): void {
  for (const lock of locks.splice(0)) lock.release()
}
