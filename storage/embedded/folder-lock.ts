import { dlopen } from 'bun:ffi'
import {
  closeSync,
  fchownSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { isRoot } from './server-user.ts'

export interface FolderLock {
  /** Gives the folder free. Harmless when called again. */
  release(): void
}

const LOCK_EXCLUSIVE_NO_WAIT = 2 | 4 // LOCK_EX | LOCK_NB of flock(2), the same on Linux and macOS

/**
 * Holds `file` for this process until `release()` or the death of the process, however it dies.
 *
 * The lock is the kernel's (flock), not a number in a file: it cannot be left over by a SIGKILL or
 * a power cut, it cannot be fooled by a process number that was given out again, and it also holds
 * between containers that share a folder. The number in the file only serves the error's sentence.
 * `folder` is the name of what is locked in that sentence.
 * @throws EmbeddedPostgresError `inUse` when somebody holds it, this process included;
 * `noPermission` when the file cannot be written.
 */
export function lockFolder(file: string, folder: string): FolderLock {
  const flock = loadFlock()
  const descriptor = openLockFile(file, folder)
  if (flock(descriptor, LOCK_EXCLUSIVE_NO_WAIT) !== 0) {
    closeSync(descriptor)
    throw new EmbeddedPostgresError(
      'inUse',
      `The data folder ${folder} is in use by ${holderOf(file)}. ` +
        'Stop that one first, or choose another folder with PARLEY_DATA.',
    )
  }
  ftruncateSync(descriptor)
  writeSync(descriptor, `${process.pid}\n`)
  let held = true
  return {
    release() {
      if (!held) return
      held = false
      ftruncateSync(descriptor)
      closeSync(descriptor)
    },
  }
}

function openLockFile(file: string, folder: string): number {
  try {
    const descriptor = openSync(file, 'a+', 0o600)
    if (isRoot()) {
      const { uid, gid } = statSync(dirname(file)) // whose folder it is can lock it another time
      fchownSync(descriptor, uid, gid)
    }
    return descriptor
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'noPermission',
      `Nothing can be written in the data folder ${folder} (${file}). ` +
        'Make it writable, choose another with PARLEY_DATA, or set DATABASE_URL.',
      { cause },
    )
  }
}

function holderOf(file: string): string {
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return Number.isNaN(pid) ? 'another process' : `process ${pid}`
}

function loadFlock(): (descriptor: number, operation: number) => number {
  const library = process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6'
  try {
    return dlopen(library, { flock: { args: ['i32', 'i32'], returns: 'i32' } }).symbols.flock
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'unsupported',
      `Folders cannot be locked on this system (${library} has no flock). ` +
        'Set DATABASE_URL to a Postgres of your own.',
      { cause },
    )
  }
}
