import { S3Client } from 'bun'
import {
  type ByteRange,
  type FileBytes,
  type KeptBytes,
  keeping,
  partsOfKey,
} from './file-bytes.ts'

/** A bucket of any store that speaks S3. */
export interface S3Place {
  /** `https://…`; without one, Amazon's own of the region. */
  endpoint: string | null
  bucket: string
  key: string
  secret: string
  region: string
}

/** The smallest part that S3 takes; a file below it is one request. So much of a file is in memory. */
const PART_BYTES = 5 * 1024 * 1024

/** Looked for, and never there: whoever is told so may read. */
const PROBE = 'parley/probe'

/**
 * Files in a bucket, under their keys.
 *
 * B1 Bytes go on as they come, a part at a time, and no faster than the store takes them. B2 An
 * upload that breaks off is never completed, so nothing stands under its key.
 */
export class S3Files implements FileBytes {
  readonly #client: S3Client

  constructor({ endpoint, bucket, key, secret, region }: S3Place) {
    this.#client = new S3Client({
      bucket,
      region,
      accessKeyId: key,
      secretAccessKey: secret,
      ...(endpoint === null ? {} : { endpoint }),
    })
  }

  async put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.#file(key)
    let waiting: Uint8Array[] = []
    let size = 0
    let upload: ReturnType<typeof file.writer> | null = null
    const sendWaiting = async (): Promise<void> => {
      upload ??= file.writer({ partSize: PART_BYTES, queueSize: 1, retry: 3, type: TYPE })
      await upload.write(Buffer.concat(waiting))
      waiting = []
      size = 0
      await upload.flush()
    }
    try {
      for await (const chunk of bytes) {
        waiting.push(chunk)
        size += chunk.byteLength
        if (size >= PART_BYTES) await keeping(sendWaiting) // B1
      }
    } catch (error) {
      await this.#abandon(key, upload)
      throw error
    }
    await keeping(async () => {
      if (upload === null) {
        await file.write(Buffer.concat(waiting), { type: TYPE })
        return
      }
      if (size > 0) await sendWaiting()
      await upload.end()
    })
  }

  async get(key: string, range?: ByteRange): Promise<KeptBytes | null> {
    const file = this.#file(key)
    return keeping(async () => {
      try {
        const { size } = await file.stat()
        const wanted = range === undefined ? file : file.slice(range.start, range.end + 1)
        return { size, body: wanted.stream() }
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'NoSuchKey') return null
        throw error
      }
    })
  }

  remove(key: string): Promise<void> {
    return keeping(() => this.#file(key).delete())
  }

  async check(): Promise<void> {
    await keeping(() => this.#client.exists(PROBE))
  }

  #file(key: string) {
    partsOfKey(key)
    return this.#client.file(key)
  }

  /** B2 */
  async #abandon(key: string, upload: { end(error: Error): unknown } | null): Promise<void> {
    if (upload === null) return
    try {
      await upload.end(new Error('the upload broke off'))
    } catch {
      // It ended without being completed, which is what was wanted.
    }
    await this.remove(key).catch(() => {})
  }
}

/** A store never learns what the bytes are: it is asked for them by us alone. */
const TYPE = 'application/octet-stream'
