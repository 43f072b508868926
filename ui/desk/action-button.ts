import { css, html, nothing, type TemplateResult } from 'lit'
import { icon, type IconName } from '../elements/icon.ts'
import type { CommandId } from './commands.ts'
import { ariaKeys, keyMark } from './shortcuts.ts'

export interface Action {
  label: string
  icon?: IconName
  /** Why it does nothing now; null where it does. */
  why: string | null
  /** This role can never do it: it is not there. */
  hidden?: boolean
  /** What else there is to say of it, while it does something. */
  tip?: string | null
  /** What does the same by a key. */
  command?: CommandId
  kind?: 'quiet' | 'primary' | 'danger' | 'plain'
  run: (event: Event) => void
}

/**
 * A button that stays in its place: what is refused now can still be focused and says why, on
 * hover, on focus and to screen readers.
 */
export function actionButton({
  label,
  icon: name,
  why,
  hidden = false,
  tip = null,
  command,
  kind = 'quiet',
  run,
}: Action): TemplateResult | typeof nothing {
  if (hidden) return nothing
  const id = `why-${label.replaceAll(/\W+/g, '-').toLowerCase()}`
  const says = why ?? tip
  const classes = { quiet: 'quiet', primary: 'primary', danger: 'quiet danger', plain: '' }[kind]
  return html`
    <span class="action">
      <button
        class="button ${classes}"
        aria-disabled=${why === null ? 'false' : 'true'}
        aria-keyshortcuts=${command === undefined ? nothing : ariaKeys(command)}
        aria-describedby=${says === null ? nothing : id}
        @click=${(event: Event) => {
          if (why === null) run(event)
        }}
      >
        ${name === undefined ? nothing : icon(name)}<span class="label">${label}</span>
      </button>
      <span class="tip">
        <b>${label}</b>
        ${says === null ? nothing : html`<span id=${id}>${says}</span>`}
        ${command === undefined ? nothing : keyMark(command)}
      </span>
    </span>
  `
}

export const actionStyles = css`
  .action {
    position: relative;
    display: inline-flex;
  }
  .tip {
    position: absolute;
    inset-block-start: calc(100% + 6px);
    inset-inline-end: 0;
    z-index: 20;
    inline-size: max-content;
    max-inline-size: 240px;
    padding: 5px 9px;
    border-radius: var(--radius);
    background: var(--grey-12);
    color: var(--grey-1);
    font-size: var(--size-12);
    line-height: var(--leading-list);
    opacity: 0;
    visibility: hidden;
    pointer-events: none;
    transition: opacity 120ms ease-out 200ms;
  }
  .tip b {
    display: none;
    font-weight: 600;
  }
  .tip kbd {
    display: block;
    font: inherit;
    white-space: nowrap;
  }
  .action:has(kbd):hover .tip {
    opacity: 1;
    visibility: visible;
    transition-delay: 600ms;
  }
  .action:has([aria-describedby]):hover .tip,
  .action:has([aria-describedby]):focus-within .tip {
    opacity: 1;
    visibility: visible;
  }
`
