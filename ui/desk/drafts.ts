export type WritingMode = 'message' | 'comment'

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What was begun and not sent: one draft for each chat and mode, so that words never change sides.
 * It lasts through reloads and ends with the tab.
 */
export class Drafts {
  readonly #keeper: Keeper | null
  readonly #drafts = new Map<string, string>()

  constructor(
    readonly accountId: string,
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

  /** Whether anything was begun in a chat. */
  has(chatId: string): boolean {
    return this.get(chatId, 'message').trim() !== '' || this.get(chatId, 'comment').trim() !== ''
  }

  #key(chatId: string, mode: WritingMode): string {
    return `parley:draft:${this.accountId}:${chatId}:${mode}`
  }
}

function keptByTab(): Keeper | null {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}
