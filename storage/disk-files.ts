import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type ByteRange,
  type FileBytes,
  type KeptBytes,
  keeping,
  partsOfKey,
} from './file-bytes.ts'

/**
 * Files in a folder: `<account>/<2 digits>/<2 digits>/<file>`, so that no folder grows long.
 *
 * D1 What stands under a key is whole: bytes are written beside it, synced, and renamed. D2 The
 * folder is synced too, or a rename could be forgotten by a machine that loses its power.
 */
export class DiskFiles implements FileBytes {
  readonly #folder: string

  /** @param folder Absolute; made where it is missing. */
  constructor(folder: string) {
    this.#folder = folder
  }

  async put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#path(key)
    const part = `${path}.part`
    const file = await keeping(async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      return open(part, 'w', 0o600)
    })
    try {
      try {
        for await (const chunk of bytes) await keeping(() => writeAll(file, chunk))
        await keeping(() => file.sync())
      } finally {
        await file.close()
      }
      await keeping(async () => {
        await rename(part, path) // D1
        await syncFolder(dirname(path)) // D2
      })
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  }

  async get(key: string, range?: ByteRange): Promise<KeptBytes | null> {
    const file = Bun.file(this.#path(key))
    return keeping(async () => {
      if (!(await file.exists())) return null
      const { size } = file
      return { size, body: range === undefined ? file : file.slice(range.start, range.end + 1) }
    })
  }

  async remove(key: string): Promise<void> {
    const path = this.#path(key)
    await keeping(async () => {
      await rm(path, { force: true })
      await rm(`${path}.part`, { force: true })
    })
  }

  check(): Promise<void> {
    return keeping(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await access(this.#folder, constants.W_OK | constants.X_OK)
    })
  }

  #path(key: string): string {
    const { accountId, fileId } = partsOfKey(key)
    // The end of an id is random; its beginning is the time.
    const digits = fileId.slice(-4).padStart(4, '0')
    return join(this.#folder, accountId, digits.slice(0, 2), digits.slice(2), fileId)
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0
  while (written < chunk.byteLength) {
    const { bytesWritten } = await file.write(chunk, written)
    written += bytesWritten
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
