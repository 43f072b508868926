import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import type { FileView } from '#protocol/files'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { QuickReplyView } from '#protocol/staff-views'
import type { Attachments } from '../client/attachments.ts'
import '../elements/attachment-chips.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { isolated, stepAlong } from '../elements/direction.ts'
import { pastedFiles } from '../elements/drop-target.ts'
import { fileButton, type FileLimits } from '../elements/file-button.ts'
import { fileStyles } from '../elements/file.styles.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { deskEvent } from './desk-events.ts'
import type { Drafts, WritingMode } from './drafts.ts'
import './emoji-button.ts'
import './mention-picker.ts'
import { namedIn, type Nameable } from './mentions.ts'
import { NOTHING_KNOWN, type PlaceholderValues } from './placeholders.ts'
import './quick-replies.ts'
import type { Reach } from './reach-words.ts'
import { ariaKeys, withKey } from './shortcuts.ts'

/** What was written, in the mode that it was written in. */
export type Written =
  | { mode: 'message'; chatId: string; text: string; files: FileView[] }
  | {
      mode: 'comment'
      chatId: string
      text: string
      files: FileView[]
      visibleTo: 'staff' | 'author'
      /** Whom it names. */
      mentions: string[]
    }

/*
 * K1 Every chat and mode has a field of its own, made with that mode and never given another:
 *    what was typed as a comment cannot leave as a message, whatever the mode is by then. Its files
 *    likewise: they are the mode's from the moment they are added.
 */

/**
 * Where an agent writes: messages to the customer, or comments that only staff sees.
 *
 * @fires parley-write - something is to be sent; `detail` is `Written`
 * @fires parley-typing - somebody types a message (never for comments); `detail.typing`
 * @fires parley-commenting - somebody types a comment for colleagues; `detail.typing`
 * @fires parley-mentionable - who can be named in a comment is needed
 * @slot prompter - what switches suggestions on, in the row of buttons
 */
@customElement('parley-composer')
export class Composer extends LitElement {
  @property() chat = ''
  @property({ attribute: false }) drafts: Drafts | null = null

  /** The files that go with what is being written, of each chat and mode; null where none are taken. */
  @property({ attribute: false }) attachments:
    | ((chatId: string, mode: WritingMode) => Attachments | null)
    | null = null

  /** What files are taken. */
  @property({ attribute: false }) limits: FileLimits | null = null

  /** Why no message can be sent now; null where one can. */
  @property() messageWhy: string | null = null

  /** Why no comment can be added now. */
  @property() commentWhy: string | null = null

  /** The quick replies of who writes; null until they were asked for. */
  @property({ attribute: false }) quickReplies: readonly QuickReplyView[] | null = null

  /** What their placeholders stand for here. */
  @property({ attribute: false }) placeholders: PlaceholderValues = NOTHING_KNOWN

  /** How a customer gets a message who left; null for one who is here, and where that is not known. */
  @property({ attribute: false }) reach: Reach | null = null

  /** Who can be named in a comment; null until that is known. */
  @property({ attribute: false }) people: readonly Nameable[] | null = null

  /** To whom a message goes. */
  @property() customer = ''

  /** Whether the chat is over, and comments alone can be added; null while that is not known. */
  @property({ attribute: false }) over: boolean | null = null

  @state() protected mode: WritingMode = 'message'
  @state() protected visibleTo: 'staff' | 'author' = 'staff'
  @state() protected isEmpty = true

  @query('textarea') protected textarea!: HTMLTextAreaElement | null

  protected readonly subscription = new Subscription(this, () =>
    this.#attached(this.chat, this.mode),
  )

  /** A chat was opened, and where one writes in it is not decided yet. */
  #begins = false

  /** A file that is being chosen anew. */
  #replaced: { of: Attachments | null; key: number } | null = null

  override focus(): void {
    this.textarea?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('chat')) {
      this.mode = 'message'
      this.visibleTo = 'staff'
      this.#begins = true
    }
    // What was begun stays where it is: only who opens a chat that is over begins with a comment.
    if (this.#begins && this.over !== null) {
      this.#begins = false
      if (this.over) this.mode = 'comment'
      void this.updateComplete.then(() => this.#askWhom())
    }
    const draft = this.drafts?.get(this.chat, this.mode) ?? ''
    if (changed.has('chat') || changed.has('drafts')) this.isEmpty = draft.trim() === ''
  }

  /** Why nothing can be written in a mode now; null where it can. */
  whyNot(mode: WritingMode): string | null {
    return this.#why(mode)
  }

  /** Opens the picker of emoji. */
  openEmoji(): void {
    void this.renderRoot.querySelector('parley-emoji-button')?.open()
  }

  /** Where one was writing, in place of what is marked there. */
  readonly #onEmoji = ({ detail }: CustomEvent<{ unicode: string }>): void => {
    const { textarea } = this
    if (textarea === null) return
    textarea.focus()
    textarea.setRangeText(detail.unicode, textarea.selectionStart, textarea.selectionEnd, 'end')
    textarea.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
  }

  /** Puts words where one writes to the customer, to be edited there. */
  async insert(text: string): Promise<void> {
    if (this.mode !== 'message') this.choose('message')
    await this.updateComplete
    const { textarea } = this
    if (textarea === null || textarea.readOnly) return
    textarea.focus()
    textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, 'end')
    textarea.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
  }

  /** Lets files be chosen. */
  attach(): void {
    this.renderRoot.querySelector<HTMLElement>('.attach')?.click()
  }

  /** Whether files can be added in this mode now. */
  get takesFiles(): boolean {
    return this.#why(this.mode) === null && (this.limits?.classes.length ?? 0) > 0
  }

  /** To what files would be added now. */
  get writingMode(): WritingMode {
    return this.mode
  }

  /** Adds files to what is being written, and uploads them. */
  addFiles(files: readonly File[]): void {
    const replaced = this.#replaced
    this.#replaced = null
    if (!this.takesFiles || files.length === 0) return
    const attached = this.#attached(this.chat, this.mode)
    if (replaced?.of === attached) attached?.remove(replaced?.key ?? 0)
    attached?.add(files, this.limits?.maxBytes ?? 0)
    this.focus()
  }

  /** Goes to a mode; each keeps its own words. */
  choose(mode: WritingMode): void {
    if (mode === this.mode) return this.focus()
    this.#stopTyping()
    this.mode = mode
    this.isEmpty = (this.drafts?.get(this.chat, mode) ?? '').trim() === ''
    this.#askWhom()
    void this.updateComplete.then(() => this.focus())
  }

  #onInput(mode: WritingMode, field: HTMLTextAreaElement): void {
    this.drafts?.set(this.chat, mode, field.value)
    this.isEmpty = field.value.trim() === ''
    if (mode === 'message') this.#sayTyping(!this.isEmpty)
    else this.#sayCommenting(!this.isEmpty && this.visibleTo === 'staff')
  }

  /** A comment that was begun may hold names: they are known before it goes. */
  #askWhom(): void {
    if (this.mode === 'comment') this.dispatchEvent(deskEvent('parley-mentionable', {}))
  }

  #attached(chatId: string, mode: WritingMode): Attachments | null {
    return this.attachments?.(chatId, mode) ?? null
  }

  #why(mode: WritingMode): string | null {
    return mode === 'message' ? this.messageWhy : this.commentWhy
  }

  readonly #onChoose = ({ detail }: CustomEvent<{ key: number }>): void => {
    const picker = this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')
    if (picker === null || !this.takesFiles) return
    this.#replaced = { of: this.#attached(this.chat, this.mode), key: detail.key }
    // Whoever chooses nothing keeps what says that it is gone.
    picker.addEventListener('cancel', () => (this.#replaced = null), { once: true })
    picker.click()
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    const files = pastedFiles(event)
    if (files.length === 0) return
    event.preventDefault()
    this.addFiles(files)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    if (event.target instanceof HTMLTextAreaElement) event.target.form?.requestSubmit()
  }

  readonly #onModeKey = (event: KeyboardEvent): void => {
    if (stepAlong(event) === 0) return
    const mode = this.mode === 'message' ? 'comment' : 'message'
    this.#stopTyping()
    this.mode = mode
    this.isEmpty = (this.drafts?.get(this.chat, mode) ?? '').trim() === ''
    this.#askWhom()
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-choose='${mode}']`)?.focus(),
    )
  }

  #submit(event: SubmitEvent, mode: WritingMode, chatId: string): void {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const text = new FormData(form).get('text')
    const attached = this.#attached(chatId, mode)
    // While files are under way the foot says so; what is written stays.
    const isHeldUp = this.#why(mode) !== null || (attached?.why ?? null) !== null
    if (typeof text !== 'string' || isHeldUp) return
    const words = text.trim()
    if (words === '' && (attached?.isEmpty ?? true)) {
      this.drafts?.set(chatId, mode, '')
      form.reset()
      return
    }
    const files = attached?.take() ?? []
    const detail: Written =
      mode === 'message'
        ? { mode, chatId, text: words, files }
        : {
            mode,
            chatId,
            text: words,
            files,
            visibleTo: this.visibleTo,
            mentions: this.visibleTo === 'staff' ? namedIn(words, this.people ?? []) : [],
          }
    this.drafts?.set(chatId, mode, '')
    form.reset()
    this.isEmpty = true
    this.#stopTyping()
    this.dispatchEvent(new CustomEvent<Written>('parley-write', { detail }))
  }

  #sayTyping(typing: boolean): void {
    this.dispatchEvent(new CustomEvent('parley-typing', { detail: { typing } }))
  }

  #sayCommenting(typing: boolean): void {
    this.dispatchEvent(new CustomEvent('parley-commenting', { detail: { typing } }))
  }

  #stopTyping(): void {
    this.#sayTyping(false)
    this.#sayCommenting(false)
  }

  get #name(): string {
    return this.customer === '' ? msg('the customer') : isolated(this.customer)
  }

  override render() {
    const { mode, chat } = this
    const why = this.#why(mode)
    const attached = this.#attached(chat, mode)
    const waits = attached?.why ?? null
    const isNothing = this.isEmpty && (attached?.isEmpty ?? true)
    const takesFiles = attached !== null && (this.limits?.classes.length ?? 0) > 0
    return html`
      <div class="composer" data-mode=${mode}>
        <div class="bar">
          <div
            class="modes"
            role="radiogroup"
            aria-label=${msg('What to write')}
            @keydown=${this.#onModeKey}
          >
            ${this.#modeButton('message', msg('Message'))}
            ${this.#modeButton('comment', msg('Comment'))}
          </div>
          ${
            mode === 'comment'
              ? html`<label class="visible">
                  <span class="hidden-text">${msg('Who sees the comment')}</span>
                  <select
                    @change=${(event: Event) => {
                      if (event.target instanceof HTMLSelectElement) {
                        this.visibleTo = event.target.value === 'author' ? 'author' : 'staff'
                        this.#stopTyping()
                      }
                    }}
                  >
                    <option value="staff" ?selected=${this.visibleTo === 'staff'}>
                      ${msg('All agents see it')}
                    </option>
                    <option value="author" ?selected=${this.visibleTo === 'author'}>
                      ${msg('Only I see it')}
                    </option>
                  </select>
                </label>`
              : nothing
          }
        </div>
        ${keyed(
          `${chat} ${mode}`,
          html`<form @submit=${(event: SubmitEvent) => this.#submit(event, mode, chat)}>
            <parley-attachment-chips
              chooses
              .attachments=${attached}
              @parley-choose=${this.#onChoose}
            ></parley-attachment-chips>
            <parley-mention-picker
              .people=${this.people}
              ?off=${mode === 'message' || this.visibleTo === 'author'}
            >
              <parley-quick-replies .replies=${this.quickReplies} .values=${this.placeholders}>
                <textarea
                  dir="auto"
                  name="text"
                  rows="2"
                  aria-label=${mode === 'message' ? msg(str`Message to ${this.#name}`) : msg('Comment')}
                  aria-describedby=${why === null ? nothing : 'why'}
                  placeholder=${this.#placeholder(mode, why)}
                  maxlength=${MAX_TEXT_LENGTH}
                  .value=${this.drafts?.get(chat, mode) ?? ''}
                  ?readonly=${why !== null}
                  @input=${(event: Event) => {
                    if (event.target instanceof HTMLTextAreaElement)
                      this.#onInput(mode, event.target)
                  }}
                  @keydown=${this.#onKey}
                  @paste=${this.#onPaste}
                  @blur=${() => {
                    this.#stopTyping()
                  }}
                ></textarea>
              </parley-quick-replies>
            </parley-mention-picker>
            <div class="foot">
              ${
                takesFiles && this.limits !== null
                  ? fileButton(this.limits, why !== null, (files) => this.addFiles(files))
                  : nothing
              }
              ${mode === 'message' ? html`<slot name="prompter"></slot>` : nothing}
              <parley-emoji-button .why=${why} @parley-emoji=${this.#onEmoji}></parley-emoji-button>
              <span class="hint" id="why">
                ${
                  why !== null
                    ? html`<span class="hidden-text">${why}</span>`
                    : waits !== null
                      ? waits
                      : mode === 'comment'
                        ? msg('Never shown to the customer')
                        : this.reach === null
                          ? msg('Enter sends, Shift + Enter makes a new line, / is a quick reply')
                          : reachLine(this.reach)
                }
              </span>
              <button
                class="button ${mode === 'message' ? 'primary' : 'add'}"
                aria-disabled=${isNothing || why !== null || waits !== null ? 'true' : 'false'}
              >
                ${mode === 'message' ? html`${icon('send')} ${msg('Send')}` : html`${icon('comment')} ${msg('Add comment')}`}
              </button>
            </div>
          </form>`,
        )}
      </div>
    `
  }

  #modeButton(mode: WritingMode, label: string) {
    const isChosen = this.mode === mode
    return html`
      <button
        role="radio"
        data-choose=${mode}
        aria-checked=${isChosen}
        aria-keyshortcuts=${ariaKeys(mode)}
        title=${withKey(label, mode)}
        tabindex=${isChosen ? 0 : -1}
        @click=${() => this.choose(mode)}
      >
        ${label}
      </button>
    `
  }

  #placeholder(mode: WritingMode, why: string | null): string {
    if (why !== null) return why
    return mode === 'message' ? msg(str`Write to ${this.#name}`) : msg('Write a comment for staff')
  }

  static override styles = [
    base,
    buttons,
    fileStyles,
    css`
      :host {
        display: block;
      }
      .composer {
        border-block-start: 1px solid var(--line-strong);
        background: var(--ground-raised);
        padding-block-end: env(safe-area-inset-bottom);
      }
      .composer:focus-within {
        border-block-start-color: var(--ring);
        box-shadow: 0 -1px 0 var(--ring);
      }
      [data-mode='comment'] {
        background: var(--comment);
        border-block-start-color: var(--comment-edge);
      }
      [data-mode='comment']:focus-within {
        border-block-start-color: var(--comment-edge);
        box-shadow: 0 -1px 0 var(--comment-edge);
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 8px 16px 0;
      }
      .visible {
        display: flex;
        min-inline-size: 0;
      }
      .modes {
        flex: none;
        display: inline-flex;
        gap: 2px;
        padding: 2px;
        border-radius: 8px;
        background: color-mix(in oklab, var(--grey-12) 7%, transparent);
      }
      .modes button {
        min-block-size: 26px;
        padding-inline: 12px;
        font-size: var(--size-13);
        line-height: 1;
        color: var(--text-2);
      }
      .modes [aria-checked='true'] {
        font-weight: 600;
        color: var(--text);
        background: var(--ground-raised);
        box-shadow: 0 1px 2px var(--shadow-colour);
      }
      [data-mode='comment'] .modes [aria-checked='true'] {
        background: var(--comment);
        color: var(--comment-text);
      }
      select {
        font: inherit;
        font-size: var(--size-13);
        color: var(--comment-text);
        min-block-size: 28px;
        min-inline-size: 0;
        max-inline-size: 100%;
        padding-inline: 4px;
        text-overflow: ellipsis;
        border: 1px solid var(--comment-edge);
        border-radius: var(--radius);
        background: var(--comment);
      }
      textarea {
        display: block;
        inline-size: 100%;
        min-block-size: 56px;
        max-block-size: 240px;
        padding: 8px 16px 4px;
        font: inherit;
        line-height: var(--leading-read);
        color: inherit;
        background: none;
        border: 0;
        resize: none;
        field-sizing: content;
      }
      textarea:focus-visible {
        outline: none;
      }
      textarea:read-only {
        color: var(--text-3);
      }
      textarea::placeholder {
        color: var(--text-3);
        opacity: 1;
      }
      [data-mode='comment'] textarea::placeholder {
        color: var(--comment-text);
      }
      .foot {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: 12px;
        padding: 0 12px 10px 16px;
      }
      .foot .attach {
        margin-inline: -8px -8px;
      }
      .foot slot {
        display: contents;
      }
      .foot parley-emoji-button {
        margin-inline: -8px -4px;
      }
      .hint {
        flex: 1;
        font-size: var(--size-12);
        line-height: var(--leading-list);
        color: var(--text-3);
      }
      .reach {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        color: var(--text-2);
      }
      .reach .icon {
        flex: none;
        inline-size: 16px;
        block-size: 16px;
      }
      .reach[data-reaches='false'] {
        color: var(--warn);
      }
      [data-mode='comment'] .hint {
        color: var(--comment-text);
      }
      .button.add {
        background: light-dark(oklch(0.47 0.08 84), oklch(0.5 0.08 88));
        border-color: transparent;
        color: oklch(0.995 0 0);
      }
      [data-mode='comment'] .button.add[aria-disabled='true'] {
        background: none;
        border-color: var(--comment-edge);
        color: var(--comment-text);
      }
      @media (pointer: coarse) {
        .modes button,
        select {
          min-block-size: 40px;
        }
        textarea {
          font-size: var(--size-16);
        }
      }
    `,
  ]
}

function reachLine({ reaches, words }: Reach): TemplateResult {
  return html`<span class="reach" data-reaches=${reaches}
    >${icon(reaches ? 'mail' : 'alert')} ${words}</span
  >`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-composer': Composer
  }
}
