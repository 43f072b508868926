type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What a customer began to write over a channel. It lasts through reloads and ends with the tab;
 * nothing is stored before the first keystroke.
 */
export class WidgetDraft {
  readonly #key: string
  readonly #keeper: Keeper | null

  constructor(channelId: string, keeper: Keeper | null = keptByTab()) {
    this.#key = `parley:draft:${channelId}`
    this.#keeper = keeper
  }

  get(): string {
    try {
      return this.#keeper?.getItem(this.#key) ?? ''
    } catch {
      return ''
    }
  }

  set(text: string): void {
    try {
      if (text === '') this.#keeper?.removeItem(this.#key)
      else this.#keeper?.setItem(this.#key, text)
    } catch {
      // storage is full or barred: the draft lasts as long as this page
    }
  }
}

function keptByTab(): Keeper | null {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}
