import type { FileView } from '#protocol/files'

/** The same files, one of them with its new address. */
export function freshened(files: readonly FileView[], file: FileView): FileView[] {
  return files.map((one) => (one.fileId === file.fileId ? file : one))
}
