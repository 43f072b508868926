import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { FileView } from '#protocol/files'
import { base } from './base.styles.ts'
import { fileSize } from '../client/file-size.ts'
import { icon } from './icon.ts'

/**
 * Files of a message or comment: images, audio and video in place, others as downloads. Every one
 * has its place before it is loaded, so that nothing moves.
 *
 * @fires parley-stale - a file's link ended; `detail.fileId`; give it a new one
 */
@customElement('parley-sent-files')
export class SentFiles extends LitElement {
  @property({ attribute: false }) files: readonly FileView[] = []

  /** Address of the server. */
  @property() base = location.origin

  /** For whom their links are, where no session says it: in a page of others. */
  @property({ attribute: false }) linksFor: string | null = null

  /** What was asked for by a link that had ended: it opens when there is a new one. */
  #wanted: string | null = null
  /** A link that does not work is told of once. */
  readonly #told = new Set<string>()

  protected override updated(): void {
    const wanted = this.files.find(({ fileId }) => fileId === this.#wanted)
    if (wanted === undefined || isOver(wanted.url)) return
    this.#wanted = null
    this.renderRoot.querySelector<HTMLAnchorElement>(`a[data-file='${wanted.fileId}']`)?.click()
  }

  override render() {
    if (this.files.length === 0) return nothing
    return html`<ul aria-label=${msg('Files')}>
      ${repeat(
        this.files,
        ({ fileId }) => fileId,
        (file) => html`<li>${this.#file(file)}</li>`,
      )}
    </ul>`
  }

  #file(file: FileView): TemplateResult {
    // A player plays what it can; what it cannot is still there to be downloaded.
    const stale = (): void => this.#stale(file)
    switch (file.url === '' ? 'other' : file.kind) {
      case 'image':
        return this.#link(
          file,
          'picture',
          html`<img
            src=${this.#address(file)}
            alt=${file.name}
            loading="lazy"
            decoding="async"
            @error=${stale}
          />`,
        )
      case 'audio':
        return html`<audio
            controls
            preload="metadata"
            aria-label=${file.name}
            src=${this.#address(file)}
            @error=${stale}
          ></audio>
          ${this.#row(file)}`
      case 'video':
        return html`<video
            controls
            playsinline
            preload="metadata"
            aria-label=${file.name}
            src=${this.#address(file)}
            @error=${stale}
          ></video>
          ${this.#row(file)}`
      case 'other':
        return this.#row(file)
    }
  }

  #row(file: FileView): TemplateResult {
    const words = html`${icon('file')}
      <span class="words"
        ><b dir="auto">${file.name}</b> <small>${fileSize(file.size)}</small></span
      >`
    if (file.url === '') return html`<span class="row">${words}</span>`
    return this.#link(
      file,
      'row',
      html`<span class="hidden-text">${msg('Download')}</span>${words} ${icon('download')}`,
    )
  }

  #link(file: FileView, kind: 'row' | 'picture', inside: TemplateResult): TemplateResult {
    return html`<a
      class=${kind}
      data-file=${file.fileId}
      href=${this.#address(file)}
      target="_blank"
      rel="noopener"
      title=${file.name}
      aria-label=${kind === 'picture' ? msg(str`Open ${file.name}`) : nothing}
      @click=${(event: Event) => this.#onClick(event, file)}
      >${inside}</a
    >`
  }

  #address({ url }: FileView): string {
    const { linksFor } = this
    const path = linksFor === null ? url : url.replace('/chats/', `/embedded/${linksFor}/chats/`)
    return new URL(path, this.base).href
  }

  #onClick(event: Event, file: FileView): void {
    if (!isOver(file.url)) return
    event.preventDefault()
    this.#wanted = file.fileId
    this.#told.delete(file.url)
    this.#stale(file)
  }

  #stale({ fileId, url }: FileView): void {
    if (this.#told.has(url) || url.startsWith('blob:')) return
    this.#told.add(url)
    this.dispatchEvent(
      new CustomEvent('parley-stale', { bubbles: true, composed: true, detail: { fileId } }),
    )
  }

  static override styles = [
    base,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        justify-content: var(--files-side, flex-start);
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        gap: 4px;
        max-inline-size: 100%;
      }
      .picture {
        display: block;
        inline-size: 216px;
        max-inline-size: 100%;
        aspect-ratio: 4 / 3;
        overflow: hidden;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        background: var(--fill);
        color: var(--text-2);
      }
      img {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }
      video {
        inline-size: 320px;
        max-inline-size: 100%;
        aspect-ratio: 16 / 9;
        border-radius: var(--radius-card);
        background: oklch(0.2 0 0);
      }
      audio {
        inline-size: 280px;
        max-inline-size: 100%;
        block-size: 40px;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 10px;
        inline-size: 280px;
        max-inline-size: 100%;
        min-block-size: 44px;
        padding: 6px 12px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-card);
        background: var(--ground-raised);
        color: var(--text);
        text-decoration: none;
      }
      a.row:hover {
        background: var(--fill);
      }
      .row .icon {
        flex: none;
        color: var(--text-2);
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
      }
      b {
        font-size: var(--size-13);
        font-weight: 600;
      }
      small {
        font-size: var(--size-12);
        color: var(--text-2);
        font-variant-numeric: tabular-nums;
      }
    `,
  ]
}

/** Whether a link says that its time has passed. */
function isOver(url: string): boolean {
  const until = /[?&]until=(\d+)/.exec(url)?.[1]
  return until !== undefined && Number(until) <= Date.now()
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-sent-files': SentFiles
  }
}
