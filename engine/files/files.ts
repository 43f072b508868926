import type { FileBytes } from '#storage/file-bytes'
import { storageKeyOf } from '#storage/file-bytes'
import type { StoredFiles } from '#storage/stored-files'
import type { FileRow } from '#storage/rows'
import type { FileView, UploadedFile } from '#protocol/files'
import type { Refusal, RefusalCode } from '#protocol/refusals'
import { customerMaySeeFile, mayBeEmbedded, maySeeFile, viewerOf } from '../authorise.ts'
import type { Uploader } from '../commands/files.ts'
import { beginUpload, dropUpload, finishUpload, senderOf } from '../commands/files.ts'
import { toRefusal } from '../host/answer.ts'
import type { Answer } from '../host/answer.ts'
import type { Host } from '../host/host.ts'
import type { Turn } from '../host/turn.ts'
import type { Ids, Log } from '../ports.ts'
import type { CustomerIdentity } from '../realtime/connection.ts'
import { toFacts } from './file-facts.ts'
import type { Audience, FileLinks, LinkWords } from './file-links.ts'
import { cleanFileName } from './file-name.ts'
import { Incoming, TooLarge } from './incoming.ts'
import { sniff } from './sniff.ts'

/** What becomes of a request for a file: it, or why not. */
export type Given<T> = { kind: 'given'; value: T } | { kind: 'refused'; refusal: Refusal }

/** What comes in. */
export interface IncomingFile {
  name: string
  /** What the sender says; null where nothing was said. */
  declaredBytes: number | null
  body: AsyncIterable<Uint8Array>
}

/** A chat's row, open or closed; null where there is none. */
type LoadChat = (
  accountId: string,
  chatId: string,
) => Promise<Parameters<typeof maySeeFile>[1] | null>

/**
 * Files of chats: taken in, shown and given out.
 *
 * F1 a row is begun before the first byte is kept and swept with its bytes, so no bytes are ever
 * forgotten. F2 an upload is its sender's, and is used once, by the turn that sends it. F3 what is
 * given out was asked of the authoriser at that moment; a link alone is never enough for staff.
 */
export class Files {
  readonly #host: Pick<Host, 'run' | 'look'>
  readonly #stored: StoredFiles
  readonly #bytes: FileBytes
  readonly #links: FileLinks
  readonly #loadChat: LoadChat
  readonly #ids: Ids
  readonly #now: () => number
  readonly #log: Log

  constructor(parts: {
    host: Pick<Host, 'run' | 'look'>
    stored: StoredFiles
    bytes: FileBytes
    links: FileLinks
    loadChat: LoadChat
    ids: Ids
    now: () => number
    log: Log
  }) {
    this.#host = parts.host
    this.#stored = parts.stored
    this.#bytes = parts.bytes
    this.#links = parts.links
    this.#loadChat = parts.loadChat
    this.#ids = parts.ids
    this.#now = parts.now
    this.#log = parts.log
  }

  /**
   * Takes a file in; resolves when its bytes and its row are durable. Never more of it than a part
   * is in memory. @throws FilesUnavailable, and what the body throws.
   */
  async upload(
    accountId: string,
    by: Uploader,
    { name, declaredBytes, body }: IncomingFile,
  ): Promise<Given<UploadedFile>> {
    const account = await this.#host.look(accountId)
    if (account === null) return refused('notReady')
    const { fileMaxBytes, fileClasses } = account.settings.values
    const tooLarge = refused('tooLarge', { maxBytes: fileMaxBytes })
    if ((declaredBytes ?? 0) > fileMaxBytes) return tooLarge

    // F1
    const fileId = this.#ids.next()
    const storageKey = storageKeyOf(accountId, fileId)
    const clean = cleanFileName(name)
    const begun = { name: clean, size: declaredBytes ?? fileMaxBytes, storageKey }
    const mayBegin = await this.#turn(accountId, by, (turn) => {
      beginUpload(turn, by, fileId, begun)
      return {}
    })
    if (mayBegin.kind === 'refused') return mayBegin

    const incoming = new Incoming(body, fileMaxBytes)
    try {
      const { bytes, isWhole } = await incoming.head()
      const { class: found, ...sniffed } = await sniff(bytes, clean, isWhole)
      if (found === 'program' || !fileClasses.includes(found)) {
        await incoming.drain()
        await this.#giveUp(accountId, by, fileId)
        return refused('wrongKind')
      }
      await this.#bytes.put(storageKey, incoming.bytes())
      let ready: UploadedFile | null = null
      const finished = await this.#turn(accountId, by, (turn) => {
        ready = finishUpload(turn, by, fileId, { ...sniffed, size: incoming.size })
        return {}
      })
      if (finished.kind === 'refused') {
        await this.#giveUp(accountId, by, fileId)
        // Whoever it was of may have been erased meanwhile.
        await this.#bytes.remove(storageKey)
        return finished
      }
      return ready === null ? refused('fault') : { kind: 'given', value: ready }
    } catch (error) {
      await this.#giveUp(accountId, by, fileId)
      if (error instanceof TooLarge) return tooLarge
      throw error
    } finally {
      await incoming.stop().catch(() => {})
    }
  }

  /** Gives up an upload of one's own that was not sent; its bytes are swept. */
  async drop(accountId: string, by: Uploader, fileId: string): Promise<Refusal | null> {
    const answer = await this.#turn(accountId, by, (turn) => dropUpload(turn, by, fileId))
    return answer.kind === 'refused' ? answer.refusal : null
  }

  /** A file as staff sees it, with a new link. */
  async showStaff(
    who: { accountId: string; personId: string },
    chatId: string,
    fileId: string,
  ): Promise<Given<FileView>> {
    const file = await this.#fileForStaff(who, chatId, fileId)
    return file === null ? refused('notFound') : this.#shown({ kind: 'staff', ...who }, file)
  }

  /** A file as its customer sees it, with a new link. */
  async showCustomer(who: CustomerIdentity, fileId: string): Promise<Given<FileView>> {
    const file = await this.#stored.file(who.accountId, fileId)
    if (file === null || !customerMaySeeFile(file, who.customerId)) return refused('notFound')
    return this.#shown({ kind: 'customer', ...who }, file)
  }

  /** What a link of staff leads to: it must hold, and the chat be theirs to read at this moment. */
  async openStaff(
    who: { accountId: string; personId: string },
    chatId: string,
    fileId: string,
    link: LinkWords,
  ): Promise<Given<FileRow>> {
    const { accountId, personId } = who
    const audience = { kind: 'staff', accountId, personId } as const
    if (!this.#links.holds(audience, chatId, fileId, link)) return refused('forbidden')
    const file = await this.#fileForStaff(who, chatId, fileId)
    return file === null ? refused('notFound') : { kind: 'given', value: file }
  }

  /**
   * What a link of staff leads to on a page of others, which sends no cookie along: the link alone
   * says who asks, and they may read the chat, and be embedded, at this moment.
   */
  async openEmbedded(
    who: { accountId: string; personId: string },
    chatId: string,
    fileId: string,
    link: LinkWords,
  ): Promise<Given<FileRow>> {
    const opened = await this.openStaff(who, chatId, fileId, link)
    const account = await this.#host.look(who.accountId)
    const member = account?.members.get(who.personId)
    return member !== undefined && mayBeEmbedded(member) ? opened : refused('forbidden')
  }

  /** What a link of a customer leads to: it alone is enough, for an image brings no token. */
  async openCustomer(
    { accountId, channelId }: { accountId: string; channelId: string },
    fileId: string,
    link: LinkWords,
  ): Promise<Given<FileRow>> {
    const file = await this.#stored.file(accountId, fileId)
    // Whether it is there is not told by a link that was never given.
    if (file === null || !customerMaySeeFile(file, file.customerId)) return refused('forbidden')
    const { customerId, chatId } = file
    const audience = { kind: 'customer', accountId, channelId, customerId } as const
    const holds = this.#links.holds(audience, chatId ?? '', fileId, link)
    return holds ? { kind: 'given', value: file } : refused('forbidden')
  }

  /** Where the bytes are. */
  get bytes(): FileBytes {
    return this.#bytes
  }

  async #fileForStaff(
    { accountId, personId }: { accountId: string; personId: string },
    chatId: string,
    fileId: string,
  ): Promise<FileRow | null> {
    const account = await this.#host.look(accountId)
    const member = account?.members.get(personId)
    if (account === null || member === undefined || !member.active) return null
    const file = await this.#stored.file(accountId, fileId)
    if (file === null || file.chatId !== chatId) return null
    if ((file.expiresAt ?? Infinity) <= this.#now()) return null
    // Read after the file, so that rights are those of this moment.
    const chat = account.chats.get(chatId) ?? (await this.#loadChat(accountId, chatId))
    if (chat === null) return null
    const viewer = viewerOf(member, account.retired)
    return maySeeFile(file, chat, viewer, account.settings.values) ? file : null
  }

  #shown(audience: Audience, file: FileRow): Given<FileView> {
    const [view] = this.#links.showTo(audience)(file.chatId ?? '', [toFacts(file)])
    return view === undefined ? refused('fault') : { kind: 'given', value: view }
  }

  async #turn(
    accountId: string,
    by: Uploader,
    decide: (turn: Turn) => Record<string, never> | ReturnType<typeof dropUpload>,
  ): Promise<Answer> {
    return this.#host.run({
      accountId,
      by: senderOf(by),
      command: null,
      lane: by.kind === 'customer' ? senderOf(by) : `chat:${by.chatId}`,
      decide,
    })
  }

  /** Where this cannot be noted now, the upload expires by itself. */
  async #giveUp(accountId: string, by: Uploader, fileId: string): Promise<void> {
    const refusal = await this.drop(accountId, by, fileId)
    if (refusal !== null) this.#log.info({ accountId, fileId, code: refusal.code }, 'upload left')
  }
}

function refused(
  code: RefusalCode,
  details?: Refusal['details'],
): Extract<Given<never>, { kind: 'refused' }> {
  return { kind: 'refused', refusal: toRefusal(code, details === undefined ? {} : { details }) }
}
