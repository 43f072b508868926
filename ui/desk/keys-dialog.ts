import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import {
  COMMAND_IDS,
  SECTIONS,
  commandOf,
  sectionWords,
  type CommandId,
  type CommandSection,
} from './commands.ts'
import { dialogStyles } from './dialog.styles.ts'
import { keyWords } from './shortcuts.ts'

/** The keys of the desk, all of them. */
@customElement('parley-keys-dialog')
export class KeysDialog extends LitElement {
  /** Whether keys without Ctrl, Cmd or Alt are on. */
  @property({ type: Boolean }) single = false

  @query('dialog') protected dialog!: HTMLDialogElement

  show(): void {
    this.dialog.showModal()
  }

  override render() {
    return html`
      <dialog aria-labelledby="title">
        <div class="dialog-head">
          <h2 id="title">${msg('Keys')}</h2>
          <p>
            ${
              this.single
                ? msg(
                    'Single letters work while you do not type. Your preferences can turn them off.',
                  )
                : msg('Single letters are turned off in your preferences.')
            }
          </p>
        </div>
        <div class="dialog-body" tabindex="0" role="region" aria-label=${msg('Keys')}>
          ${SECTIONS.map((section) => this.#section(section))} ${this.#inLists()}
        </div>
        <form class="dialog-foot" method="dialog">
          <button class="button primary" autofocus>${msg('Close')}</button>
        </form>
      </dialog>
    `
  }

  #section(section: CommandSection): TemplateResult {
    const ids = COMMAND_IDS.filter((id) => commandOf(id).section === section)
    return html`<section>
      <h3>${sectionWords(section)}</h3>
      <dl>${ids.map((id) => this.#command(id))}</dl>
    </section>`
  }

  #command(id: CommandId): TemplateResult | typeof nothing {
    const { words, keys } = commandOf(id)
    const shown = keys.filter((key) => this.single || /Alt|\$mod/.test(key))
    return shown.length === 0 ? nothing : line(words(), shown.map(keyWords))
  }

  /** What is a list's own, wherever it is. */
  #inLists(): TemplateResult {
    return html`<section>
      <h3>${msg('In a list of chats')}</h3>
      <dl>
        ${line(msg('Move'), ['↑', '↓', 'Home', 'End'])} ${line(msg('Open'), ['Enter'])}
        ${line(msg('Select'), ['X'])} ${line(msg('Select on'), [keyWords('Shift+↓')])}
        ${line(msg('Select all'), [keyWords('$mod+A')])} ${line(msg('Select nothing'), ['Escape'])}
      </dl>
    </section>`
  }

  static override styles = [
    base,
    buttons,
    dialogStyles,
    css`
      dialog {
        inline-size: min(760px, calc(100vw - 32px));
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      .dialog-body {
        display: block;
        columns: 320px 2;
        column-gap: 40px;
      }
      section {
        break-inside: avoid;
        padding-block-end: 16px;
      }
      h3 {
        padding-block-end: 4px;
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-3);
      }
      .line {
        display: flex;
        align-items: baseline;
        gap: 12px;
        padding-block: 4px;
        border-block-end: 1px solid var(--line);
        font-size: var(--size-13);
      }
      dt {
        flex: 1;
      }
      dd {
        display: flex;
        gap: 4px;
        flex: none;
      }
      kbd {
        padding: 1px 6px;
        border: 1px solid var(--line-strong);
        border-radius: 4px;
        font: inherit;
        font-size: var(--size-12);
        white-space: nowrap;
        color: var(--text-2);
      }
    `,
  ]
}

function line(words: string, keys: readonly string[]): TemplateResult {
  return html`<div class="line">
    <dt>${words}</dt>
    <dd>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dd>
  </div>`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-keys-dialog': KeysDialog
  }
}
