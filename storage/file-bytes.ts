/** Where the bytes of files are kept: a folder, or any S3 store. */
export interface FileBytes {
  /**
   * Keeps bytes under a key as they come; resolves when all of them are durable. What the bytes
   * throw, it throws, and then nothing is kept under the key. @throws FilesUnavailable.
   */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** All bytes of a key or a range of them, read as they are wanted; null where there are none. */
  get(key: string, range?: ByteRange): Promise<KeptBytes | null>
  /** Forgets a key, and what an interrupted `put` left of it; nothing where there is none. */
  remove(key: string): Promise<void>
  /** @throws FilesUnavailable where nothing could be kept now. */
  check(): Promise<void>
}

/** Both ends are in it, as in HTTP. */
export interface ByteRange {
  start: number
  end: number
}

export interface KeptBytes {
  /** Of the whole, not of the range. */
  size: number
  body: Blob | ReadableStream<Uint8Array<ArrayBuffer>>
}

/** The folder or the S3 store does not do what it should: away, full, or not allowed. */
export class FilesUnavailable extends Error {
  override name = 'FilesUnavailable'
}

/** `<account>/<file>`, both ids. */
const KEY = /^([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9_-]{1,64})$/

/** The key of a file's bytes. */
export function storageKeyOf(accountId: string, fileId: string): string {
  return `${accountId}/${fileId}`
}

/** The parts of a key; throws for what is none, so that no key leads anywhere else. */
export function partsOfKey(key: string): { accountId: string; fileId: string } {
  const [, accountId, fileId] = KEY.exec(key) ?? []
  if (accountId === undefined || fileId === undefined) throw new Error(`${key} is no key of a file`)
  return { accountId, fileId }
}

/** Runs what the folder or the S3 store does, and gives its errors one name. */
export async function keeping<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new FilesUnavailable(`The files cannot be reached: ${why}`, { cause: error })
  }
}
