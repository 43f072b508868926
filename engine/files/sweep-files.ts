import type { FileBytes } from '#storage/file-bytes'
import { SWEEP_FILES, SWEEP_FILES_AFTER_MS } from '#storage/retention'
import type { StoredFiles } from '#storage/stored-files'

/**
 * Removes uploads that were never sent: their bytes, then their rows, so that whatever comes in
 * between is tried again. Gives how many.
 */
export async function sweepFiles(
  stored: Pick<StoredFiles, 'expiredFiles' | 'forgetFiles'>,
  bytes: Pick<FileBytes, 'remove'>,
  now: number,
  isOver: () => boolean = () => false,
): Promise<number> {
  let swept = 0
  while (!isOver()) {
    const expired = await stored.expiredFiles(now - SWEEP_FILES_AFTER_MS, SWEEP_FILES)
    if (expired.length === 0) break
    for (const { storageKey } of expired) await bytes.remove(storageKey)
    await stored.forgetFiles(expired)
    swept += expired.length
  }
  return swept
}
