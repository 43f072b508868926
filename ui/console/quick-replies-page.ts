import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { QuickReplyView } from '#protocol/staff-views'
import type { StaffClient } from '../client/staff-client.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { Subscription } from '../elements/subscription.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import { Draft } from './draft.ts'
import { lineField, textField } from './form-fields.ts'
import { gone, itemHead, pageHead } from './page-head.ts'
import { question, questionOf } from './question.ts'
import type { Run } from './run.ts'
import { section } from './section.ts'
import type { Unsaved } from './unsaved.ts'

interface Reply {
  shortcut: string
  text: string
}

/** Texts that all agents insert by a slash and a word; everybody's own are made at the desk. */
@customElement('parley-quick-replies-page')
export class QuickRepliesPage extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  /** One of them; `new` for one that is being made. */
  @property({ attribute: false }) replyId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}

  @state() protected refused: string | null = null

  protected readonly subscription = new Subscription(this, () => this.client)
  readonly #draft = new Draft<Reply>(
    this,
    () => this.#reply ?? { shortcut: '', text: '' },
    () => this.unsaved,
  )

  #askedFor: string | null = null

  /** Once the desk is there: before it nobody knows of which account. */
  protected override willUpdate(): void {
    const accountId = this.client?.desk?.account.accountId ?? null
    if (accountId === null || accountId === this.#askedFor) return
    this.#askedFor = accountId
    void this.client?.askQuickReplies(0)
  }

  get #replies(): readonly QuickReplyView[] | null {
    return this.client?.quickReplies?.filter(({ whose }) => whose === 'account') ?? null
  }

  get #reply(): QuickReplyView | null {
    return this.#replies?.find(({ replyId }) => replyId === this.replyId) ?? null
  }

  override render() {
    const { replyId } = this
    const replies = this.#replies
    if (replyId !== null && replies !== null) return this.#one(replyId)
    return html`
      ${pageHead(
        'quick-replies',
        html`<a class="button primary" href=${consoleAddress('quick-replies', 'new')}>
          ${msg('New quick reply')}
        </a>`,
      )}
      <parley-data-table
        .label=${msg('Quick replies')}
        .columns=${[
          {
            id: 'shortcut',
            title: msg('Shortcut'),
            value: ({ shortcut }: QuickReplyView) => shortcut,
            cell: ({ replyId: id, shortcut }: QuickReplyView) =>
              html`<a href=${consoleAddress('quick-replies', id)}>/${shortcut}</a>`,
          },
          { id: 'text', title: msg('Text'), value: ({ text }: QuickReplyView) => text },
        ]}
        .rows=${replies}
        .keyOf=${(reply: QuickReplyView) => reply.replyId}
        .empty=${msg('There are none yet. What is asked every day is answered in two keys by one.')}
      ></parley-data-table>
    `
  }

  #one(replyId: string): TemplateResult {
    const reply = this.#reply
    if (replyId !== 'new' && reply === null) {
      return gone('quick-replies', msg('This quick reply is not there any more'))
    }
    const draft = this.#draft
    return html`
      ${itemHead(
        'quick-replies',
        reply === null ? msg('New quick reply') : `/${reply.shortcut}`,
        msg('All agents find it by a slash and its shortcut.'),
        reply === null
          ? nothing
          : html`<button
              class="button quiet danger"
              @click=${() => questionOf(this.renderRoot).showModal()}
            >
              ${msg('Delete quick reply …')}
            </button>`,
      )}
      ${section({
        id: 'reply',
        title: msg('The quick reply'),
        draft,
        problem: problemWith(draft.value),
        nameOf: (name) => (name === 'shortcut' ? msg('Shortcut') : msg('Text')),
        save: () => void this.#save(reply),
        fields: html`
          ${lineField({
            id: 'shortcut',
            label: msg('Shortcut'),
            says: msg('Letters and digits, with hyphens between them.'),
            value: draft.value.shortcut,
            maxLength: 32,
            set: (shortcut) => draft.set({ shortcut }),
          })}
          ${textField({
            id: 'text',
            label: msg('Text'),
            says: msg(
              'Filled in when it is inserted: {customer.name}, {agent.name}, {group.name}.',
            ),
            value: draft.value.text,
            maxLength: MAX_TEXT_LENGTH,
            rows: 8,
            set: (text) => draft.set({ text }),
          })}
        `,
      })}
      ${
        reply === null
          ? nothing
          : question({
              title: msg(str`Delete /${reply.shortcut}?`),
              says: msg('Nobody can insert it any more; what was sent stays.'),
              verb: msg('Delete quick reply'),
              refused: this.refused,
              answer: () => void this.#delete(reply),
            })
      }
    `
  }

  async #save(reply: QuickReplyView | null): Promise<void> {
    const isSaved = await this.#draft.save(async () => {
      const { shortcut, text } = this.#draft.value
      const replyId = reply?.replyId ?? null
      const saved = { replyId, whose: 'account', shortcut, text } as const
      const settled = await this.run?.({ type: 'saveQuickReply', ...saved })
      if (settled?.ok === false) return settled.refusal
      await this.client?.askQuickReplies(0)
      return null
    })
    if (isSaved && reply === null) this.go(consoleAddress('quick-replies'))
  }

  async #delete({ replyId }: QuickReplyView): Promise<void> {
    const settled = await this.run?.({ type: 'deleteQuickReply', replyId })
    if (settled === undefined) return
    this.refused = settled.ok ? null : settled.refusal.says
    if (!settled.ok) return
    questionOf(this.renderRoot).close()
    await this.client?.askQuickReplies(0)
    this.go(consoleAddress('quick-replies'))
  }

  static override styles = [base, buttons, fields, dialogStyles, consolePageStyles]
}

function problemWith({ shortcut, text }: Reply): string | null {
  if (!/^[\p{L}\p{N}]+([-_][\p{L}\p{N}]+)*$/u.test(shortcut)) {
    return msg('A shortcut is letters and digits, with hyphens between them.')
  }
  return text.trim() === '' ? msg('A text is needed.') : null
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-quick-replies-page': QuickRepliesPage
  }
}
