import { msg } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'

export interface QuestionParts {
  title: string
  /** What follows from it. */
  says: string
  /** What has to be chosen with it. */
  choice?: unknown
  /** The verb of what is asked about. */
  verb: string
  /** Why it was refused; null where it was not. */
  refused: string | null
  answer: () => void
}

/** Asks once before something is done that cannot be put back as easily; the way back comes first. */
export function question({
  title,
  says,
  choice,
  verb,
  refused,
  answer,
}: QuestionParts): TemplateResult {
  return html`<dialog class="question" aria-labelledby="question">
    <form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        answer()
      }}
    >
      <div class="dialog-head">
        <h2 id="question">${title}</h2>
        <p>${says}</p>
      </div>
      ${
        choice === undefined && refused === null
          ? nothing
          : html`<div class="dialog-body">
              ${choice}
              ${refused === null ? nothing : html`<p class="error" role="alert">${refused}</p>`}
            </div>`
      }
      <div class="dialog-foot">
        <button
          type="button"
          class="button"
          @click=${(event: Event) => {
            if (event.target instanceof Element) event.target.closest('dialog')?.close()
          }}
        >
          ${msg('Cancel')}
        </button>
        <button class="button danger">${verb}</button>
      </div>
    </form>
  </dialog>`
}

/** The question of an element. Throws where it has none. */
export function questionOf(root: ParentNode): HTMLDialogElement {
  const dialog = root.querySelector<HTMLDialogElement>('dialog.question')
  if (dialog === null) throw new Error('there is no question')
  return dialog
}
