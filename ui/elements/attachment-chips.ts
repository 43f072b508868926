import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Attachments, Attachment } from '../client/attachments.ts'
import { base } from './base.styles.ts'
import { FocusStays } from './focus-stays.ts'
import { fileSize } from '../client/file-size.ts'
import { icon } from './icon.ts'
import { Subscription } from './subscription.ts'

/**
 * The files that go with what is being written: how far they are, and away with them.
 *
 * @fires parley-choose - a file that is gone is to be chosen anew; `detail.key`
 */
@customElement('parley-attachment-chips')
export class AttachmentChips extends LitElement {
  @property({ attribute: false }) attachments: Attachments | null = null

  /** Whether files can be chosen anew here. */
  @property({ type: Boolean }) chooses = false

  protected readonly focusStays = new FocusStays(this)
  protected readonly subscription = new Subscription(this, () => this.attachments)

  override render() {
    const list = this.attachments?.list ?? []
    if (list.length === 0) return nothing
    const { uploading = 0, why } = this.attachments ?? {}
    return html`
      <ul aria-label=${msg('Files to send')}>
        ${repeat(
          list,
          ({ key }) => key,
          (one) => this.#chip(one),
        )}
      </ul>
      <p role="status" class="hidden-text">
        ${uploading === 0 && why === null ? msg('Uploaded') : why}
      </p>
    `
  }

  #choose(key: number): void {
    this.dispatchEvent(new CustomEvent('parley-choose', { detail: { key } }))
  }

  #chip({ key, name, size, preview, status }: Attachment): TemplateResult {
    const isFailed = status.kind === 'failed'
    return html`
      <li class=${status.kind}>
        <span class="face">
          ${preview === null ? icon(isFailed ? 'alert' : 'file') : html`<img src=${preview} alt="" />`}
        </span>
        <span class="words">
          <b dir="auto" title=${name}>${name}</b>
          <small>${isFailed ? status.says : fileSize(size)}</small>
        </span>
        ${
          status.kind === 'uploading'
            ? html`<progress
                aria-label=${msg(str`Uploading ${name}`)}
                .value=${status.share}
              ></progress>`
            : nothing
        }
        ${
          isFailed && status.again
            ? html`<button
                type="button"
                aria-label=${msg(str`Upload ${name} again`)}
                title=${msg('Try again')}
                @click=${() => this.attachments?.retry(key)}
              >
                ${icon('retry')}
              </button>`
            : nothing
        }
        ${
          isFailed && status.choose && this.chooses
            ? html`<button
                type="button"
                aria-label=${msg(str`Choose ${name} again`)}
                title=${msg('Choose it again')}
                @click=${() => this.#choose(key)}
              >
                ${icon('attach')}
              </button>`
            : nothing
        }
        <button
          type="button"
          aria-label=${msg(str`Remove ${name}`)}
          title=${msg('Remove')}
          @click=${() => this.attachments?.remove(key)}
        >
          ${icon('close')}
        </button>
      </li>
    `
  }

  static override styles = [
    base,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 0;
        padding: 8px 12px 0;
        list-style: none;
        max-block-size: 148px;
        overflow-y: auto;
      }
      li {
        position: relative;
        display: flex;
        align-items: center;
        gap: 8px;
        inline-size: 204px;
        max-inline-size: 100%;
        padding: 4px;
        overflow: hidden;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--ground-raised);
        color: var(--text);
      }
      .failed {
        border-color: var(--bad-mark);
        background: var(--bad-soft);
      }
      .face {
        display: grid;
        place-items: center;
        flex: none;
        inline-size: 36px;
        block-size: 36px;
        overflow: hidden;
        border-radius: 4px;
        background: var(--fill);
        color: var(--text-2);
      }
      .failed .face {
        background: none;
        color: var(--bad);
      }
      img {
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }
      .words {
        flex: 1;
        min-inline-size: 0;
        line-height: var(--leading-list);
      }
      b,
      small {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: var(--size-12);
      }
      b {
        font-weight: 600;
      }
      small {
        color: var(--text-2);
        font-variant-numeric: tabular-nums;
      }
      .failed small {
        white-space: normal;
        color: var(--bad);
      }
      progress {
        position: absolute;
        inset-inline: 0;
        inset-block-end: 0;
        inline-size: 100%;
        block-size: 3px;
        appearance: none;
        border: 0;
        background: var(--fill);
      }
      progress::-webkit-progress-bar {
        background: var(--fill);
      }
      progress::-webkit-progress-value {
        background: var(--accent);
      }
      progress::-moz-progress-bar {
        background: var(--accent);
      }
      button {
        display: grid;
        place-items: center;
        flex: none;
        inline-size: 28px;
        block-size: 28px;
        padding: 0;
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: var(--text-2);
      }
      button:hover {
        background: var(--fill-hover);
        color: var(--text);
      }
      @media (pointer: coarse) {
        button {
          inline-size: 44px;
          block-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-attachment-chips': AttachmentChips
  }
}
