import { chown, mkdir, open, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type DataFolderRecord, isFolder, writeRecord } from './data-folder.ts'
import { EmbeddedPostgresError, hasCode } from './embedded-postgres-error.ts'
import { makeFolder } from './make-folder.ts'
import { type CommandUser, runCommand } from './run-command.ts'

/** Where a database is, or is to be. */
export interface ClusterHome {
  /** The folder that holds `postgres`, the cluster itself. */
  folder: string
  /** Whether the cluster is there. */
  made: boolean
  /** Whom the cluster belongs to and its server runs as; undefined for this process' own user. */
  user: CommandUser | undefined
  note?: string
}

const NEW_CLUSTER_BYTES = 300 * 2 ** 20 // 40 MB of files, 256 MB of kept log

/**
 * Finds the home of the folder's database, or chooses one: the data folder itself, or, when the
 * server's user cannot write there, `elsewhere/data-<id>`. The id belongs to the data folder, so
 * that a folder that was deleted and made anew does not find the old database again (E5).
 * @throws EmbeddedPostgresError `dataMissing` when the database that the folder names is gone,
 * `noPermission` when the server's user cannot get at it any more or has no place at all.
 */
export async function findClusterHome(
  dataFolder: string,
  record: DataFolderRecord,
  user: CommandUser | undefined,
  elsewhere: string,
): Promise<ClusterHome> {
  const away = join(elsewhere, `data-${record.id}`)
  const known = record.home === undefined ? undefined : resolve(dataFolder, record.home)
  if (known !== undefined) return await checkHome(dataFolder, known, user)
  for (const folder of [dataFolder, away]) {
    // A start that died between making the cluster and noting its place.
    if (await isFolder(join(folder, 'postgres'))) return await checkHome(dataFolder, folder, user)
  }
  if (await canWriteBelow(dataFolder, user)) return { folder: dataFolder, made: false, user }
  await makeFolderElsewhere(away, dataFolder)
  if (await canWriteBelow(away, user)) {
    return { folder: away, made: false, user, note: movedNote(away, dataFolder) }
  }
  throw new EmbeddedPostgresError(
    'noPermission',
    `The database server, which cannot run as root, can write neither below ${dataFolder} nor ` +
      `below ${away}. Choose a folder that all may enter with PARLEY_DATA, or set DATABASE_URL.`,
  )
}

/**
 * Creates the cluster in `home.folder`, all of it or nothing (E4).
 * @throws EmbeddedPostgresError `noSpace`, `startFailed`.
 */
export async function makeCluster(
  initdb: string,
  home: ClusterHome,
  password: string,
  durable: boolean,
): Promise<void> {
  const { user } = home
  const { bavail, bsize } = await statfs(home.folder)
  if (bavail * bsize < NEW_CLUSTER_BYTES) throw noSpace(home.folder)

  const partial = await makePartial(home.folder, user)
  const passwordFile = join(partial, 'password')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) await chown(passwordFile, user.uid, user.gid)
  const made = await runCommand(
    initdb,
    [
      `--pgdata=${join(partial, 'cluster')}`,
      '--username=parley',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    user,
  )
  if (made.code !== 0) {
    await rm(partial, { recursive: true, force: true })
    if (made.output.includes('No space left')) throw noSpace(home.folder)
    throw new EmbeddedPostgresError(
      'startFailed',
      `The database could not be created in ${home.folder}:\n${made.output.trim()}\n` +
        'Mend this, or set DATABASE_URL to a Postgres of your own.',
    )
  }
  await rename(join(partial, 'cluster'), join(home.folder, 'postgres'))
  await rm(partial, { recursive: true, force: true })
  if (durable) await syncFolder(home.folder)
}

/** Notes in the data folder where its database is, and where its server listens. */
export async function noteHome(
  dataFolder: string,
  record: DataFolderRecord,
  home: ClusterHome,
): Promise<void> {
  const inPlace = home.folder === dataFolder
  await writeRecord(dataFolder, { ...record, home: inPlace ? '.' : home.folder })
  if (!inPlace) {
    const text = `${movedNote(home.folder, dataFolder)}\n`
    await writeFile(join(dataFolder, 'DATABASE-IS-ELSEWHERE.txt'), text)
  }
}

async function checkHome(
  dataFolder: string,
  folder: string,
  user: CommandUser | undefined,
): Promise<ClusterHome> {
  const cluster = join(folder, 'postgres')
  if (!(await isFolder(cluster))) {
    throw new EmbeddedPostgresError(
      'dataMissing',
      `The database of ${dataFolder} should be in ${cluster}, but is not there. Put it back, or ` +
        `start with an empty one: choose another folder with PARLEY_DATA, or delete ${dataFolder}.`,
    )
  }
  const owner = user && (await ownerOf(cluster)) // not `user` when it came from another machine
  if (!(await canWriteIn(cluster, owner))) {
    throw new EmbeddedPostgresError(
      'noPermission',
      `The database in ${cluster} cannot be reached by the user that its server runs as. Let ` +
        'all enter the folders above it (chmod o+x), or move the data folder to such a place.',
    )
  }
  const note = folder === dataFolder ? undefined : movedNote(folder, dataFolder)
  return { folder, made: true, user: owner, note }
}

function movedNote(home: string, dataFolder: string): string {
  return (
    `The database of ${dataFolder} is in ${home}, because its server does not run as root and ` +
    'only root can get at the data folder. Back up and move both together.'
  )
}

async function makeFolderElsewhere(away: string, dataFolder: string): Promise<void> {
  try {
    await makeFolder(away, 0o755)
    await writeFile(join(away, 'belongs-to.txt'), `${dataFolder}\n`)
  } catch (cause) {
    throw new EmbeddedPostgresError(
      hasCode(cause, 'ENOSPC') ? 'noSpace' : 'noPermission',
      `Only root can get at ${dataFolder}, but the database server does not run as root, and ` +
        `${away} cannot be made either. Choose a folder that all may enter with PARLEY_DATA, ` +
        'or set DATABASE_URL.',
      { cause },
    )
  }
}

/** Whether the user could keep a folder of its own in `folder`, which is tried. */
async function canWriteBelow(folder: string, user: CommandUser | undefined): Promise<boolean> {
  try {
    return await canWriteIn(await makePartial(folder, user), user)
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false
    throw error
  } finally {
    await rm(join(folder, 'postgres.partial'), { recursive: true, force: true })
  }
}

/** Asks the kernel, as that user: modes, groups, access lists and mounts in one answer. */
async function canWriteIn(folder: string, user: CommandUser | undefined): Promise<boolean> {
  const tried = await runCommand('/bin/sh', ['-c', 'cd "$0" && test -w .', folder], user)
  return tried.code === 0
}

/** An empty folder of the user's own, for what is not whole yet. */
async function makePartial(folder: string, user: CommandUser | undefined): Promise<string> {
  const partial = join(folder, 'postgres.partial')
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  if (user) await chown(partial, user.uid, user.gid)
  return partial
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function ownerOf(cluster: string): Promise<CommandUser> {
  const { uid, gid } = await stat(cluster)
  return { uid, gid }
}

function noSpace(folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'noSpace',
    `A new database needs ${NEW_CLUSTER_BYTES / 2 ** 20} MB, and the disk of ${folder} has less. ` +
      'Make room, choose another folder with PARLEY_DATA, or set DATABASE_URL.',
  )
}
