import { msg } from '@lit/localize'
import type { FileView, UploadedFile } from '#protocol/files'
import type { Answer } from './answer.ts'
import { isPicture, type Attachments, type Source } from './attachments.ts'
import type { DeskState } from './desk-state.ts'
import type { Refusal } from './refused.ts'
import type { Upload } from './send-file.ts'
import type { WaitingBytes } from './waiting-bytes.ts'

/** What this tab remembers of a file that waits to be sent. */
type Kept = { name: string; size: number } & (
  | { uploaded: UploadedFile }
  /** Under way; its bytes may be kept under this id. */
  | { bytes: string }
)

/** Of which account and person's chat, and on which side of it. */
export interface KeptPlace {
  /** Account and person. */
  owner: string
  chatId: string
  mode: 'message' | 'comment'
}

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const interrupted = (): Refusal => ({
  code: 'fileGone',
  says: msg('The upload was interrupted: choose it again'),
})

const gone = (): Refusal => ({
  code: 'fileGone',
  says: msg('Not kept any longer: choose it again'),
})

/** Whose what is begun is: an account's and a person's. */
export function ownerOf({ account, me }: Pick<DeskState, 'account' | 'me'>): string {
  return `${account.accountId}:${me.agentId}`
}

/** Under which name a tab remembers the files of a chat and mode; there is none where none wait. */
export function keptFilesKey({ owner, chatId, mode }: KeptPlace): string {
  return `parley:files:${owner}:${chatId}:${mode}`
}

/**
 * Files that wait to be sent, through reloads.
 *
 * N1 the tab remembers which files wait, for each person, chat and mode, as it does words: a
 * comment's never come back into a message. N2 what is uploaded is asked for at the server, which
 * may not have it any more. N3 what is under way is kept whole by the browser, as far as it can, and
 * begins anew.
 */
export class KeptFiles {
  readonly #keeper: Keeper
  readonly #bytes: WaitingBytes
  readonly #newId: () => string

  constructor(parts: { keeper: Keeper; bytes: WaitingBytes; newId: () => string }) {
    this.#keeper = parts.keeper
    this.#bytes = parts.bytes
    this.#newId = parts.newId
  }

  /** Puts back what waited in a place, and remembers from now on what waits there. */
  attend(
    place: KeptPlace,
    attachments: Attachments,
    ports: {
      upload(file: File, progress: (share: number) => void): Upload
      look(fileId: string): Promise<Answer<FileView>>
    },
  ): void {
    const key = keptFilesKey(place)
    const records = new Map<number, Kept>()
    for (const kept of this.#read(key)) {
      let taken = 0
      const picture = (url: string): void => attachments.picture(taken, url)
      const source: Source =
        'uploaded' in kept
          ? () => lookedUp(ports.look(kept.uploaded.fileId), picture)
          : (progress) => this.#again(kept.bytes, (file) => ports.upload(file, progress), picture)
      taken = attachments.takeUp(kept, source)
      records.set(taken, kept)
    }
    attachments.subscribe(() => this.#remember(key, attachments, records))
  }

  /** Nothing of anybody stays that waited here. */
  forget(): Promise<void> {
    return this.#bytes.forget()
  }

  /** N1 */
  #remember(key: string, attachments: Attachments, records: Map<number, Kept>): void {
    const before = new Map(records)
    records.clear()
    for (const { key: which, name, size, status } of attachments.list) {
      const known = before.get(which)
      if (status.kind === 'failed' && !status.again) continue
      if (status.kind === 'ready') records.set(which, { name, size, uploaded: status.file })
      else records.set(which, known ?? { name, size, bytes: this.#keep(attachments, which) })
    }
    for (const [which, known] of before) {
      if ('bytes' in known && records.get(which) !== known) void this.#bytes.drop(known.bytes)
    }
    try {
      if (records.size === 0) this.#keeper.removeItem(key)
      else this.#keeper.setItem(key, JSON.stringify([...records.values()]))
    } catch {
      // storage is full or barred: they wait as long as this page
    }
  }

  /** N3 */
  #keep(attachments: Attachments, which: number): string {
    const id = this.#newId()
    const source = attachments.sourceOf(which)
    if (source instanceof File) void this.#bytes.keep(id, source)
    return id
  }

  #again(id: string, upload: (file: File) => Upload, picture: (url: string) => void): Upload {
    let begun: Upload | null = null
    let isAborted = false
    const done = this.#bytes.find(id).then((file): Answer<UploadedFile> | Upload['done'] => {
      if (file === null || isAborted) return { ok: false, refusal: interrupted() }
      if (isPicture(file)) picture(URL.createObjectURL(file))
      begun = upload(file)
      return begun.done
    })
    const abort = (): void => {
      isAborted = true
      begun?.abort()
    }
    return { done, abort }
  }

  #read(key: string): Kept[] {
    try {
      const kept: unknown = JSON.parse(this.#keeper.getItem(key) ?? '[]')
      return Array.isArray(kept) ? (kept as Kept[]) : []
    } catch {
      return []
    }
  }
}

/** N2 */
function lookedUp(looking: Promise<Answer<FileView>>, picture: (url: string) => void): Upload {
  const done = looking.then((answer): Answer<UploadedFile> => {
    if (!answer.ok) {
      return answer.refusal.code === 'notFound' ? { ok: false, refusal: gone() } : answer
    }
    const { url, ...file } = answer.value
    if (file.kind === 'image') picture(url)
    return { ok: true, value: file }
  })
  return { done, abort: () => {} }
}
