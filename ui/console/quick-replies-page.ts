import { msg, str } from '@lit/localize'
import { LitElement, html, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { QuickReplyView } from '#protocol/staff-views'
import type { StaffClient } from '../client/staff-client.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { Subscription } from '../elements/subscription.ts'
import { Asked } from './asked.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import { Draft } from './draft.ts'
import { lineField, textField } from './form-fields.ts'
import { gone } from './page-head.ts'
import type { Run } from './run.ts'
import { save } from './save.ts'
import { section } from './section.ts'
import { linkTo, listOf, oneOf } from './shelf.ts'
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

  readonly #deleted = new Asked<QuickReplyView>(this)
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
    return listOf<QuickReplyView>({
      page: 'quick-replies',
      make: msg('New quick reply'),
      label: msg('Quick replies'),
      columns: [
        {
          id: 'shortcut',
          title: msg('Shortcut'),
          value: ({ shortcut }) => shortcut,
          cell: ({ replyId: id, shortcut }) => linkTo('quick-replies', id, `/${shortcut}`),
        },
        { id: 'text', title: msg('Text'), value: ({ text }) => text },
      ],
      rows: replies,
      keyOf: (reply) => reply.replyId,
      empty: msg('There are none yet. What is asked every day is answered in two keys by one.'),
    })
  }

  #one(replyId: string): TemplateResult {
    const reply = this.#reply
    if (replyId !== 'new' && reply === null) {
      return gone('quick-replies', msg('This quick reply is not there any more'))
    }
    return oneOf({
      page: 'quick-replies',
      one: reply,
      title: reply === null ? msg('New quick reply') : `/${reply.shortcut}`,
      says: msg('All agents find it by a slash and its shortcut.'),
      body: this.#form(reply),
      deletion: {
        asked: this.#deleted,
        verb: msg('Delete quick reply'),
        title: msg(str`Delete /${reply?.shortcut ?? ''}?`),
        says: msg('Nobody can insert it any more; what was sent stays.'),
        answer: () => void this.#delete(),
      },
    })
  }

  #form(reply: QuickReplyView | null): TemplateResult {
    const draft = this.#draft
    return section({
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
          says: msg('Filled in when it is inserted: {customer.name}, {agent.name}, {group.name}.'),
          value: draft.value.text,
          maxLength: MAX_TEXT_LENGTH,
          rows: 8,
          set: (text) => draft.set({ text }),
        })}
      `,
    })
  }

  async #save(reply: QuickReplyView | null): Promise<void> {
    const replyId = reply?.replyId ?? null
    const saved = await save(this.#draft, this.run, () => {
      const { shortcut, text } = this.#draft.value
      return { type: 'saveQuickReply', replyId, whose: 'account', shortcut, text }
    })
    if (saved === null) return
    await this.client?.askQuickReplies(0)
    if (replyId === null) this.go(consoleAddress('quick-replies'))
  }

  async #delete(): Promise<void> {
    const act = async ({ replyId }: QuickReplyView) =>
      this.run?.({ type: 'deleteQuickReply', replyId })
    if (!(await this.#deleted.carryOut(act))) return
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
