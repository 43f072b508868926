import { z } from 'zod'
import { uploadedFile } from '#protocol/files'
import type { UploadedFile } from '#protocol/files'
import type { Json } from '#storage/json'
import type { FileRow } from '#storage/rows'

/*
 * What a message or comment says of its files stands in its own row, so that whoever reads words
 * reads it with them. It never changes: a file is used once.
 */

const withFiles = z.object({ files: z.array(uploadedFile) })

/** The files of a message or comment, from its row's `data`. */
export function filesIn(data: Json): UploadedFile[] {
  if (data === null || typeof data !== 'object' || !('files' in data)) return []
  const found = withFiles.safeParse(data)
  return found.success ? found.data.files : []
}

/** `data` for a row with these files, and what is said besides; null for nothing. */
export function dataOf(files: readonly UploadedFile[], more: Record<string, Json> = {}): Json {
  const data = {
    ...(files.length === 0 ? {} : { files: files.map((file) => ({ ...file })) }),
    ...more,
  }
  return Object.keys(data).length === 0 ? null : data
}

/** What was said, as it is kept: blanks beside files are no words. */
export function wordsOf(text: string): string {
  return text.trim() === '' ? '' : text
}

/** What of a file's row is shown. */
export function toFacts({ fileId, name, mime, size, kind }: FileRow): UploadedFile {
  return { fileId, name, mime, size, kind }
}
