import { msg, str } from '@lit/localize'
import type { FileView, UploadedFile } from '#protocol/files'
import { MAX_FILES } from '#protocol/limits'
import type { Answer } from './answer.ts'
import { number, plural } from '../locales/formats.ts'
import { fileSize } from './file-size.ts'
import { isRetryable } from './refused.ts'
import type { Upload } from './send-file.ts'

/** A file that was chosen and not sent yet. */
export interface Attachment {
  key: number
  name: string
  /** In bytes. */
  size: number
  /** Address of a picture of it in this page; null where there is none. */
  preview: string | null
  status:
    | { kind: 'uploading'; share: number }
    | { kind: 'ready'; file: UploadedFile }
    /** `again`: trying again may help; `choose`: only choosing the file anew does. */
    | { kind: 'failed'; says: string; again: boolean; choose?: boolean }
}

/** How files get to the server and away from it again. */
export interface AttachmentPorts {
  /** Starts an upload; it may first have to find out who one is. */
  upload(file: File, progress: (share: number) => void): Upload
  remove(fileId: string): void
}

/** What gives an uploaded file: a file of this computer, or what goes on from before a reload. */
export type Source = File | ((progress: (share: number) => void) => Upload)

/** Gives back the pictures of files that show from the server by now, or not at all any more. */
export function releasePreviews(files: readonly FileView[]): void {
  for (const { url } of files) if (url.startsWith('blob:')) URL.revokeObjectURL(url)
}

/** Whether a browser shows a file as a picture. */
export function isPicture({ type }: File): boolean {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(type)
}

/** Uploads that run side by side: more would only share the same line. */
const AT_ONCE = 2

/**
 * The files of one message or comment that is being written. They upload at once, so that sending
 * costs no time, and go on while one writes or looks at something else.
 */
export class Attachments {
  list: readonly Attachment[] = []
  readonly #ports: AttachmentPorts
  readonly #sources = new Map<number, Source>()
  readonly #underWay = new Map<number, Upload>()
  readonly #listeners = new Set<() => void>()
  #lastKey = 0

  constructor(ports: AttachmentPorts) {
    this.#ports = ports
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** How many are still on their way. */
  get uploading(): number {
    return this.list.filter(({ status }) => status.kind === 'uploading').length
  }

  get isEmpty(): boolean {
    return this.list.length === 0
  }

  /** Why what is written cannot be sent with its files now; null where it can. */
  get why(): string | null {
    const { uploading } = this
    if (uploading > 0) {
      return plural(uploading, {
        one: msg('A file is uploading'),
        other: msg(str`${number(uploading)} files upload`),
      })
    }
    const failed = this.list.some(({ status }) => status.kind === 'failed')
    return failed ? msg('A file was not uploaded: try again or remove it') : null
  }

  /** Adds files and uploads them. What is too large or too many says so and goes nowhere. */
  add(files: Iterable<File>, maxBytes: number): void {
    for (const file of files) {
      const key = ++this.#lastKey
      const says =
        this.list.length >= MAX_FILES
          ? msg(str`At most ${MAX_FILES} files in one message`)
          : file.size > maxBytes
            ? msg(str`Larger than ${fileSize(maxBytes)}`)
            : null
      this.#sources.set(key, file)
      const attachment: Attachment = {
        key,
        name: file.name,
        size: file.size,
        preview: isPicture(file) && says === null ? URL.createObjectURL(file) : null,
        status:
          says === null ? { kind: 'uploading', share: 0 } : { kind: 'failed', says, again: false },
      }
      this.list = [...this.list, attachment]
    }
    this.#goOn()
    this.#tell()
  }

  /** Goes on with a file of before a reload; gives its key. */
  takeUp({ name, size }: Pick<Attachment, 'name' | 'size'>, source: Source): number {
    const key = ++this.#lastKey
    this.#sources.set(key, source)
    const status = { kind: 'uploading', share: 0 } as const
    this.list = [...this.list, { key, name, size, preview: null, status }]
    this.#goOn()
    this.#tell()
    return key
  }

  /** Shows a picture of a file. */
  picture(key: number, preview: string): void {
    this.#change(key, { preview })
  }

  /** What an upload is made from; undefined where it is settled. */
  sourceOf(key: number): Source | undefined {
    return this.#sources.get(key)
  }

  /** Uploads again what failed. */
  retry(key: number): void {
    this.#set(key, { kind: 'uploading', share: 0 })
    this.#goOn()
  }

  /** Takes a file away, wherever it is. */
  remove(key: number): void {
    const gone = this.list.find((one) => one.key === key)
    if (gone === undefined) return
    this.list = this.list.filter((one) => one !== gone)
    if (gone.preview !== null) URL.revokeObjectURL(gone.preview)
    if (gone.status.kind === 'ready') this.#ports.remove(gone.status.file.fileId)
    this.#sources.delete(key)
    const upload = this.#underWay.get(key)
    this.#underWay.delete(key)
    upload?.abort()
    this.#goOn()
    this.#tell()
  }

  /** Hands over what is uploaded, to be sent; nothing is left here. */
  take(): FileView[] {
    const files = this.list.flatMap(({ status, preview }) =>
      status.kind === 'ready' ? [{ ...status.file, url: preview ?? '' }] : [],
    )
    this.list = []
    this.#sources.clear()
    this.#tell()
    return files
  }

  /** Takes everything away. */
  clear(): void {
    for (const { key } of [...this.list]) this.remove(key)
  }

  /** Ends what is under way; what is here goes nowhere from now on. */
  stop(): void {
    this.#listeners.clear()
    const uploads = [...this.#underWay.values()]
    this.#underWay.clear()
    for (const upload of uploads) upload.abort()
  }

  #goOn(): void {
    for (const { key, status } of this.list) {
      if (this.#underWay.size >= AT_ONCE) return
      const source = this.#sources.get(key)
      if (status.kind !== 'uploading' || source === undefined || this.#underWay.has(key)) continue
      void this.#send(key, source)
    }
  }

  async #send(key: number, source: Source): Promise<void> {
    const progress = (share: number): void => {
      if (this.#underWay.has(key)) this.#set(key, { kind: 'uploading', share })
    }
    const upload = source instanceof File ? this.#ports.upload(source, progress) : source(progress)
    this.#underWay.set(key, upload)
    const answer: Answer<UploadedFile> = await upload.done
    if (this.#underWay.get(key) !== upload) {
      // It was removed meanwhile; what arrived all the same is not kept.
      if (answer.ok) this.#ports.remove(answer.value.fileId)
      return
    }
    this.#underWay.delete(key)
    if (answer.ok) this.#set(key, { kind: 'ready', file: answer.value })
    else {
      const { refusal } = answer
      const { code, says } = refusal
      const choose = code === 'fileGone'
      this.#set(key, { kind: 'failed', says, again: isRetryable(refusal), choose })
    }
    this.#goOn()
  }

  #set(key: number, status: Attachment['status']): void {
    this.#change(key, { status })
  }

  #change(key: number, change: Partial<Attachment>): void {
    this.list = this.list.map((one) => (one.key === key ? { ...one, ...change } : one))
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
