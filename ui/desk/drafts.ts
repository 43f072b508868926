import { keptFilesKey } from '../client/kept-files.ts'

export type WritingMode = 'message' | 'comment'

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What was begun and not sent: one draft for each person, chat and mode, so that words never change
 * sides. It lasts through reloads, and ends with the tab and by signing out.
 */
export class Drafts {
  readonly #keeper: Keeper | null
  readonly #drafts = new Map<string, string>()
  readonly #forgotten = new Set<string>()

  constructor(
    /** Account and person. */
    readonly owner: string,
    keeper: Keeper | null = keptByTab(),
  ) {
    this.#keeper = keeper
  }

  get(chatId: string, mode: WritingMode): string {
    const key = this.#key(chatId, mode)
    return this.#drafts.get(key) ?? this.#keeper?.getItem(key) ?? ''
  }

  set(chatId: string, mode: WritingMode, text: string): void {
    const key = this.#key(chatId, mode)
    this.#drafts.set(key, text)
    try {
      if (text === '') this.#keeper?.removeItem(key)
      else this.#keeper?.setItem(key, text)
    } catch {
      // storage is full or barred: the draft lasts as long as this page
    }
  }

  /** Takes a message that was begun in one chat to the chat that goes on from it. */
  carry(fromChatId: string, toChatId: string): void {
    const words = this.get(fromChatId, 'message')
    if (words === '') return
    this.set(toChatId, 'message', words)
    this.set(fromChatId, 'message', '')
  }

  /** Nothing stays of what was begun in a chat, and no name of a file. */
  forget(chatId: string): void {
    if (this.#forgotten.has(chatId)) return
    this.#forgotten.add(chatId)
    for (const mode of ['message', 'comment'] as const) {
      this.#drafts.delete(this.#key(chatId, mode))
      this.#keeper?.removeItem(this.#key(chatId, mode))
      this.#keeper?.removeItem(keptFilesKey({ owner: this.owner, chatId, mode }))
    }
  }

  /** Whether anything was begun in a chat: words, or files. */
  has(chatId: string): boolean {
    const modes: WritingMode[] = ['message', 'comment']
    return modes.some(
      (mode) => this.get(chatId, mode).trim() !== '' || this.#hasFiles(chatId, mode),
    )
  }

  #hasFiles(chatId: string, mode: WritingMode): boolean {
    const key = keptFilesKey({ owner: this.owner, chatId, mode })
    return this.#keeper !== null && this.#keeper.getItem(key) !== null
  }

  #key(chatId: string, mode: WritingMode): string {
    return `parley:draft:${this.owner}:${chatId}:${mode}`
  }
}

function keptByTab(): Keeper | null {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}
