import type { FileView, UploadedFile } from '#protocol/files'
import type { Answer } from '../client/answer.ts'
import type { FilePlace, Rest } from '../client/rest.ts'
import type { Refusal } from '../client/refused.ts'
import type { WaitingBytes } from '../client/waiting-bytes.ts'

/** An upload that the test lets arrive. */
export interface FakeUpload {
  place: FilePlace
  file: File
  isAborted: boolean
  progress(share: number): void
  arrive(change?: Partial<UploadedFile>): Promise<void>
  fail(refusal: Refusal): Promise<void>
}

/** Where files go in tests: nothing arrives before the test says so. */
export class FakeFiles implements Pick<Rest, 'uploadFile' | 'removeFile' | 'file'> {
  readonly uploads: FakeUpload[] = []
  readonly removed: string[] = []
  readonly asked: string[] = []
  /** What is said of a file that is asked for anew. */
  fresh: Answer<FileView> = { ok: false, refusal: { code: 'notFound', says: 'Gone.' } }

  readonly uploadFile: Rest['uploadFile'] = (place, file, progress) => {
    const { promise, resolve } = Promise.withResolvers<Answer<UploadedFile>>()
    const fileId = `file${this.uploads.length + 1}`
    const upload: FakeUpload = {
      place,
      file,
      isAborted: false,
      progress,
      async arrive(change = {}) {
        const { name, size } = file
        const value = { fileId, name, size, mime: 'text/plain', kind: 'other' as const, ...change }
        resolve({ ok: true, value })
        await promise
      },
      async fail(refusal) {
        resolve({ ok: false, refusal })
        await promise
      },
    }
    this.uploads.push(upload)
    const abort = (): void => {
      upload.isAborted = true
    }
    return { done: promise, abort }
  }

  readonly removeFile: Rest['removeFile'] = (_place, fileId) => {
    this.removed.push(fileId)
    return Promise.resolve({ ok: true, value: null })
  }

  readonly file: Rest['file'] = (_place, fileId) => {
    this.asked.push(fileId)
    return Promise.resolve(this.fresh)
  }

  /** The newest upload. Throws where there is none. */
  get last(): FakeUpload {
    const upload = this.uploads.at(-1)
    if (upload === undefined) throw new Error('nothing was uploaded')
    return upload
  }
}

/** A file as somebody has it on their computer. */
export function aFile(name: string, words = 'words', type = 'text/plain'): File {
  return new File([words], name, { type })
}

/** Where bytes wait in tests; `isBarred` is a browser that keeps nothing. */
export class FakeBytes implements WaitingBytes {
  readonly kept = new Map<string, File>()
  isBarred = false

  keep(id: string, file: File): Promise<void> {
    if (!this.isBarred) this.kept.set(id, file)
    return Promise.resolve()
  }

  find(id: string): Promise<File | null> {
    return Promise.resolve(this.kept.get(id) ?? null)
  }

  drop(id: string): Promise<void> {
    this.kept.delete(id)
    return Promise.resolve()
  }

  forget(): Promise<void> {
    this.kept.clear()
    return Promise.resolve()
  }
}
