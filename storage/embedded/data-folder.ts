import { randomBytes, randomUUID } from 'node:crypto'
import { chown, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EmbeddedPostgresError, hasCode } from './embedded-postgres-error.ts'
import { makeFolder } from './make-folder.ts'
import { isRoot } from './server-user.ts'

const RECORD = 'embedded-postgres.json'

const recordSchema = z.object({
  /** Names the database that belongs to this folder, also where it is kept elsewhere. */
  id: z.string().min(1),
  password: z.string().min(1),
  /** The folder that holds the cluster, once it is made: `.` for the data folder itself. */
  home: z.string().optional(),
  /** Where the server listened last. */
  port: z.number().int().optional(),
})

export type DataFolderRecord = z.infer<typeof recordSchema>

/**
 * Makes the folder if it is missing and answers its real path.
 *
 * A folder made by root gets the mode 0711: the server's user must pass through it, and nobody may
 * list it.
 * @throws EmbeddedPostgresError `noPermission`, `noSpace`.
 */
export async function openDataFolder(path: string): Promise<string> {
  try {
    await makeFolder(path, isRoot() ? 0o711 : 0o700)
    return await realpath(path)
  } catch (cause) {
    throw new EmbeddedPostgresError(
      hasCode(cause, 'ENOSPC') ? 'noSpace' : 'noPermission',
      `The data folder ${path} cannot be made or entered. ` +
        'Choose another with PARLEY_DATA, or set DATABASE_URL.',
      { cause },
    )
  }
}

/**
 * What the folder says of its database; a new id and password when it says nothing yet.
 * @throws EmbeddedPostgresError `dataMissing` when there is a database but not its password.
 */
export async function readRecord(folder: string): Promise<DataFolderRecord> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(join(folder, RECORD), 'utf8')))
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') && !(await isFolder(join(folder, 'postgres')))) {
      return { id: randomUUID(), password: randomBytes(24).toString('base64url') }
    }
    throw new EmbeddedPostgresError(
      'dataMissing',
      `${join(folder, RECORD)}, which holds the password of the database in this folder, ` +
        'is missing or damaged. Put it back from a copy, or choose another folder with PARLEY_DATA.',
      { cause },
    )
  }
}

/** Durable when it resolves; readable by the folder's owner only. */
export async function writeRecord(folder: string, record: DataFolderRecord): Promise<void> {
  const file = join(folder, RECORD)
  const fresh = `${file}.new`
  await writeFile(fresh, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true })
  if (isRoot()) {
    const { uid, gid } = await stat(folder) // whose folder it is can start Parley another time
    await chown(fresh, uid, gid)
  }
  await rename(fresh, file)
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}
