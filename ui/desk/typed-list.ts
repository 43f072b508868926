import type { ReactiveController, ReactiveControllerHost } from 'lit'

export interface TypedListParts<T> {
  /** What stands right before the caret while the list is open; its first group is what was typed after the sign. */
  asked: RegExp
  /** What is offered for that. */
  offered: (asked: string) => T[]
  /** What is written in place of the sign and what was typed. */
  written: (item: T) => string
  /** The list opens: what it offers is needed. */
  opens: () => void
  /** Whether no list opens here. */
  isOff?: () => boolean
}

/**
 * A list that a sign opens in the text field inside its host: typing filters, arrows move, Enter and
 * Tab insert, Escape and a reset of the form close. The focus stays in the field.
 */
export class TypedList<T> implements ReactiveController {
  /** What was typed after the sign; null while the list is closed. */
  asked: string | null = null
  /** The place of what Enter would insert. */
  at = 0

  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #parts: TypedListParts<T>
  /** The sign whose list was closed, or chosen from, does not open it again. */
  #closedAt: number | null = null
  #form: HTMLFormElement | null = null

  constructor(host: ReactiveControllerHost & HTMLElement, parts: TypedListParts<T>) {
    this.#host = host
    this.#parts = parts
    host.addEventListener('keydown', this.#onKey, { capture: true })
    host.addEventListener('input', this.#onInput)
    host.addEventListener('focusin', this.#onInput)
    host.addEventListener('focusout', this.#onLeave)
    host.addController(this)
  }

  hostConnected(): void {
    this.#form = this.#host.closest('form')
    this.#form?.addEventListener('reset', this.#onReset)
  }

  hostDisconnected(): void {
    this.#form?.removeEventListener('reset', this.#onReset)
    this.#form = null
  }

  /** What is offered now. */
  get shown(): T[] {
    return this.asked === null ? [] : this.#parts.offered(this.asked)
  }

  /** Closes the list without choosing. */
  close(): void {
    this.#closedAt = (this.#field()?.selectionStart ?? 0) - (this.asked?.length ?? 0) - 1
    this.#ask(null)
  }

  insert(item: T): void {
    const field = this.#field()
    if (field === null || this.asked === null) return
    const end = field.selectionStart
    const start = end - this.asked.length - 1
    this.#ask(null)
    this.#closedAt = start
    field.focus()
    field.setRangeText(this.#parts.written(item), start, end, 'end')
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  #field(): HTMLTextAreaElement | null {
    return this.#host.querySelector('textarea')
  }

  #ask(asked: string | null): void {
    if (asked === this.asked) return
    const opens = this.asked === null
    this.asked = asked
    this.at = 0
    this.#host.requestUpdate()
    if (opens) this.#parts.opens()
  }

  readonly #onInput = (): void => {
    const field = this.#field()
    if (field === null || field.readOnly || this.#parts.isOff?.() === true) return this.#ask(null)
    const found = this.#parts.asked.exec(field.value.slice(0, field.selectionStart))
    const asked = found?.[1] ?? null
    const signAt = asked === null ? null : field.selectionStart - asked.length - 1
    if (signAt === null || signAt !== this.#closedAt) this.#closedAt = null
    if (this.#closedAt !== null) return
    // Several words for which there is nothing are words.
    const isTalk = asked?.includes(' ') === true && this.#parts.offered(asked).length === 0
    this.#ask(isTalk ? null : asked)
  }

  /** What was written is gone, and its signs with it. */
  readonly #onReset = (): void => {
    this.#closedAt = null
    this.#ask(null)
  }

  readonly #onLeave = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && this.#host.contains(event.relatedTarget)) return
    this.#ask(null)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.asked === null || event.isComposing) return
    const { shown } = this
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const isChoice = (event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab'
    const item = shown[this.at]
    if (step !== 0 && shown.length > 0) this.#move((this.at + step + shown.length) % shown.length)
    else if (event.key === 'Escape') this.close()
    else if (isChoice && item !== undefined) this.insert(item)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #move(at: number): void {
    this.at = at
    this.#host.requestUpdate()
  }
}
