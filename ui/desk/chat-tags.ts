import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatView, Possibilities } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { giveFocusBack } from '../elements/focus-back.ts'
import { icon } from '../elements/icon.ts'
import { deskEvent } from './desk-events.ts'
import { placeBelow } from './popover-menu.ts'
import { standsAgainst } from './refusal-words.ts'
import { ariaKeys } from './shortcuts.ts'
import { tagMark, tagStyles, tagsOf } from './tag-mark.ts'
import './tag-picker.ts'
import type { NewTag, TagPicker } from './tag-picker.ts'

/** More than these are counted. */
const SHOWN = 3

/**
 * The tags of a chat, and for who may the way to change them.
 *
 * @fires parley-command - `tagChat`, `untagChat`
 * @fires parley-new-tag - a tag is to be made, and put on this chat
 */
@customElement('parley-chat-tags')
export class ChatTags extends LitElement {
  @property({ attribute: false }) chat: ChatView | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) possible: Possibilities | null = null

  @state() protected isOpen = false

  @query('.panel') protected panel!: HTMLElement | null
  @query('parley-tag-picker') protected picker!: TagPicker | null

  readonly #onToggle = (event: ToggleEvent): void => {
    this.isOpen = event.newState === 'open'
    if (!this.isOpen) return
    this.picker?.reset()
    void this.updateComplete.then(() => this.picker?.focus())
  }

  /** Opens what tags are changed in. */
  readonly open = (): void => {
    const button = this.renderRoot.querySelector<HTMLElement>('.open')
    if (button === null || this.panel === null) return
    placeBelow(this.panel, button)
    this.panel.togglePopover()
  }

  #command(type: 'tagChat' | 'untagChat', tagId: string): void {
    const { chat } = this
    if (chat === null) return
    this.dispatchEvent(deskEvent('parley-command', { type, chatId: chat.chatId, tagId }))
  }

  override render() {
    const { chat, desk } = this
    if (chat === null || desk === null) return nothing
    const tags = tagsOf(desk, chat.tagIds)
    const mayTag = standsAgainst(this.possible, 'tagChat').why === null
    const more = tags.length - SHOWN
    return html`
      ${
        tags.length === 0
          ? nothing
          : html`<ul aria-label=${msg('Tags')}>
              ${tags.slice(0, SHOWN).map((tag) => html`<li>${tagMark(tag)}</li>`)}
              ${
                more > 0
                  ? html`<li
                      class="more"
                      title=${tags
                        .slice(SHOWN)
                        .map(({ name }) => name)
                        .join(', ')}
                    >
                      +${more}<span class="hidden-text"> ${msg('more')}</span>
                    </li>`
                  : nothing
              }
            </ul>`
      }
      ${
        mayTag
          ? html`
              <button
                class="button quiet open"
                aria-haspopup="dialog"
                aria-expanded=${this.isOpen}
                aria-label=${tags.length === 0 ? nothing : msg('Change tags')}
                title=${tags.length === 0 ? nothing : msg('Change tags')}
                aria-keyshortcuts=${ariaKeys('tag')}
                @click=${this.open}
              >
                ${icon('tag')}${tags.length === 0 ? msg('Tag') : nothing}
              </button>
              <div
                class="panel"
                popover
                role="dialog"
                aria-label=${msg('Tags of this chat')}
                @beforetoggle=${giveFocusBack}
                @toggle=${this.#onToggle}
              >
                <parley-tag-picker
                  .tags=${[...desk.tags.values()]}
                  .chosen=${chat.tagIds}
                  ?creates=${desk.me.role !== 'agent'}
                  @parley-tag-toggle=${({
                    detail,
                  }: CustomEvent<{ tagId: string; chosen: boolean }>) =>
                    this.#command(detail.chosen ? 'tagChat' : 'untagChat', detail.tagId)}
                  @parley-tag-create=${({ detail }: CustomEvent<NewTag>) =>
                    this.dispatchEvent(
                      deskEvent('parley-new-tag', {
                        ...detail,
                        made: (tagId) => this.#command('tagChat', tagId),
                      }),
                    )}
                ></parley-tag-picker>
              </div>
            `
          : nothing
      }
    `
  }

  static override styles = [
    base,
    buttons,
    tagStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 4px;
        min-inline-size: 0;
      }
      ul {
        display: flex;
        gap: 4px;
        min-inline-size: 0;
        overflow: hidden;
      }
      li {
        display: flex;
        min-inline-size: 0;
      }
      .more {
        align-items: center;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .open {
        flex: none;
        min-block-size: 26px;
        padding: 0 6px;
        gap: 4px;
        font-size: var(--size-12);
        font-weight: 400;
        color: var(--text-3);
      }
      .open .icon {
        inline-size: 15px;
        block-size: 15px;
      }
      .panel {
        position: fixed;
        inset: auto;
        inline-size: 264px;
        margin: 0;
        padding: 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        color: inherit;
        background: var(--ground-raised);
        box-shadow: var(--shadow-float);
      }
      @media (pointer: coarse) {
        .open {
          min-block-size: 44px;
          min-inline-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat-tags': ChatTags
  }
}
